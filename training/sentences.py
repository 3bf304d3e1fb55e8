# SPDX-License-Identifier: Apache-2.0
"""Sentences of Markdown prose, as emend asks about them one at a time."""

import re

# What is one piece whatever stands in it: code, links with their targets, URLs, tags, templates, formulas, footnotes.
PROTECTED = re.compile(
    r"(`+)(?:.(?!\1))*.\1|!?\[\[[^\]]*\]\]|\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)|\]\[[^\]]*\]|\[\^[^\]]+\]"
    r"|<[^<>\s][^<>]*>|\{\{.*?\}\}|\{%.*?%\}|\{[#.:@][^}]*\}|\$[^$\s][^$]*\$|(?:https?|ftp|mailto):[^\s)>\]]+"
)

# Full stops that end no sentence.
ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|al|approx|resp|Mr|Mrs|Ms|Dr|Prof|St|No|Fig|Eq|Sec|Vol|Inc|Ltd|Co|Jr|Sr)|\b[A-Za-z]|\d)\.$"
)
END = re.compile(r"""[.!?]+["'”’)\]*_]*(\s+)(?=["'“‘(\[*_`<]*[A-Z0-9`\[*_<])""")


def split(text):
    """The sentences of a paragraph, without the white space between them."""
    protected = [match.span() for match in PROTECTED.finditer(text)]
    sentences, start = [], 0
    for match in END.finditer(text):
        if any(begin < match.end(1) - 1 and match.start() < end for begin, end in protected):
            continue
        if ABBREVIATION.search(text[start : match.start() + 1]) and text[match.start()] == ".":
            continue
        sentences.append(text[start : match.start(1)])
        start = match.end(1)
    sentences.append(text[start:])
    return [sentence for sentence in (s.strip() for s in sentences) if sentence]


def aligned(source, target):
    """Pairs of sentences of an edited paragraph; the whole as one pair where sentences were joined or split."""
    before, after = split(source), split(target)
    return list(zip(before, after)) if len(before) == len(after) else [(source.strip(), target.strip())]
