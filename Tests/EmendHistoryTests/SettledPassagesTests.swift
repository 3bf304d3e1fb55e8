// SPDX-License-Identifier: Apache-2.0

import EmendHistory
import EmendTestSupport
import Foundation
import Testing

struct SettledPassagesTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/state/emend"
  }

  private func key(_ text: String, template: String = "rephrase", model: String = "m") -> SettledKey {
    SettledKey(text: text, template: template, model: model)
  }

  @Test("What became of a passage is known in the next run, and the last word counts")
  func roundTrip() throws {
    let first = SettledPassages(folder: path)
    first.record([key("a"): .accepted, key("b"): .declined])
    first.record([key("a"): .declined])
    first.finish()
    let next = SettledPassages(folder: path)
    #expect(
      next.settlements(for: [key("a"), key("b"), key("c")]) == [key("a"): .declined, key("b"): .declined])
    #expect(next.problem == nil)
    let mode = try FileManager.default.attributesOfItem(atPath: path + "/settled.sqlite")[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test("Another text, template or model is another passage, and so is what differs in where a field ends")
  func keys() {
    let keys = [
      key("a"), key("b"), key("a", template: "fix"), key("a", model: "n"), key("ab", template: "c"),
      key("a", template: "bc"), key("", template: "abc"),
    ]
    #expect(Set(keys).count == keys.count)
    #expect(key("a") == key("a"))
  }

  @Test("The oldest go when there are too many, and what was recorded again is not old")
  func limit() {
    let settled = SettledPassages(folder: path, limit: 10)
    for index in 0..<10 { settled.record([key("\(index)"): .accepted]) }
    settled.finish()
    #expect(settled.settlements(for: Set((0..<10).map { key("\($0)") })).count == 10)
    settled.record([key("0"): .declined])
    settled.record([key("10"): .accepted])
    settled.finish()
    let left = (0...10).filter { settled.settlements(for: [key("\($0)")]).count == 1 }
    #expect(left == [0, 3, 4, 5, 6, 7, 8, 9, 10])
  }

  @Test("A damaged file is made anew; one that cannot be made is a problem, and no more")
  func damaged() throws {
    try folder.write("state/emend/settled.sqlite", "This is no database, and longer than the header of one would be.")
    let settled = SettledPassages(folder: path)
    #expect(settled.settlements(for: [key("a")]).isEmpty)
    settled.record([key("a"): .accepted])
    #expect(SettledPassages(folder: path).settlements(for: [key("a")]).count == 1)
    #expect(settled.problem == nil)

    try folder.write("file", "")
    let none = SettledPassages(folder: folder.path + "/file")
    none.record([key("a"): .accepted])
    none.finish()
    #expect(none.settlements(for: [key("a")]).isEmpty)
    #expect(none.problem?.hasSuffix("Not a directory") == true, "\(none.problem ?? "")")
  }

  @Test("The record may be deleted at any time")
  func deleted() throws {
    let settled = SettledPassages(folder: path)
    settled.record([key("a"): .accepted])
    try FileManager.default.removeItem(atPath: path)
    settled.record([key("b"): .accepted])
    settled.finish()
    settled.record([key("c"): .accepted])
    #expect(settled.settlements(for: [key("a"), key("c")]) == [key("c"): .accepted])
    #expect(settled.problem == nil)
  }
}
