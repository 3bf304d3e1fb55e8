// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A text to measure models with.
struct MeasuringText: Equatable, Sendable {
  let text: String
  /// What it is, for messages.
  let name: String

  /// - Parameter path: A file; `nil` for the shipped examples, one after the other.
  /// - Throws: ``CommandFailure`` if there is none, or it cannot be read.
  init(path: String?, in context: CommandContext) throws {
    if let path {
      let data: Data
      do {
        data = try Data(contentsOf: URL(fileURLWithPath: context.absolute(path)))
      } catch {
        throw CommandFailure("cannot read the text \(path) (flag --text)")
      }
      guard let text = String(validating: data, as: UTF8.self) else {
        throw CommandFailure("the text \(path) is not UTF-8 (flag --text)")
      }
      (self.text, name) = (text, path)
      return
    }
    let folder = context.installation.examples
    let names = folder.flatMap { try? FileManager.default.contentsOfDirectory(atPath: $0) } ?? []
    let texts = names.filter { $0.hasSuffix(".md") }.sorted().compactMap { name in
      folder.flatMap { FileManager.default.contents(atPath: "\($0)/\(name)") }.map {
        String(decoding: $0, as: UTF8.self)
      }
    }
    guard !texts.isEmpty else {
      throw CommandFailure("the examples that come with emend are not there; name a text to measure with --text FILE")
    }
    (text, name) = (texts.joined(separator: "\n\n"), "the examples")
  }
}
