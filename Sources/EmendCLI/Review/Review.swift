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

  private var documents: [ReviewedDocument]
  private let jobs: [Reviser.Job]
  private let reviser: Reviser
  private let store: DocumentStore
  private let decisions: Decisions
  private let output: OutputOptions
  private let terminal: any Terminal
  private let context: CommandContext
  private let style: DiffStyle

  /// What the model has said and the person has not seen, in order.
  private var inbox: [Event] = []
  private var item: ReviewItem?
  /// The document that is looked at.
  private var current = 0
  private var number = 0
  private var isWaitingShown = false
  /// Whether nothing more is asked.
  private var isOver = false
  private var isWritten = true

  /// So many answers are asked for with one key.
  private static let furtherAnswers = 3

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
    style = output.isColored(context.output, in: context) ? .color : .markers
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
    try await goOn()
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
      try await goOn()
      if isOver { break }
    }
    summarize()
    return isWritten
  }

  // MARK: From one edit to the next

  /// Deals with what the model has said, up to the next edit that is asked about.
  private mutating func goOn() async throws {
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
      coming: documents.reduce(0) { $0 + $1.coming })
  }

  // MARK: Keys

  private mutating func hear(_ key: Key) async throws {
    switch key {
    case .redraw: return try redraw()
    case .end: return try stop()
    case .other: return
    case .character("q"): return try stop(echo: true)
    // Enter does nothing, so that a terminal that sends whole lines serves as well.
    case .character(let character) where character.isNewline: return
    case .character(let character):
      // What is pressed while there is nothing to decide about is meant for nothing.
      guard item != nil else { return }
      if !isDumb { try say("\(character)\n") }
      if item?.sentences != nil { try hearOfSentence(character) } else { try await hear(character) }
    }
  }

  private mutating func hear(_ character: Character) async throws {
    switch character {
    case "y": try take()
    case "n": decline()
    case "a":
      documents[current].rest = .take
      try take()
    case "d":
      documents[current].rest = .decline
      decline()
    case "e": try await edit()
    case "r": try await askAgain()
    case "s": try split()
    case "1"..."9":
      guard item?.show(character.wholeNumberValue ?? 0) == true else {
        return try ask(after: "there is no text \(character)")
      }
      try draw()
    case "?": try ask(after: ReviewScreen.help)
    default: try ask(after: "no such key; ? lists them")
    }
  }

  private mutating func hearOfSentence(_ character: Character) throws {
    switch character {
    case "y", "a": item?.sentences?.decide(true, isForRest: character == "a")
    case "n", "d": item?.sentences?.decide(false, isForRest: character == "d")
    case "?": return try ask(after: ReviewScreen.sentenceHelp)
    default: return try ask(after: "no such key; ? lists them")
    }
    guard let sentences = item?.sentences, sentences.isDone else { return try draw() }
    item?.sentences = nil
    if !sentences.hasTaken { return decline() }
    guard let passage = item?.passage else { return }
    let checks = reviser.results(of: sentences.text, for: passage, in: documents[current].document)
    item?.add(sentences.text, checks: checks)
    // One that is good with the others only is shown as it would be.
    if checks.allSatisfy(\.passed) { try take() } else { try draw() }
  }

  private mutating func stop(echo: Bool = false) throws {
    isOver = true
    try say(item == nil || isDumb ? "\n" : echo ? "q\n" : "\n")
  }

  // MARK: What keys do

  private mutating func take() throws {
    guard let item else { return }
    let text = item.proposal.text
    do {
      if let change = try documents[current].take(text, for: item.passage, in: store) {
        try say("not taken: \(change.description)\n")
        guard documents[current].rest == nil else { return self.item = nil }
        return try ask()
      }
      decisions.record([(text, .accepted)])
    } catch let failure as CommandFailure {
      context.tell("emend: \(failure.description)")
      documents[current].rest = .passOver
      isWritten = false
    }
    self.item = nil
  }

  private mutating func decline() {
    guard let item else { return }
    documents[current].decline()
    decisions.record([(item.passage.text, .declined)])
    self.item = nil
  }

  private mutating func edit() async throws {
    guard let item else { return }
    let text: String
    do {
      text = try await terminal.lend { try await Editor(in: context).edited(item.proposal.text) }
    } catch let failure as CommandFailure {
      return try ask(after: failure.description)
    }
    if text.isEmpty { return try ask(after: "an empty text takes no passage's place; n leaves it as it is") }
    if text == item.passage.text { return try ask(after: "this is the text as it is; n leaves it so") }
    if text != item.proposal.text {
      let checks = reviser.results(of: text, for: item.passage, in: documents[current].document)
      self.item?.add(text, checks: checks)
    }
    try draw()
  }

  private mutating func askAgain() async throws {
    guard let item else { return }
    try say("asking the model …")
    let numbers = item.nextAnswer..<item.nextAnswer + Self.furtherAnswers
    let reason: String
    do {
      switch try await reviser.furtherAnswers(
        to: item.passage, in: documents[current].document, numbers: numbers)
      {
      case .edit(let edit):
        if self.item?.add(edit.candidates, asked: numbers.count) == true {
          try say(isDumb ? "\n" : "\r\u{1B}[K")
          return try draw()
        }
        reason = "it says the same again"
      case .kept(let kept):
        _ = self.item?.add([], asked: numbers.count)
        reason = kept.detail
      case .unchecked(let unchecked): reason = unchecked.detail
      }
    } catch let error as ModelError {
      reason = error.description
    }
    try ask(after: "\(isDumb ? "\n" : "\r\u{1B}[K")no other answer is good enough: \(reason)")
  }

  private mutating func split() throws {
    guard let item else { return }
    let edits = SentenceEdits(from: item.passage.text, to: item.proposal.text)
    guard edits.count > 1 else { return try ask(after: "what changes is in one sentence; there is nothing to split") }
    self.item?.sentences = SentenceReview(edits)
    try draw()
  }

  // MARK: The screen

  /// Whether the terminal does not know how to erase a line.
  private var isDumb: Bool { context.variable("TERM").map { $0 == "dumb" } ?? true }

  private var screen: ReviewScreen { ReviewScreen(style: style, columns: max(terminal.size.columns, 10)) }

  private func say(_ text: String) throws { try context.output.write(Array(text.utf8)) }

  private mutating func draw() throws {
    guard let item else { return }
    try clearWaiting()
    let opened = documents[current].opened
    let section = opened.document.sectionPath(ofLine: item.passage.paragraph.lines.lowerBound)
    try say(screen.text(item, name: opened.name, section: section, position: position))
    try ask()
  }

  private func ask(after message: String? = nil) throws {
    guard let item else { return }
    if let message { try say(message.hasSuffix("\n") ? message : "\(message)\n") }
    try say(screen.question(item))
  }

  private mutating func redraw() throws {
    guard !isOver else { return }
    try say(isDumb ? "\n" : "\u{1B}[H\u{1B}[2J")
    isWaitingShown = false
    if item == nil { try showWaiting() } else { try draw() }
  }

  private mutating func showWaiting() throws {
    let coming = documents.reduce(0) { $0 + $1.coming }
    guard coming > 0, !isDumb || !isWaitingShown else { return }
    isWaitingShown = true
    try say(
      "\(isDumb ? "" : "\r\u{1B}[K")waiting for the model: \(count(coming, "passage")) to come (q stops)\(isDumb ? "\n" : "")"
    )
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
      context.tell(
        "\(document.opened.name): \(count(document.taken.count, "edit")) written; 'emend undo \(document.opened.name)' takes \(document.taken.count == 1 ? "it" : "them") back"
      )
    }
    let taken = documents.reduce(0) { $0 + $1.taken.count }
    let declined = documents.reduce(0) { $0 + $1.declined }
    let coming = documents.reduce(0) { $0 + $1.coming }
    let left = number - taken - declined
    var parts = ["\(count(number, "edit")): \(taken) taken, \(declined) declined"]
    if left > 0 { parts.append("\(left) left") }
    if coming > 0 { parts.append("\(count(coming, "passage")) not looked at") }
    context.tell(number == 0 && coming == 0 ? "nothing to decide about" : parts.joined(separator: ", "))
  }
}
