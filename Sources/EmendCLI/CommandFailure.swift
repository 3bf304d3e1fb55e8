// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser

/// Why a command could not do its work: one sentence that says what is wrong and what to do.
package struct CommandFailure: Error, Equatable, CustomStringConvertible {
  package let description: String
  package let status: ExitCode

  init(_ description: String, status: ExitCode = .cannotRun) {
    self.description = description
    self.status = status
  }

  package static func == (left: Self, right: Self) -> Bool {
    left.description == right.description && left.status.rawValue == right.status.rawValue
  }
}

/// The exit statuses that scripts may rely on; 0 is success and 64 a mistake in the command line.
extension ExitCode {
  /// `--check`: edits would be made.
  static let wouldEdit = ExitCode(1)
  /// The command could not run: a file, the model, the configuration.
  static let cannotRun = ExitCode(2)
  /// `--check`: passages were not checked.
  static let unchecked = ExitCode(3)
  /// Interrupted; what was written stays.
  static let interrupted = ExitCode(130)
}
