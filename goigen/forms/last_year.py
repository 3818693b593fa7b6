"""What of last year's report goes into this year's blank form: agency, headings, the requests carried forward. Never its prose."""

from __future__ import annotations

from dataclasses import dataclass

from goigen.report import Report, value
from goigen.report.fields import form_values
from goigen.report.shape import Shape
from goigen.report.wording import number_text

CARRIED = ("applications.carried_in", "applications.carried_out")
STOCKS = {"disclosure.rules": "disclosure.rules.in_force", "disclosure.normative_documents": "disclosure.normative_documents.in_force"}


@dataclass(frozen=True)
class LastYear:
    """Last year's report, asked for what this year's form can use."""

    report: Report

    @property
    def year(self) -> int | None:
        return self.report.year + 1 if self.report.year else None

    def agency(self) -> dict[str, str]:
        return {name: str(text) for name, text in form_values(self.report.agency).items()}

    def headings(self, section: str) -> tuple[str, ...]:
        return tuple(topic.heading for topic in self.report.sections.get(section, ()) if topic.heading)

    def row(self, shape: Shape) -> tuple[str, str]:
        """What to write behind a row's key and as its comment; both empty where last year says nothing about it."""
        path = shape.figures[0].path.rpartition(".")[0]
        if path == CARRIED[0]:
            return self._carried(shape)
        if stock := STOCKS.get(path):
            in_force = value(self.report, stock)
            return "", f"去年现行有效 {in_force} 件" if in_force is not None else ""
        return "", ""

    def _carried(self, shape: Shape) -> tuple[str, str]:
        numbers = {leaf.name: value(self.report, f"{CARRIED[1]}.{leaf.heads[-1].key}") for leaf in shape.children if not leaf.is_sum}
        if None in numbers.values():
            return "", ""
        filled = ", ".join(f"{name}: {number_text(number)}" for name, number in numbers.items() if number)
        return (f"{{{filled}}}" if filled else "0"), "去年的“结转下年度继续办理”，请核对"
