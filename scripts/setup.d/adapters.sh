# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The adapters of the templates, merged into the default model.

# Nothing here fails the set-up: what is not merged now, emend merges when it is first needed.
adapt_model() {
  # Without a home, no model or template of this name among the user's own stands in the way; with a cache, the files'
  # digests are not worked out again each time.
  HOME='' XDG_DATA_HOME='' XDG_CONFIG_HOME='' XDG_CACHE_HOME="$deps/cache" \
    "$root/.build/release/emend" model adapt "$model_name" --no-config >/dev/null ||
    say 'the adapters could not be merged into the model'
}
