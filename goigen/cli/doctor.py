"""`goigen doctor`: versions, the face of each role, what is missing and how to get it."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator

import click

from goigen.cli.chinese import ChineseCommand
from goigen.cli.options import installed_version
from goigen.errors import ExitCode
from goigen.writers.faces import NOTO, ROLES, STACKS, Faces

LIBRARIES = ("goigen", "pydantic", "pyyaml", "jinja2", "python-docx", "weasyprint", "click", "fonttools")
EXTRAS = {"web": ("网页填报", ("starlette", "uvicorn")), "stats": ("统计图", ("matplotlib",)), "dask": ("多台电脑一起做", ("distributed",))}
PANGO = {
    "linux": "Debian、Ubuntu、麒麟、统信：sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "darwin": "macOS：brew install pango",
    "win32": "Windows：安装 MSYS2 后运行 pacman -S mingw-w64-x86_64-pango，把 mingw64\\bin 加入 PATH",
}


@click.command("doctor", cls=ChineseCommand)
def command() -> int:
    """看版本、PDF 每种字体用的是哪个文件、缺少什么、怎样补上。"""
    problems = list(_typesetter())
    for line in (*_versions(), "", *_faces(Faces()), "", *(problems or ["没有缺少的东西。"])):
        click.echo(line)
    return ExitCode.COULD_NOT_RUN if problems else ExitCode.FINE


def _versions() -> Iterator[str]:
    yield f"Python {platform.python_version()}  {platform.platform()}"
    yield from (f"{name} {installed_version(name)}" for name in LIBRARIES)
    for extra, (purpose, names) in EXTRAS.items():
        versions = "，".join(f"{name} {installed_version(name)}" for name in names)
        yield f"{purpose}（可选）：{versions}" + (f"；要用就运行 pip install 'goigen[{extra}]'" if "未安装" in versions else "")


def _faces(faces: Faces) -> Iterator[str]:
    yield "PDF 的字体："
    for role, stack in faces.stacks.items():
        first = stack[0]
        wanted = STACKS[role][0][0]
        note = "" if first.name == wanted else f"（没有找到{wanted}；免费代替）"
        if NOTO in str(first.path):
            note = f"（没有找到{wanted}，形状相差较大；在 Debian 上运行 make setup，或安装 {wanted} 字体）"
        yield f"  {ROLES[role]}：{first.name}{note}\n      {first.path}"
    yield "DOCX 不嵌入字体，打开它的电脑用自己的仿宋_GB2312、黑体、楷体_GB2312、方正小标宋。"


def _typesetter() -> Iterator[str]:
    try:
        import weasyprint  # noqa: F401
    except OSError as error:
        yield f"缺少排版库 Pango，不能生成 PDF：{error}"
        yield PANGO.get(sys.platform, PANGO["linux"])
