"""The rows of a sheet of a workbook form as lines of cells, in which the heads of a table are looked for. Figures are not read here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from goigen.reading.raw import Cell
from goigen.reading.recogniser.lines import Line
from goigen.reading.workbook.log import OWN_STARTS
from goigen.reading.workbook.page import Page, Spot
from goigen.report.keys import plain
from goigen.report.workbook_words import ALL_ZERO, NO_TICK, TICK, ZERO_REST

WIDEST = 60  # columns in which a table is looked for
TALLEST = 2000  # rows of a merged cell that is believed to belong to it
LIMIT_EXAMINED = 1_000_000  # places under merged cells, which overlap in a damaged file


@dataclass
class Grid:
    """`covered` says of a place under a merged cell which one that is; `tick_columns` are those in which a group is said to be zero."""

    page: Page
    rows: range
    covered: dict[Spot, Spot] = field(default_factory=dict)
    tick_columns: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Which place is covered by which merged cell; those that are no part of a form are left out."""
        for spot, (top, left, bottom, right) in self.page.merged.items():
            if top in self.rows and bottom - top < TALLEST and left <= WIDEST and len(self.covered) < LIMIT_EXAMINED:
                inside = ((row, column) for row in range(top, bottom + 1) for column in range(left, min(right, WIDEST) + 1))
                self.covered |= dict.fromkeys(inside, spot)

    def lines(self) -> Iterator[tuple[int, Line]]:
        """Rows with something in them. Formulas are no labels; what says yes or no is no figure."""
        places = [spot for spot in (*self.page.cells, *self.covered) if spot[0] in self.rows]
        width = min(WIDEST, max((column for _, column in places), default=0))
        for row in sorted({row for row, _ in places}):
            own: list[Cell] = []
            hanging: list[Cell] = []
            for column in range(1, width + 1):
                first = self.anchor((row, column))
                top, left, bottom, right = self.page.merged.get(first, (*first, *first))
                if column == left and not self._is_tick(first):
                    cell = Cell(top, left, self._words(first), bottom - top + 1, min(right, WIDEST) - left + 1)
                    (own if top == row else hanging).append(cell)
            yield row, Line(tuple(own), tuple(hanging), "", 0, ragged=False)

    def anchor(self, spot: Spot) -> Spot:
        """The first cell of the merged area that covers a place."""
        return self.covered.get(spot, spot)

    def _words(self, spot: Spot) -> str:
        held = self.page.cells.get(spot)
        return "" if held is None or held.formula or plain(held.text).startswith(OWN_STARTS) else held.text

    def _is_tick(self, spot: Spot) -> bool:
        text = self._words(spot)
        if plain(text) == plain(ZERO_REST):
            self.tick_columns.add(spot[1])
        return spot[1] in self.tick_columns or text in (TICK, NO_TICK) or plain(text) == plain(ALL_ZERO)
