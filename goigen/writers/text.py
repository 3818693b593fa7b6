"""Document → plain text. Tables are drawn with + - | and widths counted as East Asian fonts draw them: a Chinese character is two cells.

Why ASCII rules: box-drawing characters are two cells wide in 宋体 and one in a Western terminal.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from goigen.document import Cell, Document, Grid, Heading, Paragraph
from goigen.width import cells
from goigen.writers.look import Look

INDENT = "　　"
WIDEST = 110  # cells; a wider table gives up the room beside its figures


def write(document: Document, look: Look) -> bytes:  # noqa: ARG001
    """UTF-8, lines ended by \\n; a paragraph is one line, so that it can be pasted."""
    width = max((cells(line) for grid in document.grids() for line in islice(draw(grid), 1)), default=80)
    lines = [_centred(line, width) for line in document.title]
    for block in document.blocks:
        lines += ["", *_block(block, width)] if not isinstance(block, Paragraph) or block.role == "draft" else _block(block, width)
    return ("\n".join(line.rstrip(" ") for line in lines) + "\n").encode()


def _block(block: Heading | Paragraph | Grid, width: int) -> list[str]:
    match block:
        case Heading():
            return [INDENT + block.text]
        case Grid():
            return [INDENT + block.heading.text, "", *draw(block), *(INDENT + note.text for note in block.notes)]
        case Paragraph(role="draft"):
            return [_centred(f"【{block.text}】", width)]
        case Paragraph(role="signature" | "date"):
            return [" " * (width - cells(block.text) - 8) + block.text]
        case _:
            return [INDENT + block.text]


def _centred(text: str, width: int) -> str:
    return " " * max(0, (width - cells(text)) // 2) + text


def draw(grid: Grid) -> Iterator[str]:
    """The grid as lines of text, merged cells drawn merged."""
    columns, rows = _columns(grid, 1), _rows(grid)
    if sum(columns) + len(columns) + 1 > WIDEST:
        columns = _columns(grid, 0)
    lefts = [sum(columns[:at]) + at for at in range(len(columns) + 1)]
    tops = [sum(rows[:at]) + at for at in range(len(rows) + 1)]
    canvas = [[" "] * (lefts[-1] + 1) for _ in range(tops[-1] + 1)]
    for cell in grid.cells:
        _frame(canvas, cell, lefts, tops)
        _fill(canvas, cell, lefts, tops)
    yield from ("".join(line) for line in canvas)


def _columns(grid: Grid, padding: int) -> list[int]:
    """Cells per column: what its own lines need, and then what merged cells need more."""
    widths = [0] * len(grid.widths)
    for cell in sorted(grid.cells, key=lambda cell: cell.column_span):
        needed = max(cells(line) for line in cell.lines) + 2 * padding
        _stretch(widths, cell.column, cell.column_span, needed)
    return widths


def _rows(grid: Grid) -> list[int]:
    heights = [1] * len(grid.heights)
    for cell in sorted(grid.cells, key=lambda cell: cell.row_span):
        _stretch(heights, cell.row, cell.row_span, len(cell.lines))
    return heights


def _stretch(sizes: list[int], start: int, span: int, needed: int) -> None:
    """Make a span as large as needed (the rules inside it count), widening its smallest members first."""
    covered = range(start, start + span)
    for _ in range(needed - sum(sizes[at] for at in covered) - (span - 1)):
        sizes[min(covered, key=lambda at: sizes[at])] += 1


def _frame(canvas: list[list[str]], cell: Cell, lefts: list[int], tops: list[int]) -> None:
    left, right = lefts[cell.column], lefts[cell.column + cell.column_span]
    top, bottom = tops[cell.row], tops[cell.row + cell.row_span]
    for x in range(left, right + 1):
        for y in (top, bottom):
            canvas[y][x] = "+" if x in (left, right) or canvas[y][x] in "+|" else "-"
    for y in range(top + 1, bottom):
        for x in (left, right):
            canvas[y][x] = "+" if canvas[y][x] in "+-" else "|"


def _fill(canvas: list[list[str]], cell: Cell, lefts: list[int], tops: list[int]) -> None:
    left, right = lefts[cell.column] + 1, lefts[cell.column + cell.column_span]
    top, bottom = tops[cell.row] + 1, tops[cell.row + cell.row_span]
    first = top + (bottom - top - len(cell.lines)) // 2
    for y, line in enumerate(cell.lines, first):
        spare = right - left - cells(line)
        x = left + (min(1, spare) if cell.role == "stub" else spare // 2)
        for char in line:
            canvas[y][x] = char
            if cells(char) == 2:
                canvas[y][x + 1] = ""
            x += cells(char)
