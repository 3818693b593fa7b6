"""`goigen aggregate`: the figures of many units in one form, and a government's own form against their sum."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from goigen.cli.chinese import ChineseCommand
from goigen.cli.options import PATHS, STRICT, colour, say
from goigen.collecting import find_reports
from goigen.errors import ExitCode, UserError
from goigen.files import STDIN, write_all
from goigen.many.aggregate import Aggregated, Order, aggregate_files, check_against
from goigen.many.progress import Progress
from goigen.many.roster import read_roster
from goigen.pipeline import check_file
from goigen.report.keys import nearest, plain
from goigen.report.names import OPEN
from goigen.report.wording import figure_names, number_text
from goigen.reporters import clean, finding_lines, text
from goigen.width import cells

FILE = click.Path(path_type=Path, readable=False)


@click.command("aggregate", cls=ChineseCommand)
@PATHS
@click.option("-o", "--output", "form", type=FILE, help="写成这个文件（.yaml）；- 表示印在屏幕上")
@click.option("--roster", type=FILE, help="应当交报告的单位名单：.csv、.xlsx，或一行一个单位的 .txt")
@click.option("--agency", default="", help="汇总的机关的全称")
@click.option("--year", type=click.IntRange(2021, 2099), help="汇总哪一年的；默认是多数报告的年度")
@click.option("--check", "own", type=FILE, help="拿这一份本级的表和各单位之和核对（Y08）")
@click.option("--figure", help="只看一个数：逐个单位列出报了多少，如 新收自然人；名称见 goigen explain 占位符")
@click.option("--partial", is_flag=True, help="有单位缺的数，写其余单位之和（默认写“待填”）；都注明缺的是谁")
@click.option("--draft", is_flag=True, help="有强制项也写，列在文件末尾")
@STRICT
def command(
    paths: tuple[Path, ...],
    form: Path | None,
    roster: Path | None,
    agency: str,
    year: int | None,
    own: Path | None,
    figure: str | None,
    partial: bool,
    draft: bool,
    strict: bool,
) -> int:
    """把许多单位的表或已发布的报告加成上一级政府的一份表：数已填好，正文留给人写。

    \b
    例：
      goigen aggregate 各单位/ -o 平房区2023.yaml --agency 哈尔滨市平房区人民政府 --roster 名单.csv
      goigen aggregate 各单位/ --check 平房区2023.yaml
      goigen aggregate 各单位/ --figure 新收自然人

    名单有一栏“单位”（或“机关”“名称”），可另有“简称”“曾用名”“类别”；没有栏名时一行一个单位。
    没有交、交了两份、名单上没有、年度不对、数不平的，逐个列出；有强制项就不写（--draft 照写）。已有的文件不会被覆盖。
    """
    _refuse(form, own, figure)
    above = check_file(own) if own else None
    if above and above.report is None:
        raise UserError(f"{own} 读不出来：{above.findings[0].message}")
    order = Order(
        agency=agency or (above.agency if above else ""),
        year=year or (above.year if above else None),
        partial=partial,
        roster=read_roster(roster) if roster else None,
        asked=_asked(figure),
    )
    apart = {path.resolve() for path in (own, roster) if path}
    summed = aggregate_files(_watched([path for path in find_reports(paths) if path == STDIN or path.resolve() not in apart]), order)
    to_screen = form == STDIN
    _tell(summed, error=to_screen or bool(figure))
    if figure:
        say(shares(figure, summed))
    code = _compare(own, summed, strict=strict, error=to_screen) if own else ExitCode.FINE
    if form:
        _write(form, summed, draft=draft)
    return max(code, summed.exit_code(strict=strict))


def _refuse(form: Path | None, own: Path | None, figure: str | None) -> None:
    """What can be said before thousands of files are read."""
    if not (form or own or figure):
        raise UserError("没有说写到哪里：用 -o 区.yaml 写成文件，-o - 印在屏幕上；或用 --check、--figure")
    if form and form != STDIN and form.suffix.lower() not in (".yaml", ".yml"):
        raise UserError(f"只能写成 .yaml 的表，不能写成 {form.suffix or '没有扩展名的文件'}")
    if form and form != STDIN and form.exists():
        raise UserError(f"{form} 已经有了，没有覆盖；换一个名字（-o），或先把它移走")


def _asked(figure: str | None) -> tuple[str, ...]:
    if figure is None:
        return ()
    names = figure_names()
    if found := names.get(plain(figure)):
        return found
    close = nearest(figure, names)
    raise UserError(f"没有名为“{figure}”的数" + (f"，是不是“{close}”？" if close else "；全部名称见 goigen explain 占位符"))


def _watched(paths: list[Path]) -> Iterator[Path]:
    progress = Progress("汇总", len(paths))
    for path in paths:
        yield path
        progress.step()
    progress.clear()


def _tell(summed: Aggregated, *, error: bool) -> None:
    for finding in summed.findings:
        say("\n".join(finding_lines(finding, (), colour)), error=error)
    counts = [f"{label} {sum(f.severity.label == label for f in summed.findings)} 项" for label in ("强制", "核实", "提示")]
    year = f"{summed.year} 年" if summed.year else "年度不明"
    say(f"读了 {summed.read} 份报告，计入 {len(summed.sums.units)} 个单位（{year}）：{'，'.join(counts)}", error=error)


def shares(figure: str, summed: Aggregated) -> str:
    """Who gave how much, the most first; those who did not say last."""
    given = sorted(summed.sums.given, key=lambda share: (share[1] is None, -(share[1] or 0)))
    lines = [(clean(name), OPEN if number is None else number_text(number)) for name, number in given]
    lacking = sum(number is None for _, number in given)
    lines.append((f"{plain(figure)}合计", f"{number_text(summed.sums.given_total)}{f'（缺 {lacking} 个单位）' if lacking else ''}"))
    width = max(cells(name) for name, _ in lines) + 2
    return "\n".join(f"{name}{' ' * (width - cells(name))}{number}" for name, number in lines)


def _compare(own: Path, summed: Aggregated, *, strict: bool, error: bool) -> ExitCode:
    checked = check_against(own, summed)
    say(text([checked], colour), error=error)
    return checked.exit_code(strict=strict)


def _write(form: Path, summed: Aggregated, *, draft: bool) -> None:
    if summed.stopped and not draft:
        say("有强制项，没有写；改好再汇总，或加 --draft 先写一份草稿", error=True)
    elif form == STDIN:
        click.echo(summed.text, nl=False)
    else:
        write_all(form.parent, {form.name: summed.text.encode()})
        say(f"已写 {form}\n填好机关信息和正文后运行：goigen check {form}")
