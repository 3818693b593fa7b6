"""Arguments that several verbs share."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from goigen.errors import UserError
from goigen.files import STDIN
from goigen.finding import Severity

PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, readable=False), metavar="文件或文件夹…")
STRICT = click.option("--strict", is_flag=True, help="没有说明的核实项也算不通过（退出码 1）")
PREVIOUS = click.option(
    "--previous", type=click.Path(path_type=Path, readable=False), help="去年的表或已发布的报告（或放着它们的文件夹），用来核对两年的数"
)
FORM_ENDINGS = (".yaml", ".yml", ".xlsx")
COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def installed_version(package: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # Why here: it takes as long as reading a form

    try:
        return version(package)
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "（未安装）"


def wants_workbook(form: Path) -> bool:
    """Whether a form that is to be written is a workbook. Raises UserError where no form is called so, or one is there already."""
    if form == STDIN:
        return False
    ending = form.suffix.lower()
    if ending not in FORM_ENDINGS:
        raise UserError(f"只能生成 .yaml 或 .xlsx 的表，不能生成 {form.suffix or '没有扩展名的文件'}")
    if form.exists():
        raise UserError(f"{form} 已经有了，没有覆盖；换一个名字，或先把它移走")
    return ending == ".xlsx"


def say(text: str, *, error: bool = False) -> None:
    """Print. A reader that has gone away (`| head`) must not stop the work."""
    try:
        click.echo(text, err=error)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def colour(text: str, severity: Severity) -> str:
    """Colour for a terminal; click takes it out again where the output is none."""
    return click.style(text, fg=COLOURS[severity], bold=severity is Severity.ERROR)
