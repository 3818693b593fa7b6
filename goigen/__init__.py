"""政府信息公开工作年度报告: one form in, the checked six-part report out.

    report, findings = goigen.read("agency.yaml")         # a Report (None if the file is no form), Findings of reading
    findings = goigen.check(report, findings)             # all Findings, in order of place
    document = goigen.lay_out(report)                     # a Document: what stands on the page
    pdf = goigen.write(document, "pdf")                   # bytes; also docx, txt, html, json

Nothing here raises for what stands in a form: that is a Finding, with file, line and column. UserError is raised for what is no text at
all, and where a library of the system is missing. The format is that of 国办公开办函〔2021〕30号.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from goigen.finding import Finding

if TYPE_CHECKING:
    from goigen.document import Document
    from goigen.report import Report

__all__ = ["Finding", "Report", "check", "lay_out", "read", "write"]


def __getattr__(name: str) -> object:
    """Report on demand. Why: it brings pydantic, for which `goigen --help` should not wait."""
    if name == "Report":
        from goigen.report import Report

        return Report
    raise AttributeError(f"module goigen has no attribute {name}")


def read(path: str | Path, data: bytes | None = None) -> tuple[Report | None, tuple[Finding, ...]]:
    """The report in a YAML or JSON form, and what is wrong with its writing; with `data`, `path` is only what findings call it.

    Raises UserError where the file is absent or no text (a Word file, a picture).
    """
    from goigen.files import read_bytes
    from goigen.report import load
    from goigen.source import read_source

    return load(read_source(str(path), read_bytes(Path(path)) if data is None else data))


def check(report: Report, findings: Iterable[Finding] = ()) -> tuple[Finding, ...]:
    """All findings of a report, sorted by place, together with those of reading it; 核实说明 is applied."""
    from goigen.checks import run_checks

    return run_checks(report, findings).findings


def lay_out(report: Report, *, draft: bool = False) -> Document:
    """The report as it stands on paper: text, lines, widths in mm, sizes in points."""
    from goigen.layout import lay_out as lay

    return lay(report, draft=draft)


def write(document: Document, format: str) -> bytes:
    """The document as `docx`, `pdf`, `txt`, `html` or `json`; the same document gives the same bytes."""
    from goigen.resources import shipped
    from goigen.writers import writer
    from goigen.writers.look import load_look

    return writer(format)(document, load_look(shipped("templates")))
