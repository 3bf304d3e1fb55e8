// SPDX-License-Identifier: Apache-2.0

extension HookCases {
  /// What `emend undo` takes back of what a hook wrote.
  static let undo: [(name: String, mode: String, script: String)] = [
    (
      "what was applied can be taken back, of all files at once", "report",
      """
      printf '# Post\\n\\n%s\\n' "$BAD" >post.md; mkdir -p docs; cp post.md docs/b.md
      git add .; git commit -qm 1 2>/dev/null
      cd docs; "$EMEND" hook apply 2>/dev/null; has "$GOOD" <../post.md; has "$GOOD" <b.md
      "$EMEND" undo --list | has 'hook apply'
      "$EMEND" undo -q; has "$BAD" <../post.md; has "$BAD" <b.md
      """
    ),
    (
      "a fix of the work tree can be taken back; what is committed stays", "fix",
      """
      printf '# Post\\n\\n%s\\n' "$BAD" >post.md; git add .; git commit -qm 1 2>/dev/null
      has "$GOOD" <post.md; "$EMEND" undo -q post.md; has "$BAD" <post.md; staged post.md | has "$GOOD"
      """
    ),
    (
      "where no write can be recorded the work tree stays, and the commit goes on", "fix",
      """
      printf '# Post\\n\\n%s\\n' "$BAD" >post.md; git add .; XDG_STATE_HOME=/dev/null git commit -qm 1 >out 2>&1
      has "$BAD" <post.md; staged post.md | has "$GOOD"
      has 'fixed in the commit alone' <out; has 'post.md is not written, since /dev/null/emend/journal.sqlite' <out
      """
    ),
  ]
}
