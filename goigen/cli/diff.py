"""`goigen diff`: two years or two versions, cell by cell and paragraph by paragraph."""

from __future__ import annotations

import json
from pathlib import Path

import click

from goigen.cli.chinese import ChineseCommand
from goigen.cli.options import say
from goigen.difference import as_data, as_text
from goigen.errors import UserError
from goigen.pipeline import check_file
from goigen.report import Report


@click.command("diff", cls=ChineseCommand)
@click.argument("old", type=click.Path(path_type=Path, readable=False), metavar="旧")
@click.argument("new", type=click.Path(path_type=Path, readable=False), metavar="新")
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", help="text 给人看，json 给程序")
def command(old: Path, new: Path, style: str) -> int:
    """比较两份表：数字逐格（旧、新、差、百分比），正文逐段。

    \b
    例：
      goigen diff 平房区2023.yaml 平房区2024.yaml
      goigen diff 初稿.yaml 定稿.yaml --format json
    """
    before, after = _read(old), _read(new)
    say(as_text(before, after) if style == "text" else json.dumps(as_data(before, after), ensure_ascii=False, indent=2))
    return 0


def _read(path: Path) -> Report:
    checked = check_file(path)
    if checked.report is None:
        raise UserError(f"{path} 读不出来：{checked.findings[0].message}")
    return checked.report
