# SPDX-License-Identifier: Apache-2.0
"""(d) A documentation folder, and (e) the same again, when its answers are in the cache."""

import shutil

import folder
from bench import Comparison, Part, compared
from rounds import interleaved, ratio
from settings import FOLDER_FILES, FOLDER_ROUNDS


def measure(bench):
    part = Part(f"(d) a folder of {FOLDER_FILES} files, (e) the same again")
    files = bench.scratch / "documentation"
    cache = bench.scratch / "cache-of-answers"
    paragraphs = folder.write(files)

    def run():
        return bench.emend.measured(files, cached=True, environment={"XDG_CACHE_HOME": str(cache)})

    def first():
        shutil.rmtree(cache, ignore_errors=True)
        return run()

    contestants = {"(d) first": first}
    keeps_answers = bench.emend.knows("--no-cache")
    if keeps_answers:
        contestants["(e) again"] = run
    # In this order: what (e) finds is what (d) left.
    samples = interleaved(contestants, FOLDER_ROUNDS, title="(d), (e)", turning=False, warm_up=False)
    part.rows = list(samples.items())
    part.notes.append(f"{paragraphs} paragraphs, with emend's own weights.")
    if not keeps_answers:
        part.comparisons.append(compared("(e) first / again", None, at_least=50))
        part.notes.append("This emend has no --no-cache, and keeps no answers: (e) is not measured.")
        return part
    again = samples["(e) again"]
    same = all(a.answers == b.answers for a, b in zip(samples["(d) first"], again))
    part.comparisons.append(compared("(e) first / again", ratio(samples["(d) first"], again) if same else None, at_least=50))
    if not same:
        part.notes.append("From the cache come OTHER ANSWERS than the model gave: the goal is not met, whatever the times.")
    part.comparisons.append(no_model(again, bench.default_model))
    return part


def no_model(samples, model):
    """That no model was loaded: no time went into loading, and there was no memory for one."""
    size = model.stat().st_size
    peak = max(sample.peak_memory for sample in samples)
    if any(sample.load_seconds is None for sample in samples):
        return Comparison("(e) seconds of loading a model", "—", at_most=0)
    load = max(sample.load_seconds for sample in samples)
    return Comparison(
        "(e) seconds of loading a model", f"{load:.2f} (peak memory {peak / 1e6:.0f} MB, the model's file {size / 1e6:.0f} MB)",
        load if peak < size else 1, at_most=0)
