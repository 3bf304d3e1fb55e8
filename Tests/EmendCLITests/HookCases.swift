// SPDX-License-Identifier: Apache-2.0

/// What a commit can be, each as a shell script in a new repository in which the hook is installed.
///
/// `$BAD` is a paragraph that the default model mends, `$GOOD` what it makes of it. `staged NAME` prints what the last commit
/// has, `has TEXT` fails unless its input has it, `hook ARGUMENTS` installs anew.
enum HookCases {
  static let preamble = """
    set -eu
    staged() { git show "HEAD:$1"; }
    has() { grep -qF -- "$1" || { echo "missing: $1" >&2; exit 9; }; }
    hasnot() { if grep -F -- "$1" >&2; then echo "should not be there: $1" >&2; exit 9; fi; }
    hook() { "$EMEND" hook install "$@" 2>/dev/null; }
    git init -q -b main .
    hook --mode "$MODE"
    printf '# Post\\n\\nA first paragraph that stays as it is.\\n' >first.md

    """

  /// What holds in both modes, each with a check for one.
  static let commits: [(name: String, script: String)] = [
    (
      "initial commit",
      """
      printf '# Post\\n\\n%s\\n' "$BAD" >post.md; git add .
      git commit -qm 1
      """
    ),
    (
      "plain commit",
      """
      printf '# Post\\n\\nNothing.\\n' >post.md; git add .; git commit -qm 0 2>/dev/null
      printf '# Post\\n\\n%s\\n' "$BAD" >post.md; git add post.md
      git commit -qm 1
      """
    ),
    (
      "commit -a",
      """
      printf '# Post\\n' >post.md; git add .; git commit -qm 0 2>/dev/null
      printf '\\n%s\\n' "$BAD" >>post.md
      git commit -qam 1
      """
    ),
    (
      "commit -p",
      """
      printf '# Post\\n\\nNothing.\\n' >post.md; git add .; git commit -qm 0 2>/dev/null
      printf '# Post\\n\\n%s\\n' "$BAD" >post.md
      echo y | git commit -qpm 1
      """
    ),
    (
      "commit of a path",
      """
      printf '# Post\\n' >post.md; echo other >other.txt; git add .; git commit -qm 0 2>/dev/null
      printf '\\n%s\\n' "$BAD" >>post.md; echo more >>other.txt; git add other.txt
      git commit -qm 1 post.md
      git status --porcelain | has 'M  other.txt'
      """
    ),
    (
      "commit --include",
      """
      printf '# Post\\n' >post.md; echo other >other.txt; git add .; git commit -qm 0 2>/dev/null
      printf '\\n%s\\n' "$BAD" >>post.md; echo more >>other.txt; git add other.txt
      git commit -qm 1 --include post.md
      """
    ),
    (
      "commit --amend",
      """
      printf '# Post\\n' >post.md; git add .; git commit -qm 0 2>/dev/null
      printf '\\n%s\\n' "$BAD" >>post.md; git add .
      git commit -q --amend -m 1
      """
    ),
    (
      "renamed and edited, and made executable",
      """
      printf '# Post\\n\\nA text.\\n\\nAnother text, long enough to be known again.\\n' >old.md; git add .
      git commit -qm 0 2>/dev/null
      git mv old.md post.md; printf '\\n%s\\n' "$BAD" >>post.md; chmod +x post.md; git add .
      git commit -qm 1
      test "$(git ls-tree HEAD post.md | cut -c1-6)" = 100755
      """
    ),
    (
      "a linked work tree",
      """
      printf '# Post\\n' >first.md; git add .; git commit -qm 0 2>/dev/null
      git worktree add -q ../"$(basename "$PWD")-linked"; cd ../"$(basename "$PWD")-linked"
      printf '# Post\\n\\n%s\\n' "$BAD" >post.md; git add .
      git commit -qm 1
      """
    ),
    (
      "a folder, and the commit from within it",
      """
      mkdir -p docs/posts; cd docs/posts
      printf '# Post\\n\\n%s\\n' "$BAD" >../../post.md; git add ../../post.md
      git commit -qm 1
      cd ../..
      """
    ),
    (
      "core.hooksPath",
      """
      "$EMEND" hook uninstall 2>/dev/null; git config core.hooksPath .githooks; mkdir sub; cd sub; hook --mode "$MODE"; cd ..
      test -x .githooks/pre-commit
      printf '# Post\\n\\n%s\\n' "$BAD" >post.md; git add post.md
      git commit -qm 1
      """
    ),
    (
      "another hook, called first",
      """
      "$EMEND" hook uninstall 2>/dev/null
      printf '#!/bin/sh\\necho called >called\\n' >.git/hooks/pre-commit; chmod +x .git/hooks/pre-commit
      hook --mode "$MODE"
      printf '# Post\\n\\n%s\\n' "$BAD" >post.md; git add post.md
      git commit -qm 1
      test -f called; rm called
      """
    ),
    (
      "literal pathspecs",
      """
      printf '# Post\\n\\n%s\\n' "$BAD" >post.md; git add post.md
      git --literal-pathspecs commit -qm 1
      """
    ),
    (
      "a configuration of diff that is far from the usual",
      """
      git config diff.noprefix true; git config diff.external false; git config color.ui always
      git config diff.interHunkContext 20; git config diff.renames false; git config diff.relative true
      printf '# Post\\n\\n%s\\n' "$BAD" >post.md; git add post.md
      git commit -qm 1
      """
    ),
  ]
}
