// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// What a hook does with what it finds.
enum HookMode: String, ExpressibleByArgument, CaseIterable {
  /// Shows it, and keeps it as a patch.
  case report
  /// Edits what is staged.
  case fix
}

/// How long a hook may take.
struct HookBudget: ExpressibleByArgument {
  let seconds: Double

  /// Seconds, with or without an `s`: `10s`, `2.5`.
  init?(argument: String) {
    guard let seconds = Double(argument.hasSuffix("s") ? argument.dropLast() : argument[...]), seconds > 0,
      seconds <= 86_400
    else { return nil }
    self.seconds = seconds
  }

  var defaultValueDescription: String {
    let text = "\(seconds)"
    return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + "s"
  }
}
