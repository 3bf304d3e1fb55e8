// SPDX-License-Identifier: Apache-2.0

import EmendText

/// Which texts of an old and a new document belong together.
///
/// ```swift
/// PassagePairing(old: ["A b c.", "D e f."], new: ["D e f g.", "A b c."]).pairs  // moved: (0, 1), (1, 0)
/// ```
struct PassagePairing {
  /// The indices of old texts and of the new ones that stand for them, several where a text was split or some were joined;
  /// none where a text is lost or new.
  struct Pair: Equatable {
    var old: [Int]
    var new: [Int]
  }

  /// By their place in the old document, new texts where they stand in the new one.
  let pairs: [Pair]

  /// Texts with less than this of their words in common are not the same; measured on copy-edits, of which hardly one is
  /// below 0.5.
  private static let leastOverlap = 0.35

  init(old: [String], new: [String]) {
    let oldWords = old.map(\.plainWords)
    let newWords = new.map(\.plainWords)
    var partners = Self.equal(old, new)
    Self.pairSimilar(oldWords, newWords, &partners)
    var pairs = partners.enumerated().map { Pair(old: [$0], new: $1.map { [$0] } ?? []) }
    var free = Set(new.indices).subtracting(partners.compactMap { $0 })
    Self.addPieces(to: &pairs, of: oldWords, newWords, &free)
    Self.joinLost(&pairs, oldWords, newWords)
    Self.pairNeighbours(&pairs, &free, count: new.count)
    pairs = pairs.filter { !$0.old.isEmpty || !$0.new.isEmpty }
    // What is new comes behind what stands before it.
    for index in free.sorted() {
      let place = pairs.lastIndex { ($0.new.max() ?? -1) < index && !$0.new.isEmpty }.map { $0 + 1 } ?? 0
      pairs.insert(Pair(old: [], new: [index]), at: place)
    }
    self.pairs = pairs
  }

  // MARK: Steps

  /// The new text that each old one is still, word for word; those in order first.
  private static func equal(_ old: [String], _ new: [String]) -> [Int?] {
    let oldIndices = Alignment(of: new, to: old).oldIndices
    var partners = [Int?](repeating: nil, count: old.count)
    var moved: [String: [Int]] = [:]
    for (index, oldIndex) in oldIndices.enumerated().reversed() {
      if let oldIndex { partners[oldIndex] = index } else { moved[new[index], default: []].append(index) }
    }
    for index in old.indices where partners[index] == nil { partners[index] = moved[old[index]]?.popLast() }
    return partners
  }

  /// Pairs the rest, the most similar first; of equally similar ones those that stand nearest to where they stood.
  private static func pairSimilar(_ old: [[String]], _ new: [[String]], _ partners: inout [Int?]) {
    var free = Set(new.indices).subtracting(partners.compactMap { $0 })
    let open = old.indices.filter { partners[$0] == nil }
    let scale = Double(max(new.count, 1)) / Double(max(old.count, 1))
    var found: [(old: Int, new: Int, overlap: Double, distance: Double)] = []
    let likely = likelyPartners(of: open.map { old[$0] }, among: free, new)
    for (place, index) in open.enumerated() {
      for other in likely[place] {
        let (shorter, longer) = (min(old[index].count, new[other].count), max(old[index].count, new[other].count))
        // More cannot be in common than the shorter has.
        guard Double(2 * shorter) / Double(max(shorter + longer, 1)) >= leastOverlap else { continue }
        let overlap = wordOverlap(old[index], new[other])
        guard overlap >= leastOverlap else { continue }
        found.append((index, other, overlap, abs(Double(index) * scale - Double(other))))
      }
    }
    found.sort { ($1.overlap, $0.distance, $0.old, $0.new) < ($0.overlap, $1.distance, $1.old, $1.new) }
    for match in found where partners[match.old] == nil && free.contains(match.new) {
      partners[match.old] = match.new
      free.remove(match.new)
    }
  }

  /// Up to here every text is compared with every other.
  private static let mostPairs = 250_000
  /// A word in more texts than this says little of which belong together.
  private static let commonFrom = 20

  /// The new texts that are worth comparing with each old one: all, or in long documents those with a rare word of it.
  private static func likelyPartners(of old: [[String]], among free: Set<Int>, _ new: [[String]]) -> [[Int]] {
    let free = free.sorted()
    guard old.count * free.count > mostPairs else { return old.map { _ in free } }
    var texts: [String: [Int]] = [:]
    for index in free { for word in Set(new[index]) { texts[word, default: []].append(index) } }
    return old.map { words in
      Set(Set(words).flatMap { word in texts[word].flatMap { $0.count < commonFrom ? $0 : nil } ?? [] }).sorted()
    }
  }

  /// Takes a new text beside a paired one into the pair, if the old text has its words and is covered better with it: the
  /// old one was split.
  private static func addPieces(
    to pairs: inout [Pair], of old: [[String]], _ new: [[String]], _ free: inout Set<Int>
  ) {
    for piece in free.sorted() {
      for index in pairs.indices where pairs[index].new.contains(where: { abs($0 - piece) == 1 }) {
        let own = pairs[index].old.flatMap { old[$0] }
        let before = wordOverlap(own, pairs[index].new.flatMap { new[$0] })
        let pieces = (pairs[index].new + [piece]).sorted()
        guard wordOverlap(own, pieces.flatMap { new[$0] }) > before + 0.02, contained(new[piece], in: own) >= 0.6 else {
          continue
        }
        pairs[index].new = pieces
        free.remove(piece)
        break
      }
    }
  }

  /// Takes an old text without a partner into the pair of a neighbour whose new text has its words: the two were joined.
  private static func joinLost(_ pairs: inout [Pair], _ old: [[String]], _ new: [[String]]) {
    for lost in pairs.indices where pairs[lost].new.isEmpty && pairs[lost].old.count == 1 {
      let index = pairs[lost].old[0]
      for neighbour in pairs.indices where pairs[neighbour].old.contains(where: { abs($0 - index) == 1 }) {
        let own = pairs[neighbour].new.flatMap { new[$0] }
        let joined = (pairs[neighbour].old + [index]).sorted()
        let before = wordOverlap(pairs[neighbour].old.flatMap { old[$0] }, own)
        guard !own.isEmpty, wordOverlap(joined.flatMap { old[$0] }, own) > before + 0.02,
          contained(old[index], in: own) >= 0.6
        else { continue }
        pairs[neighbour].old = joined
        pairs[lost].old = []
        break
      }
    }
  }

  /// Pairs a lost and a new text that stand in the same place, whatever they say: that tells more than "lost" and "new".
  private static func pairNeighbours(_ pairs: inout [Pair], _ free: inout Set<Int>, count: Int) {
    for index in pairs.indices where pairs[index].new.isEmpty && !pairs[index].old.isEmpty {
      let before = index > 0 ? pairs[..<index].last { !$0.old.isEmpty }?.new.max() ?? -2 : -1
      let after = pairs[(index + 1)...].first { !$0.old.isEmpty }.map { $0.new.min() ?? -2 } ?? count
      guard let place = [before + 1, after - 1].first(where: free.contains) else { continue }
      pairs[index].new = [place]
      free.remove(place)
    }
  }

  /// The share of words that are among others.
  private static func contained(_ words: [String], in others: [String]) -> Double {
    let there = Set(others)
    return Double(words.count(where: there.contains)) / Double(max(words.count, 1))
  }
}
