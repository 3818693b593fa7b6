"""The bytes of a workbook form → its sheets: what stands in each cell, and whether it was typed or calculated. Nothing is interpreted.

Values are those last calculated. However many rows are formatted, only cells with something in them are kept. Raises UserError.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from goigen.errors import UserError
from goigen.reading.workbook.notes import notes_of
from goigen.reading.workbook.page import Held, Page
from goigen.reading.workbook.scan import Scan, scan_of
from goigen.reading.xlsx import (
    ENCODINGS,
    ENTITIES,
    LIMIT_ALL_BYTES,
    LIMIT_BYTES,
    LIMIT_PARTS,
    NO_WORKBOOK,
    TOO_BIG,
    XML,
    printed,
)
from goigen.reading.xlsx.sheet import UNCALCULATED

if TYPE_CHECKING:
    from openpyxl.cell.read_only import ReadOnlyCell
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

LIMIT_CELLS = 60_000  # with something in them, of the whole workbook
FAR = "（太远，没有读）"
LIMIT_MARKS = 3_000_000  # tags in parts that are read as a whole: styles, strings
SHEETS = "xl/worksheets/"
PADDED = re.compile(r"[#,0]*0\.(0+)#*")  # a format that shows at least so many decimals
PERCENT = re.compile(r"[^\"]*%")


def pages_of(name: str, data: bytes) -> list[Page]:
    """All sheets, the hidden ones too."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package, warnings.catch_warnings():
            # Why: it warns of what it cannot keep (validation, drawings); nothing is written here
            warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")
            _check(package)
            return list(_pages(name, data, package))
    except UserError:
        raise
    except MemoryError:
        raise UserError("工作簿太大，这台电脑的内存读不下") from None
    except Exception:  # Why all: openpyxl raises whatever it meets in a damaged part
        raise UserError(NO_WORKBOOK) from None


def _check(package: zipfile.ZipFile) -> None:
    """Before anything is unpacked: how much there is, and that no part defines entities."""
    everything = package.infolist()
    if len(everything) > LIMIT_PARTS or sum(part.file_size for part in everything) > LIMIT_ALL_BYTES:
        raise UserError(TOO_BIG)
    whole = [part for part in everything if part.filename.lower().endswith(XML) and not part.filename.startswith(SHEETS)]
    if sum(part.file_size for part in whole) > LIMIT_BYTES:
        raise UserError(TOO_BIG)
    marks = 0
    for part in whole:
        content = package.read(part)
        marks += content.count(b"<")
        if marks > LIMIT_MARKS:
            raise UserError(TOO_BIG)
        _refuse(content)


def _refuse(content: bytes) -> None:
    if ENTITIES.search(content) or (content.strip() and not ENCODINGS.match(content)):
        raise UserError("工作簿里有正常软件不会写的内容，可能有害，没有读")


def _pages(name: str, data: bytes, package: zipfile.ZipFile) -> Iterator[Page]:
    book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    filled = 0
    try:
        for number, sheet in enumerate(book.worksheets, 1):
            content = package.read(sheet._worksheet_path)
            _refuse(content[:100_000])
            scan = scan_of(content)
            del content
            filled += scan.filled
            if filled > LIMIT_CELLS:
                raise UserError(f"工作表“{sheet.title}”的内容太多，不会是一份年度报告；删去多余的内容再试")
            page = Page(name, sheet.title, number, sheet.sheet_state != "visible", merged=scan.merged)
            _fill(page, sheet, scan)
            page.notes += notes_of(package, sheet._worksheet_path)
            yield page
    finally:
        book.close()


def _fill(page: Page, sheet: ReadOnlyWorksheet, scan: Scan) -> None:
    page.cells |= dict.fromkeys(scan.far, Held(FAR))
    rows = sheet.iter_rows(max_row=scan.last[0], max_col=scan.last[1]) if scan.last[0] else ()
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row, 1):
            spot = (number, column)
            formula = spot in scan.formulas
            text = UNCALCULATED if formula and not scan.formulas[spot] else _shown(cell)
            if text:
                page.cells[spot] = Held(text, formula, _places(cell))
        if number >= scan.last[0]:  # Why: what comes after the last cell may be a million formatted rows
            break


def _shown(cell: ReadOnlyCell) -> str:
    """A value as its cell shows it, where that is another number: 0.64 that is printed as 64%."""
    is_number = isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool)
    percent = is_number and PERCENT.fullmatch(str(cell.number_format or ""))
    return f"{printed(cell.value * 100)}%" if percent else printed(cell.value)


def _places(cell: ReadOnlyCell) -> int:
    found = PADDED.fullmatch(str(cell.number_format or "")) if isinstance(cell.value, (int, float)) else None
    return len(found[1]) if found else 0
