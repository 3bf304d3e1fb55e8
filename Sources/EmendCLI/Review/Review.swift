// SPDX-License-Identifier: Apache-2.0

import EmendHistory
import EmendMarkdown
import EmendModels
import EmendRevision
import EmendText

/// A person decides about edits one by one, while the model works ahead.
///
/// What happens, a key or an edit that is ready, comes in one stream and is dealt with one at a time.
struct Review {
  private enum Event: Sendable {
    case key(Key)
    case judged(document: Int, PassageResult)
    case finished(document: Int, Revision)
    /// The model has said all; with an error if it could not.
    case ended((any Error)?)
  }

  var documents: [ReviewedDocument]
  private let jobs: [Reviser.Job]
  let reviser: Reviser
  let store: DocumentStore
  let decisions: Decisions
  private let output: OutputOptions
  let terminal: any Terminal
  let context: CommandContext
  private let style: DiffStyle

  /// What the model has said and the person has not seen, in order.
  private var inbox: [Event] = []
  var item: ReviewItem?
  /// The document that is looked at.
  var current = 0
  private var number = 0
  private var isWaitingShown = false
  /// Whether nothing more is asked.
  var isOver = false
  var isWritten = true

  init(
    _ jobs: [(opened: OpenDocument, selected: SelectedPassages)], reviser: Reviser, store: DocumentStore,
    decisions: Decisions, output: OutputOptions, terminal: any Terminal, context: CommandContext
  ) {
    documents = jobs.map { ReviewedDocument($0.opened, passages: $0.selected.passages.count) }
    self.jobs = jobs.map { ($0.opened.document, $0.selected) }
    self.reviser = reviser
    self.store = store
    self.decisions = decisions
    self.output = output
    self.terminal = terminal
    self.context = context
    style = DiffStyle(output.color, on: context.output, isMarked: true, in: context)
  }

  /// Goes through all edits.
  ///
  /// - Returns: Whether all that was taken could be written.
  mutating func run() async throws -> Bool {
    let (events, inlet) = AsyncStream.makeStream(of: Event.self)
    let answering = Task { [reviser, jobs] in
      do {
        try await reviser.revise(
          jobs, judged: { inlet.yield(.judged(document: $0, $1)) },
          finished: { inlet.yield(.finished(document: $0, $1)) })
        inlet.yield(.ended(nil))
      } catch {
        inlet.yield(.ended(error))
      }
    }
    terminal.begin()
    defer {
      answering.cancel()
      terminal.end()
    }
    func awaitKey() { Task { [terminal] in inlet.yield(.key(await terminal.key())) } }
    awaitKey()
    try goOn()
    for await event in events {
      switch event {
      case .key(let key):
        try await hear(key)
        if !isOver { awaitKey() }
      case .judged(let document, _):
        documents[document].hear()
        inbox.append(event)
      default:
        inbox.append(event)
      }
      try goOn()
      if isOver { break }
    }
    summarize()
    return isWritten
  }

  // MARK: From one edit to the next

  /// Deals with what the model has said, up to the next edit that is asked about.
  private mutating func goOn() throws {
    while item == nil, !isOver {
      guard !inbox.isEmpty else { return try showWaiting() }
      switch inbox.removeFirst() {
      case .judged(let document, let result):
        current = document
        guard let edit = result.edit else { continue }
        item = ReviewItem(edit, for: result.passage)
        number += 1
        try decideForRest()
        if item != nil { try draw() }
      case .finished(let document, let revision):
        current = document
        try clearWaiting()
        tellEnd(of: revision)
      case .ended(let error):
        try clearWaiting()
        isOver = true
        guard let error else { continue }
        // What was taken before is written all the same.
        if number > 0 { summarize() }
        throw error
      case .key: break
      }
    }
  }

  private mutating func decideForRest() throws {
    switch documents[current].rest {
    case nil: return
    case .take: try take()
    case .decline: decline()
    case .passOver: item = nil
    }
  }

  private var position: ReviewScreen.Position {
    ReviewScreen.Position(
      number: number,
      ready: inbox.count { if case .judged(_, let result) = $0 { result.edit != nil } else { false } },
      coming: coming)
  }

  /// Passages that the model has not been heard about.
  private var coming: Int { documents.reduce(0) { $0 + $1.coming } }

  // MARK: The screen

  /// Whether the terminal does not know how to erase a line.
  var isDumb: Bool { context.variable("TERM").map { $0 == "dumb" } ?? true }

  var screen: ReviewScreen { ReviewScreen(style: style, columns: max(terminal.size.columns, 10)) }

  func say(_ text: String) throws { try context.output.write(Array(text.utf8)) }

  mutating func draw() throws {
    guard let item else { return }
    try clearWaiting()
    let opened = documents[current].opened
    let section = opened.document.sectionPath(ofLine: item.passage.paragraph.lines.lowerBound)
    try say(screen.text(item, name: opened.name, section: section, position: position))
    try ask()
  }

  func ask(after message: String? = nil) throws {
    guard let item else { return }
    if let message { try say(screen.message(message)) }
    try say(screen.question(item))
  }

  mutating func redraw() throws {
    guard !isOver else { return }
    try say(isDumb ? "\n" : "\u{1B}[H\u{1B}[2J")
    isWaitingShown = false
    if item == nil { try showWaiting() } else { try draw() }
  }

  private mutating func showWaiting() throws {
    guard coming > 0, !isDumb || !isWaitingShown else { return }
    isWaitingShown = true
    let text = screen.waiting(for: coming)
    try say(isDumb ? "\(text)\n" : "\r\u{1B}[K\(text)")
  }

  private mutating func clearWaiting() throws {
    if isWaitingShown, !isDumb { try say("\r\u{1B}[K") }
    isWaitingShown = false
  }

  // MARK: What became of it

  private func tellEnd(of revision: Revision) {
    let document = documents[current]
    RevisionReport(output: output, isFilter: false, explains: false, context: context)
      .tell(revision, of: document.opened, withKept: output.verbose)
  }

  private func summarize() {
    guard !output.quiet else { return }
    for document in documents where !document.taken.isEmpty {
      tell(
        "\(document.opened.name): \(count(document.taken.count, "edit")) written; 'emend undo \(document.opened.name)' takes \(document.taken.count == 1 ? "it" : "them") back"
      )
    }
    let taken = documents.reduce(0) { $0 + $1.taken.count }
    let declined = documents.reduce(0) { $0 + $1.declined }
    let all = number + position.ready
    let left = all - taken - declined
    var parts = ["\(count(all, "edit")): \(taken) taken, \(declined) declined"]
    if left > 0 { parts.append("\(left) left") }
    if coming > 0 { parts.append("\(count(coming, "passage")) not looked at") }
    tell(all == 0 && coming == 0 ? "nothing to decide about" : parts.joined(separator: ", "))
  }

  private func tell(_ message: String) { context.tell(String(screen.message(message).dropLast())) }
}
