"""The five published reports of the contract: every figure, every sentence, and the defects that people found in them."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from goigen.finding import Finding
from goigen.forms.filled import filled_form
from goigen.layout import lay_out
from goigen.pipeline import check
from goigen.reading import read_published
from goigen.report import Report, load
from goigen.report.keys import plain
from goigen.source import Mapping, read_source
from tests.support import shared

# What ../shared/seeds/README.md lists and a program can decide; a 强制 finding may only be one of these
DEFECTS = {
    "000": {"S12", "D05", "F01", "F03", "S09", "P05", "S11", "P08", "Q05", "Q04", "F12"},
    "001": {"S06", "F04", "F08", "P05", "Q05"},
    "002": {"S06", "S07", "F08", "S09", "D05", "F01", "N13", "N14", "Q04", "S05"},
    "003": {"S05", "D04", "D07", "T13", "F08", "S11"},
    "004": {"S03", "D09", "D02", "F02", "F03", "S11"},
}
# Not decidable from the text, or told under another id
UNDECIDED = {"000": {"P05", "P08"}, "002": {"S06"}}
NONZERO = {
    "003": {
        "disclosure.normative_documents.issued": 1,
        "disclosure.normative_documents.repealed": 11,
        "disclosure.normative_documents.in_force": 9,
        "disclosure.licences": 27505,
        "disclosure.penalties": 335,
        "disclosure.coercive_measures": 18,
        "disclosure.fees": Decimal("5722.21"),
        "applications.received.natural_person": 64,
        "applications.received.total": 64,
        "applications.results.refused.internal_affairs.natural_person": 1,
        "applications.results.refused.internal_affairs.total": 1,
        "applications.results.not_processed.massive_without_reason.natural_person": 63,
        "applications.results.not_processed.massive_without_reason.total": 63,
        "applications.results.total.natural_person": 64,
        "applications.results.total.total": 64,
        "reviews.review.upheld": 17,
        "reviews.review.corrected": 1,
        "reviews.review.total": 18,
    }
}


def seed(number: str) -> Path:
    return next(shared("seeds").glob(f"{number}_*.txt"))


def imported(number: str) -> tuple[Report, tuple[Finding, ...]]:
    path = seed(number)
    checked = check(path.name, path.read_bytes())
    assert checked.report is not None
    return checked.report, checked.findings


@pytest.mark.parametrize("number", sorted(DEFECTS))
def test_all_figures_are_right(number: str) -> None:
    report, _ = imported(number)
    assert len(report.figures) == 200
    assert {path: figure for path, figure in report.figures.items() if figure != 0} == NONZERO.get(number, {})


@pytest.mark.parametrize("number", sorted(DEFECTS))
def test_the_known_defects_are_found_and_no_other_hard_one(number: str) -> None:
    _, findings = imported(number)
    found = {finding.check for finding in findings}
    assert DEFECTS[number] - UNDECIDED.get(number, set()) <= found
    assert {finding.check for finding in findings if finding.stops} <= DEFECTS[number]


def sentences(number: str) -> list[str]:
    """The prose of the text file: every sentence of a line that is neither a cell of a table nor the title of a part or the report."""
    text = re.sub(r"\n\s*\t[^\n]*(?:\n(?!\s*\t)\s*\S{1,8}(?=\n))*", "\n", seed(number).read_text())
    lines = [line for line in text.split("\n") if "\t" not in line and re.search(r"[。；：]", line)]
    return [plain(sentence) for line in lines for sentence in re.split(r"[。；]", line) if len(plain(sentence)) > 3]


@pytest.mark.parametrize("number", sorted(DEFECTS))
def test_every_sentence_is_imported_and_printed_again(number: str) -> None:
    path = seed(number)
    source = read_published(path.name, path.read_bytes())
    assert isinstance(source.root, Mapping)
    again, findings = load(read_source("imported.yaml", filled_form(source.root, path.name).encode()))
    assert again is not None
    assert findings == ()
    printed = plain("".join(lay_out(again).text()))
    wanted = sentences(number)
    assert len(wanted) >= 15
    bare = re.compile(r"^(?:\([一二三四五六七八九十\d]+\))?(?P<heading>[^:]{2,26}:)?(?P<rest>.*)$")

    def stands(sentence: str) -> bool:
        """In one piece; or, where a heading ran into its text, in two."""
        found = bare.match(sentence)
        assert found is not None
        return sentence in printed or (found["rest"] in printed and (found["heading"] or "").rstrip(":") in printed)

    assert [sentence for sentence in wanted if not stands(sentence)] == []
