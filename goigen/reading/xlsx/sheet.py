"""The filled cells of one sheet → its paragraphs and tables. Rows that follow each other without a gap belong together.

A row with one long text, or with the number of a heading over the whole width, is a paragraph. Nothing here knows openpyxl.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from goigen.errors import UserError
from goigen.reading.raw import Block, Cell, RawTable, Words

UNCALCULATED = "#公式未计算"
Area = tuple[int, int, int, int]  # first row, first column, last row, last column; from 1
LONG = 60  # characters of a text that is no cell of a table
LIMIT_EXAMINED = 3_000_000  # places under merged cells, which overlap in a damaged file
TITLE = 16  # of one that is a title if it stands alone above a table
NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}、")
NOTE = re.compile(r"(?:注|备注|说明|填表说明)\s*[：:1１]")


@dataclass(slots=True)
class Sheet:
    """The texts of a sheet and where it has borders, by row and column from 1; the merged areas as they are given."""

    title: str
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    bordered: set[tuple[int, int]] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)


@dataclass(slots=True)
class _Row:
    """The cells that begin in a row, by column, and whether it has only one text and that one is printed across the table."""

    number: int
    cells: list[Area]

    def alone(self, texts: dict[tuple[int, int], str]) -> Area | None:
        """The one cell with a text, if it does not reach into the next row."""
        filled = [area for area in self.cells if texts.get(area[:2])]
        return filled[0] if len(filled) == 1 and filled[0][2] == self.number else None


def blocks_of(sheet: Sheet) -> Iterator[Block]:
    """Everything on it, from top to bottom."""
    words = tables = 0
    for run in _runs(sheet):
        for part in _parts(sheet, run):
            if isinstance(part, str):
                words += 1
                yield Words(part, f"工作表“{sheet.title}”第{words}段")
            elif cells := _table(sheet, part):
                tables += 1
                yield RawTable(cells, f"工作表“{sheet.title}”第{tables}个表格")


def _merged(sheet: Sheet) -> tuple[dict[tuple[int, int], Area], set[tuple[int, int]]]:
    """Merged areas by their first cell, cut to where the sheet has something, and the places they cover; the first of two that overlap."""
    places = [*sheet.texts, *sheet.bordered]
    last_row, last_column = max(row for row, _ in places), max(column for _, column in places)
    areas: dict[tuple[int, int], Area] = {}
    covered: set[tuple[int, int]] = set()
    examined = 0
    for top, left, bottom, right in sheet.merged:
        area = (top, left, min(bottom, last_row), min(right, last_column))
        examined += max(0, area[2] - top + 1) * max(0, area[3] - left + 1)
        if examined > LIMIT_EXAMINED:
            raise UserError(f"工作表“{sheet.title}”的合并单元格互相重叠，读不了；在 Excel 或 WPS 里重新合并再试")
        inside = {(row, column) for row in range(top, area[2] + 1) for column in range(left, area[3] + 1)}
        if inside and not inside & covered and (top, left) not in covered:
            areas[top, left] = area
            covered |= inside
    return areas, covered


def _runs(sheet: Sheet) -> Iterator[list[_Row]]:
    """Stretches of rows with something in them: a text, a border, a merged cell from above that has a text."""
    if not sheet.texts:
        return
    areas, covered = _merged(sheet)
    begun: dict[int, list[Area]] = {}
    places = {*sheet.texts, *sheet.bordered}
    for row, column in sorted(places | areas.keys()):
        if (row, column) in areas:
            begun.setdefault(row, []).append(areas[row, column])
        elif (row, column) not in covered:
            begun.setdefault(row, []).append((row, column, row, column))
    held = {row for area in areas.values() if sheet.texts.get(area[:2]) for row in range(area[0], area[2] + 1)}
    filled = sorted(held | {row for row, _ in places})
    run: list[_Row] = []
    for row in filled:
        if run and run[-1].number != row - 1:
            yield run
            run = []
        run.append(_Row(row, begun.get(row, [])))
    if run:
        yield run


def _parts(sheet: Sheet, run: list[_Row]) -> Iterator[str | list[_Row]]:
    """A run as paragraphs, and the tables between them."""
    used = [area for row in run for area in row.cells if sheet.texts.get(area[:2])]
    if not used:
        return
    left, right = min(area[1] for area in used), max(area[3] for area in used)
    lone = [row.alone(sheet.texts) for row in run]
    inside = [number for number, (row, alone) in enumerate(zip(run, lone, strict=True)) if alone is None and _has_text(sheet, row)]
    framed = any(area[:2] in sheet.bordered for row in run for area in row.cells)
    table: list[_Row] = []
    for number, (row, alone) in enumerate(zip(run, lone, strict=True)):
        text = sheet.texts[alone[:2]] if alone else ""
        above, below = not inside or number < inside[0], not inside or number > inside[-1]
        across = bool(alone and alone[1] <= left and (alone[3] >= right or alone[3] == alone[1]))
        bordered = bool(alone and alone[:2] in sheet.bordered)
        if alone and not inside:
            is_words = True
        elif alone and (len(text) > LONG or NOTE.match(text)):
            is_words = across or above or below
        elif alone and above:
            is_words = bool(NUMBERED.match(text)) or (not bordered and (framed or len(text) > TITLE or alone[1] == alone[3]))
        elif alone and below:
            is_words = framed and not bordered
        else:
            is_words = bool(alone and across and NUMBERED.match(text) and (alone[3] > alone[1] if not framed else not bordered))
        if not is_words:
            table.append(row)
            continue
        if table:
            yield table
            table = []
        yield text
    if table:
        yield table


def _has_text(sheet: Sheet, row: _Row) -> bool:
    return any(sheet.texts.get(area[:2]) for area in row.cells)


def _table(sheet: Sheet, rows: list[_Row]) -> tuple[Cell, ...]:
    """The cells of these rows, without the empty rows and columns around them; every place that nothing is said of is an empty cell."""
    filled = [area for row in rows for area in row.cells if sheet.texts.get(area[:2])]
    if not filled:
        return ()
    top, left = min(area[0] for area in filled), min(area[1] for area in filled)
    bottom, right = max(area[2] for area in filled), max(area[3] for area in filled)
    bottom = min(bottom, rows[-1].number)
    starts = {area[:2]: area for row in rows for area in row.cells}
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            if (row, column) in taken:
                continue
            area = starts.get((row, column), (row, column, row, column))
            down, over = min(area[2], bottom), min(area[3], right)
            if down > row or over > column:
                taken |= {(r, c) for r in range(row, down + 1) for c in range(column, over + 1)}
            cells.append(Cell(row - top, column - left, sheet.texts.get((row, column), ""), down - row + 1, over - column + 1))
    return tuple(cells)
