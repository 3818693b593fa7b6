"""What can be taken away: the report in every format, the form itself, the check sheet. The same bytes as on the command line."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory

from goigen.errors import UserError
from goigen.filing import write_sheet
from goigen.layout import lay_out
from goigen.pipeline import Job, file_name, render
from goigen.resources import shipped
from goigen.source import read_source
from goigen.web.views import View
from goigen.writers import writer
from goigen.writers.look import Look, load_look

REPORTS = {"docx": "Word 文档", "pdf": "PDF 文件", "txt": "纯文本", "html": "网页", "json": "数据（JSON）"}
DOWNLOADS = {**REPORTS, "yaml": "填报表（YAML）", "xlsx": "填报表（Excel）", "sheet": "审核单（Word）"}


@cache
def look() -> Look:
    return load_look(shipped("templates"))


def preview(view: View) -> bytes:
    """The report as a page of its own; marked as a draft while something forbids to publish it."""
    if view.report is None:
        raise UserError("表的写法有错，先改好再预览")
    return writer("html")(lay_out(view.report, draft=view.checked.stopped), look())


def download(view: View, kind: str, *, draft: bool) -> tuple[str, bytes]:
    """The file's name and its bytes. Raises UserError where a finding forbids it."""
    if kind == "yaml":
        return Path(view.name).name, view.data
    if kind == "xlsx":
        from goigen.forms.workbook.form import workbook  # Why here: it brings a library that no other page needs

        return f"{Path(view.name).stem}.xlsx", workbook(read_source(view.name, view.data))
    if kind == "sheet":
        return sheet(view)
    _, files = render(view.checked, Job((kind,), look(), draft=draft))
    if not files:
        raise UserError("还有“强制”问题没有改，不能生成正式报告；想先看样子，可以下载草稿")
    return next(iter(files.items()))


def sheet(view: View) -> tuple[str, bytes]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.docx"
        write_sheet(path, [view.checked], look(), installed())
        name = f"{file_name(view.report, 'docx').removesuffix('.docx')}审核单.docx" if view.report else "审核单.docx"
        return name, path.read_bytes()


def installed() -> str:
    try:
        return version("goigen")
    except PackageNotFoundError:
        return "（未安装）"
