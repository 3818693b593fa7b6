"""`goigen check`: all findings of forms."""

from __future__ import annotations

from pathlib import Path

import click

from goigen.cli.chinese import ChineseCommand
from goigen.cli.options import PATHS, PREVIOUS, STRICT, colour, installed_version, say
from goigen.files import find_forms
from goigen.pipeline import check_files, read_previous, write_sheet
from goigen.reporters import REPORTERS
from goigen.resources import shipped
from goigen.writers.look import load_look


@click.command("check", cls=ChineseCommand)
@PATHS
@click.option("--format", "style", type=click.Choice(list(REPORTERS)), default="text", help="text 给人看，json 给程序，github 给代码平台")
@PREVIOUS
@click.option("--sheet", type=click.Path(path_type=Path), help="另写一份审核单：.docx、.pdf、.html 或 .txt")
@STRICT
def command(paths: tuple[Path, ...], style: str, previous: Path | None, sheet: Path | None, strict: bool) -> int:
    """检查表，列出全部问题，每个问题有文件、行、列和建议。

    \b
    例：
      goigen check 平房区2023.yaml
      goigen check 平房区2024.yaml --previous 平房区2023.yaml
      goigen check 各单位/ --format json
      cat 平房区2023.yaml | goigen check -

    “强制”必须改；“核实”请核对，没有错就在表里的“核实说明”写一句；“提示”供参考。
    """
    results = check_files(find_forms(paths), read_previous(previous))
    if report := REPORTERS[style](results, colour):
        say(report)
    if sheet:
        written = write_sheet(sheet, results, load_look(shipped("templates")), installed_version("goigen"))
        say(f"已写 {written}", error=True)
    return max(result.exit_code(strict=strict) for result in results)
