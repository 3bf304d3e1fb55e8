# SPDX-License-Identifier: Apache-2.0
"""The examples that a model is trained on, from the data described in README.md."""

import collections
import gzip
import json
import os
import random
import zlib

import sentences
from corruption import Corruption, Reversals

# Houses that publish much and in one style: together no more than this share of the real edits.
HOUSES = ("MicrosoftDocs", "OfficeDev", "dotnet", "microsoft")
HOUSE_SHARE = 0.35
REPOSITORY_SHARE = 0.06
LONGEST = 60  # words


def read(folder, name):
    with gzip.open(os.path.join(folder, name), "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def shippable(rows):
    """Without what is share-alike or of no stated licence: adapters learned from the rest can be Apache-2.0."""
    return [row for row in rows if not row["share_alike"] and row["licence"]]


def is_development(row):
    """One repository in twenty is kept apart for measuring; the choice hangs on its name alone."""
    return zlib.crc32(row["repository"].encode()) % 20 == 0


def fits(text):
    return 4 <= len(text.split()) <= LONGEST


def capped(rows, random):
    """The rows in random order, with no house or repository over its share."""
    rows = random.sample(rows, len(rows))
    limit = len([row for row in rows if row["repository"].split("/")[0] not in HOUSES]) / (1 - HOUSE_SHARE)
    taken, houses, repositories = [], 0, collections.Counter()
    for row in rows:
        house = row["repository"].split("/")[0] in HOUSES
        if house and houses >= limit * HOUSE_SHARE or repositories[row["repository"]] >= limit * REPOSITORY_SHARE:
            continue
        houses += house
        repositories[row["repository"]] += 1
        taken.append(row)
    return taken


class Pool:
    """Sentences by where they come from, each list in random order."""

    def __init__(self, folder, random, development=False):
        edits = [row for row in shippable(read(folder, "copyedits.jsonl.gz")) if is_development(row) == development]
        paragraphs = [row for row in shippable(read(folder, "paragraphs.jsonl.gz")) if is_development(row) == development]
        self.edits, self.untouched, self.clean = collections.defaultdict(list), [], []
        for row in capped(edits, random):
            for source, target in sentences.aligned(row["source"], row["target"]):
                if not fits(source) or not fits(target):
                    continue
                if source == target:
                    self.untouched.append(source)
                else:
                    self.edits[row["label"]].append((source, target))
        for row in paragraphs:
            self.clean += [sentence for sentence in sentences.split(row["text"]) if fits(sentence) and sentence[-1] in ".:!?)`*_"]
        random.shuffle(self.clean)
        random.shuffle(self.untouched)
        self.corruption = Corruption([row["text"] for row in paragraphs], Reversals(edits))


def build(folder, tasks, count, mix, seed, development=False):
    """Returns `count` examples `(task, source, target)` for the tasks together.

    - mix: the shares of `edits`, `identity`, `mistakes` and `wordy`.
    """
    chance = random.Random(seed)
    pool = Pool(folder, chance, development)
    light, heavy = ["grammar", "typo"], ["wording", "concise"]

    def stream(items):
        while items:
            yield from items
            chance.shuffle(items)

    fixes = stream([pair for label in light for pair in pool.edits[label]])
    rewordings = stream([pair for label in heavy for pair in pool.edits[label]])
    clean, untouched = stream(pool.clean), stream(pool.untouched)

    def example(task):
        kind = chance.choices(list(mix), [mix[name] for name in mix])[0]
        if kind == "wordy" and task == "fix":
            kind = "mistakes"
        if kind == "edits":
            # Of all edits a third are wording and concise; a rephraser needs them more.
            return next(rewordings if task == "rephrase" and chance.random() < 0.5 else fixes)
        if kind == "identity":
            text = next(untouched if chance.random() < 0.6 else clean)
            return text, text
        text = next(clean)
        return (pool.corruption.wordy if kind == "wordy" else pool.corruption.mistaken)(text, chance), text

    examples = [(task, *example(task)) for task in (tasks[i % len(tasks)] for i in range(count))]
    return [(task, source, target) for task, source, target in examples if source]


if __name__ == "__main__":
    import sys

    rows = build(sys.argv[1], ["rephrase", "fix"], 60, {"edits": 45, "identity": 22, "mistakes": 28, "wordy": 5}, 1)
    for task, source, target in rows:
        print(f"{task}\n  - {source}" + ("" if source == target else f"\n  + {target}"))
