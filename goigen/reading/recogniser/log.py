"""What the recogniser notes while it reads one document: findings, and places that people can find."""

from __future__ import annotations

from dataclasses import dataclass, field

from goigen.finding import Finding, Place, Severity


@dataclass
class Log:
    """Places count upwards, so that findings come in the order of the document."""

    name: str
    findings: list[Finding] = field(default_factory=list)
    count: int = 0

    def place(self, where: str) -> Place:
        self.count += 1
        return Place(self.name, where=where, rank=self.count)

    def add(self, check: str, place: Place, path: str, message: str, hint: str = "", severity: Severity = Severity.ERROR) -> None:
        self.findings.append(Finding(check, severity, place, path, message, hint))
