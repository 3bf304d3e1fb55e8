# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# emend itself, in release.

build_program() {
  local program=$root/.build/release/emend
  # Asking SwiftPM takes seconds even when nothing is to be done.
  if [ -x "$program" ] &&
    [ -z "$(find "$root/Package.swift" "$root/Sources" -newer "$program" -print -quit)" ]; then
    return
  fi
  say 'building emend (three to five minutes on two cores the first time)'
  # Linked statically, emend starts in half the time and runs where there is no Swift.
  # shellcheck disable=SC2086 # flags are words
  (cd "$root" && swift build -c release ${SWIFT_BUILD_FLAGS---static-swift-stdlib} >&2) || fail 'emend could not be built; see above'
  touch "$program"
}
