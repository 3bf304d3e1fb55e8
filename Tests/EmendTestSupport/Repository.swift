// SPDX-License-Identifier: Apache-2.0

/// Where things are in the checkout that these tests were built from.
package enum Repository {
  /// The checkout's folder, without a slash at its end.
  package static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
  /// The default model, where `make setup` puts it.
  package static let defaultModel = root + "/.deps/models/smollm2-135m-instruct.gguf"
  /// Real Markdown files that the maintainers keep beside the checkout, not part of it.
  package static let realDocuments = root + "/../shared/markdown"
  /// Data for measuring that the maintainers keep beside the checkout, not part of it.
  package static let evaluation = root + "/../shared/eval"
}
