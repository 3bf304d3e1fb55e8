// SPDX-License-Identifier: Apache-2.0

import EmendTestSupport
import Foundation
import Testing

/// The hook ended at any moment.
@Suite(.serialized)
struct HookKillTests {
  /// How often; EMEND_KILLS says another number.
  private static let kills = ProcessInfo.processInfo.environment["EMEND_KILLS"].flatMap(Int.init) ?? 60

  private static func post(_ text: String) -> String { "# Post\n\n\(text)\n" }

  @Test("Killed or interrupted, index and files are as they were or whole edited, all of the index at once")
  func killed() throws {
    let folder = try TemporaryFolder()
    let (bad, good) = (Self.post(HookTests.bad), Self.post(HookTests.good))
    for name in ["a.md", "b.md", "docs/c.md"] { try folder.write("base/\(name)", bad) }
    let empty = "git -c user.name=Test -c user.email=test@localhost commit -q --allow-empty -m Empty"
    try shell("cd base && git init -q . && \(empty) && git add .", in: folder)
    func fix(in name: String, started: (Process) throws -> Void = { _ in }) throws -> ProcessRun {
      try ProcessRun(
        ProgramTests.program, ["hook", "run", "--mode", "fix"], in: "\(folder.path)/\(name)",
        environment: ["PATH": "/usr/bin:/bin", "HOME": "\(folder.path)/home", "EMEND_THREADS": "1"], started: started)
    }
    // The answers come from the cache from here on; how long a whole run takes is measured.
    for name in ["first", "second"] { try shell("cp -r base \(name)", in: folder) }
    _ = try fix(in: "first")
    let start = ContinuousClock.now
    #expect(try fix(in: "second").status == 0)
    let microseconds = Int((ContinuousClock.now - start) / .microseconds(1))
    #expect(try shell("cd second && git show :a.md", in: folder) == good)

    var outcomes: [String: Int] = [:]
    for number in 0..<Self.kills {
      try shell("rm -rf work && cp -r base work", in: folder)
      let signal = number.isMultiple(of: 3) ? SIGINT : SIGKILL
      let run = try fix(in: "work") { process in
        // Every other one towards the end, where the writing is.
        let earliest = number.isMultiple(of: 2) ? 0 : microseconds / 2
        usleep(UInt32.random(in: UInt32(earliest)...UInt32(microseconds * 11 / 10)))
        kill(process.processIdentifier, signal)
      }
      // git may be at work on its own for a moment more.
      usleep(20_000)
      let staged = try ["a.md", "b.md", "docs/c.md"].map { try shell("cd work && git show :\($0)", in: folder) }
      let files = try ["a.md", "b.md", "docs/c.md"].map { try folder.text("work/\($0)") }
      #expect(staged.allSatisfy { $0 == bad } || staged.allSatisfy { $0 == good }, "\(staged)")
      #expect(files.allSatisfy { $0 == bad || $0 == good }, "\(files)")
      #expect(staged[0] == good || files.allSatisfy { $0 == bad }, "a file was edited before the index")
      #expect(try shell("cd work && git fsck --strict 2>&1 | grep -v dangling; true", in: folder).isEmpty)
      if signal == SIGINT {
        #expect(
          run.status == 130 && staged[0] == bad || run.status == 0 && files == [good, good, good] || run.wasSignalled)
      }
      outcomes[staged[0] == good ? files == [good, good, good] ? "done" : "index alone" : "untouched", default: 0] += 1
    }
    // Both sides of the moment were met.
    #expect(outcomes["untouched", default: 0] > 0 && outcomes.count > 1, "\(outcomes)")
    print("killed \(Self.kills) times: \(outcomes)")
  }

  @Test(
    "Killed while git commits, the commit does not happen, or has what the index has", arguments: ["-a", "post.md"])
  func commit(argument: String) throws {
    let folder = try TemporaryFolder()
    let script = """
      set -eu
      killed=0
      git init -q warm; cd warm; printf '# Post\\n\\n%s\\n' "$BAD" >post.md; git add .; "$EMEND" hook run >/dev/null 2>&1; cd ..
      for number in $(seq "$KILLS"); do
        rm -rf work; git init -q work; cd work; printf '# Post\\n' >post.md; git add .; git commit -qm 0
        "$EMEND" hook install --mode fix 2>/dev/null
        printf '%s\\n' '#!/bin/sh' '"$EMEND" "$@" & pid=$!' "sleep 0.$(printf %03d "$(shuf -i 20-250 -n 1)")" \
          'kill -9 $pid 2>/dev/null; wait $pid' >.git/killer
        chmod +x .git/killer; sed -i 's#^emend=.*#emend=.git/killer#' .git/hooks/pre-commit
        printf '\\n%s\\n' "$BAD" >>post.md
        git commit -qm 1 $ARGUMENT >/dev/null 2>&1 || killed=$((killed + 1))
        test ! -e .git/index.lock; git fsck --strict >/dev/null 2>&1
        if [ "$(git log --oneline | wc -l)" = 2 ]; then
          git diff --cached --quiet || { git status --porcelain >&2; exit 9; }
        fi
        grep -qF "$BAD" post.md || grep -qF "$GOOD" post.md
        cd ..
      done
      echo "$killed"
      """
    let run = try ProcessRun(
      "/bin/sh", ["-c", script], in: folder.path,
      environment: [
        "PATH": "/usr/bin:/bin", "HOME": "\(folder.path)/home", "EMEND": ProgramTests.program, "EMEND_THREADS": "1",
        "BAD": HookTests.bad, "GOOD": HookTests.good, "ARGUMENT": argument, "KILLS": "\(Self.kills / 3)",
        "GIT_AUTHOR_NAME": "Test", "GIT_AUTHOR_EMAIL": "test@localhost", "GIT_COMMITTER_NAME": "Test",
        "GIT_COMMITTER_EMAIL": "test@localhost",
      ])
    #expect(run.status == 0, "\(run.errors)")
    print("commit \(argument): of \(Self.kills / 3) \(run.text.dropLast()) did not happen")
  }

  @discardableResult
  private func shell(_ script: String, in folder: TemporaryFolder) throws -> String {
    try ProcessRun("/bin/sh", ["-c", script], in: folder.path).text
  }
}
