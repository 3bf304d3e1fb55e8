# SPDX-License-Identifier: Apache-2.0
"""The report: Markdown whose tables can be read as they are, for the terminal and for results.md."""

import datetime

import machine
from rounds import digits, median
from settings import FOLDER_ROUNDS, ROUNDS


def text(parts, bench, load, seconds):
    lines = ["# emend and its peers", ""]
    lines += [f"- {line}" for line in circumstances(bench, load, seconds)]
    lines += ["", "## Goals", ""] + goals(parts)
    for part in parts:
        lines += ["", f"## {part.title}", ""] + contestants(part)
        if part.notes:
            lines += [""] + [f"- {note}" for note in part.notes]
    return "\n".join(lines) + "\n"


def circumstances(bench, load, seconds):
    yield f"{datetime.datetime.now().astimezone():%Y-%m-%d %H:%M %Z}, in {seconds / 60:.0f} min"
    yield machine.description()
    if load is not None:
        busy = " THE MACHINE WAS BUSY WITH SOMETHING ELSE: these figures mean little." if load > 0.7 else ""
        yield f"load average of the minute before: {load:.1f}.{busy}"
    yield f"{bench.emend.version}; its own weights: {bench.default_model.name}, {bench.default_model.stat().st_size / 1e6:.0f} MB"
    yield machine.peers()
    figures = [f"{bench.machine['bandwidth'][0] / 1e9:.1f} GB/s read from memory"]
    for kind in ("int8", "bf16"):
        if kind in bench.machine:
            value, how = bench.machine[kind]
            figures.append(f"{value / 1e9:.0f} G multiply-adds/s of {kind} ({how})")
        else:
            figures.append(f"{kind} not measured: the cores have no instruction for it that is known here")
    yield "limits of the machine, all cores: " + ", ".join(figures)
    yield (f"medians of {ROUNDS} rounds ((d) and (e): {FOLDER_ROUNDS}), contestants in turn; a ratio is the median of the rounds' ratios, "
           "with the middle half of them in brackets; memory is the peak over all rounds")


def goals(parts):
    rows = [[one.label, one.figure, one.goal, one.verdict] for part in parts for one in part.comparisons]
    return table(["", "measured", "goal", "verdict"], rows, left=(0, 1, 3))


def contestants(part):
    rows = []
    for name, samples in part.rows:
        seconds = median(samples)
        tokens = median(samples, lambda sample: sample.generated_tokens)
        memory = [sample.peak_memory for sample in samples if sample.peak_memory]
        low, high = min(s.seconds for s in samples), max(s.seconds for s in samples)
        rows.append([
            name, f"{digits(seconds)}", f"{digits(low)}–{digits(high)}", f"{digits(samples[0].passages / seconds)}",
            f"{tokens:.0f}" if tokens is not None else "—", f"{tokens / seconds:.0f}" if tokens is not None else "—",
            f"{max(memory) / 1e6:.0f}" if memory else "—", times(samples),
        ])
    return table(["", "seconds", "from–to", "passages/s", "tokens", "tokens/s", "MB", "load + prompt + answer"], rows, left=(0,))


def times(samples):
    values = [median(samples, value) for value in (
        lambda sample: sample.load_seconds, lambda sample: sample.prompt_seconds, lambda sample: sample.decode_seconds)]
    return " + ".join("—" if value is None else f"{value:.2f}" for value in values) if values != [None] * 3 else ""


def table(head, rows, left):
    """A Markdown table with its columns under each other."""
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]

    def line(row):
        cells = [cell.ljust(width) if column in left else cell.rjust(width)
                 for column, (cell, width) in enumerate(zip(row, widths))]
        return f"| {' | '.join(cells)} |"

    rule = "|".join("-" * (width + 2) if column in left else "-" * (width + 1) + ":" for column, width in enumerate(widths))
    return [line(head), f"|{rule}|", *map(line, rows)]
