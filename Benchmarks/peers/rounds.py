# SPDX-License-Identifier: Apache-2.0
"""Measures contestants in turn, and compares what was measured round by round."""

import dataclasses
import statistics
import sys

from settings import ROUNDS


@dataclasses.dataclass
class Sample:
    """One run of one contestant. What it does not know stays None."""

    seconds: float
    passages: int = 1
    generated_tokens: int | None = None
    peak_memory: int | None = None
    load_seconds: float | None = None
    prompt_seconds: float | None = None
    decode_seconds: float | None = None
    answers: list = dataclasses.field(default_factory=list)

    @property
    def model_seconds(self):
        """Prompts and answers, without start and load."""
        if self.prompt_seconds is None or self.decode_seconds is None:
            return None
        return self.prompt_seconds + self.decode_seconds


@dataclasses.dataclass
class Ratio:
    """How many times as long one takes as the other: the median over the rounds, and the middle half of them."""

    value: float
    low: float
    high: float

    def __str__(self):
        return f"{digits(self.value)}x ({digits(self.low)}–{digits(self.high)})"


def digits(value):
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def interleaved(contestants, rounds=ROUNDS, title="", turning=True, warm_up=True):
    """Calls each contestant once a round; the order turns, so that nobody always comes after the same one.

    A round that goes before, and is not counted, warms the page cache and whatever else can be warm.
    """
    samples = {name: [] for name in contestants}
    names = list(contestants)
    for number in range(0 if warm_up else 1, rounds + 1):
        turn = number % len(names) if turning else 0
        for name in names[turn:] + names[:turn]:
            progress(f"{title}: {'warming up' if number == 0 else f'round {number} of {rounds}'}, {name}")
            sample = contestants[name]()
            if number > 0:
                samples[name].append(sample)
    progress("")
    return samples


def progress(text):
    """Says on a terminal what is going on, in one line that the next replaces."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text[:110]}")
        sys.stderr.flush()


def median(samples, value=lambda sample: sample.seconds):
    """The median over samples, None if one of them does not know."""
    values = [value(sample) for sample in samples]
    return None if not values or None in values else statistics.median(values)


def ratio(slower, faster, value=lambda sample: sample.seconds):
    """`slower` to `faster`, compared within each round: what slows the machine down in a round slows both."""
    pairs = [(value(a), value(b)) for a, b in zip(slower, faster)]
    if not pairs or any(a is None or b is None or b <= 0 for a, b in pairs):
        return None
    return spread([a / b for a, b in pairs])


def spread(values):
    """The median of values with their first and third quartile."""
    if len(values) < 2:
        return Ratio(values[0], values[0], values[0])
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return Ratio(middle, low, high)
