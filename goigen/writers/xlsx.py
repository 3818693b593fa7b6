"""Document → workbook: a worksheet for each grid, with what stands around it. Every cell is text or a whole number, never a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from goigen.document import Block, Document, Grid, Heading
from goigen.writers.look import Look

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

NAME = re.compile(r"[\[\]:*?/\\'\x00-\x1f\x7f]")  # what the name of a worksheet must not hold
LONGEST_NAME = 31  # and of a text, as Excel counts them: a character outside the basic plane is two
TAKEN = "history"  # a name that Excel keeps for itself
LONGEST_TEXT = 32_000
UNHEARD_OF = re.compile("[\ud800-\udfff\ufffe\uffff]")  # what no XML file can hold: halves of characters, and none at all
HIGHEST = 409.0  # points; Excel repairs a workbook with a higher row
CHARACTERS_PER_MM = 0.55  # how Excel counts the width of a column
POINTS_PER_MM = 72 / 25.4
NUMBER = re.compile(r"0|[1-9]\d{0,14}")
FONT: dict[str, object] = {"font_name": "仿宋_GB2312", "font_size": 11}


def write(document: Document, look: Look) -> bytes:  # noqa: ARG001
    """Bytes of an .xlsx without a clock in them."""
    import xlsxwriter  # Why here: only a check sheet asks for it

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": document.name, "author": document.agency, "created": datetime(2000, 1, 1)})
    formats = {name: book.add_format(FONT | extra) for name, extra in _FORMATS.items()}
    used = {TAKEN}
    for name, blocks in _sheets(document):
        _sheet(book.add_worksheet(_free(name, used)), document, blocks, formats)
    book.close()
    return stream.getvalue()


_FORMATS: dict[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 16},
    "heading": {"bold": True, "font_size": 13},
    "text": {},
    "head": {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True, "bg_color": "#EDEDED"},
    "cell": {"border": 1, "valign": "top", "text_wrap": True},
}


def _sheets(document: Document) -> Iterator[tuple[str, list[Block]]]:
    """The blocks of each worksheet under its name: a grid begins one, and what has no grid goes with what stands before it."""
    waiting: list[Block] = []
    name = ""
    for block in document.blocks:
        if isinstance(block, Grid):
            if name:
                yield name, waiting
                waiting = []
            name = block.heading.text
        waiting.append(block)
    yield name or document.title[-1], waiting


def _free(name: str, used: set[str]) -> str:
    """A name that Excel takes and no worksheet has yet."""
    bare = " ".join(NAME.sub("", cell_text(name)).split()) or "1"
    found, count = _cut(bare, LONGEST_NAME), 1
    while found.lower() in used:
        count += 1
        found = _cut(bare, LONGEST_NAME - len(f"_{count}")) + f"_{count}"
    used.add(found.lower())
    return found


def _cut(text: str, most: int) -> str:
    """As much of a text as Excel counts for `most` characters."""
    while len(text.encode("utf-16-le")) > 2 * most:
        text = text[: min(most, len(text) - 1)]
    return text


def cell_text(text: str) -> str:
    """A text as a cell can hold it: xlsxwriter leaves out one that is too long, and a file with half a character opens nowhere."""
    whole = UNHEARD_OF.sub("�", text)
    shown = _cut(whole, LONGEST_TEXT)
    return whole if shown == whole else f"{shown}…"


def _sheet(sheet: Worksheet, document: Document, blocks: list[Block], formats: dict[str, Format]) -> None:
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    row = 0
    sheet.write_string(row, 0, cell_text(document.name), formats["title"])
    for block in blocks:
        row += 1
        if isinstance(block, Grid):
            row = _grid(sheet, block, row, formats)
        else:
            sheet.write_string(row, 0, cell_text(block.text), formats["heading" if isinstance(block, Heading) else "text"])


def _grid(sheet: Worksheet, grid: Grid, top: int, formats: dict[str, Format]) -> int:
    """Writes heading, cells and notes from a row on; returns the last row used."""
    sheet.write_string(top, 0, cell_text(grid.heading.text), formats["heading"])
    for column, width in enumerate(grid.widths):
        sheet.set_column(column, column, width * CHARACTERS_PER_MM)
    first = top + 1
    for row, height in enumerate(grid.heights, first):
        sheet.set_row(row, min(HIGHEST, height * POINTS_PER_MM))
    for cell in grid.cells:
        style = formats["head" if cell.row < grid.header_rows else "cell"]
        row, column = first + cell.row, cell.column
        if cell.row_span * cell.column_span > 1:
            sheet.merge_range(row, column, row + cell.row_span - 1, column + cell.column_span - 1, "", style)
        if NUMBER.fullmatch(cell.text):
            sheet.write_number(row, column, int(cell.text), style)
        else:
            sheet.write_string(row, column, cell_text(cell.text), style)
    if grid.header_rows:
        sheet.freeze_panes(first + grid.header_rows, 0)
        sheet.repeat_rows(first, first + grid.header_rows - 1)
    last = first + len(grid.heights) - 1
    for note in grid.notes:
        last += 1
        sheet.write_string(last, 0, cell_text(note.text), formats["text"])
    return last
