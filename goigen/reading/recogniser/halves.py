"""Lines that were torn or run together on the way to us: a row over two pages, figures in the last row of a header."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from goigen.reading.raw import Cell
from goigen.reading.recogniser.lines import Axes, Line, is_number
from goigen.reading.recogniser.rows import label_of
from goigen.standard import Table
from goigen.standard.heads import trails


def divided(lines: Sequence[Line], axes: Axes, table: Table) -> Iterator[Line]:
    """A header line behind which the figures follow in the same row comes out as two lines."""
    wanted = {len(trails(block.columns)) for block in table.blocks if not block.rows}
    for line in lines:
        figures = 0
        while figures < len(line.cells) and is_number(line.cells[-1 - figures].text):
            figures += 1
        if figures in wanted and figures < len(line.cells) and axes.is_header(line):
            yield replace(line, cells=line.cells[:-figures])
            yield replace(line, cells=line.cells[-figures:], ragged=True)
        else:
            yield line


def joined(lines: Iterator[Line], axes: Axes) -> list[Line]:
    """The last row of a page and the first of the next one are put together where only both give a label."""
    done: list[Line] = []
    last = -1  # the last line that is no header
    for line in lines:
        if axes.is_header(line):
            done.append(line)
            continue
        if done and (header := _whole_header(done[-1], line, axes)):
            done[-1] = header
            continue
        if last >= 0 and done[last].piece != line.piece and (whole := _whole(done[last], line, axes)):
            done[last] = whole
            continue
        done.append(line)
        last = len(done) - 1
    return done


def _whole_header(upper: Line, lower: Line, axes: Axes) -> Line | None:
    """A header row of two halves: labels that only both together are."""
    if upper.piece == lower.piece or any(is_number(cell.text) for cell in (*upper.cells, *lower.cells)):
        return None
    both = _together(upper, lower)
    named = [sum(axes.column(cell) is not None for cell in line.cells) for line in (upper, both)]
    return both if named[1] > named[0] and axes.is_header(both) else None


def _whole(upper: Line, lower: Line, axes: Axes) -> Line | None:
    """One line of two halves; None if they are rows of their own."""
    has = [any(is_number(cell.text) for cell in line.cells) for line in (upper, lower)]
    if all(has) and not _wrapped(upper, lower):
        return None
    both = _together(upper, lower)
    label, alone = label_of(both, axes), label_of(upper if has[0] else lower, axes)
    if label is None or (alone and (alone.exact or not label.exact)):
        return None
    return both


def _wrapped(upper: Line, lower: Line) -> bool:
    """Long figures may go over the page as well: then the rest of the row is blank below."""
    filled = [cell for cell in lower.cells if is_number(cell.text)]
    return len(filled) <= 2 < sum(is_number(cell.text) for cell in upper.cells)


def _together(upper: Line, lower: Line) -> Line:
    """Cell by cell; a cell that only one half has is taken over."""
    below = {cell.column: cell for cell in lower.cells}
    cells = [_one(cell, below.pop(cell.column, None)) for cell in upper.cells]
    return replace(upper, cells=tuple(sorted((*cells, *below.values()), key=lambda cell: cell.column)))


def _one(cell: Cell, rest: Cell | None) -> Cell:
    texts = [part.text for part in (cell, rest) if part and part.text.strip()]
    return replace(cell, text="\n".join(texts))
