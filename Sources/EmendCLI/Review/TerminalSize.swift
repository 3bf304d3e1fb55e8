// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The size of a terminal, in columns and rows of characters.
package struct TerminalSize: Equatable, Sendable {
  package var columns, rows: Int

  package init(columns: Int, rows: Int) { (self.columns, self.rows) = (columns, rows) }

  /// `nil` if the descriptor is no terminal, or one that does not tell.
  init?(of descriptor: Int32) {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    self.init(columns: Int(size.ws_col), rows: Int(size.ws_row))
  }
}
