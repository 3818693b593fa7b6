"""One <table> with data → a RawTable on the grid that a browser draws. Which tables hold data is also told here.

Columns and rows in which no cell begins are no part of a grid: Word writes many.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from goigen.errors import UserError
from goigen.reading.html.words import BLOCK, HEADING, Element, Gathered, Numbers, han, hidden, joined, keeps_lines, walk
from goigen.reading.raw import RAISED, Cell, RawTable

LARGEST_SPAN = 1000  # what browsers allow
LIMIT_COLUMNS, LIMIT_ROWS = 300, 3000
SMALL = 100  # characters of a table within a cell that is only there for looks
PROSE, PROSE_BLOCKS, FEW_CELLS = 300, 3, 8  # a cell like this in a table like this is a column of the page
CELLS = ("td", "th")
RAISING = ("sup", "sub")
GROUPS = {"thead": 0, "tbody": 1, "tfoot": 2}


@dataclass(slots=True)
class _Survey:
    """What is known of a table while walking through it: its own cells, and of the open one its blocks and text."""

    element: Element
    cells: int = 0
    holds_tables: bool = False
    holds_prose: bool = False
    blocks: int = 0
    text: int = 0
    all_text: int = 0

    @property
    def is_layout(self) -> bool:
        return self.holds_tables or self.cells <= 1 or (self.holds_prose and self.cells <= FEW_CELLS)


def layout_tables(root: Element) -> set[Element]:
    """The tables that only place things on the page."""
    found: set[Element] = set()
    open_tables: list[_Survey] = []
    walker = walk(root)
    for event, element in walker:
        tag = element.tag
        own = open_tables[-1] if open_tables else None
        if event == "start":
            if hidden(element):
                walker.skip_subtree()
            elif tag == "table":
                open_tables.append(_Survey(element))
            elif own and tag in CELLS:
                own.cells, own.blocks, own.text = own.cells + 1, 0, 0
            elif own and tag in BLOCK:
                own.blocks += 1
            if own and not hidden(element):
                own.text += han(element.text or "")
        else:
            if own and own.element is element:
                open_tables.pop()
                own.all_text += own.text
                if own.is_layout:
                    found.add(element)
                if open_tables:
                    open_tables[-1].text += own.all_text
                    open_tables[-1].holds_tables |= own.cells > 1 or own.holds_tables or own.all_text > SMALL
            elif own and tag in CELLS:
                own.holds_prose |= own.blocks >= PROSE_BLOCKS and own.text >= PROSE
                own.all_text, own.text = own.all_text + own.text, 0
            if open_tables and open_tables[-1].element is not element:
                open_tables[-1].text += han(element.tail or "")
    return found


@dataclass(slots=True)
class _Drawn:
    """A cell as the page says it."""

    text: str
    row_span: int
    column_span: int


@dataclass(slots=True)
class Table:
    """A table, the texts of its captions, and how many of its Chinese characters are links."""

    captions: list[str] = field(default_factory=list)
    grid: RawTable = field(default_factory=lambda: RawTable(()))
    linked: int = 0


def read_table(element: Element) -> Table:
    """The table with everything in it; a table within a cell is text of the cell."""
    return _Reading(element).result()


class _Reading:
    """One walk over a table."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self.found = Table()
        self.groups: list[tuple[int, list[list[_Drawn]]]] = []
        self.gathered = Gathered()
        self.numbers = Numbers()
        self.links = self.kept = 0
        self.cell: Element | None = None
        self.caption: Element | None = None

    def result(self) -> Table:
        walker = walk(self.element)
        for event, element in walker:
            if event == "start":
                if element is not self.element and hidden(element):
                    walker.skip_subtree()
                else:
                    self._start(element)
            else:
                if element is self.element or not hidden(element):
                    self._end(element)
                if element is not self.element:
                    self._text(element.tail)
        self.found.grid = RawTable(_placed(self.groups))
        return self.found

    def _text(self, text: str | None) -> None:
        if self.cell is not None or self.caption is not None:
            self.gathered.add(text, linked=self.links > 0, kept=self.kept > 0)
            self.found.linked += han(text or "") if self.links else 0

    def _start(self, element: Element) -> None:
        tag = str(element.tag)
        if self.cell is None and self.caption is None:
            if tag in GROUPS:
                self.groups.append((GROUPS[tag], []))
            elif tag == "tr":
                self._rows().append([])
            elif tag in CELLS:
                self.cell = element
            elif tag == "caption":
                self.caption = element
        elif tag == "br" or tag in BLOCK:
            self.gathered.line_end()
        self.gathered.number += self.numbers.start(element)
        self.links += tag == "a"
        self.kept += keeps_lines(element)
        self._text(element.text.translate(RAISED) if element.text and tag in RAISING else element.text)

    def _end(self, element: Element) -> None:
        tag = str(element.tag)
        self.links -= tag == "a"
        self.kept -= keeps_lines(element)
        self.numbers.end(element)
        if tag == "li":
            self.gathered.number = ""
        if element is self.caption:
            self.found.captions += [joined(self.gathered.take())]
            self.caption = None
        elif element is self.cell:
            self._cell(element)
            self.cell = None
        elif (self.cell is not None or self.caption is not None) and tag in BLOCK:
            self.gathered.line_end()
        elif tag in GROUPS:
            self.groups.append((1, []))
        elif tag == "tr":
            rows = self._rows()
            # Why: Word ends a table with a row of no height that only measures the columns
            if rows and element.get("height") in ("0", "0px") and not any(cell.text for cell in rows[-1]):
                rows.pop()

    def _cell(self, element: Element) -> None:
        rows = self._rows()
        if not rows:
            rows.append([])
        lines = self.gathered.take()
        text = joined(lines) if any(child.tag in HEADING for child in element) else "\n".join(lines)
        rows[-1].append(_Drawn(text, _span(element.get("rowspan"), zero=LIMIT_ROWS), min(_span(element.get("colspan")), LARGEST_SPAN)))

    def _rows(self) -> list[list[_Drawn]]:
        if not self.groups:
            self.groups.append((1, []))
        return self.groups[-1][1]


def _span(text: str | None, zero: int = 1) -> int:
    found = re.match(r"\s*\+?([0-9]{1,9})", text or "")
    return (int(found[1]) or zero) if found else 1


def _placed(groups: list[tuple[int, list[list[_Drawn]]]]) -> tuple[Cell, ...]:
    """Every cell at the first free place of its row; a span ends with its group of rows, and before a cell from above."""
    cells: list[Cell] = []
    row = 0
    for _, rows in sorted(groups, key=lambda group: group[0]):
        end = row + len(rows)
        if end > LIMIT_ROWS:
            raise UserError(f"网页里的一个表格超过 {LIMIT_ROWS} 行，不会是年度报告里的表")
        taken = [0] * LIMIT_COLUMNS  # the row from which each column is free
        for drawn in rows:
            column = 0
            for cell in drawn:
                while column < LIMIT_COLUMNS and taken[column] > row:
                    column += 1
                if column == LIMIT_COLUMNS:
                    break
                row_span = min(cell.row_span, end - row)
                stop = column
                while stop < min(column + cell.column_span, LIMIT_COLUMNS) and taken[stop] <= row:
                    taken[stop] = row + row_span
                    stop += 1
                cells.append(Cell(row, column, cell.text, row_span, stop - column))
                column = stop
            row += 1
    return _compact(cells)


def _compact(cells: list[Cell]) -> tuple[Cell, ...]:
    """The same without rows and columns in which no cell begins."""
    rows = sorted({cell.row for cell in cells})
    columns = sorted({cell.column for cell in cells})

    def moved(cell: Cell) -> Cell:
        row, column = bisect_left(rows, cell.row), bisect_left(columns, cell.column)
        down, right = bisect_left(rows, cell.row + cell.row_span), bisect_left(columns, cell.column + cell.column_span)
        return Cell(row, column, cell.text, down - row, right - column)

    return tuple(moved(cell) for cell in cells)
