"""`goigen schema`: the JSON Schema of the form."""

from __future__ import annotations

import click

from goigen.cli.chinese import ChineseCommand
from goigen.forms.schema import schema_text


@click.command("schema", cls=ChineseCommand)
def command() -> int:
    """输出表的 JSON Schema，供 VS Code 等编辑器边填边提示。

    \b
    例：
      goigen schema > report.schema.json
    """
    click.echo(schema_text(), nl=False)
    return 0
