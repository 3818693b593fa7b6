"""How figures and groups of the official tables are called when people are told of them."""

from __future__ import annotations

from goigen.report.shape import TABLES, Shape
from goigen.standard import Block, Head, Table
from goigen.standard.heads import Trail, trails


def called(table: Table, path: str) -> str:
    shape = _shape_of(TABLES[table.name], path)
    return shape.label if shape else path


def down_to(head: Head, block: Block) -> Trail:
    """The heads from the outermost down to a group."""
    row = next(row for row in trails(block.rows) if head in row)
    return row[: row.index(head) + 1]


def _shape_of(shape: Shape, path: str) -> Shape | None:
    if shape.is_leaf:
        return shape if shape.figures[0].path == path else None
    return next((found for child in shape.children if (found := _shape_of(child, path))), None)
