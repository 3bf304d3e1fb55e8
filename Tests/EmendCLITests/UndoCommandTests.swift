// SPDX-License-Identifier: Apache-2.0

import EmendModels
import EmendTestSupport
import Foundation
import Testing

struct UndoCommandTests {
  private let folder: TemporaryFolder
  private let text = "# Post\n\nWe utilise this thing here.\n"
  private let edited = "# Post\n\nWe utilize this thing here.\n"

  init() throws { folder = try TemporaryFolder() }

  private func undo(_ arguments: String...) async throws -> CommandRun {
    try await CommandRun(["undo"] + arguments, in: folder, model: plainSpeaker)
  }

  private func write(_ names: String..., model: any LanguageModel = plainSpeaker) async throws {
    let run = try await rephrase(["-w", "--fresh"] + names, files: [:], model: model, folder: folder)
    #expect(run.status == 0, "\(run.errors)")
  }

  @Test("An undo brings back each file of the last run, byte for byte; the next one those of the run before")
  func sessions() async throws {
    let original = "\u{FEFF}# Post\r\n\r\nWe utilise this thing here.\t\r\nWe like it  "
    try folder.write("a.md", original)
    try folder.write("b.md", text)
    try folder.write("c.md", text)
    try await write("a.md")
    try await write("b.md", "c.md")
    let last = try await undo()
    #expect(last.status == 0)
    #expect(last.errors.contains("b.md: what it was before 'emend rephrase' at "), "\(last.errors)")
    #expect(try folder.text("b.md") == text && folder.text("c.md") == text && folder.text("a.md") != original)
    #expect(try await undo("-q").errors == "")
    #expect(try folder.read("a.md") == Array(original.utf8))
    let none = try await undo()
    #expect(none.status == 2)
    #expect(none.errors.contains("there is nothing to undo"), "\(none.errors)")
  }

  @Test("Of one file the last write is taken back, then the one before, by whatever name it is called")
  func oneFile() async throws {
    let path = try folder.write("docs/a.md", text)
    try folder.write("docs/b.md", text)
    #expect(symlink("docs/a.md", folder.path + "/link.md") == 0)
    try await write("docs")
    try await write("link.md", model: ScriptedModel(rewriting: { $0.replacing("this thing", with: "that thing") }))
    #expect(try folder.text("docs/a.md") == edited.replacing("this", with: "that"))
    for (name, expected) in [("docs/../link.md", edited), (path, text)] {
      #expect(try await undo(name).status == 0)
      #expect(try folder.text("docs/a.md") == expected)
    }
    #expect(try folder.text("docs/b.md") == edited)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path + "/link.md") == "docs/a.md")
    let again = try await undo("docs/a.md")
    #expect(again.status == 2)
    #expect(again.errors.contains("every write of docs/a.md that is recorded is undone already"), "\(again.errors)")
    let unknown = try await undo("docs/c.md")
    #expect(unknown.status == 2)
    #expect(unknown.errors.contains("no write of docs/c.md is recorded"), "\(unknown.errors)")
  }

  @Test("A file that was changed since is left as it is, and what differs is shown; the others are taken back")
  func changed() async throws {
    try folder.write("a.md", text)
    try folder.write("b.md", text)
    try await write("a.md", "b.md")
    try folder.write("a.md", edited + "More.\n")
    let run = try await undo()
    #expect(run.status == 2)
    #expect(
      run.output
        == "--- a/a.md\n+++ b/a.md\n@@ -1,3 +1,4 @@\n # Post\n \n We utilize this thing here.\n+More.\n")
    #expect(run.errors.contains("a.md is left as it is: it is not what it was after 'emend rephrase' at "))
    #expect(try folder.text("a.md") == edited + "More.\n")
    #expect(try folder.text("b.md") == text)
    // Once it fits again, it can be taken back.
    try folder.write("a.md", edited)
    #expect(try await undo("a.md").status == 0)
    #expect(try folder.text("a.md") == text)
  }

  @Test("A file that is gone is not made anew; one that was taken back by other means counts as undone")
  func gone() async throws {
    let path = try folder.write("a.md", text)
    try await write("a.md")
    try FileManager.default.removeItem(atPath: path)
    let gone = try await undo("a.md")
    #expect(gone.status == 2)
    #expect(gone.errors.contains("a.md is not there any more"), "\(gone.errors)")
    #expect(!FileManager.default.fileExists(atPath: path))
    try folder.write("a.md", text)
    let same = try await undo("a.md")
    #expect(same.status == 0)
    #expect(same.errors.contains("a.md: already what it was before"), "\(same.errors)")
    #expect(try await undo("a.md").status == 2)
  }

  @Test("A new file is removed while it is what was written")
  func created() async throws {
    let run = try await compose(["outline", "Bees", "-o", "bees.md"], folder: folder)
    #expect(run.status == 0, "\(run.errors)")
    let written = try folder.text("bees.md")
    try folder.write("bees.md", written + "Mine.\n")
    #expect(try await undo().status == 2)
    #expect(try folder.text("bees.md") == written + "Mine.\n")
    try folder.write("bees.md", written)
    #expect(try await undo().errors.contains("bees.md: removed, as before 'emend outline'"))
    #expect(try !folder.contents().contains("bees.md"))
  }

  @Test("Mode and hard links are kept")
  func attributes() async throws {
    let path = try folder.write("a.md", text)
    #expect(link(path, folder.path + "/b.md") == 0 && chmod(path, 0o640) == 0)
    try await write("a.md")
    #expect(try folder.text("b.md") == edited)
    #expect(try await undo().status == 0)
    #expect(try folder.text("b.md") == text)
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o640)
  }

  @Test("The list has what was written, newest first, and whether it can be taken back")
  func list() async throws {
    #expect(try await undo("--list").errors == "no writes are recorded\n")
    try folder.write("a.md", text)
    try folder.write("b.md", text)
    try await write("a.md")
    try await write("b.md", "a.md", model: ScriptedModel(rewriting: { $0.replacing("this thing", with: "that thing") }))
    try folder.write("b.md", "mine\n")
    func rows(_ run: CommandRun) -> [String] {
      // Without the time.
      run.output.split(separator: "\n").map { line in
        line.split(separator: " ").dropFirst(line.hasPrefix("time") ? 1 : 2).joined(separator: " ")
      }
    }
    #expect(
      try await rows(undo("--list"))
        == [
          "command lines undo file", "rephrase +1 −1 can be undone a.md", "rephrase +1 −1 no, changed since b.md",
          "rephrase +1 −1 can be undone a.md",
        ])
    #expect(try await undo("a.md").status == 0)
    #expect(
      try await rows(undo("-l", "a.md"))
        == ["command lines undo file", "rephrase +1 −1 undone a.md", "rephrase +1 −1 can be undone a.md"])
    let json = try await undo("--list", "b.md", "--output-format", "json").output
    let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let write = try #require((object["writes"] as? [[String: Any]])?.first)
    #expect(write["path"] as? String == folder.path + "/b.md")
    #expect(write["canBeUndone"] as? Bool == false && write["state"] as? String == "changed")
    #expect(write["linesAdded"] as? Int == 1 && write["command"] as? String == "rephrase")
    #expect(try await undo("--output-format", "json").status == 64)
  }

  @Test("A damaged journal is moved aside, and the file is written all the same")
  func damaged() async throws {
    try folder.write("a.md", text)
    try folder.write("home/.local/state/emend/journal.sqlite", String(repeating: "no database ", count: 100))
    let run = try await rephrase(["-w", "a.md"], files: [:], folder: folder)
    #expect(run.status == 0)
    #expect(run.errors.contains("emend: the journal of writes was damaged ("), "\(run.errors)")
    #expect(try folder.text("a.md") == edited)
    #expect(try await undo().status == 0)
    #expect(try folder.text("a.md") == text)
  }

  @Test(
    "What cannot be recorded is not written, and the reason told with what to do",
    arguments: [
      (["HOME": ""], "set HOME, or XDG_STATE_HOME to a folder that can be written to"),
      (
        ["XDG_STATE_HOME": "/dev/null"], "/dev/null/emend/journal.sqlite, which records writes for 'emend undo', cannot"
      ),
    ])
  func unusable(environment: [String: String], message: String) async throws {
    try folder.write("a.md", text)
    let run = try await rephrase(["-w", "a.md"], files: [:], environment: environment, folder: folder)
    #expect(run.status == 2)
    #expect(run.errors.contains("emend: \(folder.path)/a.md is not written, since "), "\(run.errors)")
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(try folder.text("a.md") == text)
  }
}
