# SPDX-License-Identifier: Apache-2.0
"""Writes a trained adapter as GGUF, with the converter of llama.cpp's source.

usage: export.py MODEL.gguf ADAPTER_FOLDER LLAMA_CPP_SOURCE OUTPUT.gguf
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile

from transformers import AutoConfig


def main():
    model, adapter, source, output = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        # The converter reads only the configuration of the base model.
        config = AutoConfig.from_pretrained(os.path.dirname(os.path.abspath(model)), gguf_file=os.path.basename(model))
        settings = config.to_dict()
        settings.pop("quantization_config", None)
        settings["architectures"] = ["LlamaForCausalLM"]
        with open(os.path.join(folder, "config.json"), "w", encoding="utf-8") as file:
            json.dump(settings, file, default=str)
        # With the name of the model that it was trained on, in place of a path on this machine.
        copy = os.path.join(folder, os.path.basename(output).removesuffix(".gguf"))
        shutil.copytree(adapter, copy, ignore=shutil.ignore_patterns("state.pt*", "README.md", "recipe.json"))
        with open(os.path.join(copy, "adapter_config.json"), encoding="utf-8") as file:
            settings = json.load(file)
        settings["base_model_name_or_path"] = "HuggingFaceTB/SmolLM2-135M-Instruct"
        with open(os.path.join(copy, "adapter_config.json"), "w", encoding="utf-8") as file:
            json.dump(settings, file)
        environment = dict(os.environ, PYTHONPATH=os.path.join(source, "gguf-py"))
        converter = os.path.join(source, "convert_lora_to_gguf.py")
        subprocess.run(
            [sys.executable, converter, "--base", folder, "--outtype", "f16", "--outfile", output + ".new", copy],
            check=True, env=environment,
        )  # fmt: skip
    os.replace(output + ".new", output)


if __name__ == "__main__":
    main()
