"""`goigen new`: a blank form."""

from __future__ import annotations

from pathlib import Path

import click

from goigen.cli.chinese import ChineseCommand
from goigen.cli.options import wants_workbook
from goigen.errors import UserError
from goigen.files import STDIN, read_bytes, write_all
from goigen.forms.blank import blank_form
from goigen.forms.last_year import LastYear
from goigen.pipeline import check


@click.command("new", cls=ChineseCommand)
@click.argument("file", type=click.Path(path_type=Path), default=Path("年报.yaml"), metavar="[文件]")
@click.option("--from", "last", type=click.Path(path_type=Path), help="去年的表或已发布的报告：带入机关信息、小标题和上年结转")
@click.option("--year", type=click.IntRange(2021, 2099), help="报告的年度，如 2023")
@click.option("--agency", default="", help="机关全称")
def command(file: Path, last: Path | None, year: int | None, agency: str) -> int:
    """生成一份空白表（.yaml 或 .xlsx），每一项都有说明。已有的文件不会被覆盖。

    \b
    例：
      goigen new 平房区2023.yaml --year 2023 --agency 哈尔滨市平房区人民政府
      goigen new 平房区2024.yaml --from 平房区2023.yaml
      goigen new 平房区2024.yaml --from 平房区2023年年报.docx
      goigen new 平房区2024.xlsx --from 平房区2023.xlsx

    写成 .xlsx 的用 Excel、WPS 或 LibreOffice 填，写成 .yaml 的用记事本填；填好以后一样检查、一样生成。
    """
    as_workbook = wants_workbook(file)
    before = _last_year(last) if last else None
    if as_workbook:
        from goigen.forms.workbook.form import blank_workbook  # Why here: a form in YAML needs none of what writes workbooks

        data = blank_workbook(year=year, agency=agency, last=before)
    else:
        data = blank_form(year=year, agency=agency, last=before).encode()
    if file == STDIN:
        click.echo(data.decode(), nl=False)
        return 0
    write_all(file.parent, {file.name: data})
    click.echo(f"已写 {file}\n填好后运行：goigen render {file}")
    return 0


def _last_year(path: Path) -> LastYear:
    checked = check(str(path), read_bytes(path))
    if checked.report is None:
        raise UserError(f"{path} 读不出来：{checked.findings[0].message}")
    return LastYear(checked.report)
