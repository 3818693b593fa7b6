"""`goigen serve`: the form in the browser, on this machine only."""

from __future__ import annotations

from pathlib import Path

import click

from goigen.cli.chinese import ChineseCommand
from goigen.cli.options import PREVIOUS, say
from goigen.web.server import serve


@click.command("serve", cls=ChineseCommand)
@click.argument("path", type=click.Path(path_type=Path, readable=False), default=Path(), metavar="[文件或文件夹]")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="端口；不写就由系统挑一个")
@PREVIOUS
@click.option("--no-browser", "browser", flag_value=False, default=True, help="不自动打开浏览器，只显示网址")
def command(path: Path, port: int, previous: Path | None, browser: bool) -> int:
    """在浏览器里填表：边填边查，随时存进原来的文件。只有这台电脑能打开。

    \b
    例：
      goigen serve
      goigen serve 平房区2024.yaml --previous 平房区2023.yaml
      goigen serve 各单位/ --port 8765

    不写文件，就列出当前文件夹里的表；可以新建，也可以把已发布的 Word、PDF 拖进网页读成表。按 Ctrl+C 结束。
    """
    serve(path, port=port, previous=previous, browser=browser, say=say)
    return 0
