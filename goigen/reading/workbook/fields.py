"""The first sheet of a workbook form and the sheet of answers → the tree of a form. By labels, not addresses."""

from __future__ import annotations

from dataclasses import dataclass, field

from goigen.finding import Place
from goigen.reading.workbook.log import Log, is_printed
from goigen.reading.workbook.page import Page
from goigen.reading.workbook.tables import Entry, joined
from goigen.report.fields import Agency, Particulars, aliases
from goigen.report.keys import normalise, plain
from goigen.report.names import AGENCY, ANSWERS, PREAMBLE
from goigen.report.workbook_words import ANSWER, CODE, CONTENT, ITEM
from goigen.source import Mapping, Node, Text

Pieces = list[tuple[str, Place]]


@dataclass
class Fields:
    """Keys with their texts, in order; a key that comes again goes on with its text."""

    keys: dict[str, Text] = field(default_factory=dict)
    pieces: dict[str, Pieces] = field(default_factory=dict)

    def begin(self, key: Text) -> bool:
        """False if the key has been there before."""
        new = plain(key.value) not in self.keys
        self.keys.setdefault(plain(key.value), key)
        self.pieces.setdefault(plain(key.value), [])
        return new

    def add(self, key: str, told: Text) -> None:
        if told.value:
            self.pieces[plain(key)].append((told.value, told.place))

    def entries(self) -> tuple[Entry, ...]:
        return tuple((key, joined(self.pieces[name]) if self.pieces[name] else Text("", key.place)) for name, key in self.keys.items())


def columns_of(page: Page, rows: range, heads: tuple[str, str]) -> tuple[int, int, int] | None:
    """The row and the columns of two heads that stand beside each other."""
    wanted = tuple(map(plain, heads))
    for row in rows:
        texts = {plain(held.text): column for column, held in page.row(row) if not held.formula}
        if all(head in texts for head in wanted):
            return row, texts[wanted[0]], texts[wanted[1]]
    return None


def fields_of(page: Page, rows: range, log: Log) -> list[Entry]:
    """The first sheet: particulars at the top of the form, the agency below its key."""
    known = {normalise(name): name for name in (*aliases(Particulars), *aliases(Agency), PREAMBLE)}
    heads = columns_of(page, rows, (ITEM, CONTENT))
    found = Fields()
    current, column = "", 0
    for row in rows if heads is None else range(heads[0] + 1, rows.stop):
        here = page.row(row)
        label = next(((at, known[normalise(held.text)]) for at, held in here if normalise(held.text) in known and not held.formula), None)
        if label:
            current = label[1]
            column = (
                heads[2] if heads else min((at for at, held in here if at > label[0] and not is_printed(held.text)), default=label[0] + 1)
            )
            found.begin(Text(current, page.place((row, column))))
        if current and any(at == column for at, _ in here):
            found.add(current, log.text(page, (row, column), current))
    entries = {key.value: (key, node) for key, node in found.entries()}
    agency = tuple(entries[name] for name in aliases(Agency) if name in entries)
    top = [entries[name] for name in (*aliases(Particulars), PREAMBLE) if name in entries]
    return [*top, (Text(AGENCY, page.whole), Mapping(agency, page.whole))] if agency else top


def answers_of(page: Page, rows: range, log: Log) -> Node:
    """The answers to what was to be verified, by their ids."""
    heads = columns_of(page, rows, (CODE, ANSWER)) or (0, 1, 2)
    found = Fields()
    current = ""
    for row in range(max(heads[0] + 1, rows.start), rows.stop):
        here = {column: held for column, held in page.row(row) if heads[0] or not is_printed(held.text)}
        if heads[1] in here:
            told = log.text(page, (row, heads[1]), ANSWERS)
            current = normalise(told.value).upper()
            if current:
                found.begin(Text(current, told.place))
        if heads[2] in here and current:
            found.add(current, log.text(page, (row, heads[2]), f"{ANSWERS}.{current}"))
    return Mapping(found.entries(), page.whole)
