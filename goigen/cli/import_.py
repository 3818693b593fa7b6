"""`goigen import`: a published report as a form."""

from __future__ import annotations

from pathlib import Path

import click

from goigen.cli.chinese import ChineseCommand
from goigen.cli.options import colour, say, wants_workbook
from goigen.errors import ExitCode
from goigen.files import STDIN, write_all
from goigen.pipeline import file_name, import_file
from goigen.reporters import finding_lines, summary_line
from goigen.source import read_source


@click.command("import", cls=ChineseCommand)
@click.argument("file", type=click.Path(path_type=Path, readable=False), metavar="文件")
@click.option("-o", "--output", "form", type=click.Path(path_type=Path), help="写成这个 .yaml 或 .xlsx；默认和原件在一起，名称是机关和年度")
def command(file: Path, form: Path | None) -> int:
    """把已发布的报告（Word、PDF、网页、TXT、Excel）读成一份表，可以检查、修改、重新生成。

    \b
    例：
      goigen import 平房区2023年年报.docx
      goigen import 平房区2023.pdf -o 平房区2023.yaml
      goigen import 平房区2023.pdf -o 平房区2023.xlsx
      goigen import 平房区2023.pdf -o -

    读到的数和原件一样，不计算，不改正；没有读到的写“待填”，并逐条列出。已有的文件不会被覆盖。
    """
    text, checked = import_file(file)
    if form == STDIN:
        click.echo(text, nl=False)
    else:
        form = form or file.with_name(file_name(checked.report, "yaml") if checked.report else f"{file.stem}.yaml")
        write_all(form.parent, {form.name: _as_workbook(form, text) if wants_workbook(form) else text.encode()})
    for finding in checked.findings:
        say("\n".join(finding_lines(finding, (), colour)), error=form == STDIN)
    say(summary_line([checked]), error=form == STDIN)
    if form != STDIN:
        say(f"已写 {form}\n请和原件核对，改好后运行：goigen render {form}")
    return ExitCode.FINDINGS if checked.stopped else ExitCode.FINE


def _as_workbook(form: Path, text: str) -> bytes:
    from goigen.forms.workbook.form import workbook  # Why here: a form in YAML needs none of what writes workbooks

    return workbook(read_source(form.name, text.encode()))
