"""`goigen render`: check, then write the reports."""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict, Unpack

import click

from goigen.cli.chinese import ChineseCommand
from goigen.cli.many import DASK, JOBS, workers
from goigen.cli.options import PATHS, PREVIOUS, STRICT, colour, say
from goigen.collecting import find_reports
from goigen.errors import ExitCode
from goigen.files import find_forms, write_all
from goigen.many.batch import Batch, report_of
from goigen.many.progress import Progress
from goigen.many.tasks import Outcome, Settings, templates_of
from goigen.reporters import finding_lines, summary_line
from goigen.writers import DEFAULT_FORMATS, FORMATS

FORMATS_HELP = f"格式，用逗号隔开，可以用：{'、'.join(FORMATS)}"
MOST_SHOWN = 20  # with more reports than these only what went wrong is printed, one line each


def _formats(_ctx: click.Context, _parameter: click.Parameter, typed: str) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(name.strip().lower().lstrip(".") for name in typed.replace("，", ",").split(",") if name.strip()))
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown or not wanted:
        raise click.BadParameter(f"不认识格式 {'、'.join(unknown) or typed!r}，可以用：{'、'.join(FORMATS)}")
    return wanted


class _Asked(TypedDict):
    encoding: str
    folder: Path | None
    previous: Path | None
    strict: bool
    jobs: int | None
    dask: str | None
    force: bool
    result: Path | None


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
@JOBS
@DASK
@click.option("--force", is_flag=True, help="没有改过的也重新生成（用了 -o 时，默认跳过没有改过的）")
@click.option("--report", "result", type=click.Path(path_type=Path), help="另把结果写成这个 JSON 文件，给其他程序读")
def command(paths: tuple[Path, ...], formats: tuple[str, ...], draft: bool, own: Path | None, **asked: Unpack[_Asked]) -> int:
    """检查，并生成年度报告。有“强制”问题时什么也不写。

    \b
    例：
      goigen render 平房区2023.yaml
      goigen render 各单位/ -o 成品/ -f docx,pdf,html
      goigen render 各单位/ -o 成品/ -j 8
      goigen render 平房区2023.yaml --draft

    文件名是〈机关名称〉〈年度〉年政府信息公开工作年度报告。写完整了才替换旧文件。
    """
    settings = Settings(formats, draft, asked["encoding"], templates_of(own))
    forms = list(find_forms(paths))
    last = find_reports([asked["previous"]]) if asked["previous"] else []
    progress = Progress("生成", len(forms))
    results: dict[str, Outcome] = {}
    try:
        with workers(asked["jobs"], asked["dask"], len(forms)) as crew:
            for outcome in Batch(forms, crew, last, progress.step).render(settings, asked["folder"], force=asked["force"]):
                results[outcome.name] = outcome
                progress.clear()
                _show(outcome, len(forms), first=len(results) == 1, draft=draft)
    except KeyboardInterrupt:
        progress.clear()
        say(f"goigen：已中断，做完了 {len(results)}/{len(forms)} 份；再运行一次就接着做", error=True)
        return ExitCode.COULD_NOT_RUN
    done = list(results.values())
    say(_summary(done))
    if asked["result"]:
        write_all(asked["result"].parent, {asked["result"].name: report_of(done).encode()})
    return max(outcome.exit_code(strict=asked["strict"]) for outcome in done)


def _show(outcome: Outcome, total: int, *, first: bool, draft: bool) -> None:
    if total > MOST_SHOWN:
        if not outcome.written:
            say(f"{outcome.name}：{outcome.failure or _why_not(outcome)}", error=True)
        return
    if not first:
        say("")
    for finding in outcome.findings:
        say("\n".join(finding_lines(finding, outcome.lines, colour)))
    for file in outcome.written:
        say(f"{'没有变，已有' if outcome.skipped else '已写'} {file}")
    if outcome.failure:
        say(f"{outcome.name}：{outcome.failure}", error=True)
    elif not outcome.written:
        drafts = "" if draft or not outcome.readable else "想先看样子，加 --draft。"
        say(f"{outcome.name}：没有生成报告，改好强制项再来。{drafts}", error=True)


def _why_not(outcome: Outcome) -> str:
    stopping = [finding for finding in outcome.findings if finding.stops]
    more = f"（共 {len(stopping)} 项强制）" if len(stopping) > 1 else ""
    return f"没有生成：{stopping[0].message} [{stopping[0].check}]{more}" if stopping else "没有生成"


def _summary(done: list[Outcome]) -> str:
    line = summary_line(done)
    if len(done) <= MOST_SHOWN:
        return line
    skipped = sum(outcome.skipped for outcome in done)
    written = sum(bool(outcome.written) for outcome in done) - skipped
    unchanged = f"，没有变的 {skipped} 份" if skipped else ""
    return f"生成 {written} 份{unchanged}，没有生成 {len(done) - written - skipped} 份\n{line}"
