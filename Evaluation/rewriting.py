# SPDX-License-Identifier: Apache-2.0
"""What emend would write, the raw model's answer, and leaving the text alone, scored on development sets."""

import collections
import json
import os
import pathlib
import subprocess
import tempfile
import time

from datasets import development_sets
from preserve import HARD, check

# What must not be altered in what is written, counted by ../shared/eval/preserve.py, which shares no code with emend.
PROTECTED = [kind for kind in HARD if kind != "number"]

# More of emend's options, such as "--no-adapter".
FLAGS = os.environ.get("EVAL_FLAGS", "").split()


def evaluate(program, dataset):
    """One row of the table: figures by name."""
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        for index, source in enumerate(dataset.sources):
            pathlib.Path(folder, f"{index:05}.md").write_text(source + "\n", encoding="utf-8")
        command = [program, "rephrase", "--template", dataset.template, "--no-cache", "--no-config", "--explain",
                   "--output-format", "json", "-q", *FLAGS, folder]  # fmt: skip
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    # Without the adapter that a template names it would be another model that is measured.
    if run.returncode != 0 or "going on without the adapter" in run.stderr:
        raise SystemExit(f"evaluation: emend ended with {run.returncode}: {run.stderr.strip()}")
    report = json.loads(run.stdout)
    files = sorted(report["files"], key=lambda file: file["path"])
    written, raw, outcomes = [], [], collections.Counter()
    for source, file in zip(dataset.sources, files, strict=True):
        data = (source + "\n").encode()
        written.append(spliced(data, [(e["start"], e["end"], e["replacement"]) for e in file["edits"]]))
        passages = file["edits"] + file["kept"]
        answers = [(p["start"], p["end"], raw_answer(p)) for p in passages]
        raw.append(spliced(data, [answer for answer in answers if answer[2] is not None]))
        outcomes["edited"] += len(file["edits"])
        outcomes["unchecked"] += len(file["unchecked"])
        outcomes["not offered"] += not (passages or file["unchecked"])
        for kept in file["kept"]:
            outcomes["kept: " + kept["reason"]] += 1
    changed, altered = altered_rows(dataset.sources, written)
    changes = [dataset.improvement(row, text) for row, text in enumerate(written) if text != folded(dataset.sources[row])]
    _, damaged = altered_rows(dataset.sources, raw)
    alone, model, emend = (round(dataset.score(texts), 2) for texts in (dataset.sources, raw, written))
    return {
        "set": dataset.name, "template": dataset.template, "adapter": report["model"]["adapter"],
        "rows": len(dataset.sources), "metric": dataset.metric, "alone": alone, "model": model,
        "model damages": round(damaged["protected or numbers"] / len(dataset.sources), 3),
        "emend": emend, "gain": round(emend - alone, 2), "left alone": round(1 - changed / len(dataset.sources), 3),
        "better": sum(change > 0 for change in changes), "worse": sum(change < 0 for change in changes),
        "altered": {kind: altered[kind] for kind in ("protected", "numbers", "names", "negations")},
        "passages": dict(sorted(outcomes.items(), key=lambda item: (-item[1], item[0]))),
        "seconds": round(time.perf_counter() - start, 1),
    }


def altered_rows(sources, texts):
    """How many rows are changed at all, and in how many of them what must not be is altered, by kind."""
    changed, altered = 0, collections.Counter()
    for source, text in zip(sources, texts):
        if folded(text) == folded(source):
            continue
        changed += 1
        verdict = check(folded(source), folded(text))
        changes = verdict["changes"]
        altered["protected or numbers"] += not verdict["hard_ok"]
        altered["protected"] += any(kind in changes for kind in PROTECTED)
        altered["numbers"] += "number" in changes
        altered["names"] += "name" in changes or "acronym" in changes
        altered["negations"] += "negation" in changes
    return changed, altered


def raw_answer(passage):
    """What the model says when it is asked once, or None if there is no answer."""
    texts = [c["text"] for c in passage.get("candidates", []) if c.get("origin", "greedy") == "greedy"]
    return texts[0] if texts else None


def spliced(data, edits):
    """A file's text with pieces of it replaced, on one line."""
    for start, end, text in sorted(edits, reverse=True):
        data = data[:start] + text.encode() + data[end:]
    return folded(data.decode())


def folded(text):
    return " ".join(text.split())


def evaluate_all(program):
    return [evaluate(program, dataset) for dataset in development_sets()]


def table(rows):
    """The rows for a terminal."""
    lines = [f"{'set':<13}{'template':<9}{'rows':>5}  {'metric':<6}{'alone':>7}{'model':>7}{'damages':>9}{'emend':>7}{'gain':>7}"
             f"{'left alone':>12}{'better':>8}{'worse':>7}"
             f"{'spans':>7}{'numbers':>9}{'names':>7}{'negations':>11}{'seconds':>9}"]
    for row in rows:
        altered = row["altered"]
        lines.append(
            f"{row['set']:<13}{row['template']:<9}{row['rows']:>5}  {row['metric']:<6}{row['alone']:>7.2f}{row['model']:>7.2f}"
            f"{row['model damages']:>9.1%}{row['emend']:>7.2f}{row['gain']:>+7.2f}{row['left alone']:>12.1%}{row['better']:>8}"
            f"{row['worse']:>7}{altered['protected']:>7}{altered['numbers']:>9}{altered['names']:>7}{altered['negations']:>11}{row['seconds']:>9.1f}")
    lines.append("")
    for row in rows:
        total = sum(row["passages"].values())
        shares = ", ".join(f"{name} {count / total:.0%}" for name, count in row["passages"].items() if count)
        lines.append(f"{row['set']}, {row['template']}: {shares}")
    return "\n".join(lines)
