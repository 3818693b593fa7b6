"""An uploaded file → the text of a form, read in a child process with limits: whatever is in it cannot take the server with it."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from goigen.errors import UserError
from goigen.files import is_workbook_form, safe_name
from goigen.pipeline import file_name, import_file
from goigen.reading import is_published
from goigen.reading.guard import bounded
from goigen.report import load
from goigen.source import read_source
from goigen.web.shelf import ENDINGS

SECONDS, MEGABYTES = 60, 2000


def form_of(name: str, data: bytes) -> tuple[str, str]:
    """A name for the new form, and its text. Raises UserError where the file is no report and no form (YAML, workbook)."""
    with TemporaryDirectory(prefix="goigen-") as folder:
        given = PurePosixPath(name.replace("\\", "/")).name
        path = Path(folder) / safe_name(PurePosixPath(given).stem, PurePosixPath(given).suffix[:10])
        path.write_bytes(data)
        return bounded(_read, str(path), seconds=SECONDS, megabytes=MEGABYTES)


def _read(path: str) -> tuple[str, str]:
    """In the child."""
    file = Path(path)
    data = file.read_bytes()
    try:
        if not is_published(file.name, data) and not is_workbook_form(data):
            return file.stem, _form(file, data)
        text, checked = import_file(file)
    except UserError as error:
        raise UserError(str(error).replace(path, file.name)) from None
    return (file_name(checked.report, "yaml") if checked.report else file.stem), text


def _form(file: Path, data: bytes) -> str:
    if file.suffix.lower() not in ENDINGS:
        raise UserError(f"{file.name} 不是已发布的报告（Word、PDF、网页、Excel、TXT），也不是 .yaml 的表")
    report, findings = load(read_source(file.name, data))
    if report is None:
        raise UserError(f"{file.name}：{findings[0].message}")
    return data.decode("utf-8-sig", "replace") if b"\xff" not in data[:2] else data.decode("utf-16")
