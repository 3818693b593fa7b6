"""The office's workbook row by row: every column says what its head says."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from goigen.errors import ExitCode
from goigen.finding import Finding, Place, Severity
from goigen.many.notices import attendance, with_notices
from goigen.many.office import write_office
from goigen.many.roster import Roster, read_roster
from goigen.many.tasks import Outcome
from goigen.standard import FORM

ERROR, ASKED, INFO = (
    Finding("T10", Severity.ERROR, Place("a.yaml", 3, 1), "", "不平"),
    Finding("T03", Severity.WARNING, Place("a.yaml", 4, 1), "", "请核对"),
    Finding("R09", Severity.INFO, Place("a.yaml", 5, 1), "", "没有对象"),
)
ANSWERED = replace(ASKED, answer="一致")
FINE = Outcome("a.yaml", "甲局", year=2023, digest="ab" * 32)


def book(outcomes: list[Outcome], notices: list[Finding] | None = None) -> dict[str, Worksheet]:
    data = write_office(Path("x.xlsx"), outcomes, notices or [])
    return {sheet.title: sheet for sheet in openpyxl.load_workbook(io.BytesIO(data))}


def rows(sheet: Worksheet) -> list[dict[str, object]]:
    head, *lines = sheet.iter_rows(values_only=True)
    return [dict(zip(head, line, strict=True)) for line in lines]


def units(outcomes: list[Outcome], notices: list[Finding] | None = None) -> list[dict[str, object]]:
    return rows(book(outcomes, notices)["各机关"])


def notice(check: str, file: str, severity: Severity = Severity.ERROR) -> Finding:
    return Finding(check, severity, Place(file, 2, 1), "", f"{check} 的消息")


def test_every_column_of_a_unit() -> None:
    infos = (INFO, replace(INFO, check="R25"), replace(INFO, check="R26"), replace(INFO, check="R27"))
    findings = (*infos, ASKED, replace(ASKED, check="T04"), ANSWERED, replace(ANSWERED, check="T05"), replace(ANSWERED, check="T06"), ERROR)
    (row,) = units([replace(FINE, findings=findings, category="县级政府")], [notice("R21", "a.yaml"), notice("R24", "a.yaml")])
    assert row == {
        "机关": "甲局",
        "年度": 2023,
        "状态": "退回",
        "强制": 1,
        "核实已说明": 3,
        "核实未说明": 2,
        "提示": 4,
        "第一条问题": "不平 [T10]",
        "名单核对": "R21 的消息；R24 的消息",
        "应当公布的日期": "2024-03-31",
        "文件": "a.yaml",
        "SHA-256": "ab" * 32,
    }


@pytest.mark.parametrize(
    ("findings", "notices", "status", "first"),
    [
        ((), [], "通过", None),
        ((INFO,), [], "通过", "没有对象 [R09]"),
        ((ANSWERED, INFO), [], "通过", "请核对 [T03]"),
        ((INFO, ASKED), [], "待说明", "请核对 [T03]"),
        ((INFO, ASKED, ERROR), [], "退回", "不平 [T10]"),
        ((), [notice("R23", "a.yaml", Severity.INFO)], "待说明", None),
        ((), [notice("R24", "a.yaml")], "退回", None),
    ],
)
def test_status_and_first_finding(findings: tuple[Finding, ...], notices: list[Finding], status: str, first: str | None) -> None:
    (row,) = units([replace(FINE, findings=findings)], notices)
    assert (row["状态"], row["第一条问题"]) == (status, first)


def test_what_failed_says_why() -> None:
    lost = Outcome("b.yaml", readable=False, code=ExitCode.COULD_NOT_RUN, failure="工作进程意外结束")
    unwritten = replace(FINE, failure="磁盘满了")
    one, two = units([lost, unwritten])
    assert (one["机关"], one["状态"], one["第一条问题"], one["年度"]) == ("（没有读出机关）", "读不出", "工作进程意外结束", None)
    assert (two["状态"], two["第一条问题"]) == ("读不出", "磁盘满了")


@pytest.mark.parametrize(
    ("category", "year", "day"),
    [
        ("省级政府", 2023, "2024-03-31"),
        ("设区的市级政府", 2023, "2024-03-31"),
        ("县级政府", 2023, "2024-03-31"),
        ("乡镇政府", 2023, "2024-01-31"),
        ("政府部门", 2022, "2023-01-31"),
        ("", 2023, "2024-01-31"),
        ("县级政府", None, None),
    ],
)
def test_the_day_by_which_it_must_be_published(category: str, year: int | None, day: str | None) -> None:
    (row,) = units([replace(FINE, category=category, year=year)])
    assert row["应当公布的日期"] == day


def test_who_is_missing_and_what_is_wrong_with_the_roster_stand_last() -> None:
    found = units([FINE], [notice("R20", "名单.csv"), notice("R28", "名单.csv", Severity.WARNING), notice("R21", "a.yaml")])
    assert [(row["状态"], row["名单核对"], row["文件"]) for row in found] == [
        ("退回", "R21 的消息", "a.yaml"),
        ("缺交", "R20 的消息", "名单.csv"),
        ("名单", "R28 的消息", "名单.csv"),
    ]


def test_figures_are_numbers_blank_where_open_and_zero_where_zero() -> None:
    unread = Outcome("b.yaml", "乙局", readable=False)
    sheet = book([replace(FINE, figures=(0, None, *[1] * (len(FORM.figures) - 2))), unread])["全部数"]
    (row,) = list(sheet.iter_rows(min_row=2, values_only=True))
    assert row[:4] == ("甲局", 2023, 0, None)
    heads = [cell.value for cell in sheet[1]]
    assert len(set(heads)) == len(heads) == 2 + len(FORM.figures)


def test_a_pair_stands_once_with_the_most_alike_first() -> None:
    a = replace(FINE, like=(("b.yaml", "总体情况", 0.81234), ("c.yaml", "总体情况", 0.7)))
    b = Outcome("b.yaml", "乙局", like=(("a.yaml", "总体情况", 0.81234),))
    c = Outcome("c.yaml", "丙局", like=(("a.yaml", "总体情况", 0.7), ("b.yaml", "问题", 0.95), ("z.yaml", "问题", 0.72)))
    found = rows(book([a, b, c])["相似"])
    assert [tuple(row.values()) for row in found] == [
        ("乙局", "丙局", "问题", 0.95, "b.yaml", "c.yaml"),
        ("甲局", "乙局", "总体情况", 0.812, "a.yaml", "b.yaml"),
        ("丙局", None, "问题", 0.72, "c.yaml", "z.yaml"),
        ("甲局", "丙局", "总体情况", 0.7, "a.yaml", "c.yaml"),
    ]


@pytest.mark.parametrize("word", ["=1+1", "+86", "-1", "@SUM(A1)", "http://example.com", "mailto:a@b.cn", "0012", "1e5", "{=1}"])
def test_text_is_text(word: str) -> None:
    said = replace(ERROR, message=word)
    sheet = book([replace(FINE, agency=word, name=word, findings=(said,), digest=word)], [notice(word, word)])["各机关"]
    found = [cell for row in sheet.iter_rows(min_row=2) for cell in row if str(cell.value).startswith(word)]
    assert len(found) == 5
    assert all(cell.data_type == "s" and cell.hyperlink is None for cell in found)


def test_a_sheet_can_be_filtered_and_its_head_stays() -> None:
    for sheet in book([FINE]).values():
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, sheet.max_column).coordinate}"


def test_names_of_files_that_are_no_utf8_and_endless_messages(tmp_path: Path) -> None:
    name = "某局.yaml".encode("gbk").decode("utf-8", "surrogateescape")
    (row,) = units([replace(FINE, name=name, findings=(replace(ERROR, message="很" * 40_000),))])
    assert "�" in str(row["文件"])
    assert str(row["第一条问题"]) == "很" * 32_000 + "…"


def roster(tmp_path: Path, *names: str) -> Roster:
    (tmp_path / "名单.txt").write_text("\n".join(names))
    return read_roster(tmp_path / "名单.txt")


def test_attendance_is_of_the_year_asked_for_or_of_most(tmp_path: Path) -> None:
    listed = roster(tmp_path, "甲局", "乙局", "丙局")
    outcomes = [Outcome(f"{name}.yaml", name, year=year) for name, year in (("甲局", 2023), ("乙局", 2023), ("丙局", 2022))]
    assert [(one.check, one.place.file) for one in attendance(outcomes, listed)] == [("R24", "丙局.yaml")]
    assert [one.place.file for one in attendance(outcomes, listed, 2022)] == ["甲局.yaml", "乙局.yaml"]
    yearless = [Outcome(f"{n}.yaml", f"{n}局", year=None) for n in "甲乙"]
    assert [one.place.file for one in attendance([*yearless, outcomes[2]], roster(tmp_path, "甲局", "乙局", "丙局"))] == [
        "甲.yaml",
        "乙.yaml",
    ]
    unread = Outcome("丙局.yaml", "丙局", year=2023, readable=False)
    assert [one.check for one in attendance([*outcomes[:2], unread], listed)] == ["R20"]
    assert [one.check for one in attendance([], listed)] == ["R20"] * 3


def test_a_notice_stands_with_its_report_and_the_others_last() -> None:
    own, other = notice("R21", "a.yaml"), notice("R20", "名单.csv")
    told = with_notices([replace(FINE, findings=(ASKED,)), Outcome("b.yaml")], [other, own])
    assert [(one.name, one.findings) for one in told] == [("a.yaml", (ASKED, own)), ("b.yaml", ()), ("名单.csv", (other,))]
    assert told[-1].exit_code() is ExitCode.FINDINGS
    assert with_notices([FINE], []) == [FINE]
