"""Pages → the same without what stands in their margins: page numbers, and heads and feet that run from page to page."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from goigen.reading.pdf.page import Page
from goigen.reading.pdf.text import Line

MARGIN = 1 / 8  # of the height of a page: where its number and its running head stand
_NUMBER = re.compile(
    r"第?\d{1,3}页?(?:[/,，]?共?\d{1,3}页?)?|共\d{1,3}页[,，]?第\d{1,3}页|第[一二三四五六七八九十]+页|[Pp]age\d{1,3}(?:of\d{1,3})?|[ivxIVX]{1,6}"
)
_DASHES = "-—–－―─·•~～_"


def without_running_heads(pages: list[Page]) -> list[Page]:
    """Why only in the margins and outside the tables: a number anywhere else may be a figure of the report."""
    seen = Counter(key for page in pages for key in {_key(line) for line in _marginal(page)})
    often = max(2, -(-len(pages) * 2 // 5))  # of odd and even pages each may have its own

    def stays(line: Line) -> bool:
        return not _is_page_number(line.text) and seen[_key(line)] < often

    kept = []
    for page in pages:
        marginal = {id(line) for line in _marginal(page)}
        kept.append(replace(page, lines=tuple(line for line in page.lines if id(line) not in marginal or stays(line))))
    return kept


def _marginal(page: Page) -> list[Line]:
    """The lines in the upper and the lower margin that nothing of the page stands beyond."""
    tops = [piece.box.top for piece in page.pieces]
    bottoms = [piece.box.bottom for piece in page.pieces]
    upper = [line for line in page.lines if line.bottom < page.height * MARGIN and line.top < min(tops, default=page.height)]
    lower = [line for line in page.lines if line.top > page.height * (1 - MARGIN) and line.bottom > max(bottoms, default=0)]
    return [*upper[:3], *lower[-3:]]


def _key(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "0", line.text), round(line.top / 4)


def _is_page_number(text: str) -> bool:
    bare = text.replace(" ", "").strip(_DASHES)
    return bool(_NUMBER.fullmatch(bare))
