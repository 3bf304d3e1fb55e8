# SPDX-License-Identifier: Apache-2.0
"""What is asked: the passages of a document as emend itself would ask them, so that peers can be asked the same."""

import dataclasses
import math
import re

from settings import PARAGRAPH, PASSAGES, BenchmarkError


@dataclasses.dataclass(frozen=True)
class Request:
    """One passage, asked in emend's own words."""

    # The whole text for the model, chat template applied.
    prompt: str
    system: str
    passage: str
    # The most tokens of the answer.
    limit: int = 0


def requests(program, path, template=PARAGRAPH, paragraphs=None):
    """The requests that emend would make for a document, without limits."""
    arguments = ["-t", template]
    for number in paragraphs or []:
        arguments += ["--paragraph", number]
    return [request(prompt) for prompt in prompts(program, path, *arguments)]


def prompts(program, path, *arguments):
    """The prompts for a document; `emend rephrase --show-prompt` prints each after a line "=== FILE:FIRST-LAST"."""
    text = program.run("--show-prompt", *arguments, path).output
    found = re.split(r"^=== .*:\d+-\d+\n", text, flags=re.MULTILINE)[1:]
    if not found:
        raise BenchmarkError(f"emend finds nothing to ask in {path}")
    return found


def request(prompt):
    match = re.fullmatch(
        r"<\|im_start\|>system\n(.*?)<\|im_end\|>\n<\|im_start\|>user\n(.*?)<\|im_end\|>\n<\|im_start\|>assistant\n",
        prompt, flags=re.DOTALL)
    if match is None:
        raise BenchmarkError(f"emend's prompt does not look like ChatML: {prompt[:80]!r}")
    return Request(prompt, match[1], match[2])


def with_limits(found, tokenize):
    """The requests with the limit that emend gives itself: 16 tokens, and 1.3 for each of the passage."""
    return [dataclasses.replace(one, limit=16 + math.ceil(1.3 * len(tokenize(one.passage)))) for one in found]


def fewest_prompt_tokens(found, tokenize):
    """The tokens that must be evaluated for all prompts if what they begin with in common is evaluated once."""
    tokens = [tokenize(one.prompt, special=True) for one in found]
    common = 0
    while len(tokens) > 1 and all(len(one) > common and one[common] == tokens[0][common] for one in tokens):
        common += 1
    return sum(len(one) for one in tokens) - common * (len(tokens) - 1)


def first_paragraphs():
    """Arguments for emend that leave it as many passages as are measured."""
    return list(range(1, PASSAGES + 1)) if PASSAGES < 24 else None
