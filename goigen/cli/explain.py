"""`goigen explain`: the manual pages of the checks, the placeholders, the keys of the tables."""

from __future__ import annotations

from collections.abc import Iterator

import click

from goigen.checks import CHECKS, Check
from goigen.checks.left_out import LEFT_OUT
from goigen.cli.chinese import ChineseCommand
from goigen.report.keys import nearest
from goigen.report.shape import TABLES, Shape
from goigen.report.wording import placeholder_names
from goigen.standard import FORM

PLACEHOLDERS, ENTRIES = "占位符", "表项"


@click.command("explain", cls=ChineseCommand)
@click.argument("topic", default="", metavar="[编号|占位符|表项]")
def command(topic: str) -> int:
    """解释一项检查；不写编号就列出全部检查。

    \b
    例：
      goigen explain
      goigen explain T12
      goigen explain 占位符
      goigen explain 表项
    """
    click.echo_via_pager(page(topic)) if topic in ("", PLACEHOLDERS, ENTRIES) else click.echo(page(topic))
    return 0


def page(topic: str) -> str:
    """The page for a topic. Raises UsageError for one that does not exist."""
    if not topic:
        listed = [f"{entry.id}  {entry.severity.label}  {entry.name}" for entry in sorted(CHECKS.values(), key=lambda entry: entry.id)]
        return "\n".join([*listed, "", "编号保留、没有查的：", *(f"{key}  {why}" for key, why in LEFT_OUT.items())])
    if topic == PLACEHOLDERS:
        return "正文里写 {{ 名称 }}，生成时换成表里的数：\n\n" + "\n".join(f"  {{{{ {name} }}}}" for name in placeholder_names())
    if topic == ENTRIES:
        return "\n".join(line for table in TABLES.values() for line in _keys(table, 0))
    entry = CHECKS.get(topic.upper())
    if entry is None:
        close = nearest(topic.upper(), (*CHECKS, PLACEHOLDERS, ENTRIES))
        raise click.UsageError(f"没有“{topic}”这一项" + (f"，是不是“{close}”？" if close else "；不带编号运行 goigen explain 看全部"))
    return _check(entry)


def _check(entry: Check) -> str:
    return f"{entry.id}  {entry.name}\n级别：{entry.severity.label}\n依据：{entry.clause}\n\n{entry.manual}"


def _keys(shape: Shape, depth: int) -> Iterator[str]:
    label = shape.heads[-1].label if shape.heads else next(s.title for s in FORM.sections if s.table is shape.table)
    yield f"{'  ' * depth}{shape.name}" + (f"    （印作：{label}）" if label != shape.name else "")
    for child in shape.children:
        yield from _keys(child, depth + 1)
