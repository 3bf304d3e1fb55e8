// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendTestSupport

@testable import EmendRevision

/// The failures of a new text against an old one, each as "old lines>new lines check: detail".
func verificationFailures(_ old: String, _ new: String) throws -> [String] {
  let verification = Verification(of: try MarkdownDocument(new), against: try MarkdownDocument(old))
  return verification.failures.map { failure in
    let lines = [failure.oldLines, failure.newLines].map { $0.map { "\($0.lowerBound)-\($0.upperBound)" } ?? "" }
    return "\(lines[0])>\(lines[1]) \(failure.check): \(failure.detail)"
  }
}
