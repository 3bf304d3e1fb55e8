// SPDX-License-Identifier: Apache-2.0

import EmendText

/// Something in a text that means what it means by where it stands: a number, a code span, a link.
struct Item {
  let key: String
  let range: ByteRange
  /// The words just before and after it.
  private let before, after: String?

  init(key: String, range: ByteRange, in text: ProseText) {
    self.key = key
    self.range = range
    before = text.word(upTo: range.start)?.lowered
    after = text.word(from: range.end)?.lowered
  }

  private var company: Set<String> { Set([before, after].compactMap { $0 }) }

  /// Returns the first item that stands in another's place, before and after; `nil` if there is none.
  ///
  /// The two texts have the same items. Those that are in another order are still in their place if a word beside them
  /// came along: "from 3 to 5" may become "to 5 from 3", but not "from 5 to 3".
  static func displaced(_ before: [Item], _ after: [Item]) -> (Item, Item)? {
    guard before.map(\.key) != after.map(\.key), before.count == after.count else { return nil }
    let places = Dictionary(grouping: after, by: \.key)
    for (old, new) in zip(before, after) where old.key != new.key {
      // Where this item has gone; of several alike any that has kept its company.
      guard let homes = places[old.key], let home = homes.first else { continue }
      let isBetweenTheSame = old.before == new.before && old.after == new.after
      if isBetweenTheSame || !homes.contains(where: { !$0.company.isDisjoint(with: old.company) }) {
        return (old, home)
      }
    }
    return nil
  }
}
