// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown

extension Check {
  /// Refuses an answer that would change the document around it, or be anything but one paragraph (laws L1 and L2): it is
  /// put in its place, the document parsed again, and the trees compared.
  ///
  /// ## Before
  /// `First we install it, then we run it.`
  /// ## After
  /// `1. Install it.`
  static let structure = Check(name: "structure", summary: "blocks around the text, or their kind, changed") { input in
    guard let place = input.place else { return nil }
    let change = place.document.structureChange(replacing: [(place.passage, input.replacement.text)])
    return change.map { CheckProblem($0.description) }
  }
}
