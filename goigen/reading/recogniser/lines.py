"""Raw tables → lines: one printed row each, with what its cells name on both axes of an official table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby

from goigen.reading.raw import Cell, RawTable
from goigen.reading.recogniser.labels import Labels, Match, bare, every
from goigen.standard import FORM, Head, Table

DIGITS = re.compile(r"[\d０-９][\d０-９.,，．\s]*(?:件|万元|元)?$")
SHARED = frozenset(("其他", "总计", "结果"))  # words that say nothing of the axis on which they stand
NOTE = re.compile(r"^(?:备?注|附注|说明)\s*[:：]")


@dataclass(frozen=True, eq=False)
class Line:
    """One row of a table as printed. `hanging` are cells of rows above that reach into this one."""

    cells: tuple[Cell, ...]
    hanging: tuple[Cell, ...]
    where: str
    piece: int  # which raw table of the document it comes from
    ragged: bool

    def words(self) -> str:
        return " ".join(cell.text for cell in self.cells if cell.text.strip())


def is_number(text: str) -> bool:
    return bool(DIGITS.match(text.strip()))


def lines_of(table: RawTable, piece: int) -> Iterator[Line]:
    rows = 1 + max((cell.row for cell in table.cells), default=-1)
    own: list[list[Cell]] = [[] for _ in range(rows)]
    hanging: list[list[Cell]] = [[] for _ in range(rows)]
    for cell in table.cells:
        own[cell.row].append(cell)
        for row in range(cell.row + 1, min(cell.row + cell.row_span, rows)):
            hanging[row].append(cell)
    for row in range(rows):
        if own[row]:
            yield Line(tuple(own[row]), tuple(hanging[row]), f"{table.where}第{row + 1}行", piece, table.ragged)


@dataclass(frozen=True, eq=False)
class Axes:
    """The labels of one official table, as they may be met in a line."""

    table: Table
    rows: Labels = field(init=False)
    columns: Labels = field(init=False)
    strong: frozenset[Head] = field(init=False)  # heads that no other table has

    def __post_init__(self) -> None:
        rows = [head for block in self.table.blocks for head in every(block.rows)]
        columns = [head for block in self.table.blocks for head in every(block.columns)]
        object.__setattr__(self, "rows", Labels(rows))
        object.__setattr__(self, "columns", Labels(columns))
        object.__setattr__(self, "strong", frozenset(head for head in (*rows, *columns) if bare(head.title) not in SHARED))

    def row(self, cell: Cell) -> Match | None:
        return self.rows.find(cell.text)

    def column(self, cell: Cell) -> Match | None:
        return self.columns.find(self.columns.stacked(cell.text)[-1])

    def hits(self, line: Line) -> int:
        """How many cells speak for this table."""
        found = (self.row(cell) or self.column(cell) for cell in line.cells)
        return sum(match is not None and match.head in self.strong for match in found)

    def is_header(self, line: Line) -> bool:
        """Whether a line names columns and no row."""
        columns = [match for cell in line.cells if (match := self.column(cell))]
        rows = [match for cell in line.cells if (match := self.row(cell)) and bare(match.head.title) not in SHARED]
        return bool(columns) and not rows and (len(columns) > 1 or columns[0].head in self.strong)


@cache
def axes(table: Table) -> Axes:
    return Axes(table)


BANNERS = {block.banner: table for table in FORM.tables for block in table.blocks if block.banner}


def belongs_to(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """The lines of each official table by its key. A line without a word of its own goes with the line before, or the first named after.

    A piece that names nothing at all goes on with the table before it if it can hold its figures; else it is none of ours.
    """
    found: dict[str, list[Line]] = {table.key: [] for table in FORM.tables}
    current = ""
    for _, group in groupby(lines, key=lambda line: line.piece):
        piece = list(group)
        named = [_named(line) for line in piece]
        if not any(named):
            current = current if current and any(_goes_on(line, current) for line in piece) else ""
        elif not current or not _goes_on_first(piece[0], current):
            current = next(filter(None, named))
        for line, key in zip(piece, named, strict=True):
            current = key or current
            if current:
                found[current].append(line)
    return found


def _named(line: Line) -> str:
    """The key of the table that a line's labels speak for; empty if for none or for several."""
    scores = {table.key: axes(table).hits(line) for table in FORM.tables}
    best = max(scores, key=lambda key: scores[key])
    return best if scores[best] and list(scores.values()).count(scores[best]) == 1 else ""


def _goes_on_first(line: Line, key: str) -> bool:
    """Whether the first line of a piece may be the rest of the table before it."""
    return not _named(line) and _goes_on(line, key)


def _goes_on(line: Line, key: str) -> bool:
    """Whether a line without any label may continue a table: the values of table four, the half of a row."""
    table = next(table for table in FORM.tables if table.key == key)
    widths = {len(_leaves(block.columns)) for block in table.blocks}
    return any(is_number(cell.text) for cell in line.cells) and len(line.cells) >= max(widths)


def _leaves(heads: tuple[Head, ...]) -> list[Head]:
    return [head for head in every(heads) if not head.parts]
