# SPDX-License-Identifier: Apache-2.0
"""(a) A whole document."""

import contextlib

from bench import Comparison, Part, compared
from python_loop import PythonLoop
from rounds import digits, interleaved, median, progress, ratio, spread
from server import Server
from settings import LAYERS_PER_TOKEN, OUTPUT_PER_TOKEN, SHIPPED, WEIGHTS

SLOTS = (1, 2, 4, 8, 16)
OWN = "emend, its own weights"


def measure(bench):
    """Part (a) with each of the weights that all can be given, and with emend's own against the shipped ones."""
    own_is_shipped = bench.default_model.samefile(SHIPPED)
    for name, weights in WEIGHTS.items():
        part = Part(f"(a) {len(bench.requests)} paragraphs, {name}")
        best = best_slots(bench, weights, part)
        samples = contest(bench, weights, best, own=name == "Q4_1" and not own_is_shipped)
        part.rows = list(samples.items())
        servers = [samples[server_name(slots)] for slots in best]
        fastest = min(servers, key=median)
        part.comparisons += [
            compared(f"(a) {name}: llama-server / emend", ratio(fastest, samples["emend"]), at_least=2),
            compared(f"(a) {name}: llama-cpp-python / emend", ratio(samples["llama-cpp-python"], samples["emend"]), at_least=3),
        ]
        part.comparisons.append(compared(
            f"(a) {name}: llama-server / emend, for each token of an answer",
            ratio(fastest, samples["emend"], lambda sample: sample.seconds / sample.generated_tokens)))
        if name == "Q4_1":
            own = samples["emend"] if own_is_shipped else samples[OWN]
            part.comparisons += [
                compared("(a) llama-server with Q4_1 / emend with its own weights", ratio(fastest, own), at_least=4),
                *frugality(own, bench.default_model),
            ]
            if own_is_shipped:
                part.notes.append("emend's own weights are the shipped ones here: set-up has made no others.")
        part.notes.append(
            "All decode greedily; but sums in another order round otherwise, so some answers differ, and their lengths with them.")
        limits(bench, part, samples["emend"], weights)
        yield part


def best_slots(bench, weights, part):
    """The two numbers of slots, and of clients, with which llama-server is fastest, from one run each."""
    seconds = {}
    for slots in SLOTS:
        progress(f"{part.title}: looking for llama-server's best number of slots, {slots}")
        with Server(weights, slots, bench.context) as server:
            seconds[slots] = server.measured(bench.requests).seconds
    part.notes.append("llama-server, one run for each number of slots: " + ", ".join(
        f"{slots}: {digits(time)} s" for slots, time in seconds.items()) + "; the two best were measured.")
    return sorted(seconds, key=seconds.get)[:2]


def server_name(slots):
    return f"llama-server, {slots} slot{'s' * (slots > 1)}"


def contest(bench, weights, best, own):
    with contextlib.ExitStack() as running:
        contestants = {"emend": lambda: bench.emend.measured(*bench.paragraphs, bench.document, model=weights)}
        if own:
            contestants[OWN] = lambda: bench.emend.measured(*bench.paragraphs, bench.document)
        for slots in best:
            server = running.enter_context(Server(weights, slots, bench.context))
            contestants[server_name(slots)] = lambda server=server: server.measured(bench.requests)
        loop = running.enter_context(PythonLoop(weights, bench.context))
        contestants["llama-cpp-python"] = lambda: loop.measured(bench.requests)
        return interleaved(contestants, title="(a)")


def frugality(samples, model):
    """Memory beside the model's file, and the share of time that is not the model's."""
    size = model.stat().st_size
    peak = max(sample.peak_memory for sample in samples)
    beyond = (peak - size) / 1e6
    memory = Comparison(
        "(a) peak memory beyond the model's file, in MB", f"{beyond:.0f} ({peak / 1e6:.0f} in all, {size / 1e6:.0f} the file)",
        beyond, at_most=150)
    if median(samples, lambda sample: sample.model_seconds) is None:
        return [memory, Comparison("(a) time outside the model, in %", "—", at_most=2)]
    share = spread([
        100 * (1 - (sample.load_seconds + sample.model_seconds) / sample.seconds) for sample in samples])
    return [memory, Comparison("(a) time outside the model, in %", f"{share.value:.1f} ({share.low:.1f}–{share.high:.1f})",
                               share.value, at_most=2)]


def limits(bench, part, samples, weights):
    """How long the multiply-adds of the document take at the peak of the cores."""
    generated = median(samples, lambda sample: sample.generated_tokens)
    work = (bench.prompt_tokens + generated) * LAYERS_PER_TOKEN + generated * OUTPUT_PER_TOKEN
    seconds = median(samples)
    for kind in ("int8", "bf16"):
        if kind in bench.machine:
            least = work / bench.machine[kind][0]
            part.notes.append(
                f"Limit: {work / 1e9:.0f} G multiply-adds ({bench.prompt_tokens} tokens of prompts, what they share counted once, and "
                f"{generated:.0f} of answers) take {least:.2f} s at the {kind} peak; emend takes {digits(seconds)} s, "
                f"{digits(seconds / least)} times as long.")
    read = weights.stat().st_size / bench.machine["bandwidth"][0]
    part.notes.append(
        f"Limit: one sequence after the other, the weights read from memory for each token of the answers take "
        f"{generated * read:.2f} s; answers in batches share the reading.")
