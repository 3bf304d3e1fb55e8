# SPDX-License-Identifier: Apache-2.0
"""Where things lie, and how much is measured."""

import os
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parent.parent
ROOT = BENCHMARKS.parent
PEERS = ROOT / ".deps" / "peers"
VENV = PEERS / "venv" / "bin"
DOCUMENTS = BENCHMARKS / "documents"
LIGHT_EDIT = BENCHMARKS / "light-edit.md"
PARAGRAPH = BENCHMARKS / "paragraph.md"

# The weights that everyone can be given: as they are shipped, and by llama-quantize.
SHIPPED = ROOT / ".deps" / "models" / "smollm2-135m-instruct.gguf"
WEIGHTS = {"Q4_1": SHIPPED, "IQ4_NL": PEERS / "smollm2-135m-instruct-IQ4_NL.gguf"}

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()

# What the model multiplies and adds for one token: all matrices, and without the output matrix, which is needed only where
# the next token is asked for. SmolLM2-135M: 30 layers of 576 x 576 (q, o), 576 x 192 (k, v) and 3 of 576 x 1536, and an
# output matrix of 576 x 49152.
LAYERS_PER_TOKEN = 30 * (2 * 576 * 576 + 2 * 576 * 192 + 3 * 576 * 1536)
OUTPUT_PER_TOKEN = 576 * 49152

PARTS = "abcdef"


class BenchmarkError(Exception):
    """What stops the benchmark, in one sentence."""


def number_from_environment(name, default):
    try:
        value = int(os.environ.get(name, default))
    except ValueError:
        value = 0
    if value < 1:
        raise BenchmarkError(f"{name} must be a number from 1 on, not \"{os.environ[name]}\"")
    return value


ROUNDS = number_from_environment("BENCH_ROUNDS", 5)
FOLDER_ROUNDS = number_from_environment("BENCH_FOLDER_ROUNDS", min(ROUNDS, 3))
FOLDER_FILES = number_from_environment("BENCH_FOLDER_FILES", 400)
# Fewer than all 24 are for trying the benchmark out.
PASSAGES = number_from_environment("BENCH_PASSAGES", 24)
# Of the document that goes through a server.
SERVED_PASSAGES = number_from_environment("BENCH_SERVED_PASSAGES", 64)
# The longest that any one process or answer may take, in seconds.
TIMEOUT = number_from_environment("BENCH_TIMEOUT", 300)


def selected_parts():
    """The letters in BENCH_ONLY, or all."""
    wanted = [part.strip() for part in os.environ.get("BENCH_ONLY", ",".join(PARTS)).split(",") if part.strip()]
    unknown = [part for part in wanted if part not in PARTS or len(part) != 1]
    if unknown or not wanted:
        raise BenchmarkError(f"BENCH_ONLY takes letters out of {', '.join(PARTS)}, not \"{os.environ['BENCH_ONLY']}\"")
    # (e) is (d) again.
    return {"d" if part == "e" else part for part in wanted}
