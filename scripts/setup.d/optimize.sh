# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A faster version of the default model, where the processor gains by one: measured there, not assumed.

# Nothing here fails the set-up: without it emend is slower on some machines, and that is all.
optimize_model() {
  local program=$root/.build/release/emend model=$deps/models/$model_name.gguf stamp=$deps/models/$model_name.optimization
  local done_for health
  # Once for this model and this llama.cpp: a version that was deleted since then was not wanted.
  done_for="$model_sha256 $(readlink "$deps/llama" || true) $(cat "$deps/llama/emend-stamp" 2>/dev/null | cksum || true)"
  if [ "$(cat "$stamp" 2>/dev/null)" = "$done_for" ] && [ ! "$model" -nt "$stamp" ]; then return 0; fi
  # With our own kernels (scripts/llama/block-gemm.cpp) no version is faster than the model as it is shipped.
  health=$("$program" doctor --no-config --model "$model" 2>/dev/null) || true
  if [[ $health != *BLOCK_GEMM* ]]; then
    say 'looking for a faster version of the model (up to a minute, once)'
    # Without a home, no model of this name among the user's own stands in the way. IQ4_NL need not be tried: its
    # perplexity is 15 % higher, and its answers are far worse.
    HOME='' XDG_DATA_HOME='' "$program" model optimize "$model" --format q8_0 --no-config >&2 ||
      say 'none was made; emend uses the model as it is'
  fi
  printf '%s\n' "$done_for" >"$stamp" 2>/dev/null || true
}
