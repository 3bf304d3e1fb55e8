// SPDX-License-Identifier: Apache-2.0

extension HookCases {
  /// What a fix must leave as it is, or a report must not show.
  static let special: [(name: String, mode: String, script: String)] = [
    (
      "nothing staged in Markdown: silence, and no program is started", "fix",
      """
      echo x >x.txt; git add x.txt
      sed -i 's/^emend=.*/emend=; echo started >\\&2/' .git/hooks/pre-commit
      git commit -qm 1 >out 2>&1; test ! -s out
      """
    ),
    (
      "a paragraph that the commit does not touch", "report",
      """
      printf '# Post\\n\\n%s\\n' "$BAD" >post.md; git add .; git commit -qnm 0
      printf '\\nA new paragraph that stays as it is.\\n' >>post.md; git add .
      git commit -qm 1 >out 2>&1; hasnot utilise <out
      test ! -e .git/emend/pre-commit.patch
      """
    ),
    (
      "unstaged changes in the same paragraph: fixed in the commit, not in the work tree", "fix",
      """
      printf '# Post\\n\\n%s\\n' "$BAD" >post.md; git add .
      printf '# Post\\n\\n%s And more of it.\\n' "$BAD" >post.md
      git commit -qm 1 >out 2>&1
      staged post.md | has "$GOOD"; has "$BAD And more of it." <post.md
      has 'the work tree has another text there, which stays' <out
      """
    ),
    (
      "unstaged changes elsewhere: fixed in both, and still unstaged", "fix",
      """
      printf '# Post\\n\\n%s\\n\\nEnd.\\n' "$BAD" >post.md; git add .
      printf '# Post\\n\\nNew beginning.\\n\\n%s\\n\\nEnd, really.\\n' "$BAD" >post.md
      git commit -qm 1 2>/dev/null
      printf '# Post\\n\\nNew beginning.\\n\\n%s\\n\\nEnd, really.\\n' "$GOOD" | cmp - post.md
      printf '# Post\\n\\n%s\\n\\nEnd.\\n' "$GOOD" >wanted; staged post.md | cmp - wanted
      """
    ),
    (
      "core.autocrlf: the commit has LF, the work tree keeps CR LF", "fix",
      """
      git config core.autocrlf true
      printf '# Post\\r\\n\\r\\n%s\\r\\n' "$BAD" >post.md; git add post.md 2>/dev/null
      git commit -qm 1 2>/dev/null
      printf '# Post\\r\\n\\r\\n%s\\r\\n' "$GOOD" | cmp - post.md
      printf '# Post\\n\\n%s\\n' "$GOOD" >wanted; staged post.md | cmp - wanted
      test -z "$(git status --porcelain -- post.md)"
      """
    ),
    (
      "CR LF in the commit itself", "fix",
      """
      git config core.autocrlf false
      printf '# Post\\r\\n\\r\\n%s\\r\\n' "$BAD" >post.md; git add post.md
      git commit -qm 1 2>/dev/null
      printf '# Post\\r\\n\\r\\n%s\\r\\n' "$GOOD" | cmp - post.md
      test -z "$(git status --porcelain -- post.md)"
      """
    ),
    (
      "a file that git filters, and one that Git LFS keeps", "fix",
      """
      echo 'kept.md filter=upper' >.gitattributes; git config filter.upper.clean 'cat'; git config filter.upper.smudge 'cat'
      printf '# Post\\n\\n%s\\n' "$BAD" >kept.md
      printf 'version https://git-lfs.github.com/spec/v1\\noid sha256:0\\nsize 1\\n' >large.md
      git add .; git commit -qm 1 >out 2>&1
      staged kept.md | has "$BAD"; has 'kept.md: left alone: git filters' <out; has 'large.md: left alone' <out
      """
    ),
    (
      "a mode alone, a link, a submodule, a deletion", "fix",
      """
      printf '# Post\\n\\n%s\\n' "$BAD" >post.md; printf 'x\\n' >gone.md; git add .; git commit -qnm 0
      git init -q sub.md; git -C sub.md commit -q --allow-empty -m s
      chmod +x post.md; ln -s post.md link.md; git rm -q gone.md; git add . 2>/dev/null
      git commit -qm 1 >out 2>&1; test ! -s out
      staged post.md | has "$BAD"
      """
    ),
    (
      "a sparse checkout: what is not in the work tree is shown and left", "fix",
      """
      mkdir in out; echo a >in/a.txt; printf '# Post\\n' >out/post.md; git add .; git commit -qm 0 2>/dev/null
      git sparse-checkout set in
      blob=$(printf '# Post\\n\\n%s\\n' "$BAD" | git hash-object -w --stdin)
      git update-index --cacheinfo "100644,$blob,out/post.md"; git update-index --skip-worktree out/post.md
      git commit -qm 1 >said 2>&1
      staged out/post.md | has "$BAD"; has 'not fixed: git is told to look away' <said
      git ls-files -t out/post.md | has 'S out/post.md'
      """
    ),
    (
      "names with spaces, quotes, a line ending, other bytes than UTF-8", "report",
      """
      for name in 'a b.md' 'q"'"'"'\\.md' "$(printf 'new\\nline.md')" "$(printf 'l\\377.md')" 'ä.MARKDOWN'; do
        printf '# Post\\n\\n%s\\n' "$BAD" >"$name"
      done
      git add .; git commit -qm 1 2>/dev/null
      "$EMEND" hook apply 2>/dev/null
      for name in *.md *.MARKDOWN; do test "$name" = first.md || has "$GOOD" <"$name"; done
      """
    ),
    (
      "the same names, fixed where they can be named", "fix",
      """
      for name in 'a b.md' 'q"'"'"'\\.md' "$(printf 'new\\nline.md')"; do printf '# Post\\n\\n%s\\n' "$BAD" >"$name"; done
      git add .; git commit -qm 1 2>/dev/null
      for name in *.md; do test "$name" = first.md || { has "$GOOD" <"$name"; staged "$name" | has "$GOOD"; }; done
      test -z "$(git status --porcelain)"
      """
    ),
    (
      "a merge: what the other side brings in is passed over, what was written in it is not", "report",
      """
      printf '# Post\\n\\nOne.\\n' >post.md; git add .; git commit -qm 0 2>/dev/null
      git checkout -qb theirs; printf '# Post\\n\\n%s\\n' "$BAD" >theirs.md
      printf '# Post\\n\\nTheirs.\\n' >post.md; git add .; git commit -qnm t
      git checkout -q main; printf '# Post\\n\\nOurs.\\n' >post.md; git commit -qnam o
      git merge -q theirs >/dev/null || true
      printf '# Post\\n\\nBoth of them.\\n' >post.md; git add .
      git commit -qm m >out 2>&1; hasnot utilise <out
      git reset -q --hard HEAD^; git merge -q theirs >/dev/null || true
      printf '# Post\\n\\n%s\\n' "$BAD" >post.md; git add .
      git commit -qm m >out 2>&1; has 'post.md:3' <out; hasnot theirs.md <out
      """
    ),
    (
      "a cherry-pick that conflicts: what it brings in is passed over", "report",
      """
      printf '# Post\\n\\nOne.\\n' >post.md; git add .; git commit -qm 0 2>/dev/null
      git checkout -qb theirs; printf '# Post\\n\\nTheirs.\\n\\n%s\\n' "$BAD" >post.md; git commit -qnam t
      git checkout -q main; printf '# Post\\n\\nOurs.\\n' >post.md; git commit -qnam o
      git cherry-pick theirs >/dev/null 2>&1 || true
      printf '# Post\\n\\nBoth.\\n\\n%s\\n' "$BAD" >post.md; git add .
      git commit -qm p >out 2>&1; hasnot utilise <out
      """
    ),
    (
      "a rebase that stops for an edit: what is edited is looked at, what was there is not", "report",
      """
      printf '# Post\\n\\nOne.\\n' >post.md; git add .; git commit -qm 0 2>/dev/null
      printf '\\n%s\\n' "$BAD" >>post.md; git commit -qnam 1
      GIT_SEQUENCE_EDITOR='sed -i s/^pick/edit/' git rebase -q -i HEAD^ 2>/dev/null
      printf '\\nMore that stays as it is.\\n' >>post.md; git add .
      git commit -q --amend -m 2 >../out 2>&1; hasnot utilise <../out
      printf '\\nAlso: %s\\n' "$BAD" >>post.md; git add .
      git commit -q --amend -m 3 >../out 2>&1; has 'post.md:9' <../out
      git rebase --continue 2>/dev/null
      """
    ),
    (
      "a submodule has a hook of its own", "report",
      """
      git init -q -b main ../"$(basename "$PWD")-module"
      git -C ../"$(basename "$PWD")-module" commit -q --allow-empty -m s
      git -c protocol.file.allow=always submodule --quiet add "$PWD-module" module
      cd module; hook; test -x ../.git/modules/module/hooks/pre-commit
      printf '# Post\\n\\n%s\\n' "$BAD" >post.md; git add .
      git commit -qm 1 >out 2>&1; has utilise <out
      test -f ../.git/modules/module/emend/pre-commit.patch
      """
    ),
    (
      "ignored files, comments and front matter", "report",
      """
      echo 'drafts/' >.emendignore; mkdir drafts; printf '# Post\\n\\n%s\\n' "$BAD" >drafts/a.md
      printf '<!-- emend-disable-file -->\\n\\n%s\\n' "$BAD" >b.md; printf -- '---\\nemend: false\\n---\\n\\n%s\\n' "$BAD" >c.md
      git add .; git commit -qm 1 >out 2>&1; hasnot utilise <out
      """
    ),
    (
      "no model, a broken configuration, a template that is not there: told, and committed", "report",
      """
      printf '# Post\\n\\n%s\\n' "$BAD" >post.md; git add .
      EMEND_MODEL=nosuch git commit -qm 1 2>out; has 'the commit goes on unchecked' <out
      echo 'nonsense: [' >.emend.yaml; echo >>post.md; printf '%s\\n' "$BAD" >>post.md; git add .
      git commit -qm 2 2>out; has '.emend.yaml' <out; has 'the commit goes on unchecked' <out
      rm .emend.yaml; sed -i 's/--mode=report/--mode=report --template=nosuch/' .git/hooks/pre-commit
      printf '\\n%s\\n' "$BAD" >>post.md; git add .; git commit -qm 3 2>out; has nosuch <out
      sed -i 's/--template=nosuch/--nonsense/' .git/hooks/pre-commit
      printf '\\n%s\\n' "$BAD" >>post.md; git add .; git commit -qm 4 2>out; has nonsense <out
      test "$(git log --oneline | wc -l)" = 4
      """
    ),
    (
      "the program is gone", "report",
      """
      sed -i 's#^emend=.*#emend=/nowhere/emend#; s#|| emend=emend#|| emend=emend-nowhere#' .git/hooks/pre-commit
      printf '# Post\\n\\n%s\\n' "$BAD" >post.md; git add .
      git commit -qm 1 2>out; has 'not there any more' <out
      """
    ),
    (
      "--strict: 1 for suggestions, 3 for what was not reached, and the commit does not happen", "report",
      """
      hook --strict; printf '# Post\\n\\n%s\\n' "$BAD" >post.md; git add .
      if git commit -qm 1 2>/dev/null; then exit 8; fi
      "$EMEND" hook run --strict >/dev/null 2>&1 && exit 8 || test $? = 1
      printf '# Post\\n\\nThis here are a sentence that nobody have asked about before.\\n' >post.md; git add .
      EMEND_MODEL=nosuch "$EMEND" hook run --strict >out 2>&1 && exit 8 || test $? = 3; has 'nothing was checked' <out
      "$EMEND" hook run --strict --fresh --budget 0.001 >out 2>&1 && exit 8 || test $? = 3
      has 'post.md:3: not checked: the time for it was up [budget]' <out
      "$EMEND" hook run --fresh --budget 0.001 >/dev/null 2>&1
      """
    ),
    (
      "answers of earlier runs need no time", "report",
      """
      printf '# Post\\n\\n%s\\n' "$BAD" >post.md; git add .; "$EMEND" hook run >/dev/null 2>&1
      "$EMEND" hook run --budget 0.001 2>/dev/null | has utilise
      """
    ),
    (
      "apply after the text has changed: nothing happens", "report",
      """
      printf '# Post\\n\\n%s\\n' "$BAD" >post.md; git add .; git commit -qm 1 2>/dev/null
      printf '# Post\\n\\nOther.\\n' >post.md
      if "$EMEND" hook apply 2>out; then exit 8; fi
      has 'the text is another by now' <out; has Other. <post.md; test -f .git/emend/pre-commit.patch
      git checkout -q post.md; "$EMEND" hook apply 2>/dev/null; has "$GOOD" <post.md
      if "$EMEND" hook apply 2>out; then exit 8; fi; has 'no suggestions to apply' <out
      """
    ),
    (
      "uninstall puts back what was there", "report",
      """
      "$EMEND" hook uninstall 2>/dev/null; test ! -e .git/hooks/pre-commit
      printf '#!/bin/sh\\nexit 7\\n' >.git/hooks/pre-commit; chmod 750 .git/hooks/pre-commit; cp -p .git/hooks/pre-commit kept
      hook; hook --budget 3; cmp kept .git/hooks/pre-commit.before-emend
      git add .; if git commit -qm 1; then exit 8; fi
      "$EMEND" hook uninstall 2>/dev/null; cmp kept .git/hooks/pre-commit; test "$(stat -c %a .git/hooks/pre-commit)" = 750
      test ! -e .git/hooks/pre-commit.before-emend
      if "$EMEND" hook uninstall 2>out; then exit 8; fi; has "is not emend's" <out
      cp kept .git/hooks/pre-commit.before-emend; if "$EMEND" hook install 2>out; then exit 8; fi; has 'would be lost' <out
      cmp kept .git/hooks/pre-commit
      """
    ),
    (
      "a work tree of another owner", "report",
      """
      printf '# Post\\n\\n%s\\n' "$BAD" >post.md; git add .
      GIT_TEST_ASSUME_DIFFERENT_OWNER=1 "$EMEND" hook run 2>out; has 'dubious ownership' <out
      if GIT_TEST_ASSUME_DIFFERENT_OWNER=1 "$EMEND" hook install 2>out; then exit 8; fi; has 'dubious ownership' <out
      """
    ),
    (
      "verify --staged: what is staged, not the files, against the last commit; no model", "report",
      """
      "$EMEND" hook uninstall 2>/dev/null
      printf '# Post\\n\\nIt takes 14 days, and never less.\\n' >post.md; printf 'The [guide](a.md) tells more.\\n\\nOne.\\n\\nTwo lines of text, which stay as they are.\\n\\nThree.\\n' >b.md
      git add .; git commit -qm 0; "$EMEND" verify --staged >out 2>&1; hasnot post.md <out
      printf '# Post\\n\\nIt takes 15 days, and sometimes less.\\n\\nNew, with 3 numbers.\\n' >post.md; git add post.md
      printf '# Post\\n\\nIt takes 14 days, and never less.\\n' >post.md; printf 'The [guide](c.md) tells more.\\n\\nOne.\\n\\nTwo lines of text, which stay as they are.\\n\\nThree.\\n' >b.md
      EMEND_MODEL=nosuch "$EMEND" verify --staged >out 2>&1 && exit 8 || test $? = 1
      has 'post.md:3' <out; has '14' <out; hasnot b.md <out; hasnot post.md:5 <out
      git mv b.md 'c d.md' -f; git add .; "$EMEND" verify --staged 'c d.md' >out 2>&1 && exit 8 || test $? = 1
      has 'c d.md:1' <out; hasnot post.md <out
      echo '*.md' >.emendignore; "$EMEND" verify --staged >out 2>&1
      "$EMEND" verify --staged --changed 2>out && exit 8 || test $? = 64
      cd ..; "$EMEND" verify --staged 2>out && exit 8 || test $? = 2; has 'not in a git repository' <out
      """
    ),
    (
      "verify --staged in a merge: only what neither side had", "report",
      """
      "$EMEND" hook uninstall 2>/dev/null
      printf '# Post\\n\\nIt takes 14 days.\\n\\nIt costs 5 euros.\\n\\nEnd.\\n' >post.md; git add .; git commit -qm 0
      git checkout -qb theirs; sed -i 's/14/20/; s/End/Finis/' post.md; git commit -qam t
      git checkout -q main; sed -i 's/End/The end/' post.md; git commit -qam o; git merge -q theirs >/dev/null || true
      printf '# Post\\n\\nIt takes 20 days.\\n\\nIt costs 5 euros.\\n\\nThe end.\\n' >post.md; git add .; "$EMEND" verify --staged
      sed -i 's/5 euros/6 euros/' post.md; git add .; "$EMEND" verify --staged >out 2>&1 && exit 8 || test $? = 1
      has 'post.md:5' <out; hasnot 'post.md:3' <out
      """
    ),
    (
      "a file that git takes for unchanged, one that is gone from the work tree", "fix",
      """
      printf '# Post\\n\\n%s\\n' "$BAD" >post.md; cp post.md gone.md; git add .
      git update-index --assume-unchanged post.md; rm gone.md
      git commit -qm 1 >out 2>&1; has 'look away from it' <out; has 'no such file in the work tree' <out
      staged post.md | has "$BAD"; staged gone.md | has "$BAD"; git ls-files -v post.md | has 'h post.md'
      """
    ),
    (
      "eol=crlf, and keywords that git fills in", "fix",
      """
      printf 'post.md text eol=crlf\\nid.md ident\\n' >.gitattributes
      printf '# Post\\r\\n\\r\\n%s\\r\\n' "$BAD" >post.md; printf '# $Id$\\n\\n%s\\n' "$BAD" >id.md; git add . 2>/dev/null
      git commit -qm 1 >out 2>&1; has 'id.md: left alone' <out
      printf '# Post\\r\\n\\r\\n%s\\r\\n' "$GOOD" | cmp - post.md; staged post.md | has "$GOOD"
      test -z "$(git status --porcelain -- post.md)"
      """
    ),
    (
      "an unstaged change on another line of the paragraph: the line is fixed in both", "fix",
      """
      printf 'One line here.\\n%s\\nA third line here.\\n' "$BAD" >post.md; git add .
      printf 'One line there.\\n%s\\nA third line here.\\n' "$BAD" >post.md
      git commit -qm 1 >out 2>&1; has 'post.md:2: fixed' <out
      printf 'One line there.\\n%s\\nA third line here.\\n' "$GOOD" | cmp - post.md
      """
    ),
    (
      "an index that git has given up is not made anew", "fix",
      """
      printf '# Post\\n\\n%s\\n' "$BAD" >post.md; git add .; cp .git/index kept
      GIT_INDEX_FILE="$PWD/.git/nosuch.lock" "$EMEND" hook run --mode fix >out 2>&1; test ! -s out
      cat >slow <<'END'
      #!/bin/sh
      cp .git/index .git/own; GIT_INDEX_FILE="$PWD/.git/own" "$EMEND" hook run --mode fix --fresh & pid=$!
      sleep 0.05; rm .git/own; wait $pid; test ! -e .git/own
      END
      chmod +x slow; ./slow >out 2>&1; cmp kept .git/index
      """
    ),
    (
      "a revert that conflicts: what it brings back is passed over", "report",
      """
      printf '# Post\\n\\nOne.\\n\\n%s\\n' "$BAD" >post.md; git add .; git commit -qnm 0
      printf '# Post\\n\\nOne.\\n' >post.md; git commit -qnam 1; printf '# Post\\n\\nTwo.\\n' >post.md; git commit -qnam 2
      git revert HEAD^ >/dev/null 2>&1 || true; test -e .git/REVERT_HEAD
      printf '# Post\\n\\nTwo.\\n\\n%s\\n' "$BAD" >post.md; git add .
      git commit -qm r >out 2>&1; hasnot utilise <out
      """
    ),
    (
      "what git leaves behind of a rebase does not count", "report",
      """
      printf '# Post\\n\\n%s\\n' "$BAD" >post.md; git add .; git commit -qnm 0; git rev-parse HEAD >.git/REBASE_HEAD
      git rm -q --cached post.md; git commit -qnm 1; git add post.md
      git commit -qm 2 >out 2>&1; has utilise <out
      echo 1111111111111111111111111111111111111111 >.git/MERGE_HEAD; "$EMEND" verify --staged; rm .git/MERGE_HEAD
      """
    ),
    (
      "husky's folder is left alone; a hook that only speaks of emend is another's", "report",
      """
      mkdir -p .husky/_; git config core.hooksPath .husky/_; echo h >.husky/_/h; echo exit >.husky/_/pre-commit
      if "$EMEND" hook install 2>out; then exit 8; fi; has "into $PWD/.husky/pre-commit instead" <out
      test "$(cat .husky/_/pre-commit)" = exit; git config --unset core.hooksPath; "$EMEND" hook uninstall 2>/dev/null
      printf '#!/bin/bash\\n# emend hook first, then lint\\n[[ ${BASH_SOURCE[0]} == "$0" ]] && { echo "$*" >ran; exit 7; }\\n' \
        >.git/hooks/pre-commit; chmod +x .git/hooks/pre-commit; cp .git/hooks/pre-commit kept; hook
      cmp kept .git/hooks/pre-commit.before-emend; git add .; if git commit -qm 2; then exit 8; fi; test -f ran
      rm .git/hooks/pre-commit; ln .git/hooks/pre-commit.before-emend .git/hooks/pre-commit; hook
      rm .git/hooks/pre-commit; "$EMEND" hook uninstall 2>/dev/null; cmp kept .git/hooks/pre-commit
      """
    ),
    (
      "the same line in a code block by now is left alone", "fix",
      """
      printf '# Post\\n\\n%s\\n' "$BAD" >post.md; git add .; printf '# Post\\n\\n```\\n%s\\n```\\n' "$BAD" >post.md
      git commit -qm 1 >out 2>&1; has 'has another text there' <out; has "$BAD" <post.md; staged post.md | has "$GOOD"
      """
    ),
    (
      "what is written into the hook can be read again, from wherever it was installed", "report",
      """
      mkdir sub; cp "$TEMPLATES/rephrase.md" sub/mine.md; sed -i 's/^name: .*/name: mine/' sub/mine.md; cd sub
      "$EMEND" hook install --budget 3600s --template mine.md 2>/dev/null
      if "$EMEND" hook install --exclude 'drafts/*' 2>out; then exit 8; fi; has 'install it at the top' <out; cd ..
      printf '# Post\\n\\n%s\\n' "$BAD" >post.md; git add post.md; git commit -qm 1 2>out
      has utilise <out; hasnot 'goes on unchecked' <out
      """
    ),
    (
      "within pre-commit nothing is put into what is staged", "fix",
      """
      printf '# Post\\n\\n%s\\n' "$BAD" >post.md; git add .
      PRE_COMMIT=1 git commit -qm 1 >out 2>&1; has 'suggestions are shown' <out; staged post.md | has "$BAD"
      """
    ),
    (
      "verify --staged of what is not there", "report",
      """
      printf 'x\\n' >a.md; git add .; if "$EMEND" verify --staged nosuch.md 2>out; then exit 8; fi; has 'no such file' <out
      git commit -qnm 0; mkdir docs; printf 'It takes 14 days to do.\\n' >docs/b.md; git add .; git commit -qnm 1
      printf 'It takes 15 days to do.\\n' >docs/b.md; git add .; "$EMEND" verify --staged a.md
      "$EMEND" verify --staged docs >out 2>&1 && exit 8 || test $? = 1; has 'docs/b.md:1' <out
      """
    ),
  ]
}
