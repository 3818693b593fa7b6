"""Last year's reports, and which of them belongs to which form of this year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from goigen.finding import Finding, Severity
from goigen.report import Report
from goigen.report.keys import plain


@dataclass(frozen=True)
class Previous:
    """The reports given by --previous, with what the findings call their files."""

    reports: tuple[tuple[str, Report], ...] = ()

    def of(self, report: Report) -> Report | None:
        """The report of the same agency and the year before; None if there is none among them."""
        same = (last for _, last in self.reports if _is_same(last, report) and last.year == (report.year or 0) - 1)
        return next(same, None)

    def complaints(self, report: Report) -> Iterator[Finding]:
        """R12: what was given and cannot be used for this form."""
        if not self.reports or self.of(report):
            return
        place = report.place("")
        same = [(name, last) for name, last in self.reports if _is_same(last, report)]
        if same:
            name, last = same[0]
            message = f"{name} 是 {last.year} 年的，本表是 {report.year} 年的，应当用 {(report.year or 0) - 1} 年的"
        elif len(self.reports) == 1:
            name, last = self.reports[0]
            message = f"{name} 是“{last.agency.name}”的，不是“{report.agency.name}”的"
        else:
            message = f"给出的 {len(self.reports)} 份去年的报告里没有“{report.agency.name}”的"
        yield Finding("R12", Severity.WARNING, place, "", f"没有和去年比较：{message}", "换成同一机关上一年的报告。")


def _is_same(last: Report, report: Report) -> bool:
    return bool(report.agency.name) and plain(last.agency.name) == plain(report.agency.name)


def usable(reports: Iterable[tuple[str, Report | None]]) -> Previous:
    return Previous(tuple((name, report) for name, report in reports if report))
