"""A published web page → its paragraphs and tables. Nothing is fetched, nothing is run; what stands around the article is left out.

Raises UserError where there is no page, or nothing to read on it.
"""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from goigen.errors import UserError
from goigen.reading.html.article import find_article
from goigen.reading.html.encoding import markup
from goigen.reading.html.flow import read_page
from goigen.reading.html.unseen import without_unseen
from goigen.reading.html.words import Element, han
from goigen.reading.raw import Block, RawTable, Words

LEAST = 20  # Chinese characters; a page with fewer has its text elsewhere
METADATA = "articletitle"  # how sites of the government are to name an article


def read(data: bytes) -> tuple[Block, ...]:
    """The article of a page, its title first."""
    root = _parsed(markup(data))
    without_unseen(root)
    page = read_page(root)
    if sum(han(piece.block.text) for piece in page.pieces if isinstance(piece.block, Words)) < LEAST and not any(
        isinstance(piece.block, RawTable) for piece in page.pieces
    ):
        raise UserError(_why_empty(root))
    return tuple(_placed([piece.block for piece in find_article(page, _called(root))]))


def _parsed(text: str) -> Element:
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        root = None
    if root is None:
        raise UserError("网页是空的，没有可读的内容")
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise UserError("网页的标记一层套一层，套得太深，读不了；在浏览器里打开它，把正文复制到 Word 里另存为 .docx 再试")
    return root


def _called(root: Element) -> tuple[str, ...]:
    """How the page calls itself, the best first."""
    metadata = [str(meta.get("content") or "") for meta in root.iter("meta") if str(meta.get("name")).lower() == METADATA]
    titles = [str(title.text or "") for title in root.iter("title")]
    return tuple(" ".join(text.split()) for text in (*metadata[:1], *titles[:1]) if text.strip())


def _why_empty(root: Element) -> str:
    further = "在浏览器里打开它，把正文复制到 Word 里另存为 .docx 再试"
    if next(root.iter("frameset"), None) is not None or next(root.iter("iframe"), None) is not None:
        return f"这个网页只是一个框架，正文在另一个网页里；{further}"
    if next(root.iter("script"), None) is not None:
        return f"网页里没有正文，它要靠脚本从网上取来；{further}"
    return "网页里几乎没有文字，不会是一份年度报告"


def _placed(blocks: list[Block]) -> list[Block]:
    """The same, each with its place among its like."""
    placed: list[Block] = []
    words = tables = 0
    for block in blocks:
        if isinstance(block, Words):
            words += 1
            placed.append(replace(block, where=f"第{words}段"))
        else:
            tables += 1
            placed.append(replace(block, where=f"第{tables}个表格"))
    return placed
