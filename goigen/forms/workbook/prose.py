"""The sheets of a workbook form for the parts in prose: a heading beside its paragraphs, one to a cell."""

from __future__ import annotations

from goigen.forms.workbook import looks
from goigen.forms.workbook.book import Book, Page, address
from goigen.forms.workbook.content import Content, Topic, untitled
from goigen.forms.workbook.fees import write_fees
from goigen.forms.workbook.points import Point, Points, link, quoted
from goigen.report.names import BODY, LEAD, SIX
from goigen.report.workbook_words import (
    CALIBRE,
    GUIDE,
    HEADING,
    TEXT,
)
from goigen.standard import Section

PROSE = (24.0, 104.0)
BLANK_LINES = "\n"  # an empty cell for a paragraph begins two lines high
LEAST_PARAGRAPHS, SPARE_ROWS = 3, 6
PARAGRAPHS = (
    f"{GUIDE} 一格写一段，行高会随文字增加；一格里按 Alt+Enter 也是分段。小标题可以改名、增减，序号由程序编；左边空着的，接着上面的小标题。"
)
PLACEHOLDERS = f"{GUIDE} 写 {{{{ 新收 }}}} 会换成表里的数，文字和表就不会不一致；全部名称见 goigen explain 占位符。"


def write_prose(book: Book, section: Section, content: Content, points: Points) -> None:
    """One part in prose; the sixth begins with the fees."""
    page = book.page(section.title, "#7A7A7A")
    page.columns(PROSE)
    page.put(0, 0, section.title, looks.PART, columns=2)
    page.height(0, 30)
    page.put(1, 0, f"{PARAGRAPHS}\n{PLACEHOLDERS}", looks.GUIDE, columns=2)
    page.height(1, 32)
    row = 2
    if section is SIX:
        row = write_fees(page, row, content.fees, points)
    page.put(row, 0, HEADING, looks.HEAD)
    page.put(row, 1, TEXT, looks.HEAD)
    row = first = row + 1
    topics = content.sections.get(section.key, ())
    if section is not SIX and not topics:
        topics = ((untitled(section), ()),)
    for topic in topics or ((untitled(section), ()),):
        row = _topic(page, row, topic, points)
    for _ in range(SPARE_ROWS):
        page.put(row, 0, None, looks.TOPIC)
        page.put(row, 1, None, looks.PROSE)
        page.grow(row, "", PROSE[1])
        row += 1
    if not any(heading not in (LEAD, BODY) for heading, _ in topics) and section is not SIX:
        _empty_part(page, (first, row - 1), points, full=any(paragraphs for _, paragraphs in topics))
    page.print_area(row - 1, 1)
    page.freeze(first if section is not SIX else 2, 0)
    page.open_first(first, 1)


def _topic(page: Page, row: int, topic: Topic, points: Points) -> int:
    heading, paragraphs = topic
    first = row
    for index in range(max(LEAST_PARAGRAPHS, len(paragraphs) + 1)):
        if index:
            page.put(row, 0, None, looks.TOPIC)
        else:
            page.put(row, 0, heading, looks.LEAD if heading in (LEAD, BODY) else looks.TOPIC)
            if heading in (LEAD, BODY):
                page.note(row, 0, f"{CALIBRE}印在这一部分的最前面，没有小标题；可不填。")
        text = paragraphs[index] if index < len(paragraphs) else None
        page.put(row, 1, text, looks.PROSE)
        page.grow(row, text or BLANK_LINES, PROSE[1] * 0.88)
        row += 1
    if heading not in (LEAD, BODY):
        cell = page.reference(first, 0)
        texts = f"{page.reference(first, 1)}:{address(row - 1, 1, fixed=True)}"
        words = f'IF({cell}="","",IF(COUNTA({texts})=0,"“"&{cell}&"”下面还没有内容",""))'
        there = link(page, first, 1)
        points.add(Point(page.name, words, "" if paragraphs else f"“{heading}”下面还没有内容", quoted(there), there))
    return row


def _empty_part(page: Page, rows: tuple[int, int], points: Points, *, full: bool) -> None:
    texts = f"{page.reference(rows[0], 1)}:{address(rows[1], 1, fixed=True)}"
    told, there = "这一部分还没有内容", link(page, rows[0], 1)
    points.add(Point(page.name, f'IF(COUNTA({texts})=0,{quoted(told)},"")', "" if full else told, quoted(there), there))
