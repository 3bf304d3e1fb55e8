# SPDX-License-Identifier: Apache-2.0
"""(c) One paragraph, warm: without start and load; and light edits, with copy speculation and without."""

import dataclasses

from bench import Part, compared
from passages import requests
from python_loop import PythonLoop
from rounds import Sample, interleaved, median, ratio
from settings import DOCUMENTS, LIGHT_EDIT, SHIPPED


def measure(bench):
    request = bench.requests[bench.single - 1]
    part = Part("(c) one paragraph, warm")
    with PythonLoop(SHIPPED, bench.context) as loop:
        samples = interleaved({
            "emend": lambda: warm(bench.emend.measured("--paragraph", bench.single, bench.document, model=SHIPPED)),
            "llama-server": lambda: bench.server.measured([request]),
            "llama-cpp-python": lambda: loop.measured([request]),
        }, title="(c)")
    part.rows = list(samples.items())
    part.comparisons = [
        compared(f"(c) Q4_1: {peer} / emend", ratio(samples[peer], samples["emend"]))
        for peer in ("llama-server", "llama-cpp-python")
    ]
    part.notes.append(
        "emend's time is that of prompt and answer by its own report, the whole prompt included. The peers are running, and have "
        "evaluated the part of the prompt that all passages share.")
    limits(bench, part, samples)
    return [part, light_edits(bench)]


def warm(sample):
    """A run without what comes before the prompt."""
    return dataclasses.replace(sample, seconds=sample.model_seconds if sample.model_seconds is not None else sample.seconds)


def limits(bench, part, samples):
    least = bench.machine["bandwidth"][0] / SHIPPED.stat().st_size
    part.notes.append(f"Limit: read from memory once for each token, the weights allow {least:.0f} tokens/s for one sequence.")
    for name in ("emend", "llama-server"):
        generated = median(samples[name], lambda sample: sample.generated_tokens)
        seconds = median(samples[name], lambda sample: sample.decode_seconds)
        if seconds:
            part.notes.append(f"{name} generates {generated / seconds:.0f} tokens/s, {100 * generated / seconds / least:.0f} % of that.")


# MARK: Light edits

def light_edits(bench):
    """Each paragraph with mistakes in a process of its own, then all at once; the sum of the times is what counts."""
    part = Part("(c) light edits")
    path = DOCUMENTS / "mistakes.md"
    count = len(requests(bench.emend, path, template=LIGHT_EDIT))

    def each(speculation):
        return total([
            bench.emend.measured("--paragraph", number + 1, path, template=LIGHT_EDIT, speculation=speculation)
            for number in range(count)
        ])

    def together(speculation):
        return bench.emend.measured(path, template=LIGHT_EDIT, speculation=speculation)

    contestants = {"one by one": lambda: each(True)}
    can_do_without = bench.emend.knows("--no-speculation")
    if can_do_without:
        contestants["one by one, --no-speculation"] = lambda: each(False)
    contestants["all at once"] = lambda: together(True)
    if can_do_without:
        contestants["all at once, --no-speculation"] = lambda: together(False)
    samples = interleaved(contestants, title="(c) light edits")
    part.rows = list(samples.items())
    if not can_do_without:
        part.comparisons.append(compared("(c) light edits, decoding: without / with copy speculation", None, at_least=1.5))
        part.notes.append("This emend has no --no-speculation: copy speculation is not measured.")
        return part
    with_it, without = samples["one by one"], samples["one by one, --no-speculation"]
    same = all(a.answers == b.answers for a, b in zip(with_it, without))
    part.comparisons += [
        compared(
            "(c) light edits, decoding: without / with copy speculation",
            ratio(without, with_it, lambda sample: sample.decode_seconds) if same else None, at_least=1.5),
        compared("(c) light edits, prompt and answer: without / with", ratio(without, with_it, lambda sample: sample.model_seconds)),
        compared("(c) light edits, whole processes: without / with", ratio(without, with_it)),
        compared("(c) light edits, all at once, decoding: without / with", ratio(
            samples["all at once, --no-speculation"], samples["all at once"], lambda sample: sample.decode_seconds)),
    ]
    part.notes.append(
        "With copy speculation and without, the answers are the same." if same else
        "With copy speculation and without, THE ANSWERS DIFFER: the goal is not met, whatever the times.")
    return part


def total(samples):
    """Several runs as one."""
    def add(value):
        values = [value(sample) for sample in samples]
        return None if None in values else sum(values)

    return Sample(
        seconds=add(lambda sample: sample.seconds), passages=add(lambda sample: sample.passages),
        generated_tokens=add(lambda sample: sample.generated_tokens),
        peak_memory=max(sample.peak_memory for sample in samples), load_seconds=add(lambda sample: sample.load_seconds),
        prompt_seconds=add(lambda sample: sample.prompt_seconds), decode_seconds=add(lambda sample: sample.decode_seconds),
        answers=[sample.answers for sample in samples])
