# SPDX-License-Identifier: Apache-2.0
"""How each kind of mistake is made: a rule takes a good passage, and returns it with one mistake, or None if it has no place.

The rules know nothing of emend's checks. They leave all else as it is, or a mistake might be found by its traces.
"""

import re

from inventions import CLAUSES, FACTS, WRAPS
from words import (ABOUT, COUNTS, DENY, HEDGES, MODALITY, NEGATE, NO_DENIAL, NO_DUTY, OPPOSITES, SET_PHRASES, UNITS)

CODE = re.compile(r"(?<!`)`([^`]+)`(?!`)")
LINK = re.compile(r"(?<!!)\[([^\[\]]+)\]\(([^()\s]+)\)")
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-zA-Z]{3,}(?=[ ,.])")
ACRONYM = re.compile(r"\b[A-Z]{2,5}\b")


class Pool:
    """Names, acronyms and code of all passages, to take others from. What also stands in small letters is no name."""

    def __init__(self, texts):
        masked = [mask(text) for text in texts]
        words = {word for text in masked for word in re.findall(r"\b[a-z]+\b", text)}
        found = lambda pattern, given: sorted({m.group() for text in given for m in pattern.finditer(text)})  # noqa: E731
        self.names = [name for name in found(NAME, masked) if name.lower() not in words]
        self.acronyms = [name for name in found(ACRONYM, masked) if name.lower() not in words]
        self.code = [code for code in found(CODE, texts) if len(code) > 4]


def mask(text):
    """The text with code, link destinations and URLs blanked, at the same offsets."""
    return re.sub(r"`[^`]*`|\]\([^)]*\)|\]\[[^\]]*\]|https?://\S+|\[[^\]]*\](?!\()", lambda m: " " * len(m.group()), text)


def swap(text, match, replacement):
    """The text with something in a match's place, or without it and the space before or after."""
    before, after = text[: match.start()], text[match.end():]
    if replacement:
        return before + replacement + after
    if match.group()[:1].isupper():
        return before + after.lstrip()[:1].upper() + after.lstrip()[1:]
    return before.rstrip(" ") + after if before.endswith(" ") else before + after.lstrip(" ")


def one_of(text, rng, choices):
    """The text with one of some changes, given as pairs of a match and what comes in its place."""
    choices = list(choices)
    return swap(text, *rng.choice(choices)) if choices else None


def substitute(pairs, unless=r"(?!)"):
    """A rule that puts one word for another, where that is no set phrase and no markup."""
    def rule(text, rng, _):
        masked = mask(text)
        phrases = [m.span() for m in re.finditer(unless, masked, re.I)]
        return one_of(text, rng, (
            (match, new) for old, new in pairs for match in re.finditer(rf"(?<![\w*'’-]){old}(?![\w*'’-])", masked)
            if not any(start <= match.start() < end for start, end in phrases)))
    return rule


def number(text, rng, _, pattern=r"(?<![\w.-])\d[\d,]*(?:\.\d+)*(?![\w-])"):
    matches = list(re.finditer(pattern, mask(text)))
    if not matches:
        return None
    match = rng.choice(matches)
    digits = list(match.group())
    place = rng.choice([i for i, c in enumerate(digits) if c.isdigit()])
    digits[place] = rng.choice([d for d in "123456789" if d != digits[place]])
    return swap(text, match, "".join(digits))


def version(text, rng, _):
    return number(text, rng, _, r"(?<![\w.-])v?\d+\.\d+(?:\.\d+)*(?![\w%-])(?!\.\d)")


def word_number(text, rng, _):
    matches = re.finditer(rf"\b({'|'.join(COUNTS)})\b", mask(text))
    return one_of(text, rng, [(m, rng.choice([word for word in COUNTS if word != m.group()])) for m in matches])


def unit(text, rng, _):
    count = rf"(?<!\d)\d{{1,3}}[ -]?|\b(?:{'|'.join(COUNTS)}|one|few|several) "
    return one_of(text, rng, [
        (m, m.group(1) + rng.choice([other for other in group if other != name])) for group in UNITS for name in group
        for m in re.finditer(rf"({count}){name}(?!\w)", mask(text))])


def negation_added(text, rng, _):
    return None if re.search(r"\b(not|never|no|cannot)\b|n['’]t\b", text) else substitute(NEGATE)(text, rng, None)


def hedge(text, rng, _):
    """Drops one; for `may`, which would leave a broken sentence, certainty comes."""
    masked = mask(text)
    choices = [(m, "") for m in re.finditer(rf"\b({'|'.join(HEDGES)})\b(?! (times|that|to|than)\b)(?![-,])", masked, re.I)
               if not re.search(r"\b(more|most|less|how|as|is|it['’]s|are) $", masked[: m.start()])]
    choices += [(m, "will") for m in re.finditer(r"\b(may|might)\b(?= [a-z])", masked)
                if not re.search(r"\byou $", masked[: m.start()], re.I)]
    return one_of(text, rng, choices)


def with_number_hedge(text, rng):
    """Real texts have few: one comes before a number of things."""
    several = rf"(?=(\d{{2,3}}|{'|'.join(COUNTS[1:])}) (?!is|was|has)([a-z]{{3,}}s|people|MB|GB)\b)"
    determined = ("the|these|those|all|other|first|last|next|or|to|our|your|its|any|only|line|than|beyond|approximately|"
                  + "|".join(ABOUT))
    places = [m for m in re.finditer(rf"(?<=[a-z] ){several}", mask(text)) if re.search(r"(^| )[a-z]+ $", text[: m.start()])]
    places = [m for m in places if not re.search(rf"\b({determined}) $", text[: m.start()], re.I)]
    return swap(text, rng.choice(places), rng.choice(ABOUT) + " ") if places else text


def number_hedge(text, rng, _):
    about = rf"\b({'|'.join(ABOUT)})(?= (\d|({'|'.join(COUNTS)})\b))"
    return one_of(text, rng, [(m, "") for m in re.finditer(about, mask(text))])


def exchanged(pattern, kind):
    """A rule that puts another of the pool's names, acronyms or code for one that the passage has once."""
    def rule(text, rng, pool):
        given = getattr(pool, kind)
        matches = [m for m in pattern.finditer(text if kind == "code" else mask(text))
                   if text.count(m.group()) == 1 and m.group() in given]
        return one_of(text, rng, [(m, rng.choice([o for o in given if o.lower() not in text.lower()])) for m in matches])
    return rule


def link_lost(text, rng, _):
    return one_of(text, rng, ((m, m.group(1)) for m in LINK.finditer(text)))


def link_changed(text, rng, _):
    endings = [".html", "-2", "/x", "?a=b"]
    return one_of(text, rng, [(m, f"[{m.group(1)}]({m.group(2)}{rng.choice(endings)})") for m in LINK.finditer(text)])


def links_swapped(text, rng, _):
    matches = list(LINK.finditer(text))
    if len(matches) < 2 or matches[0].group(2) == matches[1].group(2):
        return None
    one, other = matches[:2]
    text = swap(text, other, f"[{other.group(1)}]({one.group(2)})")
    return swap(text, one, f"[{one.group(1)}]({other.group(2)})")


def code_altered(text, rng, _):
    return one_of(text, rng, [
        (m, rng.choice([f"`{m.group(1)}s`", f"`{m.group(1)[:-1]}`" if len(m.group(1)) > 2 else f"`{m.group(1)}x`", m.group(1)]))
        for m in CODE.finditer(text)])


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


def wrapped(text, rng, _):
    return rng.choice(WRAPS).replace("{}", text)


def said_again(text, rng, _):
    words = text.split()
    place = rng.randrange(5, len(words) - 4)
    run = words[place - 5:place]
    return None if re.search(r"[`\[\]()]", " ".join(run)) else " ".join(words[:place] + run + words[place:])


RULES = {
    "number changed": number, "version changed": version, "number word changed": word_number, "unit changed": unit,
    "negation dropped": substitute(DENY, NO_DENIAL), "negation added": negation_added,
    "opposite": substitute(OPPOSITES, SET_PHRASES), "modality changed": substitute(MODALITY, NO_DUTY),
    "hedge removed": hedge, "hedge of a number removed": number_hedge, "name swapped": exchanged(NAME, "names"),
    "acronym swapped": exchanged(ACRONYM, "acronyms"), "code swapped": exchanged(CODE, "code"), "code altered": code_altered,
    "link lost": link_lost, "link changed": link_changed, "links swapped": links_swapped, "fact added": fact,
    "sentence dropped": sentence_dropped, "preamble or fence": wrapped, "said over again": said_again,
}
# What makes a passage fit for a rule.
PREPARATIONS = {"hedge of a number removed": with_number_hedge}
