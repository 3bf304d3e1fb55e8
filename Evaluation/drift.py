# SPDX-License-Identifier: Apache-2.0
"""Good passages with one mistake seeded into each: what a rewrite must not do, by kind.

    python3 Evaluation/drift.py [KIND ...]    prints the cases, to be read by eye

The passages are paragraphs of the real Markdown files in ../shared/markdown and of examples; every fifth stands in a document
of three. EVAL_SEED=word takes other passages and other places, so that checks can be tried on cases they were not fitted to.
"""

import os
import pathlib
import random
import re
import sys
from dataclasses import dataclass

import parallel
import rules
from datasets import SHARED

CASES = 50
NOT_ENGLISH = ("angular-ja", "vue-docs-zh-cn", "vue-docs-de", "commonmark-spec")
EXAMPLES = pathlib.Path(__file__).resolve().parents[1] / "examples"


@dataclass(frozen=True)
class Drift:
    kind: str
    old: str
    new: str


def paragraphs(path):
    """The blocks of a Markdown file that are no front matter and no code, one line each."""
    text = path.read_text(encoding="utf-8-sig", errors="replace").replace("\r\n", "\n")
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)
    text = re.sub(r"^(```|~~~).*?^\1", "", text, flags=re.S | re.M)
    return [" ".join(block.split()) for block in re.split(r"\n\s*\n", text)]


def prose(line):
    """Whether it is whole sentences of 12 to 90 words."""
    return re.match(r"[A-ZÄÖÜ]", line) and re.search(r"[.!?]$", line) and 12 <= len(line.split()) <= 90 and not re.search(
        r"\{%|\{\{|:::|<[a-z/]|\|.*\||\$|^\S+:\s|\\|==", line)


def passages():
    """English paragraphs of prose, each once."""
    paths = [path for path in sorted((SHARED / "markdown").glob("*/*.md")) if path.parent.name not in NOT_ENGLISH]
    paths += sorted(EXAMPLES.glob("*.md"))
    return list(dict.fromkeys(line for path in paths for line in paragraphs(path) if prose(line)))


def seeded(seed=os.environ.get("EVAL_SEED", "")):
    """All cases, the same each time for the same seed."""
    texts = passages()
    pool = rules.Pool(texts)
    drifts = []
    for kind, rule in rules.RULES.items():
        rng = random.Random(kind + seed)
        order = rng.sample(texts, len(texts))
        prepared = rules.PREPARATIONS.get(kind, lambda text, rng: text)
        cases, openings = [], set()
        for index, text in enumerate(order):
            old = prepared(text, rng)
            new = rule(old, rng, pool)
            opening = tuple(text.split()[:4])
            if not new or new == old or opening in openings:
                continue
            openings.add(opening)
            if len(cases) % 5 == 4:
                before, after = order[index - 1], order[(index + 1) % len(order)]
                old, new = (f"{before}\n\n{text}\n\n{after}" for text in (old, new))
            cases.append(Drift(kind, old, new))
            if len(cases) == CASES:
                break
        drifts += cases
    drifts += [Drift("language switched", old, new) for old, new in parallel.pairs()]
    drifts += [Drift("translated", old, new) for old, new in parallel.translations(paragraphs)]
    return drifts + [Drift(f"{kind} (de, fr, es)", old, new) for kind, old, new in parallel.SEEDED]


if __name__ == "__main__":
    for case in seeded():
        if len(sys.argv) < 2 or case.kind in sys.argv[1:]:
            print(f"{case.kind}\n  - {case.old}\n  + {case.new}")
