# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The toolchain, and the Debian packages that the build needs.

debian_packages=(patch libcmark-dev libsqlite3-dev cmake ninja-build g++ pkg-config)

check_swift() {
  command -v swift >/dev/null ||
    fail 'Swift 6.2 or newer is needed and is not on the PATH; see https://www.swift.org/install'
  # Asking the compiler takes half a second, so it is asked only before something is built.
  [ ! -x "$root/.build/release/emend" ] || return 0
  local version
  version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\)\.\([0-9]*\).*/\1 \2/p' | head -n 1)
  # A version that cannot be read is for the build to judge.
  set -- $version
  [ $# -lt 2 ] || [ "$1" -gt 6 ] || { [ "$1" = 6 ] && [ "$2" -ge 2 ]; } ||
    fail "Swift 6.2 or newer is needed, this is $1.$2; see https://www.swift.org/install"
}

install_packages() {
  if ! command -v dpkg-query >/dev/null; then
    check_tools
    return
  fi
  local missing=() package
  for package in "${debian_packages[@]}"; do
    dpkg-query --show --showformat='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0

  local command="apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
  say "installing ${missing[*]}"
  if [ "$(id -u)" = 0 ]; then
    DEBIAN_FRONTEND=noninteractive sh -c "$command" >&2 ||
      fail "the packages could not be installed (see above); run this, then 'make setup' again: $command"
  elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
    sudo DEBIAN_FRONTEND=noninteractive sh -c "$command" >&2 ||
      fail "the packages could not be installed (see above); run this, then 'make setup' again: sudo sh -c '$command'"
  else
    fail "these packages are needed and only root can install them; run this as root, then 'make setup' again: $command"
  fi
}

# Where there is no dpkg, the tools themselves must be there.
check_tools() {
  local tool missing=()
  for tool in cmake ninja c++ patch pkg-config; do
    command -v "$tool" >/dev/null || missing+=("$tool")
  done
  pkg-config --exists libcmark 2>/dev/null || missing+=(libcmark)
  pkg-config --exists sqlite3 2>/dev/null || missing+=(sqlite3)
  [ ${#missing[@]} -eq 0 ] || fail "these are needed and not there: ${missing[*]}; install them and run 'make setup' again"
}
