// SPDX-License-Identifier: Apache-2.0

/// How terms are to be written: some stay as they are, of others one spelling is preferred to another.
package struct Glossary: Equatable, Sendable {
  /// A spelling in whose place another is preferred.
  package struct Preference: Equatable, Sendable {
    package let wrong, right: String

    package init(wrong: String, right: String) {
      self.wrong = wrong
      self.right = right
    }
  }

  package let kept: [String]
  package let preferences: [Preference]

  /// The terms as they are looked for: kept ones, and both sides of each preference.
  let keptTerms: [GlossaryTerm]
  let preferredTerms: [(wrong: GlossaryTerm, right: GlossaryTerm)]

  package init(kept: [String] = [], preferences: [Preference] = []) {
    self.kept = kept
    self.preferences = preferences
    keptTerms = kept.map { GlossaryTerm($0, foldsCase: false) }
    preferredTerms = preferences.map { preference in
      // Where nothing but capitals differs, the right spelling is told from the wrong one by them.
      let differsInCase = preference.wrong.lowercased() == preference.right.lowercased()
      return (
        GlossaryTerm(preference.wrong, foldsCase: true), GlossaryTerm(preference.right, foldsCase: !differsInCase)
      )
    }
  }

  package var isEmpty: Bool { kept.isEmpty && preferences.isEmpty }

  /// What a template is given: a term a line.
  package var text: String {
    (kept + preferences.map { "\($0.right), not \($0.wrong)" }).joined(separator: "\n")
  }

  package static func == (left: Self, right: Self) -> Bool {
    left.kept == right.kept && left.preferences == right.preferences
  }
}
