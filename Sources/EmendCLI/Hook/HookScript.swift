// SPDX-License-Identifier: Apache-2.0

import EmendText

/// The hook that git runs: small enough to do nothing fast, and never to stop a commit by itself.
struct HookScript {
  /// The program that installs it.
  let program: String
  /// What `emend hook run` is called with.
  let arguments: [String]
  /// Whether it edits what is staged: killed in the midst of that, the commit must not go on.
  let edits: Bool

  static let name = "pre-commit"
  /// What a hook that was there before is called now.
  static let formerName = "pre-commit.before-emend"
  /// By this line, its second, a hook is known for emend's.
  private static let mark = "# emend hook, written by 'emend hook install'; 'emend hook uninstall' takes it away."

  static func isOwn(_ bytes: [UInt8]) -> Bool { bytes.starts(with: "#!/bin/sh\n\(mark)\n".utf8) }

  var text: String {
    """
    #!/bin/sh
    \(Self.mark)

    # The hook that was here before.
    former=${0%/*}/\(Self.formerName)
    if [ -x "$former" ]; then "$former" "$@" || exit $?; fi

    # No Markdown is staged: nothing to do, and not even emend to start.
    unset GIT_LITERAL_PATHSPECS GIT_GLOB_PATHSPECS GIT_NOGLOB_PATHSPECS GIT_ICASE_PATHSPECS
    git diff --cached --quiet --no-ext-diff --diff-filter=ACMR -- ':(top,icase)*.md' ':(top,icase)*.markdown' && exit 0

    emend=\(program.asShellWord)
    [ -x "$emend" ] || emend=emend
    if ! command -v "$emend" >/dev/null 2>&1; then
      echo "emend: $emend is not there any more; the commit goes on without it ('emend hook uninstall', or delete $0)" >&2
      exit 0
    fi
    "$emend" hook run\(arguments.map { " " + $0.asShellWord }.joined())
    status=$?
    # Only --strict and Ctrl-C stop a commit; whatever else happens to emend does not.
    case $status in
      1 | 3 | 130) exit $status ;;
    \(edits ? "  # Killed while it edits what is staged.\n      12[89] | 1[3-9]? | 2??) exit $status ;;\n      " : "  ")*) exit 0 ;;
    esac

    """
  }
}
