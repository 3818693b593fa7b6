"""Findings → text for people, JSON for programs, annotations for GitHub. Each reporter is given everything and returns one string."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from goigen.checks import CHECKS
from goigen.finding import Finding, Severity
from goigen.previous import Named

Colour = Callable[[str, Severity], str]
EXCERPT = 100


class Result(Named, Protocol):
    """What a reporter needs of a checked file."""

    @property
    def findings(self) -> tuple[Finding, ...]: ...
    @property
    def lines(self) -> Sequence[str]: ...


def plain(text: str, severity: Severity) -> str:  # noqa: ARG001
    return text


def text(results: Sequence[Result], colour: Colour = plain) -> str:
    """One line a finding, the source line and the advice below it, a count at the end."""
    lines = [line for result in results for finding in result.findings for line in finding_lines(finding, result.lines, colour)]
    return "\n".join([*lines, summary_line(results)])


def finding_lines(finding: Finding, source: Sequence[str], colour: Colour = plain) -> Iterable[str]:
    grade = finding.severity.label + ("（已说明）" if finding.answer else "")
    yield f"{clean(str(finding.place))}: {colour(grade, finding.severity)} {clean(finding.message)} [{finding.check}]"
    line = finding.place.line
    if line and line <= len(source) and source[line - 1].strip():
        shown = clean(source[line - 1])
        yield f"    | {shown[:EXCERPT]}{'…' if len(shown) > EXCERPT else ''}"
    if finding.answer:
        yield f"    说明：{clean(finding.answer)}"
    elif finding.hint:
        yield f"    建议：{clean(finding.hint)}"


def clean(text: str) -> str:
    """On one line, and without what would steer a terminal."""
    return "".join(char if char.isprintable() else "�" for char in " ".join(text.split()))


def summary_line(results: Sequence[Result]) -> str:
    count = _count(results)
    answered = f"（已说明 {count['answered']} 项）" if count["answered"] else ""
    files = f"{len(results)} 份表：" if len(results) > 1 else ""
    return f"{files}强制 {count['error']} 项，核实 {count['warning']} 项{answered}，提示 {count['info']} 项"


def _count(results: Sequence[Result]) -> Counter[str]:
    findings = [finding for result in results for finding in result.findings]
    count = Counter(finding.severity.value for finding in findings)
    count["answered"] = sum(finding.answer is not None for finding in findings)
    return count


def as_json(results: Sequence[Result], colour: Colour = plain) -> str:  # noqa: ARG001
    """The stable form for other programs; see docs/json.md."""
    count = _count(results)
    document = {
        "version": 1,
        "files": [_file(result) for result in results],
        "summary": {"files": len(results), **{key: count[key] for key in ("error", "warning", "answered", "info")}},
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _file(result: Result) -> dict[str, Any]:
    return {
        "file": result.name,
        "agency": result.agency or None,
        "year": result.year,
        "findings": [_finding(finding) for finding in result.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.check,
        "severity": finding.severity.value,
        "answered": finding.answer is not None,
        "line": finding.place.line,
        "column": finding.place.column,
        **({"where": finding.place.where} if finding.place.where else {}),
        "path": finding.path,
        "message": finding.message,
        "hint": finding.hint,
        "clause": CHECKS[finding.check].clause,
        **({"left": finding.left, "right": finding.right} if finding.left is not None else {}),
    }


GITHUB_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def github(results: Sequence[Result], colour: Colour = plain) -> str:  # noqa: ARG001
    """Workflow commands: annotations beside the lines of a change."""
    return "\n".join(_annotation(finding) for result in results for finding in result.findings)


def _annotation(finding: Finding) -> str:
    def escaped(text: object, extra: str = "") -> str:
        for char in "%\r\n" + extra:
            text = str(text).replace(char, f"%{ord(char):02X}")
        return str(text)

    where = {"file": finding.place.file, "line": finding.place.line, "col": finding.place.column, "title": finding.check}
    properties = ",".join(f"{key}={escaped(value, ':,')}" for key, value in where.items() if value is not None)
    message = f"{finding.message}{'。' if finding.hint else ''}{finding.hint}"
    return f"::{GITHUB_LEVELS[finding.severity]} {properties}::{escaped(message)}"


REPORTERS: dict[str, Callable[[Sequence[Result], Colour], str]] = {"text": text, "json": as_json, "github": github}
