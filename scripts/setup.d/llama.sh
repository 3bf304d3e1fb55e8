# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# llama.cpp as static libraries in .deps/llama, from the pinned source distribution of llama-cpp-python with the kernels
# of scripts/llama; or, with EMEND_LLAMA_PREFIX, .deps/llama as a link to one that is installed.

llama_archive=llama_cpp_python-0.3.36.tar.gz
llama_sha256=832db0699007f1be95a7e41ef12e88926b02ba836461e36a36372db2760c1a2e
llama_flags=(
  -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF -DCMAKE_POSITION_INDEPENDENT_CODE=ON -DGGML_NATIVE=ON
  -DLLAMA_BUILD_APP=OFF -DLLAMA_BUILD_TOOLS=OFF -DLLAMA_BUILD_SERVER=OFF -DLLAMA_BUILD_EXAMPLES=OFF
  -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_COMMON=OFF -DLLAMA_CURL=OFF
  # OpenMP's threads spin while they wait, which ruins a busy machine; ggml's own give way, with our patch.
  -DGGML_OPENMP=OFF
)

set_up_llama() {
  local prefix=$deps/llama stamp
  if [ -n "${EMEND_LLAMA_PREFIX-}" ]; then
    link_llama "$EMEND_LLAMA_PREFIX"
    return
  fi
  # A link stays until somebody removes it: the choice of a prefix outlives the variable.
  if [ -L "$prefix" ] && [ -e "$prefix/include/llama.h" ]; then return; fi
  stamp="$llama_archive $llama_sha256 ${llama_flags[*]} $(cat "$root"/scripts/llama/* | sha256sum | cut -d ' ' -f 1)"
  if [ "$(cat "$prefix/emend-stamp" 2>/dev/null)" != "$stamp" ]; then build_llama "$stamp"; fi
  # 240 MB that the archive gives again when they are needed; left by a set-up that was interrupted here, too.
  rm -rf "$deps/llama-source" "$deps/llama-build" "$deps/llama-build.log"
}

link_llama() {
  local installed=$1
  [ -e "$installed/include/llama.h" ] ||
    fail "EMEND_LLAMA_PREFIX=$installed has no include/llama.h; it must be the prefix that llama.cpp is installed to"
  compgen -G "$installed/lib/libllama.*" >/dev/null || compgen -G "$installed/lib64/libllama.*" >/dev/null ||
    compgen -G "$installed/lib/*-linux-gnu/libllama.*" >/dev/null ||
    fail "EMEND_LLAMA_PREFIX=$installed has no lib/libllama.a or .so; it must be the prefix that llama.cpp is installed to"
  installed=$(cd "$installed" && pwd)
  [ "$(readlink "$deps/llama" 2>/dev/null)" != "$installed" ] || return 0
  say "using the llama.cpp in $installed"
  rm -rf "$deps/llama"
  ln -s "$installed" "$deps/llama"
  llama_changed
}

build_llama() {
  local stamp=$1 source=$deps/llama-source build=$deps/llama-build new=$deps/llama.new
  download requirements-llama.txt "$llama_archive" "$llama_sha256"
  if [ "$(cat "$source/emend-stamp" 2>/dev/null)" != "$stamp" ]; then
    rm -rf "$source" "$build"
    mkdir -p "$source"
    say 'unpacking llama.cpp'
    tar -xzf "$deps/downloads/$llama_archive" -C "$source" --strip-components=3 \
      "${llama_archive%.tar.gz}/vendor/llama.cpp" || fail "$llama_archive could not be unpacked to $source; is the disk full?"
    cp "$root"/scripts/llama/*.cpp "$root"/scripts/llama/*.h "$source/ggml/src/ggml-cpu" &&
      patch --quiet --directory "$source" --strip 0 <"$root/scripts/llama/ggml.patch" >&2 ||
      fail 'the kernels could not be added to llama.cpp; is the archive the pinned one?'
    printf '%s\n' "$stamp" >"$source/emend-stamp"
  fi
  say 'building llama.cpp (one to two minutes on two cores)'
  {
    cmake -S "$source" -B "$build" -G Ninja "${llama_flags[@]}" && cmake --build "$build" &&
      rm -rf "$new" && cmake --install "$build" --prefix "$new"
  } >"$deps/llama-build.log" 2>&1 || {
    tail -n 20 "$deps/llama-build.log" >&2
    fail "llama.cpp could not be built; the whole log is in $deps/llama-build.log"
  }
  printf '%s\n' "$stamp" >"$new/emend-stamp"
  rm -rf "$deps/llama"
  mv "$new" "$deps/llama"
  llama_changed
}
