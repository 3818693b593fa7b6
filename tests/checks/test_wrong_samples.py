"""`sample_inputs/wrong/`: each file names, on the very line, the findings that it must have; the set is exact."""

from __future__ import annotations

from pathlib import Path

import pytest

from goigen.pipeline import check
from tests.support import GOOD_SAMPLES, SAMPLES, expected, placed, text_of

WRONG = sorted((SAMPLES / "wrong").glob("*.yaml"))


def test_there_are_samples() -> None:
    assert len(WRONG) >= 20
    assert len(GOOD_SAMPLES) >= 7


@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)
def test_exact_findings(path: Path) -> None:
    data = path.read_bytes()
    text = text_of(path)
    assert expected(text), "a wrong sample without a mark"
    assert placed(check(path.name, data).findings) == expected(text)


@pytest.mark.parametrize("name", GOOD_SAMPLES)
def test_good_samples_are_good(name: str) -> None:
    checked = check(name, (SAMPLES / name).read_bytes())
    assert [finding for finding in checked.findings if finding.stops or finding.open] == []
