"""Where the cells of a `w:tbl` stand.

Comes in: the element. Goes out: its visible cells with position and spans, in order of row and column. Their words are not read here.

The columns are those that can be seen: an edge of the file's grid at which no cell begins or ends is none, and two edges so close that
not one digit fits between them are one. Why: in tables drawn by hand the edges of different rows miss each other by hairs, and
a span can claim a hundred million columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from goigen.reading.docx.xml import Element, child, is_on, is_wrapper, kind, number, value, walk

HAIR = 100  # twips: 5 points, less than a digit with its margins
UNKNOWN = 1000  # twips: the width of a column whose width is not told
RESTARTS = frozenset({"restart", "rest"})


@dataclass(slots=True)
class Slot:
    """One cell: at first between two edges of the file's grid, then of the visible one."""

    element: Element
    start: int
    end: int
    merged: bool  # is, or goes on, a cell that reaches over several rows
    continues: bool
    row: int = 0
    row_span: int = 1


def place(table: Element) -> list[Slot]:
    """The cells that are seen, with `start` and `end` counting visible columns."""
    rows = [slots for row in _inside(table, "tr") if not _is_gone(row) and (slots := _row(row))]
    columns = _columns(rows, _widths(table))
    for row in rows:
        for slot in row:
            slot.start, slot.end = columns[slot.start], columns[slot.end]
    return list(_merged(rows))


def _inside(element: Element, wanted: str) -> Iterator[Element]:
    return (each for name, each in walk(element, is_wrapper) if name == wanted)


def _is_gone(row: Element) -> bool:
    properties = child(row, "trPr")
    return child(properties, "del") is not None or is_on(child(properties, "hidden"))


def _row(row: Element) -> list[Slot]:
    """The cells of a row; those that an old file merges with the one at their left are part of it."""
    slots: list[Slot] = []
    edge = number(child(row, "trPr", "gridBefore")) or 0
    for cell in _inside(row, "tc"):
        properties = child(cell, "tcPr")
        if child(properties, "cellDel") is not None:
            continue
        end = edge + (number(child(properties, "gridSpan")) or 1)
        beside = child(properties, "hMerge")
        if beside is not None and value(beside) not in RESTARTS and slots and slots[-1].end == edge:
            slots[-1].end = end
        else:
            slots.append(Slot(cell, edge, end, *_over_rows(properties)))
        edge = end
    return slots


def _over_rows(properties: Element | None) -> tuple[bool, bool]:
    """Whether the cell is part of one over several rows, and whether it goes on from above. A tracked merge counts as done."""
    tracked = value(child(properties, "cellMerge"), "vMerge")
    merge = child(properties, "vMerge")
    if tracked is None and merge is None:
        return False, False
    return True, (tracked if tracked is not None else value(merge)) not in RESTARTS


def _widths(table: Element) -> list[int]:
    """The widths of the file's grid in twips; none at all where the file does not tell every one."""
    grid = child(table, "tblGrid")
    widths = [number(each, "w") or 0 for each in (() if grid is None else grid) if kind(each) == "gridCol"]
    return widths if all(widths) else []


def _columns(rows: list[list[Slot]], widths: list[int]) -> dict[int, int]:
    """For every edge of the file's grid at which a cell begins or ends: which visible edge it is."""
    sums = [0]
    for width in widths:
        sums.append(sums[-1] + width)
    spans = {(slot.start, slot.end) for row in rows for slot in row}
    columns: dict[int, int] = {}
    same: list[int] = []  # the edges that are one with the last
    count, first = -1, 0  # the last visible edge, and how far from the left it begins
    for edge in sorted({edge for span in spans for edge in span}):
        known = min(edge, len(widths))
        where = sums[known] + (edge - known) * UNKNOWN
        if same and where - first < HAIR and not any((other, edge) in spans for other in same):
            same.append(edge)
        else:
            count, first, same = count + 1, where, [edge]
        columns[edge] = count
    return columns


def _merged(rows: list[list[Slot]]) -> Iterator[Slot]:
    """The cells that begin in each row, with the rows over which they reach.

    Why one that goes on from nothing is a cell of its own: files say so after the row above was deleted, and its words are shown.
    """
    above: dict[int, Slot] = {}
    for count, row in enumerate(rows):
        here: dict[int, Slot] = {}
        for slot in row:
            origin = above.get(slot.start)
            if slot.continues and origin is not None and origin.end == slot.end:
                origin.row_span += 1
                here[slot.start] = origin
                continue
            slot.row = count
            if slot.merged:
                here[slot.start] = slot
            yield slot
        above = here
