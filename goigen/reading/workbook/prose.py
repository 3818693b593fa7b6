"""A part in prose of a workbook form → its headings and paragraphs, and the fees of part six. By heads, not addresses."""

from __future__ import annotations

from dataclasses import dataclass, field

from goigen.finding import Place
from goigen.reading.workbook.fields import Fields, columns_of
from goigen.reading.workbook.log import Log, is_printed, shown
from goigen.reading.workbook.page import Held, Page
from goigen.report.fields import Fees, aliases
from goigen.report.keys import clean_heading, normalise, plain
from goigen.report.names import BODY, FEES, LEAD, SIX
from goigen.report.workbook_words import FEES_ZERO, GUIDE, HEADING, TEXT, YES
from goigen.source import Mapping, Node, Text
from goigen.standard import Section

LONGEST_HEADING = 40  # characters; what is longer stands in the wrong column
Pieces = list[tuple[str, Place]]


@dataclass
class ProseReader:
    """One part in prose. A row with a heading begins a topic; rows without one go on with it."""

    page: Page
    section: Section
    log: Log
    found: Fields = field(default_factory=Fields)
    fees: Fields = field(default_factory=Fields)
    no_fees: bool = False

    def read(self, rows: range) -> Node:
        heads = columns_of(self.page, rows, (HEADING, TEXT))
        row_of_heads, first, second = heads or self._guessed(rows)
        current = ""
        for row in rows:
            if (self.section is SIX and self._fee(row)) or row <= row_of_heads:
                continue
            here = {column: held for column, held in self.page.row(row) if heads or not self._is_around(held.text)}
            current = self._row(row, here, first, second, current)
        return self._node()

    def _is_around(self, text: str) -> bool:
        """Whether a text is the title of the part or an explanation, where no heads of columns divide these from what was typed."""
        return text.startswith(GUIDE) or plain(text) in (plain(self.section.title), FEES)

    def _guessed(self, rows: range) -> tuple[int, int, int]:
        """Without heads: the column with the most text, and the one before it."""
        length: dict[int, int] = {}
        for row in rows:
            for column, held in self.page.row(row):
                if not is_printed(held.text):
                    length[column] = length.get(column, 0) + len(held.text)
        widest = max(length, key=lambda column: length[column], default=2)
        return 0, max(1, widest - 1), max(2, widest)

    def _row(self, row: int, here: dict[int, Held], first: int, second: int, current: str) -> str:
        heading = here.get(first)
        untitled = BODY if self.section is SIX else LEAD
        if heading and (len(heading.text) <= LONGEST_HEADING or second in here):
            current = self._begin(row, first)
        elif heading:  # a paragraph that was typed into the column of headings
            current = current or self._untitled(row, first, untitled)
            self.found.add(current, self.log.text(self.page, (row, first), self.section.name))
        if second in here:
            current = current or self._untitled(row, second, untitled)
            self.found.add(current, self.log.text(self.page, (row, second), f"{self.section.name}.{current}"))
        return current

    def _untitled(self, row: int, column: int, name: str) -> str:
        self.found.begin(Text(name, self.page.place((row, column))))
        return name

    def _begin(self, row: int, column: int) -> str:
        told = self.log.text(self.page, (row, column), self.section.name)
        heading = " ".join(told.value.split())
        known = self.found.keys.get(plain(heading))
        if not heading:
            return ""
        if not self.found.begin(Text(heading, told.place)) and known:
            message = f"小标题“{shown(heading)}”写了两次，另一处在{known.place.where}"
            path = f"{self.section.name}.{clean_heading(heading)}"
            self.log.add("R02", told.place, path, message, "只留一处；多半是把两份表贴在了一起。")
        return heading

    def _fee(self, row: int) -> bool:
        """A row of the fees, known by its label."""
        known = {normalise(name): name for name in (*aliases(Fees), FEES_ZERO)}
        texts = self.page.row(row)
        label = next(((column, known[normalise(held.text)]) for column, held in texts if normalise(held.text) in known), None)
        if label is None:
            return False
        value = next((column for column, _ in texts if column > label[0]), label[0] + 1)
        if label[1] == FEES_ZERO:
            self.no_fees = any(held.text in YES for column, held in texts if column == value)
            return True
        told = self.log.text(self.page, (row, value), f"{SIX.name}.{FEES}.{label[1]}", figure=True, amount=True)
        self.fees.begin(Text(label[1], self.page.place((row, value))))
        self.fees.add(label[1], told)
        return True

    def _node(self) -> Node:
        whole = self.page.whole
        entries = list(self.found.entries())
        fees = tuple((key, Text("0", key.place) if self.no_fees and not _filled(node) else node) for key, node in self.fees.entries())
        if self.no_fees and not fees:
            entries.insert(0, (Text(FEES, whole), Text("0", whole)))
        elif fees:
            entries.insert(0, (Text(FEES, fees[0][0].place), Mapping(fees, fees[0][0].place)))
        return Mapping(tuple(entries), whole) if entries else Text("", whole)


def _filled(node: Node) -> bool:
    return isinstance(node, Text) and bool(node.value)
