"""Last year's report: found by agency and year, and said when it is the wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest

from goigen.collecting import read_previous
from goigen.errors import UserError
from goigen.pipeline import check
from tests.support import SAMPLES

MINIMAL = (SAMPLES / "minimal.yaml").read_text()


def complaint(folder: Path, last: str) -> str:
    (folder / "last.yaml").write_text(last)
    found = check("form.yaml", MINIMAL.encode(), read_previous(folder / "last.yaml")).findings
    return "".join(finding.message for finding in found if finding.check == "R12")


def test_the_right_report_is_used_in_silence(tmp_path: Path) -> None:
    assert complaint(tmp_path, MINIMAL.replace("年度: 2023", "年度: 2022")) == ""


def test_another_year_or_agency_is_said(tmp_path: Path) -> None:
    assert "应当用 2022 年的" in complaint(tmp_path, MINIMAL.replace("年度: 2023", "年度: 2021"))
    assert "不是“示例县水务局”的" in complaint(tmp_path, MINIMAL.replace("示例县水务局", "示例县教育局"))


def test_a_folder_is_searched_by_agency(tmp_path: Path) -> None:
    for number, name in enumerate(("示例县水务局", "示例县教育局")):
        (tmp_path / f"{number}.yaml").write_text(MINIMAL.replace("示例县水务局", name).replace("年度: 2023", "年度: 2022"))
    previous = read_previous(tmp_path)
    assert [f.check for f in check("form.yaml", MINIMAL.encode(), previous).findings] == []
    other = MINIMAL.replace("示例县水务局", "示例县卫健局")
    assert [f.check for f in check("form.yaml", other.encode(), previous).findings] == ["R12"]


def test_what_cannot_be_read_stops(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="去年的报告读不出来"):
        read_previous(tmp_path / "none.yaml")
