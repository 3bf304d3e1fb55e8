# SPDX-License-Identifier: Apache-2.0
"""Compares emend with its peers on the same weights, prompts and limits, in one run.

    python3 Benchmarks/peers PROGRAM

Prints the report and writes Benchmarks/results.md and results.svg (BENCH_RESULTS names another folder). The environment
says what to measure: BENCH_ONLY=a,b parts, BENCH_ROUNDS=5 and BENCH_FOLDER_ROUNDS=3 rounds, BENCH_PASSAGES=24 of the
document, BENCH_FOLDER_FILES=400, BENCH_SERVED_PASSAGES=64, BENCH_TIMEOUT=300 seconds for one process or answer.
"""

import os
import signal
import sys
import tempfile
import time
from pathlib import Path

sys.dont_write_bytecode = True

try:
    import chart
    import cold
    import document
    import documentation
    import machine
    import report
    import through_server
    import warm
    from bench import Bench
    from emend import Emend
    from passages import fewest_prompt_tokens, first_paragraphs, requests, with_limits
    from rounds import progress
    from server import Server, context_for
    from settings import BENCHMARKS, DOCUMENTS, PEERS, SHIPPED, VENV, WEIGHTS, BenchmarkError, selected_parts
except Exception as error:
    # The only error that modules raise while they are read is about the environment's numbers.
    if type(error).__name__ != "BenchmarkError":
        raise
    sys.exit(f"bench: {error}")


def main():
    if len(sys.argv) != 2:
        sys.exit(f"usage: python3 {Path(__file__).parent} PROGRAM")
    # A plain kill should stop the servers, too, as Ctrl-C does.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        compare(Path(sys.argv[1]).resolve())
    except BenchmarkError as error:
        progress("")
        sys.exit(f"bench: {error}")
    except KeyboardInterrupt:
        progress("")
        sys.exit(130)


def compare(program):
    needed = [SHIPPED, *WEIGHTS.values(), PEERS / "bin" / "llama-server", VENV / "llm", program]
    for path in needed:
        if not path.exists():
            raise BenchmarkError(f"{path} is not there; run 'make setup' and Benchmarks/set-up-peers")
    wanted = selected_parts()
    start, load = time.monotonic(), machine.load()
    with tempfile.TemporaryDirectory(prefix="emend-bench-") as folder:
        scratch = Path(folder)
        emend = Emend(program, scratch / "emend")
        default_model = emend.default_model()
        if default_model is None or not Path(default_model).exists():
            raise BenchmarkError("emend has no model of its own; run 'make setup'")
        path, paragraphs = DOCUMENTS / "essay.md", first_paragraphs()
        asked = requests(emend, path, paragraphs=paragraphs)
        progress("measuring the machine")
        limits = machine.limits(scratch)
        with Server(SHIPPED, 1, 1024) as server:
            asked = with_limits(asked, server.tokenize)
            bench = Bench(
                emend=emend, scratch=scratch, server=server, document=path, requests=asked,
                context=context_for(asked, server.tokenize), prompt_tokens=fewest_prompt_tokens(asked, server.tokenize),
                machine=limits, default_model=Path(default_model),
                paragraphs=[word for number in paragraphs or [] for word in ("--paragraph", number)],
                single=min(10, len(asked)))
            parts = measure(bench, wanted)
        progress("")
        write(parts, bench, report.text(parts, bench, load, time.monotonic() - start))


def measure(bench, wanted):
    parts = []
    if "a" in wanted:
        parts += document.measure(bench)
    if "b" in wanted:
        parts.append(cold.measure(bench))
    if "c" in wanted:
        parts += warm.measure(bench)
    if "d" in wanted:
        parts.append(documentation.measure(bench))
    if "f" in wanted:
        parts += through_server.measure(bench)
    return parts


def write(parts, bench, text):
    print(text)
    folder = Path(os.environ.get("BENCH_RESULTS", BENCHMARKS))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "results.md").write_text(text, encoding="utf-8")
    picture = chart.svg(parts, f"{machine.description()}, SmolLM2-135M-Instruct")
    if picture:
        (folder / "results.svg").write_text(picture, encoding="utf-8")


main()
