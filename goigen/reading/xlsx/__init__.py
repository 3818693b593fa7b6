"""A published workbook → the paragraphs and tables of its sheets, in order. Values are those that were last calculated; nothing is.

The package is checked, and every sheet scanned, before openpyxl sees it. Raises UserError where there is no workbook, or none of a report.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from itertools import islice
from math import isfinite
from typing import Protocol

from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils.cell import get_column_letter

from goigen.errors import UserError
from goigen.reading.raw import Block
from goigen.reading.xlsx.format import shown
from goigen.reading.xlsx.sheet import UNCALCULATED, Area, Sheet, blocks_of

LIMIT_BYTES = 64 * 1024 * 1024  # of all parts in XML, unpacked
LIMIT_ALL_BYTES = 256 * 1024 * 1024
LIMIT_PARTS = 2000
LIMIT_TAGS, LIMIT_ATTRIBUTES = 2_000_000, 4_000_000  # of all parts: small ones fill the memory faster than large ones
LIMIT_ROWS, LIMIT_PLACES = 10_000, 150_000  # of one sheet, up to the last cell with content; of all, places in their rectangles
LIMIT_MERGED = 20_000
TOO_BIG = "工作簿解压后太大，不会是一份年度报告；删去多余的工作表和图片再试"
XML = (".xml", ".rels", ".vml")
# Why refused and not defused: no program writes them into a workbook
ENTITIES = re.compile(rb"<!DOCTYPE|<!ENTITY", re.I)
ENCODINGS = re.compile(
    rb"""\A(?:\xef\xbb\xbf)?\s*<(?!\?xml[^>]{0,200}encoding\s*=\s*["'](?!utf-8["']|us-ascii["']|iso-8859-1["']))""", re.I
)
REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})", re.I)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
FIGURES = re.compile(r"(?=.*[0-9０-９])[^\u3400-\u9fff]*", re.S)
NO_WORKBOOK = "这不是 Excel 工作簿，或者文件已损坏、没有下载完整；用 Excel 或 WPS 打开它，另存为 .xlsx 再试"


def read(data: bytes) -> tuple[Block, ...]:
    """All sheets that are shown."""
    _refuse_others(data)
    try:
        with zipfile.ZipFile(BytesIO(data)) as package, warnings.catch_warnings():
            # Why: it warns of what it cannot keep (validation, drawings); nothing is written here
            warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")
            _check(package)
            sheets = _sheets(data, package)
    except UserError:
        raise
    except MemoryError:
        raise UserError("工作簿太大，这台电脑的内存读不下") from None
    except Exception:  # Why all: openpyxl raises whatever it meets in a damaged part
        raise UserError(NO_WORKBOOK) from None
    blocks = tuple(block for sheet in sheets for block in blocks_of(sheet))
    if not blocks:
        raise UserError("工作簿里没有内容（隐藏的工作表不算）")
    return blocks


def _refuse_others(data: bytes) -> None:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UserError("工作簿有打开密码；在 Excel 或 WPS 里去掉密码，另存一份再试")
        raise UserError("这是旧版的 Excel 或 WPS 表格（.xls、.et）；在 Excel 或 WPS 里另存为 .xlsx 再试")
    if not data.startswith(b"PK"):
        raise UserError(NO_WORKBOOK)


def _check(package: zipfile.ZipFile) -> None:
    """Before anything is unpacked as a whole: how much there is, and that no part defines entities."""
    parts = [part for part in package.infolist() if part.filename.lower().endswith(XML)]
    everything = package.infolist()
    if len(everything) > LIMIT_PARTS or sum(part.file_size for part in everything) > LIMIT_ALL_BYTES:
        raise UserError(TOO_BIG)
    if sum(part.file_size for part in parts) > LIMIT_BYTES:
        raise UserError(TOO_BIG)
    names = {part.filename for part in everything}
    if "xl/workbook.xml" not in names and "[Content_Types].xml" in names and any(name.startswith(("word/", "ppt/")) for name in names):
        raise UserError("这是 Word 或 PowerPoint 文件，不是工作簿；改回原来的扩展名再试")
    tags = attributes = 0
    for part in parts:
        content = package.read(part)
        tags, attributes = tags + content.count(b"<"), attributes + content.count(b"=")
        if tags > LIMIT_TAGS or attributes > LIMIT_ATTRIBUTES:
            raise UserError(TOO_BIG)
        if ENTITIES.search(content) or (content.strip() and not ENCODINGS.match(content)):
            raise UserError("工作簿里有正常软件不会写的内容，可能有害，没有读")


@dataclass(slots=True)
class _Scan:
    """What openpyxl does not tell of a sheet when it reads row by row."""

    last_row: int = 0
    last_column: int = 0
    merged: list[Area] = field(default_factory=list)
    uncalculated: set[tuple[int, int]] = field(default_factory=set)


def _sheets(data: bytes, package: zipfile.ZipFile) -> list[Sheet]:
    book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    sheets: list[Sheet] = []
    places = 0
    try:
        for worksheet in book.worksheets:
            if worksheet.sheet_state != "visible":
                continue
            scan = _scan(package.read(worksheet._worksheet_path))
            places += scan.last_row * scan.last_column
            if scan.last_row > LIMIT_ROWS or places > LIMIT_PLACES:
                place = f"{get_column_letter(scan.last_column)}{scan.last_row}"
                raise UserError(f"工作表“{worksheet.title}”的内容一直写到 {place}，不会是一份年度报告；删去多余的内容再试")
            sheets.append(_sheet(worksheet, scan))
    finally:
        book.close()
    return sheets


def _scan(content: bytes) -> _Scan:
    """One pass over the XML of a sheet, at most to where it is too long; what has been seen is thrown away at once."""
    scan = _Scan()
    row = column = 0
    tags = [f"{space}{name}" for space in (MAIN, STRICT) for name in ("row", "c", "mergeCell")]
    for event, element in etree.iterparse(BytesIO(content), events=("start", "end"), tag=tags, resolve_entities=False, no_network=True):
        name = etree.QName(element).localname
        if event == "start" and name == "row":
            row, column = int(element.get("r") or row + 1), 0
        elif event == "end" and name == "c":
            found = REFERENCE.fullmatch(element.get("r") or "")
            row, column = (int(found[2]), _column(found[1])) if found else (row, column + 1)
            held = {etree.QName(child).localname: child.text for child in element if isinstance(child.tag, str)}
            uncalculated = "f" in held and not held.get("v") and element.get("t") != "str"
            if uncalculated:
                scan.uncalculated.add((row, column))
            if uncalculated or held.get("v") or "is" in held:
                scan.last_row, scan.last_column = max(scan.last_row, row), max(scan.last_column, column)
                if row > LIMIT_ROWS:
                    return scan
        elif event == "end" and name == "mergeCell":
            corners = [REFERENCE.fullmatch(text) for text in str(element.get("ref")).split(":")]
            if len(scan.merged) < LIMIT_MERGED and len(corners) == 2 and corners[0] and corners[1]:
                scan.merged.append((int(corners[0][2]), _column(corners[0][1]), int(corners[1][2]), _column(corners[1][1])))
        if event == "end":
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    return scan


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


class _Filled(Protocol):
    """A cell as openpyxl gives it; an empty one has neither style nor border."""

    value: object
    border: object
    font: object
    fill: object
    number_format: object


class _Worksheet(Protocol):
    title: str

    def iter_rows(self, *, max_row: int, max_col: int) -> Iterator[tuple[_Filled, ...]]: ...


def _sheet(worksheet: _Worksheet, scan: _Scan) -> Sheet:
    sheet = Sheet(worksheet.title, merged=scan.merged)
    if not scan.last_row:
        return sheet
    rows = worksheet.iter_rows(max_row=scan.last_row, max_col=scan.last_column)
    # Why not to its end: openpyxl would go on to what comes after the cells, and may stumble there
    for number, row in enumerate(islice(rows, scan.last_row), 1):
        for column, cell in enumerate(row, 1):
            text = UNCALCULATED if (number, column) in scan.uncalculated else _text(cell)
            if text:
                sheet.texts[number, column] = text
            if _has_border(cell.border):
                sheet.bordered.add((number, column))
    return sheet


def _text(cell: _Filled) -> str:
    """The text of a cell as it is shown; what is struck through is taken as deleted."""
    if cell.value is None or getattr(cell.font, "strike", False):
        return ""
    text = printed(cell.value)
    if FIGURES.fullmatch(text) and _is_white(getattr(cell.font, "color", None)) and getattr(cell.fill, "fill_type", None) is None:
        return ""  # Why figures alone: a white label stands on a ground that a theme or a condition draws
    if isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool) and isfinite(cell.value):
        return shown(text, str(cell.number_format or ""))
    return text


def _is_white(colour: object) -> bool:
    """Whether a colour is that of the paper: as such, or the first of the theme without a tint."""
    if getattr(colour, "type", None) == "theme":
        return getattr(colour, "theme", None) == 0 and not getattr(colour, "tint", 0)
    return str(getattr(colour, "rgb", "")).upper() in {"FFFFFFFF", "00FFFFFF"}


def _has_border(border: object) -> bool:
    sides = (getattr(border, name, None) for name in ("left", "right", "top", "bottom"))
    return any(getattr(side, "style", None) not in (None, "none") for side in sides)


def printed(value: object) -> str:
    """A value as a person reads it in the cell, without the noise of binary fractions and without the format of the cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        # Why 15: the digits that Excel itself holds to be true; why `or`: it also has a zero below zero
        return f"{Decimal(f'{value or 0.0:.15g}').normalize():f}" if isfinite(value) else str(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    lines = str(value).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(stripped for line in lines if (stripped := line.strip(" \t\xa0\u3000")))
