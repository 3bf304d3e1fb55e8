# SPDX-License-Identifier: Apache-2.0
"""Tests of the evaluation itself, without a model: python3 Evaluation/test_evaluation.py"""

import pathlib
import random
import stat
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

try:
    import datasets
except SystemExit:
    print("Evaluation: not tested, its data is not there")
    sys.exit(0)

import datasets
import drift
import parallel
import rewriting
import rules
import verification

# Stands in for emend: replaces "bad" by "good" and leaves the rest, in emend's JSON; finds fault where "bad" is new.
PROGRAM = """#!/usr/bin/env python3
import json, pathlib, sys
if sys.argv[1] == "verify":
    old, new = (pathlib.Path(path).read_text() for path in sys.argv[-2:])
    failed = "bad" in new and "bad" not in old
    print(json.dumps({"files": [{"failures": [{"check": "form"}] if failed else [], "unchecked": []}]}))
    sys.exit(failed)
files = []
for path in pathlib.Path(sys.argv[-1]).iterdir():
    data = path.read_bytes()
    place = data.find(b"bad")
    file = {"path": str(path), "edits": [], "kept": [], "unchecked": []}
    raw = [{"text": data.decode().strip().upper()}]
    if place >= 0:
        file["edits"] = [{"start": place, "end": place + 3, "replacement": "good", "candidates": [{"text": "GOOD"}]}]
    else:
        file["kept"] = [{"start": 0, "end": len(data) - 1, "reason": "form", "candidates": raw}]
    files.append(file)
print(json.dumps({"files": files, "model": {"adapter": "a.gguf"}}))
"""


class FakeSet:
    name, template, metric, sources = "fake", "rephrase", "GLEU", ["A bad day, ü.", "A good day.", "It is not bad."]
    references = [["A good day, ü."], ["A good day."], ["It is not bad."]]

    def score(self, outputs):
        return 100 * sum(text in texts for text, texts in zip(outputs, self.references)) / len(outputs)

    def improvement(self, row, output):
        return (output in self.references[row]) - (self.sources[row] in self.references[row])


class EvaluationTests(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.program = pathlib.Path(self.folder.name, "emend")
        self.program.write_text(PROGRAM)
        self.program.chmod(self.program.stat().st_mode | stat.S_IXUSR)

    def tearDown(self):
        self.folder.cleanup()

    def test_rewriting_counts_what_would_be_written(self):
        row = rewriting.evaluate(str(self.program), FakeSet())
        self.assertEqual((row["alone"], row["emend"]), (66.67, 66.67))
        self.assertEqual(row["model"], 0)
        self.assertEqual(row["adapter"], "a.gguf")
        self.assertEqual((row["left alone"], row["better"], row["worse"]), (0.333, 1, 1))
        self.assertEqual(row["passages"]["edited"], 2)
        self.assertEqual(row["passages"]["kept: form"], 1)
        self.assertIn("fake", rewriting.table([row]))

    def test_alterations_are_counted_by_another_scorer(self):
        dataset = FakeSet()
        dataset.sources = ["It is not bad at all."]
        dataset.references = [["x"]]
        program = pathlib.Path(self.folder.name, "denier")
        program.write_text(PROGRAM.replace('b"bad"', 'b"not"').replace('"good"', '"now"'))
        program.chmod(0o755)
        self.assertEqual(rewriting.evaluate(str(program), dataset)["altered"]["negations"], 1)

    def test_a_run_without_the_adapter_is_no_figure(self):
        self.program.write_text(PROGRAM + "print('emend: going on without the adapter a.gguf: no room', file=sys.stderr)\n")
        with self.assertRaises(SystemExit):
            rewriting.evaluate(str(self.program), FakeSet())

    def test_one_row_is_scored_like_all_of_them(self):
        dataset = datasets.Dataset.__new__(datasets.Dataset)
        dataset.metric, dataset.tokenised_rows = "GLEU", None
        dataset.sources, dataset.references = ["It are so and was so.", "Leave it as it is now."], [["It is so and was so."], ["Leave it as it is now."]]
        self.assertGreater(dataset.improvement(0, "It is so and was so."), 0)
        self.assertLess(dataset.improvement(1, "Leave this as it is now."), 0)
        self.assertEqual(dataset.improvement(1, "Leave it as it is now."), 0)
        self.assertEqual(dataset.score(["It is so and was so.", "Leave it as it is now."]), 100)

    def test_damage_is_a_protected_span_or_a_number(self):
        changed, altered = rewriting.altered_rows(["It costs 3 EUR.", "Run `a`.", "Fine."], ["It costs 4 EUR.", "Run it.", "Fine."])
        self.assertEqual((changed, altered["numbers"], altered["protected"], altered["protected or numbers"]), (2, 1, 1, 2))

    def test_detection_and_missed_cases(self):
        drifts = [drift.Drift("a", "x", "x bad"), drift.Drift("a", "x", "y"), drift.Drift("b", "x", "bad")]
        kinds = verification.detection(str(self.program), drifts)
        self.assertEqual((kinds["a"]["cases"], kinds["a"]["detected"]), (2, 1))
        self.assertEqual(kinds["a"]["missed"], [{"old": "x", "new": "y"}])
        self.assertEqual(kinds["a"]["checks"], {"form": 1})
        self.assertEqual(kinds["b"]["detected"], 1)

    def test_seeds_are_the_same_each_time_and_always_a_change(self):
        first = drift.seeded()
        self.assertEqual(first, drift.seeded())
        for case in first:
            self.assertNotEqual(case.old, case.new)
        for kind in rules.RULES:
            self.assertGreaterEqual(sum(case.kind == kind for case in first), 20, kind)
        self.assertNotEqual(first, drift.seeded("another"))
        self.assertTrue(any("\n\n" in case.old for case in first))

    def test_rules_do_what_they_say(self):
        rng = random.Random(1)
        changes = {
            "negation dropped": ("Use .NET, not C.", "Use .NET, C."),
            "hedge removed": ("Usually it fails.", "It fails."),
            "hedge of a number removed": ("It takes about 10 minutes.", "It takes 10 minutes."),
            "link lost": ("See [it](a.md).", "See it."),
            "links swapped": ("[a](1) and [b](2)", "[a](2) and [b](1)"),
            "opposite": ("Do it before lunch.", "Do it after lunch."),
        }
        for kind, (old, new) in changes.items():
            self.assertEqual(rules.RULES[kind](old, rng, None), new)
        self.assertEqual(rules.number("It has 5 parts.", rng, None).count("5"), 0)
        self.assertEqual(rules.hedge("It may fail.", rng, None), "It will fail.")
        self.assertIn(rules.unit("Wait one week.", rng, None), [f"Wait one {unit}." for unit in rules.UNITS[4] if unit != "week"])
        pool = rules.Pool(["Ask in Berlin, Paris or London.", "A line of it.", "See the Line now."])
        self.assertEqual(pool.names, ["Berlin", "London", "Paris"])
        swapped = rules.RULES["name swapped"]("We met in Berlin, today.", rng, pool)
        self.assertIn(swapped, ["We met in London, today.", "We met in Paris, today."])

    def test_rules_leave_code_links_and_set_phrases_alone(self):
        rng = random.Random(1)
        self.assertIsNone(rules.number("See `v 5` and [it](5.md).", rng, None))
        self.assertIsNone(rules.RULES["negation dropped"]("It is **not** so, and not only so.", rng, None))
        self.assertIsNone(rules.RULES["modality changed"]("You don't have to.", rng, None))
        self.assertIsNone(rules.hedge("You may come, and it is more likely.", rng, None))

    def test_raw_model_is_the_first_greedy_answer(self):
        candidates = [{"text": "a", "origin": "combined"}, {"text": "b", "origin": "greedy"}, {"text": "c", "origin": "greedy"}]
        self.assertEqual(rewriting.raw_answer({"candidates": candidates}), "b")
        self.assertIsNone(rewriting.raw_answer({}))

    def test_parallel_pairs_differ(self):
        self.assertGreaterEqual(len(parallel.pairs()), 50)
        self.assertTrue(all(old != new for old, new in parallel.pairs()))

    def test_sets_score_as_the_scorers_do(self):
        dataset = datasets.Dataset("nochange", "nochange_dev.jsonl")
        self.assertEqual(round(dataset.score(dataset.sources)), 100)


if __name__ == "__main__":
    unittest.main()
