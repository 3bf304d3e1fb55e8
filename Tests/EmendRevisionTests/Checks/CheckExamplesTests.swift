// SPDX-License-Identifier: Apache-2.0

import EmendModels
import EmendTestSupport
import Foundation
import Testing

@testable import EmendRevision

/// The examples in the documentation of the checks are true.
struct CheckExamplesTests {
  @Test("Each check refuses the After of its own example", arguments: Check.all.map(\.name))
  func examples(name: String) throws {
    let check = try #require(Check.all.first { $0.name == name })
    let file = "Check+" + name.split(separator: "-").map(\.localizedCapitalized).joined() + ".swift"
    let path = "\(Repository.root)/Sources/EmendRevision/Checks/\(file)"
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    func example(_ title: String) throws -> String {
      let place = try #require(lines.firstIndex(of: "/// ## \(title)"), "\(file) has no example")
      let line = lines[place + 1].dropFirst(4)
      return String(line.dropFirst().dropLast()).replacing("\\`", with: "`")
    }
    let cut = name == Check.complete.name
    let found = try refusal(
      of: try example("After"), for: try example("Before") + "\n", finish: cut ? .tokenLimit : .endOfTurn,
      length: 0.4...1.3, glossary: Glossary(kept: ["Tidepool"]), by: check)
    #expect(found?.name == name)
  }
}
