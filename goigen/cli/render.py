"""`goigen render`: check, then write the reports."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from goigen.cli.chinese import ChineseCommand
from goigen.cli.options import PATHS, PREVIOUS, STRICT, colour, say
from goigen.files import find_forms
from goigen.pipeline import Job, Rendered, read_previous, render_files
from goigen.reporters import finding_lines, summary_line
from goigen.resources import shipped
from goigen.writers import DEFAULT_FORMATS, FORMATS
from goigen.writers.look import load_look

FORMATS_HELP = f"格式，用逗号隔开，可以用：{'、'.join(FORMATS)}"


def _formats(_ctx: click.Context, _parameter: click.Parameter, typed: str) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(name.strip().lower().lstrip(".") for name in typed.replace("，", ",").split(",") if name.strip()))
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown or not wanted:
        raise click.BadParameter(f"不认识格式 {'、'.join(unknown) or typed!r}，可以用：{'、'.join(FORMATS)}")
    return wanted


@click.command("render", cls=ChineseCommand)
@PATHS
@click.option("-o", "--output", "folder", type=click.Path(path_type=Path), help="写到这个文件夹；默认和表在一起")
@click.option(
    "-f",
    "--formats",
    default=",".join(DEFAULT_FORMATS),
    show_default="docx,pdf,txt",
    callback=_formats,
    help=FORMATS_HELP,
)
@click.option("--draft", is_flag=True, help="有问题也生成，每页和文件名都标明“草稿”")
@click.option("--template", "own", type=click.Path(path_type=Path), help="用这个文件夹里的版式（reference.docx、page.css 等）")
@click.option("--encoding", type=click.Choice(["utf-8", "gb18030"]), default="utf-8", help="TXT 的编码；旧系统只认 GBK 时用 gb18030")
@PREVIOUS
@STRICT
def command(paths: tuple[Path, ...], own: Path | None, previous: Path | None, strict: bool, **asked: Any) -> int:  # noqa: ANN401
    """检查，并生成年度报告。有“强制”问题时什么也不写。

    \b
    例：
      goigen render 平房区2023.yaml
      goigen render 各单位/ -o 成品/ -f docx,pdf,html
      goigen render 平房区2023.yaml --draft

    文件名是〈机关名称〉〈年度〉年政府信息公开工作年度报告。写完整了才替换旧文件。
    """
    job = Job(look=load_look(shipped("templates"), own), previous=read_previous(previous), **asked)
    results: list[Rendered] = []
    for rendered in render_files(find_forms(paths), job):
        _show(rendered, many=bool(results), draft=job.draft)
        results.append(rendered)
    say(summary_line([rendered.checked for rendered in results]))
    return max(rendered.exit_code(strict=strict) for rendered in results)


def _show(rendered: Rendered, *, many: bool, draft: bool) -> None:
    if many:
        say("")
    checked = rendered.checked
    for finding in checked.findings:
        say("\n".join(finding_lines(finding, checked.lines, colour)))
    for file in rendered.files:
        say(f"已写 {file}")
    if rendered.failure:
        say(f"goigen：{rendered.failure}", error=True)
    elif not rendered.files:
        drafts = "" if draft or checked.report is None else "想先看样子，加 --draft。"
        say(f"{checked.name}：没有生成报告，改好强制项再来。{drafts}", error=True)
