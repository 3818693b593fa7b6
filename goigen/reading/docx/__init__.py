"""A published Word document → its paragraphs and raw tables in reading order, as they are printed once all changes are accepted.

Comes in: the bytes of a .docx (or .docm, .dotx, or the one XML file that Word calls Word XML 文档). Goes out: blocks. Headers, footers,
notes and comments are left out. A text box follows the paragraph on which it hangs; inside a table its words are part of the cell.

A table that only lays out the page, with one cell or with a larger table inside, gives way to what it holds. The words of any
other table inside a cell become words of the cell.
"""

from __future__ import annotations

from collections.abc import Iterator

from goigen.errors import UserError
from goigen.reading.docx.numbering import Numbering
from goigen.reading.docx.parts import TOO_LARGE, Parts, open_parts
from goigen.reading.docx.styles import Styles
from goigen.reading.docx.table import place
from goigen.reading.docx.text import Line, Lines
from goigen.reading.docx.xml import Element, child, is_wrapper, walk
from goigen.reading.raw import Block, Cell, RawTable, Words

MOST_PARAGRAPHS = 200_000
DEEPEST = 30  # tables and text boxes in each other
NO_TEXT = "这份 Word 文档里没有文字，里面可能全是图片；请找可以复制文字的版本"

Cells = tuple[Cell, ...]
Piece = str | Cells


def read(data: bytes) -> tuple[Block, ...]:
    """The paragraphs and tables of a Word document. Raises UserError with one sentence where it cannot be read or has no words."""
    pieces = list(_Reader(open_parts(data)).pieces())
    if not any(isinstance(piece, str) or any(cell.text for cell in piece) for piece in pieces):
        raise UserError(NO_TEXT)
    return tuple(_numbered(pieces))


def _numbered(pieces: list[Piece]) -> Iterator[Block]:
    paragraphs = tables = 0
    for piece in pieces:
        if isinstance(piece, str):
            paragraphs += 1
            yield Words(piece, f"第{paragraphs}段")
        else:
            tables += 1
            yield RawTable(piece, f"第{tables}个表格")


class _Reader:
    """Walks the document once, in reading order, because Word counts its lists in this order."""

    def __init__(self, parts: Parts) -> None:
        styles = Styles(parts.styles)
        self._body = parts.body
        self._paragraphs = 0
        self._lines = Lines(styles)
        self._numbering = Numbering(parts.numbering, styles)

    def pieces(self) -> Iterator[Piece]:
        return self._pieces(self._body, 0)

    def _pieces(self, container: Element, depth: int) -> Iterator[Piece]:
        """What a body, a cell or a text box holds; a paragraph without words is nothing."""
        if depth > DEEPEST:
            raise UserError("这份 Word 文档里的表格套得太深，没有读；请在 Word 里打开后另存一份")
        words, boxes = list[str](), list[Element]()  # of paragraphs that run on into the next
        for name, element in walk(container, is_wrapper):
            if name == "p":
                line = self._read(element)
                words += filter(None, (line.text if words else self._begin(line, element),))
                boxes += line.boxes
            if name == "tbl" or (name == "p" and not line.runs_on):
                yield from self._line(words, boxes, depth)
                words, boxes = [], []
            if name == "tbl":
                yield from self._table(element, depth)
        yield from self._line(words, boxes, depth)

    def _read(self, paragraph: Element) -> Line:
        self._paragraphs += 1
        if self._paragraphs > MOST_PARAGRAPHS:
            raise UserError(TOO_LARGE)
        return self._lines.read(paragraph)

    def _line(self, words: list[str], boxes: list[Element], depth: int) -> Iterator[Piece]:
        """One paragraph if it has words, and after it what its text boxes hold."""
        if text := "".join(words).strip():
            yield text
        for box in boxes:
            yield from self._pieces(box, depth + 1)

    def _begin(self, line: Line, paragraph: Element) -> str:
        """The words with which a paragraph begins: its number first.

        Why one that is wholly hidden is counted, and only one that is wholly deleted is not: Word skips numbers by hidden paragraphs.
        """
        empty = not line.text.strip()
        if line.gone and empty:
            return ""
        text = self._numbering.before(child(paragraph, "pPr"), line.text.lstrip())
        return "" if line.runs_on and empty else text

    def _table(self, table: Element, depth: int) -> Iterator[Piece]:
        slots = place(table)
        contents = [list(self._pieces(slot.element, depth + 1)) for slot in slots]
        largest = max((len(piece) for content in contents for piece in content if not isinstance(piece, str)), default=0)
        if len(slots) == 1 or largest > len(slots):
            for content in contents:
                yield from content
        elif slots:
            yield tuple(
                Cell(slot.row, slot.start, "\n".join(map(_flat, content)), slot.row_span, slot.end - slot.start)
                for slot, content in zip(slots, contents, strict=True)
            )


def _flat(piece: Piece) -> str:
    """The words of a small table inside a cell: a line a row."""
    if isinstance(piece, str):
        return piece
    rows: dict[int, list[str]] = {}
    for cell in piece:
        rows.setdefault(cell.row, []).append(cell.text)
    return "\n".join("\t".join(filter(None, row)) for row in rows.values() if any(row))
