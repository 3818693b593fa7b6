"""`goigen stats`: the reports of a district in charts, as one page and as pictures."""

from __future__ import annotations

from pathlib import Path

import click

from goigen.cli.chinese import ChineseCommand
from goigen.cli.options import PATHS, say
from goigen.collecting import find_reports
from goigen.errors import ExitCode, UserError
from goigen.files import write_all
from goigen.many.charts.draw import matplotlib
from goigen.many.stats.gather import Gathered, gather
from goigen.many.stats.page import FORMATS, lay_out_stats, pictures, write_page

PAGES = (".html", ".htm")
MARK = b'<meta name="generator" content="goigen stats">'


@click.command("stats", cls=ChineseCommand)
@PATHS
@click.option("--previous", type=click.Path(path_type=Path, readable=False), help="去年的报告（或放着它们的文件夹），按名称逐个单位比较")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("统计.html"), show_default="统计.html", help="写到这个文件")
@click.option("--images", type=click.Path(path_type=Path), help="另把每张图写成文件，放在这个文件夹")
@click.option("--format", "style", type=click.Choice(FORMATS), default="html", help="html 写网页；svg、png 只写图，要和 --images 一起用")
def command(paths: tuple[Path, ...], previous: Path | None, output: Path, images: Path | None, style: str) -> int:
    """许多单位的报告合成一页统计图：办理结果、申请人、理由、复议诉讼、各单位新收。

    \b
    例：
      goigen stats 各单位/ -o 统计.html
      goigen stats 2023年/ --previous 2022年/ --images 图/
      goigen stats 各单位/ --images 图/ --format png

    网页是一个文件，不用联网，可以直接打印；每张图下面有同样数字的表。加 --images 时，网页照写，每张图另有 SVG 和 PNG。
    """
    if style == "html" and output.suffix.lower() not in PAGES:
        raise UserError(f"{output}：统计写成网页，文件名要以 .html 结尾")
    if style != "html" and images is None:
        raise UserError(f"--format {style} 只写图，要用 --images 说明写到哪个文件夹")
    matplotlib()  # Why first: who lacks it should not wait for the reading of 5 000 reports
    gathered = gather(_inputs(paths, output))
    before = gather(_inputs((previous,), output)) if previous else None
    page = lay_out_stats(gathered, before)
    if page is None:
        raise UserError("没有读出一份报告：" + "；".join(f"{file}：{why}" for file, why in gathered.unread[:3]))
    written = write_all(output.parent, {output.name: write_page(page)}) if style == "html" else []
    if images:
        written += write_all(images, pictures(page, ("svg", "png") if style == "html" else (style,)))
    for file in written:
        say(f"已写 {file}")
    return _failures(gathered, before)


def _inputs(paths: tuple[Path, ...], output: Path) -> list[Path]:
    """The reports, without the pages of earlier runs. Raises UserError where a report would be overwritten."""
    reports = [path for path in find_reports(paths) if not _is_ours(path)]
    if any(path.resolve() == output.resolve() for path in reports):
        raise UserError(f"{output} 是要读的报告，会被统计覆盖；用 -o 换一个名称")
    return reports


def _is_ours(path: Path) -> bool:
    """Whether a file is a page that this verb wrote."""
    if path.suffix.lower() not in PAGES or not path.is_file():
        return False
    with path.open("rb") as stream:
        return MARK in stream.read(1000)


def _failures(gathered: Gathered, before: Gathered | None) -> ExitCode:
    failed = [*gathered.unread, *(before.unread if before else ())]
    for file, why in failed:
        say(f"goigen：{file}：{why}", error=True)
    return ExitCode.COULD_NOT_RUN if failed else ExitCode.FINE
