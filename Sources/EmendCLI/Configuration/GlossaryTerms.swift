// SPDX-License-Identifier: Apache-2.0

import EmendRevision

/// The entries of glossaries, put together one by one so that none contradicts another.
struct GlossaryTerms {
  private(set) var entries: [Setting<GlossaryEntry>] = []
  /// By the terms in lower case: what is kept, what is replaced, and what is preferred to something.
  private var kept, replaced, preferred: [String: [Setting<GlossaryEntry>]]

  init() { (kept, replaced, preferred) = ([:], [:], [:]) }

  /// Adds an entry, if it goes with those that are there.
  ///
  /// - Returns: Why it does not; `nil` if it was added, or was there already.
  mutating func add(_ entry: Setting<GlossaryEntry>) -> String? {
    switch entry.value {
    case .keep(let term):
      let key = term.lowercased()
      if kept[key, default: []].contains(where: { $0.value == entry.value }) { return nil }
      if let other = replaced[key]?.first(where: { $0.replacement != term }) {
        return "the glossary keeps \"\(term)\" as it is, and has it replaced, too (\(other.origin))"
      }
      kept[key, default: []].append(entry)
    case .prefer(let preference):
      let (wrong, right) = (preference.wrong.lowercased(), preference.right.lowercased())
      if let other = replaced[wrong]?.first {
        return "the glossary has \"\(preference.wrong)\" replaced twice (\(other.origin))"
      }
      if let other = kept[wrong]?.first(where: { $0.value != .keep(preference.right) }) {
        return "the glossary has \"\(preference.wrong)\" replaced, and keeps it as it is, too (\(other.origin))"
      }
      if let other = preferred[wrong]?.first(where: { $0.replacement != preference.right }) {
        return "the glossary has \"\(preference.wrong)\" replaced, and prefers it to another, too (\(other.origin))"
      }
      if let other = replaced[right]?.first(where: { $0.replacement != preference.right }) {
        return "the glossary prefers \"\(preference.right)\", and has it replaced, too (\(other.origin))"
      }
      replaced[wrong, default: []].append(entry)
      preferred[right, default: []].append(entry)
    }
    entries.append(entry)
    return nil
  }
}

extension Setting<GlossaryEntry> {
  /// The spelling that is preferred; `nil` for a term that is kept.
  fileprivate var replacement: String? {
    if case .prefer(let preference) = value { preference.right } else { nil }
  }
}

extension Glossary {
  init(_ entries: [GlossaryEntry]) {
    self.init(
      kept: entries.compactMap { if case .keep(let term) = $0 { term } else { nil } },
      preferences: entries.compactMap { if case .prefer(let preference) = $0 { preference } else { nil } })
  }
}
