"""Table of the standard → cells with position and spans, computed from the trees of heads. No sizes yet, no line breaks.

Across its axis a head covers its leaves; along it, a group covers one level and a leaf all that are left.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from goigen.document import CellRole
from goigen.standard import Block, Figure, Head, Table, trails


@dataclass(frozen=True)
class Slot:
    """A cell before its text is broken into lines: its label, or the figure that it will show."""

    row: int
    column: int
    role: CellRole
    row_span: int = 1
    column_span: int = 1
    label: str = ""
    figure: Figure | None = None


def slots(table: Table) -> tuple[Slot, ...]:
    """All cells of a table, in order of row and column."""
    width = max(_depth(block.rows) + len(trails(block.columns)) for block in table.blocks)
    found: list[Slot] = []
    row = 0
    for block in table.blocks:
        cells = list(_block(table, block, row, width))
        found += cells
        row = max(slot.row + slot.row_span for slot in cells)
    return tuple(sorted(found, key=lambda slot: (slot.row, slot.column)))


def header_rows(table: Table) -> int:
    """The rows that repeat when a table breaks over pages: the header, where the table has just one."""
    return _depth(table.blocks[0].columns) if len(table.blocks) == 1 else 0


def _depth(heads: tuple[Head, ...]) -> int:
    return max((head.depth for head in heads), default=0)


def _block(table: Table, block: Block, row: int, width: int) -> Iterator[Slot]:
    stub, header = _depth(block.rows), _depth(block.columns)
    if block.banner:
        yield Slot(row, 0, "banner", 1, width, block.banner)
        row += 1
    if block.corner:
        yield Slot(row, 0, "corner", header, stub, block.corner)
    sizes = [1] * len(trails(block.columns))
    sizes[-1] += width - stub - sum(sizes)
    for head, level, levels, start, span in _spread(block.columns, 0, header, sizes):
        yield Slot(row + level, stub + start, "head", levels, span, head.label)
    row += header
    for head, level, levels, start, span in _spread(block.rows, 0, stub, [1] * len(trails(block.rows))):
        yield Slot(row + start, level, "group" if head.parts else "stub", span, levels, head.label)
    figures = iter(figure for figure in table.figures if figure.block is block)
    for line in range(len(trails(block.rows))):
        start = stub
        for size in sizes:
            yield Slot(row + line, start, "figure", 1, size, figure=next(figures))
            start += size


Spread = tuple[Head, int, int, int, int]


def _spread(heads: tuple[Head, ...], level: int, depth: int, sizes: list[int]) -> Iterator[Spread]:
    """Each head with its level, how many levels it covers, and where and how far it extends across."""
    start = 0
    for head in heads:
        leaves = len(trails((head,)))
        mine, sizes = sizes[:leaves], sizes[leaves:]
        yield head, level, (1 if head.parts else depth - level), start, sum(mine)
        for below, below_level, levels, below_start, span in _spread(head.parts, level + 1, depth, mine):
            yield below, below_level, levels, start + below_start, span
        start += sum(mine)
