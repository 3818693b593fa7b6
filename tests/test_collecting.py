"""Which files of a folder are reports, and which are papers about them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from goigen.collecting import find_reports
from goigen.files import is_paper
from goigen.filing import SHEET_FORMATS
from goigen.layout import lay_out
from goigen.writers import FORMATS, writer
from tests.cli.test_cli import run
from tests.support import SAMPLES, look, sample


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder of two forms in which everything lies that an office has made of them."""
    for name in ("minimal.yaml", "pingfang-2023.yaml"):
        shutil.copy(SAMPLES / name, tmp_path)
    for ending in SHEET_FORMATS:
        assert run("check", "minimal.yaml", "--sheet", f"一份{ending}", cwd=tmp_path).returncode == 0
    assert run("check", ".", "--sheet", "多份.xlsx", cwd=tmp_path).returncode == 0
    assert run("stats", ".", "-o", "图.html", cwd=tmp_path).returncode == 0
    return tmp_path


def test_what_goigen_made_of_reports_is_no_report(office: Path) -> None:
    assert {path.name for path in find_reports([office])} == {"minimal.yaml", "pingfang-2023.yaml"}
    assert sum(is_paper(path) for path in office.iterdir()) == len(SHEET_FORMATS) + 2


def test_a_paper_that_is_named_is_read(office: Path) -> None:
    assert find_reports([office / "一份.docx"]) == [office / "一份.docx"]


@pytest.mark.parametrize("ending", [name for name in FORMATS if name != "json"])
def test_a_report_is_no_paper(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"年报.{ending}"
    path.write_bytes(writer(ending)(lay_out(sample("pingfang-2023.yaml")), look()))
    assert not is_paper(path)
    assert find_reports([tmp_path]) == [path]
