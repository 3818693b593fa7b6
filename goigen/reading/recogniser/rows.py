"""One line of a table → its label and the cells of its figures. A cell goes to a figure because heads say so, else it is not used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goigen.reading.raw import Cell
from goigen.reading.recogniser.columns import Columns
from goigen.reading.recogniser.labels import bare
from goigen.reading.recogniser.lines import Axes, Line, is_number
from goigen.standard import Head


@dataclass(frozen=True, eq=False)
class Label:
    """What the stub of a line says: its deepest head, the cell that names it, and whether the official words stand there."""

    head: Head
    cell: Cell
    index: int
    exact: bool


@dataclass(frozen=True, eq=False)
class Values:
    """The cells of a line for each leaf of the columns; None where a cell is shared by several figures (`merged`) or is missing."""

    cells: tuple[Cell | None, ...]
    merged: tuple[Cell, ...] = ()
    stray: tuple[Cell, ...] = ()


def label_of(line: Line, axes: Axes, leaf: bool = True) -> Label | None:
    """The innermost label of a line: a row's, or, with `leaf` false, a group's."""
    found = None
    for index, cell in enumerate(line.cells):
        match = None if is_number(cell.text) else axes.row(cell)
        if match and bool(match.head.parts) is not leaf:
            found = Label(match.head, cell, index, match.exact)
    return found


def values_of(line: Line, columns: Columns, label: Label | None) -> Values | None:
    """The cells of the figures; None if the line cannot be divided among the columns."""
    after = line.cells[label.index + 1 :] if label else line.cells
    wanted = len(columns.trails)
    if label and _named_twice(line, label):
        return None
    if wanted == 1:
        return _single(after, line, label, columns)
    if columns.at and (placed := _placed(line, after, columns, label)):
        return placed
    window, order = _window(after, columns), columns.order()
    if window and order:
        return Values(tuple(window[place] for place in order), stray=_stray(line, label))
    return _merged(line, after, columns) if columns.at else None


def _named_twice(line: Line, label: Label) -> bool:
    """Two tables side by side: the label stands further left once more, with other cells between."""
    same = [bare(cell.text) == bare(label.cell.text) for cell in line.cells[: label.index]]
    return any(same) and not all(same[same.index(True) :])


def _single(after: Sequence[Cell], line: Line, label: Label | None, columns: Columns) -> Values | None:
    """One figure behind its label; the cells that merging left over are blank."""
    filled = [cell for cell in after if cell.text.strip()]
    if len(filled) > 1 or not (after or line.hanging) or any(_is_other(cell, columns) for cell in filled):
        return None
    hanging = [cell for cell in line.hanging if label and cell.column > label.cell.column and is_number(cell.text)]
    cells = [*filled, *after, *hanging]
    return Values((cells[0],), tuple(hanging), _stray(line, label)) if cells else None


def _is_other(cell: Cell, columns: Columns) -> bool:
    """Whether a cell stands below a column that is none of ours: 上一年项目数量."""
    covered = range(cell.column, cell.column + cell.column_span)
    return bool(columns.others.intersection(covered)) and not any(at.intersection(covered) for at in columns.at)


def _placed(line: Line, after: Sequence[Cell], columns: Columns, label: Label | None) -> Values | None:
    """By geometry: every leaf has one cell of its own, and nothing but strays stands elsewhere."""
    mine: list[list[Cell]] = [[] for _ in columns.at]
    stray = []
    for cell in after:
        covered = range(cell.column, cell.column + cell.column_span)
        leaves = [index for index, at in enumerate(columns.at) if at.intersection(covered)]
        if len(leaves) > 1:
            return None
        if leaves:
            mine[leaves[0]].append(cell)
        elif cell.text.strip():
            if not is_number(cell.text) or cell.column >= columns.first:
                return None
            stray.append(cell)
    chosen = [_one(cells) for cells in mine]
    if not all(chosen) or (stray and any(cell and not cell.text.strip() for cell in chosen)):
        return None  # a figure where a label belongs, and none where one is wanted: the row has slipped
    return Values(tuple(chosen), stray=(*_stray(line, label), *stray))


def _one(cells: list[Cell]) -> Cell | None:
    filled = [cell for cell in cells if cell.text.strip()]
    return (filled or cells)[0] if cells and len(filled) < 2 else None


def _window(after: Sequence[Cell], columns: Columns) -> tuple[Cell, ...]:
    """As many cells as there are columns, in the order of the header. Blank ones beside the columns are no figures.

    A row that is no wider than the header has not slipped: its blank ends are figures that were not filled in.
    """
    cells, wanted = list(after), len(columns.trails)
    if columns.at:
        cells = [cell for cell in cells if cell.text.strip() or columns.first <= cell.column <= columns.last]
    if len(cells) == wanted and columns.solid:
        return tuple(cells) if any(is_number(cell.text) for cell in cells) or not any(cell.text.strip() for cell in cells) else ()
    if sum(cell.column_span for cell in after) <= columns.last - columns.first + bool(columns.at):
        return ()
    while cells and not cells[-1].text.strip():
        cells.pop()
    while cells and not cells[0].text.strip():
        cells.pop(0)
    single = all(cell.column_span == 1 for cell in cells)
    return tuple(cells) if len(cells) == wanted and single and columns.solid else ()


def _merged(line: Line, after: Sequence[Cell], columns: Columns) -> Values | None:
    """Cells that several figures share, across or down: which leaves have a cell of their own, and which share one."""
    chosen: list[Cell | None] = [None] * len(columns.at)
    merged: list[Cell] = []
    for cell in (*after, *line.hanging):
        covered = range(cell.column, cell.column + cell.column_span)
        leaves = [index for index, at in enumerate(columns.at) if at.intersection(covered)]
        if not leaves and cell.column >= columns.first and cell.text.strip():
            return None
        if len(leaves) > 1 or (leaves and cell in line.hanging):
            merged.append(cell)
        if any(chosen[index] for index in leaves):
            return None
        for index in leaves:
            chosen[index] = cell
    return Values(tuple(chosen), tuple(merged)) if merged and all(chosen) else None


def _stray(line: Line, label: Label | None) -> tuple[Cell, ...]:
    """Figures that stand before the label, where only labels belong."""
    return tuple(cell for cell in line.cells[: label.index] if is_number(cell.text)) if label else ()
