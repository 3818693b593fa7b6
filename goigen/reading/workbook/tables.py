"""The sheet of one official table → its figures, by the heads of rows and columns and never by addresses.

A total that is a formula is left to the program: its value may be stale. One that was typed is compared. Nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from goigen.finding import Place, Severity
from goigen.reading.raw import Cell
from goigen.reading.recogniser.columns import Columns, locate
from goigen.reading.recogniser.labels import Match
from goigen.reading.recogniser.lines import Axes, Line, axes, is_number
from goigen.reading.workbook.grid import WIDEST, Grid
from goigen.reading.workbook.log import OWN_STARTS, Log, shown
from goigen.reading.workbook.page import Page, Spot
from goigen.report.keys import normalise, plain
from goigen.report.names import NOTE
from goigen.report.shape import TABLES, Shape
from goigen.report.workbook_words import ALL_ZERO, NO, NO_TICK, TICK, YES
from goigen.source import Mapping, Node, Text
from goigen.standard import Block, Figure, Kind, Section, Table
from goigen.standard.heads import Trail, keys, trails

NOTE_WITHIN = 4  # columns right of their label in which notes begin
RESTORE = "照官方格式恢复{}，或把数抄到一份新的表里。"
Entry = tuple[Text, Node]


@dataclass
class TableReader:
    """`texts` holds what stands for each figure, `rows` where the label of each row stands (both by paths), `zeros` the rows ticked."""

    page: Page
    section: Section
    table: Table
    log: Log
    texts: dict[str, Text] = field(default_factory=dict)
    rows: dict[str, Place] = field(default_factory=dict)
    ticked: set[Trail] = field(default_factory=set)
    all_zero: bool = False
    notes: list[tuple[str, Place]] = field(default_factory=list)
    columns: dict[int, Columns] = field(default_factory=dict)
    note_column: int = 0

    def read(self, rows: range) -> Node:
        known = axes(self.table)
        self.grid = Grid(self.page, rows)
        header: list[Line] = []
        for row, line in self.grid.lines():
            self._tick_all(row)
            if known.is_header(line):
                header.append(line)
                self._header(header, known)
                continue
            if not self._line(row, line, known, after_header=bool(header)) and not self._note(row):
                header = header if not line.words() else []
                continue
            header = []
        self._header_words()
        return self._node()

    def _tick_all(self, row: int) -> None:
        """The line in which all empty cells are said to be zeros."""
        texts = self.page.row(row)
        at = next((column for column, held in texts if plain(held.text) == plain(ALL_ZERO)), None)
        if at is not None:
            self.all_zero = self._says_yes((row, min((column for column, _ in texts if column > at), default=at + 1))) or self.all_zero

    def _says_yes(self, spot: Spot) -> bool:
        held = self.page.cells.get(spot)
        text = held.text.strip() if held else ""
        if text not in YES | NO and not text.startswith(OWN_STARTS[0]) and (self.page.number, spot) not in self.log.used:
            self.log.use(self.page, spot)
            self.log.add("R05", self.page.place(spot), self.table.name, f"这里只能选 {NO_TICK} 或 {TICK}，写的是“{shown(text)}”")
        return text in YES

    def _header(self, lines: list[Line], known: Axes) -> None:
        for number, block in enumerate(self.table.blocks):
            leaves = trails(block.columns)
            found = locate(lines, known.columns, leaves) if len(leaves) > 1 else None
            if found and found.at:
                self.columns[number] = found
        for cell in (cell for line in lines for cell in line.cells if known.column(cell)):
            self.log.use(self.page, (cell.row, cell.column))

    def _line(self, row: int, line: Line, known: Axes, *, after_header: bool) -> bool:
        if not self.table.blocks[0].rows:
            return self._unlabelled(row, after_header=after_header)
        first = min((columns.first for columns in self.columns.values()), default=WIDEST)
        labels = [cell for cell in line.cells if cell.column < first and cell.column != self.note_column]
        found = [(cell, match) for cell in labels if (match := known.row(cell)) and not match.head.parts]
        if not found:
            return self._unknown(row, line, first)
        cell, match = found[-1]
        self._label(cell, match)
        number, block, trail = next(place for place in self._places() if place[2][-1] is match.head)
        figures = [figure for figure in self.table.figures if figure.block is block and figure.row == trail]
        spots = self._spots(row, cell, figures, self.columns.get(number))
        if spots is None:
            return True
        self._figures(figures, spots, self.page.place((cell.row, cell.column)))
        if any(self._says_yes(self.grid.anchor((row, column))) for column in self.grid.tick_columns):
            self.ticked.add(trail)
        return True

    def _places(self) -> list[tuple[int, Block, Trail]]:
        return [(number, block, row) for number, block in enumerate(self.table.blocks) for row in trails(block.rows)]

    def _label(self, cell: Cell, match: Match) -> None:
        spot = (cell.row, cell.column)
        self.log.use(self.page, spot)
        if not match.exact:
            message = f"{self.table.called}的行名“{shown(cell.text)}”已认作“{match.head.label}”"
            self.log.add("S07", self.page.place(spot), self.table.name, message, "报告里印官方的行名；请核对这一行的数。", Severity.INFO)

    def _spots(self, row: int, label: Cell, figures: list[Figure], columns: Columns | None) -> dict[str, Spot] | None:
        """Where each figure of a row stands; None, with a finding, where the heads of the columns are gone."""
        if len(figures) == 1:
            end = label.column + label.column_span
            filled = [column for column, _ in self.page.row(row) if end <= column < end + WIDEST]
            return {figures[0].path: (row, min(filled, default=end))}
        if columns is None:
            message = f"{self.table.called}的列名认不出来，“{shown(label.text)}”这一行没有读"
            self.log.add(
                "S07", self.page.place((row, label.column)), self.table.name, message, "照官方格式恢复表头，或把数抄到一份新的表里。"
            )
            return None
        found: dict[str, Spot] = {}
        for trail, at in zip(columns.trails, columns.at, strict=True):
            figure = next(figure for figure in figures if figure.column == trail)
            found[figure.path] = self._chosen(row, at)
        return found

    def _unlabelled(self, row: int, *, after_header: bool) -> bool:
        """Table four has no labels of rows: its figures stand in the first row under the heads, and in others that hold numbers."""
        columns = self.columns.get(0)
        texts = [held.text for _, held in self.page.row(row) if not held.formula]
        own = any(plain(text).startswith((*OWN_STARTS, plain(NOTE))) for text in texts)  # a line of the form below the figures
        if columns is None or own or (self.note_column and len(texts) < 2):
            return False
        if not after_header and not any(map(is_number, texts)):
            return False
        spots = {trail: self._chosen(row, at) for trail, at in zip(columns.trails, columns.at, strict=True)}
        found = {figure.path: spots[figure.column] for figure in self.table.figures if figure.column in spots}
        self._figures(list(self.table.figures), found, self.page.place((row, columns.first)))
        return True

    def _chosen(self, row: int, at: frozenset[int]) -> Spot:
        """The cell of a column in a row; the filled one, where an empty column was put into the header's."""
        anchors = sorted({self.grid.anchor((row, column)) for column in at})
        return next((spot for spot in anchors if spot in self.page.cells), anchors[0])

    def _figures(self, figures: list[Figure], spots: dict[str, Spot], label: Place) -> None:
        for figure in figures:
            self.rows.setdefault(".".join((self.table.key, *keys(figure.row), *keys(figure.column[:-1]))), label)
            if figure.path not in spots:
                self.texts.setdefault(figure.path, Text("", label))
                continue
            spot = spots[figure.path]
            held = self.page.cells.get(spot)
            if held and held.formula and figure.path in self.table.totals:
                continue
            told = self.log.text(self.page, spot, ".".join(figure.yaml_path), figure=True, amount=figure.kind is Kind.AMOUNT)
            self._keep(figure, told)

    def _keep(self, figure: Figure, told: Text) -> None:
        before = self.texts.get(figure.path)
        if before is None or not before.value:
            self.texts[figure.path] = told
        elif told.value and plain(told.value) != plain(before.value):
            message = f"这个数写了两次，{before.place.where} 是“{shown(before.value)}”，这里是“{shown(told.value)}”"
            self.log.add("R02", told.place, ".".join(figure.yaml_path), message, "只留一处；多半是把两份表贴在了一起。")

    def _unknown(self, row: int, line: Line, first: int) -> bool:
        """A row of figures without a label that can be read: said, since nobody knows whose they are."""
        here = self.page.row(row)
        figures = [held.text for column, held in here if column >= first and not held.formula and is_number(held.text)]
        noted = self.note_column and all(column == self.note_column for column, _ in here)
        if not figures or noted or any(plain(held.text).startswith(OWN_STARTS) for _, held in here):
            return False
        words = "".join(cell.text for cell in line.cells if cell.column < first).strip()
        called = f"行名“{shown(words)}”认不出来" if words else "这一行没有行名"
        message = f"{self.table.called}的{called}，数没有读：{'、'.join(figures)[:60]}"
        self.log.add("S07", self.page.place((row, 1)), self.table.name, message, RESTORE.format("行名"))
        for column, _ in here:
            self.log.use(self.page, (row, column))
        return True

    def _note(self, row: int) -> bool:
        """The notes: beside their label, and in the rows below in the same column."""
        here = self.page.row(row)
        label = next((column for column, held in here if normalise(held.text) == NOTE), 0)
        if label:
            area = self.page.merged.get((row, label), (row, label, row, label))
            beside = [column for column, _ in here if label < column <= area[3] + NOTE_WITHIN]
            self.note_column = min(beside, default=area[3] + 1)
        told = [column for column, held in here if column == self.note_column and not held.formula]
        for column in told:
            text = self.log.text(self.page, (row, column), f"{self.table.name}.{NOTE}")
            self.notes += [(text.value, text.place)] if text.value else []
        return bool(told)

    def _header_words(self) -> None:
        for text, head in {pair for columns in self.columns.values() for pair in columns.odd}:
            message = f"{self.table.called}的列名“{shown(text)}”已认作“{head.label}”"
            self.log.add("S07", self.page.whole, self.table.name, message, "报告里印官方的列名；请核对这一列的数。", Severity.INFO)

    def _node(self) -> Node:
        self._zeros()
        entries = list(self._entries(TABLES[self.section.name]))
        if self.notes:
            place = self.notes[0][1]
            entries.append((Text(NOTE, place), joined(self.notes)))
        return Mapping(tuple(entries), self.page.whole) if entries else Text("", self.page.whole)

    def _zeros(self) -> None:
        """Empty cells that the filer has said to be zeros."""
        for figure in self.table.figures:
            told = self.texts.get(figure.path)
            said = self.all_zero or figure.row in self.ticked
            if said and figure.path not in self.table.totals and not (told and told.value):
                self.texts[figure.path] = Text("0", told.place if told else self.page.whole)

    def _entries(self, shape: Shape) -> Iterator[Entry]:
        """The keys of the form below a shape; what has no row on the sheet is left out, and so is a total that nobody typed."""
        for child in shape.children:
            path = child.figures[0].path
            if child.is_leaf:
                told = self.texts.get(path)
                if told and (told.value or path not in self.table.totals):
                    yield Text(child.name, told.place), told
                continue
            below = tuple(self._entries(child))
            if below:
                place = self.rows.get(path.rpartition(".")[0], below[0][0].place)
                yield Text(child.name, place), Mapping(below, place)


def joined(pieces: list[tuple[str, Place]]) -> Text:
    """Paragraphs from several cells as one text that knows where each begins."""
    spots: list[tuple[int, Place]] = []
    offset = 0
    for text, place in pieces:
        spots.append((offset, place))
        offset += len(text) + 1
    return Text("\n".join(text for text, _ in pieces), pieces[0][1], tuple(spots))
