# SPDX-License-Identifier: Apache-2.0
"""A documentation folder of many small files, all different, put together from the sentences of texts that we own."""

import re

from settings import DOCUMENTS, FOLDER_FILES, ROOT

SOURCES = [DOCUMENTS / "essay.md", ROOT / "examples" / "blog-draft.md"]


def sentences():
    """The sentences of the sources' plain paragraphs, in order."""
    found = []
    for source in SOURCES:
        text = re.sub(r"\A---\n.*?\n---\n|```.*?```", "", source.read_text(encoding="utf-8"), flags=re.DOTALL)
        for block in re.split(r"\n\s*\n", text):
            block = block.strip()
            if re.match(r"[A-Z]", block) and "][" not in block:
                found += re.split(r"(?<=[.!?]) (?=[A-Z])", " ".join(block.split()))
    return [sentence for sentence in found if len(sentence.split()) >= 8]


def write(folder):
    """Writes the files below `folder`, the same ones each time, and returns the number of their paragraphs."""
    parts = sentences()
    total, seen = 0, set()
    for number in range(FOLDER_FILES):
        # One paragraph in most files, two in every eighth, three in every twentieth.
        count = 3 if number % 20 == 19 else 2 if number % 8 == 7 else 1
        paragraphs = [paragraph(parts, 3 * number + place) for place in range(count)]
        seen.update(paragraphs)
        total += count
        path = folder / f"part-{number // 20 + 1:02}" / f"page-{number + 1:03}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# Page {number + 1}\n\n" + "\n\n".join(paragraphs) + "\n", encoding="utf-8")
    assert len(seen) == total, "two paragraphs of the folder are the same"
    return total


def paragraph(parts, number):
    """The `number`-th pair of sentences: each follows each other one before any pair comes again."""
    first, distance = number % len(parts), 1 + number // len(parts) * 7 % (len(parts) - 1)
    return f"{parts[first]} {parts[(first + distance) % len(parts)]}"
