"""`goigen check`: all findings of forms and published reports."""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict, Unpack

import click

from goigen.cli.chinese import ChineseCommand
from goigen.cli.many import DASK, JOBS, ROSTER, workers
from goigen.cli.options import PATHS, PREVIOUS, STRICT, colour, installed_version, say
from goigen.collecting import find_reports, fix_file
from goigen.errors import UserError
from goigen.files import STDIN, write_all
from goigen.filing import write_sheet
from goigen.finding import Finding
from goigen.many.batch import Batch
from goigen.many.progress import Progress
from goigen.many.tasks import Outcome
from goigen.reporters import REPORTERS
from goigen.resources import shipped
from goigen.writers.look import load_look


class _Asked(TypedDict):
    previous: Path | None
    roster: Path | None
    year: int | None
    jobs: int | None
    dask: str | None


@click.command("check", cls=ChineseCommand)
@PATHS
@click.option("--format", "style", type=click.Choice(list(REPORTERS)), default="text", help="text 给人看，json 给程序，github 给代码平台")
@PREVIOUS
@click.option("--sheet", type=click.Path(path_type=Path), help="另写一份审核单：.docx、.xlsx、.pdf、.html 或 .txt")
@click.option("--fix", "mend", is_flag=True, help="先改好只有一种改法的标点、空格和序号（F01、F03、F04），写回表里")
@STRICT
@ROSTER
@click.option("--year", type=click.IntRange(2021, 2099), help="和名单核对时，应交哪一年的报告；默认是其中最多的一年")
@JOBS
@DASK
def command(paths: tuple[Path, ...], style: str, sheet: Path | None, mend: bool, strict: bool, **asked: Unpack[_Asked]) -> int:
    """检查表或已发布的报告，列出全部问题，每个问题有位置和建议。

    \b
    例：
      goigen check 平房区2023.yaml
      goigen check 平房区2024.yaml --previous 平房区2023.yaml
      goigen check 各单位/ --format json
      goigen check 平房区2023年年报.pdf 某局.docx
      goigen check 各单位/ --roster 名单.csv --sheet 审核表.xlsx
      cat 平房区2023.yaml | goigen check -

    “强制”必须改；“核实”请核对，没有错就在表里的“核实说明”写一句；“提示”供参考。
    """
    reports = find_reports(paths)
    for path in reports if mend else ():
        _mend(path)
    results = _checked(reports, asked["previous"], asked["jobs"], asked["dask"])
    told, notices = _against(results, asked["roster"], asked["year"]) if asked["roster"] else (results, [])
    if report := REPORTERS[style](told, colour):
        say(report)
    if sheet:
        say(f"已写 {_sheet(sheet, results, notices)}", error=True)
    return max(result.exit_code(strict=strict) for result in told)


def _against(results: list[Outcome], roster: Path, year: int | None) -> tuple[list[Outcome], list[Finding]]:
    """The results with what a roster says of them, and that by itself."""
    from goigen.many.notices import attendance, with_notices  # Why here: few runs have a roster
    from goigen.many.roster import read_roster

    notices = attendance(results, read_roster(roster), year)
    return with_notices(results, notices), notices


def _sheet(sheet: Path, results: list[Outcome], notices: list[Finding]) -> Path:
    """The office's workbook for many reports, else the check sheet of a few as a document."""
    if sheet.suffix.lower() == ".xlsx" and (len(results) > 1 or notices):
        from goigen.many.office import write_office

        (written,) = write_all(sheet.parent, {sheet.name: write_office(sheet, results, notices)})
        return written
    return write_sheet(sheet, results, load_look(shipped("templates")), installed_version("goigen"))


def _checked(reports: list[Path], previous: Path | None, jobs: int | None, address: str | None) -> list[Outcome]:
    last = find_reports([previous]) if previous else []
    progress = Progress("检查", len(reports))
    with workers(jobs, address, len(reports)) as crew:
        results = Batch(reports, crew, last, progress.step).check()
    progress.clear()
    return results


def _mend(path: Path) -> None:
    """Mend one form and list what was changed; a form that cannot be mended is said and left alone."""
    if path == STDIN:
        raise UserError("--fix 要写回表里，标准输入没有地方可写")
    try:
        for change in fix_file(path):
            say(f"{path}:{change.line}:{change.column}: 已改 “{change.before}” → “{change.after}” [{change.check}]", error=True)
    except UserError as error:
        say(f"goigen：{error}", error=True)
