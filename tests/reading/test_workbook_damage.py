"""What happens to a workbook form on its way through many hands: all of it is read, or said with its sheet and cell."""

from __future__ import annotations

import random
import re
import zipfile
from collections.abc import Callable
from copy import copy
from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from goigen.checks import run_checks
from goigen.errors import ExitCode
from goigen.files import is_workbook_form
from goigen.finding import Finding
from goigen.forms.workbook.form import blank_workbook, workbook
from goigen.pipeline import check
from goigen.report import Report
from goigen.standard import FORM
from tests.forms.test_workbook import figures, sheet_of
from tests.reading.generated import form
from tests.reading.test_workbook import again, everything

TWO, THREE, FOUR = FORM.tables
NEW = figures(THREE)["applications.received.natural_person"]
REPORT = form(random.Random("damage"))
GOOD = workbook(REPORT)
PLACE = "工作表“三、收到和处理政府信息公开申请情况”"


def saved(book: Workbook) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def damaged(change: Callable[[Workbook], object], data: bytes = GOOD) -> bytes:
    """The workbook after a change, as openpyxl saves it: no formula has a value any more."""
    book = load_workbook(BytesIO(data))
    change(book)
    return saved(book)


def three(book: Workbook) -> Worksheet:
    return sheet_of(book, THREE)


def moved_lines(sheet: Worksheet, rows: tuple[int, int, int] = (0, 0, 0), columns: tuple[int, int, int] = (0, 0, 0)) -> None:
    """Move whole rows or columns (first, last, by how many), with the cells that are merged there."""
    first, last, by = rows if rows[2] else columns
    areas = [CellRange(str(area)) for area in sheet.merged_cells.ranges]
    for area in areas:
        sheet.unmerge_cells(str(area))
    held = {(cell.row, cell.column): cell.value for line in sheet.iter_rows() for cell in line if cell.value is not None}
    for row, column in held:
        sheet.cell(row, column).value = None

    def moved(number: int) -> int:
        return number + by if first <= number <= last else number

    for (row, column), value in held.items():
        sheet.cell(moved(row) if rows[2] else row, column if rows[2] else moved(column)).value = value
    for area in areas:
        if rows[2]:
            area = CellRange(min_col=area.min_col, max_col=area.max_col, min_row=moved(area.min_row), max_row=moved(area.max_row))
        else:
            area = CellRange(min_col=moved(area.min_col), max_col=moved(area.max_col), min_row=area.min_row, max_row=area.max_row)
        sheet.merge_cells(str(area))


def plain_copy(book: Workbook) -> Workbook:
    """Only the values, on sheets of other names: no formats, no rules, no names, nothing merged."""
    bare = Workbook()
    bare.remove(bare.active)
    for number, sheet in enumerate(book, 1):
        new = bare.create_sheet(f"Sheet{number}")
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    new.cell(cell.row, cell.column).value = cell.value
    return bare


def as_values(data: bytes) -> bytes:
    """Everything copied and pasted as values."""
    shown, book = load_workbook(BytesIO(data), data_only=True), load_workbook(BytesIO(data))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    cell.value = shown[sheet.title][cell.coordinate].value
    return saved(book)


def renamed(book: Workbook) -> None:
    for number, sheet in enumerate(book, 1):
        sheet.title = f"表{number}"


def reordered(book: Workbook) -> None:
    book._sheets.reverse()


def unmerged(book: Workbook) -> None:
    for sheet in book:
        for area in [str(area) for area in sheet.merged_cells.ranges]:
            sheet.unmerge_cells(area)


def hidden(book: Workbook) -> None:
    for sheet in book.worksheets[1:]:
        sheet.sheet_state = "hidden"


def in_one_sheet(book: Workbook) -> None:
    """All sheets one below the other on the first."""
    first, *others = book.worksheets
    for sheet in others:
        offset = first.max_row + 3
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None and cell.data_type != "f":
                    first.cell(cell.row + offset, cell.column).value = cell.value
        for area in sheet.merged_cells.ranges:
            first.merge_cells(
                start_row=area.min_row + offset, end_row=area.max_row + offset, start_column=area.min_col, end_column=area.max_col
            )
        book.remove(sheet)


def with_texts(write: Callable[[int], str]) -> Callable[[Workbook], None]:
    """Every figure as a text."""

    def change(book: Workbook) -> None:
        for table in FORM.tables:
            for path, place in figures(table).items():
                cell = sheet_of(book, table)[place]
                if path not in table.totals and isinstance(cell.value, int):
                    cell.value, cell.number_format = write(cell.value), "@"

    return change


def full_width(number: int) -> str:
    return str(number).translate({ord("0") + digit: ord("０") + digit for digit in range(10)})


def without_names(data: bytes) -> bytes:
    """As a program saves it that drops names and properties."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.namelist():
            content = re.sub(rb"<definedNames>.*</definedNames>", b"", old.read(part))
            if part != "docProps/custom.xml":
                new.writestr(part, content.replace(b"goigen_form", b"other"))
    return stream.getvalue()


HARMLESS: dict[str, Callable[[], bytes]] = {
    "saved again": lambda: damaged(lambda _: None),
    "rows moved down": lambda: damaged(lambda book: moved_lines(three(book), rows=(4, 60, 3))),
    "rows of the table moved": lambda: damaged(lambda book: moved_lines(three(book), rows=(33, 60, 5))),
    "an empty column put in the middle": lambda: damaged(lambda book: moved_lines(three(book), columns=(6, 30, 1))),
    "an empty column put before": lambda: damaged(lambda book: moved_lines(three(book), columns=(1, 30, 2))),
    "merged cells split": lambda: damaged(unmerged),
    "sheets in another order": lambda: damaged(reordered),
    "sheets renamed": lambda: damaged(renamed),
    "sheets hidden": lambda: damaged(hidden),
    "formats lost": lambda: saved(plain_copy(load_workbook(BytesIO(GOOD)))),
    "names and properties lost": lambda: without_names(GOOD),
    "pasted as values": lambda: as_values(GOOD),
    "all on one sheet": lambda: damaged(in_one_sheet),
    "numbers as text": lambda: damaged(with_texts(str)),
    "numbers in full width": lambda: damaged(with_texts(full_width)),
    "thousands separated": lambda: damaged(with_texts(lambda number: f"{number:,}")),
    "numbers with their unit and spaces": lambda: damaged(with_texts(lambda number: f" {number} ")),
    "the sheet of open points deleted": lambda: damaged(lambda book: book.remove(book["核对"])),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless(name: str) -> None:
    data = HARMLESS[name]()
    assert is_workbook_form(data)
    back, findings = again(data)
    assert [str(finding) for finding in findings] == []
    assert everything(back) == everything(REPORT)


def told(data: bytes) -> dict[str, list[Finding]]:
    """The findings by the cell that they name."""
    found: dict[str, list[Finding]] = {}
    for finding in check("年报.xlsx", data).findings:
        found.setdefault(finding.place.where, []).append(finding)
    return found


def new_requests(value: object, number_format: str = "General") -> bytes:
    def change(book: Workbook) -> None:
        cell = three(book)[NEW]
        cell.value, cell.number_format = value, number_format

    return damaged(change)


@pytest.mark.parametrize(
    ("value", "number_format", "words"),
    [
        ("#REF!", "General", "“#REF!”不是数"),
        ("约10", "General", "约数"),
        ("/", "General", "没有就写 0"),
        (-3, "General", "负数"),
        (1.5, "General", "有小数"),
        (True, "General", "“TRUE”不是数"),
        (datetime(2023, 3, 4), "yyyy-mm-dd", "“2023-03-04”不是数"),
        (0.64, "0%", "“64%”不是数"),
        ("=A1", "General", "公式，还没有计算过"),
        (None, "General", "还没有填"),
        ("待填", "General", "还没有填"),
    ],
)
def test_what_is_no_number_is_said_with_its_cell(value: object, number_format: str, words: str) -> None:
    here = told(new_requests(value, number_format))[PLACE + NEW]
    assert any(words in finding.message for finding in here), here
    assert len(here) == 1


def with_formula(value: bytes, kind: bytes = b"") -> bytes:
    """A formula in the cell of new requests with the value that it was last calculated to."""
    name = f"xl/worksheets/sheet{[section.key for section in FORM.sections].index('applications') + 2}.xml"
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(GOOD)) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            if part == name:
                pattern = rb'<c r="%s" s="(\d+)"><v>[^<]*</v></c>' % NEW.encode()
                content, count = re.subn(pattern, rb'<c r="%s" s="\1"%s><f>1+1</f><v>%s</v></c>' % (NEW.encode(), kind, value), content)
                assert count == 1
            new.writestr(part, content)
    return stream.getvalue()


def test_a_formula_in_an_open_cell_counts_as_its_value() -> None:
    back, findings = again(with_formula(b"77"))
    assert findings == ()
    assert back.figures["applications.received.natural_person"] == 77


def test_the_error_of_a_formula_is_said() -> None:
    here = told(with_formula(b"#REF!", b' t="e"'))[PLACE + NEW]
    assert ["“#REF!”不是数" in finding.message for finding in here] == [True]


def test_a_stale_total_says_nothing() -> None:
    data = GOOD
    path = "applications.received.total"
    place = figures(THREE)[path].encode()
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.namelist():
            new.writestr(part, re.sub(rb'(<c r="%s" [^>]*><f>[^<]*</f><v>)[^<]*' % place, rb"\g<1>999999", old.read(part)))
    assert stream.getvalue() != data
    back, findings = again(stream.getvalue())
    assert findings == ()
    assert back.figures[path] == REPORT.figures[path]


def test_a_total_that_was_typed_over_is_compared() -> None:
    data = damaged(lambda book: three(book).__setitem__(figures(THREE)["applications.received.total"], 999999))
    assert "T10" in {finding.check for finding in check("x.xlsx", data).findings}


def label(book: Workbook, text: str) -> Cell:
    return next(cell for row in three(book).iter_rows() for cell in row if str(cell.value).replace("\n", "") == text)


def test_a_label_that_was_retyped_a_little_is_known_and_said() -> None:
    def change(book: Workbook) -> None:
        label(book, "4.保护第三方合法权益").value = "4、保护第三方的合法权益"
        label(book, "社会公益组织").value = "社会公益性组织"

    back, findings = again(damaged(change))
    assert everything(back)["figures"] == everything(REPORT)["figures"]
    assert {(finding.check, finding.severity.value) for finding in findings} == {("S07", "info")}


def test_a_label_that_is_gone_is_said_with_its_numbers() -> None:
    def change(book: Workbook) -> None:
        label(book, "4.保护第三方合法权益").value = "某某"

    findings = check("x.xlsx", damaged(change)).findings
    assert any(finding.check == "S07" and "“某某”认不出来" in finding.message for finding in findings)
    assert any(finding.check == "S06" and "保护第三方合法权益" in finding.message for finding in findings)


def test_columns_whose_heads_are_gone_are_said() -> None:
    def change(book: Workbook) -> None:
        for row in three(book).iter_rows(min_row=4, max_row=6):
            for cell in row:
                if cell.value and not isinstance(cell.value, int):
                    cell.value = "某"

    findings = check("x.xlsx", damaged(change)).findings
    assert any(finding.check == "S07" for finding in findings)
    assert any(finding.check == "S06" for finding in findings)


def test_a_row_that_was_deleted_is_missing() -> None:
    def change(book: Workbook) -> None:
        row = label(book, "四、结转下年度继续办理").row
        for area in [str(area) for area in three(book).merged_cells.ranges if area.min_row == row]:
            three(book).unmerge_cells(area)
        three(book).delete_rows(row)

    findings = check("x.xlsx", damaged(change)).findings
    assert any(finding.check == "S06" and "结转下年度" in finding.message for finding in findings)


def test_a_sheet_that_was_deleted_is_missing() -> None:
    data = damaged(lambda book: [book.remove(book[FORM.sections[number].title]) for number in (0, 1)])
    checks = {(finding.check, finding.path) for finding in check("x.xlsx", data).findings}
    assert {("S01", FORM.sections[0].name), ("S06", TWO.name)} <= checks


def test_the_first_sheet_may_be_missing_too() -> None:
    back, _ = again(damaged(lambda book: book.remove(book.worksheets[0])))
    assert back.figures == REPORT.figures
    assert {"年度", "机关.名称"} <= set(back.unfilled)


def doubled(change: Callable[[Worksheet], object] = lambda _: None) -> bytes:
    def double(book: Workbook) -> None:
        for sheet in book.worksheets[:]:
            change(book.copy_worksheet(sheet))

    return damaged(double)


def test_two_workbooks_in_one() -> None:
    back, findings = again(doubled())
    assert findings == ()
    assert everything(back) == everything(REPORT)

    def other(sheet: Worksheet) -> None:
        if sheet.title.startswith("三"):
            sheet[NEW] = 123456

    back, findings = again(doubled(other))
    assert back.figures == REPORT.figures
    assert [finding.check for finding in findings] == ["R02"]
    assert "有两处，内容不同" in findings[0].message


def test_a_blank_form_beside_a_filled_one_says_nothing() -> None:
    blank = load_workbook(BytesIO(blank_workbook()))

    def paste(book: Workbook) -> None:
        for sheet in blank:
            new = book.create_sheet(f"{sheet.title[:20]} (2)", 0)
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type != "f" and cell.value is not None:
                        new.cell(cell.row, cell.column).value = copy(cell.value)
            for area in sheet.merged_cells.ranges:
                new.merge_cells(str(area))

    back, findings = again(damaged(paste))
    assert [str(finding) for finding in findings] == []
    assert everything(back) == everything(REPORT)


def test_what_the_filer_has_written_beside_is_said() -> None:
    def change(book: Workbook) -> None:
        three(book)["M9"] = "含省里下放的3件"
        three(book)["M10"] = 3
        three(book)["N11"] = "=1+1"
        three(book)[NEW].comment = Comment("向办公室核实", "张三")
        own = book.create_sheet("底稿")
        own["A1"], own["B2"] = "台账", 5

    findings = again(damaged(change))[1]
    said = sorted((finding.check, finding.severity.value, finding.place.where) for finding in findings)
    assert said == sorted(
        [
            ("R03", "warning", f"{PLACE}M9"),
            ("R03", "warning", f"{PLACE}M10"),
            ("R03", "info", f"{PLACE}{NEW}"),
            ("R03", "info", "工作表“底稿”"),
        ]
    )


def test_very_many_strangers_are_counted() -> None:
    def change(book: Workbook) -> None:
        for row in range(1, 100):
            three(book).cell(row, 20).value = f"草稿{row}"

    findings = again(damaged(change))[1]
    assert len(findings) == 21
    assert "还有 79 格" in findings[0].message + findings[-1].message


def ticks(book: Workbook, value: str, *, everywhere: bool = False) -> None:
    for table in FORM.tables:
        sheet = sheet_of(book, table)
        for row in sheet.iter_rows(max_row=None if everywhere else 3):
            for cell in row:
                if cell.value == "☐":
                    cell.value = value


@pytest.mark.parametrize("value", ["☑", "是", "√"])
def test_one_tick_makes_a_table_of_zeros(value: str) -> None:
    back, findings = again(damaged(lambda book: ticks(book, value), blank_workbook()))
    assert findings == ()
    assert set(back.figures.values()) == {0}


def test_a_tick_leaves_what_was_typed() -> None:
    def change(book: Workbook) -> None:
        ticks(book, "☑")
        three(book)[NEW] = 64

    back, _ = again(damaged(change, blank_workbook()))
    assert back.figures["applications.received.natural_person"] == 64
    assert back.figures["applications.received.total"] == 64
    assert back.figures["applications.received.company"] == 0


def test_a_tick_beside_a_group_is_for_that_group() -> None:
    def change(book: Workbook) -> None:
        sheet = three(book)
        row = label(book, "1.属于国家秘密").row
        next(cell for cell in sheet[row] if cell.value == "☐").value = "☑"

    back, _ = again(damaged(change, blank_workbook()))
    zeros = {path.rpartition(".")[0] for path, number in back.figures.items() if number == 0}
    assert zeros == {path.rpartition(".")[0] for path in FORM.figures if path.startswith("applications.results.refused.")}


def test_a_tick_that_is_neither_is_said() -> None:
    findings = again(damaged(lambda book: ticks(book, "也许"), blank_workbook()))[1]
    assert [finding.check for finding in findings] == ["R05"] * 3


def test_fees_are_zero_by_a_tick() -> None:
    def change(book: Workbook) -> None:
        sheet = book[FORM.sections[5].title]
        next(row[1] for row in sheet.iter_rows() if row[0].value == "收费全部为零").value = "☑"

    back, findings = again(damaged(change, blank_workbook()))
    assert findings == ()
    assert back.fees is not None
    assert set(back.fees.model_dump().values()) == {0}


def test_prose_with_line_breaks_new_headings_and_a_date() -> None:
    def change(book: Workbook) -> None:
        sheet = book[FORM.sections[0].title]
        sheet["B4"] = "第一段。\n\n  第二段。"
        sheet["B5"] = "第三段。"
        sheet["A22"], sheet["B22"] = "（六）标准化建设", "第四段。"
        sheet["B23"] = "第五段。"
        start = book.worksheets[0]
        for row in start.iter_rows():
            if row[0].value == "成文日期":
                row[1].value = datetime(2024, 1, 20)
            if row[0].value == "邮编":
                row[1].value = 150060

    back, findings = again(damaged(change, blank_workbook()))
    assert findings == ()
    topics = {topic.heading: [paragraph.text for paragraph in topic.paragraphs] for topic in back.sections["overview"]}
    assert topics[""] == ["第一段。", "第二段。", "第三段。"]
    assert topics["标准化建设"] == ["第四段。", "第五段。"]
    assert str(back.particulars.issued_on) == "2024-01-20"
    assert back.agency.postcode == "150060"
    assert back.place("总体情况.标准化建设").where == "工作表“一、总体情况”A22"


def test_a_formula_without_a_value_in_prose_is_said() -> None:
    data = damaged(lambda book: book[FORM.sections[0].title].__setitem__("B4", '="全年"&1'), blank_workbook())
    assert [finding.place.where for finding in again(data)[1]] == ["工作表“一、总体情况”B4"]


def test_headings_that_are_common_words_are_kept() -> None:
    def change(book: Workbook) -> None:
        sheet = book[FORM.sections[0].title]
        for row, (heading, text) in enumerate([("其他", "※ 自然人"), ("说明", "核对"), ("总计", "勾稽核对：一＋二")], 22):
            sheet.cell(row, 1).value, sheet.cell(row, 2).value = heading, text

    back, findings = again(damaged(change, blank_workbook()))
    assert findings == ()
    assert [topic.text for topic in back.sections["overview"]][-3:] == ["※ 自然人", "核对", "勾稽核对：一＋二"]


def test_a_heading_given_twice_names_both_cells() -> None:
    def change(book: Workbook) -> None:
        sheet = book[FORM.sections[0].title]
        sheet["A22"], sheet["B22"] = "主动公开", "又一段。"

    (finding,) = again(damaged(change, blank_workbook()))[1]
    assert (finding.check, finding.place.where) == ("R02", "工作表“一、总体情况”A22")
    assert "A7" in finding.message


# ———— what is no workbook any more ————


def refused(data: bytes, name: str = "年报.xlsx") -> str:
    checked = check(name, data)
    assert checked.exit_code() is ExitCode.COULD_NOT_RUN
    (finding,) = checked.findings
    assert finding.check == "R00"
    return finding.message


def test_half_a_file() -> None:
    assert "损坏" in refused(GOOD[: len(GOOD) // 2])


def test_a_part_that_is_damaged() -> None:
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(GOOD)) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, content[: len(content) // 2] if part == "xl/worksheets/sheet4.xml" else content)
    assert "损坏" in refused(stream.getvalue())


def test_a_password() -> None:
    assert "密码" in refused(b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"))


def test_an_empty_workbook() -> None:
    assert "没有内容" in refused(saved(Workbook()))


def test_parts_that_no_program_writes_are_refused() -> None:
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(GOOD)) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, content.replace(b"<sst", b'<!DOCTYPE x [<!ENTITY a "b">]><sst', 1) if "sharedStrings" in part else content)
    assert "有害" in refused(stream.getvalue())


def test_a_file_with_macros_is_read_like_any_other() -> None:
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(GOOD)) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.namelist():
            content = old.read(part).replace(
                b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
            )
            new.writestr(part, content)
        new.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    report = check("年报.xlsm", stream.getvalue()).report
    assert report is not None
    assert report.figures == REPORT.figures


def with_rows(rows: bytes) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(GOOD)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, content.replace(b"</sheetData>", rows + b"</sheetData>") if part == "xl/worksheets/sheet4.xml" else content)
    return stream.getvalue()


def test_a_million_formatted_rows_do_not_matter() -> None:
    rows = b"".join(b'<row r="%d" s="1" customFormat="1" ht="15"><c r="A%d" s="1"/></row>' % (row, row) for row in range(100, 1_000_100))
    back, findings = again(with_rows(rows))
    assert findings == ()
    assert everything(back) == everything(REPORT)


def test_a_million_filled_rows_are_refused() -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (row, row) for row in range(100, 100_100))
    assert "内容太多" in refused(with_rows(rows))


def test_a_cell_at_the_very_end_is_only_a_stranger() -> None:
    findings = again(with_rows(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))[1]
    assert [finding.place.where for finding in findings] == [f"{PLACE}XFD1048576"]


def test_every_figure_of_a_chance_report_is_checked_alike() -> None:
    back, findings = again(damaged(lambda _: None))
    mine: Report = back
    assert sorted(f.check for f in run_checks(mine, findings).findings) == sorted(f.check for f in run_checks(REPORT).findings)
