// SPDX-License-Identifier: Apache-2.0

import EmendTestSupport
import Foundation
import Testing

/// The built program with the real model, as a user runs it.
@Suite(.serialized)
struct ProgramTests {
  /// Beside the test bundle, where `swift test` builds it.
  static let program: String = {
    // SwiftPM runs the tests in a bundle in the same folder as the program.
    let folder = CommandLine.arguments[0].split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/")
    return ["\(folder)/emend", "\(Repository.root)/.build/debug/emend"].first {
      FileManager.default.isExecutableFile(atPath: $0)
    } ?? "emend"
  }()

  /// Three paragraphs: enough for an answer or two, too long to be done at once.
  static let post = """
    # Post

    The developement of the new version have taken more time then we expected.

    In order to find out whether this was really true, I made the attempt to measure it a number of times.

    It is important to note that the result was not what I had been expecting it to be at all.

    """

  static let canMount =
    (try? ProcessRun("/usr/bin/unshare", ["-rm", "mount", "-t", "tmpfs", "tmpfs", "/tmp"]).status) == 0

  static func run(
    _ arguments: [String], in folder: TemporaryFolder, input: [UInt8] = [], environment: [String: String] = [:],
    started: (Process) throws -> Void = { _ in }
  ) throws -> ProcessRun {
    let variables = ["PATH": "/usr/bin:/bin", "HOME": folder.path + "/home", "LC_ALL": "C.UTF-8", "EMEND_THREADS": "1"]
      .merging(environment) {
        $1
      }
    return try ProcessRun(
      program, arguments, in: folder.path, input: input, environment: variables, started: started)
  }

  static func shell(_ script: String, in folder: TemporaryFolder) throws -> ProcessRun {
    try ProcessRun(
      "/bin/sh", ["-c", script], in: folder.path,
      environment: [
        "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": folder.path + "/home", "EMEND": program,
        "EMEND_THREADS": "1",
      ])
  }

  @Test("From any folder it finds its model and template, and git applies its diff; twice it says the same")
  func realModel() throws {
    let folder = try TemporaryFolder()
    try folder.write("post.md", Self.post)
    let first = try Self.run(["rephrase", "post.md"], in: folder)
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.errors.contains("3 passages: "))
    #expect(first.text.hasPrefix("--- a/post.md\n+++ b/post.md\n@@ "), "no edit at all: \(first.errors)")
    #expect(try Self.run(["rephrase", "--no-cache", "post.md"], in: folder).output == first.output)
    let again = try Self.run(["rephrase", "post.md", "-v"], in: folder)
    #expect(again.output == first.output)
    #expect(again.errors.contains("(3 answers from the cache)"), "\(again.errors)")
    #expect(again.errors.contains("loading 0.00 s, prompts 0.00 s for 0 tokens"), "\(again.errors)")

    try folder.write("p", first.output)
    #expect(try ProcessRun("/usr/bin/git", ["apply", "p"], in: folder.path).status == 0)
    let applied = try folder.read("post.md")
    try folder.write("post.md", Self.post)
    #expect(try Self.run(["rephrase", "-w", "post.md"], in: folder).status == 0)
    #expect(try folder.read("post.md") == applied)
    #expect(try Self.run(["rephrase", "-"], in: folder, input: Array(Self.post.utf8)).output == applied)
  }

  @Test("--version, help and a document without prose open no model and say no more than they must")
  func cheap() throws {
    let folder = try TemporaryFolder()
    #expect(try Self.run(["--version"], in: folder).text.hasPrefix("emend 0."))
    try folder.write("a.md", "# Only a heading\n")
    let variables = ["EMEND_MODEL": folder.path + "/none.gguf"]
    let check = try Self.run(["rephrase", "--check", "a.md"], in: folder, environment: variables)
    #expect(check.status == 0, "\(check.errors)")
    #expect(try Self.run([], in: folder).text.contains("SUBCOMMANDS"))
    #expect(try Self.run(["nonsense"], in: folder).status == 64)
  }

  @Test("Files that are no models: one sentence, status 2")
  func badModels() throws {
    let folder = try TemporaryFolder()
    try folder.write("post.md", Self.post)
    try folder.write("text.gguf", "This is not a model.")
    let whole = try #require(FileHandle(forReadingAtPath: Repository.defaultModel))
    try folder.write("cut.gguf", try #require(try whole.read(upToCount: 5_000_000)))
    for (model, message) in [
      ("text.gguf", "text.gguf is not a GGUF model file"),
      ("cut.gguf", "cut.gguf is damaged, incomplete or of an unknown kind ("),
      ("none.gguf", "no model file none.gguf (flag --model)"),
    ] {
      let run = try Self.run(["rephrase", "-w", "post.md", "-m", model], in: folder)
      #expect(run.status == 2)
      #expect(run.errors.contains(message), "\(run.errors)")
      #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
      #expect(run.text == "")
    }
    #expect(try folder.text("post.md") == Self.post)
  }

  @Test("A passage longer than the context is not checked, and said so")
  func longPassage() throws {
    let folder = try TemporaryFolder()
    try folder.write("long.md", String(repeating: "these are words that go on ", count: 4000) + "\n")
    let run = try Self.run(["rephrase", "--check", "long.md"], in: folder)
    #expect(run.status == 3)
    #expect(run.errors.contains("long.md:1: not checked: the prompt and room for its answer come to"))
    #expect(run.errors.contains("more than the model's context of"))
  }

  @Test("A document of 10 MB is read at once, and one paragraph of it edited in place")
  func large() throws {
    let folder = try TemporaryFolder()
    let section =
      "## Section\n\nIn order to find out whether this was really true, I made the attempt to measure it.\n\n"
    let text = String(repeating: section, count: 10_000_000 / section.utf8.count)
    try folder.write("large.md", text)
    let start = ContinuousClock.now
    let run = try Self.run(["rephrase", "-w", "--paragraph", "3", "large.md"], in: folder)
    #expect(run.status == 0, "\(run.errors)")
    // A debug build is some ten times as slow as what users run.
    #expect(ContinuousClock.now - start < .seconds(120))
    let after = try folder.text("large.md")
    #expect(after.hasPrefix(section + section) && after.hasSuffix(section))
  }

  @Test("Ctrl-C before anything is written: status 130, no file touched")
  func interrupted() throws {
    let folder = try TemporaryFolder()
    let text = String(repeating: Self.post, count: 30)
    try folder.write("post.md", text)
    let start = ContinuousClock.now
    // Without the cache, which would ask each of the paragraphs once.
    let run = try Self.run(["rephrase", "-w", "--no-cache", "post.md"], in: folder) { process in
      Thread.sleep(forTimeInterval: 1.5)
      kill(process.processIdentifier, SIGINT)
    }
    #expect(!run.wasSignalled && run.status == 130, "\(run.status)")
    #expect(run.errors == "emend: interrupted; nothing was written\n")
    #expect(ContinuousClock.now - start < .seconds(20))
    #expect(try folder.text("post.md") == text)
    #expect(try folder.contents().filter { $0 != "home" } == ["post.md"])
  }

  @Test("Ctrl-C while files are written: those that are stay so, can be taken back, and are counted")
  func interruptedWriting() throws {
    let folder = try TemporaryFolder()
    let names = (10..<70).map { "docs/\($0).md" }
    for name in names { try folder.write(name, Self.post) }
    let run = try Self.run(["rephrase", "-qw", "docs"], in: folder) { process in
      while process.isRunning, try folder.text(names[0]) == Self.post { usleep(500) }
      kill(process.processIdentifier, SIGINT)
    }
    let written = try names.filter { try folder.text($0) != Self.post }
    #expect(!written.isEmpty && written.count < names.count && written == Array(names.prefix(written.count)))
    #expect(!run.wasSignalled && run.status == 130, "\(run.status)")
    let said =
      written.count == 1
      ? "1 file was written, and stays so: 'emend undo' takes it back"
      : "\(written.count) files were written, and stay so: 'emend undo' takes them back"
    #expect(run.errors == "emend: interrupted; \(said)\n")
    #expect(try Self.run(["undo"], in: folder).status == 0)
    #expect(try names.allSatisfy { try folder.text($0) == Self.post })
    #expect(try folder.contents("docs").count == names.count)
  }

  @Test("Two programs that write one file at once: each edit is there whole or told, and all can be taken back")
  func sharedFile() throws {
    let folder = try TemporaryFolder()
    try folder.write("post.md", Self.post)
    // The answers come from the cache from here on.
    #expect(try Self.run(["rephrase", "-q", "post.md"], in: folder).status == 0)
    try folder.write(
      "script",
      """
      for round in 1 2 3 4 5 6; do
        cp post.md work.md
        "$EMEND" rephrase -qw --paragraph 1 work.md 2>one & p=$!
        "$EMEND" rephrase -qw --paragraph 3 work.md 2>two; second=$?
        wait $p; first=$?
        lines=$(diff post.md work.md | grep -c '^>')
        case $first$second in
          00) test "$lines" = 2 ;;
          02) test "$lines" = 1 && grep -q 'changed while emend was at work' two ;;
          20) test "$lines" = 1 && grep -q 'changed while emend was at work' one ;;
          *) false ;;
        esac || { cat one two; diff post.md work.md; exit 9; }
        while test "$lines" -gt 0; do "$EMEND" undo -q work.md || exit 8; lines=$((lines - 1)); done
        cmp post.md work.md || exit 7
      done
      """)
    let run = try Self.shell("sh ./script", in: folder)
    #expect(run.status == 0, "\(run.text)\(run.errors)")
  }

  @Test("Several programs at once share one cache; one that is killed leaves its answers to the next")
  func sharedCache() throws {
    let folder = try TemporaryFolder()
    try folder.write("post.md", Self.post)
    let both = try Self.shell(
      """
      "$EMEND" rephrase -q post.md >one & p=$!; "$EMEND" rephrase -q post.md >two; s=$?; wait $p && cmp one two && exit $s
      """, in: folder)
    #expect(both.status == 0, "\(both.text)\(both.errors)")
    let third = try Self.shell("\"$EMEND\" rephrase -v post.md >three && cmp one three", in: folder)
    #expect(third.status == 0, "\(third.text)\(third.errors)")
    #expect(third.errors.contains("(3 answers from the cache)"), "\(third.errors)")

    let cache = folder.path + "/home/.cache/emend/answers.sqlite"
    try FileManager.default.removeItem(atPath: folder.path + "/home/.cache")
    _ = try Self.run(["rephrase", "post.md"], in: folder) { process in
      // As soon as something is in the file.
      for _ in 0..<3000 where ((try? Data(contentsOf: URL(fileURLWithPath: cache + "-wal")).count) ?? 0) < 40_000 {
        Thread.sleep(forTimeInterval: 0.01)
      }
      kill(process.processIdentifier, SIGKILL)
    }
    let after = try Self.run(["rephrase", "post.md"], in: folder)
    #expect(after.status == 0)
    #expect(after.errors.contains(" from the cache)"), "\(after.errors)")
    #expect(after.output == (try folder.read("one")))
  }

  @Test("Ctrl-C while standard input is waited for ends the program, too")
  func interruptedReading() throws {
    let folder = try TemporaryFolder()
    let run = try Self.shell(
      "mkfifo pipe; sleep 20 >pipe & q=$!; \"$EMEND\" rephrase - <pipe & p=$!; sleep 0.7; kill -TERM $p; wait $p; s=$?; kill $q; exit $s",
      in: folder)
    #expect(run.status == 130, "\(run.errors)")
    #expect(run.errors == "emend: interrupted; nothing was written\n")
  }

  @Test("A signal that the parent has ignored stays ignored, as under nohup")
  func ignoredSignal() throws {
    let folder = try TemporaryFolder()
    try folder.write("post.md", Self.post)
    let run = try Self.shell(
      "trap '' HUP; \"$EMEND\" rephrase -q post.md >out & p=$!; sleep 0.3; kill -HUP $p; wait $p", in: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(try folder.text("out").hasPrefix("--- a/post.md"))
  }

  @Test("A standard output that is closed is told, and no file takes its place")
  func closedOutput() throws {
    let folder = try TemporaryFolder()
    try folder.write("post.md", Self.post)
    let run = try Self.shell("\"$EMEND\" rephrase -q post.md >&-", in: folder)
    #expect(run.status == 2)
    #expect(run.errors == "emend: cannot write standard output: Bad file descriptor\n")
  }

  @Test("More threads than llama.cpp runs are refused, not tried", arguments: ["3000000000", "513", "0"])
  func threads(count: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("post.md", Self.post)
    let run = try Self.run(["rephrase", "post.md", "--threads", count], in: folder)
    #expect(run.status == 2)
    #expect(run.errors.contains("threads must be a whole number from 1 to 512"))
  }
}
