// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendText

extension Check {
  /// Refuses an answer that loses, alters, invents or doubles code, a link, an image, an address, HTML or an escape, or
  /// that adds, drops or breaks emphasis.
  ///
  /// ## Before
  /// `Run [the script](setup.sh) with \`-q\` for silence.`
  /// ## After
  /// `Run [the script](install.sh) quietly.`
  static let protectedSpan = Check(
    name: "protected-span", summary: "code, links, addresses, HTML, formulas or emphasis altered"
  ) { input in
    guard input.limits.keepsFacts else { return invented(input) }
    guard let before = input.original.markup else { return "the original is not one paragraph" }
    guard let after = input.replacement.markup else { return "the text is not one paragraph" }
    let counts = after.spans.reduce(into: before.spans.reduce(into: [:]) { $0[$1.literal, default: 0] += 1 }) {
      $0[$1.literal, default: 0] -= 1
    }
    if let lost = before.spans.first(where: { counts[$0.literal, default: 0] > 0 }) {
      return CheckProblem("the \(lost.kind.rawValue) \(lost.shown) is missing", original: lost.range)
    }
    if let added = after.spans.first(where: { counts[$0.literal, default: 0] < 0 }) {
      return CheckProblem("the \(added.kind.rawValue) \(added.shown) is new or doubled", replacement: added.range)
    }
    // A note's mark stands for what is before it, and tags are opened before they are closed.
    let marks = before.spans.filter(\.hasPlaceAmongOthers).map(\.shown)
    if marks != after.spans.filter(\.hasPlaceAmongOthers).map(\.shown) {
      return "the marks \(marks.joined(separator: ", ")) change places"
    }
    if emptyTagCount(after.spans) > emptyTagCount(before.spans) {
      return "a pair of tags has lost what was between them"
    }
    if input.limits.keepsEmphasis,
      before.emphasisCount != after.emphasisCount || before.strongCount != after.strongCount
    {
      return "emphasis is added, lost or broken"
    }
    if let problem = linkProblem(before.links, after.links) { return CheckProblem(problem) }
    if let problem = displaced(input, before, after) { return problem }
    for mark in Set(before.strayMarks.keys).union(after.strayMarks.keys).sorted() {
      let (old, new) = (before.strayMarks[mark] ?? 0, after.strayMarks[mark] ?? 0)
      if old != new { return "\"\(mark)\" stands for itself \(new) times where it was \(old)" }
    }
    return nil
  }

  /// A span that the original does not have.
  private static func invented(_ input: CheckInput) -> CheckProblem? {
    guard let after = input.replacement.markup else { return "the text is not one paragraph" }
    let new = after.spans.first { $0.kind != .hardBreak && !input.original.text.contains($0.literal) }
    return new.map { CheckProblem("the \($0.kind.rawValue) \($0.shown) is new", replacement: $0.range) }
  }

  /// Two spans of code or the like that have changed places and left the words beside them.
  private static func displaced(_ input: CheckInput, _ before: InlineMarkup, _ after: InlineMarkup) -> CheckProblem? {
    func items(_ markup: InlineMarkup, _ text: ProseText) -> [Item] {
      markup.spans.filter { ![.escape, .hardBreak, .linkDestination, .reference].contains($0.kind) }.map {
        Item(key: $0.literal, range: $0.range, in: text)
      }
    }
    return Item.displaced(items(before, input.original), items(after, input.replacement)).map { old, new in
      CheckProblem("\(old.key) stands in another's place", original: old.range, replacement: new.range)
    }
  }

  /// The number of tags that touch the next one.
  private static func emptyTagCount(_ spans: [ProtectedSpan]) -> Int {
    zip(spans, spans.dropFirst()).count {
      $0.hasPlaceAmongOthers && $1.hasPlaceAmongOthers && $0.range.end == $1.range.start
    }
  }

  /// Finds a link that has lost its text or taken another's.
  ///
  /// The text of a link may be rephrased while the links stay in order; where they do not, only the words tell which link
  /// is which.
  private static func linkProblem(_ before: [InlineMarkup.Link], _ after: [InlineMarkup.Link]) -> String? {
    if let empty = after.first(where: { $0.text.isEmpty && !before.contains($0) }) {
      return "the link \(empty.destination) has lost its text"
    }
    let texts = Dictionary(grouping: before, by: \.destination).mapValues { Set($0.map { $0.text.lowercased() }) }
    let isInOrder = before.map(\.destination) == after.map(\.destination)
    for link in after where texts[link.destination]?.contains(link.text.lowercased()) != true {
      if !isInOrder { return "the links change places, and [\(link.text)\(link.destination) with another text" }
      if before.contains(where: { $0.text.lowercased() == link.text.lowercased() }) {
        return "[\(link.text)\(link.destination) has the text of another link"
      }
    }
    return nil
  }
}

extension ProtectedSpan {
  /// Its text in a message of one line.
  fileprivate var shown: String { literal.replacing("\n", with: "\\n") }

  /// Whether it means something else behind or before its like.
  fileprivate var hasPlaceAmongOthers: Bool { [.footnote, .citation, .html, .jsx, .tag].contains(kind) }
}
