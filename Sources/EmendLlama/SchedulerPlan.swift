// SPDX-License-Identifier: Apache-2.0

/// How large a context some requests need.
struct SchedulerPlan: Equatable {
  /// The tokens that every prompt begins with and that are evaluated once; empty if that does not pay.
  let prefix: [Int32]
  /// How many requests are answered at a time.
  let sequences: Int
  /// The most tokens in the cache.
  let cells: Int

  /// More sequences make each batch better used, up to here (measured with the default model on two cores: 32 together give
  /// 1.2 times the tokens of 16).
  static let mostSequences = 32
  /// The memory that the cache may take, unless a single request needs more.
  static let mostCacheBytes = 60 << 20

  /// - Parameters:
  ///   - requests: At least one.
  ///   - bytesPerCell: What a token takes in the cache.
  ///   - sharesPrefixes: Whether the model can go on from a copy of a prefix.
  ///   - keepsPrefixes: Whether an evaluated prefix is kept for later runs, so that it pays for a single request, too.
  init(_ requests: [PreparedRequest], bytesPerCell: Int, sharesPrefixes: Bool = true, keepsPrefixes: Bool) {
    var prefix = sharesPrefixes ? requests[0].prompt[...] : []
    if requests.count == 1 {
      prefix = keepsPrefixes ? prefix.prefix(requests[0].templateTokens) : []
    }
    for request in requests.dropFirst() {
      let common = zip(prefix, request.prompt).prefix { $0 == $1 }.count
      prefix = prefix.prefix(common)
    }
    // What comes after the template is the user's own text: it is no use to later runs, and not to be kept in a file.
    prefix = prefix.prefix(requests.map(\.templateTokens).min() ?? 0)
    // The last token of a prompt is evaluated for each, since its logits are needed.
    let shortest = requests.map(\.prompt.count).min() ?? 0
    prefix = prefix.prefix(max(shortest - 1, 0))
    if prefix.count < PrefixStates.shortest { prefix = [] }
    self.prefix = Array(prefix)

    let own = requests.map { $0.totalTokens - prefix.count }.sorted(by: >)
    let most = max(Self.mostCacheBytes / max(bytesPerCell, 1) - prefix.count, own[0])
    // As many of the longest as there is room for, so that any that come together fit.
    var (count, cells) = (0, 0)
    for length in own.prefix(Self.mostSequences) {
      if cells + length > most { break }
      count += 1
      cells += length
    }
    // Shorter ones may fill the rest.
    sequences = min(own.count, count == own.count ? count : Self.mostSequences)
    self.cells = LlamaContext.padded(
      prefix.count + (count == own.count ? cells : max(cells, min(most, own.reduce(0, +)))))
  }

  /// The most cells that a request takes besides the prefix.
  func cells(of request: PreparedRequest) -> Int { request.totalTokens - prefix.count }
}
