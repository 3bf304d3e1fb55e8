// SPDX-License-Identifier: Apache-2.0

package import EmendText

/// Which paragraphs of a document are asked for.
///
/// Addresses add up; without any, every paragraph of prose is meant.
package struct Selection: Equatable, Sendable {
  package enum Address: Equatable, Hashable, Sendable {
    /// A section by the texts of headings, the last its own, others among those above it in order.
    case section(path: [String])
    /// A section by its anchor, without the `#`.
    case slug(String)
    /// Every paragraph with a line among these, counted from 1.
    case lines(ClosedRange<Int>)
    /// A paragraph by its number, counted from 1.
    case paragraph(Int)
    /// Every paragraph in whose text this regular expression, in Swift's syntax, is found.
    case match(String)
    /// Every paragraph that differs from an older version of the file; there may be none.
    case changed(ChangedLines)
  }

  /// What is passed over unless it is asked for.
  package enum Kind: String, Equatable, Hashable, Sendable, CaseIterable {
    case quotes, headings
  }

  package var addresses: [Address]
  package var included: Set<Kind>

  package init(_ addresses: [Address] = [], including included: Set<Kind> = []) {
    self.addresses = addresses
    self.included = included
  }
}
