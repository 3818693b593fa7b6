"""The command line: arguments, streams, exit codes. One module a verb; everything printed for the filer is Chinese."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
import traceback
from pathlib import Path

import click

from goigen.cli.chinese import LazyGroup, in_chinese
from goigen.errors import ExitCode, UserError
from goigen.files import reason

VERBS = {
    "new": "生成一份空白表",
    "check": "检查表或已发布的报告，列出全部问题",
    "render": "检查，并生成 DOCX、PDF、TXT 等格式的年度报告",
    "serve": "在浏览器里填表（只在这台电脑上）",
    "import": "把已发布的报告（Word、PDF、网页、TXT、Excel）读成一份表",
    "aggregate": "把许多单位的报告加成上一级政府的一份表",
    "stats": "把许多单位的报告画成一页统计图",
    "diff": "比较两份表：两年之间，或两稿之间",
    "explain": "解释一项检查、占位符或表项",
    "schema": "输出表的 JSON Schema，供编辑器提示和补全",
    "doctor": "看版本、字体和缺少的东西",
}
EPILOG = """\b
三步完成一份报告：
  goigen new 年报.yaml        生成空白表
  goigen check 年报.yaml      边填边查
  goigen render 年报.yaml     生成报告

\b
退出码：0 没有问题；1 有强制项；2 没能运行；3 程序自己的错误。
在 shell 里按 Tab 补全命令：eval "$(_GOIGEN_COMPLETE=bash_source goigen)"（zsh、fish 同理）。"""


@click.pass_context
def _no_verb(ctx: click.Context) -> None:
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from goigen.cli.options import installed_version

        click.echo(f"goigen {installed_version('goigen')}")
        ctx.exit()


group = LazyGroup(
    VERBS,
    name="goigen",
    help="政府信息公开工作年度报告（国办公开办函〔2021〕30号格式）：填一份表，查勾稽，出报告。",
    epilog=EPILOG,
    invoke_without_command=True,
    callback=_no_verb,
    params=[click.Option(["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_version, help="显示版本")],
)


def main() -> None:
    """The entry point of the `goigen` command."""
    gc.set_threshold(50_000, 20, 20)  # Why: a run is short and makes few cycles; collecting often costs a tenth of it
    for name in ("SIGTERM", "SIGHUP"):
        if number := getattr(signal, name, None):  # Why: what was begun is cleared away, as after Ctrl-C
            signal.signal(number, signal.default_int_handler)
    for stream in (sys.stdout, sys.stderr):
        # Why: a Windows console in GBK, or a C locale, must not turn a Chinese message into a crash
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace", encoding=None if _can_print_chinese(stream.encoding) else "utf-8")
    sys.exit(run())


def run() -> int:
    """Run one command line and return its exit code; the one place that turns exceptions into words."""
    try:
        result = group.main(standalone_mode=False)
        return int(result or 0)
    except click.UsageError as error:
        hint = f"看用法：{error.ctx.command_path} --help" if error.ctx else ""
        return _say(f"goigen：{in_chinese(error)}\n{hint}".rstrip(), ExitCode.COULD_NOT_RUN)
    except UserError as error:
        return _say(f"goigen：{error}", ExitCode.COULD_NOT_RUN)
    except (click.Abort, KeyboardInterrupt):
        return _say("goigen：已中断", ExitCode.COULD_NOT_RUN)
    except OSError as error:
        return _say(f"goigen：{error.filename or '输出'}：{reason(error)}", ExitCode.COULD_NOT_RUN)
    except Exception:
        where = traceback.format_exc(limit=-3) if os.environ.get("GOIGEN_DEBUG") else _last_line()
        return _say(f"goigen 自己出错了，不是表的问题。请把下面这行和这份表发给维护者：\n{where}", ExitCode.BUG)


def _last_line() -> str:
    kind, error, trace = sys.exc_info()
    frame = traceback.extract_tb(trace)[-1]
    return f"{kind.__name__ if kind else ''}: {error} ({frame.name}, {Path(frame.filename).name}:{frame.lineno})"


def _say(message: str, code: ExitCode) -> int:
    with contextlib.suppress(OSError):
        click.echo(message, err=True)
    return code


def _can_print_chinese(encoding: str) -> bool:
    try:
        "年度报告—·“”".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
