"""click, speaking Chinese: help pages, usage errors. Why here: click knows no Chinese, and a clerk should not have to know English."""

from __future__ import annotations

from importlib import import_module
from keyword import iskeyword
from typing import Any

import click
from click.formatting import HelpFormatter


def in_chinese(error: click.UsageError) -> str:
    """A usage error in one Chinese sentence."""
    match error:
        case click.NoSuchOption():
            close = f"，是不是 {'、'.join(error.possibilities)}？" if error.possibilities else ""
            return f"没有 {error.option_name} 这个选项{close}"
        case click.MissingParameter():
            return f"缺少 {_parameter(error.param)}"
        case click.BadParameter():
            return f"{_parameter(error.param)} 的值不对：{_expected(error)}"
        case click.BadOptionUsage():
            return f"选项 {error.option_name} 的写法不对：开关后面不带值，别的选项后面要跟一个值"
        case _:
            return error.message


def _expected(error: click.BadParameter) -> str:
    """What a parameter takes, in Chinese where click has its own English for it."""
    match error.param.type if error.param else None:
        case click.Choice() as choice:
            return f"只能是 {'、'.join(map(str, choice.choices))}"
        case click.IntRange() as numbers:
            return f"应当是 {numbers.min} 到 {numbers.max} 之间的整数"
        case _:
            return error.message


def _parameter(parameter: click.Parameter | None) -> str:
    if isinstance(parameter, click.Option):
        return "选项 " + max(parameter.opts, key=len)
    return str(parameter.make_metavar(click.Context(click.Command(""))).strip("[].")) if parameter else "参数"


class _ChineseHelp(click.Command):
    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option:
            option.help = "显示这一页"
        return option


class ChineseCommand(_ChineseHelp):
    """A verb with Chinese headings on its help page."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        given = list(args)
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            if type(error) is click.UsageError:  # the one error that click has no class for
                raise click.UsageError(f"参数太多了：{' '.join(given)}", ctx) from None
            raise

    def format_usage(self, ctx: click.Context, formatter: HelpFormatter) -> None:
        pieces = [piece.replace("[OPTIONS]", "[选项]") for piece in self.collect_usage_pieces(ctx)]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: HelpFormatter) -> None:
        rows = [row for parameter in self.get_params(ctx) if (row := parameter.get_help_record(ctx))]
        with formatter.section("选项"):
            formatter.write_dl(rows)


class LazyGroup(_ChineseHelp, click.Group):
    """The verbs by name; each is imported only when it is called, so that a check never loads a typesetter."""

    def __init__(self, verbs: dict[str, str], **arguments: Any) -> None:  # noqa: ANN401
        super().__init__(**arguments)
        self.verbs = verbs

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(self.verbs)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in self.verbs:
            return None
        module = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command: click.Command = import_module(f"goigen.cli.{module}").command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.verbs and not ctx.resilient_parsing:
            raise click.UsageError(f"没有 {args[0]} 这个命令；可用的命令：{'、'.join(self.verbs)}")
        return super().resolve_command(ctx, args)

    def format_usage(self, ctx: click.Context, formatter: HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, "命令 [选项] …", prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: HelpFormatter) -> None:
        with formatter.section("命令"):
            formatter.write_dl(list(self.verbs.items()))
        with formatter.section("选项"):
            formatter.write_dl([row for parameter in self.get_params(ctx) if (row := parameter.get_help_record(ctx))])
