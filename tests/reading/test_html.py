"""Web pages → paragraphs and tables: goigen's own, pages saved from sites, exports of office programs, and damaged ones."""

from __future__ import annotations

import base64
import quopri
import random
import re

import pytest

from goigen.document import Grid, Heading
from goigen.errors import UserError
from goigen.layout import lay_out
from goigen.reading.html import encoding, read
from goigen.reading.raw import Block, Cell, RawTable, Words
from goigen.writers import html as writer
from tests.support import GOOD_SAMPLES, look, sample

OPENING = "根据《中华人民共和国政府信息公开条例》和有关规定，编制本报告，统计期限为2023年1月1日至12月31日。"
BODY = "2023年，本局认真落实上级部署，扎实推进政府信息公开各项工作，取得了新的进展。"
NAME = "临江县水务局2023年政府信息公开工作年度报告"


def words(blocks: tuple[Block, ...]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Words)]


def tables(blocks: tuple[Block, ...]) -> list[RawTable]:
    return [block for block in blocks if isinstance(block, RawTable)]


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()


def prose(body: str) -> list[str]:
    """The paragraphs of a body that is long enough to be a page."""
    found = words(read(page(f"<p>{OPENING}</p>{body}")))
    assert found[0] == OPENING
    return found[1:]


def grid(markup: str) -> dict[tuple[int, int], tuple[str, int, int]]:
    """The cells of the one table of a page: text and spans by position."""
    (table,) = tables(read(page(f"<p>{OPENING}</p>{markup}")))
    assert list(table.cells) == sorted(table.cells, key=lambda cell: (cell.row, cell.column))
    return {(cell.row, cell.column): (cell.text, cell.row_span, cell.column_span) for cell in table.cells}


def texts(markup: str) -> list[list[str]]:
    """The same as rows of texts."""
    cells = grid(markup)
    return [[cells[place][0] for place in cells if place[0] == row] for row in range(max(row for row, _ in cells) + 1)]


FIGURES = "".join(f"<tr><td>第{row}项内容名称</td><td>{row}</td><td>0</td></tr>" for row in range(12))
ARTICLE = f"""<p>{OPENING}</p><p>一、总体情况</p><p>{BODY}</p><p>二、主动公开</p><table>{FIGURES}</table>
<p>六、其他事项</p><p>无其他需要报告的事项。</p><p>临江县水务局</p><p>2024年1月20日</p>"""
INSIDE = [
    OPENING,
    "一、总体情况",
    BODY,
    "二、主动公开",
    "六、其他事项",
    "无其他需要报告的事项。",
    "临江县水务局",
    "2024年1月20日",
]


# goigen's own pages


@pytest.mark.parametrize("name", GOOD_SAMPLES)
@pytest.mark.parametrize("draft", [False, True])
def test_our_own_page_is_read_as_it_was_laid_out(name: str, draft: bool) -> None:
    document = lay_out(sample(name), draft=draft)
    expected: list[object] = [document.name]
    for block in document.blocks:
        if isinstance(block, Grid):
            cells = tuple(Cell(cell.row, cell.column, cell.text, cell.row_span, cell.column_span) for cell in block.cells)
            expected += [block.heading.text, cells, *(note.text for note in block.notes)]
        else:
            expected.append(block.text)
    assert sum(isinstance(block, Heading) for block in document.blocks) > 3
    blocks = read(writer.write(document, look()))
    assert [block.text if isinstance(block, Words) else block.cells for block in blocks] == expected
    assert [block.where for block in blocks if isinstance(block, Words)] == [f"第{n}段" for n in range(1, len(words(blocks)) + 1)]
    assert [table.where for table in tables(blocks)] == ["第1个表格", "第2个表格", "第3个表格"]


# a page of a site

SITE = """
<div class="top"><a href="/login">登录</a> | <a href="/reg">注册</a> 今天是2024年2月1日，欢迎您访问临江县人民政府网站！</div>
<div class="menu"><ul><li><a href="/">首页</a></li><li><a href="/zw">政务公开</a></li><li><a href="/fw">办事服务</a></li></ul></div>
<div class="crumbs">您现在的位置：<a href="/">首页</a> &gt; <a href="/zw">政务公开</a> &gt; 政府信息公开年报</div>
<div class="side"><h3>政府信息公开</h3><ul><li><a href=1>政府信息公开指南</a></li>
<li><a href=2>一、二、三季度报表的公告通知</a></li></ul></div>
<div class="main">
 <table class="info"><tr><td>索 引 号</td><td>111/2024-00012</td><td>发布机构</td><td>县水务局</td></tr>
  <tr><td>公开日期</td><td>2024-01-25</td><td>主题分类</td><td>政务公开</td></tr></table>
 <h1 class="title">临江县水务局2023年政府信息公开工作年度报告</h1>
 <div class="meta">发布时间：2024-01-25 09:30　来源：县水务局　浏览次数：<span id=hits>128</span>　字号：<a>大</a> <a>中</a> <a>小</a></div>
 <div class="TRS_Editor" id="zoom">ARTICLE</div>
 <div class="files"><p>附件：</p><a href="a.docx">临江县水务局2023年政府信息公开工作年度报告.docx</a></div>
 <div class="tools"><a href="javascript:window.print()">【打印】</a><a href="#">【关闭】</a><div class=share>分享到：<a>微信</a></div></div>
 <div class="near"><p>上一篇：<a href="p">县水务局2022年政府信息公开工作年度报告</a></p><p>下一篇：没有了</p></div>
 <div class="qr">扫一扫在手机打开当前页</div>
</div>
<div class="related"><p>相关信息</p><ul><li><a>县财政局2023年政府信息公开工作年度报告</a></li>
<li><a>县教育局2023年政府信息公开工作年度报告</a></li></ul></div>
<div class="foot"><p>主办单位：临江县人民政府办公室　承办：县政务服务局，联系电话：0431-1234567，地址：临江县人民大街1号。</p>
<p>版权所有　网站标识码：2201820001　吉ICP备05000001号</p></div>
<script>document.write("六、脚本里的字")</script>"""


def test_only_the_article_of_a_page_of_a_site_is_read() -> None:
    blocks = read(page(SITE.replace("ARTICLE", ARTICLE), f"<title>{NAME}_临江县人民政府</title>"))
    assert words(blocks) == [NAME, *INSIDE]
    assert len(tables(blocks)) == 1


def test_it_is_read_the_same_where_tables_place_everything() -> None:
    body = f"""<table width=100%><tr><td colspan=2><a>首页</a><a>新闻</a></td></tr>
    <tr><td><ul><li><a>栏目一</a></li><li><a>栏目二</a></li></ul></td>
    <td><table><tr><td align=center>{NAME}</td></tr><tr><td>发布时间：2024-1-2 点击数：3</td></tr>
    <tr><td>{ARTICLE}</td></tr></table></td></tr>
    <tr><td colspan=2>版权所有：临江县人民政府</td></tr></table>"""
    blocks = read(page(body, f"<title>{NAME}</title>"))
    assert words(blocks) == [NAME, *INSIDE]
    assert [len(table.cells) for table in tables(blocks)] == [36]


def test_the_opening_may_stand_in_a_box_of_its_own() -> None:
    opening, rest = f"<p>{OPENING}</p>", ARTICLE.partition("</p>")[2]
    body = f"<div><a>首页</a></div><div><div><h2>{NAME}</h2></div><div>{opening}</div><div>{rest}</div></div>"
    assert words(read(page(body))) == [NAME, *INSIDE]


def test_prose_beyond_a_control_still_belongs_to_it() -> None:
    opening, rest = f"<p>{OPENING}</p>", ARTICLE.partition("</p>")[2]
    body = f"<div>{opening}</div><div>浏览次数：3</div><div>{rest}</div><div>分享到：</div><p>{BODY}</p><p>版权所有</p>"
    assert words(read(page(body))) == [*INSIDE, BODY]
    far = "<p><a>相关的一条链接</a></p>" * 10
    assert words(read(page(f"<div>{ARTICLE}</div>{far}<p>{BODY}</p>"))) == INSIDE


def test_files_offered_in_the_article_are_no_part_of_it() -> None:
    files = "<p>附件：</p><p>1. 年度报告.docx</p><p>2. 年度报告（盖章）.pdf（1.2MB）</p><p><a href=a>年度报告的图解</a></p>"
    assert words(read(page(f"<div><a>首页的链接</a></div><div>{ARTICLE}{files}</div>"))) == INSIDE


@pytest.mark.parametrize(
    ("head", "before", "title"),
    [
        (f'<meta name="ArticleTitle" content="{NAME}"><title>政府信息公开</title>', "<h2>政府信息公开年报专栏</h2>", NAME),
        (f"<title>{NAME}_年报_临江县人民政府</title>", "", NAME),
        (f"<title>{NAME} - 临江县人民政府</title>", "<h1>临江县人民政府门户网站</h1>", NAME),
        ("<title>内容</title>", f"<div class='xl-title'>{NAME}</div>", NAME),
        ("", f"<h1>临江县水务局<br>\n2023年政府信息公开工作年度报告</h1><h3>{'政府信息'}</h3>", NAME),
        ("", "", OPENING),
    ],
)
def test_the_title_is_found_outside_the_article(head: str, before: str, title: str) -> None:
    blocks = read(page(f"<div>{before}</div><div>{ARTICLE}</div>", head))
    assert words(blocks)[0] == title
    assert words(blocks)[-len(INSIDE) :] == INSIDE


def test_a_title_in_the_article_is_not_said_twice() -> None:
    body = f"<h1>{NAME}</h1><div><p align=center><b>临江县水务局<br>2023年政府信息公开工作年度报告</b></p>{ARTICLE}</div>"
    assert words(read(page(body, f"<title>{NAME}</title>"))) == [NAME, *INSIDE]


def test_a_page_without_tables_and_numbers_is_read_by_its_weight() -> None:
    article = "".join(f"<p>第{n}段：{BODY}</p>" for n in range(5))
    body = f"<div><ul><li><a>首页</a></li><li><a>政务公开栏目</a></li></ul></div><div id=a>{article}</div><div>版权所有：县政府</div>"
    assert words(read(page(body))) == [f"第{n}段：{BODY}" for n in range(5)]


# encodings


@pytest.mark.parametrize("said", ["", "utf-8", "gb2312", "gbk", "iso-8859-1", "utf-16", "no-such", "x" * 300])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_a_page_is_read_whatever_it_says_of_its_encoding(said: str, encoding: str) -> None:
    meta = f'<META http-equiv="Content-Type" content="text/html; charset={said}">' if said else ""
    xml = f'<?xml version="1.0" encoding="{said}"?>' if said else ""
    assert words(read(f"{xml}<html><head>{meta}</head><body>{ARTICLE}".encode(encoding))) == INSIDE


def test_big5_is_believed() -> None:
    text = "<meta charset=big5><p>二、政府機關公開資訊年度報告，本機關已經依法辦理，說明如下。</p>"
    assert words(read(text.encode("big5"))) == ["二、政府機關公開資訊年度報告，本機關已經依法辦理，說明如下。"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_page_cut_off_within_a_character_is_read_to_there(encoding: str) -> None:
    data = page(f"<div>{ARTICLE}").decode().encode(encoding)
    cut = data.index("水务局</p>".encode(encoding)) + 1
    found = words(read(data[:cut] + b"\xff"))
    assert found[:-1] == INSIDE[:6]
    assert found[-1].startswith("临江县")


# paragraphs


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>　　甲乙&nbsp;</p><p>&nbsp;</p><p>丙</p>", ["甲乙", "丙"]),
        ("<div>甲<div>乙</div>丙</div>", ["甲", "乙", "丙"]),
        (f"　　{BODY}<br><br>　　{BODY}<br/>　　{BODY}", [BODY, BODY, BODY]),
        ("（一）主动公开<br>全年公开信息12条。", ["（一）主动公开", "全年公开信息12条。"]),
        ("<p>（一）<br>主动公开</p>", ["（一）主动公开"]),
        ("<h3>（一）主动<br>公开</h3>", ["（一）主动公开"]),
        ("<p style='TEXT-ALIGN: center'>甲机关<br>report<br>of 2023</p>", ["甲机关report of 2023"]),
        ("<p>总体\n      情况 和\n下一步 and\nso on</p>", ["总体情况 和下一步 and so on"]),
        ("<p>甲<!-- 乙 --><b>丙</b><font>丁</font><o:p></o:p></p>", ["甲丙丁"]),
        ("<p>甲\u200b乙\ufeff\xad丙</p>", ["甲乙丙"]),
        ("<pre>第一行\n第二行</pre>", ["第一行", "第二行"]),
        ("<div style='white-space: pre-wrap'>第一行\n第二行</div>", ["第一行", "第二行"]),
        ("<ol><li>甲</li><li><p>乙</p></li></ol><p>丙</p>", ["1.甲", "2.乙", "丙"]),
        ("<ol start=3><li>甲<ol type=a><li>子</li></ol></li><li value=9>乙</li><li>丙</li></ol>", ["3.甲", "a.子", "9.乙", "10.丙"]),
        ("<ol><li><p></p></li><li><div><ol><li>甲</ol></div></ol>丙", ["2.1.甲", "丙"]),
        ("<ol reversed><li>甲</li><li>乙</li></ol>", ["2.甲", "1.乙"]),
        ("<ol style='list-style-type:simp-chinese-informal' start=11><li>甲</ol>", ["十一、甲"]),
        ("<ol style='list-style:none'><li>（1）甲</ol><ul><li>乙</ul>", ["（1）甲", "乙"]),
        ("<dl><dt>甲<dd>乙</dl><hr>丙", ["甲", "乙", "丙"]),
        ("<p>甲&#x20BB7;&#20048;&unknown;</p>", ["甲\U00020bb7乐&unknown;"]),
    ],
)
def test_paragraphs(markup: str, expected: list[str]) -> None:
    assert prose(markup) == expected


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>不见</p>",
        "<div style='color:red;DISPLAY : none'><table><tr><td>不<td>见</table></div>",
        "<span style='visibility:hidden'>不见</span>",
        "<span style='mso-hide:all'>不见</span>",
        "<div style='mso-element:comment-list'>不见</div>",
        "<script>var a='<p>不见</p>'</script>",
        "<style>p:before{content:'不见'}</style>",
        "<noscript><p>不见</p></noscript>",
        "<template><p>不见</p></template>",
        "<a aria-hidden=true>不见</a>",
        "<button>不见</button>",
        "<select><option>不见</select>",
        "<nav>不见</nav>",
        "<div role=navigation>不见</div>",
        "<!--[if gte mso 9]><xml>不见</xml><![endif]-->",
        "<xml><w:x>不见</w:x></xml>",
        "<!-- 不见 -->",
        "<svg><text>不见</text></svg>",
    ],
)
def test_what_nobody_sees_is_not_read(hidden: str) -> None:
    assert prose(f"<p>甲{hidden}</p><p>乙</p>") == ["甲", "乙"]


def test_a_decoration_that_is_hidden_from_some_is_not_the_text() -> None:
    assert prose(f"<div aria-hidden=true><p>{BODY}</p></div>") == [BODY]


# tables


def test_spans_rows_and_cells() -> None:
    found = grid("""<table><caption>表的名称</caption><colgroup><col><col></colgroup>
    <thead><tr><th colspan=2>项目</th><th>数量</th></tr></thead>
    <tr><th rowspan="2">公开</th><td>规章</td><td> 1&nbsp;</td></tr><tr><td>文件</td><td>2<br>件</td></tr>
    <tfoot><tr><td colspan='2'><p>合</p><p>计</p></td><td>3</td></tr></tfoot></table>""")
    assert found == {
        (0, 0): ("项目", 1, 2),
        (0, 2): ("数量", 1, 1),
        (1, 0): ("公开", 2, 1),
        (1, 1): ("规章", 1, 1),
        (1, 2): ("1", 1, 1),
        (2, 1): ("文件", 1, 1),
        (2, 2): ("2\n件", 1, 1),
        (3, 0): ("合\n计", 1, 2),
        (3, 2): ("3", 1, 1),
    }


def test_a_caption_stands_before_its_table() -> None:
    blocks = read(page(f"<p>{OPENING}</p><table><caption> 二、主动<br>公开 </caption><tr><td>1<td>2</table><p>后</p>"))
    assert [block.text if isinstance(block, Words) else "表" for block in blocks] == [OPENING, "二、主动公开", "表", "后"]


def test_a_foot_written_first_is_drawn_last() -> None:
    markup = "<table><tfoot><tr><td>尾<td>1</tfoot><tbody><tr><td>中<td>2</tbody><thead><tr><td>头<td>3</thead></table>"
    assert texts(markup) == [["头", "3"], ["中", "2"], ["尾", "1"]]


def test_spans_that_lie() -> None:
    found = grid("""<table><tr><td rowspan=99>甲<td colspan=5000>乙</tr><tr><td>丙<td>丁</tr>
    <tr><td rowspan=0>戊<td rowspan=-1>己</tr><tr><td colspan=x>庚</tr></table>""")
    assert found == {
        (0, 0): ("甲", 4, 1),
        (0, 1): ("乙", 1, 2),
        (1, 1): ("丙", 1, 1),
        (1, 2): ("丁", 1, 1),
        (2, 1): ("戊", 2, 1),
        (2, 2): ("己", 1, 1),
        (3, 2): ("庚", 1, 1),
    }


def test_a_span_ends_with_its_group_of_rows_and_before_a_cell_from_above() -> None:
    found = grid("""<table><thead><tr><td rowspan=3>头<td>数</thead><tr><td>甲<td rowspan=2>1</tr><tr><td colspan=2>乙</table>""")
    assert found == {
        (0, 0): ("头", 1, 1),
        (0, 1): ("数", 1, 1),
        (1, 0): ("甲", 1, 1),
        (1, 1): ("1", 2, 1),
        (2, 0): ("乙", 1, 1),
    }


def test_rows_that_are_short_empty_hidden_or_missing() -> None:
    assert texts("<table><tr></tr><tr><td>甲<td>1<td>2</tr><tr><td>乙</tr><tr style='display:none'><td>隐<td>3</tr></table>") == [
        ["甲", "1", "2"],
        ["乙"],
    ]
    assert texts("<table><td>甲<td>1<tr><td hidden>隐<td>乙<td>2</table>") == [["甲", "1"], ["乙", "2"]]
    assert texts("<table><tr><td>甲<td>1<tr><td><td></table>") == [["甲", "1"], ["", ""]]


def test_the_row_that_word_measures_columns_with_is_none() -> None:
    found = grid("""<table class=MsoTableGrid><tr>
    <td colspan=2><p class=MsoNormal><span lang=EN-US>1<o:p></o:p></span></p></td><td>2</td></tr>
    <![if !supportMisalignedColumns]><tr height=0><td width=9></td><td width=9></td><td width=9></td></tr><![endif]></table>""")
    assert found == {(0, 0): ("1", 1, 1), (0, 1): ("2", 1, 1)}


def test_tables_within_tables_are_kept_in_order() -> None:
    inner = "<table><tr><td>甲<td>1<tr><td>乙<td>2</table>"
    blocks = read(page(f"<table><tr><td>前{OPENING}{inner}中间文字<div>另起</div>{inner}<td>旁<tr><td>后</table>"))
    shown = [block.text if isinstance(block, Words) else [cell.text for cell in block.cells] for block in blocks]
    assert shown == ["前" + OPENING, ["甲", "1", "乙", "2"], "中间文字", "另起", ["甲", "1", "乙", "2"], "旁", "后"]


def test_a_table_that_only_frames_is_no_table() -> None:
    assert prose("<table><tr><td><p>甲</p><p>乙</p></td></tr></table>") == ["甲", "乙"]
    column = f"<p>{BODY * 3}</p>" * 4
    assert prose(f"<table><tr><td>{column}</td><td>旁</td></tr></table>") == [*[BODY * 3] * 4, "旁"]


def test_a_box_within_a_cell_is_text_of_the_cell() -> None:
    assert texts("<table><tr><td>甲<table><tr><td>盒</td></tr></table></td><td>1</td></tr></table>") == [["甲\n盒", "1"]]


def test_lists_and_headings_in_cells() -> None:
    assert texts("<table><tr><td><ol><li><p>甲<li>乙</ol></td><td><h4>标<br>题</h4></td></tr></table>") == [["1.甲\n2.乙", "标题"]]


def test_an_empty_table_is_nothing() -> None:
    assert tables(read(page(f"<p>{OPENING}</p><table></table><table><tr><td><td></table>"))) == []


# exports of office programs

WORD = f"""<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<meta http-equiv=Content-Type content="text/html; charset=gb2312"><meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><o:DocumentProperties><o:Author>某某</o:Author></o:DocumentProperties></xml><![endif]-->
<style><!-- p.MsoNormal {{mso-style-parent:"";}} --></style></head><body lang=ZH-CN style='tab-interval:21.0pt'>
<div class=WordSection1><p class=MsoNormal align=center style='text-align:center'><b><span style='font-family:方正小标宋'>临江县水务局<span
lang=EN-US><o:p></o:p></span></span></b></p><p class=MsoNormal>{OPENING}<span style='mso-spacerun:yes'>&nbsp; </span></p>
<!--[if gte vml 1]><v:shape><v:imagedata src="x.png"/></v:shape><![endif]--><![if !vml]><img src="x.png"><![endif]>
<p class=MsoListParagraph style='mso-list:l0 level1'><![if !supportLists]><span lang=EN-US><span style='mso-list:Ignore'>1.<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>公开<st1:chsdate Year="2023">2023年</st1:chsdate>的信
息</p><v:rect><v:textbox>框</v:textbox></v:rect></div></body></html>"""


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-16"])
def test_a_page_exported_by_word(encoding: str) -> None:
    assert words(read(WORD.encode(encoding))) == ["临江县水务局", OPENING, "1. 公开2023年的信息"]


def test_a_page_exported_by_libreoffice() -> None:
    body = f"""<p class="western" align="justify" style="line-height: 150%"><font face="仿宋"><font size="4">{OPENING}</font></font></p>
    <center><table width="500" cellpadding="7"><col width="77"/><col width="88"/>
    <tr valign="top"><td width="77"><p class="cjk"><font>规章</font>
    </p></td><td><p class="western">0</p></td></tr></table></center><p class="western"><br/><br/></p>"""
    blocks = read(page(body))
    assert [block.text if isinstance(block, Words) else [cell.text for cell in block.cells] for block in blocks] == [OPENING, ["规章", "0"]]


@pytest.mark.parametrize("kind", ["quoted-printable", "base64", "8bit"])
def test_a_page_saved_with_its_pictures(kind: str) -> None:
    html = f'<html><head><meta charset="gb2312"></head><body>{ARTICLE}</body></html>'.encode("gb18030")
    content = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes, "8bit": bytes}[kind](html)
    lines = (
        b"From: <Saved by Blink>\r\nSubject: =?utf-8?Q?x?=\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----=_Part_0"\r\n\r\n'
        b"------=_Part_0\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: " + kind.encode() + b"\r\n\r\n" + content + b"\r\n"
        b"------=_Part_0\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n------=_Part_0--\r\n"
    )
    assert words(read(lines)) == INSIDE


def test_an_archive_without_a_page() -> None:
    with pytest.raises(UserError, match="没有网页"):
        read(b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=a\r\n\r\n--a\r\nContent-Type: image/png\r\n\r\nx\r\n--a--")


# what cannot be read


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("", "网页里几乎没有文字"),
        ("<p>正在加载</p><script>load()</script>", "要靠脚本"),
        ("<iframe src=a.html></iframe>", "框架"),
        ("<div>" * 100_000 + OPENING, "套得太深"),
        ("<table><tr><td>" * 30_000 + OPENING, "套得太深"),
        ("<table>" + "<tr><td>甲<td>1" * 4000, "超过 3000 行"),
    ],
)
def test_pages_without_a_report(body: str, message: str) -> None:
    with pytest.raises(UserError, match=message):
        read(page(body))


def test_a_page_of_frames_and_no_page_at_all() -> None:
    with pytest.raises(UserError, match="框架"):
        read(b"<html><frameset cols=20,80><frame src=a><frame src=b></frameset></html>")
    for nothing in (b"", b"   \n", b"\xef\xbb\xbf", b"\xff\xfe", b"<!-- -->"):
        with pytest.raises(UserError):
            read(nothing)


def test_deep_but_possible() -> None:
    assert words(read(page("<div>" * 900 + f"<p>{OPENING}</p>"))) == [OPENING]


def test_pictures_are_not_counted_and_markup_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding, "LIMIT_BYTES", 20_000)
    picture = base64.b64encode(bytes(100_000)).decode()
    wrapped = "&#10;".join(re.findall(".{1,76}", picture))
    assert prose(f'<img src="data:image/png;base64,{picture}"><p>甲</p>') == ["甲"]
    assert prose(f"<p style=\"background:url('data:image/svg+xml;charset=utf-8,{'%20' * 50_000}')\">甲</p>") == ["甲"]
    assert prose("<img src='data:image/png;base64," + picture.replace("A" * 76, "A" * 76 + "\n") + "'><p>甲</p>") == ["甲"]
    assert prose("<p>data:见表，data:text,甲</p>") == ["data:见表，data:text,甲"]
    for big in (wrapped, BODY * 1000):
        with pytest.raises(UserError, match="MiB"):
            read(page(f"<p>{OPENING}</p><p title='{big}'>甲</p>"))
    monkeypatch.setattr(encoding, "LIMIT_TAGS", 100)
    with pytest.raises(UserError, match="MiB"):
        read(page("<b></b>" * 60))


def test_nothing_is_fetched_or_expanded() -> None:
    data = f"""<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]><html><body><p>{OPENING}</p>
    <link rel=stylesheet href=http://127.0.0.1:9/x.css><p>甲&a;&b;乙</p></body></html>"""
    found = words(read(data.encode()))
    assert found[-1].startswith("甲")
    assert "root" not in "".join(found)
    assert "aaaa" not in found[-1]


@pytest.mark.parametrize(
    "body",
    [
        "<b>" * 1000 + "<p>甲" * 3000,
        "</p>" * 50_000,
        "<script>" * 50_000,
        "a<script></script>" * 20_000,
        "<!--" * 50_000,
        "<br>" * 50_000,
        "<ol>" * 500 + "<li>" * 5000,
        "<table>" + "<tr><td rowspan=65534 colspan=1000>甲" * 2500,
        "data:image/png;base64," * 20_000,
        "<span a=1" * 50_000,
        "<p>一、" * 20_000,
        "&nbsp;" * 100_000,
        "（一）<br>" * 20_000,
    ],
)
def test_much_of_one_thing_is_read(body: str) -> None:
    read(page(f"<p>{OPENING}</p>{body}"))


def test_damaged_pages_are_read_or_refused() -> None:
    chance = random.Random(20240120)
    seeds = [page(SITE.replace("ARTICLE", ARTICLE)), WORD.encode("gb18030"), writer.write(lay_out(sample("minimal.yaml")), look())[-6000:]]
    refused = []
    for _ in range(300):
        data = bytearray(chance.choice(seeds))
        for _ in range(chance.randint(1, 12)):
            start = chance.randrange(len(data))
            piece = data[start : start + chance.randint(1, 200)]
            match chance.randrange(4):
                case 0:
                    data[start] = chance.randrange(256)
                case 1:
                    del data[start : start + len(piece)]
                case 2:
                    data[start:start] = piece * chance.randint(1, 5)
                case _:
                    data[start:start] = chance.choice((b"<", b"</td>", b"<table>", b"\x00", b"\xff\xfe", b"]]>", b'"', b"colspan=9 "))
        try:
            read(bytes(data))
        except UserError as error:
            refused.append(str(error))
    assert len(refused) < 30
