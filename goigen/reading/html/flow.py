"""The elements of a page → everything that is read on it, in order, and which stretches of it stand in one element.

Tables that only place things are unwrapped. What of it is the report is chosen elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from goigen.reading.html.table import layout_tables, read_table
from goigen.reading.html.words import BLOCK, INLINE, Element, Gathered, Numbers, hidden, joined, joins_lines, keeps_lines, paragraphs, walk
from goigen.reading.raw import Block, RawTable, Words

TITLE = re.compile(r"(?:^|[\W_])(?:\w*title\w*|bt|biaoti|tit|xxgk_?bt)(?:$|[\W_])", re.I)


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph or table of the page, how many of its Chinese characters are links, and whether it is set as a heading."""

    block: Block
    linked: int = 0
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """All pieces; `stretches` are the (first, after last) of each element that holds some, inner ones before outer ones."""

    pieces: tuple[Piece, ...]
    stretches: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class _Open:
    """An element that is being walked through."""

    first: int
    link: bool
    kept: bool
    joins: bool
    heading: bool


def read_page(root: Element) -> Page:
    """Walk the page once."""
    return _Reading(root).result()


class _Reading:
    def __init__(self, root: Element) -> None:
        self.root = root
        self.layout = layout_tables(root)
        self.pieces: list[Piece] = []
        self.stretches: dict[tuple[int, int], None] = {}  # in order, each once
        self.open: list[_Open] = []
        self.gathered = Gathered()
        self.numbers = Numbers()
        self.links = self.kept = self.joins = self.headings = 0

    def result(self) -> Page:
        walker = walk(self.root)
        skipped: Element | None = None
        for event, element in walker:
            if event == "start":
                if hidden(element):
                    skipped = element
                elif element.tag == "table" and element not in self.layout:
                    self._table(element)
                    skipped = element
                else:
                    self._start(element)
                    continue
                walker.skip_subtree()
            else:
                if element is not skipped:
                    self._end(element)
                skipped = None
                if element is not self.root:
                    self._text(element.tail)
        return Page(tuple(self.pieces), tuple(self.stretches))

    def _text(self, text: str | None) -> None:
        self.gathered.add(text, linked=self.links > 0, kept=self.kept > 0)

    def _start(self, element: Element) -> None:
        tag = str(element.tag)
        if tag in BLOCK:
            self._flush()
        elif tag == "br":
            self.gathered.line_end()
        named = f"{element.get('class') or ''} {element.get('id') or ''}"
        opened = _Open(
            first=len(self.pieces),
            link=tag == "a",
            kept=keeps_lines(element),
            joins=joins_lines(element),
            heading=tag in ("h1", "h2", "h3") or bool(named.strip() and TITLE.search(named)),
        )
        self.open.append(opened)
        self._count(opened, 1)
        self.gathered.number += self.numbers.start(element)
        self._text(element.text)

    def _end(self, element: Element) -> None:
        tag = str(element.tag)
        if tag in BLOCK:
            self._flush()
        self.numbers.end(element)
        if tag == "li":
            self.gathered.number = ""
        opened = self.open.pop()
        self._count(opened, -1)
        if tag not in INLINE and len(self.pieces) > opened.first:
            self.stretches[opened.first, len(self.pieces)] = None

    def _count(self, opened: _Open, by: int) -> None:
        self.links += by * opened.link
        self.kept += by * opened.kept
        self.joins += by * opened.joins
        self.headings += by * opened.heading

    def _flush(self) -> None:
        if not self.gathered.pieces:
            return
        linked = self.gathered.linked
        lines = self.gathered.take()
        short = self.joins and sum(map(len, lines)) <= 120  # a whole article may stand in <center>
        for text in [joined(lines)] if short and lines else paragraphs(lines):
            self.pieces.append(Piece(Words(text), min(linked, len(text)), self.headings > 0))

    def _table(self, element: Element) -> None:
        self._flush()
        table = read_table(element)
        self.pieces += [Piece(Words(text), heading=False) for text in table.captions if text]
        if any(cell.text for cell in table.grid.cells):
            self.pieces.append(Piece(RawTable(table.grid.cells), table.linked))
