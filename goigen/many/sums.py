"""Reports added up, one after the other: running totals of the 200 figures, and who lacks one. A report is looked at once and let go.

Nothing is guessed: a figure that one unit lacks has no sum, unless a partial one is asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Context, localcontext

from goigen.checks.registry import Units
from goigen.report import Number, Report, value
from goigen.standard import FORM, Equation

EXACT = Context(prec=100)  # Why: the usual 28 digits would round amounts that units typed with many decimals
PARTS = frozenset(path for path in FORM.figures if not any(path in table.totals for table in FORM.tables))
EQUATIONS = tuple((e, tuple(f.path for f in e.left), tuple(f.path for f in e.right)) for e in FORM.equations)
LEAST_SHARES = 3  # figures that are not zero: with fewer, units may be as large by chance
RULES = tuple(path for path in FORM.figures if path.startswith("disclosure.rules."))


@dataclass
class Sums:
    """The sum of the reports added so far. `asked` are figures of which each unit's share is kept, in `given`."""

    asked: tuple[str, ...] = ()
    units: list[tuple[str, str]] = field(default_factory=list)  # name, file
    known: dict[str, Number] = field(default_factory=lambda: dict.fromkeys(FORM.figures, 0))  # of those that have it
    lacking: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))  # path: names
    largest: dict[str, tuple[Number, str]] = field(default_factory=dict)
    uneven: dict[Equation, list[str]] = field(default_factory=lambda: defaultdict(list))  # who does not balance
    makers: list[str] = field(default_factory=list)  # who reported rules of law
    given: list[tuple[str, Number | None]] = field(default_factory=list)
    sizes: list[Number] = field(default_factory=list)  # of each unit all its figures together, but totals

    def add(self, unit: str, file: str, report: Report) -> None:
        self.units.append((unit, file))
        with localcontext(EXACT):
            for path, number in report.figures.items():
                if number is None:
                    self.lacking[path].append(unit)
                elif number:
                    self.known[path] += number
                    if number > self.largest.get(path, (0, ""))[0]:
                        self.largest[path] = number, unit
            for equation, left, right in EQUATIONS:
                if (one := total(report.figures, left)) is not None and (two := total(report.figures, right)) is not None and one != two:
                    self.uneven[equation].append(unit)
            self.sizes.append(sum((number for path, number in report.figures.items() if number and path in PARTS), start=0))
            if self.asked:
                self.given.append((unit, total(report.figures, self.asked)))
        if any(value(report, path) for path in RULES):
            self.makers.append(unit)

    def number(self, path: str, *, partial: bool = False) -> Number | None:
        """The sum at a path; None where a unit lacks it, unless a partial sum will do and somebody has it."""
        if not self.lacking.get(path):
            return self.known[path]
        return self.known[path] if partial and len(self.lacking[path]) < len(self.units) else None

    def figures(self, *, partial: bool = False) -> dict[str, Number | None]:
        return {path: self.number(path, partial=partial) for path in FORM.figures}

    def lacks(self) -> dict[str, list[str]]:
        """Per unit the paths that it lacks; totals left aside, which follow from the others."""
        found: dict[str, list[str]] = defaultdict(list)
        for path, names in self.lacking.items():
            if path in PARTS:
                for name in names:
                    found[name].append(path)
        return found

    def sum_of_the_others(self) -> tuple[str, str] | None:
        """The unit (name, file) that has, in every figure, as much as all others together; None where no or more than one has.

        Where nobody has more than half of any figure, only such a unit can have half of all of them.
        """
        halves = [(self.known[path], most) for path, (most, _) in self.largest.items() if path in PARTS]
        with localcontext(EXACT):
            if len(self.units) <= 2 or len(halves) < LEAST_SHARES or any(known != 2 * most for known, most in halves):
                return None
            half = sum((most for _, most in halves), start=0)
        found = [unit for unit, size in zip(self.units, self.sizes, strict=True) if size == half]
        return found[0] if len(found) == 1 else None

    @property
    def given_total(self) -> Number:
        """Of `given`, those who lack it left aside."""
        with localcontext(EXACT):
            return sum((number for _, number in self.given if number is not None), start=0)

    def below(self) -> Units:
        """What a government's own report is compared with."""
        return Units(len(self.units), self.figures(), self.largest)


def total(figures: Mapping[str, Number | None], paths: tuple[str, ...]) -> Number | None:
    """The sum at some paths, exact; None where one is missing."""
    added: Number = 0
    with localcontext(EXACT):
        for path in paths:
            if (number := figures[path]) is None:
                return None
            added += number
    return added
