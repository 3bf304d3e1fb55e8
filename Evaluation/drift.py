# SPDX-License-Identifier: Apache-2.0
"""Good passages with one mistake seeded into each: what a rewrite must not do, by kind.

The passages are paragraphs of the real Markdown files in ../shared/markdown. The rules know nothing of emend's checks.
`python3 Evaluation/drift.py KIND` prints the cases of a kind, to be read by eye.
"""

import random
import re
import sys
from dataclasses import dataclass

import parallel
from datasets import SHARED

CASES = 50


@dataclass(frozen=True)
class Drift:
    kind: str
    old: str
    new: str


def passages(folders=None):
    """Paragraphs of prose of 12 to 90 words, one line each."""
    found = []
    for path in sorted((SHARED / "markdown").glob("*/*.md")):
        project = path.parent.name
        if folders is None and project in ("angular-ja", "vue-docs-zh-cn", "vue-docs-de", "commonmark-spec"):
            continue
        if folders is not None and project not in folders:
            continue
        text = path.read_text(encoding="utf-8-sig", errors="replace").replace("\r\n", "\n")
        text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)
        text = re.sub(r"^(```|~~~).*?^\1", "", text, flags=re.S | re.M)
        for block in re.split(r"\n\s*\n", text):
            line = " ".join(block.split())
            words = len(line.split())
            if re.match(r"[A-ZÄÖÜ]", line) and re.search(r"[.!?]$", line) and 12 <= words <= 90 and not re.search(
                    r"\{%|\{\{|:::|<[a-z/]|\|.*\||\$|^\S+:\s|\\|==", line):
                found.append(line)
    return found


def mask(text):
    """The text with code, link destinations and URLs blanked, at the same offsets."""
    return re.sub(r"`[^`]*`|\]\([^)]*\)|\]\[[^\]]*\]|https?://\S+|\[[^\]]*\](?!\()", lambda m: " " * len(m.group()), text)


def swap(text, match, replacement):
    return text[: match.start()] + replacement + text[match.end():]


def substitute(pairs):
    """A seeder that replaces one of some words."""
    def seed(text, rng, _):
        choices = [(match, new) for old, new in pairs for match in re.finditer(rf"\b{old}\b", mask(text))]
        if not choices:
            return None
        match, new = rng.choice(choices)
        return re.sub(r"  +", " ", swap(text, match, new)).replace(" ,", ",").replace(" .", ".")
    return seed


def number(text, rng, _):
    matches = [m for m in re.finditer(r"(?<![\w.-])\d[\d,]*(?:\.\d+)*(?![\w-])", mask(text))]
    if not matches:
        return None
    match = rng.choice(matches)
    digits = list(match.group())
    place = rng.choice([i for i, c in enumerate(digits) if c.isdigit()])
    digits[place] = rng.choice([d for d in "123456789" if d != digits[place]])
    return swap(text, match, "".join(digits))


def word_number(text, rng, _):
    words = "two three four five six seven eight nine ten twelve twenty hundred thousand".split()
    matches = list(re.finditer(rf"\b({'|'.join(words)})\b", mask(text)))
    if not matches:
        return None
    match = rng.choice(matches)
    return swap(text, match, rng.choice([word for word in words if word != match.group()]))


NEGATE = [(r"is", "is not"), (r"are", "are not"), (r"can", "cannot"), (r"will", "will not"), (r"does", "does not"),
          (r"has been", "has not been"), (r"was", "was not"), (r"should", "should not")]
DENY = [(r"is not", "is"), (r"are not", "are"), (r"cannot", "can"), (r"can't", "can"), (r"will not", "will"),
        (r"won't", "will"), (r"does not", "does"), (r"doesn't", "does"), (r"don't", "do"), (r"isn't", "is"),
        (r"never", "always"), (r"without", "with"), (r"no longer", "still"), (r"not", ""), (r"unless", "if")]


def negation_added(text, rng, _):
    return None if re.search(r"\b(not|n't|never|no)\b", text) else substitute(NEGATE)(text, rng, None)


def hedge(text, rng, _):
    masked = mask(text)
    choices = [(m, "") for m in re.finditer(
        r"\b(usually|often|probably|typically|generally|sometimes|perhaps|possibly|mostly|likely|occasionally) ", masked)]
    choices += [(m, m.group(2)) for m in re.finditer(r"\b(may|might) (\w+)", masked)]
    choices += [(m, m.group(2)) for m in re.finditer(r"\b(about|around|over|nearly|almost|at least|at most|up to|more than|less than) (\d[\d,.]*\d|\d)", masked)]
    if not choices:
        return None
    match, new = rng.choice(choices)
    changed = swap(text, match, new)
    return changed[0].upper() + changed[1:]


def names_of(text):
    return [m for m in re.finditer(r"(?<=[a-z,] )[A-Z][a-zA-Z]{3,}(?=[ ,.])", mask(text))]


def name(text, rng, others):
    matches = [m for m in names_of(text) if text.count(m.group()) == 1]
    pool = sorted({m.group() for other in others for m in names_of(other) if m.group().lower() not in text.lower()})
    if not matches or not pool:
        return None
    return swap(text, rng.choice(matches), rng.choice(pool))


def acronym(text, rng, others):
    pattern = r"\b[A-Z]{2,5}\b"
    matches = [m for m in re.finditer(pattern, mask(text)) if text.count(m.group()) == 1]
    pool = sorted({w for other in others for w in re.findall(pattern, mask(other)) if w not in text})
    if not matches or not pool:
        return None
    return swap(text, rng.choice(matches), rng.choice(pool))


LINK = re.compile(r"(?<!!)\[([^\[\]]+)\]\(([^()\s]+)\)")


def link_lost(text, rng, _):
    matches = list(LINK.finditer(text))
    return swap(text, rng.choice(matches), rng.choice(matches).group(1)) if len(matches) == 1 else None


def link_changed(text, rng, _):
    matches = list(LINK.finditer(text))
    if not matches:
        return None
    match = rng.choice(matches)
    return swap(text, match, f"[{match.group(1)}]({match.group(2)}{rng.choice(['.html', '-2', '/x', '?a=b'])})")


def links_swapped(text, rng, _):
    matches = list(LINK.finditer(text))
    if len(matches) < 2 or matches[0].group(2) == matches[1].group(2):
        return None
    (one, other) = matches[:2]
    text = swap(text, other, f"[{other.group(1)}]({one.group(2)})")
    return swap(text, one, f"[{one.group(1)}]({other.group(2)})")


CODE = re.compile(r"(?<!`)`([^`]+)`(?!`)")


def code_altered(text, rng, _):
    matches = list(CODE.finditer(text))
    if not matches:
        return None
    match = rng.choice(matches)
    code = match.group(1)
    return swap(text, match, rng.choice([f"`{code}s`", f"`{code[:-1]}`" if len(code) > 2 else f"`{code}x`", code]))


FACTS = [
    "It was developed by researchers at Stanford in 2014.", "This makes it twice as fast as the previous release.",
    "Most companies have already adopted this approach.", "The feature was removed from the latest beta.",
    "Large customers reported that it reduced their hosting costs.", "A security audit found several weaknesses in it.",
    "Support for Windows ended last summer.", "Its authors received an award for this work.",
    "The documentation was translated by volunteers from Brazil.", "Earlier versions deleted the user's files on failure.",
    "Only administrators with a paid licence may change this setting.", "The default port is blocked in most hotels.",
    "It consumes roughly a gigabyte of memory per connection.", "Experts recommend reinstalling the system every month.",
    "The project is funded by a foundation in Norway.", "Benchmarks show that it scales linearly with the cores.",
    "Its name comes from a river in Scotland.", "The licence forbids commercial use in Canada.",
    "Many schools teach it in their first semester.", "A mobile app with the same functions is planned.",
    "Backups are kept in a bunker below the Alps.", "The compiler emits a warning on every Tuesday.",
    "Users in hospitals should consult their physician first.", "The logo was drawn by a famous painter.",
    "Nobody has reproduced the original measurements yet.",
]
CLAUSES = [
    ", which was invented by engineers at a Swiss university", ", as several independent studies confirmed",
    ", a practice that regulators in Japan require", ", which doubles battery life on most laptops",
    ", although journalists have criticised the decision", ", mainly because hardware prices fell sharply",
]


def fact(text, rng, _):
    if rng.random() < 0.3 and re.search(r"\w\.$", text):
        return text[:-1] + rng.choice(CLAUSES) + "."
    return text + " " + rng.choice(FACTS)


def sentence_dropped(text, rng, _):
    sentences = re.split(r"(?<=[a-z)`][.!?]) (?=[A-Z])", text)
    long = [i for i, sentence in enumerate(sentences) if len(sentence.split()) >= 6]
    if len(sentences) < 2 or not long:
        return None
    drop = rng.choice(long)
    return " ".join(sentence for i, sentence in enumerate(sentences) if i != drop)


WRAPS = [
    "Here is a rewritten version: {}", "Here's the revised paragraph:\n\n{}", "Sure! {}", "Certainly! Here is the text:\n\n{}",
    "```\n{}\n```", "```markdown\n{}\n```", "{}\n\nI made the following changes: I fixed the grammar.",
    "{}\n\nLet me know if you need anything else.", "{} I hope this helps!", "Rewritten text: {}", "Output: {}",
    "Hier ist die überarbeitete Fassung: {}", "Voici une version corrigée : {}", "Aquí está la versión revisada: {}",
    "<think>The user wants a rewrite.</think> {}", "**Revised version:** {}",
]


def wrapped(text, rng, _):
    return rng.choice(WRAPS).replace("{}", text)


def said_again(text, rng, _):
    words = text.split()
    place = rng.randrange(5, len(words) - 4)
    run = words[place - 5:place]
    return None if any("`" in w or "[" in w or "(" in w for w in run) else " ".join(words[:place] + run + words[place:])


MODALITY = [(r"must", "should"), (r"must", "may"), (r"should", "must"), (r"should", "can"), (r"need to", "can"),
            (r"have to", "might"), (r"required to", "free to")]
OPPOSITES = [(r"before", "after"), (r"more", "less"), (r"always", "never"), (r"all", "some"), (r"first", "last"),
             (r"faster", "slower"), (r"enabled", "disabled"), (r"increase", "decrease"), (r"larger", "smaller"),
             (r"public", "private"), (r"possible", "impossible"), (r"safe", "unsafe"), (r"likely", "unlikely")]

RULES = {
    "number changed": number, "number word changed": word_number, "negation dropped": substitute(DENY),
    "negation added": negation_added, "opposite": substitute(OPPOSITES), "modality changed": substitute(MODALITY),
    "hedge removed": hedge, "name swapped": name, "acronym swapped": acronym, "link lost": link_lost,
    "link changed": link_changed, "links swapped": links_swapped, "code altered": code_altered, "fact added": fact,
    "sentence dropped": sentence_dropped, "preamble or fence": wrapped, "said over again": said_again,
}


def seeded():
    """All cases, the same each time."""
    texts = passages()
    drifts = []
    for kind, rule in RULES.items():
        rng = random.Random(kind)
        order = texts[:]
        rng.shuffle(order)
        cases = []
        for text in order:
            new = rule(text, rng, order[:200])
            if new and new != text:
                cases.append(Drift(kind, text, new))
            if len(cases) == CASES:
                break
        drifts += cases
    return drifts + [Drift("language switched", old, new) for old, new in parallel.pairs()] + parallel_negations()


def parallel_negations():
    """The mistakes that need word lists, in German, French and Spanish."""
    return [Drift(f"{kind} (de, fr, es)", old, new) for kind, old, new in parallel.SEEDED]


if __name__ == "__main__":
    for case in seeded():
        if len(sys.argv) < 2 or case.kind in sys.argv[1:]:
            print(f"{case.kind}\n  - {case.old}\n  + {case.new}")
