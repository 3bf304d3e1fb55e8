// SPDX-License-Identifier: Apache-2.0

/// A number with its noun, which gets an s unless there is just one.
func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
