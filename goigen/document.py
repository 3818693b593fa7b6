"""The laid-out report: what stands on the page, in order, with all wording, line breaks, widths and spans decided.

It is the only thing that passes from the report to the formats. A writer walks it and adds nothing. Imports nothing of goigen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

CellRole = Literal["banner", "corner", "head", "group", "stub", "figure"]  # a group is a stub head with rows below it
ParagraphRole = Literal["draft", "body", "note", "signature", "date"]


@dataclass(frozen=True)
class Heading:
    """Level 1 is a part (一、), level 2 a topic （一）. The text has its number."""

    level: Literal[1, 2]
    text: str


@dataclass(frozen=True)
class Paragraph:
    text: str
    role: ParagraphRole = "body"


@dataclass(frozen=True)
class Cell:
    """One cell of a grid. `lines` are its words as they are broken on paper; `source` is the path of the figure it shows."""

    row: int
    column: int
    lines: tuple[str, ...]
    role: CellRole
    row_span: int = 1
    column_span: int = 1
    source: str = ""

    @property
    def text(self) -> str:
        return "".join(self.lines)

    def slots(self) -> Iterator[tuple[int, int]]:
        """Every position of the grid that it covers."""
        for row in range(self.row, self.row + self.row_span):
            for column in range(self.column, self.column + self.column_span):
                yield row, column


@dataclass(frozen=True)
class Grid:
    """A table with its heading and notes. Cells stand in order of row and column and cover every position once.

    `widths` and `heights` are millimetres per column and row (heights are the least ones); `size` is the type size in points,
    `leading` the distance of lines in points; the first `header_rows` repeat on every page; `new_page` starts the grid on a page
    of its own; a `whole` grid is kept on one page if it fits there.
    """

    key: str
    heading: Heading
    cells: tuple[Cell, ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    size: float
    leading: float
    header_rows: int = 0
    new_page: bool = False
    notes: tuple[Paragraph, ...] = ()
    whole: bool = True

    def __post_init__(self) -> None:
        seen: set[tuple[int, int]] = set()
        for cell in self.cells:
            for slot in cell.slots():
                if slot in seen:
                    raise ValueError(f"two cells at {slot} of grid {self.key}")
                seen.add(slot)
        everything = {(row, column) for row in range(len(self.heights)) for column in range(len(self.widths))}
        if seen != everything:
            raise ValueError(f"grid {self.key} has holes or overhangs at {sorted(seen ^ everything)}")

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """The cells that begin in each row."""
        for row in range(len(self.heights)):
            yield tuple(cell for cell in self.cells if cell.row == row)


Block = Heading | Paragraph | Grid


@dataclass(frozen=True)
class Document:
    """One report, laid out. `title` are the lines of the title; `data` is the same report under the keys of the form."""

    title: tuple[str, ...]
    agency: str
    year: str
    blocks: tuple[Block, ...]
    draft: bool = False
    data: Mapping[str, object] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The title in one line."""
        return "".join(self.title)

    def grids(self) -> tuple[Grid, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Grid))

    def text(self) -> Iterator[str]:
        """Every piece of text, in reading order: for fonts that must know which characters they are asked for."""
        yield from self.title
        for block in self.blocks:
            if isinstance(block, Grid):
                yield block.heading.text
                yield from (cell.text for cell in block.cells)
                yield from (note.text for note in block.notes)
            else:
                yield block.text
