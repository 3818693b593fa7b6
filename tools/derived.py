"""Regenerates every file that follows from the declaration; with --check it says which of them are stale and changes nothing."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from textwrap import dedent

from goigen.checks import CHECKS, Check
from goigen.checks.left_out import LEFT_OUT
from goigen.forms.blank import SCHEMA, blank_form
from goigen.forms.schema import schema_text
from goigen.forms.workbook.form import blank_workbook
from tools import reference

ROOT = Path(__file__).resolve().parent.parent


def derived() -> dict[Path, bytes]:
    """The derived files with the contents that they should have."""
    return {
        ROOT / "forms" / "blank.yaml": (f"# yaml-language-server: $schema={SCHEMA}\n" + blank_form()).encode(),
        ROOT / "forms" / "blank.xlsx": blank_workbook(),
        ROOT / "forms" / SCHEMA: schema_text().encode(),
        reference.TARGET: reference.build(),
        ROOT / "docs" / "checks.md": manual().encode(),
    }


MANUAL = """\
# 检查手册

由 `make derived` 从程序生成；`goigen explain 编号` 显示同样的内容。

{pages}

## 编号保留、没有查的

{left_out}
"""
SNIPPET = re.compile(r"^(不对|对)：\n((?:(?:    .*)?\n?)+)", re.M)


def manual() -> str:
    """The manual of the checks: the pages of `goigen explain`, in order of their ids."""
    left_out = "\n".join(f"- **{key}** {why}" for key, why in LEFT_OUT.items())
    entries = sorted(CHECKS.values(), key=lambda entry: entry.id)
    return MANUAL.format(pages="\n\n".join(map(page, entries)), left_out=left_out)


def page(entry: Check) -> str:
    """One check, its indented snippets as YAML blocks."""
    text = SNIPPET.sub(lambda found: f"{found[1]}：\n\n```yaml\n{dedent(found[2]).strip()}\n```\n\n", entry.manual + "\n").strip()
    return f"## {entry.id} {entry.name}\n\n级别：{entry.severity.label}　依据：{entry.clause}\n\n{text}"


def main(arguments: list[str]) -> int:
    stale = [path for path, data in derived().items() if not path.exists() or path.read_bytes() != data]
    for path in stale:
        print(f"{'过时' if '--check' in arguments else '已更新'}：{path.relative_to(ROOT)}")
    if "--check" in arguments:
        return bool(stale)
    for path in stale:
        path.write_bytes(derived()[path])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
