"""What stands under a table: both sides of the balances that no total shows, a line that says what is broken, and the notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from goigen.checks import CHECKS
from goigen.forms.workbook import looks
from goigen.forms.workbook.book import Page, address
from goigen.forms.workbook.formulas import Sums, ranges, side_of
from goigen.forms.workbook.points import Point, Points, link, quoted
from goigen.layout.breaking import em_width
from goigen.report.names import NOTE
from goigen.report.workbook_words import BALANCE, BROKEN, GUIDE, WELL
from goigen.standard import Equation

LEAST_NOTES = 3
NOTE_LINE = 15.5  # points
NOTES_HELP = f"{GUIDE} {NOTE}印在表的下面，可不填；一格一段。"


left_of = attrgetter("left")
right_of = attrgetter("right")


@dataclass(frozen=True)
class Below:
    """The sheet as far as it is written. `stubs` and `widths` are its columns; `note_from` the one in which notes begin."""

    page: Page
    sums: Sums
    points: Points
    stubs: int
    widths: Sequence[float]
    note_from: int

    def write(self, row: int, notes: Sequence[str]) -> int:
        """From a row on; returns the last row used."""
        references = {equation: self._complain(equation) for equation in self.sums.table.equations}
        unseen = [equation for equation in self.sums.table.equations if not equation.total]
        if unseen:
            row = self._sides(row, unseen)
        for check, equations in groupby(self.sums.table.equations, key=lambda equation: equation.check):
            self._state(row, CHECKS[check].name, {equation: references[equation] for equation in equations})
            row += 1
        return self._notes(row, notes)

    def _complain(self, equation: Equation) -> str:
        """Hand the equation in as a point; the cell in which its complaint will stand."""
        prefix = f"'{self.page.name}'!"
        there = link(self.page, *self.sums.where[equation.right[0].path])
        words, now = self.sums.complaint(equation, prefix), self.sums.complaint_now(equation)
        return self.points.add(Point(self.page.name, words, now, quoted(there), there))

    def _sides(self, row: int, equations: Sequence[Equation]) -> int:
        first = equations[0]
        for offset, sign in enumerate((side_of(first, first.left), side_of(first, first.right), "相差")):
            self.page.put(row + offset, 0, f"{BALANCE}：{sign}", looks.STUB, columns=self.stubs)
            self.page.height(row + offset, 20)
        for equation in equations:
            self._column(row, equation)
        return row + 3

    def _column(self, row: int, equation: Equation) -> None:
        column = self.sums.where[equation.right[0].path][1]
        left, right = self.sums.cells(equation.left), self.sums.cells(equation.right)
        totals = [self.sums.total(equation.left), self.sums.total(equation.right)]
        for offset, (cells, total) in enumerate(zip((left, right), totals, strict=True)):
            self.page.formula(row + offset, column, f'IF(COUNT({cells})=0,"",SUM({cells}))', "" if total is None else total, looks.SUM)
        difference = "" if totals[0] is None or totals[1] is None else totals[0] - totals[1]
        formula = f'IF(AND(COUNT({left})>0,COUNT({right})>0),SUM({left})-SUM({right}),"")'
        self.page.formula(row + 2, column, formula, difference, looks.SUM)
        red = [self.sums.where[figure.path] for figure in (*equation.left, *equation.right)]
        for place in (*red, (row + 2, column)):
            self.page.paint((*place, *place), self.sums.is_broken(equation), looks.BROKEN)

    def _state(self, row: int, name: str, references: dict[Equation, str]) -> None:
        """One line: whether all equations of a kind hold, else which do not; nothing while one side is empty."""
        whole = "&".join(references.values())
        complaints = "&".join(f'IF({reference}="","",{reference}&"。")' for reference in references.values())
        sides = [{figure for equation in references for figure in side(equation)} for side in (left_of, right_of)]
        counts = [f"COUNT({ranges(self.sums.where[figure.path] for figure in side)})=0" for side in sides]
        well = f'IF(OR({",".join(counts)}),"",{quoted(WELL + name)})'
        now = "".join(f"{told}。" for equation in references if (told := self.sums.complaint_now(equation)))
        started = all(any(self.sums.value(figure.path) is not None for figure in side) for side in sides)
        shown = BROKEN + now if now else WELL + name if started else ""
        formula = f"IF(LEN({whole})=0,{well},{quoted(BROKEN)}&{complaints})"
        self.page.formula(row, 0, formula, shown, looks.STATE, columns=len(self.widths))
        self.page.height(row, 32)
        area, place = (row, 0, row, len(self.widths) - 1), address(row, 0, fixed=True)
        self.page.paint(area, f"LEFT({place},1)={quoted(BROKEN[0])}", looks.STATE_BROKEN)
        self.page.paint(area, f"LEFT({place},1)={quoted(WELL[0])}", looks.STATE_WELL)

    def _notes(self, row: int, notes: Sequence[str]) -> int:
        room = int(sum(self.widths[self.note_from :]) * 0.92)
        for index in range(max(LEAST_NOTES, len(notes) + 1)):
            text = notes[index] if index < len(notes) else None
            self.page.put(row, 0, NOTE if not index else None, looks.HEAD, columns=self.note_from)
            self.page.put(row, self.note_from, text, looks.INPUT, columns=len(self.widths) - self.note_from)
            self.page.height(row, 8 + NOTE_LINE * max(1, -(-int(em_width(text or "") * 2) // room)))
            row += 1
        self.page.put(row, 0, NOTES_HELP, looks.GUIDE, columns=len(self.widths))
        return row
