"""What a reader finds in each format: the words outside the tables, and the cells of the tables. Independent of the writers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import docx
import pdfplumber
from lxml import html

NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Found:
    """`words` in reading order without spaces; `cells` the texts of table cells, likewise; `letters` all characters of the tables."""

    words: str
    cells: tuple[str, ...]
    letters: Counter[str]

    @property
    def figures(self) -> list[str]:
        return [cell for cell in self.cells if NUMBER.fullmatch(cell)]


def bare(text: str | None) -> str:
    return re.sub(r"\s", "", text or "")


def found(words: str, cells: Iterator[str]) -> Found:
    texts = tuple(cells)
    return Found(bare(words), texts, Counter("".join(texts)))


def from_docx(data: bytes) -> Found:
    document = docx.Document(BytesIO(data))
    cells = (bare(cell.text) for table in document.tables for row in table.rows for cell in _distinct(row))
    return found("".join(paragraph.text for paragraph in document.paragraphs), cells)


def _distinct(row: Any) -> Iterator[Any]:
    """The cells that begin in a row: without those that continue a merged one from the left or from above."""
    for element in row._tr.tc_lst:
        if element.vMerge != "continue":
            yield docx.table._Cell(element, row)


def from_html(data: bytes) -> Found:
    article = html.fromstring(data.decode()).find(".//article")
    cells = [bare(cell.text_content()) for cell in article.iter("td", "th")]
    for part in list(article.iter("thead", "tbody")):
        part.getparent().remove(part)
    return found(article.text_content(), iter(cells))


def from_text(data: bytes) -> Found:
    drawn, words = [], []
    for line in data.decode().splitlines():
        (drawn if re.match(r"[+|].*[+|]$", line) else words).append(line)
    pieces = [bare(piece) for line in drawn for piece in re.split(r"[|+]-*(?=[|+ ]|$)", line)]
    return found("".join(words), (piece for piece in pieces if piece))


def from_pdf(data: bytes) -> Found:
    words, cells = [], []
    with pdfplumber.open(BytesIO(data)) as pdf:
        for page in pdf.pages:
            body = page.within_bbox(type_area(page))
            tables = body.find_tables()
            cells += [bare(cell) for table in tables for row in table.extract() for cell in row if cell is not None]
            outside = body.filter(lambda item, tables=tables: not any(_inside(item, table.bbox) for table in tables))
            words.append(outside.extract_text())
    return found("".join(words), iter(cells))


def type_area(page: Any) -> tuple[float, float, float, float]:
    """The page without its number: 37 mm above, 35 mm below."""
    millimetre = 72 / 25.4
    return (0, 30 * millimetre, float(page.width), float(page.height) - 34 * millimetre)


def _inside(item: Any, box: tuple[float, float, float, float]) -> bool:
    middle = (item["top"] + item["bottom"]) / 2, (item["x0"] + item["x1"]) / 2
    return bool(box[1] <= middle[0] <= box[3] and box[0] <= middle[1] <= box[2])
