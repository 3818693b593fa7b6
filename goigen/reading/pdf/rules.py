"""Rules and glyphs of a page → grids: which rules belong together, where the lines of their grid lie, which of its fields are one cell."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from goigen.reading.pdf.shapes import Box
from goigen.reading.pdf.text import Glyph

_ALIKE = 1.0  # points: pieces of one rule differ by less
_NEAR = 3.0  # points: rules that are so near touch
_NARROW = 6.5  # points: lines of a grid so near, with nothing between them, are one border
_SHORTEST = 4.0
_UNDER = 10.0  # points: no underline stands further below its text
_MOST_RULES = 3000  # on a page, either way; a drawing has more
_MOST_FIELDS = 20_000


class Rule(NamedTuple):
    """A level or plumb rule: where it lies, and from where to where it runs."""

    at: float
    start: float
    end: float


class Field(NamedTuple):
    """A cell of a grid: its first row and column, and how many of them it takes."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Ruled:
    """One grid: the lines of its columns and rows, and its cells row by row."""

    across: tuple[float, ...]
    down: tuple[float, ...]
    fields: tuple[Field, ...]

    @property
    def box(self) -> Box:
        return Box(self.across[0], self.down[0], self.across[-1], self.down[-1])

    def at(self, x: float, y: float) -> tuple[int, int] | None:
        """The row and column of a point."""
        if not self.box.holds(x, y):
            return None
        row, column = bisect_right(self.down, y) - 1, bisect_right(self.across, x) - 1
        return min(row, len(self.down) - 2), min(column, len(self.across) - 2)


def grids(rules: Iterable[Box], glyphs: Sequence[Glyph]) -> list[Ruled]:
    """All grids of a page, boxes of a single cell among them, from top to bottom."""
    level: list[Rule] = []
    plumb: list[Rule] = []
    for x0, top, x1, bottom in rules:
        if x1 - x0 >= bottom - top:
            level.append(Rule((top + bottom) / 2, x0, x1))
        else:
            plumb.append(Rule((x0 + x1) / 2, top, bottom))
    bottoms = sorted(glyphs, key=lambda glyph: glyph.bottom)
    level = [rule for rule in _joined(level) if not _underlines(rule, bottoms)]
    found = [_grid(*together, glyphs) for together in _together(level, _joined(plumb))]
    return sorted((grid for grid in found if grid), key=lambda grid: (grid.down[0], grid.across[0]))


def _joined(rules: list[Rule]) -> list[Rule]:
    """Rules drawn in pieces, as whole rules."""
    whole: list[Rule] = []
    for alike in _alike(rules):
        at = sum(rule.at for rule in alike) / len(alike)
        pieces = sorted((rule.start, rule.end) for rule in alike)
        start, end = pieces[0]
        for next_start, next_end in pieces[1:]:
            if next_start - end > _NEAR:
                whole.append(Rule(at, start, end))
                start, end = next_start, next_end
            end = max(end, next_end)
        whole.append(Rule(at, start, end))
    whole = [rule for rule in whole if rule.end - rule.start >= _SHORTEST]
    return sorted(sorted(whole, key=lambda rule: rule.start - rule.end)[:_MOST_RULES])


def _alike(rules: list[Rule]) -> Iterator[list[Rule]]:
    """Rules in one line with one another."""
    alike: list[Rule] = []
    for rule in sorted(rules):
        if alike and rule.at - alike[-1].at > _ALIKE:
            yield alike
            alike = []
        alike.append(rule)
    if alike:
        yield alike


def _underlines(rule: Rule, bottoms: list[Glyph]) -> bool:
    """Whether a rule stands close under text and nowhere reaches beyond it: no border of a table does that."""
    first, last = (bisect_left(bottoms, rule.at + reach, key=lambda glyph: glyph.bottom) for reach in (-_UNDER, _UNDER))
    near = (glyph for glyph in bottoms[first:last] if abs(rule.at - glyph.bottom) <= 0.2 * glyph.size + 0.5)
    above = [glyph for glyph in near if rule.start - 1.5 <= glyph.x <= rule.end + 1.5]
    return bool(above) and sum(glyph.x1 - glyph.x0 for glyph in above) >= 0.9 * (rule.end - rule.start)


def _together(level: list[Rule], plumb: list[Rule]) -> Iterable[tuple[list[Rule], list[Rule]]]:
    """The rules that touch one another, directly or through others."""
    parent = list(range(len(level) + len(plumb)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = node = parent[parent[node]]
        return node

    places = [rule.at for rule in plumb]
    for one, rule in enumerate(level):
        for other in range(bisect_left(places, rule.start - _NEAR), bisect_right(places, rule.end + _NEAR)):
            if plumb[other].start - _NEAR <= rule.at <= plumb[other].end + _NEAR:
                parent[root(len(level) + other)] = root(one)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for node, rule in enumerate([*level, *plumb]):
        groups[root(node)][node >= len(level)].append(rule)
    return (group for group in groups.values() if group[0] and group[1])


def _grid(level: list[Rule], plumb: list[Rule], glyphs: Sequence[Glyph]) -> Ruled | None:
    ends = [*level, *(Rule(at, at, at) for at, _, _ in plumb)], [*plumb, *(Rule(at, at, at) for at, _, _ in level)]
    (x0, x1), (top, bottom) = ((min(rule.start for rule in way), max(rule.end for rule in way)) for way in ends)
    inside = [glyph for glyph in glyphs if glyph.text != " " and x0 <= glyph.x <= x1 and top <= glyph.y <= bottom]
    rows = _lines(level, plumb, sorted(glyph.y for glyph in inside))
    columns = _lines(plumb, level, sorted(glyph.x for glyph in inside))
    down, across = tuple(rows), tuple(columns)
    if len(down) < 2 or len(across) < 2 or len(down) * len(across) > _MOST_FIELDS:
        return None
    below = [[_covers(rules, *span) for span in pairwise(across)] for rules in rows.values()]
    right = [[_covers(rules, *span) for rules in columns.values()] for span in pairwise(down)]
    return Ruled(across, down, tuple(_fields(below, right)))


def _lines(rules: list[Rule], crossing: list[Rule], middles: list[float]) -> dict[float, list[Rule]]:
    """The lines of a grid one way, each with the rules that lie on it; a side that has no border is where the crossing rules end."""
    lines: list[list[Rule]] = []
    for rule in sorted(rules):
        last = lines[-1] if lines else [Rule(-1e9, 0, 0)]
        empty = bisect_left(middles, last[-1].at) == bisect_right(middles, rule.at)
        if rule.at - last[-1].at <= _NEAR or (empty and rule.at - last[0].at <= _NARROW):
            last.append(rule)
        else:
            lines.append([rule])
    found = {(line[0].at + line[-1].at) / 2: line for line in lines}
    before = [rule.start for rule in crossing if rule.start < lines[0][0].at - _NARROW]
    after = [rule.end for rule in crossing if rule.end > lines[-1][-1].at + _NARROW]
    # Why: a single rule of several that goes on is an ornament, or a line under the heading of the table
    enough = 1 if len(crossing) == 1 < len(rules) else 2
    opened = {min(before): [Rule(0, 0, 0)]} if len(before) >= enough else {}
    closed = {max(after): [Rule(0, 0, 0)]} if len(after) >= enough else {}
    return opened | found | closed


def _covers(rules: list[Rule], start: float, end: float) -> bool:
    """Whether the rules on a line are the border of the field that goes from start to end."""
    reached, covered = start, 0.0
    for first, last in sorted((rule.start, rule.end) for rule in rules):
        first, last = max(first, reached), min(last, end)
        if last > first:
            covered += last - first
            reached = last
    return covered >= 0.6 * (end - start)


def _fields(below: list[list[bool]], right: list[list[bool]]) -> Iterator[Field]:
    """Cells as the largest rectangles without a rule inside; where a rule has a gap, they are still rectangles, and none overlap."""
    rows, columns = len(below) - 1, len(right[0]) - 1
    taken = [[False] * columns for _ in range(rows)]
    for row in range(rows):
        for column in range(columns):
            if taken[row][column]:
                continue
            end = column + 1
            while end < columns and not right[row][end] and not taken[row][end]:
                end += 1
            last = row + 1
            while last < rows and all(
                not below[last][at] and not taken[last][at] and (at == column or not right[last][at]) for at in range(column, end)
            ):
                last += 1
            for line in taken[row:last]:
                line[column:end] = [True] * (end - column)
            yield Field(row, column, last - row, end - column)
