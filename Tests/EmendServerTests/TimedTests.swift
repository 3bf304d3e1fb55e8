// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

extension Trait where Self == ConditionTrait {
  /// For suites whose servers must answer in time: beside tests that keep all cores busy some do not within 20 s, so `make
  /// test` runs this module once more apart, with EMEND_TIMED set.
  static var timed: Self { .enabled(if: ProcessInfo.processInfo.environment["EMEND_TIMED"] != nil) }
}
