// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

extension Trait where Self == ConditionTrait {
  /// For suites that measure short times: beside tests that keep all cores busy nothing answers in time, so `make test` runs
  /// them apart, with EMEND_TIMED set.
  static var timed: Self { .enabled(if: ProcessInfo.processInfo.environment["EMEND_TIMED"] != nil) }
}
