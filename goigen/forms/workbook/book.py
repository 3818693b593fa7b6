"""A thin hull around xlsxwriter: pages of cells that are text, exact numbers or formulas with their value. Knows nothing of the form.

Text is never taken for a formula, and the bytes have no clock in them.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from goigen.errors import UserError
from goigen.report import Number
from goigen.report.workbook_words import AUTHOR, SIGNS
from goigen.width import cells

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Property = str | int | float | bool
Style = tuple[tuple[str, Property], ...]
LONGEST_TEXT = 32_000  # characters of a cell; Excel allows 32767
NOTE_WIDTH, NOTE_LINE = 300, 19  # pixels
NOTE_CELLS = 40  # half-width characters on one of its lines
LINE_POINTS, MOST_POINTS = 17.0, 409.0
BODY, HEADS, TITLES = "仿宋_GB2312", "黑体", "方正小标宋简体"
LOOSE = {"format_cells": True, "format_columns": True, "format_rows": True, "insert_rows": True, "select_unlocked_cells": True}


def style(base: Style = (), **properties: Property) -> Style:
    """A look as xlsxwriter's properties, to be shared by equal ones."""
    return tuple(sorted({**dict(base), **properties}.items()))


PLAIN = style(font_name=BODY, font_size=11, valign="vcenter", text_wrap=True)


def address(row: int, column: int, *, fixed: bool = False) -> str:
    """(7, 3) → D8, counted from 0."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"${letters}${row + 1}" if fixed else f"{letters}{row + 1}"


class Book:
    """One workbook while it is written."""

    def __init__(self, title: str, author: str) -> None:
        import xlsxwriter  # Why here: checking a form needs none

        self._stream = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self._book = xlsxwriter.Workbook(self._stream, options)
        self._book.set_properties({"title": title, "author": author, "created": datetime(2000, 1, 1)})
        self._book.set_calc_mode("auto")
        self._book.set_size(20000, 12000)
        self._book.set_tab_ratio(85)  # the names of the parts are long
        self._formats: dict[Style, Format] = {}
        self._pages: list[Page] = []

    def format(self, wanted: Style) -> Format:
        if wanted not in self._formats:
            self._formats[wanted] = self._book.add_format(dict(wanted))
        return self._formats[wanted]

    def page(self, name: str, colour: str = "") -> Page:
        self._pages.append(Page(self, self._book.add_worksheet(name), name, colour))
        return self._pages[-1]

    def mark(self, name: str, place: str, value: str) -> None:
        """The two hidden marks by which the workbook is known again."""
        self._book.define_name(name, f"={place}")
        self._book.set_custom_property(name, value)

    def data(self) -> bytes:
        self._book.close()
        growing = {f"xl/worksheets/sheet{number}.xml": page.growing for number, page in enumerate(self._pages, 1)}
        return _with_growing_rows(self._stream.getvalue(), growing)


class Page:
    """One sheet. Rows and columns count from 0; everything is locked but what a style unlocks."""

    def __init__(self, book: Book, sheet: Worksheet, name: str, colour: str) -> None:
        self.name = name
        self._book, self._sheet = book, sheet
        self.growing: set[int] = set()
        sheet.protect("", LOOSE)
        sheet.set_paper(9)
        sheet.set_margins(0.5, 0.5, 0.6, 0.7)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&9第 &P 页，共 &N 页")
        sheet.hide_gridlines(2)
        if colour:
            sheet.set_tab_color(colour)

    def reference(self, row: int, column: int) -> str:
        """The cell as a formula of another sheet names it."""
        return f"'{self.name}'!{address(row, column, fixed=True)}"

    def columns(self, widths: Sequence[float]) -> None:
        for column, width in enumerate(widths):
            self._sheet.set_column(column, column, width)

    def hide(self, first: int, last: int) -> None:
        self._sheet.set_column(first, last, 1, None, {"hidden": True})

    def height(self, row: int, points: float) -> None:
        self._sheet.set_row(row, points)

    def grow(self, row: int, text: str, characters: float) -> None:
        """A row of prose as high as its text needs, that grows with it."""
        lines = sum(max(1, -(-cells(line) // int(characters))) for line in text.split("\n"))
        self._sheet.set_row(row, min(MOST_POINTS, 8 + LINE_POINTS * lines))
        self.growing.add(row)

    def put(self, row: int, column: int, value: Number | str | None, look: Style, rows: int = 1, columns: int = 1) -> None:
        """A text, a number, or an empty cell with its look; merged over several places if told."""
        if isinstance(value, (int, Decimal)) and not _exact(value):
            value = f"{value:f}" if isinstance(value, Decimal) else str(value)
        if isinstance(value, str) and value[:1] and value[0] in SIGNS:
            look = style(look, quote_prefix=True)
        shown = self._merged(row, column, look, rows, columns)
        if value is None or value == "":
            self._sheet.write_blank(row, column, None, shown)
        elif isinstance(value, str):
            self._sheet.write_string(row, column, self._whole(value), shown)
        else:
            self._sheet.write_number(row, column, float(value), shown)

    def _whole(self, text: str) -> str:
        """A text that a cell can hold. Why refused and not cut: the form would come back from the workbook without its end."""
        length = len(text.encode("utf-16-le", "surrogatepass")) // 2  # as Excel counts
        if length > LONGEST_TEXT:
            raise UserError(f"“{self.name}”里有一段 {length} 字，工作簿的一格最多放 {LONGEST_TEXT} 字；先把它分成几段")
        return text

    def formula(
        self, row: int, column: int, formula: str, value: str | int | Decimal, look: Style, rows: int = 1, columns: int = 1
    ) -> None:
        """A formula with the value that it has now: not every program calculates before it shows."""
        shown = self._merged(row, column, look, rows, columns)
        self._sheet.write_formula(row, column, f"={formula}", shown, str(value) if isinstance(value, str) else float(value))

    def _merged(self, row: int, column: int, look: Style, rows: int, columns: int) -> Format:
        shown = self._book.format(look)
        if rows * columns > 1:
            self._sheet.merge_range(row, column, row + rows - 1, column + columns - 1, "", shown)
        return shown

    def note(self, row: int, column: int, text: str) -> None:
        """A note that shows when the pointer rests on the cell."""
        lines = sum(-(-cells(line) // NOTE_CELLS) or 1 for line in text.split("\n"))
        look = {
            "author": AUTHOR,
            "width": NOTE_WIDTH,
            "height": NOTE_LINE * lines + 12,
            "font_name": BODY,
            "font_size": 10,
            "color": "#FFFFE6",
        }
        self._sheet.write_comment(row, column, text, look)

    def validate(self, area: tuple[int, int, int, int], rule: dict[str, object]) -> None:
        self._sheet.data_validation(*area, rule)

    def paint(self, area: tuple[int, int, int, int], formula: str, look: Style) -> None:
        """A look for where a formula holds."""
        self._sheet.conditional_format(*area, {"type": "formula", "criteria": f"={formula}", "format": self._book.format(look)})

    def print_whole(self, *, landscape: bool = False) -> None:
        """On one page."""
        self._sheet.fit_to_pages(1, 1)
        if landscape:
            self._sheet.set_landscape()

    def print_area(self, last_row: int, last_column: int) -> None:
        self._sheet.print_area(0, 0, last_row, last_column)

    def repeat(self, first: int, last: int) -> None:
        self._sheet.repeat_rows(first, last)

    def freeze(self, row: int, column: int) -> None:
        self._sheet.freeze_panes(row, column)

    def open_first(self, row: int, column: int) -> None:
        """Where the cursor stands when the sheet is opened."""
        self._sheet.set_selection(row, column, row, column)


def _exact(number: Number) -> bool:
    """Whether Excel, which keeps fifteen digits, holds the number as it is."""
    return Decimal(f"{float(number):.15g}") == number


def _with_growing_rows(data: bytes, growing: dict[str, set[int]]) -> bytes:
    """Rows whose height is only how they begin. Why by hand: xlsxwriter fixes every height that it is given."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            for row in growing.get(part.filename, ()):
                content = re.sub(rb'(<row r="%d" [^>]*?) customHeight="1"' % (row + 1), rb"\1", content, count=1)
            new.writestr(part, content)
    return stream.getvalue()
