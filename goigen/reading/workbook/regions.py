"""A sheet of a workbook form → the regions on it: the first sheet, the parts, the answers. By titles, else by labels, last by its name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from goigen.reading.recogniser.parts import NUMBERED, part_title
from goigen.reading.workbook.page import Page
from goigen.report.fields import Agency, aliases
from goigen.report.keys import plain
from goigen.report.names import ANSWERS
from goigen.report.workbook_words import BOOK, CHECKS, CODE, START, TODO
from goigen.standard import FORM

BELOW = 4  # rows in which the heads of a list follow its title
FEW = 3  # labels that make a sheet known without a title
SHORT = 2  # characters of labels that say too little: 其他, 总计
NOWHERE = "?"  # the kind of what belongs to no part of the form


@dataclass(frozen=True)
class Region:
    """Rows of a sheet that belong together. `kind` is the key of a part, 机关, 核实说明, 核对, or unknown."""

    page: Page
    kind: str
    rows: range


def regions_of(page: Page) -> Iterator[Region]:
    """A sheet, cut at the titles that stand on it; without any it is known by its name or by its labels."""
    rows = sorted({row for row, _ in page.cells})
    if not rows:
        return
    starts = list(_starts(page, rows))
    if not starts or starts[0][0] > rows[0]:
        before = range(rows[0], starts[0][0] if starts else rows[-1] + 1)
        starts.insert(0, (rows[0], _by_labels(page, before) or (NOWHERE if starts else _by_name(page) or NOWHERE)))
    for (row, kind), (end, _) in zip(starts, [*starts[1:], (rows[-1] + 1, "")], strict=True):
        yield Region(page, kind, range(row, end))


def _starts(page: Page, rows: list[int]) -> Iterator[tuple[int, str]]:
    """Where regions begin. The list of open points names the parts: within it only another form begins something new."""
    listing = False
    for row in rows:
        kind = _title(page, row)
        if kind and (kind == START or not listing):
            listing = kind == CHECKS
            yield row, kind


def _title(page: Page, row: int) -> str:
    """What begins in a row that holds nothing but a title."""
    typed = [held.text for _, held in page.row(row) if not held.formula]
    if len(typed) != 1 or len(typed[0]) > 40:
        return ""
    text = plain(typed[0])
    if text == plain(BOOK):
        return START
    for title, head in ((ANSWERS, CODE), (CHECKS, TODO)):
        if text == plain(title) and any(
            plain(held.text) == head for below in range(row + 1, row + 1 + BELOW) for _, held in page.row(below)
        ):
            return title
    section = part_title(typed[0])
    return section.key if section and (NUMBERED.match(typed[0]) or row == 1) else ""


def _by_name(page: Page) -> str:
    for kind in (START, ANSWERS, CHECKS):
        if plain(page.title).startswith(plain(kind)):
            return kind
    section = part_title(page.title)
    return section.key if section else ""


def _by_labels(page: Page, rows: range) -> str:
    """A sheet that has lost its title: by the labels of the one table, or of the agency, that stand there."""
    texts = {plain(held.text) for row in rows for _, held in page.row(row) if not held.formula}
    names = {START: {plain(name) for name in aliases(Agency)}}
    for section in FORM.sections:
        if section.table:
            heads = {head for figure in section.table.figures for head in (*figure.row, *figure.column)}
            names[section.key] = {plain(head.label) for head in heads if len(head.label) > SHORT}
    hits = {kind: len(texts & known) for kind, known in names.items()}
    best = max(hits, key=lambda kind: hits[kind])
    return best if hits[best] >= FEW else ""
