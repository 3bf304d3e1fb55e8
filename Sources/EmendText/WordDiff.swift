// SPDX-License-Identifier: Apache-2.0

/// How the words of a text differ from those of another.
///
/// ```swift
/// WordDiff(from: "a small dog", to: "a big dog").runs  // kept "a ", removed "small", added "big", kept " dog"
/// ```
package struct WordDiff: Equatable, Sendable {
  package struct Run: Equatable, Sendable {
    package enum Kind: Equatable, Sendable { case kept, removed, added }
    package var kind: Kind
    package var text: String

    package init(_ kind: Kind, _ text: String) { (self.kind, self.text) = (kind, text) }
  }

  /// In order, none empty; what was removed before what was added in its place.
  package let runs: [Run]

  package init(from old: String, to new: String) {
    let (old, new) = (Self.tokens(old), Self.tokens(new))
    var runs: [Run] = []
    func add(_ kind: Run.Kind, _ tokens: ArraySlice<Substring>) {
      if !tokens.isEmpty { runs.append(Run(kind, tokens.joined())) }
    }
    var next = (old: 0, new: 0)
    for change in Self.changes(of: new, to: old) {
      add(.kept, new[next.new..<change.new.lowerBound])
      add(.removed, old[change.old])
      add(.added, new[change.new])
      next = (change.old.upperBound, change.new.upperBound)
    }
    add(.kept, new[next.new...])
    self.runs = runs
  }

  /// The stretches that differ; two with nothing but a space between them are one.
  static func changes(of new: [Substring], to old: [Substring]) -> [Alignment.Change] {
    Alignment(of: new, to: old).changes.reduce(into: []) { changes, change in
      if let last = changes.last,
        new[last.new.upperBound..<change.new.lowerBound].allSatisfy({ kind($0.first!) == .space })
      {
        changes[changes.count - 1] = Alignment.Change(
          old: last.old.lowerBound..<change.old.upperBound, new: last.new.lowerBound..<change.new.upperBound)
      } else {
        changes.append(change)
      }
    }
  }

  /// Words, and what stands between them, a mark at a time.
  static func tokens(_ text: String) -> [Substring] {
    var tokens: [Substring] = []
    var rest = text[...]
    while let first = rest.first {
      let kind = kind(first)
      let token = kind == .mark ? rest.prefix(1) : rest.prefix { self.kind($0) == kind }
      tokens.append(token)
      rest = rest[token.endIndex...]
    }
    return tokens
  }

  private enum Kind { case word, space, mark }

  private static func kind(_ character: Character) -> Kind {
    if character.isWhitespace { return .space }
    return character.isLetter || character.isNumber || character == "'" || character == "’" ? .word : .mark
  }
}
