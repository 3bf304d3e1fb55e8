# SPDX-License-Identifier: Apache-2.0
"""The chart: each ratio as a bar on a logarithmic scale, its middle half as a whisker, its goal as a mark."""

import math
from xml.sax.saxutils import escape

from rounds import digits

WIDTH, LABELS, FIGURES, ROW, TOP = 900, 450, 70, 30, 58
TICKS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)

STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #24292f }
  .small { font-size: 11px; fill: #57606a }
  .title { font-size: 15px; font-weight: 600 }
  .bar { fill: #2f81f7 } .bar.missed { fill: #bf8700 } .bar.plain { fill: #8c959f }
  .grid { stroke: #8c959f; stroke-opacity: .3 } .one { stroke: #8c959f }
  .whisker { stroke: #24292f; stroke-width: 1.5 } .goal { stroke: #cf222e; stroke-width: 2 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .small { fill: #9198a1 } .whisker { stroke: #e6edf3 } .goal { stroke: #ff7b72 }
    .bar.missed { fill: #d29922 }
  }"""


def svg(parts, subtitle):
    """The chart of all comparisons that are ratios, as a document of its own; None if there are none."""
    bars = [one for part in parts for one in part.comparisons if one.ratio]
    if not bars:
        return None
    ends = [value for bar in bars for value in (bar.ratio.low, bar.ratio.high, bar.at_least or 1)] + [1, 2]
    low = max(tick for tick in TICKS if tick <= max(min(ends), TICKS[0]))
    high = min((tick for tick in TICKS if tick >= max(ends)), default=max(ends))

    def x(value):
        share = math.log(max(value, low) / low) / math.log(high / low)
        return round(LABELS + share * (WIDTH - LABELS - FIGURES), 1)

    height = TOP + ROW * len(bars) + 34
    bottom = height - 30
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" '
        f'aria-label="How many times as long the peers take as emend">',
        f"<style>{STYLE}\n</style>",
        f'<text class="title" x="8" y="20">How many times as long the other takes as emend</text>',
        f'<text class="small" x="8" y="38">{escape(subtitle)}</text>',
    ]
    for tick in TICKS:
        if low <= tick <= high:
            kind = "one" if tick == 1 else "grid"
            out.append(f'<line class="{kind}" x1="{x(tick)}" y1="{TOP - 8}" x2="{x(tick)}" y2="{bottom}"/>')
            out.append(f'<text class="small" x="{x(tick)}" y="{bottom + 16}" text-anchor="middle">{tick:g}x</text>')
    for number, bar in enumerate(bars):
        out += row(bar, TOP + ROW * number, x)
    out.append(f'<text class="small" x="8" y="{bottom + 16}">red mark: the goal · thin line: middle half of the rounds</text>')
    return "\n".join([*out, "</svg>"]) + "\n"


def row(bar, top, x):
    """One bar, which begins where both take equally long."""
    middle = top + ROW / 2
    start, end = sorted((x(1), x(bar.ratio.value)))
    kind = "bar plain" if bar.at_least is None else "bar" if bar.verdict == "met" else "bar missed"
    yield f'<text x="{LABELS - 10}" y="{middle + 4}" text-anchor="end">{escape(bar.label)}</text>'
    yield f'<rect class="{kind}" x="{start}" y="{top + 7}" width="{max(end - start, 1):.1f}" height="{ROW - 14}" rx="2"/>'
    yield f'<line class="whisker" x1="{x(bar.ratio.low)}" y1="{middle}" x2="{x(bar.ratio.high)}" y2="{middle}"/>'
    if bar.at_least is not None:
        yield f'<line class="goal" x1="{x(bar.at_least)}" y1="{top + 3}" x2="{x(bar.at_least)}" y2="{top + ROW - 3}"/>'
    right = max(x(bar.ratio.high), end, x(bar.at_least or 1)) + 6
    yield f'<text x="{right}" y="{middle + 4}">{digits(bar.ratio.value)}x</text>'
