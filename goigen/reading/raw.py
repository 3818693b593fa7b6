"""What a reader makes of one published file: its paragraphs and tables in reading order, as printed. Nothing is interpreted here.

A reader is `read(data: bytes) -> tuple[Block, ...]`, one module a format; it raises UserError with one Chinese sentence where the
file cannot be read. It knows nothing of the official form.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One paragraph, with the order number that Word or HTML generates before it. `where` is told to people: 第3页, 第12段."""

    text: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: its position in the grid from 0, its spans, and its text with the line breaks that it has on paper."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class RawTable:
    """One table, or the piece of one that stands on a page; cells in order of row and column, the continuation of a merged one left out.

    In a `ragged` table the spans could not be seen (cells typed one after the other): `column` then counts the cells of the row.
    """

    cells: tuple[Cell, ...]
    where: str = ""  # 第3页第1个表格
    ragged: bool = False


Block = Words | RawTable

# Digits that are set high or low beside a figure (the mark of a note) come out as such, never as digits of the figure
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
