"""The manual page of every check: its snippets are executed, over a form that is otherwise complete."""

from __future__ import annotations

import inspect
import re

import pytest

from goigen.checks import CHECKS
from goigen.checks.left_out import LEFT_OUT
from tests.support import complete_form, findings_of, patched_beside, shared

# About bytes, fonts, several files and published documents; tested where they arise
WITHOUT_SNIPPETS = {"R00", "R07", "R10", "R11", "R12", "R13", "S07", "S08", "S09", "T02"} | {f"R{number}" for number in range(20, 29)}


def snippets(manual: str) -> dict[str, str]:
    """`不对：` and `对：`, each with the indented lines below it."""
    return {kind: inspect.cleandoc("\n" + body) for kind, body in re.findall(r"^(不对|对)：\n((?:(?:    .*)?\n?)+)", manual, flags=re.M)}


def test_the_base_form_has_no_finding() -> None:
    assert findings_of(complete_form()) == ()


@pytest.mark.parametrize("check_id", sorted(set(CHECKS) - WITHOUT_SNIPPETS))
def test_snippets_do_what_the_page_says(check_id: str) -> None:
    found = snippets(CHECKS[check_id].manual)
    assert set(found) == {"不对", "对"}
    for kind, text in found.items():
        ids = {finding.check for finding in findings_of(*patched_beside(text))}
        assert (check_id in ids) is (kind == "不对"), (kind, text, ids)


def test_every_check_has_a_clause_and_a_first_sentence() -> None:
    assert len(CHECKS) >= 28
    for entry in CHECKS.values():
        assert entry.clause
        assert entry.name
        assert entry.manual.splitlines()[0].endswith(("。", "，", "；")), entry.id


def test_every_id_of_the_catalogue_is_a_check_or_left_out_with_a_reason() -> None:
    ids = set(re.findall(r"^\| ([A-Z]\d\d) \|", (shared("checks.md")).read_text(), flags=re.M))
    assert len(ids) > 90
    assert ids - set(CHECKS) == set(LEFT_OUT)
    assert all(reason.endswith("。") for reason in LEFT_OUT.values())
