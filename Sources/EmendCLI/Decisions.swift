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
  private let model: @Sendable () throws -> String

  /// - Parameters:
  ///   - template: What tells the template, and what it was told, from any other.
  ///   - model: What tells the model from any other; worked out only when there is something to look up or to keep, since
  ///     it may take time.
  init(_ record: SettledPassages?, isFresh: Bool, template: String, model: @escaping @Sendable () throws -> String) {
    self.record = record
    self.isFresh = isFresh
    self.template = template
    self.model = model
  }

  /// `nil` for a model that cannot be told from others.
  private func keys(_ texts: [String]) -> [SettledKey]? {
    guard let model = try? model() else { return nil }
    return texts.map { SettledKey(text: $0, template: template, model: model) }
  }

  /// The same passages of documents, those that were decided about put aside.
  func withoutSettled(_ selections: [SelectedPassages]) -> [SelectedPassages] {
    let texts = selections.flatMap { $0.passages.map(\.text) }
    guard let record, record.exists, !isFresh, !texts.isEmpty, let keys = keys(texts) else { return selections }
    let settlements = record.settlements(for: Set(keys))
    guard !settlements.isEmpty else { return selections }
    var next = keys.makeIterator()
    return selections.map { selected in
      var result = selected
      result.passages = selected.passages.filter { passage in
        switch next.next().flatMap({ settlements[$0] }) {
        case nil: return true
        case .accepted: result.settled.append((passage, "this text was accepted before; --fresh looks at it again"))
        case .declined: result.settled.append((passage, "an edit was declined before; --fresh offers it again"))
        }
        return false
      }
      return result
    }
  }

  /// Keeps what was decided about texts.
  func record(_ settlements: [(text: String, settlement: Settlement)]) {
    guard let record, let keys = keys(settlements.map(\.text)) else { return }
    record.record(Dictionary(zip(keys, settlements.map(\.settlement)), uniquingKeysWith: { $1 }))
  }

  func finish() { record?.finish() }
}
