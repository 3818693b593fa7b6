"""The office's workbook: a folder of sixty agencies with planted faults, all of which are found, and nothing else is."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path

import openpyxl
import pytest

from goigen.finding import Finding, Place, Severity
from goigen.many.office import write_office
from goigen.many.tasks import Outcome
from goigen.standard import FORM
from tests.cli.test_cli import run
from tests.many.test_batch import unit

COUNT = 60
MISSING, TWICE, UNBALANCED, COPY, LATE = (7, 21, 40), 12, (3, 33), (25, 50), 44

TABLE = """\
收到和处理政府信息公开申请情况:
  本年新收政府信息公开申请数量: {0}
  上年结转政府信息公开申请数量: 0
  本年度办理结果:
    予以公开: {0}
    部分公开: 0
    不予公开: 0
    无法提供: 0
    不予处理: 0
    其他处理: 0
  结转下年度继续办理: 0"""


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty units on the roster; three did not hand in, one did twice, two don't balance, one copied another, one took the wrong year."""
    folder = tmp_path_factory.mktemp("district")
    (folder / "units").mkdir()
    chance = random.Random(60)
    for number in range(COUNT):
        text = unit(number)
        requests = chance.randrange(1, 900)
        row = f"{{自然人: {requests}}}"
        text = text.replace("收到和处理政府信息公开申请情况: 0", TABLE.format(row))
        if number == COPY[1]:
            text = unit(COPY[0]).replace(f"示例县第{COPY[0]}局", f"示例县第{COPY[1]}局")
        if number in UNBALANCED:
            text = text.replace(f"    予以公开: {row}", f"    予以公开: {{自然人: {requests + 1}}}")
        if number == LATE:
            text = text.replace("年度: 2023", "年度: 2022").replace("2023年", "2022年")
        if number not in MISSING:
            (folder / "units" / f"{number:02}.yaml").write_text(text)
        if number == TWICE:
            (folder / "units" / f"{number:02}-again.yaml").write_text(text)
    with (folder / "roster.csv").open("w", newline="") as stream:
        csv.writer(stream).writerows([("单位名称",), *((f"示例县第{number}局",) for number in range(COUNT))])
    return folder


def rows(data: bytes, sheet: str) -> list[dict[str, object]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    head, *lines = book[sheet].iter_rows(values_only=True)
    return [dict(zip(head, line, strict=True)) for line in lines]


def test_all_planted_faults_are_on_the_sheet_and_nothing_else(district: Path) -> None:
    sheet = district / "审核表.xlsx"
    ran = run(
        "check", str(district / "units"), "--roster", str(district / "roster.csv"), "--sheet", str(sheet), "-j", "2", "--format", "json"
    )
    assert ran.returncode == 1, ran.stderr
    data = sheet.read_bytes()
    units = rows(data, "各机关")
    by_status: dict[object, set[str]] = {}
    for row in units:
        name = Path(str(row["文件"])).stem if row["状态"] != "缺交" else str(row["名单核对"])
        by_status.setdefault(row["状态"], set()).add(name)
    assert {name.split("”")[0] for name in by_status.pop("缺交")} == {f"“示例县第{number}局" for number in MISSING}
    assert by_status.pop("退回") == {f"{number:02}" for number in (*UNBALANCED, TWICE, LATE)}
    assert by_status.pop("待说明") == {f"{number:02}" for number in COPY}
    passed = by_status.pop("通过")
    assert by_status == {}
    assert len(passed) == COUNT - len(MISSING) - len(UNBALANCED) - len(COPY) - 1
    (pair,) = rows(data, "相似")
    assert {pair["机关"], pair["和它相似的机关"]} == {f"示例县第{number}局" for number in COPY}
    assert float(str(pair["相似度"])) > 0.9


def test_figures_are_a_flat_table(district: Path) -> None:
    sheet = district / "again.xlsx"
    run("check", str(district / "units"), "--sheet", str(sheet), "-j", "1")
    table = rows(sheet.read_bytes(), "全部数")
    assert len(table) == COUNT - len(MISSING) + 1
    assert len(table[0]) == 2 + len(FORM.figures)
    first = next(row for row in table if row["机关"] == "示例县第0局")
    received = next(name for name in first if "新收" in name and name.endswith("自然人"))
    assert isinstance(first[received], int)
    assert first[received] > 0


def test_text_never_becomes_a_formula_and_the_bytes_are_the_same_again() -> None:
    finding = Finding("R00", Severity.ERROR, Place("=cmd|' /C calc'!A0"), "", "=1+1")
    outcome = Outcome("=cmd|' /C calc'!A0", "+SUM(A1)", year=2023, findings=(finding,), readable=False)
    data = write_office(Path("x.xlsx"), [outcome, outcome])
    assert data == write_office(Path("x.xlsx"), [outcome, outcome])
    sheet = openpyxl.load_workbook(io.BytesIO(data))["各机关"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s", "n"}
