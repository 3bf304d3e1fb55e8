#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tests of what training examples are made of. They need no package and no data."""

import gzip
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import examples  # noqa: E402
import prompts  # noqa: E402
import sentences  # noqa: E402
from corruption import Corruption, Reversals, joined, pieces  # noqa: E402

CLEAN = [
    "Run `git add -A` before you use the [guide](https://example.org/a_b.md) in 3 of the 40 folders.",
    "The server keeps its own list of files, and each file is read when it has changed.",
    "If you want to build the documents, see <https://example.org> or {{ site.name }} for more details.",
    "In this case, developers should not rely on the cache because it is removed every night.",
] * 8


def row(number, source, target=None, **more):
    other = {"text": source} if target is None else {"source": source, "target": target}
    return {"id": str(number), "repository": f"a/{number}", "licence": "MIT", "share_alike": False, "label": "grammar", **other, **more}


class Sentences(unittest.TestCase):
    def test_split(self):
        text = "See e.g. `a. B` for more. It costs 3.5 EUR! [Next one](x.md) is *here.* \"So what?\" Yes."
        expected = ["See e.g. `a. B` for more.", "It costs 3.5 EUR!", "[Next one](x.md) is *here.*", '"So what?"', "Yes."]
        self.assertEqual(sentences.split(text), expected)

    def test_aligned(self):
        self.assertEqual(sentences.aligned("Go on. It works.", "Go on. It work."), [("Go on.", "Go on."), ("It works.", "It work.")])
        self.assertEqual(sentences.aligned("Go on. It works.", "Go on and it works."), [("Go on. It works.", "Go on and it works.")])


class Corrupting(unittest.TestCase):
    def setUp(self):
        pairs = [{"source": "Recieve the the file.", "target": "Receive the file."}]
        self.corruption = Corruption(CLEAN, Reversals(pairs))

    def test_pieces_are_the_text(self):
        for text in CLEAN:
            self.assertEqual(joined(pieces(text)), text)

    def test_mistakes_leave_what_is_protected(self):
        chance = random.Random(1)
        changed = 0
        for text in CLEAN * 10:
            for wrong in (self.corruption.mistaken(text, chance), self.corruption.wordy(text, chance)):
                changed += wrong != text
                self.assertEqual(sorted(m.group() for m in sentences.PROTECTED.finditer(wrong)),
                                 sorted(m.group() for m in sentences.PROTECTED.finditer(text)))  # fmt: skip
                self.assertEqual(re.findall(r"\d+", wrong), re.findall(r"\d+", text))
        self.assertGreater(changed, 500)

    def test_spaces_are_squeezed_outside_code_alone(self):
        self.assertEqual(joined(pieces("Use  `a  b` or  so.")), "Use `a  b` or so.")
        reversals = Reversals([{"source": "Recieve it.", "target": "Receive it."}])
        self.assertEqual(reversals.apply("Receive `a  b`.", random.Random(1), 1), "Recieve `a  b`.")

    def test_reversals(self):
        reversals = Reversals([{"source": "Recieve it.", "target": "Receive it."}])
        self.assertEqual(reversals.apply("Receive `Receive` now.", random.Random(1), 1), "Recieve `Receive` now.")


class Examples(unittest.TestCase):
    def test_what_may_not_be_shipped_is_left_out(self):
        edits = [row(i, f"This are the text number {i} here. It stay the same.", f"This is the text number {i} here. It stay the same.")
                 for i in range(80)]  # fmt: skip
        edits += [row(i, "This are not for sharing at all.", "This is not for sharing at all.", share_alike=True) for i in range(80, 99)]
        with tempfile.TemporaryDirectory() as folder:
            for name, rows in (("copyedits", edits), ("paragraphs", [row(i, text) for i, text in enumerate(CLEAN)])):
                with gzip.open(f"{folder}/{name}.jsonl.gz", "wt", encoding="utf-8") as file:
                    file.writelines(json.dumps(r) + "\n" for r in rows)
            mix = {"edits": 5, "identity": 3, "mistakes": 2}
            built = examples.build(folder, ["fix"], 200, mix, 1)
            self.assertEqual(built[:50], examples.build(folder, ["fix"], 50, mix, 1))
            self.assertEqual(*(self.digest(folder, mix, hashing) for hashing in ("1", "2")))
        self.assertFalse(any("sharing" in source for _, source, _ in built))
        same = sum(source == target for _, source, target in built)
        self.assertTrue(40 < same < 90, same)
        self.assertTrue(all(task == "fix" for task, _, _ in built))

    @staticmethod
    def digest(folder, mix, hashing):
        """What another process builds, one with other hashes of texts."""
        program = f"import examples, hashlib; print(hashlib.sha256(repr(examples.build({folder!r}, ['fix'], 200, {mix!r}, 1)).encode()).hexdigest())"
        environment = {**os.environ, "PYTHONHASHSEED": hashing, "PYTHONPATH": os.path.dirname(os.path.abspath(__file__))}
        return subprocess.run([sys.executable, "-B", "-c", program], env=environment, capture_output=True, text=True, check=True).stdout

    def test_houses_are_capped(self):
        rows = [row(i, "x", repository=f"MicrosoftDocs/{i}") for i in range(900)] + [row(i, "x") for i in range(100)]
        taken = examples.capped(rows, random.Random(1))
        houses = sum(r["repository"].startswith("MicrosoftDocs") for r in taken)
        self.assertLess(houses / len(taken), 0.37)


class Prompts(unittest.TestCase):
    def test_system_lines_are_those_of_the_templates(self):
        self.assertIn("concise", prompts.system_line("rephrase"))
        self.assertNotEqual(prompts.system_line("rephrase"), prompts.system_line("fix"))


if __name__ == "__main__":
    unittest.main()
