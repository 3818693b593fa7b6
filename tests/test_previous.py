"""Last year's report: found by agency and year, and said when it is the wrong one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from goigen.collecting import read_previous
from goigen.errors import UserError
from goigen.pipeline import check
from goigen.previous import choose, usable
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


@dataclass(frozen=True)
class Known:
    name: str
    agency: str
    year: int | None


@pytest.mark.parametrize(
    ("agency", "year", "given", "name", "why"),
    [
        ("甲局", 2023, [], None, ""),
        ("甲局", 2023, [Known("a", "甲 局", 2022)], "a", ""),
        ("甲局", 2023, [Known("a", "甲局", 2021), Known("b", "甲局", 2022)], "b", ""),
        ("甲局", 2023, [Known("a", "甲局", 2021), Known("b", "甲局", 2023)], None, "a 是 2021 年的，本表是 2023 年的，应当用 2022 年的"),
        ("甲局", 2023, [Known("a", "乙局", 2022)], None, "a 是“乙局”的，不是“甲局”的"),
        ("甲局", 2023, [Known("a", "乙局", 2022), Known("b", "丙局", 2022)], None, "给出的 2 份去年的报告里没有“甲局”的"),
        ("", 2023, [Known("a", "", 2022)], None, "a 是“”的，不是“”的"),
    ],
)
def test_the_report_of_the_same_agency_and_the_year_before(agency: str, year: int, given: list[Known], name: str | None, why: str) -> None:
    chosen, told = choose(agency, year, given)
    assert (chosen.name if chosen else None, told) == (name, why)


def test_reports_that_could_not_be_read_are_none_to_compare_with() -> None:
    assert usable([("a.yaml", None)]).reports == ()


def test_without_last_years_report_nothing_is_said() -> None:
    assert "R12" not in {finding.check for finding in check("form.yaml", MINIMAL.encode()).findings}
