// SPDX-License-Identifier: Apache-2.0

extension String {
  /// A path's folder, without a slash at its end, and the name in it.
  var splitPath: (folder: String, name: String) {
    guard let slash = lastIndex(of: "/") else { return ("", self) }
    return (String(self[..<slash]), String(self[index(after: slash)...]))
  }

  /// A path without `./` at its beginning, which other programs do not look through.
  var withoutCurrentFolder: String {
    var path = self[...]
    while path.hasPrefix("./") { path = path.dropFirst(2).drop { $0 == "/" } }
    return String(path)
  }
}
