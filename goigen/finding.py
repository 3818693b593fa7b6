"""What is wrong, and where: values that every stage returns and nobody raises. Imports nothing of goigen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """The three grades. The value is the word in JSON; `label` is what the filer reads."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def label(self) -> str:
        return {"error": "强制", "warning": "核实", "info": "提示"}[self.value]


@dataclass(frozen=True, slots=True)
class Place:
    """A point in a file: line and column from 1; None where the file has no lines (a published document, a whole file).

    `where` is then what people are told instead, 第3页第1个表格第5行第4列, and `rank` its order in the file.
    """

    file: str
    line: int | None = None
    column: int | None = None
    where: str = ""
    rank: int = 0

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column, self.where or None) if part is not None)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the filer should look at.

    `check` is its id in the catalogue; `path` the YAML keys down to it, joined by dots; `left` and `right` the two sides where
    a formula failed; `answer` what the filer said about it under 核实说明.
    """

    check: str
    severity: Severity
    place: Place
    path: str
    message: str
    hint: str = ""
    left: str | None = None
    right: str | None = None
    answer: str | None = None

    @property
    def order(self) -> tuple[str, int, int, str]:
        return (self.place.file, self.place.line or self.place.rank, self.place.column or 0, self.check)

    @property
    def stops(self) -> bool:
        """Whether a report with this finding must not be published."""
        return self.severity is Severity.ERROR

    @property
    def open(self) -> bool:
        """Whether the filer still has to answer it."""
        return self.severity is Severity.WARNING and self.answer is None
