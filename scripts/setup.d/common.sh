# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What the parts of the set-up share. `root` is the checkout, `deps` its .deps folder.

# Says what is going on, on standard error: standard output is the user's.
say() { printf 'setup: %s\n' "$*" >&2; }

# Ends the set-up with one sentence.
fail() {
  say "$*"
  exit 1
}

# One set-up at a time: a second waits for the first.
lock_setup() {
  command -v flock >/dev/null || return 0
  exec 9>"$deps/lock"
  if ! flock -n 9; then
    say 'another set-up is at work in this checkout; waiting for it'
    flock 9
  fi
}

# has_sha256 FILE DIGEST
has_sha256() { [ "$(sha256sum "$1" | cut -d ' ' -f 1)" = "$2" ]; }

# A Python that has pip: the first on the PATH, else Debian's own.
python_with_pip() {
  local python
  for python in python3 /usr/bin/python3; do
    if command -v "$python" >/dev/null && "$python" -m pip --version >/dev/null 2>&1; then
      printf '%s\n' "$python"
      return 0
    fi
  done
  fail "pip is needed for the downloads and is not there; run: apt-get install python3-pip"
}

# download REQUIREMENTS FILE DIGEST
# Fetches the one pinned file of a requirements file into .deps/downloads, unless it is there.
download() {
  local requirements=$1 file=$2 digest=$3 folder=$deps/downloads python partial
  if [ ! -e "$folder/$file" ]; then
    python=$(python_with_pip)
    partial=$deps/downloads.partial
    rm -rf "$partial"
    mkdir -p "$partial/tools" "$folder"
    say "downloading $file"
    # pip runs the build system of a source distribution to learn its name. Left alone, it would fetch the newest one of
    # the day for that; here it is given one that is pinned, too.
    "$python" -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --no-deps --require-hashes --only-binary :all: \
      --target "$partial/tools" --requirement "$root/scripts/requirements-metadata.txt" >&2 &&
      PYTHONPATH=$partial/tools "$python" -m pip download --quiet --disable-pip-version-check --no-deps \
        --no-build-isolation --require-hashes --no-binary llama-cpp-python --dest "$partial" \
        --requirement "$root/scripts/$requirements" >&2 ||
      fail "$file could not be downloaded (see pip's message above); check the network and the disk, and run 'make setup' again"
    mv "$partial/$file" "$folder/$file"
    rm -rf "$partial"
  fi
  has_sha256 "$folder/$file" "$digest" ||
    fail "$folder/$file does not have the SHA-256 it should have ($digest); delete it and run 'make setup' again"
}

# Has all that was linked with another llama.cpp linked again: SwiftPM does not look at the libraries.
llama_changed() {
  rm -rf "$root"/.build/*/*/EmendLlama.build
  rm -f "$root/.build/release/emend"
}
