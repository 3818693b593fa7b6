"""Lists and names as tired people send them, and reports against them."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from goigen.errors import UserError
from goigen.finding import Finding, Place
from goigen.many.attendance import Submission, compare
from goigen.many.roster import read_roster
from tests.many.test_roster import came, names, roster, told


def test_an_own_name_comes_before_anothers_short_one(tmp_path: Path) -> None:
    read = roster(tmp_path, "单位,简称\n示例县教育局,示例县水务局\n示例县水务局,\n")
    found = read.find("示例县 水务局")
    assert found is not None
    assert found.name == "示例县水务局"
    assert read.key("示例县水务局") == "示例县水务局"


def test_a_short_name_of_two_units_goes_to_the_first_and_is_said(tmp_path: Path) -> None:
    read = roster(tmp_path, "单位,简称\n示例县教育局,教局\n示例县教师进修学校,教局\n")
    assert "“教局”既是“示例县教育局”（第 2 行）的、又是“示例县教师进修学校”的" in read.findings[0].message
    assert read.key("教局") == "示例县教育局"


def test_a_unit_named_twice_stays_one_and_is_said(tmp_path: Path) -> None:
    read = roster(tmp_path, "单位\n示例县教育局\n示例县 教育局\n示例县水务局\n")
    assert names(read) == ["示例县教育局", "示例县水务局"]
    assert [(finding.check, str(finding.place)[-3:]) for finding in read.findings] == [("R28", "3:1")]


def test_rows_that_are_too_short_or_too_long(tmp_path: Path) -> None:
    read = roster(tmp_path, "序号,单位,简称\n1,示例县教育局\n2\n3,示例县  水务局,水务局,多余\n,\n")
    assert [(entry.name, entry.also) for entry in read.entries] == [("示例县教育局", ()), ("示例县 水务局", ("水务局",))]


def test_a_header_below_several_lines_of_title_and_many_blank_ones(tmp_path: Path) -> None:
    title = "附件1\n示例县单位名单\n填报单位：某某办\n日期：2024年1月\n第一批\n"
    read = roster(tmp_path, title + "\n" * 12 + "序号,单位名称,备注\n1,示例县教育局,\n")
    assert names(read) == ["示例县教育局"]
    assert str(read.entries[0].place).endswith(":19:1")


def test_a_column_that_is_called_only_name_is_no_column_of_units(tmp_path: Path) -> None:
    assert names(roster(tmp_path, "名,单位\n张三,示例县教育局\n")) == ["示例县教育局"]


def test_lines_are_counted_through_cells_of_several_lines(tmp_path: Path) -> None:
    read = roster(tmp_path, '单位,备注\n示例县教育局,"一\n二\n三"\n示例县水务局,\n')
    assert [entry.place.line for entry in read.entries] == [2, 5]


def test_a_line_break_in_a_cell_of_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["单位", "简称"], ["示例县\n教育局", "教育局\n县教育局"], ["合计", None], [2, None]):
        book.active.append(row)
    book.save(tmp_path / "名单.csv")  # a workbook under another name
    read = read_roster(tmp_path / "名单.csv")
    assert names(read) == ["示例县 教育局", "合计"]
    assert read.find("示例县教育局") is read.entries[0]


@pytest.mark.parametrize("before", ["{}、", "{}.", "{} ", "（{}）", "({})", "{}．"])
def test_numbers_before_names_do_not_count(tmp_path: Path, before: str) -> None:
    lines = [before.format(number) + name for number, name in ((1, "示例县教育局"), (12, "110指挥中心"))]
    assert names(roster(tmp_path, "\n".join(lines))) == ["示例县教育局", "110指挥中心"]


def test_what_is_no_name_is_said_and_does_not_count(tmp_path: Path) -> None:
    read = roster(tmp_path, "序号,单位\n1,示例县教育局\n合计,1\n2,——\n")
    assert names(read) == ["示例县教育局"]
    assert [finding.message for finding in read.findings] == ["名单里的“1”不是单位的名称，没有算", "名单里的“——”不是单位的名称，没有算"]
    assert [finding.place.line for finding in read.findings] == [3, 4]


@pytest.mark.parametrize(
    "text", ["<html><table><tr><td>单位</td></tr></table>", '[{"单位": "x"}]', '\ufeff\n{"单位": "x"}', "<?xml version='1.0'?>"]
)
def test_a_web_page_under_the_name_of_a_list_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(UserError, match="不是名单"):
        roster(tmp_path, text, "名单.xls")


def test_a_folder_is_no_list(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="这是文件夹"):
        read_roster(tmp_path)
    with pytest.raises(UserError, match="没有这个文件"):
        read_roster(tmp_path / "名单.csv")


def messages(found: list[Finding]) -> str:
    return "".join(finding.message for finding in found)


def test_the_right_year_beside_a_wrong_one_is_no_second_report(tmp_path: Path) -> None:
    listed = roster(tmp_path, "示例县教育局\n示例县水务局\n")
    wrong, right = came("示例县教育局", year=2022), came("示例县水务局", "示例县教育局")
    for order in ([*wrong, *right], [*right, *wrong]):
        assert [finding.check for finding in compare(order, listed, year=2023)] == ["R24"]
    only = compare([*wrong, *came("示例县水务局")], listed, year=2023)
    assert [finding.check for finding in only] == ["R24"]  # not R20 besides


def test_reports_without_a_name_are_not_each_other(tmp_path: Path) -> None:
    assert compare(came("", ""), None, year=2023) == []
    found = compare(came("", "", "示例县水务局"), roster(tmp_path, "示例县教育局\n示例县水务局\n"), year=2023)
    assert [finding.check for finding in found] == ["R22", "R22", "R20"]
    assert messages(found).count("没有写机关名称") == 2


def test_a_report_without_a_year_says_so() -> None:
    (found,) = compare([Submission("a.yaml", "", None, Place("a.yaml"))], None, year=2023)
    assert found.message == "“a.yaml”的报告没有写年度，要的是 2023 年的，没有计入"


def test_the_agency_above_is_neither_missing_nor_taken_for_its_office(tmp_path: Path) -> None:
    listed = roster(tmp_path, "示例县人民政府\n示例县水务局\n示例县教育局\n")
    found = compare(came("示例县人民政府办公室", "示例县水务局", "示例县教育局"), listed, year=2023, agency="示例县人民政府")
    assert told(found) == [("R22", "0.yaml:2:7", True)]
    assert compare(came("示例县水务局", "示例县教育局"), listed, year=2023, agency="示例县人民政府") == []


def test_a_name_that_two_missing_units_could_have_is_not_guessed(tmp_path: Path) -> None:
    both = roster(tmp_path, "示例县人民政府\n示例县人民政府办公室\n示例县水务局\n")
    found = compare(came("示例县人民政府办事处", "示例县水务局"), both, year=2023)
    assert not [finding for finding in found if finding.check == "R23" and not finding.stops]
    assert [finding.check for finding in found] == ["R22", "R20", "R20"]


def test_two_reports_under_two_names_of_a_unit_name_both(tmp_path: Path) -> None:
    listed = roster(tmp_path, "单位,简称\n示例县教育局,县教局\n")
    (twice,) = compare(came("示例县教育局", "县教局"), listed, year=2023)
    assert twice.message == "“县教局”交了两份，另一份是 0.yaml（那一份叫“示例县教育局”），这一份没有计入"


def test_what_only_some_names_begin_with_is_not_the_region(tmp_path: Path) -> None:
    units = ("示例市甲区教育局", "示例市甲区水务局", "示例市文旅局", "示例市民政局", "示例市财政局")
    found = compare(came("甲区教育局", *units[1:]), roster(tmp_path, "\n".join(units)), year=2023)
    assert told(found) == [("R23", "0.yaml:2:7", False)]


def test_of_units_that_are_called_alike_the_one_of_the_same_district_is_meant(tmp_path: Path) -> None:
    units = ("示例市乙区市场监督管理局", "示例市甲区市场监督管理局", "示例市文旅局", "示例市民政局", "示例市财政局", "示例市科技局")
    found = compare(came("示例市甲区市场监管局", *units[2:]), roster(tmp_path, "\n".join(units)), year=2023)
    assert "最像的是“示例市甲区市场监督管理局”" in found[0].message
    assert [finding.check for finding in found] == ["R23", "R20"]
