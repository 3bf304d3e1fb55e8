# SPDX-License-Identifier: Apache-2.0
"""What all parts of the benchmark share, and what they hand back."""

import dataclasses
from pathlib import Path

from emend import Emend
from passages import Request
from rounds import Ratio
from server import Server


@dataclasses.dataclass
class Bench:
    emend: Emend
    # A folder for this run alone.
    scratch: Path
    # A server with one slot and the shipped weights: it counts tokens for all parts, and is the peer of (c).
    server: Server
    document: Path
    requests: list[Request]
    # Tokens that one passage needs at most, prompt and answer together.
    context: int
    # The fewest tokens of prompts that the document takes.
    prompt_tokens: int
    machine: dict
    default_model: Path
    # Arguments that leave emend as many passages of the document as are measured.
    paragraphs: list
    # The number of the paragraph that is asked alone.
    single: int


@dataclasses.dataclass
class Comparison:
    """A figure, and what it should be."""

    label: str
    figure: str
    # The figure as a number, to be held against the goal.
    value: float | None = None
    at_least: float | None = None
    at_most: float | None = None
    # For the chart.
    ratio: Ratio | None = None

    @property
    def goal(self):
        if self.at_least is not None:
            return f">= {self.at_least:g}x"
        if self.at_most is not None:
            return f"<= {self.at_most:g}"
        return ""

    @property
    def verdict(self):
        if self.at_least is None and self.at_most is None:
            return ""
        if self.value is None:
            return "not measured"
        if self.at_least is not None:
            return "met" if self.value >= self.at_least else f"missed by {100 * (1 - self.value / self.at_least):.0f} %"
        if self.value <= self.at_most:
            return "met"
        return f"missed by {100 * (self.value / self.at_most - 1):.0f} %" if self.at_most else "missed"


def compared(label, ratio, at_least=None):
    """A comparison of times; `ratio` is None where there was nothing to measure."""
    return Comparison(label, str(ratio) if ratio else "—", ratio.value if ratio else None, at_least=at_least, ratio=ratio)


@dataclasses.dataclass
class Part:
    title: str
    # Name of a contestant and its samples.
    rows: list = dataclasses.field(default_factory=list)
    comparisons: list = dataclasses.field(default_factory=list)
    notes: list = dataclasses.field(default_factory=list)
