// SPDX-License-Identifier: Apache-2.0

import EmendText

extension String {
  /// As a word that a POSIX shell takes as it is.
  var asShellWord: String {
    let isPlain = !isEmpty && utf8.allSatisfy { $0.isASCIILetter || $0.isDigit || "-_./=".utf8.contains($0) }
    return isPlain ? self : "'" + replacing("'", with: #"'\''"#) + "'"
  }
}
