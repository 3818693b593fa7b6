"""Glyphs with their places → lines of text in reading order, upright or turned. Nothing here knows of tables or paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from goigen.reading.raw import RAISED

UPRIGHT, DOWNWARD, UPSIDE_DOWN, UPWARD = range(4)  # quarter turns clockwise
SMALL = 0.75  # of the size of a line


class Glyph(NamedTuple):
    """One character as drawn: its em box in points from the upper left corner of the page, and how it is turned."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    turn: int = UPRIGHT
    stacked: bool = False  # of a vertical font: upright, but the next one stands below it

    @property
    def x(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text and the box round its ink."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float


class _Mark(NamedTuple):
    """A glyph seen along its line: from start to end, across at `level`, which grows from line to line."""

    level: float
    start: float
    end: float
    glyph: Glyph


def lines(glyphs: Iterable[Glyph], turn: int = UPRIGHT) -> list[Line]:
    """The lines of glyphs that are all read in one direction, first line first."""
    marks = sorted((_mark(glyph, turn) for glyph in glyphs), key=lambda mark: mark.level)
    rows: list[list[_Mark]] = []
    level = 0.0
    for mark in marks:
        if not rows or mark.level - level > 0.5 * max(mark.glyph.size, rows[-1][-1].glyph.size):
            rows.append([])
        rows[-1].append(mark)
        level += (mark.level - level) / len(rows[-1])
    return [line for row in rows if (line := _line(row))]


def cell_text(glyphs: Sequence[Glyph]) -> str:
    """The text of a cell; a label that stands letter under letter becomes one line."""
    inked = [glyph for glyph in glyphs if glyph.text != " "]
    if not inked:
        return ""
    turns = [DOWNWARD if glyph.stacked else glyph.turn for glyph in inked]
    turn = max(set(turns), key=turns.count)
    if turn == UPRIGHT and _in_columns(inked):
        turn = DOWNWARD
    # Why only those of one direction decide: a stamp or a page mark turned otherwise must not tear the lines apart
    texts = [line.text for line in lines(glyphs, turn)]
    letters = all(len(text) == 1 and not text.isdigit() for text in texts)
    return ("" if letters else "\n").join(texts)


def _mark(glyph: Glyph, turn: int) -> _Mark:
    if turn == UPRIGHT:
        return _Mark((glyph.top + glyph.bottom) / 2, glyph.x0, glyph.x1, glyph)
    if turn == DOWNWARD:
        return _Mark(-(glyph.x0 + glyph.x1) / 2, glyph.top, glyph.bottom, glyph)
    if turn == UPWARD:
        return _Mark((glyph.x0 + glyph.x1) / 2, -glyph.bottom, -glyph.top, glyph)
    return _Mark(-(glyph.top + glyph.bottom) / 2, -glyph.x1, -glyph.x0, glyph)


def _line(row: list[_Mark]) -> Line | None:
    row = sorted(row, key=lambda mark: mark.start)
    inked = [mark.glyph for mark in row if mark.glyph.text != " "]
    if not inked:
        return None
    size = max(glyph.size for glyph in inked)
    pieces = [_text(row[0].glyph, size)]
    for left, right in pairwise(row):
        if right.start - left.end > _space(left.glyph, right.glyph):
            pieces.append(" ")
        pieces.append(_text(right.glyph, size))
    text = " ".join("".join(pieces).split())
    x0, top = min(glyph.x0 for glyph in inked), min(glyph.top for glyph in inked)
    x1, bottom = max(glyph.x1 for glyph in inked), max(glyph.bottom for glyph in inked)
    return Line(text, x0, top, x1, bottom, median(glyph.size for glyph in inked))


def _text(glyph: Glyph, size: float) -> str:
    """A digit that is much smaller than its line is the mark of a note, set high or low."""
    return glyph.text.translate(RAISED) if glyph.size < SMALL * size else glyph.text


def _space(left: Glyph, right: Glyph) -> float:
    """How wide a gap is a space. Why two widths: Chinese is spread to fill its line, a Latin word is not."""
    wide = 0.25 if left.text.isascii() and right.text.isascii() else 0.7
    return wide * max(left.size, right.size)


def _in_columns(glyphs: Sequence[Glyph]) -> bool:
    """Whether upright glyphs were set top down in more than one column."""
    down = across = 0
    for one, other in pairwise(glyphs):
        aside, below, near = abs(other.x - one.x), other.y - one.y, 0.3 * one.size
        down += aside < near and near < below < 3 * one.size
        across += abs(below) < near
    places = sorted(glyph.x for glyph in glyphs)
    return down > across and any(right - left > 0.7 * glyphs[0].size for left, right in pairwise(places))
