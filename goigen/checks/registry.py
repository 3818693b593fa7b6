"""What a check is, and the list of all of them.

A check is a generator over a Report that yields Problems: a path and a message. Id, name, clause and grade stand in its decorator, its
manual page in its docstring; the runner adds severity and place.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from goigen.finding import Place, Severity
from goigen.report import Number


@dataclass(frozen=True)
class Problem:
    """What a check yields. `severity` only where one check has two grades; `place` only where it is finer than the path."""

    path: str
    message: str
    hint: str = ""
    place: Place | None = None
    severity: Severity | None = None
    left: str | None = None
    right: str | None = None


class Scope(Enum):
    """What a check looks at besides the report; its function takes it as a second argument."""

    REPORT = "report"  # nothing: run(report)
    YEARS = "years"  # last year's report: run(report, last)
    FOLDER = "folder"  # the other reports of the run: run(report, others)
    UNITS = "units"  # the reports of the units below, added up: run(report, units)


@dataclass(frozen=True)
class Units:
    """The reports of the units below, added up. A figure that a unit lacks is None; `largest` says how much one gave at most, and who."""

    count: int
    figures: Mapping[str, Number | None]
    largest: Mapping[str, tuple[Number, str]]


Run = Callable[..., Iterator[Problem]]


@dataclass(frozen=True)
class Check:
    """One entry of the catalogue. `run` is None for the rules of reading, which are found while a file is read."""

    id: str
    name: str
    severity: Severity
    clause: str
    manual: str
    run: Run | None = None
    scope: Scope = Scope.REPORT


CHECKS: dict[str, Check] = {}


def register(entry: Check) -> None:
    """Refuses a second check of one id, an id of a wrong form and an empty manual page."""
    if entry.id in CHECKS:
        raise ValueError(f"two checks have the id {entry.id}")
    if not re.fullmatch(r"[A-Z]\d\d", entry.id):
        raise ValueError(f"not an id: {entry.id}")
    if not entry.manual:
        raise ValueError(f"{entry.id} has no manual page")
    CHECKS[entry.id] = entry


def check(
    check_id: str, name: str, *, clause: str, severity: Severity = Severity.ERROR, scope: Scope = Scope.REPORT
) -> Callable[[Run], Run]:
    """Registers the decorated generator; its docstring becomes the page that `goigen explain` prints."""

    def decorate(run: Run) -> Run:
        register(Check(check_id, name, severity, clause, inspect.cleandoc(run.__doc__ or ""), run, scope))
        return run

    return decorate
