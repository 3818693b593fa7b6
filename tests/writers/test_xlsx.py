"""The check sheet as a workbook: the words of the text file, numbers as numbers, nothing a formula, the same bytes again."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from goigen.document import Cell, Document, Grid, Heading, Paragraph
from goigen.errors import UserError
from goigen.filing import write_sheet
from goigen.finding import Finding, Place, Severity
from goigen.layout import lay_out
from goigen.layout.sheet import Sheet, lay_out_sheet
from goigen.pipeline import Checked, check_file
from goigen.standard import FORM
from goigen.writers import text, xlsx
from tests.cli.test_cli import run
from tests.support import SAMPLES, look, sample
from tests.writers.read_back import bare, from_text

WRONG = SAMPLES / "wrong" / "balance-carried.yaml"
FILED = {
    "one with findings": [WRONG],
    "one without": [SAMPLES / "minimal.yaml"],
    "several": [SAMPLES / "complete.yaml", WRONG, SAMPLES / "minimal.yaml", SAMPLES / "wrong" / "not-utf8.yaml"],
}
HOSTILE = (
    "=1+1",
    '=HYPERLINK("http://x")',
    "@SUM(A1)",
    "+86",
    "-1",
    "{=1}",
    "http://example.com",
    "\t=1",
    "0012",
    "1e5",
    "_x0041_",
    "TRUE",
)


def sheet(name: str, agency: str = "某局", *findings: Finding) -> Sheet:
    return Sheet(name, agency, "2023", "abc", findings)


def finding(message: str, hint: str = "") -> Finding:
    return Finding("T10", Severity.ERROR, Place("f.yaml", 3, 1), "", message, hint)


def opened(data: bytes) -> list[Worksheet]:
    return list(openpyxl.load_workbook(io.BytesIO(data)))


def written(document: Document) -> list[Worksheet]:
    return opened(xlsx.write(document, look()))


def grid(
    words: dict[tuple[int, int], str], spans: dict[tuple[int, int], tuple[int, int]], rows: int, columns: int, heading: str = "表"
) -> Grid:
    cells = tuple(Cell(*at, (word,), "head", *spans.get(at, (1, 1))) for at, word in words.items())
    return Grid("g", Heading(1, heading), cells, (20.0,) * columns, (10.0,) * rows, 10.5, 15.0, 1)


@pytest.mark.parametrize("name", FILED)
def test_every_word_of_the_text_file_is_in_it_in_the_same_order(name: str) -> None:
    results = [check_file(path) for path in FILED[name]]
    document = lay_out_sheet([Sheet(c.name, c.agency, str(c.year), c.digest, c.findings) for c in results], "0")
    told = from_text(text.write(document, look()))
    sheets = written(document)
    title, *_ = {page["A1"].value for page in sheets}
    assert title == document.name
    words = [str(cell.value) for page in sheets for row in list(page.rows)[1:] for cell in row if cell.value is not None]
    everything = bare("".join([document.name, *words]))
    assert sorted(everything) == sorted(told.words + "".join(told.cells))
    expected = [document.name]
    for block in document.blocks:
        expected += [block.heading.text, *(c.text for c in block.cells), *(n.text for n in block.notes)] if isinstance(block, Grid) else [
            block.text]  # fmt: skip
    assert everything == bare("".join(expected))


@pytest.mark.parametrize("name", FILED)
def test_through_the_file_with_the_same_bytes_twice(tmp_path: Path, name: str) -> None:
    results = [check_file(path) for path in FILED[name]]
    one = write_sheet(tmp_path / "审核单.XLSX", results, look(), "0")
    two = write_sheet(tmp_path / "b.xlsx", results, look(), "0")
    assert one.read_bytes() == two.read_bytes()
    everything = [cell.value for page in opened(one.read_bytes()) for row in page.rows for cell in row]
    assert [checked.digest for checked in results if f"SHA-256：{checked.digest or '—'}" not in everything] == []
    with zipfile.ZipFile(one) as package:
        assert b"2000-01-01T00:00:00Z" in package.read("docProps/core.xml")


def test_the_command_writes_it_for_one_report(tmp_path: Path) -> None:
    ran = run("check", str(WRONG), "--sheet", "a.xlsx", cwd=tmp_path)
    assert (ran.returncode, "已写 a.xlsx" in ran.stderr) == (1, True)
    (page,) = opened((tmp_path / "a.xlsx").read_bytes())
    assert page["A1"].value == "政府信息公开工作年度报告审核单"
    assert page["A2"].value.endswith("：退回")


def test_what_was_not_read_is_said() -> None:
    for name, checked, words in (
        ("agency", Checked("x.yaml", None, ()), "（没有读出机关） —年："),
        ("digest", Checked("x.yaml", None, ()), "SHA-256：—"),
    ):
        data = write_in_memory(checked)
        assert any(str(cell.value).startswith(words) for page in opened(data) for row in page.rows for cell in row), name


def write_in_memory(checked: Checked) -> bytes:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        return write_sheet(Path(folder, "a.xlsx"), [checked], look(), "0").read_bytes()


@pytest.mark.parametrize("word", HOSTILE)
def test_text_is_text_wherever_it_stands(word: str) -> None:
    spread = grid({(0, 0): word, (0, 1): "b", (1, 0): word, (1, 1): word}, {}, 2, 2, heading=word)
    spread = replace(spread, notes=(Paragraph(word, "note"),))
    (page,) = written(Document(("题", word), word, "2023", (Paragraph(word), Heading(2, word), spread)))
    found = [cell for row in page.rows for cell in row if cell.value == word]
    assert len(found) == 7
    assert {cell.data_type for cell in found} == {"s"}
    assert not any(cell.hyperlink for cell in found)


def test_whole_numbers_are_numbers_and_what_only_looks_like_one_is_not() -> None:
    words = ["0", "27505", "999999999999999", "1234567890123456", "0012", "1.50", "-3", "１２", ""]
    cells = grid({(row, 0): word for row, word in enumerate(words)}, {}, len(words), 1)
    (page,) = written(Document(("题",), "", "", (cells,)))
    shown = [page.cell(3 + row, 1) for row in range(len(words))]
    assert [cell.value for cell in shown] == [0, 27505, 999999999999999, *words[3:]]
    assert [cell.data_type for cell in shown[:-1]] == ["n"] * 3 + ["s"] * 5


def test_merged_cells_heights_and_widths() -> None:
    words = {(0, 0): "甲", (0, 1): "乙", (1, 1): "丙", (1, 2): "丁"}
    spread = grid(words, {(0, 0): (2, 1), (0, 1): (1, 2)}, 2, 3)
    spread = replace(spread, heights=(10.0, 200.0), widths=(20.0, 40.0, 30.0), notes=(Paragraph("一"), Paragraph("二")))
    (page,) = written(Document(("题",), "", "", (Paragraph("前"), spread, Paragraph("后"))))
    assert [page.cell(row, 1).value for row in range(1, 9)] == ["题", "前", "表", "甲", None, "一", "二", "后"]
    assert {str(area) for area in page.merged_cells.ranges} == {"A4:A5", "B4:C4"}
    assert [page[at].value for at in ("B4", "B5", "C5")] == ["乙", "丙", "丁"]
    assert page.row_dimensions[4].height == pytest.approx(10 * 72 / 25.4, abs=0.5)
    assert page.row_dimensions[5].height == pytest.approx(
        409, abs=0.5
    )  # 200 mm would be 567 points, with which Excel calls the file damaged
    assert [round(page.column_dimensions[letter].width) for letter in "ABC"] == [12, 23, 17]
    assert page["A4"].font.bold
    assert not page["B5"].font.bold
    assert page["B5"].border.left.style == page["C4"].border.top.style == "thin"
    assert page.freeze_panes == "A5"
    assert page.print_title_rows == "$4:$4"


def test_the_official_tables_are_a_worksheet_each_with_all_figures() -> None:
    report = sample("pingfang-2023.yaml")
    document = lay_out(report)
    pages = written(document)
    assert [page.title for page in pages] == [block.heading.text for block in document.grids()]
    sources = [cell for block in document.grids() for cell in block.cells if cell.source]
    numbers = [cell.value for page in pages for row in page.rows for cell in row if cell.data_type == "n" and cell.value is not None]
    wholes = [int(cell.text) for cell in sources if re.fullmatch(r"\d+", cell.text)]
    assert numbers == wholes
    assert len(wholes) >= len(FORM.figures) - 1
    merged = sum(len(page.merged_cells.ranges) for page in pages)
    assert merged == sum(cell.row_span * cell.column_span > 1 for block in document.grids() for cell in block.cells)


@pytest.mark.parametrize(
    ("agencies", "names"),
    [
        (["甲/乙:局[1]*?'\\", "甲乙局1"], ["1.甲乙局1 2023年：退回", "2.甲乙局1 2023年：退回"]),
        (["长" * 40, "长" * 40], ["1." + "长" * 29, "2." + "长" * 29]),
        (["𠮷" * 40, "甲"], ["1." + "𠮷" * 14, "2.甲 2023年：退回"]),
        (["\ud800局\uffff", "a\x07b"], ["1.�局� 2023年：退回", "2.ab 2023年：退回"]),
    ],
)
def test_names_of_worksheets_are_legal(agencies: list[str], names: list[str]) -> None:
    document = lay_out_sheet([sheet("f.yaml", name, finding("x")) for name in agencies], "0")
    assert [page.title for page in written(document)] == ["各机关一览", *names]


def test_worksheets_never_have_one_name() -> None:
    headings = ["A" * 40, "a" * 40, "'", "[]", "History", "表", "表", *["重" * 31] * 11]
    blocks = tuple(grid({(0, 0): "x"}, {}, 1, 1, heading=heading) for heading in headings)
    titles = [page.title for page in written(Document(("题",), "", "", blocks))]
    assert titles[:8] == ["A" * 31, "a" * 29 + "_2", "1", "1_2", "History_2", "表", "表_2", "重" * 31]
    assert titles[-1] == "重" * 28 + "_11"
    assert len({title.lower() for title in titles}) == len(headings)


def test_a_name_that_ends_in_a_space_where_it_is_cut_does_not() -> None:
    blocks = tuple(grid({(0, 0): "x"}, {}, 1, 1, heading="长" * 30 + " 长") for _ in range(2))
    assert len({page.title for page in written(Document(("题",), "", "", blocks))}) == 2


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    (page,) = written(lay_out_sheet([sheet("f.yaml", "某局", finding("很" * 40_000, "𠮷" * 20_000))], "0"))
    row = next(row for row in page.rows if row[1].value == "T10")
    assert row[3].value == "很" * 32_000 + "…"
    assert row[4].value == "𠮷" * 16_000 + "…"


def test_a_file_whose_name_is_no_utf8(tmp_path: Path) -> None:
    form = tmp_path / "某局.yaml".encode("gbk").decode("utf-8", "surrogateescape")
    form.write_bytes(WRONG.read_bytes())
    for ending in ("xlsx", "docx", "pdf", "html", "txt"):
        assert write_sheet(tmp_path / f"a.{ending}", [check_file(form)], look(), "0").stat().st_size > 1000


def test_other_endings_are_refused(tmp_path: Path) -> None:
    for name in ("a.csv", "a", ".xlsx"):
        with pytest.raises(UserError, match="审核单不能写成"):
            write_sheet(tmp_path / name, [], look(), "0")
