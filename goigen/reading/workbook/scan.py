"""The XML of one sheet → which cells are filled or calculated, and what is merged. A million rows that hold only a format cost little."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from lxml import etree

from goigen.reading.workbook.page import Spot
from goigen.reading.xlsx import (
    LIMIT_MERGED,
    MAIN,
    REFERENCE,
    STRICT,
)
from goigen.reading.xlsx.sheet import Area

LAST_ROW, LAST_COLUMN = 3000, 100  # of what is read; what stands beyond belongs to no form, and is said
MOST_FAR = 100
# Cells and rows that hold nothing but a format, of which a sheet may have a million
BARE_CELL = re.compile(rb'<c r="[A-Z]+[0-9]+"[^<>]*(?:/>|></c>)')
BARE_ROW = re.compile(rb'<row r="[0-9]+"[^<>]*(?:/>|>\s*</row>)')


@dataclass(slots=True)
class Scan:
    """What one pass over the XML of a sheet sees: the last cell with content, which cells have a formula, the merged areas."""

    last: Spot = (0, 0)
    formulas: dict[Spot, bool] = field(default_factory=dict)  # whether a value was calculated
    merged: dict[Spot, Area] = field(default_factory=dict)
    far: list[Spot] = field(default_factory=list)
    filled: int = 0


def scan_of(content: bytes) -> Scan:
    scan = Scan()
    filled = BARE_ROW.sub(b"", BARE_CELL.sub(b"", content))
    row = column = 0
    tags = [f"{space}{name}" for space in (MAIN, STRICT) for name in ("row", "c", "mergeCell")]
    for event, element in etree.iterparse(BytesIO(filled), events=("start", "end"), tag=tags, resolve_entities=False, no_network=True):
        name = etree.QName(element).localname
        if event == "start":
            if name == "row":
                row, column = int(element.get("r") or row + 1), 0
            continue
        if name == "c":
            found = REFERENCE.fullmatch(element.get("r") or "")
            row, column = (int(found[2]), number_of(found[1])) if found else (row, column + 1)
            _seen(scan, element, (row, column))
        elif name == "mergeCell":
            _merge(scan, str(element.get("ref")))
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return scan


def _seen(scan: Scan, element: Any, spot: Spot) -> None:  # noqa: ANN401
    held = {etree.QName(child).localname: child.text for child in element if isinstance(child.tag, str)}
    if "f" in held and spot[0] <= LAST_ROW:
        scan.formulas[spot] = bool(held.get("v")) or element.get("t") == "str"
    if not (held.get("v") or "is" in held or "f" in held):
        return
    scan.filled += 1
    if spot[0] > LAST_ROW or spot[1] > LAST_COLUMN:
        if len(scan.far) < MOST_FAR and "f" not in held:
            scan.far.append(spot)
    else:
        scan.last = (max(scan.last[0], spot[0]), max(scan.last[1], spot[1]))


def _merge(scan: Scan, reference: str) -> None:
    corners = [REFERENCE.fullmatch(text) for text in reference.split(":")]
    if len(scan.merged) < LIMIT_MERGED and len(corners) == 2 and corners[0] and corners[1]:
        first = (int(corners[0][2]), number_of(corners[0][1]))
        scan.merged.setdefault(first, (*first, int(corners[1][2]), number_of(corners[1][1])))


def number_of(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
