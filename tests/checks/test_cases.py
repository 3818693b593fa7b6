"""Cases as data: each document of `tests/checks/*/*.yaml` is a patch over a complete form; `# ← T12` marks the lines to be reported.

Documents are separated by `---`; the set of lines and ids of a document must be exact. A finding at a key that the patch did not write is
marked on the first key's line. `# 不报 T12` marks a line that tempts a check and is right: its document does not report that id at all.
After a line `=== 去年` stands the patch that makes last year's form, after `=== 另一份` that of another agency's form of the same run,
after `=== 下级` that of a unit below; nothing is marked there.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from goigen.checks import CHECKS
from tests.support import BESIDE, expected, findings_of, patched_beside, text_of

FOLDER = Path(__file__).parent
SPARED = re.compile(r"# 不报 ([A-Z0-9 ]+)")
# Found outside a single form (tests/test_pipeline.py, tests/many), or in published reports only (tests/reading/test_published.py)
ELSEWHERE = {"R00", "R10", "R11", "R12", "R13", "S07", "S08", "S09", "T02"} | {f"R{number}" for number in range(20, 29)}
LEAST = 3


def cases() -> list[tuple[str, str]]:
    found = []
    for path in sorted(FOLDER.glob("*/*.yaml")):
        lines = 0
        for number, document in enumerate(path.read_text().split("---\n"), 1):
            found.append((f"{path.parent.name}/{path.stem}-{number}", "\n" * lines + document))
            lines += document.count("\n") + 1
    return found


def spared(own: str) -> set[str]:
    """The ids that tempting lines of a document must not report."""
    return {check for mark in SPARED.findall(own) for check in mark.split()}


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in cases()])
def test_case(text: str) -> None:
    source, last, others, units = patched_beside(text)
    own = BESIDE.split(text)[0]
    first = len(text) - len(text.lstrip("\n")) + 1
    found = {
        (finding.place.line if finding.place.file == source.name else first, finding.check)
        for finding in findings_of(source, last, others, units)
    }
    assert found == expected(own)
    assert spared(own) <= set(CHECKS)
    assert spared(own) & {check for _, check in found} == set()


def test_every_check_is_reported_somewhere_and_spared_somewhere() -> None:
    from tests.checks.test_wrong_samples import WRONG

    texts = [text for _, text in cases()] + [text_of(path) for path in WRONG]
    reported = {check for text in texts for _, check in expected(text)}
    reported |= set(re.findall(r"finds: \"?([A-Z]\d\d)", (FOLDER.parent / "corpus" / "planted.yaml").read_text()))
    assert set(CHECKS) - reported - ELSEWHERE == set()


def test_every_check_has_three_failing_and_three_passing_cases() -> None:
    owns = [BESIDE.split(text)[0] for _, text in cases()]
    failing = Counter(check for own in owns for check in {check for _, check in expected(own)})
    passing = Counter(check for own in owns for check in spared(own))
    asked = sorted(set(CHECKS) - ELSEWHERE)
    assert {check: failing[check] for check in asked if failing[check] < LEAST} == {}, "failing cases (# ← ID)"
    assert {check: passing[check] for check in asked if passing[check] < LEAST} == {}, "passing cases (# 不报 ID)"
