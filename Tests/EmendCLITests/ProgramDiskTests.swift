// SPDX-License-Identifier: Apache-2.0

import EmendTestSupport
import Foundation
import Testing

extension ProgramTests {
  /// Streams that are closed or full, disks that are full or read-only, files that must not be written.
  struct DiskTests {
    @Test("A file without write permission is not written")
    func readOnlyFile() throws {
      let folder = try TemporaryFolder()
      try folder.write("post.md", ProgramTests.post)
      // To root every file can be written to.
      let user = geteuid() == 0 ? "setpriv --reuid 65534 --regid 65534 --clear-groups" : ""
      let run = try ProgramTests.shell(
        "chmod 444 post.md; chmod 777 .; mkdir -m 777 home; \(user) \"$EMEND\" rephrase -w post.md", in: folder)
      // The program may lie where that user cannot go.
      guard run.status != 126, run.status != 127 else { return }
      #expect(run.status == 2, "\(run.errors)")
      #expect(run.errors.contains("post.md: Permission denied; the file is unchanged"), "\(run.errors)")
      #expect(try folder.text("post.md") == ProgramTests.post)
    }

    @Test("A reader that goes away ends the program in silence")
    func closedPipe() throws {
      let folder = try TemporaryFolder()
      try folder.write("post.md", String(repeating: "Some words stand here.\n\n", count: 40_000))
      let run = try ProgramTests.shell("\"$EMEND\" sections --paragraphs post.md | head -n 2", in: folder)
      #expect(run.status == 0)
      #expect(run.text.split(separator: "\n").count == 2)
      #expect(run.errors == "")
      try folder.write("post.md", ProgramTests.post)
      let diff = try ProgramTests.shell("\"$EMEND\" rephrase -q post.md | true", in: folder)
      #expect(diff.status == 0)
      #expect(diff.errors == "")
    }

    @Test("A reader that goes away ends the program in silence beside a server, too, where SwiftNIO ignores SIGPIPE")
    func closedPipeBesideServer() async throws {
      let server = try await StandInServer(.ollama { .init([$0.replacing("a", with: "o")]) })
      let folder = try TemporaryFolder()
      try folder.write("post.md", ProgramTests.post)
      let run = try ProgramTests.shell(
        "{ \"$EMEND\" rephrase -q --server \(server.address) --show-prompt post.md; echo $? >&2; } | true", in: folder)
      #expect(run.errors == "141\n")
    }

    @Test("Standard output that is full is told", .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func fullOutput() throws {
      let folder = try TemporaryFolder()
      try folder.write("post.md", ProgramTests.post)
      let run = try ProgramTests.shell("\"$EMEND\" sections post.md >/dev/full", in: folder)
      #expect(run.status == 2)
      #expect(run.errors == "emend: cannot write standard output: No space left on device\n")
    }

    @Test("A full disk: the file is what it was", .enabled(if: ProgramTests.canMount, "needs mount namespaces"))
    func fullDisk() throws {
      let folder = try TemporaryFolder()
      try folder.write("post.md", ProgramTests.post + String(repeating: "```\nfiller\n```\n", count: 800))
      let script = """
        mkdir disk && mount -t tmpfs -o size=20k tmpfs disk && cp post.md disk/ && cd disk || exit 99
        "$EMEND" rephrase -w post.md; status=$?
        cmp post.md ../post.md && ls -A && exit $status
        """
      try folder.write("script", script)
      let run = try ProgramTests.shell("unshare -rm sh ./script", in: folder)
      #expect(run.status == 2, "\(run.text) \(run.errors)")
      #expect(run.errors.contains("disk/post.md: No space left on device; the file is unchanged"), "\(run.errors)")
      #expect(run.text == "post.md\n")
    }

    @Test(
      "A journal on a full or a read-only disk: nothing is written, and what to do is said",
      .enabled(if: ProgramTests.canMount, "needs mount namespaces"))
    func fullJournal() throws {
      let folder = try TemporaryFolder()
      // Room for a journal, and not for these texts.
      try folder.write("post.md", ProgramTests.post + String(repeating: "```\nfiller\n```\n", count: 8000))
      try folder.write(
        "script",
        """
        mkdir full none && mount -t tmpfs -o size=140k tmpfs full && mount -t tmpfs -o ro tmpfs none || exit 99
        cp post.md small.md && sed -i '20,$d' small.md && cp small.md old.md
        export XDG_STATE_HOME=$PWD/none; "$EMEND" rephrase -qw post.md; test $? = 2 || exit 1
        export XDG_STATE_HOME=$PWD/full; "$EMEND" rephrase -qw post.md; test $? = 2 || exit 2
        # What fits is written, and can be taken back.
        "$EMEND" rephrase -qw small.md || exit 3
        ! cmp -s small.md old.md || exit 4
        "$EMEND" rephrase -qw post.md; test $? = 2 || exit 5
        "$EMEND" undo -q || exit 6
        cmp small.md old.md
        """)
      let before = try folder.read("post.md")
      let run = try ProgramTests.shell("unshare -rm sh ./script", in: folder)
      #expect(run.status == 0, "\(run.text) \(run.errors)")
      #expect(try folder.read("post.md") == before)
      let said = run.errors.split(separator: "\n")
      #expect(said.count == 3 && said.allSatisfy { $0.contains("/post.md is not written, since ") }, "\(run.errors)")
      #expect(said[0].contains("none/emend/journal.sqlite: Read-only file system; set XDG_STATE_HOME"), "\(said)")
      #expect(said[1].contains("cannot be used: database or disk is full"), "\(said)")
    }

    @Test(
      "A cache on a full or a read-only disk changes nothing",
      .enabled(if: ProgramTests.canMount, "needs mount namespaces"))
    func fullCache() throws {
      let folder = try TemporaryFolder()
      try folder.write("post.md", ProgramTests.post)
      let expected = try ProgramTests.run(["rephrase", "-q", "--no-cache", "post.md"], in: folder).output
      try folder.write(
        "script",
        """
        mkdir full none && mount -t tmpfs -o size=40k tmpfs full && mount -t tmpfs -o ro tmpfs none || exit 99
        for disk in full none; do XDG_CACHE_HOME=$PWD/$disk "$EMEND" rephrase -v post.md || exit; done
        """)
      let run = try ProgramTests.shell("unshare -rm sh ./script", in: folder)
      #expect(run.status == 0)
      #expect(run.output == expected + expected)
      #expect(run.errors.contains("no answers are kept: \(folder.path)/full/emend/answers.sqlite: "), "\(run.errors)")
      #expect(run.errors.contains("no answers are kept: \(folder.path)/none/emend/answers.sqlite: "), "\(run.errors)")
    }

    @Test(
      "A folder that is read-only: written in place; a file system that is: told",
      .enabled(if: ProgramTests.canMount, "needs mount namespaces"))
    func readOnly() throws {
      let folder = try TemporaryFolder()
      try folder.write("disk/post.md", ProgramTests.post)
      try folder.write(
        "script",
        """
        mount --bind disk disk && mount -o remount,bind,ro disk || exit 99
        "$EMEND" rephrase -w disk/post.md
        """)
      let run = try ProgramTests.shell("unshare -rm sh ./script", in: folder)
      #expect(run.status == 2, "\(run.text) \(run.errors)")
      #expect(run.errors.contains("disk/post.md: Read-only file system; the file is unchanged"), "\(run.errors)")
      #expect(try folder.text("disk/post.md") == ProgramTests.post)

      // To root every folder can be written to, so another user tries.
      guard geteuid() == 0 else { return }
      let other = try ProgramTests.shell(
        """
        chmod 555 disk && chmod 666 disk/post.md && rm -rf home && mkdir -m 777 home && chmod 755 .
        setpriv --reuid 65534 --regid 65534 --clear-groups "$EMEND" rephrase -w disk/post.md
        """, in: folder)
      // The program may lie where that user cannot go.
      guard other.status != 126, other.status != 127 else { return }
      #expect(other.status == 0, "\(other.errors)")
      #expect(other.errors.contains("written"))
      #expect(try folder.text("disk/post.md") != ProgramTests.post)
      #expect(try folder.contents("disk") == ["post.md"])
    }
  }
}
