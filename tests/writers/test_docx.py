"""The DOCX: valid, the same bytes every time, and cell by cell what the Document says."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openxml_audit import FileFormat, OpenXmlValidator

from goigen.document import Cell, Document, Grid, Heading, Paragraph
from goigen.errors import UserError
from goigen.layout import lay_out
from goigen.report import load
from goigen.source import read_source
from goigen.writers.docx_table import twips
from tests.support import TextSnapshot
from tests.support import write_docx as write
from tools.reference import TARGET, build

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted((ROOT / "sample_inputs").glob("*.yaml"))
REFERENCE = TARGET.read_bytes()
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMES = {"w": W.strip("{}")}


class PrettyXml(TextSnapshot):
    file_extension = "xml"


def sample(path: Path, draft: bool = False) -> Document:
    report, _ = load(read_source(path.name, path.read_bytes()))
    assert report is not None
    return lay_out(report, draft=draft)


def plain(cells: tuple[Cell, ...], rows: int, columns: int, **others) -> Grid:
    return Grid("t", Heading(1, "二、表"), cells, (156 / columns,) * columns, (8.0,) * rows, 10.5, 13.0, **others)


SMALL_GRID = plain(
    (
        Cell(0, 0, ("（本列数据", "勾稽关系）"), "corner", 2, 1),
        Cell(0, 1, ("申请人“情况”",), "head", 1, 2),
        Cell(1, 1, ("自然人",), "head"),
        Cell(1, 2, ("总计",), "head"),
        Cell(2, 0, ("1.属于国家秘密",), "stub"),
        Cell(2, 1, ("0",), "figure"),
        Cell(2, 2, ("12345678",), "figure"),
    ),
    rows=3,
    columns=3,
    header_rows=2,
    new_page=True,
    notes=(Paragraph("注：含上年结转。", "note"),),
)
SMALL = Document(
    title=("某某县人民政府", "2023年政府信息公开工作年度报告"),
    agency="某某县人民政府",
    year="2023",
    blocks=(
        Heading(1, "一、总体情况"),
        Heading(2, "（一）主动公开"),
        Paragraph("公开“政策”3条，<不含>A&B——见附件…"),
        SMALL_GRID,
        Paragraph("某某县人民政府", "signature"),
        Paragraph("2024年1月15日", "date"),
    ),
)
DRAFT = replace(SMALL, draft=True, blocks=(Paragraph("草稿　不得公布", "draft"), *SMALL.blocks))
BARE = Document(title=("标题",), agency="某局", year="〔未填〕", blocks=(plain((Cell(0, 0, ("0",), "figure"),), 1, 1),))


@pytest.fixture(scope="module")
def complete() -> Document:
    return sample(ROOT / "sample_inputs" / "complete.yaml")


def parts(made: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(made)) as package:
        return {name: package.read(name) for name in package.namelist()}


def faults(made: bytes, folder: Path) -> list[object]:
    path = folder / "made.docx"
    path.write_bytes(made)
    return OpenXmlValidator(file_format=FileFormat.OFFICE_2019).validate(path).errors


def python_docx_default() -> bytes:
    saved = BytesIO()
    docx.Document().save(saved)
    return saved.getvalue()


def test_the_reference_is_what_the_tool_builds() -> None:
    assert build() == build() == REFERENCE, "run python -m tools.reference"


def test_valid(tmp_path: Path, complete: Document) -> None:
    assert not faults(REFERENCE, tmp_path)
    for document in (complete, SMALL, DRAFT, BARE):
        assert not faults(write(document, REFERENCE), tmp_path)
        assert not faults(write(document, python_docx_default()), tmp_path)


def test_xml_of_a_small_report(snapshot) -> None:
    root = etree.fromstring(parts(write(DRAFT, REFERENCE))["word/document.xml"])
    etree.indent(root)
    assert etree.tostring(root, encoding="unicode") + "\n" == snapshot(extension_class=PrettyXml)


def test_the_same_bytes_without_a_clock(complete: Document) -> None:
    made = write(complete, REFERENCE)
    assert made == write(complete, REFERENCE)
    with ZipFile(BytesIO(made)) as package:
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    core = docx.Document(BytesIO(made)).core_properties
    assert core.created == core.modified
    assert core.created.isoformat() == f"{int(complete.year) + 1}-01-01T00:00:00+00:00"


def test_properties(complete: Document) -> None:
    made = write(complete, REFERENCE)
    core = docx.Document(BytesIO(made)).core_properties
    assert (core.title, core.author, core.last_modified_by) == (complete.name, complete.agency, complete.agency)
    assert (core.subject, core.language) == ("政府信息公开工作年度报告", "zh-CN")
    assert f"{complete.year}年" in core.keywords
    assert b"python-docx" not in b"".join(parts(made).values())


def test_nothing_of_an_author_is_left(complete: Document) -> None:
    made = parts(write(complete, REFERENCE))
    texts = [blob.decode() for name, blob in made.items() if name.endswith((".xml", ".rels"))]
    assert len(texts) > 9
    for trace in ("bookmark", "omment", "rsid", "w:ins ", "w:del ", "thumbnail", "customXml"):
        assert not [text for text in texts if trace in text], trace


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_cell_reads_back_with_its_spans(path: Path) -> None:
    document = sample(path)
    tables = docx.Document(BytesIO(write(document, REFERENCE))).tables
    assert [(len(t.rows), len(t.columns)) for t in tables] == [(14, 4), (28, 10), (4, 15)]
    for grid, read in zip(document.grids(), tables, strict=True):
        flat, columns = read._cells, len(grid.widths)
        for cell in grid.cells:
            standing = {id(flat[row * columns + column]._tc) for row, column in cell.slots()}
            assert len(standing) == 1, cell
            assert flat[cell.row * columns + cell.column].text == "\n".join(cell.lines)
        assert len({id(cell._tc) for cell in flat}) == len(grid.cells)


def test_tables_hold_together(complete: Document) -> None:
    made = docx.Document(BytesIO(write(complete, REFERENCE)))
    for grid, read in zip(complete.grids(), made.tables, strict=True):
        rows = read._tbl.findall(f"{W}tr")
        assert [row for row, tr in enumerate(rows) if tr.find(f".//{W}tblHeader") is not None] == list(range(grid.header_rows))
        assert all(tr.find(f"{W}trPr/{W}cantSplit") is not None for tr in rows)
        kept = [{p.find(f"{W}pPr/{W}keepNext") is not None for p in tr.iter(f"{W}p")} for tr in rows]
        assert kept == [{True}] * (len(rows) - 1) + [{bool(grid.notes)}]  # the last row stays with the note below it
        columns = [int(column.get(f"{W}w")) for column in read._tbl.tblGrid]
        assert sum(columns) == int(read._tbl.tblPr.find(f"{W}tblW").get(f"{W}w")) == round(sum(grid.widths) * 1440 / 25.4)
        assert read._tbl.tblPr.find(f"{W}tblCaption").get(f"{W}val") == grid.heading.text
        heading = read._tbl.getprevious()
        assert heading.xpath("string(.)") == grid.heading.text
        assert (heading.find(f"{W}pPr/{W}pageBreakBefore") is not None) == grid.new_page


@given(st.lists(st.floats(0.1, 160), min_size=1, max_size=20))
def test_widths_lose_nothing_to_rounding(widths: list[float]) -> None:
    assert sum(twips(widths)) == round(sum(widths) * 1440 / 25.4)


def test_styles_have_the_official_fonts_and_levels(complete: Document) -> None:
    made = docx.Document(BytesIO(write(complete, REFERENCE)))
    found = {}
    for style in made.styles.element.iterfind(f"{W}style[@{W}type='paragraph']"):
        face, size, level = (style.find(path, NAMES) for path in ("w:rPr/w:rFonts", "w:rPr/w:sz", "w:pPr/w:outlineLvl"))
        if face is not None:
            name = style.find("w:name", NAMES).get(f"{W}val")
            found[name] = (face.get(f"{W}eastAsia"), int(size.get(f"{W}val")) / 2, None if level is None else level.get(f"{W}val"))
    assert found["Normal"] == ("仿宋_GB2312", 16, None)
    assert found["Title"] == ("方正小标宋简体", 22, None)
    assert found["heading 1"] == ("黑体", 16, "0")
    assert found["heading 2"] == ("楷体_GB2312", 16, "1")
    assert found["footer"] == ("宋体", 14, None)
    used = {paragraph.style.name for paragraph in made.paragraphs}
    assert used == {"Title", "Heading 1", "Heading 2", "Normal", "附注", "署名", "成文日期"}
    assert {p.style.name for t in made.tables for c in t._cells for p in c.paragraphs} == {"表格文字", "表格数字"}
    assert {table.style.name for table in made.tables} == {"年报表格"}


def test_ambiguous_punctuation_asks_for_the_chinese_font() -> None:
    root = etree.fromstring(parts(write(SMALL, REFERENCE))["word/document.xml"])
    asking = {"".join(run.itertext()) for run in root.xpath("//w:r[w:rPr/w:rFonts/@w:hint='eastAsia']", namespaces=NAMES)}
    assert asking == {"公开“政策”3条，<不含>A&B——见附件…", "申请人“情况”"}


def test_characters_that_xml_forbids_are_dropped() -> None:
    odd = replace(SMALL, agency="某\x00局", title=("甲\x0b\ufffe乙",), blocks=(Paragraph("丙\ud800丁\x1f 戊 "),))
    made = docx.Document(BytesIO(write(odd, REFERENCE)))
    assert [paragraph.text for paragraph in made.paragraphs] == ["甲乙", "丙丁 戊 "]
    assert made.core_properties.author == "某局"


def test_a_draft_is_marked_on_every_page() -> None:
    first_page_apart = docx.Document(BytesIO(REFERENCE))
    first_page_apart.sections[0].different_first_page_header_footer = True
    first_page_apart.sections[0].header.paragraphs[0].text = "某局文件"
    saved = BytesIO()
    first_page_apart.save(saved)
    for reference, count in ((REFERENCE, 2), (saved.getvalue(), 3), (python_docx_default(), 1)):
        heads = [etree.fromstring(blob) for name, blob in parts(write(DRAFT, reference)).items() if "header" in name]
        assert len(heads) == count
        assert all(head[0].xpath("string(.)") == "草稿" and head[0].find(f".//{W}color").get(f"{W}val") == "FF0000" for head in heads)
    assert not [name for name in parts(write(SMALL, REFERENCE)) if "header" in name]


def test_an_agency_reference_without_our_styles() -> None:
    reference = docx.Document()
    old = reference.add_paragraph("模板里的旧文")
    reference.add_comment(old.runs[0], text="私人批注", author="张三")
    saved = BytesIO()
    reference.save(saved)
    made = write(SMALL, saved.getvalue())
    assert not [name for name in parts(made) if "comments" in name]
    read = docx.Document(BytesIO(made))
    assert "模板里的旧文" not in "".join(paragraph.text for paragraph in read.paragraphs)
    assert read.tables[0].cell(2, 2).text == "12345678"
    assert len(read.tables[0]._tbl.tblPr.find(f"{W}tblBorders")) == 6
    assert {p.find(f"{W}pPr/{W}snapToGrid").get(f"{W}val") for p in read.tables[0]._tbl.iter(f"{W}p")} == {"0"}


def template() -> bytes:
    """A DOTX: Word opens it, but as another kind of file."""
    saved = BytesIO()
    with ZipFile(saved, "w") as package:
        for name, blob in parts(REFERENCE).items():
            package.writestr(name, blob.replace(b"document.main+xml", b"template.main+xml"))
    return saved.getvalue()


@pytest.mark.parametrize("reference", [b"", b"%PDF-1.7", REFERENCE[:9000], template()], ids=["empty", "pdf", "cut", "dotx"])
def test_a_reference_that_is_no_docx(reference: bytes) -> None:
    with pytest.raises(UserError, match="不是有效的 DOCX"):
        write(SMALL, reference)
