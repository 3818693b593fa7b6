"""Last year's reports, and which of them belongs to which form of this year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from goigen.finding import Finding, Place, Severity
from goigen.report import Report
from goigen.report.keys import plain


class Named(Protocol):
    """What must be known of a report to choose among last year's: file, agency, year."""

    @property
    def name(self) -> str: ...
    @property
    def agency(self) -> str: ...
    @property
    def year(self) -> int | None: ...


Known = TypeVar("Known", bound=Named)


def choose(agency: str, year: int | None, given: Sequence[Known]) -> tuple[Known | None, str]:
    """The report of the same agency and the year before; or none, and why nothing can be compared (empty if none was given)."""
    same = [last for last in given if agency and plain(last.agency) == plain(agency)]
    wanted = (year or 0) - 1
    chosen = next((last for last in same if last.year == wanted), None)
    if chosen or not given:
        return chosen, ""
    if same:
        return None, f"{same[0].name} 是 {same[0].year} 年的，本表是 {year} 年的，应当用 {wanted} 年的"
    if len(given) == 1:
        return None, f"{given[0].name} 是“{given[0].agency}”的，不是“{agency}”的"
    return None, f"给出的 {len(given)} 份去年的报告里没有“{agency}”的"


def complaint(place: Place, why: str) -> Finding:
    """R12: what was given and cannot be used for a form."""
    return Finding("R12", Severity.WARNING, place, "", f"没有和去年比较：{why}", "换成同一机关上一年的报告。")


@dataclass(frozen=True)
class LastReport:
    """One of last year's reports with what the findings call its file."""

    name: str
    report: Report

    @property
    def agency(self) -> str:
        return self.report.agency.name

    @property
    def year(self) -> int | None:
        return self.report.year


@dataclass(frozen=True)
class Previous:
    """The reports given by --previous. `why` says what is wrong with them for the one form in question, if that is known already."""

    reports: tuple[LastReport, ...] = ()
    why: str = ""

    def of(self, report: Report) -> Report | None:
        """The report of the same agency and the year before; None if there is none among them."""
        chosen, _ = choose(report.agency.name, report.year, self.reports)
        return chosen.report if chosen else None

    def complaints(self, report: Report) -> Iterator[Finding]:
        _, why = choose(report.agency.name, report.year, self.reports)
        if why or self.why:
            yield complaint(report.place(""), why or self.why)


def usable(reports: Iterable[tuple[str, Report | None]]) -> Previous:
    return Previous(tuple(LastReport(name, report) for name, report in reports if report))
