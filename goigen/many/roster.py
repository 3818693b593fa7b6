"""The list of the units that must report, read from CSV or a workbook, the way offices keep such lists.

Everything in it is text: nothing is calculated or executed. Who is missing is found in `attendance`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from goigen.errors import UserError
from goigen.files import read_bytes
from goigen.finding import Finding, Place, Severity
from goigen.report.keys import plain
from goigen.report.names import AGENCY

NAME_HEADERS = frozenset(f"{first}{last}" for first in ("", AGENCY, "单位", "部门") for last in ("", "名称", "全称", "名")) - {"", "名"} | {
    "机构"
}
ALSO_HEADERS = frozenset(("简称", "曾用名", "别名", "原名", "又名", "其他名称"))
CATEGORY_HEADERS = frozenset(("类别", "单位类别", "机关类别", "分类"))
LIMIT_BYTES = 8 * 1024 * 1024
LONGEST = 100  # characters of a name
LONGEST_CELL = 1000
HEADER_WITHIN = 10  # rows; a title may stand above the header
SEVERAL = re.compile(r"[、;；/|，,\n]")
BINARY = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
NUMBERED = re.compile(r"^[(（]?\d{1,4}(?:[)）]|[、.．]|\s)\s*(?=\S)")  # before a name, where the numbers have no column
NO_NAME = re.compile(r"[\W\d_]*")
DELIMITERS = ",\t;，"  # of several that are as frequent, the first
Row = tuple[Place, list[str]]


@dataclass(frozen=True)
class Entry:
    """One unit of the list: its full name, its other names, and the line where it stands."""

    name: str
    also: tuple[str, ...]
    category: str
    place: Place


@dataclass
class Roster:
    """The units by name. A short or former name leads to its unit; `findings` are about the list itself."""

    entries: list[Entry] = field(default_factory=list)
    names: dict[str, Entry] = field(default_factory=dict)
    others: dict[str, Entry] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def add(self, entry: Entry) -> None:
        if first := self.names.get(plain(entry.name)):
            message = f"名单里“{entry.name}”写了两次，另一处在{line(first.place)}"
            self.findings.append(Finding("R28", Severity.WARNING, entry.place, "", message, "只留一行；若是两个单位，请写全称。"))
            return
        self.entries.append(entry)
        self.names[plain(entry.name)] = entry
        for other in entry.also:
            if (first := self.others.setdefault(plain(other), entry)) is not entry:
                message = f"“{other}”既是“{first.name}”（{line(first.place)}）的、又是“{entry.name}”的简称或曾用名"
                self.findings.append(Finding("R28", Severity.WARNING, entry.place, "", message, f"按“{first.name}”算；请改掉一处。"))

    def find(self, name: str) -> Entry | None:
        """The unit that has this name, or had it; spaces and width do not count."""
        return self.names.get(plain(name)) or self.others.get(plain(name))

    def key(self, name: str) -> str:
        """One text for all names of a unit."""
        entry = self.find(name)
        return plain(entry.name if entry else name)


def line(place: Place) -> str:
    """How a message calls a line of the list."""
    return f"第 {place.line} 行" if place.line else place.where


def read_roster(path: Path) -> Roster:
    """The list in a file. Raises UserError where it cannot be read or has no names."""
    if path.is_dir():
        raise UserError(f"{path}：名单要是一个文件，这是文件夹")
    data = read_bytes(path)
    if not data.strip():
        raise UserError(f"{path}：名单是空的；一行写一个单位的全称")
    try:
        sheets = _workbook(path, data) if data.startswith((b"PK", b"\xd0\xcf\x11\xe0")) else [_table(path, data)]
        roster = _roster(next((rows for rows in sheets if _header(rows)), sheets[0] if sheets else []))
    except UserError as error:
        raise UserError(f"{path}：{error}") from None
    if not roster.entries:
        raise UserError(f"{path}：名单里一个单位也没有；一行写一个单位的全称")
    return roster


def _table(path: Path, data: bytes) -> list[Row]:
    """The rows of a text file, with the lines at which they begin."""
    from goigen.reading.encoding import decoded

    if len(data) > LIMIT_BYTES:
        raise UserError(f"名单超过 {LIMIT_BYTES // 1024 // 1024} MiB，不会是一份名单")
    text = decoded(data)
    if BINARY.search(text) or text.lstrip("\ufeff \n").startswith(("%PDF", "<", "{", "[{")):
        raise UserError("这不是名单；名单是 .csv、.xlsx，或一行一个单位的 .txt")
    header = next((line for line in text.split("\n", HEADER_WITHIN)[:HEADER_WITHIN] if any(sign in line for sign in DELIMITERS)), "")
    reader = csv.reader(StringIO(text), delimiter=max(DELIMITERS, key=header.count))
    rows: list[Row] = []
    begin = 1
    try:
        for cells in reader:
            if any(len(cell) > LONGEST_CELL for cell in cells):
                raise csv.Error
            rows.append((Place(str(path), begin, 1), [cell.strip() for cell in cells]))
            begin = reader.line_num + 1
    except csv.Error:
        raise UserError(f"第 {begin} 行起读不下去：多半是引号没有成对，把它补上或删掉") from None
    return [row for row in rows if any(row[1])]


def _workbook(path: Path, data: bytes) -> list[list[Row]]:
    """The rows of each visible sheet. The reader of published workbooks guards against damaged and hostile ones."""
    from goigen.reading.raw import Words
    from goigen.reading.xlsx import read

    sheets: dict[str, list[Row]] = {}
    for block in read(data):
        rows = sheets.setdefault(block.where[: block.where.rfind("第")], [])
        cells: dict[int, list[str]] = {}
        if isinstance(block, Words):
            rows.append((Place(str(path), where=block.where, rank=len(rows)), [block.text]))
            continue
        for cell in block.cells:
            row = cells.setdefault(cell.row, [])
            row += [""] * (cell.column + 1 - len(row))
            row[cell.column] = " ".join(cell.text.split("\n")).strip()
        rows += [(Place(str(path), where=f"{block.where}第{n + 1}行", rank=len(rows) + n), row) for n, row in cells.items() if any(row)]
    return list(sheets.values())


def _header(rows: Sequence[Row]) -> tuple[int, dict[str, list[int]]] | None:
    """Where the header is, and in which columns it has what."""
    for number, (_, cells) in enumerate(rows[:HEADER_WITHIN]):
        heads = [re.sub(r"\(.*\)|\W", "", plain(cell)) for cell in cells]
        kinds = (("name", NAME_HEADERS), ("also", ALSO_HEADERS), ("category", CATEGORY_HEADERS))
        found = {kind: [column for column, head in enumerate(heads) if head in words] for kind, words in kinds}
        if found["name"]:
            return number, found
    return None


def _roster(rows: Sequence[Row]) -> Roster:
    header = _header(rows)
    if header is None and any(len(list(filter(None, cells))) > 1 for _, cells in rows):
        raise UserError(f"名单有好几栏，看不出哪一栏是单位；第一行写上栏名：{AGENCY}（或 名称、单位），另可有 简称、曾用名、类别")
    first, columns = header or (-1, {"name": [0], "also": [], "category": []})
    roster = Roster()
    for place, cells in rows[first + 1 :]:
        name = _one(cells, columns["name"]) if header else next(filter(None, cells), "")
        if len(name) > LONGEST:
            raise UserError(f"{line(place)}的名称有 {len(name)} 个字，不会是一个单位；看看是不是引号没有成对")
        also = (other.strip() for column in columns["also"] for other in SEVERAL.split(cells[column] if column < len(cells) else ""))
        if name and NO_NAME.fullmatch(name):
            message = f"名单里的“{name}”不是单位的名称，没有算"
            roster.findings.append(Finding("R28", Severity.WARNING, place, "", message, "改成单位的全称；是合计、序号就删去。"))
        elif name:
            roster.add(Entry(" ".join(NUMBERED.sub("", name).split()), tuple(filter(None, also)), _one(cells, columns["category"]), place))
    return roster


def _one(cells: list[str], columns: list[int]) -> str:
    return next((cells[column] for column in columns if column < len(cells) and cells[column]), "")
