// SPDX-License-Identifier: Apache-2.0

extension String {
  /// Its beginning if it is long, for a message.
  var shortened: String { count <= 60 ? self : prefix(57) + "…" }

  /// Runs of letters and digits, in lower case.
  var plainWords: [String] { lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init) }
}
