"""Cases as data: each document of `tests/checks/*/*.yaml` is a patch over a complete form; `# ← T12` marks the lines to be reported.

Documents are separated by `---`; the set of lines and ids of a document must be exact. A finding at a key that the patch did not write is
marked on the first line, as line 0 of the form: `# ← S01`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from goigen.checks import CHECKS
from tests.support import expected, findings_of, patched, text_of

FOLDER = Path(__file__).parent


def cases() -> list[tuple[str, str]]:
    found = []
    for path in sorted(FOLDER.glob("*/*.yaml")):
        lines = 0
        for number, document in enumerate(path.read_text().split("---\n"), 1):
            found.append((f"{path.parent.name}/{path.stem}-{number}", "\n" * lines + document))
            lines += document.count("\n") + 1
    return found


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in cases()])
def test_case(text: str) -> None:
    source, patch = patched(text)
    first = len(text) - len(text.lstrip("\n")) + 1
    found = {(finding.place.line if finding.place.file == patch.name else first, finding.check) for finding in findings_of(source)}
    assert found == expected(text)


def test_every_check_is_reported_somewhere_and_spared_somewhere() -> None:
    from tests.checks.test_wrong_samples import WRONG

    texts = [text for _, text in cases()] + [text_of(path) for path in WRONG]
    reported = {check for text in texts for _, check in expected(text)}
    elsewhere = {"R00", "R10", "R11"}  # found outside a single form: tests/test_pipeline.py
    assert set(CHECKS) - reported - elsewhere == set()
