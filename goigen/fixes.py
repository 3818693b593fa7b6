"""Text of a form → the same text with the slips mended that have one right answer (F01, F03, F04), and what was changed.

Only characters of prose are touched: the places of the report say where they stand in the file, the file must read there what the report
reads, and afterwards the whole form is read again. A change after which anything but these characters reads differently is not made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields

from goigen.checks.mending import Edit, edits_of, mendable
from goigen.errors import UserError
from goigen.finding import Place
from goigen.report import Paragraph, Report, load
from goigen.source import read_source, spot

FIXED = ("F01", "F03", "F04")
NAME = "form.yaml"
LINE = re.compile(r"[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029]|$)")  # as the source counts them
MARK = "\ufeff"
PLACED = frozenset({"sections", "preamble", "notes", "labels", "answers", "places"})  # what a report knows with its places


@dataclass(frozen=True, slots=True)
class Change:
    """At this line and column (from 1, of the text as it was) `before` became `after`; the check that asked for it."""

    line: int
    column: int
    before: str
    after: str
    check: str


Plan = tuple[Paragraph, list[tuple[Edit, Change]]]


def fix(text: str) -> tuple[str, tuple[Change, ...]]:
    """The mended text and the changes in their order; the text itself where it is no form or has nothing to mend."""
    report = _read(text)
    if report is None:
        return text, ()
    starts = _line_starts(text)
    plans = [plan for paragraph in _prose(report) if (plan := _plan(paragraph, text, starts))[1]]
    made = _try(text, starts, report, plans)
    if made is None:  # Why one by one: a text that cannot be mended must not cost the others theirs
        good: list[Plan] = []
        for plan in plans:
            if _try(text, starts, report, [*good, plan]) is not None:
                good.append(plan)
        plans, made = good, _try(text, starts, report, good)
    changes = (change for _, steps in plans for _, change in steps)
    return made or text, tuple(sorted(changes, key=lambda change: (change.line, change.column)))


def _read(text: str) -> Report | None:
    try:
        return load(read_source(NAME, text.encode()))[0]
    except (UserError, UnicodeEncodeError):
        return None


def _prose(report: Report) -> list[Paragraph]:
    return [paragraph for paragraph, prose in mendable(report) if prose]


def _line_starts(text: str) -> list[int]:
    """The offset of every line; the mark of UTF-8 at the head of a file counts as no column."""
    starts = [found.start() for found in LINE.finditer(text)]
    return [len(MARK), *starts[1:]] if text.startswith(MARK) else starts


def _plan(paragraph: Paragraph, text: str, starts: list[int]) -> Plan:
    """The edits of a paragraph of which the file has the very characters, as changes of the file."""

    def offset(place: Place) -> int:
        return starts[(place.line or 1) - 1] + (place.column or 1) - 1

    whole = text.startswith(paragraph.typed, offset(paragraph.place))  # on one line, without escapes
    steps = []
    for edit in edits_of(paragraph):
        before = paragraph.typed[edit.start : edit.end]
        first = spot(paragraph.spots[:1] if whole else paragraph.spots, edit.start)
        if text.startswith(before, offset(first)):
            steps.append((edit, Change(first.line or 1, first.column or 1, before, edit.new, edit.check)))
    return paragraph, steps


def _try(text: str, starts: list[int], report: Report, plans: list[Plan]) -> str | None:
    """The text with these changes; None if the form does not read as it should."""
    if not plans:
        return text
    spans = {(starts[c.line - 1] + c.column - 1, len(c.before), c.after) for _, steps in plans for _, c in steps}
    mended = _replaced(text, spans)
    inside = [(paragraph, [(edit.start, edit.end - edit.start, edit.new) for edit, _ in steps]) for paragraph, steps in plans]
    wanted = {id(paragraph): _replaced(paragraph.typed, edits) for paragraph, edits in inside}
    again = _read(mended)
    if again is None or _rest(again) != _rest(report):
        return None
    expected = [(paragraph.path, wanted.get(id(paragraph), paragraph.typed)) for paragraph in _prose(report)]
    return mended if [(paragraph.path, paragraph.typed) for paragraph in _prose(again)] == expected else None


def _replaced(text: str, spans: Iterable[tuple[int, int, str]]) -> str:
    pieces, at = [], 0
    for start, length, new in sorted(spans):
        pieces += [text[at:start], new]
        at = start + length
    return "".join((*pieces, text[at:]))


def _rest(report: Report) -> tuple[object, ...]:
    """Everything that a form says besides its prose, without places."""
    labels = [(label.path, label.typed) for label in report.labels]
    answers = {name: answer.text for name, answer in report.answers.items()}
    bare = {field.name: getattr(report, field.name) for field in fields(report) if field.name not in PLACED}
    headings = {key: [(topic.heading, topic.path) for topic in topics] for key, topics in report.sections.items()}
    return bare, labels, answers, headings, list(report.places), report.preamble is None, list(report.notes)
