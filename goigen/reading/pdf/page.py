"""One page → its tables, and the lines of text outside them. Which lines are page numbers, and which make a paragraph, is not seen here."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from goigen.reading.pdf.ink import Ink
from goigen.reading.pdf.rules import Ruled, grids
from goigen.reading.pdf.shapes import Box
from goigen.reading.pdf.text import DOWNWARD, UPRIGHT, UPSIDE_DOWN, Glyph, Line, cell_text, lines
from goigen.reading.raw import Cell

_IN_FIGURES = set("0123456789.,%-/")


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands in one ruled grid: cells, and the lines that they would be if it is a mere box round words."""

    box: Box
    cells: tuple[Cell, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page as seen, from top to bottom."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    pieces: tuple[Piece, ...]


def see(number: int, ink: Ink) -> Page:
    """The page as a person reads it, turned so that most of its text is upright."""
    ink = _uprighted(ink)
    glyphs = _once(ink.glyphs)
    ruled = grids(ink.rules, glyphs)
    inside: dict[int, list[Glyph]] = defaultdict(list)
    smallest_first = sorted(range(len(ruled)), key=lambda at: _size(ruled[at].box))
    for token in _tokens(glyphs):
        x, y = _middle(token)
        inside[next((at for at in smallest_first if ruled[at].box.holds(x, y)), -1)] += token
    pieces = tuple(_piece(grid, inside[at]) for at, grid in enumerate(ruled))
    return Page(number, ink.width, ink.height, tuple(_outside(inside[-1])), pieces)


def _uprighted(ink: Ink) -> Ink:
    """The page turned as its text is. Why: a wide table is often printed sideways, with or without a word to the viewer."""
    turns = Counter(glyph.turn for glyph in ink.glyphs if glyph.text != " ")
    turn, count = turns.most_common(1)[0] if turns else (UPRIGHT, 0)
    if turn == UPRIGHT or count < 0.7 * turns.total():
        return ink

    def turned(box: Sequence[float]) -> Box:
        x0, top, x1, bottom = box
        if turn == DOWNWARD:
            return Box(top, ink.width - x1, bottom, ink.width - x0)
        if turn == UPSIDE_DOWN:
            return Box(ink.width - x1, ink.height - bottom, ink.width - x0, ink.height - top)
        return Box(ink.height - bottom, x0, ink.height - top, x1)

    width, height = (ink.width, ink.height) if turn == UPSIDE_DOWN else (ink.height, ink.width)
    glyphs = [Glyph(g.text, *turned(g[1:5]), g.size, (g.turn - turn) % 4, g.stacked) for g in ink.glyphs]
    return Ink(width, height, glyphs, [turned(box) for box in ink.rules])


def _once(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Each glyph once. Why: bold is often the same glyph drawn again a hair beside itself."""
    seen: dict[tuple[str, int, int], list[Glyph]] = defaultdict(list)
    kept = []
    for glyph in glyphs:
        reach = 0.12 * glyph.size
        column, row = int(glyph.x0 // glyph.size), int(glyph.top // glyph.size)
        near = (other for dx in (-1, 0, 1) for dy in (-1, 0, 1) for other in seen.get((glyph.text, column + dx, row + dy), ()))
        if glyph.text != " " and any(abs(other.x0 - glyph.x0) < reach and abs(other.top - glyph.top) < reach for other in near):
            continue
        seen[glyph.text, column, row].append(glyph)
        kept.append(glyph)
    return kept


def _tokens(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Glyphs one by one, but the digits of a figure together. Why: a long one runs over the border of its narrow cell."""
    tokens: list[list[Glyph]] = [glyphs[:1]] if glyphs else []
    for one, other in pairwise(glyphs):
        figure = one.text in _IN_FIGURES and other.text in _IN_FIGURES and one.turn == other.turn == UPRIGHT
        if figure and abs(other.x0 - one.x1) < 0.1 * one.size and abs(other.y - one.y) < 0.1 * one.size:
            tokens[-1].append(other)
        else:
            tokens.append([other])
    return tokens


def _middle(token: list[Glyph]) -> tuple[float, float]:
    return (token[0].x0 + token[-1].x1) / 2, (token[0].top + token[-1].bottom) / 2


def _piece(grid: Ruled, glyphs: list[Glyph]) -> Piece:
    owner = {
        (row, column): at
        for at, field in enumerate(grid.fields)
        for row in range(field.row, field.row + field.rows)
        for column in range(field.column, field.column + field.columns)
    }
    texts: dict[int, list[Glyph]] = defaultdict(list)
    for token in _tokens(glyphs):
        if place := grid.at(*_middle(token)):
            texts[owner[place]] += token
    cells = (Cell(field.row, field.column, cell_text(texts[at]), field.rows, field.columns) for at, field in enumerate(grid.fields))
    return Piece(grid.box, tuple(cells), tuple(_outside(glyphs)) if len(grid.fields) == 1 else ())


def _outside(glyphs: Iterable[Glyph]) -> list[Line]:
    """Lines of each direction by themselves, from top to bottom."""
    ways: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        ways[DOWNWARD if glyph.stacked else glyph.turn].append(glyph)
    return sorted((line for turn, way in ways.items() for line in lines(way, turn)), key=lambda line: line.top)


def _size(box: Box) -> float:
    return (box.x1 - box.x0) * (box.bottom - box.top)
