// SPDX-License-Identifier: Apache-2.0

/// The number of elements that must be put in, taken out or replaced to make one sequence of another (Levenshtein 1966).
package func editDistance<Element: Equatable>(_ one: [Element], _ other: [Element]) -> Int {
  var previous = Array(0...other.count)
  for (row, element) in one.enumerated() {
    var current = [row + 1]
    for (column, candidate) in other.enumerated() {
      current.append(
        min(previous[column] + (element == candidate ? 0 : 1), previous[column + 1] + 1, current[column] + 1))
    }
    previous = current
  }
  return previous[other.count]
}

/// The name that was most likely meant by one that is none of `names`; `nil` if none is near.
package func nearest(to name: String, among names: some Sequence<String>) -> String? {
  let wanted = Array(name.lowercased())
  let ranked = names.map { (name: $0, distance: editDistance(Array($0.lowercased()), wanted)) }
  // As many as a third of the letters may be wrong, in a short name one, but not all.
  let most = max((wanted.count + 1) / 3, 1)
  return ranked.filter { $0.distance <= most && $0.distance < wanted.count }.min {
    ($0.distance, $0.name) < ($1.distance, $1.name)
  }?.name
}

/// What follows, in a message, a name that is none of those that there are: what was most likely meant, and all of them.
package func alternatives(to name: String, among names: [String]) -> String {
  let list = names.joined(separator: ", ")
  guard let meant = nearest(to: name, among: names) else { return "; there are \(list)" }
  return ", did you mean \(meant)? There are \(list)"
}
