"""Pages → paragraphs and tables in reading order: page numbers and running heads dropped, lines joined again where a paragraph goes on."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from goigen.reading.pdf.margins import MARGIN, without_running_heads
from goigen.reading.pdf.page import Page, Piece
from goigen.reading.pdf.text import Line
from goigen.reading.raw import Block, RawTable, Words

_HEADING = re.compile(
    r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十]{1,3}部分"
)
_STOPS = "。！？；：.!?;:"
# Why the quotation marks behind: the typesetter breaks a line on neither side of them
_LEAST = re.compile(r"[（《“‘〔【(]*(?:[\x21-\x7e]+|.)(?:[，。、；：！？）》”’〕】…]|[“‘]+(?:[\x21-\x7e]+|.))*")
_ADDRESS = re.compile(r"(?:://|www\.|@)[\x21-\x7e]*$")


@dataclass(frozen=True, slots=True)
class _Margins:
    """Between which the text of pages of one width is set."""

    left: float
    right: float


def blocks(pages: Sequence[Page]) -> tuple[Block, ...]:
    """Everything that the pages say, from the first line to the last."""
    pages = without_running_heads([_with_boxes(at, pages) for at in range(len(pages))])
    margins = {page.width: _margins([line for other in pages if other.width == page.width for line in other.lines]) for page in pages}
    return tuple(_read(pages, margins))


def _read(pages: Sequence[Page], margins: dict[float, _Margins]) -> Iterator[Block]:
    text, last, where = "", None, ""
    width = 0.0
    for page in pages:
        tables = 0
        # Why: on a page of another width nothing says where the line before should have ended
        if page.width != width and text:
            yield Words(text, where)
            text, last = "", None
        width = page.width
        items: list[Line | Piece] = [*page.lines, *page.pieces]
        for item in sorted(items, key=lambda item: item.top if isinstance(item, Line) else item.box.top):
            if isinstance(item, Line) and last and _goes_on(last, item, margins[page.width]):
                text, last = _joined(text, item.text), item
                continue
            if text:
                yield Words(text, where)
            text, last = "", None
            if isinstance(item, Line):
                text, last, where = item.text, item, f"第{page.number}页"
            else:
                tables += 1
                yield RawTable(item.cells, f"第{page.number}页第{tables}个表格")
    if text:
        yield Words(text, where)


def _with_boxes(at: int, pages: Sequence[Page]) -> Page:
    """The page with the words of mere boxes among its lines. A single cell is the rest of a table where that breaks over the page."""
    page = pages[at]
    beside = [(other, page) for other in pages[max(at - 1, 0) : at]], [(page, other) for other in pages[at + 1 : at + 2]]
    rests = [piece for pair in (*beside[0], *beside[1]) for piece in _broken(*pair)]
    tables = tuple(piece for piece in page.pieces if len(piece.cells) > 1 or piece in rests)
    words = [line for piece in page.pieces if piece not in tables for line in piece.lines]
    return replace(page, lines=tuple(sorted((*page.lines, *words), key=lambda line: line.top)), pieces=tables)


def _broken(upper: Page, lower: Page) -> tuple[Piece, ...]:
    """The two pieces of a table that goes on from one page to the next."""
    if not upper.pieces or not lower.pieces:
        return ()
    one, other = upper.pieces[-1], lower.pieces[0]
    foot, head = upper.height * (1 - MARGIN), lower.height * MARGIN
    between = any(one.box.bottom < line.bottom < foot for line in upper.lines) or any(
        head < line.top < other.box.top for line in lower.lines
    )
    alike = abs(one.box.x0 - other.box.x0) < 3 and abs(one.box.x1 - other.box.x1) < 3
    return (one, other) if alike and not between and len(one.cells) + len(other.cells) > 2 else ()


def _margins(lines: Sequence[Line]) -> _Margins:
    size = sorted(line.size for line in lines)[len(lines) // 2] if lines else 1.0
    left, right = _usual([line.x0 for line in lines], size), -_usual([-line.x1 for line in lines], size)
    return _Margins(left, right)


def _usual(places: list[float], size: float) -> float:
    """The outermost place at which many lines are set. Why not the outermost of all: punctuation may hang beside the text."""
    places = sorted(places)
    counts = [bisect_left(places, place + size / 2) - bisect_left(places, place - size / 2) for place in places]
    many = max(counts, default=0) / 3
    return next((place for place, count in zip(places, counts, strict=True) if count >= many), 0.0)


def _goes_on(last: Line, line: Line, margins: _Margins) -> bool:
    """Whether a line belongs to the paragraph of the one before it."""
    size = last.size
    if abs(line.size - size) > 0.15 * size or line.x0 - margins.left > 0.8 * size:
        return False
    if _is_centred(last, margins) or margins.right - last.x1 > _needed(line.text) * size + 1.5 * size:
        return False
    # Why on one page only: how far apart lines stand over a page break says nothing
    if line.top > last.top and line.top - last.bottom > 1.6 * size:
        return False
    return not (_HEADING.match(line.text) and last.text[-1] in _STOPS)


def _is_centred(line: Line, margins: _Margins) -> bool:
    before, after = line.x0 - margins.left, margins.right - line.x1
    return before > 2.5 * line.size and abs(before - after) < line.size


def _needed(text: str) -> float:
    """How many ems the least that can begin a line would have taken at the end of the line before."""
    least = _LEAST.match(text)
    return sum(0.5 if char.isascii() else 1 for char in least[0]) if least else 1


def _joined(text: str, more: str) -> str:
    """Why not always the same: Chinese has no space where a line ends, Latin words have, a long figure or address has none."""
    left, right = text[-1], more[0]
    if not (left.isascii() and right.isascii()) or left in "-/" or _ADDRESS.search(text):
        return text + more
    spaced = right == "(" or (right.isalpha() and (left.isalpha() or left in ",.;:!?)"))
    return f"{text} {more}" if spaced else text + more
