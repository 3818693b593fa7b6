"""Word documents as they come: every construct once, our own reports cell by cell, and bytes that are no document."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from functools import cache
from io import BytesIO
from itertools import pairwise
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile

import docx as python_docx
import pytest

from goigen.document import Heading, Paragraph
from goigen.errors import UserError
from goigen.layout import lay_out
from goigen.reading import docx as docx_reader
from goigen.reading.docx import parts as docx_parts
from goigen.reading.docx import read
from goigen.reading.docx.numerals import numeral
from goigen.reading.raw import Cell, RawTable, Words
from goigen.writers import docx as writer
from tests.support import GOOD_SAMPLES, look, sample

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
SPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def xml(name: str, inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {SPACES}>{inside}</w:{name}>'


def archive(parts: dict[str, str | bytes], method: int = ZIP_DEFLATED) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", method) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def relation(target: str, kind: str = "officeDocument", more: str = "") -> str:
    return f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}" {more}/></Relationships>'


def document(body: str, numbering: str = "", styles: str = "", **more: str) -> bytes:
    """A DOCX with what Word needs and nothing else."""
    parts = {"_rels/.rels": relation("word/document.xml"), "word/document.xml": xml("document", f"<w:body>{body}</w:body>")}
    if numbering:
        parts["word/numbering.xml"] = xml("numbering", numbering)
    if styles:
        parts["word/styles.xml"] = xml("styles", styles)
    return archive({**parts, **more})


def r(text: str, properties: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(inside: str, properties: str = "") -> str:
    """A paragraph; words without marks become a run."""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inside if '<' in inside else r(inside)}</w:p>"


def tc(inside: str = "", properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside if inside.startswith('<w:') else p(inside)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str, widths: Iterable[int] = ()) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def texts(data: bytes) -> list[str]:
    blocks = read(data)
    assert all(isinstance(block, Words) for block in blocks)
    return [block.text for block in blocks if isinstance(block, Words)]


def only_table(data: bytes) -> RawTable:
    (table,) = read(data)
    assert isinstance(table, RawTable)
    return table


def drawn(data: bytes) -> list[tuple[int, int, int, int, str]]:
    return [(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in only_table(data).cells]


def refusal(data: bytes) -> str:
    with pytest.raises(UserError) as caught:
        read(data)
    message = str(caught.value)
    assert re.match(r"[\u4e00-\u9fff]", message), message
    assert "\n" not in message
    return message


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def code(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


# --- paragraphs ---

INLINE = {
    "tab": ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", "甲\t乙"),
    "breaks": ("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:cr/><w:t>丙</w:t></w:r>", "甲\n乙\n丙"),
    "hyphens": ("<w:r><w:t>0451</w:t><w:noBreakHyphen/><w:t>53</w:t><w:softHyphen/><w:t>8\u00ad6</w:t></w:r>", "0451-5386"),
    "symbol of a font": ('<w:r><w:t>甲</w:t><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:char="nonsense"/></w:r>', "甲"),
    "symbol that is a character": ('<w:r><w:sym w:font="宋体" w:char="2605"/></w:r>', "★"),
    "spaces that do not count": ("<w:r><w:t> 甲\n 乙 </w:t></w:r><w:r><w:t xml:space='preserve'> 丙</w:t></w:r>", "甲  乙 丙"),
    "hyperlink": (f"<w:hyperlink>{r('网站')}</w:hyperlink>{r('公开')}", "网站公开"),
    "smart tag": (f"<w:smartTag><w:smartTagPr/><w:smartTag>{r('2023年')}</w:smartTag></w:smartTag>", "2023年"),
    "control": (f"<w:sdt><w:sdtPr><w:rPr/></w:sdtPr><w:sdtContent>{r('某局')}</w:sdtContent></w:sdt>", "某局"),
    "simple field": (f'<w:fldSimple w:instr="DATE">{r("2024年1月")}</w:fldSimple>', "2024年1月"),
    "field": (r("共") + field("begin") + code("=1+1") + field("separate") + r("2") + field("end") + r("件"), "共2件"),
    "field in the code of a field": (
        field("begin") + code("IF ") + field("begin") + code("DATE") + field("separate") + r("今天") + field("end") + code("> 1")
        + field("separate") + r("是") + field("end"),
        "是",
    ),
    "field that ends elsewhere": (field("end") + r("甲") + field("separate") + r("乙"), "甲乙"),
    "ruby": (f"<w:r><w:ruby><w:rubyPr/><w:rt>{r('gōng')}</w:rt><w:rubyBase>{r('公')}</w:rubyBase></w:ruby></w:r>", "公"),
    "formula": ("<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>", "a+b"),
    "inserted": (f"<w:ins>{r('新')}</w:ins><w:moveTo>{r('来')}</w:moveTo>", "新来"),
    "deleted": (f"{r('留')}<w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:moveFrom>{r('走')}</w:moveFrom>", "留"),
    "raised": (
        r("30") + r("1", '<w:vertAlign w:val="superscript"/>') + r("2", '<w:position w:val="6"/>') + r("3", '<w:position w:val="0"/>'),
        "30¹²3",
    ),
    "lowered": (r("30", '<w:position w:val="-4"/>') + r("1", '<w:position w:val="-4"/>'), "301"),
    "struck": (r("9", "<w:strike/>") + r("30") + r("1", '<w:dstrike w:val="0"/>'), "301"),
    "hidden": (r("见") + r("隐", "<w:vanish/>") + r("显", '<w:vanish w:val="0"/>'), "见显"),
    "hidden by its style": (r("见") + r("隐", '<w:rStyle w:val="unseen"/>') + r("隐", '<w:rStyle w:val="derived"/>'), "见"),
    "notes and comments": (r("甲") + '<w:r><w:footnoteReference w:id="1"/></w:r><w:commentRangeStart w:id="0"/>' + r("乙"), "甲乙"),
    "both branches": (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{r("新")}</mc:Choice><mc:Fallback>{r("旧")}</mc:Fallback>'
        f"</mc:AlternateContent></w:r><mc:AlternateContent><mc:Fallback>{r('后')}</mc:Fallback></mc:AlternateContent>",
        "新后",
    ),
}  # fmt: skip
HIDING = (
    '<w:style w:type="character" w:styleId="unseen"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="derived"><w:basedOn w:val="unseen"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="gone"><w:basedOn w:val="gone"/><w:rPr><w:vanish/></w:rPr></w:style>'
)


@pytest.mark.parametrize("name", INLINE)
def test_the_words_of_a_paragraph_are_those_on_paper(name: str) -> None:
    inside, expected = INLINE[name]
    assert texts(document(p(inside), styles=HIDING)) == [expected]


def test_paragraphs_are_counted_and_empty_ones_skipped() -> None:
    blocks = read(document(p("一") + "<w:p/>" + p("　 ") + p("二") + tbl(tr(tc("甲"), tc("乙"))) + p("三")))
    assert [block.where for block in blocks] == ["第1段", "第2段", "第1个表格", "第3段"]


def test_a_paragraph_style_can_hide() -> None:
    words = r("隐") + r("隐", "<w:b/>") + r("显", '<w:vanish w:val="false"/>')
    mark = '<w:rPr><w:vanish w:val="off"/></w:rPr>'
    assert texts(document(p(words, f'<w:pStyle w:val="gone"/>{mark}') + p("见"), styles=HIDING)) == ["显", "见"]


def test_a_field_over_several_paragraphs_shows_its_result() -> None:
    body = p(field("begin") + code("TOC") + field("separate") + r("一、总体情况")) + p("二、主动公开") + p(field("end")) + p("正文")
    assert texts(document(body)) == ["一、总体情况", "二、主动公开", "正文"]


@pytest.mark.parametrize("mark", ["<w:del/>", "<w:moveFrom/>", "<w:vanish/><w:specVanish/>"])
def test_a_paragraph_whose_end_is_gone_runs_on(mark: str) -> None:
    gone = f"<w:rPr>{mark}</w:rPr>"
    body = p("前", gone) + p("<w:del/>", gone) + p("后") + p("末", gone) + tbl(tr(tc("甲"), tc("乙"))) + p("尾", gone)
    assert [block.text if isinstance(block, Words) else "表" for block in read(document(body))] == ["前后", "末", "表", "尾"]


def test_blocks_may_stand_in_wrappers() -> None:
    body = (
        f"<w:sdt><w:sdtPr/><w:sdtContent>{p('甲')}<w:sdt><w:sdtContent>{p('乙')}</w:sdtContent></w:sdt></w:sdtContent></w:sdt>"
        f"<w:customXml><w:ins>{p('丙')}</w:ins></w:customXml><w:del>{p('丁')}</w:del><w:sectPr/>"
    )
    assert texts(document(body)) == ["甲", "乙", "丙"]


def test_a_text_box_follows_its_paragraph_once_with_its_tables() -> None:
    inside = f"<w:txbxContent>{p('框一')}{tbl(tr(tc('甲'), tc('乙')))}{p('框二')}</w:txbxContent>"
    drawing = f"<w:drawing><wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp></w:drawing>"
    picture = f"<w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict>"
    both = f'<mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice><mc:Fallback>{picture}</mc:Fallback></mc:AlternateContent>'
    for shape in (drawing, picture, both):
        blocks = read(document(p(f"{r('前')}<w:r>{shape}</w:r>{r('后')}") + p("下")))
        assert [block.text if isinstance(block, Words) else len(block.cells) for block in blocks] == ["前后", "框一", 2, "框二", "下"]
    hidden = f"<w:r><w:rPr><w:vanish/></w:rPr>{drawing}</w:r>"
    in_code = field("begin") + f"<w:r>{drawing}</w:r>" + field("separate") + field("end")
    assert texts(document(p(r("前") + hidden + in_code))) == ["前"]


# --- numbers that Word generates ---


def lvl(level: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    return f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def definition(name: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{name}">{"".join(levels)}</w:abstractNum>'


def num(name: int, of: int, changes: str = "") -> str:
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{of}"/>{changes}</w:num>'


def item(text: str, level: int | None = 0, name: int = 1) -> str:
    said = "" if level is None else f'<w:ilvl w:val="{level}"/>'
    return p(text, f'<w:numPr>{said}<w:numId w:val="{name}"/></w:numPr>')


CHINESE = definition(
    0,
    lvl(0, "chineseCountingThousand", "%1、"),
    lvl(1, "chineseCounting", "（%2）"),
    lvl(2, "decimal", "%3."),
    lvl(3, "decimalEnclosedCircleChinese", "%4"),
    lvl(4, "decimal", "%1.%3-%5", "<w:isLgl/>"),
)


def test_numbers_of_every_level_come_back_and_begin_anew() -> None:
    body = "".join(map(item, "甲乙丙丁戊己庚辛", (0, 1, 1, 2, 3, 4, 1, 0))) + item("壬", 1)
    expected = ["一、甲", "（一）乙", "（二）丙", "1.丁", "①戊", "1.1-1 己", "（三）庚", "二、辛", "（一）壬"]
    assert texts(document(body, CHINESE + num(1, 0))) == expected


def test_lists_of_one_definition_count_on_and_an_override_begins_anew() -> None:
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    other = f'<w:lvlOverride w:ilvl="0">{lvl(0, "upperLetter", "%1)")}</w:lvlOverride>'
    numbering = CHINESE + num(1, 0) + num(2, 0) + num(3, 0, again) + num(4, 0, other)
    body = "".join(item("甲", 0, name) for name in (1, 2, 3, 3, 1, 4))
    assert texts(document(body, numbering)) == ["一、甲", "二、甲", "五、甲", "六、甲", "七、甲", "H)甲"]


def test_a_label_shows_its_own_level_and_those_above() -> None:
    levels = (lvl(0, "decimal", "%1.%2"), lvl(1, "decimal", "%1.%2.%3、", start=3), lvl(2, "decimal", "%2-%3、"))
    body = item("甲", 1) + item("乙", 2) + item("2丙") + item("丁", 2)
    assert texts(document(body, definition(0, *levels) + num(1, 0))) == ["1.3.、甲", "3-1、乙", "1. 2丙", "3-1、丁"]


def test_levels_restart_where_the_list_says() -> None:
    def level_two(more: str) -> list[str]:
        levels = (lvl(0, "decimal", "%1、"), lvl(1, "decimal", "%2、"), lvl(2, "decimal", "（%3）", more))
        return texts(document("".join(item("x", level) for level in (0, 2, 1, 2, 0, 2)), definition(0, *levels) + num(1, 0)))[1::2]

    assert level_two("") == ["（1）x"] * 3
    assert level_two('<w:lvlRestart w:val="0"/>') == ["（1）x", "（2）x", "（3）x"]
    assert level_two('<w:lvlRestart w:val="1"/>') == ["（1）x", "（2）x", "（1）x"]


def test_numbers_come_from_styles_too() -> None:
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"/>'
        '<w:style w:type="paragraph" w:styleId="h1"><w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="h2"><w:basedOn w:val="h1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="own"><w:basedOn w:val="h2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="linked"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="numbering" w:styleId="list"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    linked = definition(1, lvl(0, "decimal", "%1."), lvl(1, "upperRoman", "%2、", '<w:pStyle w:val="linked"/>'))
    by_style = '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="list"/></w:abstractNum>'
    numbering = CHINESE + linked + by_style + num(1, 0) + num(2, 1) + num(3, 2)

    def styled(name: str, more: str = "") -> str:
        return p("x", f'<w:pStyle w:val="{name}"/>{more}')

    off, deeper = '<w:numPr><w:numId w:val="0"/></w:numPr>', '<w:numPr><w:ilvl w:val="2"/></w:numPr>'
    body = (
        styled("h1") + styled("h2") + styled("own") + styled("h1", off) + styled("h2", deeper) + styled("linked") + item("x", 0, 3) + p("x")
    )
    assert texts(document(body, numbering, styles)) == ["一、x", "（一）x", "（二）x", "x", "1.x", "I、x", "二、x", "x"]


def test_the_default_style_may_number_and_a_style_may_stop_it() -> None:
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>'
    )
    assert texts(document(p("甲") + p("乙", '<w:pStyle w:val="b"/>') + p("丙"), CHINESE + num(1, 0), styles)) == ["一、甲", "乙", "二、丙"]


def test_bullets_and_lists_that_are_not_there_give_no_text() -> None:
    levels = (lvl(0, "bullet", "\uf06c"), lvl(1, "none", "第%2条"), lvl(2, "decimal", "%3.", "<w:rPr><w:vanish/></w:rPr>"))
    body = item("甲") + item("乙", 1) + item("丙", 2) + item("丁", 8) + item("戊", 0, 9) + item("", 0)
    assert texts(document(body, definition(0, *levels) + num(1, 0) + num(9, 7))) == ["甲", "第条 乙", "丙", "丁", "戊"]


def test_a_number_never_runs_into_the_words() -> None:
    levels = (lvl(0, "decimal", "%1"), lvl(1, "decimal", "%2."), lvl(2, "decimal", "%3", '<w:suff w:val="nothing"/>'))
    body = item("2023年") + item("5个") + item("一是", 1) + item("5个", 1) + item("月", 2)
    assert texts(document(body, definition(0, *levels) + num(1, 0))) == ["1 2023年", "2 5个", "1.一是", "2. 5个", "1月"]


def test_deleted_items_are_not_counted() -> None:
    gone = p("<w:del><w:r><w:delText>删</w:delText></w:r></w:del>", '<w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr>')
    joined = p("乙", '<w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr>')
    body = item("甲") + gone + joined + item("丙") + item("丁")
    assert texts(document(body, CHINESE + num(1, 0))) == ["一、甲", "二、乙丙", "三、丁"]


def test_hidden_items_are_counted_because_word_skips_numbers_by_them() -> None:
    hidden = p(r("隐", "<w:vanish/>"), '<w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:vanish/></w:rPr>')
    assert texts(document(item("甲") + hidden * 2 + item("乙"), CHINESE + num(1, 0))) == ["一、甲", "四、乙"]


def test_cells_and_text_boxes_have_generated_numbers_even_alone() -> None:
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{item('框', 2)}</w:txbxContent></v:textbox></w:pict></w:r>"
    body = p(box) + tbl(tr(tc("<w:p/>"), tc(item("国家秘密", 2))), tr(tc(item("", 2)), tc("5")))
    first, table = read(document(body, CHINESE + num(1, 0)))
    assert isinstance(first, Words)
    assert isinstance(table, RawTable)
    assert first.text == "1.框"
    assert [cell.text for cell in table.cells] == ["", "2.国家秘密", "3.", "5"]


def test_a_format_that_is_spelt_out() -> None:
    custom = '<mc:AlternateContent><mc:Choice><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice></mc:AlternateContent>'
    level = f'<w:lvl w:ilvl="0"><w:start w:val="7"/>{custom}<w:lvlText w:val="%1号"/></w:lvl>'
    assert texts(document(item("甲"), definition(0, level) + num(1, 0))) == ["007号 甲"]


NUMERALS = {
    "decimal": {1: "1", 12: "12"},
    "chineseCounting": {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 101: "一〇一"},
    "chineseCountingThousand": {
        10: "十",
        35: "三十五",
        100: "一百",
        101: "一百零一",
        110: "一百一十",
        1001: "一千零一",
        10000: "一〇〇〇〇",
    },
    "japaneseCounting": {12: "十二"},
    "chineseLegalSimplified": {1: "壹", 10: "壹拾", 21: "贰拾壹", 105: "壹佰零伍"},
    "ideographTraditional": {1: "甲", 10: "癸", 11: "11"},
    "ideographZodiac": {12: "亥"},
    "ideographDigital": {10: "一〇", 12: "一二"},
    "upperLetter": {1: "A", 26: "Z", 27: "AA", 28: "BB", 781: "781"},
    "lowerLetter": {3: "c"},
    "upperRoman": {4: "IV", 14: "XIV", 1999: "MCMXCIX", 0: "0", 4000: "4000"},
    "lowerRoman": {9: "ix"},
    "decimalEnclosedCircle": {1: "①", 20: "⑳", 21: "21", 0: "0"},
    "decimalEnclosedCircleChinese": {10: "⑩"},
    "decimalEnclosedParen": {2: "⑵"},
    "decimalEnclosedFullstop": {3: "⒊"},
    "ideographEnclosedCircle": {1: "㊀"},
    "decimalFullWidth": {12: "１２"},
    "decimalZero": {7: "07", 12: "12"},
    "none": {1: ""},
    "unheard of": {3: "3"},
}


@pytest.mark.parametrize("form", NUMERALS)
def test_numerals(form: str) -> None:
    assert {number: numeral(number, form) for number in NUMERALS[form]} == NUMERALS[form]


# --- tables ---

SPAN = '<w:gridSpan w:val="{}"/>'
DOWN, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def test_spans_over_columns_and_rows() -> None:
    rows = (
        tr(tc("角", SPAN.format(2) + DOWN), tc("头", SPAN.format(2))),
        tr(tc("看不见", SPAN.format(2) + '<w:vMerge w:val="continue"/>'), tc("左"), tc("右")),
        tr(tc("组", DOWN), tc("甲"), tc("1"), tc(p("2") + "<w:p/>" + p("3"))),
        tr(tc("", ON), tc("乙"), tc("4"), tc()),
    )
    assert drawn(document(tbl(*rows))) == [
        (0, 0, 2, 2, "角"), (0, 2, 1, 2, "头"), (1, 2, 1, 1, "左"), (1, 3, 1, 1, "右"), (2, 0, 2, 1, "组"), (2, 1, 1, 1, "甲"),
        (2, 2, 1, 1, "1"), (2, 3, 1, 1, "2\n3"), (3, 1, 1, 1, "乙"), (3, 2, 1, 1, "4"), (3, 3, 1, 1, ""),
    ]  # fmt: skip


def test_rows_that_begin_late_or_end_early() -> None:
    late = '<w:gridBefore w:val="1"/><w:gridAfter w:val="2"/>'
    rows = (tr(tc("甲"), tc("乙"), tc("丙")), tr(tc("丁"), properties=late), tr(tc("戊")), tr())
    spots = [(row, column, text) for row, column, _, _, text in drawn(document(tbl(*rows)))]
    assert spots == [(0, 0, "甲"), (0, 1, "乙"), (0, 2, "丙"), (1, 1, "丁"), (2, 0, "戊")]


def test_cells_that_an_old_file_merges_sideways() -> None:
    first, more = '<w:hMerge w:val="restart"/>', '<w:hMerge w:val="continue"/>'
    rows = (
        tr(tc("甲", first + DOWN), tc("", more), tc("乙", first)),
        tr(tc("", first + ON), tc("", more), tc("丙")),
        tr(tc("1", more), tc("2"), tc("3")),
    )
    assert drawn(document(tbl(*rows))) == [
        (0, 0, 2, 2, "甲"), (0, 2, 1, 1, "乙"), (1, 2, 1, 1, "丙"), (2, 0, 1, 1, "1"), (2, 1, 1, 1, "2"), (2, 2, 1, 1, "3"),
    ]  # fmt: skip


def test_a_merge_that_goes_on_from_nothing_is_a_cell() -> None:
    rows = (tr(tc("甲", ON), tc("乙")), tr(tc("", ON), tc("丙")), tr(tc("丁", SPAN.format(2) + ON)), tr(tc("戊"), tc("己", ON)))
    assert drawn(document(tbl(*rows))) == [
        (0, 0, 2, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 1, 1, 1, "丙"), (2, 0, 1, 2, "丁"), (3, 0, 1, 1, "戊"), (3, 1, 1, 1, "己"),
    ]  # fmt: skip


def test_tracked_changes_of_a_table_are_accepted() -> None:
    rows = (
        tr(tc("删"), tc("删"), properties="<w:del/>"),
        tr(tc("隐"), tc("隐"), properties="<w:hidden/>"),
        tr(tc("甲", '<w:cellMerge w:vMerge="rest"/>'), tc("删", "<w:cellDel/>"), tc("乙"), properties="<w:ins/>"),
        tr(tc("丙", '<w:cellMerge w:vMerge="cont"/>'), f"<w:sdt><w:sdtContent>{tc('丁')}</w:sdtContent></w:sdt>"),
    )
    wrapped = f"<w:customXml>{tr(tc('戊'), tc('己'))}</w:customXml>"
    data = document(tbl(*rows, wrapped))
    assert drawn(data) == [(0, 0, 2, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 1, 1, 1, "丁"), (2, 0, 1, 1, "戊"), (2, 1, 1, 1, "己")]
    assert texts(document(tbl(rows[0]) + p("余"))) == ["余"]


def test_columns_are_those_that_can_be_seen() -> None:
    hair = (tr(tc("甲"), tc("乙", SPAN.format(2))), tr(tc("丙", SPAN.format(2)), tc("丁")))
    assert [cell[1::2] for cell in drawn(document(tbl(*hair, widths=(2000, 15, 2000))))] == [(0, 1), (1, 1), (0, 1), (1, 1)]
    for widths in ((2000, 300, 2000), (2000, 0, 2000), ()):
        assert [cell[1::2] for cell in drawn(document(tbl(*hair, widths=widths)))] == [(0, 1), (1, 2), (0, 2), (2, 1)]
    thin = (tr(tc("甲"), tc("乙"), tc("丙")),)
    for widths in ((2000, 15, 2000), (0, 0, 0), (2000,), ()):
        assert [cell[1::2] for cell in drawn(document(tbl(*thin, widths=widths)))] == [(0, 1), (1, 1), (2, 1)]


def test_a_span_may_claim_anything() -> None:
    for claim in ("100000000", "9" * 5000, "-3", "0", "many"):
        rows = (tr(tc("甲", SPAN.format(claim)), tc("乙")), tr(tc("丙", SPAN.format(claim)), tc("丁", f'<w:vMerge w:val="{claim}"/>')))
        assert [cell[:4] for cell in drawn(document(tbl(*rows)))] == [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]


INNER = tbl(tr(tc("甲"), tc("乙")), tr(tc("丙"), tc("丁")))


def test_a_table_that_lays_out_the_page_is_unwrapped() -> None:
    shown = [
        block.text if isinstance(block, Words) else f"{block.where}{len(block.cells)}"
        for block in read(document(tbl(tr(tc(p("前") + tbl(tr(tc(INNER + p("中"))))))) + tbl(tr(tc("左"), tc(INNER + "<w:p/>"))) + p("后")))
    ]
    assert shown == ["前", "第1个表格4", "中", "左", "第2个表格4", "后"]


def test_a_small_table_inside_a_cell_becomes_its_words() -> None:
    rows = (tr(tc("1"), tc("2"), tc("3")), tr(tc("4"), tc(p("前") + INNER + p("后")), tc(tbl(tr(tc("5"))))))
    assert [cell[4] for cell in drawn(document(tbl(*rows)))] == ["1", "2", "3", "4", "前\n甲\t乙\n丙\t丁\n后", "5"]


# --- packages ---


def test_strict_documents_read_the_same() -> None:
    parts = ZipFile(BytesIO(document(item("甲") + tbl(tr(tc("乙", SPAN.format(2)), tc("丙"))), CHINESE + num(1, 0))))
    strict = archive({name: parts.read(name).replace(W.encode(), STRICT.encode()) for name in parts.namelist()})
    assert read(strict) == read(document(item("甲") + tbl(tr(tc("乙", SPAN.format(2)), tc("丙"))), CHINESE + num(1, 0)))
    assert isinstance(read(strict)[0], Words)
    assert STRICT.encode() in ZipFile(BytesIO(strict)).read("word/document.xml")


def test_parts_stand_where_the_relations_say() -> None:
    body = xml("document", f"<w:body>{item('甲')}</w:body>")
    lists = xml("numbering", CHINESE + num(1, 0))
    rels = {"_rels/.rels": relation("/Doc/Main.xml"), "doc/_rels/main.xml.rels": relation("../lists.xml", "numbering")}
    assert texts(archive({**rels, "doc\\main.xml": body, "lists.xml": lists})) == ["一、甲"]
    plain = {"word/document.xml": body, "word/numbering.xml": lists}
    for broken in ({}, {"_rels/.rels": relation("word/gone.xml")}, {"_rels/.rels": relation("http://x/", more='TargetMode="External"')}):
        assert texts(archive({**broken, **plain})) == ["一、甲"]


def test_the_one_file_form() -> None:
    def part(name: str, content: str) -> str:
        return f'<pkg:part pkg:name="{name}"><pkg:xmlData>{content.split("?>")[-1]}</pkg:xmlData></pkg:part>'

    inside = part("/_rels/.rels", relation("word/document.xml")) + part(
        "/word/document.xml", xml("document", f"<w:body>{item('甲')}</w:body>")
    )
    inside += part("/word/numbering.xml", xml("numbering", CHINESE + num(1, 0)))
    inside += '<pkg:part pkg:name="/word/media/1.png"><pkg:binaryData>AAAA</pkg:binaryData></pkg:part>'
    flat = f'<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">{inside}</pkg:package>'
    assert texts(flat.encode()) == ["一、甲"]
    assert "不是 Word" in refusal(flat.replace("<w:body>", "<w:other>").replace("</w:body>", "</w:other>").encode())


def test_a_part_in_utf16() -> None:
    body = xml("document", f"<w:body>{p('甲')}</w:body>").replace("UTF-8", "UTF-16")
    assert texts(archive({"word/document.xml": body.encode("utf-16")})) == ["甲"]


def test_media_are_never_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    data = document(p("甲"), **{"word/media/image1.png": "x" * 100, "word/header1.xml": "<broken", "word/footnotes.xml": "<broken"})
    opened = []
    original = ZipFile.open
    monkeypatch.setattr(ZipFile, "open", lambda self, info: opened.append(info.filename) or original(self, info))
    assert texts(data) == ["甲"]
    assert opened == ["_rels/.rels", "word/document.xml"]


def test_what_python_docx_writes() -> None:
    made = python_docx.Document()
    made.add_heading("政府信息公开工作年度报告", 0)
    made.add_paragraph("第一", style="List Number")
    made.add_paragraph("第二", style="List Number")
    made.add_paragraph("圆点", style="List Bullet")
    made.sections[0].header.paragraphs[0].text = "页眉"
    table = made.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(1, 1)).text = "合并"
    table.cell(2, 2).text = "7"
    stream = BytesIO()
    made.save(stream)
    *words, grid = read(stream.getvalue())
    assert [block.text for block in words if isinstance(block, Words)] == ["政府信息公开工作年度报告", "1.第一", "2.第二", "圆点"]
    assert isinstance(grid, RawTable)
    assert grid.cells[:2] == (Cell(0, 0, "合并", 2, 2), Cell(0, 2, ""))
    assert grid.cells[-1] == Cell(2, 2, "7")


@cache
def rendered(name: str) -> bytes:
    return writer.write(lay_out(sample(name)), look())


@pytest.mark.parametrize("name", GOOD_SAMPLES)
def test_our_own_reports_come_back_cell_by_cell(name: str) -> None:
    laid_out = lay_out(sample(name))
    blocks = read(rendered(name))
    tables = [block for block in blocks if isinstance(block, RawTable)]
    assert len(tables) == 3
    for grid, table in zip(laid_out.grids(), tables, strict=True):
        assert [(cell.row, cell.column, cell.text, cell.row_span, cell.column_span) for cell in table.cells] == [
            (cell.row, cell.column, "\n".join(cell.lines), cell.row_span, cell.column_span) for cell in grid.cells
        ]
    words = [block.text for block in blocks if isinstance(block, Words)]
    assert words[0] == "\n".join(laid_out.title)
    outside = [block.text for block in laid_out.blocks if isinstance(block, Heading | Paragraph)]
    assert [text for text in words if text in outside] == outside


# --- what cannot be read ---

BODY = xml("document", f"<w:body>{p('甲')}</w:body>")
OTHER_FILES = {
    "empty": (b" \n", "空的"),
    "words": ("一、总体情况".encode(), "不是 Word 文档"),
    "html": (b"<html><body>2023</body></html>", "不是 Word 文档"),
    "pdf": (b"%PDF-1.7", "PDF"),
    "rtf": (b"{\\rtf1 }", "RTF"),
    "old": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "旧版"),
    "password": (b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "密码"),
    "Word 2003": (b'<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>', "2003"),
    "workbook": (archive({"[Content_Types].xml": "", "xl/workbook.xml": "<workbook/>"}), "Excel"),
    "slides": (archive({"ppt/presentation.xml": "<p/>"}), "演示文稿"),
    "odt": (archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}), "OpenDocument"),
    "ofd": (archive({"OFD.xml": "<a/>"}), "OFD"),
    "archive": (archive({"报告.docx": b"PK"}), "压缩包"),
    "nothing in it": (archive({}), "损坏"),
    "no document": (archive({"[Content_Types].xml": "", "word/styles.xml": ""}), "损坏"),
    "no body": (archive({"word/document.xml": xml("document", "")}), "损坏"),
    "no words": (document("<w:p/>" + tbl(tr(tc(), tc()))), "没有文字"),
    "half": (document(p("甲" * 500))[:-40], "损坏"),
    "half an XML": (archive({"word/document.xml": BODY[:-20]}), "损坏"),
    "entity of nothing": (archive({"word/document.xml": BODY.replace("甲", "&nbsp;")}), "损坏"),
    "deep": (document("<w:sdt>" * 300 + p("甲") + "</w:sdt>" * 300), "损坏"),
    "strange encoding": (archive({"word/document.xml": BODY.replace("UTF-8", "UTF-7").replace("甲", "a")}), "损坏"),
    "strange packing": (archive({"word/document.xml": BODY}, ZIP_BZIP2), "损坏"),
    "bad numbers": (document(p("甲"), **{"word/numbering.xml": "<"}), "损坏"),
}  # fmt: skip


@pytest.mark.parametrize("name", OTHER_FILES)
def test_what_is_no_word_document_is_told(name: str) -> None:
    data, said = OTHER_FILES[name]
    assert said in refusal(data)


def test_an_encrypted_member_is_a_password() -> None:
    data = bytearray(archive({"word/document.xml": BODY}))
    data[6] |= 1  # of the member itself
    data[data.index(b"PK\x01\x02") + 8] |= 1  # of the directory
    assert "密码" in refusal(bytes(data))


@pytest.mark.parametrize("code", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "inside",
    ['<!ENTITY a "0123456789"><!ENTITY b "&a;&a;&a;">', '<!ENTITY a SYSTEM "file:///etc/passwd">', ""],
    ids=["bomb", "file", "bare"],
)
def test_a_doctype_is_refused_whatever_it_declares(code: str, inside: str) -> None:
    head, rest = BODY.replace("UTF-8", code).split("?>")
    part = f"{head}?><!DOCTYPE w:document [{inside}]>{rest.replace('甲', '&a;' if inside else '甲')}".encode(code)
    assert "DOCTYPE" in refusal(archive({"word/document.xml": part}))


def test_a_bomb_is_refused_before_it_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_parts, "MOST_BYTES", 2**20)
    spaces = BODY.replace("甲", "甲" + " " * 2**20)
    bomb = archive({"word/document.xml": spaces})
    assert len(bomb) < 10_000
    assert "太大" in refusal(bomb)
    lying = bomb.replace(len(spaces.encode()).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lying != bomb
    assert "损坏" in refusal(lying)
    monkeypatch.setattr(docx_parts, "MOST_MEMBERS", 50)
    assert "太大" in refusal(document(p("甲"), **{f"word/media/{number}": "" for number in range(60)}))


def test_too_many_pieces_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "太大" in refusal(document("<w:p/>" * docx_parts.MOST_PIECES))
    monkeypatch.setattr(docx_reader, "MOST_PARAGRAPHS", 50)
    assert texts(document(p("甲") * 50)) == ["甲"] * 50
    assert "太大" in refusal(document(tbl(tr(*[tc("甲")] * 51))))


def test_tables_in_tables_have_an_end() -> None:
    def nested(depth: int) -> bytes:
        return document("<w:tbl><w:tr><w:tc>" * depth + p("甲") + "</w:tc></w:tr></w:tbl>" * depth)

    assert texts(nested(20)) == ["甲"]
    assert "太深" in refusal(nested(60))


def test_styles_and_lists_that_lead_in_circles() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:basedOn w:val="b"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style>'
        '<w:style w:type="numbering" w:styleId="l"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="l"/></w:abstractNum>' + num(1, 0)
    assert texts(document(p("甲", '<w:pStyle w:val="a"/>') + item("乙"), numbering, styles)) == ["甲", "乙"]


def test_a_label_cannot_multiply() -> None:
    endless = definition(0, lvl(0, "upperLetter", "%1" * 10_000, start=700)) + num(1, 0)
    (text,) = texts(document(item("甲"), endless))
    assert len(text) < 200


# --- damaged at random ---


def tame(data: bytes) -> bool:
    """Whether it was read; refused with a sentence counts as tame too, anything else is raised."""
    try:
        blocks = read(data)
    except UserError:
        return False
    for table in (block for block in blocks if isinstance(block, RawTable)):
        spots = [(cell.row, cell.column) for cell in table.cells]
        assert all(before < after for before, after in pairwise(spots))
        slots = [(r, c) for x in table.cells for r in range(x.row, x.row + x.row_span) for c in range(x.column, x.column + x.column_span)]
        assert len(set(slots)) == len(slots)
    return True


def test_damaged_bytes_are_read_or_refused() -> None:
    chance = random.Random(20230131)
    whole = rendered("minimal.yaml")
    stored = archive({name: ZipFile(BytesIO(whole)).read(name) for name in ZipFile(BytesIO(whole)).namelist()}, ZIP_STORED)
    for original in (whole, stored):
        results = []
        for _ in range(120):
            data = bytearray(original)
            for _ in range(chance.choice((1, 3, 30))):
                data[chance.randrange(len(data))] = chance.randrange(256)
            cut = chance.randrange(len(data)) if chance.random() < 0.2 else len(data)
            results.append(tame(bytes(data[:cut])))
        assert False in results
        assert True in results


RICH = (
    item("甲")
    + tbl(tr(tc("乙", SPAN.format(2) + DOWN), tc("丙")), tr(tc("", SPAN.format(2) + ON), tc(INNER)), tr(tc("1"), tc("2"), tc(item("3", 2))))
    + p(
        r("前") + field("begin") + code("X") + field("separate") + r("中") + field("end") + r("后", "<w:vanish/>"),
        "<w:rPr><w:del/></w:rPr>",
    )
    + item("末", 1)
)


def test_shuffled_xml_is_read_or_refused() -> None:
    """Tags dropped, doubled, swapped, and values that lie: still well-formed often enough to reach the reader."""
    chance = random.Random(20240131)
    body, lists = xml("document", f"<w:body>{RICH}</w:body>"), CHINESE + num(1, 0)
    elements = re.findall(r"<w:(?!document|body)[^/>]*/>|<w:t [^>]*>[^<]*</w:t>", body)
    results = []
    for _ in range(250):
        changed, numbering = body, lists
        for _ in range(chance.randrange(1, 6)):
            one, other = chance.choice(elements), chance.choice(elements)
            changed = changed.replace(one, chance.choice(("", one + one, other, f"<w:p>{one}</w:p>", f"<w:sdt>{other}</w:sdt>")), 1)
            values = re.compile(r'(?<=w:val=")[^"]*')
            lie = chance.choice(("-1", "0", "1", "7", "999999999", "x", "", "restart", "%9%1", "bullet", "upperRoman"))
            changed = values.sub(lambda old, lie=lie: lie if chance.random() < 0.2 else old[0], changed)
            numbering = values.sub(lambda old, lie=lie: lie if chance.random() < 0.1 else old[0], numbering)
        results.append(tame(archive({"word/document.xml": changed, "word/numbering.xml": xml("numbering", numbering)})))
    assert sum(results) > 100
