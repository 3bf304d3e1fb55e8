// SPDX-License-Identifier: Apache-2.0

import EmendHistory
import EmendMarkdown

/// What was decided about passages with one template and model, so that none is offered again and again.
///
/// Of an accepted edit the new text is settled, of a declined one the text that stays.
struct Decisions {
  /// `nil` if nothing is kept.
  private let record: SettledPassages?
  /// Whether all passages are offered, whatever was decided before.
  private let isFresh: Bool
  private let template: String
  private let model: String

  /// - Parameters:
  ///   - template: What tells the template, and what it was told, from any other.
  ///   - model: What tells the model from any other; `nil` if there is none.
  init(_ kept: (record: SettledPassages?, isFresh: Bool), template: String, model: String?) {
    record = model == nil ? nil : kept.record
    isFresh = kept.isFresh
    self.template = template
    self.model = model ?? ""
  }

  private func key(_ text: String) -> SettledKey { SettledKey(text: text, template: template, model: model) }

  /// The same passages, those that were decided about put aside.
  func withoutSettled(_ selected: SelectedPassages) -> SelectedPassages {
    guard let record, !isFresh, !selected.passages.isEmpty else { return selected }
    let keys = selected.passages.map { key($0.text) }
    let settlements = record.settlements(for: Set(keys))
    guard !settlements.isEmpty else { return selected }
    var result = selected
    result.passages = []
    for (passage, key) in zip(selected.passages, keys) {
      switch settlements[key] {
      case nil: result.passages.append(passage)
      case .accepted: result.settled.append((passage, "this text was accepted before; --fresh looks at it again"))
      case .declined: result.settled.append((passage, "an edit was declined before; --fresh offers it again"))
      }
    }
    return result
  }

  /// Keeps what was decided about texts.
  func record(_ settlements: [(text: String, settlement: Settlement)]) {
    record?.record(Dictionary(settlements.map { (key($0.text), $0.settlement) }, uniquingKeysWith: { $1 }))
  }

  func finish() { record?.finish() }
}
