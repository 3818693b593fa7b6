"""The workbook form as it is written: the official layout, what is locked, what calculates, what helps. Looked at through openpyxl."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from goigen.errors import UserError
from goigen.files import is_workbook_form
from goigen.forms.hints import COLUMNS, ROWS, hint
from goigen.forms.last_year import LastYear
from goigen.forms.workbook.book import address
from goigen.forms.workbook.form import blank_workbook, workbook
from goigen.forms.workbook.formulas import ranges
from goigen.layout.spans import slots
from goigen.report import Report, load
from goigen.report.fields import Agency, Fees, Particulars, aliases
from goigen.report.keys import plain
from goigen.source import read_source
from goigen.standard import FORM, Table
from tests.support import GOOD_SAMPLES, sample

TWO, THREE, FOUR = FORM.tables
TOP = 3  # rows of a sheet above its table


@pytest.fixture(scope="module")
def blank() -> Workbook:
    return load_workbook(BytesIO(blank_workbook()))


@pytest.fixture(scope="module")
def complete() -> Workbook:
    return load_workbook(BytesIO(workbook(sample("complete.yaml"))))


def sheet_of(book: Workbook, table: Table) -> Worksheet:
    return book[next(section.title for section in FORM.sections if section.table is table)]


def figures(table: Table) -> dict[str, str]:
    """The address of each figure."""
    return {slot.figure.path: address(slot.row + TOP, slot.column) for slot in slots(table) if slot.figure}


def tables() -> list[Table]:
    return list(FORM.tables)


def test_one_sheet_a_part_and_the_three_around_them(blank: Workbook) -> None:
    assert blank.sheetnames == ["填表说明", *(section.title for section in FORM.sections), "核实说明", "核对"]
    assert all(sheet.sheet_state == "visible" for sheet in blank)
    assert is_workbook_form(blank_workbook())


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.key)
def test_a_table_has_the_official_layout(blank: Workbook, table: Table) -> None:
    sheet = sheet_of(blank, table)
    merged = {str(area) for area in sheet.merged_cells.ranges}
    for slot in slots(table):
        first = address(slot.row + TOP, slot.column)
        last = address(slot.row + TOP + slot.row_span - 1, slot.column + slot.column_span - 1)
        assert (f"{first}:{last}" in merged) is (first != last)
        assert sheet[first].border.left.style == "thin"
        if slot.figure is None:
            assert plain(sheet[first].value) == plain(slot.label)


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.key)
def test_open_cells_are_empty_coloured_and_unlocked_and_all_else_is_locked(blank: Workbook, table: Table) -> None:
    sheet = sheet_of(blank, table)
    assert sheet.protection.sheet
    assert not sheet.protection.password
    for path, place in figures(table).items():
        cell = sheet[place]
        assert cell.protection.locked is (path in table.totals)
        assert (cell.data_type == "f") is (path in table.totals)
        if path not in table.totals:
            assert cell.value is None
        assert cell.fill.fgColor.rgb not in ("00000000", None)
    for slot in slots(table):
        if slot.figure is None:
            assert sheet[address(slot.row + TOP, slot.column)].protection.locked


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.key)
def test_every_open_cell_takes_numbers_only_and_says_so_in_chinese(blank: Workbook, table: Table) -> None:
    sheet = sheet_of(blank, table)
    rules = [rule for rule in sheet.data_validations.dataValidation if rule.type != "list"]
    for path, place in figures(table).items():
        own = [rule for rule in rules if place in rule.sqref]
        if path in table.totals:
            continue
        (rule,) = own
        assert (rule.type, rule.operator or "between", rule.formula1) == ("decimal" if "fees" in path else "whole", "between", "0")
        assert re.search(r"[\u4e00-\u9fff]", rule.prompt + rule.error)


def test_every_figure_has_help_and_every_hint_is_of_a_head(blank: Workbook) -> None:
    assert all(len(hint(path)) > 5 for path in FORM.figures)
    known = {".".join(path.split(".")[:depth]) for path in FORM.figures for depth in range(2, 6)}
    assert set(ROWS) <= known
    assert set(COLUMNS) <= {(f.table.key, f.column[-1].key) for f in FORM.figures.values()}
    notes = [cell.comment.text for table in tables() for row in sheet_of(blank, table).iter_rows() for cell in row if cell.comment]
    assert len(notes) > 50
    assert all(note.startswith("【口径】") for note in notes)


def test_everything_is_chinese_and_no_formula_is_a_stranger(blank: Workbook) -> None:
    known = {"IF", "COUNT", "SUM", "ABS", "AND", "OR", "LEN", "COUNTA", "IFERROR", "INDEX", "MATCH", "HYPERLINK"}
    used = {
        name
        for sheet in blank
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
        for name in re.findall(r"([A-Z]+)\(", re.sub(r'"[^"]*"', "", str(cell.value)))
    }
    assert used
    assert used <= known


def test_formulas_are_short_enough_for_excel(complete: Workbook) -> None:
    formulas = [str(cell.value) for sheet in complete for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert len(formulas) > 200
    assert max(map(len, formulas)) < 8192
    assert max(len(text) for formula in formulas for text in formula.split('"')[1::2]) <= 255


def test_the_same_content_gives_the_same_bytes() -> None:
    assert blank_workbook(year=2024, agency="某局") == blank_workbook(year=2024, agency="某局")
    assert workbook(sample("complete.yaml")) == workbook(sample("complete.yaml"))


def test_there_are_no_macros_and_nothing_is_fetched() -> None:
    with zipfile.ZipFile(BytesIO(workbook(sample("complete.yaml")))) as package:
        assert not [name for name in package.namelist() if "vba" in name.lower() or "externalLink" in name]
        relations = b"".join(package.read(name) for name in package.namelist() if name.endswith(".rels"))
        assert b"http" not in re.sub(rb'Type="[^"]*"|xmlns="[^"]*"', b"", relations)


def test_totals_and_messages_show_their_values_before_anything_calculates() -> None:
    report = sample("complete.yaml")
    shown = load_workbook(BytesIO(workbook(report)), data_only=True)
    for table in FORM.tables:
        for path, place in figures(table).items():
            assert sheet_of(shown, table)[place].value == pytest.approx(float(report.figures[path]))
    assert shown["核对"]["A2"].value == "都填好了，勾稽关系都相等"
    empty = load_workbook(BytesIO(blank_workbook()), data_only=True)
    assert empty["核对"]["A2"].value == "还有 45 处没有完成"
    assert empty["核对"]["C5"].value == "“年度”还没有填"
    assert not any(sheet_of(empty, table)[place].value for table in FORM.tables for place in figures(table).values())


def test_a_broken_balance_is_named() -> None:
    report = sample("complete.yaml")
    broken = replace(report, figures={**report.figures, "applications.carried_out.company": 4})
    book = load_workbook(BytesIO(workbook(broken)), data_only=True)
    listed = [cell.value for cell in book["核对"]["C"] if cell.value]
    assert "表三“商业企业”列：一＋二＝78，三（七）＋四＝77，相差1" in listed
    below = [str(row[0].value) for row in sheet_of(book, THREE).iter_rows(min_row=30) if row[0].value]
    assert any(text.startswith("✗ 表三“商业企业”列：") for text in below)


def test_a_total_that_contradicts_its_parts_stays_as_typed() -> None:
    report = sample("complete.yaml")
    path = "reviews.review.total"
    odd = replace(report, figures={**report.figures, path: 171})
    cell = sheet_of(load_workbook(BytesIO(workbook(odd))), FOUR)[figures(FOUR)[path]]
    assert (cell.data_type, cell.value) == ("n", 171)


DANGEROUS = ["=1+1", '=HYPERLINK("http://x")', "+86", "-1", "@SUM(A1)", "\t=1", "{=1}", "http://example.com/?a=b", "0012"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_never_becomes_a_formula(text: str) -> None:
    form = {"年度": "2023", "机关": {"名称": text}, "总体情况": {text: text}, "核实说明": {"T03": text}}
    report, _ = load(read_source("x.json", json.dumps(form, ensure_ascii=False).encode()))
    assert report is not None
    data = workbook(report)
    book = load_workbook(BytesIO(data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == text.strip()]
    assert len(cells) >= 3
    assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)
    if text[0] in "=+-@":
        assert all(cell._style.quotePrefix for cell in cells)


def test_last_year_brings_agency_headings_and_carried_requests() -> None:
    book = load_workbook(BytesIO(blank_workbook(last=LastYear(sample("complete.yaml")))))
    start = {row[0].value: row[1].value for row in book["填表说明"].iter_rows(min_col=1, max_col=2)}
    assert (start["年度"], start["名称"], start["类别"]) == (2025, "宿迁市人民政府", "设区的市级政府")
    sheet = sheet_of(book, THREE)
    where = figures(THREE)
    carried = sheet[where["applications.carried_in.natural_person"]]
    assert carried.value == 118
    assert "请核对" in carried.comment.text
    assert carried.fill.fgColor.rgb != sheet[where["applications.received.natural_person"]].fill.fgColor.rgb
    rules = sheet_of(book, TWO)[figures(TWO)["disclosure.rules.in_force"]]
    assert rules.value is None
    assert "12 件" in rules.comment.text
    assert not any("坚持以公开为常态" in str(cell.value) for row in book["一、总体情况"].iter_rows() for cell in row)


def test_the_first_sheet_has_every_field_and_the_sixth_part_the_fees(blank: Workbook) -> None:
    labels = {row[0].value for row in blank["填表说明"].iter_rows()}
    assert {*aliases(Particulars), *aliases(Agency), "导语"} <= labels
    assert set(aliases(Fees)) <= {row[0].value for row in blank["六、其他需要报告的事项"].iter_rows()}


@pytest.mark.parametrize("name", GOOD_SAMPLES)
def test_every_sample_can_be_written(name: str) -> None:
    assert is_workbook_form(workbook(sample(name)))


def test_what_could_not_be_understood_is_kept_as_typed() -> None:
    fees = "{信息处理费: {发出收费通知件数: 几件}}"
    form = f"年度: 20233\n机关: {{名称: 某局, 类别: 县}}\n{TWO.name}: {{行政许可: 约10}}\n其他需要报告的事项: {fees}\n"
    book = load_workbook(BytesIO(workbook(read_source("x.yaml", form.encode()))))
    assert {"20233", "县", "约10", "几件"} <= {cell.value for sheet in book for row in sheet for cell in row}
    with pytest.raises(UserError, match="全角"):
        workbook(read_source("x.yaml", "年度：2023\n".encode()))


def test_numbers_that_a_spreadsheet_cannot_hold_are_text() -> None:
    report: Report = sample("complete.yaml")
    long = Decimal("123456789.1234567891")
    book = load_workbook(BytesIO(workbook(replace(report, figures={**report.figures, "disclosure.fees": long}))))
    sheet = sheet_of(book, TWO)
    assert sheet[figures(TWO)["disclosure.fees"]].value == "123456789.1234567891"


def test_neighbours_are_drawn_together() -> None:
    assert ranges([(7, 3), (7, 4), (9, 3)]) == "$D$8:$E$8,$D$10"
    assert ranges([(1, 1)], "'x'!") == "'x'!$B$2"
    assert [address(0, column) for column in (0, 25, 26, 701, 702)] == ["A1", "Z1", "AA1", "ZZ1", "AAA1"]


@pytest.mark.parametrize("sheet", ["填表说明", "三、收到和处理政府信息公开申请情况", "核对"])
def test_sheets_print_on_a4(blank: Workbook, sheet: str) -> None:
    page = blank[sheet]
    assert str(page.page_setup.paperSize) == "9"
    assert page.page_setup.fitToWidth in (1, None)
    assert page.print_area
