"""Laws over whole forms: a wrong figure is always found, the same input gives the same bytes."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from goigen.checks import run_checks
from goigen.finding import Severity
from goigen.standard import FORM
from tests.support import sample

BALANCED = [path for path in FORM.figures if not path.startswith("disclosure.")]


@pytest.mark.parametrize("name", ["complete.yaml", "pingfang-2023.yaml"])
def test_one_more_in_any_balanced_figure_is_found_at_its_row_or_column(name: str) -> None:
    report = sample(name)
    assert len(BALANCED) == 190
    for path in BALANCED:
        figure = FORM.figures[path]
        wrong = replace(report, figures={**report.figures, path: (report.figures[path] or 0) + 1})
        found = [f for f in run_checks(wrong).findings if f.severity is Severity.ERROR]
        row, column = figure.yaml_path[:-1], figure.yaml_path[-1]
        assert found, path
        assert any(f.path.split(".")[:-1] == list(row) or f.path.split(".")[-1] == column for f in found), path


def test_two_errors_that_cancel_in_the_total_are_found() -> None:
    report = sample("complete.yaml")
    chance = random.Random(2024)
    for _ in range(100):
        equation = chance.choice([equation for equation in FORM.equations if len(equation.left) > 2])
        more, less = chance.sample([figure.path for figure in equation.left], 2)
        figures = {**report.figures, more: (report.figures[more] or 0) + 1, less: (report.figures[less] or 0) - 1}
        found = run_checks(replace(report, figures=figures)).findings
        # Why not T20: two figures of one block of table four are in no other equation
        assert equation.check == "T20" or any(f.severity is Severity.ERROR for f in found), (more, less)
