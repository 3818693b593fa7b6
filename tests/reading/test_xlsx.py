"""Workbooks → paragraphs and tables: built with openpyxl, taken apart where openpyxl would not write such a thing."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from io import BytesIO

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart
from openpyxl.styles import Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from goigen.document import Grid
from goigen.errors import UserError
from goigen.layout import lay_out
from goigen.reading import xlsx
from goigen.reading.raw import Block, Cell, RawTable, Words
from goigen.reading.xlsx import read
from goigen.reading.xlsx import sheet as xlsx_sheet
from tests.support import sample

LINES = Border(*[Side(style="thin")] * 4)
BODY = "2023年，本局认真落实上级部署，扎实推进政府信息公开各项工作，取得了新的进展。" * 2
PLAIN = {"A1": "项目", "B1": "数量", "A2": "规章", "B2": 3}


def saved(book: Workbook) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def workbook(cells: dict[str, object], *merged: str, bordered: str = "", title: str = "表三") -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = title
    fill(sheet, cells, *merged, bordered=bordered)
    return saved(book)


def fill(sheet: Worksheet, cells: dict[str, object], *merged: str, bordered: str = "") -> None:
    for place, value in cells.items():
        sheet[place] = value
    for row in sheet[bordered] if bordered else ():
        for cell in row:
            cell.border = LINES
    for area in merged:
        sheet.merge_cells(area)


def changed(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The package with one part rewritten."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        assert part in old.namelist()
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == part else content)
    assert stream.getvalue() != data
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def shown(blocks: tuple[Block, ...]) -> list[object]:
    """Paragraphs as text, tables as rows of (text, spans if any)."""
    return [block.text if isinstance(block, Words) else rows(block) for block in blocks]


def rows(table: RawTable) -> list[list[object]]:
    found: list[list[object]] = [[] for _ in range(max(cell.row for cell in table.cells) + 1)]
    for cell in table.cells:
        spans = (cell.row_span, cell.column_span)
        found[cell.row].append(cell.text if spans == (1, 1) else (cell.text, *spans))
    return found


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (64, "64"),
        (64.0, "64"),
        (5722.21, "5722.21"),
        (0.1 + 0.2, "0.3"),
        (1234567.891, "1234567.891"),
        (1e21, "1000000000000000000000"),
        (0.0000123, "0.0000123"),
        (-0.0, "0"),
        (float("inf"), "inf"),
        ("0012", "0012"),
        (" 文字\u3000\r\n 第二行\n\n", "文字\n第二行"),
        ("甲_x000D_\n乙", "甲\n乙"),
        (True, "TRUE"),
        (False, "FALSE"),
        (datetime(2023, 12, 31), "2023-12-31"),
        (datetime(2023, 12, 31, 8, 30), "2023-12-31 08:30:00"),
        (date(2023, 1, 2), "2023-01-02"),
        (time(8, 30), "08:30:00"),
        (None, ""),
    ],
)
def test_values_are_printed_as_a_person_reads_them(value: object, expected: str) -> None:
    assert xlsx.printed(value) == expected


def test_values_in_a_workbook() -> None:
    cells = {"A1": "甲", "B1": 64.0, "C1": 5722.21, "D1": "064", "E1": True, "F1": date(2023, 12, 31), "G1": "#REF!", "H1": 0}
    assert shown(read(workbook(cells))) == [[["甲", "64", "5722.21", "064", "TRUE", "2023-12-31", "#REF!", "0"]]]


def test_formulas_show_what_was_calculated() -> None:
    data = workbook({"A1": "合计", "B1": "=1+1", "C1": "=2+2", "D1": "=1/0", "E1": '=""', "F1": "=3", "G1": "尾"})
    parts = {
        b"<f>1+1</f><v></v>": b"<f>1+1</f><v>2.0</v>",
        b"<f>1+1</f><v />": b"<f>1+1</f><v>2.0</v>",
        b'<c r="D1"><f>1/0</f><v></v>': b'<c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v>',
        b'<c r="D1"><f>1/0</f><v />': b'<c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v>',
        b'<c r="E1"><f>""</f>': b'<c r="E1" t="str"><f>""</f>',
    }

    def calculated(content: bytes) -> bytes:
        for old, new in parts.items():
            content = content.replace(old, new)
        return content

    expected = [[["合计", "2", xlsx_sheet.UNCALCULATED, "#DIV/0!", "", xlsx_sheet.UNCALCULATED, "尾"]]]
    assert shown(read(changed(data, SHEET, calculated))) == expected


def test_merged_areas_are_spans() -> None:
    cells = {"A1": "项目", "C1": "数量", "A2": "公开", "B2": "规章", "C2": 1, "B3": "文件", "C3": 2}
    (table,) = read(workbook(cells, "A1:B1", "A2:A3"))
    assert table == RawTable(
        (
            Cell(0, 0, "项目", 1, 2),
            Cell(0, 2, "数量"),
            Cell(1, 0, "公开", 2, 1),
            Cell(1, 1, "规章"),
            Cell(1, 2, "1"),
            Cell(2, 1, "文件"),
            Cell(2, 2, "2"),
        ),
        "工作表“表三”第1个表格",
    )


def test_what_is_empty_around_and_between() -> None:
    cells = {"C3": "甲", "D3": 1, "C4": "乙", "E4": 2, "C7": "丙", "D7": 3}
    assert shown(read(workbook(cells, bordered="B2:H9"))) == [
        [["甲", "1", ""], ["乙", "", "2"], ["", "", ""], ["", "", ""], ["丙", "3", ""]]
    ]
    assert shown(read(workbook(cells))) == [[["甲", "1", ""], ["乙", "", "2"]], [["丙", "3"]]]


@pytest.mark.parametrize("bordered", ["", "A3:C5"])
def test_a_title_above_and_a_note_below_are_paragraphs(bordered: str) -> None:
    cells = {"A1": "临江县水务局2023年政府信息公开工作年度报告", "A2": "二、主动公开", "A3": "第二十条", "A4": "规章", "B4": 1, "C4": 2}
    cells |= {"A5": "文件", "B5": 0, "C5": 3, "A6": "注：" + BODY, "A7": "填表人：某某"}
    found = shown(read(workbook(cells, "A1:C1", "A2:C2", "A3:C3", "A6:C6", bordered=bordered)))
    assert found[:2] == [cells["A1"], "二、主动公开"]
    assert found[2][:3] == [[("第二十条", 1, 3)], ["规章", "1", "2"], ["文件", "0", "3"]]
    assert cells["A6"] in found
    if bordered:
        assert found[3:] == [cells["A6"], "填表人：某某"]


def test_a_heading_over_the_whole_width_parts_two_tables() -> None:
    cells = {"A1": "规章", "B1": 1, "A2": "三、收到和处理申请情况", "A3": "新收", "B3": 2}
    assert shown(read(workbook(cells, "A2:B2"))) == [[["规章", "1"]], "三、收到和处理申请情况", [["新收", "2"]]]
    assert shown(read(workbook(cells, bordered="A1:B1"))) == [[["规章", "1"]], "三、收到和处理申请情况", [["新收", "2"]]]


def test_a_row_without_figures_stays_in_its_table() -> None:
    cells = {
        "A1": "项目",
        "C1": "自然人",
        "D1": "企业",
        "A2": "一、本年新收",
        "A3": "二、上年结转",
        "A4": "三、办理",
        "B4": "公开",
        "B5": "不公开",
    }
    merged = ("A1:B1", "A2:B2", "A3:B3", "A4:A5")
    expected = [
        [("项目", 1, 2), "自然人", "企业"],
        [("一、本年新收", 1, 2), "", ""],
        [("二、上年结转", 1, 2), "", ""],
        [("三、办理", 2, 1), "公开", "", ""],
        ["不公开", "", ""],
    ]
    for bordered in ("", "A1:D5"):
        assert shown(read(workbook(cells, *merged, bordered=bordered))) == [expected]


def test_prose_is_paragraphs() -> None:
    cells = {"A1": "一、总体情况", "A2": BODY, "A3": "（一）主动公开", "A5": BODY}
    for merged in ((), ("A1:H1", "A2:H2", "A3:H3", "A5:H9")):
        blocks = read(workbook(cells, *merged))
        assert shown(blocks) == list(cells.values())
        assert [block.where for block in blocks] == [f"工作表“表三”第{n}段" for n in range(1, 5)]


def test_sheets_in_order_and_hidden_ones_not_at_all() -> None:
    book = Workbook()
    fill(book.active, PLAIN)
    book.active.title = "表二"
    for title, state in (("隐藏", "hidden"), ("深藏", "veryHidden"), ("表三", "visible")):
        fill(book.create_sheet(title), {"A1": title, "B1": 1, "A2": "乙", "B2": 2})
        book[title].sheet_state = state
    book.create_chartsheet("图").add_chart(BarChart())
    book.create_sheet("空")
    book["表三"].row_dimensions[2].hidden = True
    book["表三"].column_dimensions["B"].hidden = True
    blocks = read(saved(book))
    assert shown(blocks) == [[["项目", "数量"], ["规章", "3"]], [["表三", "1"], ["乙", "2"]]]
    assert [block.where for block in blocks] == ["工作表“表二”第1个表格", "工作表“表三”第1个表格"]


def test_the_tables_of_a_report_keep_their_cells_and_spans() -> None:
    document = lay_out(sample("complete.yaml"))
    book = Workbook()
    book.remove(book.active)
    for grid in document.grids():
        sheet = book.create_sheet(grid.key)
        sheet["A1"] = grid.heading.text
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(grid.widths))
        for cell in grid.cells:
            top, left = cell.row + 2, cell.column + 1
            sheet.cell(top, left, int(cell.text) if cell.role == "figure" and cell.text.isdigit() else "\n".join(cell.lines))
            for row, column in cell.slots():
                sheet.cell(row + 2, column + 1).border = LINES
            if cell.row_span * cell.column_span > 1:
                sheet.merge_cells(start_row=top, start_column=left, end_row=top + cell.row_span - 1, end_column=left + cell.column_span - 1)
    blocks = read(saved(book))
    expected: list[object] = []
    for grid in document.grids():
        assert isinstance(grid, Grid)
        cells = (Cell(cell.row, cell.column, "\n".join(cell.lines), cell.row_span, cell.column_span) for cell in grid.cells)
        expected += [grid.heading.text, tuple(cells)]
    assert [block.text if isinstance(block, Words) else block.cells for block in blocks] == expected


def test_cells_without_addresses_and_dimensions_that_lie() -> None:
    def without(content: bytes) -> bytes:
        for place in (b"A1", b"B1", b"A2", b"B2"):
            content = content.replace(b' r="' + place + b'"', b"")
        return content.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')

    assert shown(read(changed(workbook(PLAIN), SHEET, without))) == [[["项目", "数量"], ["规章", "3"]]]


@pytest.mark.parametrize("area", ["A1:XFD1048576", "A1:ZZZ9999999", "C9:B1", "B1:B1", "A1", "x", "A2:B2"])
def test_merged_areas_that_lie(area: str) -> None:
    def merged(content: bytes) -> bytes:
        return content.replace(b"</sheetData>", f'</sheetData><mergeCells><mergeCell ref="{area}"/></mergeCells>'.encode())

    assert read(changed(workbook(PLAIN), SHEET, merged))


def test_merged_areas_that_overlap(monkeypatch: pytest.MonkeyPatch) -> None:
    def merged(*areas: str) -> Callable[[bytes], bytes]:
        inner = "".join(f'<mergeCell ref="{area}"/>' for area in areas).encode()
        return lambda content: content.replace(b"</sheetData>", b"</sheetData><mergeCells>" + inner + b"</mergeCells>")

    assert shown(read(changed(workbook(PLAIN), SHEET, merged("A1:A2", "A1:B1")))) == [[[("项目", 2, 1), "数量"], ["3"]]]
    monkeypatch.setattr(xlsx_sheet, "LIMIT_EXAMINED", 100)
    with pytest.raises(UserError, match="互相重叠"):
        read(changed(workbook(PLAIN), SHEET, merged(*["A1:B2"] * 50)))


def test_styled_but_empty_cells_cost_nothing() -> None:
    empty = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (row, row) for row in range(3, 60_000))
    data = changed(workbook(PLAIN), SHEET, lambda content: content.replace(b"</sheetData>", empty + b"</sheetData>"))
    assert shown(read(data)) == [[["项目", "数量"], ["规章", "3"]]]


@pytest.mark.parametrize(
    "extra",
    [
        b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>',
        b'<row r="99999999999"><c><v>1</v></c></row>',
        b'<row r="3000"><c r="XFD3000"><v>1</v></c></row>',
    ],
)
def test_content_far_away_is_refused(extra: bytes) -> None:
    with pytest.raises(UserError, match="一直写到"):
        read(changed(workbook(PLAIN), SHEET, lambda content: content.replace(b"</sheetData>", extra + b"</sheetData>")))


def test_a_sheet_of_a_million_rows_is_refused() -> None:
    many = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (row, row) for row in range(3, 300_000))
    with pytest.raises(UserError, match="不会是一份年度报告"):
        read(changed(workbook(PLAIN), SHEET, lambda content: content.replace(b"</sheetData>", many + b"</sheetData>")))


@pytest.mark.parametrize(
    "part",
    [
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        '<?xml version="1.0" encoding="utf-16"?><a/>'.encode("utf-16"),
        b'<?xml version="1.0" encoding="utf-7"?><a/>',
    ],
)
@pytest.mark.parametrize("name", ["xl/styles.xml", SHEET, "xl/_rels/workbook.xml.rels", "[Content_Types].xml", "docProps/app.xml"])
def test_entities_and_odd_encodings_are_refused(name: str, part: bytes) -> None:
    with pytest.raises(UserError, match="可能有害"):
        read(changed(workbook(PLAIN), name, lambda _: part))


@pytest.mark.parametrize(
    ("limit", "value"), [("LIMIT_BYTES", 1000), ("LIMIT_ALL_BYTES", 1000), ("LIMIT_PARTS", 3), ("LIMIT_TAGS", 50), ("LIMIT_ATTRIBUTES", 50)]
)
def test_a_package_that_unpacks_to_much_is_refused(limit: str, value: int, monkeypatch: pytest.MonkeyPatch) -> None:
    data = workbook(PLAIN)
    assert read(data)
    monkeypatch.setattr(xlsx, limit, value)
    with pytest.raises(UserError, match="解压后太大"):
        read(data)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for number in range(3):
            package.writestr(f"xl/worksheets/sheet{number}.xml", bytes(30 * 1024 * 1024))
    with pytest.raises(UserError, match="解压后太大"):
        read(stream.getvalue())


def test_other_files() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    with pytest.raises(UserError, match="打开密码"):
        read(ole + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(UserError, match="旧版"):
        read(ole)
    word = BytesIO()
    with zipfile.ZipFile(word, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "<w/>")
    with pytest.raises(UserError, match="Word"):
        read(word.getvalue())
    data = workbook(PLAIN)
    for damaged in (b"", b"PK", b"PK\x03\x04", b"%PDF-1.7", data[: len(data) // 2], data[100:], "甲,乙".encode()):
        with pytest.raises(UserError, match="这不是 Excel 工作簿"):
            read(damaged)
    for empty in (workbook({}), workbook({"A1": "  "})):
        with pytest.raises(UserError, match="没有内容"):
            read(empty)


def test_what_openpyxl_warns_of_is_not_said() -> None:
    extension = b'<extLst><ext uri="{x}"/></extLst></worksheet>'
    odd = changed(workbook(PLAIN | {"C2": date(2023, 1, 1)}), SHEET, lambda content: content.replace(b"</worksheet>", extension))
    odd = changed(odd, SHEET, lambda content: content.replace(b"<v>44927</v>", b"<v>99999999999</v>"))
    assert read(odd)


def test_damaged_workbooks_are_read_or_refused() -> None:
    chance = random.Random(20240120)
    seed = workbook(PLAIN | {"A3": "三", "B3": "=1", "C3": 1.5, "D3": date(2023, 1, 1)}, "A1:A2", bordered="A1:C3")
    with zipfile.ZipFile(BytesIO(seed)) as package:
        names = package.namelist()
    refused = []
    for _ in range(300):
        if chance.random() < 0.2:
            data = bytearray(seed)
            for _ in range(chance.randint(1, 5)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            damaged = bytes(data)
        else:
            damaged = changed(seed, chance.choice([SHEET, SHEET, *names]), lambda content: _damaged(chance, content))
        try:
            read(damaged)
        except UserError as error:
            refused.append(str(error))
    assert 50 < len(refused) < 290


def _damaged(chance: random.Random, content: bytes) -> bytes:
    """The part with something in it doubled, left out or put in; never the same."""
    start = chance.randrange(len(content))
    end = min(len(content), start + chance.randint(1, 60))
    match chance.randrange(4):
        case 0:
            return content[:start] + content[end:]
        case 1:
            return content[:end] + content[start:end] * 3 + content[end:]
        case 2:
            number = str(chance.choice((-1, 0, 7, 10**6, 10**30, "A", "NaN", "1e999"))).encode()
            digits = [place for place in range(len(content)) if content[place : place + 1].isdigit()] or [start]
            place = chance.choice(digits)
            return content[:place] + number + content[place + 1 :] + b" "
        case _:
            return content[:start] + chance.choice((b"<", b">", b'"', b"<c/>", b"\xff", b"&amp;", b"</row>")) + content[start:]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (301, "General", "301"),
        (301, "0", "301"),
        (27505, "#,##0", "27505"),
        (5722.2, "0.00", "5722.2"),
        (5722.2049, "0.00", "5722.20"),
        (5722.205, '#,##0.00"万元"', "5722.21"),
        (64, '0"件"', "64"),
        (64, "[Red]0_);[Blue]\\(0\\)", "64"),
        (-3, "0;-0", "-3"),
        (0, "0;-0;;@", ""),
        (5, ";;;", ""),
        (0, "0;-0;0", "0"),
        (69372500, '0!.0,"万"', '69372500〔0!.0,"万"〕'),
        (69372500, "0.00,", "69372500〔0.00,〕"),
        (0, '"9"0', '0〔"9"0〕'),
        (0.64, "0%", "0.64〔0%〕"),
        (12, "0.00E+00", "12〔0.00E+00〕"),
        (0.4, "0", "0"),
    ],
)
def test_a_number_is_what_its_cell_shows_or_no_number(value: float, number_format: str, text: str) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row, words in enumerate(("行政许可", "行政处罚"), 1):
        sheet.cell(row, 1, words)
        sheet.cell(row, 2, 7)
    sheet.cell(3, 1, "行政强制")
    cell = sheet.cell(3, 2, value)
    cell.number_format = number_format
    (table,) = [block for block in read(saved(book)) if isinstance(block, RawTable)]
    assert {(cell.row, cell.column): cell.text for cell in table.cells}[2, 1] == text


def test_what_is_struck_through_in_a_cell_is_deleted() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row, number in enumerate((7, 8, 9), 1):
        sheet.cell(row, 1, "行政许可")
        sheet.cell(row, 2, number).font = Font(strike=row == 2)
    (table,) = [block for block in read(saved(book)) if isinstance(block, RawTable)]
    assert [cell.text for cell in table.cells if cell.column == 1] == ["7", "", "9"]
