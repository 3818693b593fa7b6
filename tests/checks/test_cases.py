"""Cases as data: each document of `tests/checks/*/*.yaml` is a patch over a complete form; `# ← T12` marks the lines to be reported.

Documents are separated by `---`; the set of lines and ids of a document must be exact. A finding at a key that the patch did not write is
marked on the first key's line. After a line `=== 去年` stands the patch that makes last year's form, after `=== 另一份` that of another
agency's form of the same run; nothing is marked there.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from goigen.checks import CHECKS
from tests.support import expected, findings_of, patched, text_of

FOLDER = Path(__file__).parent
BESIDE = re.compile(r"^=== (去年|另一份)\n", re.M)


def cases() -> list[tuple[str, str]]:
    found = []
    for path in sorted(FOLDER.glob("*/*.yaml")):
        lines = 0
        for number, document in enumerate(path.read_text().split("---\n"), 1):
            found.append((f"{path.parent.name}/{path.stem}-{number}", "\n" * lines + document))
            lines += document.count("\n") + 1
    return found


def pairs(parts: list[str]) -> list[tuple[str, str]]:
    return list(zip(parts[::2], parts[1::2], strict=True))


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in cases()])
def test_case(text: str) -> None:
    text, *beside = BESIDE.split(text)
    source, patch = patched(text)
    last = [patched(f"年度: 2022\n{other}", "last.yaml")[0] for kind, other in pairs(beside) if kind == "去年"]
    others = tuple(patched(other, "other.yaml")[0] for kind, other in pairs(beside) if kind == "另一份")
    first = len(text) - len(text.lstrip("\n")) + 1
    found_here = findings_of(source, last=last[0] if last else None, others=others)
    found = {(finding.place.line if finding.place.file == patch.name else first, finding.check) for finding in found_here}
    assert found == expected(text)


def test_every_check_is_reported_somewhere_and_spared_somewhere() -> None:
    from tests.checks.test_wrong_samples import WRONG

    texts = [text for _, text in cases()] + [text_of(path) for path in WRONG]
    reported = {check for text in texts for _, check in expected(text)}
    elsewhere = {"R00", "R10", "R11", "R12"}  # found outside a single form: tests/test_pipeline.py
    assert set(CHECKS) - reported - elsewhere == set()
