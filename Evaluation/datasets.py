# SPDX-License-Identifier: Apache-2.0
"""Where the evaluation's data and scorers are, and the development sets in them.

They lie beside the checkout, in ../shared; EMEND_SHARED names another place. Nothing of them is in this repository.
"""

import json
import os
import pathlib
import sys

SHARED = pathlib.Path(os.environ.get("EMEND_SHARED") or pathlib.Path(__file__).resolve().parents[2] / "shared")
if not (SHARED / "eval" / "gleu.py").exists():
    print(f"evaluation: no data in {SHARED}; EMEND_SHARED names the folder that has eval/ and markdown/", file=sys.stderr)
    sys.exit(2)
sys.path.insert(0, str(SHARED / "eval"))

from gleu import corpus_gleu  # noqa: E402
from sari import corpus_sari  # noqa: E402
from tok import detokenize, tokenize  # noqa: E402


class Dataset:
    """Texts by people, and what people made of them."""

    def __init__(self, name, file, template="rephrase", tokenised=False, metric="GLEU"):
        self.name, self.template, self.tokenised, self.metric = name, template, tokenised, metric
        with open(SHARED / "eval" / file, encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        rows = rows[: int(os.environ.get("EVAL_ROWS") or len(rows))]
        plain = detokenize if tokenised else (lambda text: text)
        self.sources = [plain(row["source"]) for row in rows]
        self.references = [[plain(text) for text in row.get("references") or [row["source"]]] for row in rows]
        self.tokenised_rows = [(row["source"], row.get("references")) for row in rows] if tokenised else None

    def score(self, outputs):
        """The set's metric as shared/eval/report.py works it out: a percentage."""
        return self.score_rows(range(len(outputs)), outputs)

    def improvement(self, row, output):
        """By how much the metric of one row is better than with the source."""
        return self.score_rows([row], [output]) - self.score_rows([row], [self.sources[row]])

    def score_rows(self, rows, outputs):
        count = min(map(len, self.references))
        if self.metric == "SARI":
            return corpus_sari([self.sources[row] for row in rows], outputs, [self.references[row][:count] for row in rows])
        joined = lambda text: " ".join(tokenize(" ".join(text.split())).split())  # noqa: E731
        if self.tokenised_rows:
            pairs = [self.tokenised_rows[row] for row in rows]
        else:
            pairs = [(joined(self.sources[row]), [joined(text) for text in self.references[row]]) for row in rows]
        outputs = [joined(text) for text in outputs]
        return corpus_gleu([source for source, _ in pairs], outputs, [texts[:count] for _, texts in pairs])["mean"]


def development_sets():
    """All of them, or those that EVAL_ONLY names."""
    sets = [
        ("md_edits", "md_edits_dev.jsonl", {}),
        ("md_sentences", "md_sentences_dev.jsonl", {}),
        ("nochange", "nochange_dev.jsonl", {}),
        ("md_sentences", "md_sentences_dev.jsonl", {"template": "fix"}),
        ("nochange", "nochange_dev.jsonl", {"template": "fix"}),
        ("jfleg", "jfleg_dev.jsonl", {"template": "fix", "tokenised": True}),
        ("asset", "asset_dev300.jsonl", {"metric": "SARI"}),
    ]
    only = os.environ.get("EVAL_ONLY")
    return [Dataset(name, file, **more) for name, file, more in sets if not only or name in only.split(",")]
