"""Reports → what the charts of a district are drawn from: sums over all units, and a few figures of each. No wording, no drawing.

A report is looked at once and let go, so that 5 000 of them need little memory. A unit with an open figure is left out of the sums
of that theme and named there; nothing is guessed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from goigen.errors import UserError
from goigen.files import read_bytes
from goigen.many.stats.themes import KEYS, THEMES
from goigen.pipeline import read
from goigen.report import Number, Report, load, value
from goigen.report.keys import plain
from goigen.standard import FORM, Equation

UNNAMED = "（没有写名称）"


@dataclass(frozen=True)
class Unit:
    """One unit: its name as the page shows it, and its figures in the order of KEYS; None for an open one."""

    name: str
    figures: tuple[Number | None, ...]


@dataclass
class Year:
    """All reports of one year: units by their plain names, sums and units left out by theme."""

    year: int | None
    units: dict[str, Unit] = field(default_factory=dict)
    sums: dict[str, list[Number]] = field(default_factory=lambda: {theme.key: [0] * len(theme.entries) for theme in THEMES.values()})
    left_out: dict[str, list[str]] = field(default_factory=lambda: {key: [] for key in THEMES})
    repeated: list[str] = field(default_factory=list)
    unbalanced: list[str] = field(default_factory=list)

    def add(self, name: str, report: Report) -> None:
        """Count a report; a second one of the same name is not counted, because that would count everything twice."""
        if plain(name) in self.units:
            self.repeated.append(name)
            return
        self.units[plain(name)] = Unit(name, tuple(_sum(report, key.paths) for key in KEYS))
        for theme in THEMES.values():
            found = [_sum(report, one.paths) for one in theme.entries]
            known = [number for number in found if number is not None]
            if len(known) < len(found):
                self.left_out[theme.key].append(name)
            else:
                self.sums[theme.key] = [old + new for old, new in zip(self.sums[theme.key], known, strict=True)]
        if any(_fails(report, equation) for equation in FORM.equations):
            self.unbalanced.append(name)

    def counted(self, theme: str) -> int:
        """How many units are in the sums of a theme."""
        return len(self.units) - len(self.left_out[theme])


def _sum(report: Report, paths: Iterable[str]) -> Number | None:
    total: Number = 0
    for path in paths:
        number = value(report, path)
        if number is None:
            return None
        total += number
    return total


def _fails(report: Report, equation: Equation) -> bool:
    left, right = (_sum(report, (figure.path for figure in side)) for side in (equation.left, equation.right))
    return left is not None and right is not None and left != right


@dataclass
class Gathered:
    """The reports of a run by year, and the files that could not be read, each with the reason."""

    years: dict[int | None, Year] = field(default_factory=dict)
    unread: list[tuple[str, str]] = field(default_factory=list)

    def add(self, file: Path, report: Report) -> None:
        name = clean(report.agency.name) or clean(file.stem) or UNNAMED
        self.years.setdefault(report.year, Year(report.year)).add(name, report)

    def most(self) -> Year | None:
        """The year that most reports are of; of two, the later."""
        return max(self.years.values(), key=lambda year: (len(year.units), year.year or 0), default=None)

    def before(self, year: int | None) -> Year | None:
        """Last year's reports, if there are any; else the year that most reports are of."""
        return self.years.get((year or 0) - 1) or self.most()

    def others(self, chosen: Year) -> tuple[str, ...]:
        """Units with a report of another year than the one chosen, or of none."""
        rest = (year for year in self.years.values() if year is not chosen)
        return tuple(f"{unit.name}（{f'{year.year}年' if year.year else '没有写年度'}）" for year in rest for unit in year.units.values())


def clean(name: str) -> str:
    """A name in one line, without signs that have no shape of their own (controls, marks of direction, halves of characters)."""
    seen = "".join(char for char in " ".join(name.split()) if unicodedata.category(char) not in ("Cc", "Cf", "Cs"))
    return seen.strip()


def gather(files: Iterable[Path]) -> Gathered:
    """Read every form and published report once; one that cannot be read never stops the others."""
    gathered = Gathered()
    for path in files:
        try:
            report, findings = load(read(str(path), read_bytes(path)))
            if report is None:
                gathered.unread.append((str(path), findings[0].message))
            else:
                gathered.add(path, report)
        except UserError as error:
            gathered.unread.append((str(path), str(error).removeprefix(f"{path}：")))
        except Exception as error:  # Why: a bug of ours at one file must not cost the others their page
            gathered.unread.append((str(path), f"程序自己出错了，请把这个文件发给维护者（{error!r}）"))
    return gathered
