# SPDX-License-Identifier: Apache-2.0
"""What `emend verify` finds: of mistakes that were seeded, and of good rewrites by people, where it should find nothing."""

import collections
import concurrent.futures
import json
import pathlib
import subprocess
import tempfile

from datasets import development_sets

# More say little that these do not; JFLEG has four references each.
MOST_ROWS = 300


def failures(program, pairs):
    """The checks that fail for each pair of texts; `unchecked` among them if a passage could not be looked at."""
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(2) as pool:
        def verify(numbered):
            number, (old, new) = numbered
            paths = [pathlib.Path(folder, f"{number}-{side}.md") for side in ("old", "new")]
            for path, text in zip(paths, (old, new)):
                path.write_text(text + "\n", encoding="utf-8")
            command = [program, "verify", "-q", "--output-format", "json", *map(str, paths)]
            run = subprocess.run(command, capture_output=True, text=True, check=False)
            if run.returncode not in (0, 1, 3):
                raise SystemExit(f"evaluation: emend verify ended with {run.returncode}: {run.stderr.strip()}")
            file = json.loads(run.stdout)["files"][0]
            return [failure["check"] for failure in file["failures"]] + ["unchecked"] * len(file["unchecked"])
        return list(pool.map(verify, enumerate(pairs)))


def detection(program, drifts):
    """By kind of drift: how many, how many were detected and by which checks, and those that were not."""
    found = failures(program, [(drift.old, drift.new) for drift in drifts])
    kinds = {}
    for drift, checks in zip(drifts, found):
        kind = kinds.setdefault(drift.kind, {"cases": 0, "detected": 0, "checks": collections.Counter(), "missed": []})
        kind["cases"] += 1
        if checks := set(checks) - {"unchecked"}:
            kind["detected"] += 1
            kind["checks"].update(checks)
        else:
            kind["missed"].append({"old": drift.old, "new": drift.new})
    for kind in kinds.values():
        kind["checks"] = sorted_counts(kind["checks"])
    return kinds


def sorted_counts(counter):
    """The most frequent first, and the same from run to run."""
    return dict(sorted(counter.items(), key=lambda item: (-item[1], item[0])))


def false_alarms(program):
    """By development set: how many references by people are flagged, and by which checks."""
    result = {}
    for dataset in development_sets():
        if dataset.name not in ("md_edits", "md_sentences", "jfleg"):
            continue
        rows = list(zip(dataset.sources, dataset.references))[:MOST_ROWS]
        pairs = [(source, text) for source, texts in rows for text in texts if text.strip()]
        found = failures(program, pairs)
        checks = collections.Counter(check for names in found for check in set(names))
        result[dataset.name] = {
            "references": len(pairs), "flagged": sum(bool(set(names) - {"unchecked"}) for names in found),
            "checks": sorted_counts(checks)}
    return result


def table(kinds, alarms):
    """Both for a terminal."""
    lines = [f"{'seeded drift':<28}{'cases':>6}{'detected':>10}"]
    for name, kind in kinds.items():
        most = ", ".join(f"{check} {count}" for check, count in list(kind["checks"].items())[:3])
        lines.append(f"{name:<28}{kind['cases']:>6}{kind['detected'] / kind['cases']:>10.1%}  {most}")
    cases = sum(kind["cases"] for kind in kinds.values())
    lines.append(f"{'all':<28}{cases:>6}{sum(kind['detected'] for kind in kinds.values()) / cases:>10.1%}")
    lines += ["", f"{'references by people':<28}{'cases':>6}{'flagged':>10}"]
    for name, row in alarms.items():
        checks = ", ".join(f"{check} {count}" for check, count in row["checks"].items())
        lines.append(f"{name:<28}{row['references']:>6}{row['flagged'] / row['references']:>10.1%}  {checks}")
    return "\n".join(lines)
