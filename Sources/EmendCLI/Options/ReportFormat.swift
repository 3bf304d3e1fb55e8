// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// How findings in documents are told: of checks, or of edits.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, sarif, github

  /// Whether it marks places in documents, and so has nothing to say of what goes into none.
  var marksPlaces: Bool { self == .sarif || self == .github }
}
