// SPDX-License-Identifier: Apache-2.0

import EmendRevision
import EmendText

/// Leaves out unchanged text that is far from every change, by sentences, so that what changed is found at a glance.
struct Folding {
  /// A text of at most so many characters is shown whole.
  var whole = 400
  /// The most characters of unchanged text that are shown on one side of a change.
  var side = 160

  /// Little more than the change, for a list of many.
  static let excerpt = Folding(whole: 0, side: 40)

  /// Less than this is not worth a mark.
  private static let fewest = 12

  /// Returns the runs with `…` for what is left out.
  func folded(_ runs: [WordDiff.Run]) -> [WordDiff.Run] {
    guard runs.contains(where: { $0.kind != .kept }), runs.reduce(0, { $0 + $1.text.count }) > whole else {
      return runs
    }
    return runs.indices.map { index in
      guard runs[index].kind == .kept else { return runs[index] }
      return WordDiff.Run(.kept, excerpt(runs[index].text, isFirst: index == 0, isLast: index == runs.count - 1))
    }
  }

  /// The end of the sentence in which the change before it stands, and the beginning of the one with the next change.
  private func excerpt(_ text: String, isFirst: Bool, isLast: Bool) -> String {
    let sentences = SentenceSplitter.sentences(in: text)
    guard let first = sentences.first, let last = sentences.last else { return text }
    let bytes = Array(text.utf8)
    let (end, start) = sentences.count > 1 ? (first.end, last.start) : (bytes.count, 0)
    let head = isFirst ? "" : beginning(of: String(decoding: bytes[..<end], as: UTF8.self))
    let tail = isLast ? "" : ending(of: String(decoding: bytes[start...], as: UTF8.self))
    guard text.count > head.count + tail.count + Self.fewest else { return text }
    return (head.isEmpty ? "" : "\(head) ") + "…" + (tail.isEmpty ? "" : " \(tail)")
  }

  /// As many whole words as may be shown.
  private func beginning(of text: String) -> String {
    guard text.count > side else { return text }
    let part = text.prefix(side)
    return String(part.lastIndex(where: \.isWhitespace).map { part[..<$0] } ?? part)
  }

  private func ending(of text: String) -> String {
    guard text.count > side else { return text }
    let part = text.suffix(side)
    return String(part.firstIndex(where: \.isWhitespace).map { part[part.index(after: $0)...] } ?? part)
  }
}
