"""Regenerates every file that follows from the declaration; with --check it says which of them are stale and changes nothing."""

from __future__ import annotations

import sys
from pathlib import Path

from goigen.forms.blank import SCHEMA, blank_form
from goigen.forms.schema import schema_text
from tools import reference

ROOT = Path(__file__).resolve().parent.parent


def derived() -> dict[Path, bytes]:
    """The derived files with the contents that they should have."""
    return {
        ROOT / "forms" / "blank.yaml": (f"# yaml-language-server: $schema={SCHEMA}\n" + blank_form()).encode(),
        ROOT / "forms" / SCHEMA: schema_text().encode(),
        reference.TARGET: reference.build(),
    }


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
