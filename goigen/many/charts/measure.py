"""Where everything of a chart stands, in inches, before anything is drawn: no label is cut, no two overlap. Draws nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from goigen.many.charts.chart import Bar, Chart
from goigen.report import Number
from goigen.width import cells

WIDTH = 6.7  # inches: the width between the margins of A4, so that type has its own size on paper
SIZE = 9.0  # points
CELL = SIZE / 2 / 72  # inches: a half-width character
LINE = 0.19  # inches
LABEL_LINE = 0.16  # inches, of a label in two lines
LABEL_CELLS = 40  # of one line of a label; it may have two
GAP = 0.07  # inches between label, bar and number


@dataclass(frozen=True)
class Line:
    """One line of the chart: a heading of a group, or a bar. `top` is its distance from the top, in inches."""

    top: float
    height: float
    label: tuple[str, ...]
    bar: Bar | None = None


def broken(label: str) -> tuple[str, ...]:
    """A label in one line or two; of a longer one the middle is left out, because names of units differ at the end."""
    if cells(label) <= LABEL_CELLS:
        return (label,)
    first = _first(label, LABEL_CELLS)
    rest = label[len(first) :]
    if cells(rest) <= LABEL_CELLS:
        return first, rest
    return first, "…" + _first(rest[::-1], LABEL_CELLS - 2)[::-1]


def _first(text: str, most: int) -> str:
    """As much of the beginning as has so many cells."""
    end = 0
    while end < len(text) and cells(text[: end + 1]) <= most:
        end += 1
    return text[:end]


def lines_of(chart: Chart, top: float) -> Iterator[Line]:
    for group in chart.groups:
        if group.label:
            yield Line(top, LINE * 1.5, broken(group.label))
            top += LINE * 1.5
        for bar in group.bars:
            label = broken(bar.label)
            height = max(LABEL_LINE * len(label), LINE * (2 if bar.before is not None else 1)) + 0.08
            yield Line(top, height, label, bar)
            top += height
        top += 0.06 if group.label else 0


@dataclass(frozen=True)
class Scale:
    """Where a number stands on the paper: `zero` in inches from the left, `inch` in inches for one."""

    zero: float
    inch: float

    def at(self, number: float) -> float:
        return self.zero + number * self.inch


def scale_of(bars: list[Bar], left: float) -> Scale:
    """The longest bars reach as far as their numbers leave room."""
    lengths = [(float(length), _room(text)) for bar in bars for length, text in drawn(bar)]
    right = max([room for length, room in lengths if length >= 0], default=0.0)
    before = max([room for length, room in lengths if length < 0], default=0.0)
    most, least = max([0.0, *(length for length, _ in lengths)]), min([0.0, *(length for length, _ in lengths)])
    inch = (WIDTH - left - right - before) / ((most - least) or 1.0)
    return Scale(left + before - least * inch, inch)


def drawn(bar: Bar) -> Iterator[tuple[Number, str]]:
    if bar.length is not None:
        yield bar.length, bar.text
    if bar.before is not None:
        yield bar.before, bar.before_text


def _room(text: str) -> float:
    return cells(text) * CELL + 2 * GAP


def title_lines(title: str) -> Iterator[str]:
    most = int(WIDTH / (11.5 / 2 / 72)) - 2
    while title:
        first = _first(title, most)
        yield first
        title = title[len(first) :]


def runs(lines: list[Line]) -> Iterator[tuple[Line, Line]]:
    """The first and the last bar between two headings: the line at zero runs along them."""
    run: list[Line] = []
    for line in lines:
        if line.bar is None and run:
            yield run[0], run[-1]
            run = []
        elif line.bar is not None:
            run.append(line)
    if run:
        yield run[0], run[-1]
