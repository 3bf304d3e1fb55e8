// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation

extension CompositionRun.Input {
  /// Tells a topic from a file: what is there is a file, and so is what is written like the path of one.
  ///
  /// - Throws: ``CommandFailure`` if it is neither.
  init(_ argument: String, in context: CommandContext) throws {
    let text = argument.trimmingCharacters(in: .whitespacesAndNewlines)
    if text.isEmpty {
      throw CommandFailure("the topic is empty; say in a few words what to write about", status: .validationFailure)
    }
    let isPath =
      argument == "-" || FileManager.default.fileExists(atPath: context.absolute(argument))
      || !text.contains(where: \.isWhitespace)
        && (text.contains("/") || [".md", ".markdown", ".txt"].contains { text.hasSuffix($0) })
    if isPath {
      self = .files([argument])
    } else {
      self = .topic(text.asTopic)
    }
  }
}

extension String {
  /// Itself as a topic: in one line, without what cannot be seen and moves a terminal's cursor or a line's direction.
  var asTopic: String {
    let words = split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let visible = words.unicodeScalars.filter { scalar in
      scalar.properties.generalCategory != .control
        && (scalar.properties.generalCategory != .format || scalar.properties.isJoinControl)
    }
    return String(String.UnicodeScalarView(visible))
  }
}
