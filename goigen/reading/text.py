"""Plain text → paragraphs and tables: the grids that goigen draws, rows with cells between tabs, and cells one to a line.

The last two are what is left of a table when a web page or a Word file is copied into a text file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from goigen.errors import UserError
from goigen.reading.encoding import decoded
from goigen.reading.raw import Block, Cell, RawTable, Words
from goigen.width import cells as width

RULE = re.compile(r"^\s*\+[-+]*-[-+]*\+\s*$")
DRAWN = re.compile(r"^\s*[+|].*[+|]\s*$")
MOST_COLUMNS = 300  # of a drawn grid
MOST_LINES = 100_000  # those of the longest report are some thousand
CONTINUES = 8  # characters of a line that can only be the rest of a cell: 社会 / 公益 / 组织


def read(data: bytes) -> tuple[Block, ...]:
    """The blocks of a text file. Raises UserError where the bytes are no text."""
    lines = decoded(data).split("\n")
    if len(lines) > MOST_LINES:
        raise UserError(f"文件有 {len(lines)} 行，不会是一份年度报告")
    return tuple(_blocks(lines))


def _blocks(lines: list[str]) -> Iterator[Block]:
    number, tables = 0, 0
    while number < len(lines):
        line = lines[number]
        where = f"第{tables + 1}个表格"
        if RULE.match(line):
            end = _end(lines, number, DRAWN)
            table = _drawn(lines[number:end], where)
        elif line.startswith("\t") or re.match(r"^ +\t", line):
            table, end = _celled(lines, number, where) if not _is_row(line) else _rows(lines, number, where)
        elif _is_row(line):
            table, end = _rows(lines, number, where)
        else:
            if line.strip():
                yield Words(line.strip(), f"第{number + 1}行")
            number += 1
            continue
        tables += 1
        yield table
        number = max(end, number + 1)


def _end(lines: list[str], start: int, pattern: re.Pattern[str]) -> int:
    return next((at for at in range(start, len(lines)) if not pattern.match(lines[at])), len(lines))


def _is_row(line: str) -> bool:
    """A whole row in one line: at least two cells with a tab between them."""
    return "\t" in line.strip("\t \r") or line.count("\t") > 1


def _rows(lines: list[str], start: int, where: str) -> tuple[RawTable, int]:
    """One row a line; where cells were merged, blank ones are left."""
    end = next((at for at in range(start, len(lines)) if "\t" not in lines[at]), len(lines))
    found = [
        Cell(row, column, text.strip())
        for row, line in enumerate(lines[start:end])
        for column, text in enumerate(line.rstrip("\r").split("\t"))
    ]
    return RawTable(tuple(found), where), end


def _celled(lines: list[str], start: int, where: str) -> tuple[RawTable, int]:
    """One cell a line, each behind a tab; a blank line ends the row, two end the table, a short line without a tab goes on the cell."""
    rows: list[list[list[str]]] = [[]]
    at, blank = start, 0
    while at < len(lines):
        line = lines[at]
        if not line.strip() and "\t" not in line:
            blank += 1
        elif re.match(r"^\s*\t", line):
            if _is_row(line) and blank:
                break
            if blank and rows[-1]:
                rows.append([])
            rows[-1].append([line.strip()])
            blank = 0
        elif rows[-1] and blank < 2 and len(line.strip()) <= CONTINUES:
            rows[-1][-1].append(line.strip())
            blank = 0
        else:
            break
        at += 1
    found = [Cell(row, column, "\n".join(text).strip()) for row, texts in enumerate(rows) for column, text in enumerate(texts)]
    return RawTable(tuple(found), where, ragged=True), at - blank


def _drawn(lines: list[str], where: str) -> RawTable:
    """A grid of + - |: its rules give rows, columns and spans. Full-width characters take two places, as they do on the screen."""
    canvas = [[place for char in line.strip() for place in (char, *[""] * (width(char) - 1))] for line in lines]
    size = max(map(len, canvas))
    for line in canvas:
        line += [" "] * (size - len(line))
    across = [y for y, line in enumerate(canvas) if any(left + right in ("+-", "-+") for left, right in pairwise(line))]
    down = [x for x in range(size) if any(_crossing(canvas, x, y) for y in across)]
    if len(down) > MOST_COLUMNS:
        raise UserError(f"{where}有 {len(down) - 1} 列，不会是年度报告里的表")
    taken: set[tuple[int, int]] = set()
    found = []
    for row, top in enumerate(across[:-1]):
        for column, left in enumerate(down[:-1]):
            if (row, column) in taken:
                continue
            right = next((x for x in down[column + 1 :] if _wall(canvas, x, top)), down[-1])
            bottom = next((y for y in across[row + 1 :] if _floor(canvas, y, left)), across[-1])
            spans = across.index(bottom) - row, down.index(right) - column
            taken |= {(row + i, column + j) for i in range(spans[0]) for j in range(spans[1])}
            text = "\n".join("".join(canvas[y][left + 1 : right]).strip() for y in range(top + 1, bottom))
            found.append(Cell(row, column, text.strip(), *spans))
    return RawTable(tuple(found), where)


def _crossing(canvas: list[list[str]], x: int, y: int) -> bool:
    """A corner of cells: a plus with a rule on at least one side above or below it."""
    if canvas[y][x] != "+":
        return False
    return any(0 <= other < len(canvas) and canvas[other][x] in ("|", "+") for other in (y - 1, y + 1))


def _wall(canvas: list[list[str]], x: int, top: int) -> bool:
    return canvas[top + 1][x] in ("|", "+")


def _floor(canvas: list[list[str]], y: int, left: int) -> bool:
    return canvas[y][left + 1] in ("-", "+")
