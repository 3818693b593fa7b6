"""Documents that an outside reader made up: figures that nobody sees, formulas, odd titles and files that are something else."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from io import BytesIO
from time import process_time

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.table import _Cell
from openpyxl import Workbook
from openpyxl.styles import Color, Font, PatternFill

from goigen.errors import UserError
from goigen.finding import Finding
from goigen.reading import is_published, read_published
from goigen.report import Report, load
from goigen.standard import FORM
from tests.reading import foreign_boards as boards
from tests.reading.foreign_boards import Board, Cell
from tests.reading.test_foreign import _names

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
TITLE = "青岚县水利局2023年政府信息公开工作年度报告"
LICENCES = "disclosure.licences"
VALUES = boards.distinct()
EXPECTED = {path: str(value) for path, value in VALUES.items()}
PROSE = {
    "overview": "（一）主动公开。本年度围绕水库除险加固发布信息。",
    "problems": "个别栏目更新不够及时，已建立月度自查制度。",
    "other_matters": "本年度没有收取信息处理费。",
}
Draw = Callable[[Cell], str]
Fill = Callable[[_Cell, Cell], None]


# --- builders


def tables() -> dict[str, Board]:
    return {"disclosure": boards.two(VALUES), "applications": boards.three(VALUES), "reviews": boards.four(VALUES)}


def rows_of(board: Board) -> list[list[Cell]]:
    return [board.in_row(row) for row in range(board.height)]


def page(draw: Draw | None = None, *, title: str = TITLE, style: str = "", instead: dict[str, str] | None = None) -> bytes:
    drawn = {key: table(board, draw or _text) for key, board in tables().items()} | (instead or {})
    parts = "".join(f"<p>{part.title}</p>{drawn.get(part.key) or f'<p>{PROSE[part.key]}</p>'}" for part in FORM.sections)
    return f"<html><head><meta charset=utf-8><style>{style}</style></head><body><h1>{title}</h1>{parts}</body></html>".encode()


def table(board: Board, draw: Draw) -> str:
    rows = ("".join(f"<td rowspan={c.rows} colspan={c.cols}>{draw(c)}</td>" for c in row) for row in rows_of(board))
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>".replace("\n", "<br>")


def word(fill: Fill, styles: str = "") -> bytes:
    document = Document()
    if styles:
        document.styles.element.append(parse_xml(styles))
    document.add_paragraph(TITLE)
    drawn = tables()
    for part in FORM.sections:
        document.add_paragraph(part.title)
        if board := drawn.get(part.key):
            grid = document.add_table(board.height, board.width)
            for cell in board.cells:
                corner = grid.cell(cell.row, cell.col)
                fill(corner.merge(grid.cell(cell.row + cell.rows - 1, cell.col + cell.cols - 1)), cell)
        else:
            document.add_paragraph(PROSE[part.key])
    into = BytesIO()
    document.save(into)
    return into.getvalue()


def run(cell: _Cell, text: str, properties: str = "") -> None:
    cell.paragraphs[0]._p.append(parse_xml(f"<w:r {W}><w:rPr>{properties}</w:rPr><w:t>{escape(text)}</w:t></w:r>"))


def after_figures(*pieces: tuple[str, str]) -> Fill:
    """Every figure is followed by pieces with properties of their own."""

    def fill(cell: _Cell, shown: Cell) -> None:
        run(cell, shown.text)
        for text, properties in pieces if shown.path else ():
            run(cell, text, properties)

    return fill


def instead_of(path: str, xml: str) -> Fill:
    def fill(cell: _Cell, shown: Cell) -> None:
        if shown.path == path:
            cell.paragraphs[0]._p.append(parse_xml(xml))
        else:
            run(cell, shown.text)

    return fill


# --- what is read


def read(data: bytes, ending: str = "html") -> tuple[Report, tuple[Finding, ...]]:
    report, findings = load(read_published(f"x.{ending}", data))
    assert report is not None
    return report, tuple(findings)


def wrong(data: bytes, ending: str = "html", **other: str | None) -> list[str]:
    """The figures that differ from what is seen; `other` are paths (with _ for .) that show something else, None for nothing."""
    report, findings = read(data, ending)
    seen = EXPECTED | {path: other[path.replace(".", "_")] for path in EXPECTED if path.replace(".", "_") in other}
    shown = {path: None if value is None else str(value) for path, value in report.figures.items()}
    return [f"{path}: {shown[path]}, not {seen[path]}" for path in FORM.figures if shown[path] != seen[path] and not _told(findings, path)]


def _told(findings: tuple[Finding, ...], path: str) -> bool:
    return any(_names(finding, FORM.figures[path]) for finding in findings)


def test_the_builders_make_reports_that_are_read() -> None:
    assert wrong(page()) == []
    assert wrong(word(after_figures()), "docx") == []


# --- figures that nobody sees


UNSEEN = {
    "white": ('style="color:#FFFFFF"', ""),
    "white by name": ('style="font-size:9pt;color: white"', ""),
    "white by numbers": ('style="color:rgb(255, 255, 255)"', ""),
    "transparent": ('style="color:transparent"', ""),
    "opacity": ('style="opacity:0"', ""),
    "size": ('style="font-size:0px"', ""),
    "left of the page": ('style="position:absolute;left:-9999px"', ""),
    "class": ('class="old"', "p{margin:0} .old, .older { display : none }"),
    "class of a tag": ('class="old"', "span.old{color:#fff}"),
    "id": ('id="old"', "#old{visibility:hidden}"),
}


@pytest.mark.parametrize("how", list(UNSEEN))
def test_a_figure_that_a_page_does_not_show_is_not_read(how: str) -> None:
    attribute, style = UNSEEN[how]
    hidden = f"<span {attribute}>7</span>"
    assert wrong(page(lambda cell: escape(cell.text) + (hidden if cell.path else ""), style=style)) == []


def test_white_by_the_old_tag() -> None:
    assert wrong(page(lambda cell: escape(cell.text) + ('<font color="#ffffff">7</font>' if cell.path else ""))) == []


@pytest.mark.parametrize(
    ("around", "style"),
    [
        ('<div style="background:#1f4e79"><span style="color:#fff">{}</span></div>', ""),
        ('<div class="k">{}</div>', ".k{background-color:#1f4e79;color:#fff}"),
        ('<div style="color:#fff"><span style="color:#000">{}</span></div>', ""),
        ('<div class="k">{}</div>', "@media print{.k{display:none}}"),
        ('<div style="opacity:0.9;font-size:0.8em;color:rgb(0, 0, 0)">{}</div>', ""),
    ],
)
def test_a_figure_that_can_be_seen_is_read(around: str, style: str) -> None:
    assert wrong(page(lambda cell: around.format(escape(cell.text)), style=style)) == []


def test_white_words_stay() -> None:
    """A sheet that was not saved may draw the ground of a header."""
    assert wrong(page(lambda cell: escape(cell.text) if cell.path else f'<span style="color:#fff">{escape(cell.text)}</span>')) == []


PALE = {
    "white": '<w:color w:val="FFFFFF"/>',
    "of the theme": '<w:color w:val="FFFFFF" w:themeColor="background1"/>',
    "tiny": '<w:sz w:val="2"/>',
    "by its style": '<w:rStyle w:val="Pale"/>',
}
STYLE = f'<w:style {W} w:type="character" w:styleId="Pale"><w:name w:val="Pale"/><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>'


@pytest.mark.parametrize("how", list(PALE))
def test_a_figure_that_word_does_not_show_is_not_read(how: str) -> None:
    assert wrong(word(after_figures(("7", PALE[how])), STYLE), "docx") == []


@pytest.mark.parametrize(
    "properties",
    [
        '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F4E79"/>',
        '<w:color w:val="FFFFFF"/><w:highlight w:val="darkBlue"/>',
        '<w:color w:val="FFFFFF" w:themeColor="background1" w:themeShade="80"/>',
        '<w:color w:val="auto"/>',
    ],
)
def test_a_white_figure_on_a_dark_ground_is_read(properties: str) -> None:
    def fill(cell: _Cell, shown: Cell) -> None:
        run(cell, shown.text, properties)

    assert wrong(word(fill), "docx") == []


def test_white_on_a_cell_that_is_dark() -> None:
    def fill(cell: _Cell, shown: Cell) -> None:
        cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {W} w:val="clear" w:fill="1F4E79"/>'))
        run(cell, shown.text, '<w:color w:val="FFFFFF"/>')

    assert wrong(word(fill), "docx") == []


def workbook(font: Font, fill: PatternFill | None = None) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    line = 1
    sheet.cell(line, 1, TITLE)
    for part in FORM.sections:
        sheet.cell(line := line + 2, 1, part.title)
        board = tables().get(part.key)
        for cell in board.cells if board else ():
            shown = sheet.cell(line + 1 + cell.row, 1 + cell.col, int(cell.text) if cell.text.isdigit() else cell.text)
            if cell.path == LICENCES:
                shown.font = font
                shown.fill = fill or PatternFill()
        line += board.height if board else 1
        sheet.cell(line, 1, None if board else PROSE[part.key])
    into = BytesIO()
    book.save(into)
    return into.getvalue()


@pytest.mark.parametrize("colour", [Color("FFFFFFFF"), Color(theme=0)], ids=("white", "of the theme"))
def test_a_white_figure_of_a_workbook_is_not_read(colour: Color) -> None:
    assert read(workbook(Font(color=colour)), "xlsx")[0].figures[LICENCES] is None
    dark = PatternFill("solid", fgColor="FF1F4E79")
    assert str(read(workbook(Font(color=colour), dark), "xlsx")[0].figures[LICENCES]) == EXPECTED[LICENCES]


# --- formulas and signs


FORMULAS = {
    "fraction": "<m:f><m:num><m:r><m:t>12</m:t></m:r></m:num><m:den><m:r><m:t>34</m:t></m:r></m:den></m:f>",
    "power": "<m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>3</m:t></m:r></m:sup></m:sSup>",
    "root": "<m:rad><m:deg/><m:e><m:r><m:t>16</m:t></m:r></m:e></m:rad>",
}


@pytest.mark.parametrize("name", list(FORMULAS))
def test_a_formula_is_no_row_of_digits(name: str) -> None:
    report, findings = read(word(instead_of(LICENCES, f"<m:oMath {M}>{FORMULAS[name]}</m:oMath>")), "docx")
    assert _told(findings, LICENCES)
    assert str(report.figures[LICENCES]) not in {"1234", "103", "16"}


def test_a_plain_formula_is_its_digits() -> None:
    digits = f"<m:oMath {M}><m:r><m:t>{EXPECTED[LICENCES]}</m:t></m:r></m:oMath>"
    assert wrong(word(instead_of(LICENCES, digits)), "docx") == []


def test_digits_of_the_font_symbol_are_digits() -> None:
    sign = f'<w:r {W}><w:t>1</w:t><w:sym w:font="Symbol" w:char="F032"/></w:r>'
    assert str(read(word(instead_of(LICENCES, sign)), "docx")[0].figures[LICENCES]) == "12"


def test_digits_that_are_turned_round_are_said() -> None:
    report, findings = read(page(lambda cell: "\u202e21\u202c" if cell.path == LICENCES else escape(cell.text)))
    assert report.figures[LICENCES] is None
    assert _told(findings, LICENCES)


def test_digits_that_word_turns_round_are_said() -> None:
    report, findings = read(word(instead_of(LICENCES, f'<w:bdo {W} w:val="rtl"><w:r><w:t>123</w:t></w:r></w:bdo>')), "docx")
    assert report.figures[LICENCES] is None
    assert _told(findings, LICENCES)


# --- last year's table beside this year's


def _of_last_year(board: Board) -> Board:
    for cell in board.cells:
        cell.text = str(int(cell.text) + 1000) if cell.path else cell.text
    return board


def _without_carried_in(board: Board) -> Board:
    board.drop_row(next(cell.row for cell in board.cells if "上年结转" in cell.text))
    return board


CARRIED = [path for path in EXPECTED if path.startswith("applications.carried_in.")]


def test_a_row_that_only_the_table_of_last_year_has() -> None:
    this, last = _without_carried_in(boards.three(VALUES)), _of_last_year(boards.three(VALUES))
    both = f"{table(this, _text)}<p>附：2022年数据</p>{table(last, _text)}"
    report, findings = read(page(instead={"applications": both}))
    assert all(report.figures[path] is None and _told(findings, path) for path in CARRIED)
    assert str(report.figures["applications.received.other"]) == EXPECTED["applications.received.other"]


def test_a_row_that_only_the_table_above_has_is_said() -> None:
    this, last = _without_carried_in(boards.three(VALUES)), _of_last_year(boards.three(VALUES))
    both = f"<p>2022年数据</p>{table(last, _text)}<p>2023年数据</p>{table(this, _text)}"
    _, findings = read(page(instead={"applications": both}))
    assert all(_told(findings, path) for path in CARRIED)


def test_a_table_in_two_pieces_is_one_table() -> None:
    """The row at the tear is printed on both pages."""
    upper, lower = boards.three(VALUES).cut(15, again=True)
    again, _ = boards.three(VALUES).cut(16, again=True)
    assert wrong(page(instead={"applications": table(again, _text) + table(lower, _text)})) == []
    assert wrong(page(instead={"applications": table(upper, _text) + table(lower, _text)})) == []


def _text(cell: Cell) -> str:
    return escape(cell.text)


# --- titles


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("青岚县水利局2023-2024年政府信息公开工作年度报告", None),
        ("青岚县水利局2023年—2024年政府信息公开工作年度报告", None),
        ("2023至2024年度青岚县水利局政府信息公开工作年度报告", None),
        ("青岚县水利局二〇二三—二〇二四年政府信息公开工作年度报告", None),
        ("青岚县水利局1023年政府信息公开工作年度报告", None),
        ("青岚县水利局23年政府信息公开工作年度报告", None),
        ("青岚县水利局（2023年度）政府信息公开工作年度报告", 2023),
        ("2023年青岚县水利局政府信息公开工作年度报告", 2023),
    ],
)
def test_a_year_is_no_part_of_a_name(title: str, year: int | None) -> None:
    report, _ = read(page(title=title))
    assert (report.agency.name, report.year) == ("青岚县水利局", year)


# --- files that are something else


BITMAP = b"BM" + (66).to_bytes(4, "little") + bytes(60)
PICTURES = (b"\x89PNG\r\n\x1a\n" + bytes(60), b"\xff\xd8\xff\xe0" + bytes(60), b"GIF89a" + bytes(60), BITMAP)


@pytest.mark.parametrize("data", PICTURES, ids=("png", "jpeg", "gif", "bmp"))
@pytest.mark.parametrize("ending", ["docx", "pdf", "html", "png"])
def test_a_picture_is_called_a_picture(data: bytes, ending: str) -> None:
    assert is_published(f"x.{ending}", data)
    with pytest.raises(UserError, match="图片"):
        read_published(f"x.{ending}", data)


def test_an_archive_is_called_an_archive() -> None:
    with pytest.raises(UserError, match="压缩包"):
        read_published("x.docx", b"Rar!\x1a\x07\x00" + bytes(60))


# --- more than anybody writes


def test_lines_without_end_are_refused_before_they_are_read() -> None:
    with pytest.raises(UserError, match="行，不会是"):
        read_published("x.txt", b"\t1\n" * 150_000)


@pytest.mark.parametrize("sheet", ["@a" * 90_000, "/*" * 90_000, "," * 190_000 + "{color:#fff}", "a" * 190_000, "@media a{" * 20_000])
def test_a_style_sheet_without_end_takes_no_time(sheet: str) -> None:
    started = process_time()
    assert wrong(page(style=sheet)) == []
    assert process_time() - started < 5


def test_a_run_of_very_many_pieces_takes_no_time() -> None:
    pieces = "<m:r>" + "<m:t>1</m:t>" * 5000 + "</m:r>"
    data = word(instead_of(LICENCES, f"<m:oMath {M}>{'<m:sup>' * 100}{pieces}{'</m:sup>' * 100}</m:oMath>"))
    started = process_time()
    read(data, "docx")
    assert process_time() - started < 5
