"""Published PDFs as a person sees them: tables with their spans, paragraphs whole, nothing mixed; of a bad file, a sentence."""

from __future__ import annotations

import logging
import random
import subprocess
import zlib
from contextlib import suppress
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream
from weasyprint import CSS, HTML

from goigen.document import Document, Grid
from goigen.errors import UserError
from goigen.layout import lay_out
from goigen.reading import pdf as reader
from goigen.reading.pdf.hanzi import plain
from goigen.reading.raw import RawTable, Words
from goigen.writers import docx, pdf
from tests.support import GOOD_SAMPLES, look, sample, tool

# ---------------------------------------------------------------------------------------------------------------- material


def printed(body: str, css: str = "", page: str = "size: A4; margin: 30mm 25mm") -> bytes:
    """HTML as WeasyPrint prints it."""
    face, fonts = look().faces.stacks["body"][0], pdf._configuration()
    usual = f"@page {{ {page} }} html {{ font-size: 12pt; line-height: 1.6 }} table {{ border-collapse: collapse; width: 100% }}"
    ours = CSS(string=f'@font-face {{ font-family: F; src: url("{face.path.as_uri()}") }} html {{ font-family: F }}', font_config=fonts)
    html = HTML(string=f"<style>{usual} td {{ border: .5pt solid }} {css}</style>{body}")
    made: bytes = html.write_pdf(stylesheets=[ours], font_config=fonts)
    return made


def drawn(*contents: str, **keys: Any) -> bytes:
    """Pages of raw content streams; /F is a Chinese font that is not embedded, /V the same one written downwards."""
    file = pikepdf.new()
    fonts = {}
    for name, encoding in (("F", "UniGB-UCS2-H"), ("V", "UniGB-UCS2-V")):
        system = Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("GB1"), Supplement=2)
        kind = {"Type": Name.Font, "BaseFont": Name("/STSong-Light")}
        widths = {"DW": 1000, "W": Array([1, 95, 500])}
        below = Dictionary(**kind, Subtype=Name.CIDFontType0, CIDSystemInfo=system, **widths)
        fonts[name] = Dictionary(**kind, Subtype=Name.Type0, Encoding=Name(f"/{encoding}"), DescendantFonts=Array([below]))
    for content in contents:
        page = file.add_blank_page(page_size=(600, 800))
        page.Resources = Dictionary(Font=Dictionary({f"/{name}": font for name, font in fonts.items()}))
        page.Contents = file.make_stream(content.encode())
        for key, value in keys.items():
            page[f"/{key}"] = value
    return saved(file)


def saved(file: pikepdf.Pdf, **options: Any) -> bytes:
    out = BytesIO()
    file.save(out, **options)
    return out.getvalue()


def say(x: float, y: float, text: str, size: float = 10, before: str = "", font: str = "F") -> str:
    return f"q {before} BT /{font} {size} Tf 1 0 0 1 {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET Q\n"


def turned(x: float, y: float, text: str, matrix: str) -> str:
    return f"BT /F 10 Tf {matrix} {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n"


def ruled(xs: tuple[float, ...], ys: tuple[float, ...]) -> str:
    """A grid of stroked lines."""
    level = "".join(f"{xs[0]} {y} m {xs[-1]} {y} l S\n" for y in ys)
    return "0.5 w\n" + level + "".join(f"{x} {ys[0]} m {x} {ys[-1]} l S\n" for x in xs)


PROSE = say(100, 700, "政府信息公开工作年度报告按照条例的规定编制并向社会公布，所列数据的统计期限是全年。")


def words(data: bytes) -> list[str]:
    return [block.text for block in reader.read(data) if isinstance(block, Words)]


def tables(data: bytes) -> list[RawTable]:
    return [block for block in reader.read(data) if isinstance(block, RawTable)]


def cells(data: bytes) -> list[tuple[int, int, int, int, str]]:
    (table,) = tables(data)
    return [(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in table.cells]


def texts(table: RawTable) -> list[str]:
    return [cell.text for cell in table.cells]


def refused(data: bytes) -> str:
    with pytest.raises(UserError) as caught:
        reader.read(data)
    assert "\n" not in str(caught.value)
    return str(caught.value)


# ------------------------------------------------------------------------------------------------------------ whole reports


def bare(text: str) -> str:
    return "".join(text.split())


def content(document: Document) -> list[object]:
    """What the document says, in the shape in which a reader finds it."""
    found: list[object] = [bare(line) for line in document.title]
    for block in document.blocks:
        if isinstance(block, Grid):
            found.append(bare(block.heading.text))
            found.append([(cell.row, cell.column, cell.row_span, cell.column_span, bare(cell.text)) for cell in block.cells])
            found += [bare(note.text) for note in block.notes]
        else:
            found.append(bare(block.text))
    return found


def shape(data: bytes) -> list[object]:
    return [
        bare(block.text)
        if isinstance(block, Words)
        else [(cell.row, cell.column, cell.row_span, cell.column_span, bare(cell.text)) for cell in block.cells]
        for block in reader.read(data)
    ]


@pytest.mark.parametrize("name", GOOD_SAMPLES)
def test_our_own_pdf_is_read_as_it_was_laid_out(name: str) -> None:
    document = lay_out(sample(name))
    assert shape(pdf.write(document, look())) == content(document)


def test_a_pdf_of_libreoffice_is_read_as_it_was_laid_out(tmp_path: Path) -> None:
    document = lay_out(sample("pingfang-2023.yaml"))
    (tmp_path / "a.docx").write_bytes(docx.write(document, look()))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [tool("soffice"), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "a.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    # Why: LibreOffice loses these two where its font lacks them
    lost = str.maketrans("", "", "〈〉")
    expected = [block.translate(lost) if isinstance(block, str) else block for block in content(document)]
    assert [block.translate(lost) if isinstance(block, str) else block for block in shape((tmp_path / "a.pdf").read_bytes())] == expected


def test_places_are_told_by_page() -> None:
    found = reader.read(pdf.write(lay_out(sample("minimal.yaml")), look()))
    assert found[0].where == "第1页"
    assert [block.where for block in found if isinstance(block, RawTable)][-1].endswith("页第1个表格")


# ------------------------------------------------------------------------------------------------------------------- tables

ROWS = ["1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作", "3.补正后申请内容仍不明确"]
SMALL = "<table><tr><td rowspan=2>甲</td><td colspan=2>乙丙</td></tr><tr><td>1</td><td>23</td></tr></table>"
SMALL_CELLS = [(0, 0, 2, 1, "甲"), (0, 1, 1, 2, "乙丙"), (1, 1, 1, 1, "1"), (1, 2, 1, 1, "23")]


@pytest.mark.parametrize(
    "css",
    [
        "td { border: .1pt solid }",
        "td { border: 3px double }",
        "td { border: 1px dotted }",
        "td { border: 2px dashed }",
        "table { border-collapse: separate; border-spacing: 0 } td { border: .5pt solid }",
        "table { border-collapse: separate; border-spacing: 2px } td { border: 1px inset gray }",
        "table { border-collapse: separate; border-spacing: 0 } td { border: 4px double }",
        "td { border: 1px solid; background: #9cf; color: white }",
        "td { border: 1px solid; padding: 0; text-decoration: underline }",
    ],
)
def test_borders_of_every_kind_make_the_same_cells(css: str) -> None:
    assert cells(printed(f"<p>上文</p>{SMALL}<p>下文</p>", css)) == SMALL_CELLS


def test_thin_filled_rectangles_are_rules() -> None:
    level = "".join(f"100 {y} 200 0.48 re f\n" for y in (500, 520, 540))
    plumb = "".join(f"{x} {y} 0.48 20 re f {x} {y} 0.48 0.48 re f\n" for x in (100, 200, 299.5) for y in (500, 520))
    figures = say(120, 506, "12") + say(220, 506, "34") + say(120, 526, "甲") + say(220, 526, "乙")
    assert cells(drawn(PROSE + level + plumb + figures)) == [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 0, 1, 1, "12"), (1, 1, 1, 1, "34")]


@pytest.mark.parametrize("columns", [2, 3])
def test_a_table_without_outer_borders_keeps_its_cells(columns: int) -> None:
    grid = "".join(f"<tr>{''.join(f'<td>{row}{column}</td>' for column in range(columns))}</tr>" for row in range(3))
    found = cells(printed(f"<table>{grid}</table>", "table { border-style: hidden }"))
    assert found == [(row, column, 1, 1, f"{row}{column}") for row in range(3) for column in range(columns)]


def test_a_table_open_at_its_sides_keeps_its_outer_columns() -> None:
    rules = "".join(f"100 {y} m 400 {y} l S\n" for y in (500, 520, 540)) + "200 500 m 200 540 l S 300 500 m 300 540 l S\n"
    figures = "".join(say(x, y, str(x + y)) for x in (110, 210, 310) for y in (505, 525))
    assert texts(tables(drawn(PROSE + rules + figures))[0]) == ["635", "735", "835", "615", "715", "815"]


@pytest.mark.parametrize("repeated", [True, False])
def test_a_table_broken_over_two_pages_comes_in_pieces(repeated: bool) -> None:
    head = "<tr><td colspan=2>申请人情况</td><td>总计</td></tr>"
    group = "<td rowspan=3>（四）<br>无法提供</td>"
    lines = [f"<tr>{'' if at else group}<td>{row}</td><td>{at + 7}</td></tr>" for at, row in enumerate(ROWS)]
    before = "<tr><td>（三）</td><td>8.属于行政查询事项</td><td>5</td></tr>" * 3
    after = "<tr><td colspan=2>（七）总计</td><td>29</td></tr>"
    body = f"<tbody>{'' if repeated else head}{before}{''.join(lines)}{after}</tbody>"
    table = f"<table>{f'<thead>{head}</thead>' if repeated else ''}{body}</table>"
    data = printed(
        f"<p>三、收到和处理政府信息公开申请情况</p>{table}<p>下文</p>",
        "td { font-size: 9pt; height: 30pt }",
        "size: 150mm 128mm; margin: 20mm",
    )
    first, second = tables(data)
    assert (first.where, second.where) == ("第1页第1个表格", "第2页第1个表格")
    assert texts(second)[: 2 * repeated] == ["申请人情况", "总计"][: 2 * repeated]
    figures = [cell.text for piece in (first, second) for cell in piece.cells if cell.column == 2 and cell.text.isdigit()]
    assert figures == ["5", "5", "5", "7", "8", "9", "29"]
    assert "（四）\n无法提供" in texts(first)
    assert next(cell for cell in first.cells if cell.text.startswith("（四）")).row_span < 3
    assert texts(second)[-2:] == ["（七）总计", "29"]
    assert words(data)[-1] == "下文"


def test_a_banner_left_alone_at_the_foot_of_a_page_is_still_of_its_table() -> None:
    banner = ruled((100, 400), (80, 100)) + say(110, 86, "第二十条第（一）项")
    rest = ruled((100, 250, 400), (600, 620)) + say(110, 606, "规章") + say(260, 606, "3")
    first, second = tables(drawn(PROSE + banner, rest))
    assert texts(first) == ["第二十条第（一）项"]
    assert texts(second) == ["规章", "3"]


@pytest.mark.parametrize(
    "cell",
    [
        "<td rowspan=2 style='width: 1em'>三<br>、<br>本<br>年<br>度</td>",
        "<td rowspan=2 style='width: 1em; padding: 0; word-break: break-all'>三、本年度</td>",
        "<td rowspan=2 style='height: 8em'><div style='width: 5em; transform: rotate(90deg)'>三、本年度</div></td>",
        "<td rowspan=2 style='height: 8em'><div style='width: 5em; transform: rotate(-90deg)'>三、本年度</div></td>",
    ],
)
def test_vertical_labels_can_be_read(cell: str) -> None:
    found = cells(printed(f"<p>{LONG}</p><table><tr>{cell}<td>1</td></tr><tr><td>2</td></tr></table>"))
    assert found == [(0, 0, 2, 1, "三、本年度"), (0, 1, 1, 1, "1"), (1, 1, 1, 1, "2")]


def test_labels_set_downwards_are_read_column_by_column() -> None:
    grid = PROSE + ruled((100, 160, 220), (400, 600)) + say(180, 500, "7")
    letters = "".join(say(x, 580 - 12 * at, letter) for x, text in ((140, "本年度办理"), (120, "结果")) for at, letter in enumerate(text))
    assert texts(tables(drawn(grid + letters))[0]) == ["本年度办理\n结果", "7"]
    assert texts(tables(drawn(grid + say(140, 590, "本年度办理", font="V") + say(120, 590, "结果", font="V")))[0]) == [
        "本年度办理\n结果",
        "7",
    ]


def test_a_figure_that_runs_over_its_border_stays_whole() -> None:
    grid = ruled((100, 130, 160, 190), (500, 520))
    figures = say(101, 506, "11398889") + say(142, 506, "5") + say(170, 506, "6")
    assert texts(tables(drawn(PROSE + grid + figures))[0]) == ["11398889", "5", "6"]


def test_a_figure_broken_over_lines_keeps_its_break() -> None:
    grid = ruled((100, 120, 160), (500, 540))
    assert texts(tables(drawn(PROSE + grid + say(104, 526, "1") + say(104, 510, "2") + say(130, 526, "3")))[0]) == ["1\n2", "3"]


def test_underlines_and_boxes_are_no_tables() -> None:
    data = printed(
        "<p><u>画线的正文不是表格，它只是画了线，这一段很长很长，一直写到第二行去，仍然不是表格，仍然是一段话。</u></p>"
        "<p style='border: 1px solid; padding: 4pt'>方框里的一段话</p><p style='border-bottom: 2px solid red'>红线上面</p>"
    )
    assert tables(data) == []
    assert words(data)[1:] == ["方框里的一段话", "红线上面"]
    assert len(words(data)) == 3


def test_a_table_in_a_box_is_read_by_itself() -> None:
    data = printed(f"<div style='border: 1px solid; padding: 10pt'><p>方框里的话</p>{SMALL}</div>")
    assert cells(data) == SMALL_CELLS
    assert words(data) == ["方框里的话"]


def test_two_tables_of_a_page_are_counted_and_stand_among_the_words() -> None:
    found = reader.read(printed(f"<p>甲文</p>{SMALL}<p>乙文</p>{SMALL}<p>丙文</p>"))
    assert [block.where if isinstance(block, RawTable) else block.text for block in found] == [
        "甲文",
        "第1页第1个表格",
        "乙文",
        "第1页第2个表格",
        "丙文",
    ]


# --------------------------------------------------------------------------------------------------------------- paragraphs

LONG = "全年主动公开政府信息2471条，其中政务动态类更新517条，信息公开目录类更新307条，维护的专题有19个，对公众关心的热点作出回应68次。"
LONGER = LONG * 3


def test_paragraphs_are_joined_and_kept_apart() -> None:
    paragraphs = ["一、总体情况", LONGER, "（一）主动公开", LONG, LONG[:20], LONGER]
    data = printed("".join(f"<p style='margin: 0; text-indent: 2em'>{text}</p>" for text in paragraphs), "p { text-align: justify }")
    assert words(data) == paragraphs


def test_paragraphs_without_indent_end_where_their_last_line_is_short() -> None:
    paragraphs = ["一、总体情况", LONGER, LONG[:30], LONGER]
    assert words(printed("".join(f"<p style='margin: 0'>{text}</p>" for text in paragraphs))) == paragraphs


def test_a_paragraph_goes_on_over_the_page() -> None:
    data = printed(
        "".join(f"<p style='margin: 0; text-indent: 2em'>{LONGER}</p>" for _ in range(6)), page="size: 148mm 150mm; margin: 20mm"
    )
    assert words(data) == [LONGER] * 6


def test_lines_of_a_title_and_a_signature_stand_alone() -> None:
    data = printed(
        "<h1 style='text-align: center; font-size: 22pt'>宿迁市人民政府<br>2024年政府信息公开工作年度报告</h1>"
        f"<p style='text-indent: 2em'>{LONGER}</p><p style='text-align: right; margin: 0'>宿迁市人民政府</p>"
        "<p style='text-align: right; margin: 0'>2025年1月20日</p>"
    )
    assert words(data) == ["宿迁市人民政府", "2024年政府信息公开工作年度报告", LONGER, "宿迁市人民政府", "2025年1月20日"]


def test_latin_words_and_addresses_are_joined_as_they_are_written() -> None:
    english = "open government information annual report of the agency, published for everybody who can read it online today"
    address = "http://www.example.gov.cn/zwgk/xxgknb/2024/index.html"
    data = printed(f"<p>{english}</p><p style='word-break: break-all'>{'网址见' * 9}{address * 3}</p><p>2023 年 1 月</p>")
    assert words(data) == [english, "网址见" * 9 + address * 3, "2023 年 1 月"]


def test_a_clause_at_the_start_of_a_line_is_no_heading() -> None:
    line = "全年共收到申请六十四件按照条例第二十条第"
    page = "".join(say(x, y, text) for x, y, text in ((120, 600, line[:-2] * 2), (100, 584, line * 2), (100, 568, "（一）项公开")))
    assert words(drawn(page)) == [line[:-2] * 2 + line * 2 + "（一）项公开"]


@pytest.mark.parametrize(
    "number",
    [
        "'— ' counter(page) ' —'",
        "'- ' counter(page) ' -'",
        "counter(page)",
        "'第' counter(page) '页 共' counter(pages) '页'",
        "counter(page) '/' counter(pages)",
    ],
)
def test_page_numbers_and_running_heads_are_dropped(number: str) -> None:
    page = f"size: 148mm 150mm; margin: 25mm; @bottom-center {{ content: {number} }} @top-right {{ content: '平房区政府信息公开年报' }}"
    data = printed("".join(f"<p style='margin: 0; text-indent: 2em'>{LONGER}</p>" for _ in range(6)), page=page)
    assert words(data) == [LONGER] * 6


def test_a_figure_at_the_foot_of_a_page_is_no_page_number() -> None:
    foot = ruled((100, 300, 500), (30, 60)) + say(310, 40, "3") + say(110, 40, "其他")
    assert texts(tables(drawn(PROSE + foot))[0]) == ["其他", "3"]
    assert words(drawn(PROSE + say(300, 400, "3") + say(300, 40, "- 3 -")))[-1] == "3"


# ---------------------------------------------------------------------------------------------------------------- characters


def test_bold_drawn_twice_is_read_once() -> None:
    data = drawn(PROSE + "".join(say(100 + shift, 600, "总计1100件") for shift in (0, 0.3, 0.6)))
    assert words(data)[-1] == "总计1100件"


def test_what_nobody_sees_is_not_read() -> None:
    unseen = (
        say(100, 500, "页外", before="1 0 0 1 0 -900 cm")
        + say(100, 500, "白字", before="1 g")
        + say(100, 480, "裁去", before="0 0 10 10 re W n")
    )
    aslant = turned(300, 400, "草稿", "0.7 0.7 -0.7 0.7")
    assert len(words(drawn(PROSE + unseen + aslant))) == 1
    assert len(words(drawn(PROSE + say(100, 100, "裁切框外"), CropBox=Array([50, 300, 550, 800])))) == 1


def test_white_on_colour_and_the_text_layer_of_a_recognised_scan_are_read() -> None:
    assert words(drawn(PROSE + "0 0 1 rg 90 490 200 30 re f " + say(100, 500, "白字", before="1 g")))[-1] == "白字"
    assert words(drawn(PROSE + say(100, 500, "识别的字", before="3 Tr")))[-1] == "识别的字"


def test_radicals_become_hanzi() -> None:
    assert plain("⼀⼆⾏⽂⻓⻔⻅⻋豈\u3000１，") == "一二行文长门见车豈 １，"
    assert plain("\u200b12\u00ad3\ufeff") == "123"
    odd = [chr(code) for code in (*range(0x2E80, 0x2E9A), *range(0x2E9B, 0x2EF4), *range(0x2F00, 0x2FD6)) if plain(chr(code)) == chr(code)]
    assert odd == ["⺀", "⺂"]  # strokes, which are no hanzi


def test_actual_text_counts_where_glyphs_are_shared() -> None:
    said = "/Span <</ActualText <FEFF4E2A>>> BDC " + say(120, 500, "年") + " EMC"
    assert words(drawn(PROSE + say(100, 500, "26") + said))[-1].replace(" ", "") == "26个"


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_pages_that_the_viewer_turns_are_read_upright(angle: int) -> None:
    with pikepdf.open(BytesIO(printed(f"<p>{LONGER}</p>{SMALL}"))) as file:
        for page in file.pages:
            page.rotate(angle, relative=False)
        data = saved(file)
    assert words(data) == [LONGER]
    assert cells(data) == SMALL_CELLS


def test_a_table_printed_sideways_is_read_upright() -> None:
    grid = ruled((100, 120, 140), (300, 400, 500))
    sideways = "".join(
        turned(x, y, text, "0 1 -1 0") for x, y, text in ((114, 310, "甲"), (114, 410, "乙"), (134, 310, "12"), (134, 410, "34"))
    )
    title = turned(90, 300, "收到和处理政府信息公开申请情况表", "0 1 -1 0")
    assert words(drawn(title + grid + sideways, PROSE))[0] == "收到和处理政府信息公开申请情况表"
    assert texts(tables(drawn(title + grid + sideways, PROSE))[0]) == ["甲", "乙", "12", "34"]


def test_a_landscape_page_is_read() -> None:
    assert cells(printed(SMALL, page="size: A4 landscape")) == SMALL_CELLS


# ------------------------------------------------------------------------------------------------------------ what is refused


def scanned(pages: int, texts: int = 0) -> bytes:
    file = pikepdf.open(BytesIO(drawn(*[PROSE] * texts, *[say(20, 10, "扫描全能王")] * pages)))
    picture = Stream(
        file, bytes(64), Type=Name.XObject, Subtype=Name.Image, Width=8, Height=8, ColorSpace=Name.DeviceGray, BitsPerComponent=8
    )
    shared = file.make_indirect(picture)
    for page in list(file.pages)[texts:]:
        page.Resources.XObject = Dictionary(I=shared)
        page.contents_add(b"q 600 0 0 800 0 0 cm /I Do Q")
    return saved(file)


def test_a_scan_is_refused_and_told() -> None:
    assert refused(scanned(3)) == reader.SCAN
    assert refused(drawn("100 100 50 50 re f")) == reader.NO_TEXT


def test_a_few_scanned_pages_among_others_are_left_out() -> None:
    assert words(scanned(1, texts=3))[-1] == "扫描全能王"


def test_passwords() -> None:
    with pikepdf.open(BytesIO(drawn(PROSE))) as file:
        for revision in (4, 6):
            assert refused(saved(file, encryption=pikepdf.Encryption(owner="a", user="b", R=revision))) == reader.LOCKED
            assert len(words(saved(file, encryption=pikepdf.Encryption(owner="a", user="", R=revision)))) == 1


def test_too_many_pages() -> None:
    assert "200 页" in refused(drawn(*[PROSE] * 201))


@pytest.mark.parametrize(
    "data", [b"", b"\0" * 100, b"PK\x03\x04" * 99, b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF", b"%PDF-1.4\ntrailer <</Root 1 0 R>>"]
)
def test_what_is_no_pdf(data: bytes) -> None:
    assert refused(data)


def test_half_a_file_is_damaged() -> None:
    whole = pdf.write(lay_out(sample("minimal.yaml")), look())
    assert refused(whole[: len(whole) // 2]) == reader.DAMAGED


def objects(*bodies: str, root: str = "1 0 R") -> bytes:
    """A PDF by hand; the table of its objects is left to be found."""
    lines = "".join(f"{number} 0 obj\n{body}\nendobj\n" for number, body in enumerate(bodies, 1))
    return f"%PDF-1.7\n{lines}trailer <</Root {root}>>\nstartxref\n0\n%%EOF".encode("latin-1")


CATALOG = "<</Type/Catalog/Pages 2 0 R>>"


def test_what_turns_in_circles_ends() -> None:
    assert refused(objects(CATALOG, "<</Type/Pages/Count 2/Kids[2 0 R 2 0 R]>>"))
    assert refused(objects(CATALOG, "<</Type/Pages/Kids[3 0 R]>>", "<</Type/Pages/Kids[2 0 R]>>"))
    assert refused(objects(CATALOG, "2 0 R"))
    assert refused(objects(CATALOG, "3 0 R", "2 0 R"))
    assert refused(
        objects(CATALOG, "<</Type/Pages/Kids[3 0 R]>>", "<</Type/Page/Contents 4 0 R>>", "<</Length 4 0 R>>\nstream\nBT\nendstream")
    )
    assert refused(objects(CATALOG, "[" * 100_000))
    assert refused(objects(CATALOG, "<</Kids " * 50_000))
    assert refused(b"%PDF-1.7\nxref\n0 0\ntrailer <</Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF")


def test_a_form_that_draws_itself_ends() -> None:
    file = pikepdf.open(BytesIO(drawn(PROSE + "/X Do /X Do")))
    page = file.pages[0]
    form = file.make_stream(b"/X Do /X Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
    form.Resources = Dictionary(XObject=Dictionary(X=form))
    page.Resources.XObject = Dictionary(X=form)
    assert len(words(saved(file))) == 1
    chain = [file.make_stream(b"/X Do /X Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9])) for _ in range(40)]
    for one, other in pairwise(chain):
        one.Resources = Dictionary(XObject=Dictionary(X=other))
    page.Resources.XObject = Dictionary(X=chain[0])
    assert refused(saved(file))


def test_bombs_are_not_unpacked() -> None:
    file = pikepdf.open(BytesIO(drawn(PROSE)))
    bomb = zlib.compress(bytes(100_000_000))
    for packed, filters in ((bomb, Name.FlateDecode), (zlib.compress(bomb), Array([Name.FlateDecode, Name.FlateDecode]))):
        file.pages[0].Contents = Stream(file, packed, Filter=filters)
        assert "太大" in refused(saved(file, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False))


def test_figures_are_not_lost_with_a_damaged_stream() -> None:
    file = pikepdf.open(BytesIO(drawn(PROSE)))
    packed = zlib.compress(PROSE.encode() * 50, 9)
    half, bare_end, wrong_sum, broken = (
        packed[: len(packed) // 2],
        packed[:-4],
        packed[:-4] + b"1234",
        packed[:20] + b"\xff" * 3 + packed[23:],
    )
    for damaged, good in ((half, False), (bare_end, True), (wrong_sum, False), (broken, False)):
        file.pages[0].Contents = Stream(file, damaged, Filter=Name.FlateDecode)
        data = saved(file, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
        assert len(words(data)) == 1 if good else refused(data) == reader.DAMAGED


def test_a_lost_page_or_content_is_not_passed_over() -> None:
    page = "<</Type/Page/MediaBox[0 0 9 9]/Contents 9 0 R>>"
    assert refused(objects(CATALOG, "<</Type/Pages/Kids[3 0 R 8 0 R]>>", "<</Type/Page/MediaBox[0 0 9 9]>>")) == reader.DAMAGED
    assert refused(objects(CATALOG, "<</Type/Pages/Kids[3 0 R]>>", page)) == reader.DAMAGED


def test_a_font_without_codes_is_told() -> None:
    file = pikepdf.open(BytesIO(drawn(PROSE)))
    font = file.pages[0].Resources.Font.F
    font.Encoding = Name("/Identity-H")
    font.DescendantFonts[0].CIDSystemInfo.Ordering = pikepdf.String("Identity")
    assert refused(saved(file)) == reader.NO_CODES


def test_nothing_of_pdfminers_log_is_heard(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    level = logging.getLogger("pdfminer").level
    assert words(drawn(PROSE + "(a) w /Nothing gs 1 2 (x) rg", MediaBox=Array([Name.A, 1])))
    assert (caplog.text, *capfd.readouterr()) == ("", "", "")
    assert logging.getLogger("pdfminer").level == level


@pytest.mark.parametrize("seed", range(4))
def test_a_changed_file_is_read_or_refused_in_a_sentence(seed: int) -> None:
    dice = random.Random(seed)
    file = pikepdf.open(BytesIO(drawn(PROSE + ruled((100, 200, 300), (500, 520, 540)) + say(120, 506, "12"), PROSE)))
    plain_text = saved(file, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    packed = saved(file, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    for _ in range(80):
        data = bytearray(dice.choice((plain_text, packed)))
        for _ in range(dice.randint(1, 6)):
            at, length = dice.randrange(len(data)), dice.randint(1, 12)
            spliced = bytes(data[(start := dice.randrange(len(data))) : start + length])
            data[at : at + dice.choice((0, length))] = dice.choice((spliced, b"", dice.randbytes(length), b"<<", b"[", b"99999999999"))
        with suppress(UserError):
            assert isinstance(reader.read(bytes(data)), tuple)
