"""Findings → the check sheet as a file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from goigen.errors import UserError
from goigen.files import write_all
from goigen.finding import Finding
from goigen.layout.sheet import Sheet, lay_out_sheet
from goigen.previous import Named
from goigen.writers import writer
from goigen.writers.look import Look

SHEET_FORMATS = (".docx", ".xlsx", ".pdf", ".html", ".txt")
HALVES = re.compile("[\ud800-\udfff]")  # what the name of a file holds where it is no UTF-8, and no format can


class Filed(Named, Protocol):
    """What the check sheet needs of a report."""

    @property
    def digest(self) -> str: ...
    @property
    def findings(self) -> tuple[Finding, ...]: ...


def write_sheet(path: Path, results: Iterable[Filed], look: Look, version: str) -> Path:
    """The check sheet of these forms as a file; the ending decides the format. Raises UserError."""
    ending = path.suffix.lower()
    if ending not in SHEET_FORMATS:
        raise UserError(f"审核单不能写成 {ending or '没有扩展名的文件'}，可以用：{'、'.join(SHEET_FORMATS)}")
    document = lay_out_sheet([_sheet(checked) for checked in results], version)
    (written,) = write_all(path.parent, {path.name: writer(ending[1:])(document, look)})
    return written


def _sheet(checked: Filed) -> Sheet:
    findings = tuple(replace(one, message=_whole(one.message), hint=_whole(one.hint)) for one in checked.findings)
    agency = checked.agency or "（没有读出机关）"
    return Sheet(_whole(checked.name), agency, str(checked.year or "—"), checked.digest or "—", findings)


def _whole(text: str) -> str:
    return HALVES.sub("�", text)
