"""The list of units: read from what offices have, and compared with what came in."""

from __future__ import annotations

import time
from pathlib import Path

import openpyxl
import pytest

from goigen.errors import UserError
from goigen.finding import Place
from goigen.many.attendance import Submission, compare
from goigen.many.roster import Roster, read_roster
from tests.cli.test_cli import run
from tests.support import SAMPLES

UNITS = ("示例县教育局", "示例县住房和城乡建设局", "示例县水务局", "示例县民政局", "示例县红旗镇人民政府")


def roster(tmp_path: Path, data: bytes | str, name: str = "名单.csv") -> Roster:
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_roster(path)


def names(read: Roster) -> list[str]:
    return [entry.name for entry in read.entries]


def came(*agencies: str, year: int = 2023) -> list[Submission]:
    return [Submission(f"{number}.yaml", name, year, Place(f"{number}.yaml", 2, 7)) for number, name in enumerate(agencies)]


def told(found: list) -> list[tuple[str, str, bool]]:
    return [(finding.check, str(finding.place), finding.stops) for finding in found]


@pytest.fixture
def county(tmp_path: Path) -> Roster:
    return roster(tmp_path, "\n".join(UNITS))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_encodings_and_separators(tmp_path: Path, encoding: str, separator: str) -> None:
    rows = ["序号,单位名称,简称,类别", "1,示例县教育局,教育局、县教育局,政府部门", "2,示例县水务局,,"]
    read = roster(tmp_path, "\r\n".join(rows).replace(",", separator).encode(encoding))
    assert names(read) == ["示例县教育局", "示例县水务局"]
    assert (read.entries[0].also, read.entries[0].category) == (("教育局", "县教育局"), "政府部门")
    assert [str(entry.place).partition(".csv:")[2] for entry in read.entries] == ["2:1", "3:1"]


def test_without_a_header_a_line_is_a_name(tmp_path: Path) -> None:
    assert names(roster(tmp_path, "示例县教育局\n\n  示例县水务局  \n")) == ["示例县教育局", "示例县水务局"]


def test_a_title_may_stand_above_the_header(tmp_path: Path) -> None:
    assert names(roster(tmp_path, "示例县单位名单（2023年）,\n,\n单位（全称）,备注\n示例县教育局,新设\n")) == ["示例县教育局"]


def test_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["说明"])
    sheet = book.create_sheet("名单")
    for row in (["单位", "曾用名"], ["示例县教育局", "示例县教育体育局"], ["=1+1", ""], ["示例县水务局", None]):
        sheet.append(row)
    book.save(tmp_path / "名单.xlsx")
    read = read_roster(tmp_path / "名单.xlsx")
    assert names(read)[::2] == ["示例县教育局", "示例县水务局"]
    assert read.find("示例县教育体育局") is read.entries[0]
    assert "工作表“名单”" in read.entries[0].place.where


def test_what_looks_like_a_formula_is_text(tmp_path: Path) -> None:
    read = roster(tmp_path, "单位\n\"=cmd|' /C calc'!A0\"\n@SUM(A1)\n")
    assert names(read) == ["=cmd|' /C calc'!A0", "@SUM(A1)"]
    (first, _) = compare([], read, year=2023)
    assert first.message == "“=cmd|' /C calc'!A0”没有交报告"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "名单是空的"),
        (b"\xef\xbb\xbf \n", "一个单位也没有"),
        ("单位,简称\n,\n".encode(), "一个单位也没有"),
        ("1,示例县教育局\n2,示例县水务局\n".encode(), "看不出哪一栏是单位"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "读不出文字|不是名单"),
        (b"%PDF-1.7\n", "不是名单"),
        (b"PK\x03\x04" + bytes(100), "不是 Excel 工作簿"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "另存为 .xlsx"),
        (('单位\n"示例县教育局\n' + "示例县水务局\n" * 200).encode(), "引号没有成对"),
        (('单位\n"示例县教育局\n' + "示例县水务局\n" * 20).encode(), "引号没有成对"),
        (("单位\n" + "局" * 200_000).encode(), "引号没有成对"),
        (b"x" * 9_000_000, "超过 8 MiB"),
    ],
)
def test_hostile_lists_are_refused_in_words(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(UserError, match=message):
        roster(tmp_path, data)


def test_a_hundred_thousand_lines_are_read_in_seconds(tmp_path: Path) -> None:
    began = time.perf_counter()
    read = roster(tmp_path, "单位,简称\n" + "".join(f"示例县第{n}局,第{n}局\n" for n in range(100_000)))
    found = compare(came("示例县第5局"), read, year=2023)
    assert (len(read.entries), len(found)) == (100_000, 99_999)
    assert time.perf_counter() - began < 30  # about three seconds alone


def test_a_unit_that_stands_twice_is_counted_once_and_said(tmp_path: Path) -> None:
    read = roster(tmp_path, "单位,简称\n示例县教育局,教育局\n示例县 教育局,\n示例县体育局,教育局\n")
    assert names(read) == ["示例县教育局", "示例县体育局"]
    assert [(finding.check, finding.place.line) for finding in read.findings] == [("R28", 3), ("R28", 4)]
    assert "另一处在第 2 行" in read.findings[0].message


def test_all_came_and_nothing_is_said(county: Roster) -> None:
    assert compare(came(*UNITS), county, year=2023) == []
    assert compare(came(*(f" {name[:3]}　{name[3:]}" for name in UNITS)), county, year=2023) == []


def test_missing_twice_unknown_and_another_year(county: Roster, tmp_path: Path) -> None:
    sent = [*came("示例县教育局", "示例县住房和城乡建设局", "示例县教育局", "某某公司"), *came("示例县水务局", year=2022)]
    found = compare(sent, county, year=2023)
    listed = f"{tmp_path / '名单.csv'}"
    assert told(found) == [
        ("R21", "2.yaml:2:7", True),
        ("R24", "0.yaml:2:7", True),
        ("R22", "3.yaml:2:7", True),
        ("R20", f"{listed}:4:1", True),
        ("R20", f"{listed}:5:1", True),
    ]
    assert found[0].message == "“示例县教育局”交了两份，另一份是 0.yaml，这一份没有计入"
    assert found[3].message == "“示例县民政局”没有交报告"


def test_the_nearest_name_is_suggested_and_not_missed_twice(county: Roster) -> None:
    found = compare(came("示例县教育局", "示例县住建局", *UNITS[2:]), county, year=2023)
    assert told(found) == [("R23", "1.yaml:2:7", True)]
    assert "最像的是“示例县住房和城乡建设局”（第 2 行），它还没有交" in found[0].message


def test_a_name_like_one_that_came_is_unknown(county: Roster) -> None:
    (found,) = compare(came(*UNITS, "示例县教育局机关"), county, year=2023)
    assert (found.check, "最像的是“示例县教育局”，但它已经交了" in found.message) == ("R22", True)


@pytest.mark.parametrize("name", ["示例县红旗镇", "红旗镇人民政府", "示例县红旗镇人民政府办公室", "红旗镇"])
def test_suffixes_and_the_region_are_tolerated(county: Roster, name: str) -> None:
    (found,) = compare(came(*UNITS[:-1], name), county, year=2023)
    assert (found.check, found.stops) == ("R23", False)
    assert "按它计" in found.message


def test_a_longer_region_in_all_reports_is_tolerated_and_another_is_not(county: Roster) -> None:
    found = compare(came(*(f"某某市{name}" for name in UNITS)), county, year=2023)
    assert told(found) == [("R23", f"{number}.yaml:2:7", False) for number in range(5)]
    found = compare(came(*(name.replace("示例", "别处") for name in UNITS)), county, year=2023)
    assert all(finding.stops for finding in found)


def test_an_office_and_its_government_are_two_units(tmp_path: Path) -> None:
    both = roster(tmp_path, "示例县人民政府\n示例县人民政府办公室\n示例县水务局\n")
    assert compare(came(*names(both)), both, year=2023) == []
    found = compare(came("示例县人民政府办公室", "示例县水务局"), both, year=2023)
    assert [finding.check for finding in found] == ["R20"]


def test_a_former_name_is_the_same_unit(tmp_path: Path) -> None:
    read = roster(tmp_path, "机关,简称,曾用名\n示例县教育局,,示例县教育体育局；示例县文教局\n示例县水务局,水务局,\n")
    found = compare(came("示例县文教局", "水务局"), read, year=2023)
    assert told(found) == [("R23", "0.yaml:2:7", False), ("R23", "1.yaml:2:7", False)]
    found = compare(came("示例县文教局", "示例县教育局", "示例县水务局"), read, year=2023)
    assert ("R21", "1.yaml:2:7", True) in told(found)


def test_command_with_a_roster(tmp_path: Path) -> None:
    (tmp_path / "units").mkdir()
    for name in ("minimal", "hongxing-2023"):
        (tmp_path / "units" / f"{name}.yaml").write_bytes((SAMPLES / f"{name}.yaml").read_bytes())
    (tmp_path / "units" / "名单.csv").write_text("单位\n示例县水务局\n示例县民政局\n哈尔滨市阿城区红星镇人民政府\n")
    ran = run("aggregate", "units", "-o", "sum.yaml", "--roster", "units/名单.csv", cwd=tmp_path)
    assert ran.returncode == 1
    assert "units/名单.csv:3:1: 强制 “示例县民政局”没有交报告 [R20]" in ran.stdout
    assert ran.stdout.count("[R") == 1
    assert not (tmp_path / "sum.yaml").exists()
