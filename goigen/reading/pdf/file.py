"""Bytes → the pages of a PDF, not yet interpreted. Here stand the bounds that keep a hostile file from growing or turning in circles."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import islice
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfexceptions import PDFException, PDFObjectNotFound
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream, dict_value, list_value, resolve1
from pdfminer.psparser import literal_name

from goigen.errors import UserError
from goigen.reading.pdf.stream import BoundedStream

MOST_PAGES = 200
_MOST_NODES = 20 * MOST_PAGES  # of the page tree, and of what is tried where there is no tree
_INHERITED = ("Resources", "MediaBox", "CropBox", "Rotate")


def open_pages(data: bytes) -> list[PDFPage]:
    """All pages in order. The tree alone is walked: no page is interpreted before they are counted."""
    document = _Document(_Parser(BytesIO(data)))
    pages = list(islice(_tree(document), MOST_PAGES + 1)) or list(islice(_loose(document), MOST_PAGES + 1))
    if len(pages) > MOST_PAGES:
        raise UserError(f"PDF 超过 {MOST_PAGES} 页，不像一份年度报告")
    return [_page(document, number, attributes) for number, attributes in pages]


@contextmanager
def silence() -> Iterator[None]:
    """No word of pdfminer's own log reaches the terminal: what it says of a file is nothing that its reader can mend."""
    logger = logging.getLogger("pdfminer")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)


class _Parser(PDFParser):
    def push(self, *objs: Any) -> None:  # noqa: ANN401
        for _, pushed in objs:
            if type(pushed) is PDFStream:
                pushed.__class__ = BoundedStream
        super().push(*objs)


class _Document(PDFDocument):
    def getobj(self, objid: int) -> object:
        """An object itself. Why: pdfminer follows references that lead in a circle for ever."""
        seen = {objid}
        found = super().getobj(objid)
        while isinstance(found, PDFObjRef):
            if found.objid in seen:
                raise PDFObjectNotFound(objid)
            seen.add(found.objid)
            found = super().getobj(found.objid)
        return found


def _tree(document: PDFDocument) -> Iterator[tuple[object, dict[str, Any]]]:
    """The leaves of the page tree, with what they inherit. Why not pdfminer's: it recurses, and goes on where no page comes."""
    waiting: list[tuple[object, dict[str, Any]]] = [(document.catalog.get("Pages"), {})]
    seen: set[int] = set()
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node, above = waiting.pop()
        number = node.objid if isinstance(node, PDFObjRef) else 0
        attributes = dict_value(node)
        if not attributes and not above:
            return
        if not attributes or number in seen:  # a lost page would be lost figures
            raise PDFException("broken page tree")
        seen |= {number} if number else set()
        attributes = {key: above[key] for key in _INHERITED if key in above} | attributes
        if "Kids" in attributes:
            waiting += [(kid, attributes) for kid in reversed(list_value(attributes["Kids"])[: MOST_PAGES + 1])]
        else:
            yield number, attributes
    raise PDFException("page tree without end")


def _loose(document: PDFDocument) -> Iterator[tuple[object, dict[str, Any]]]:
    """The pages of a document whose tree is lost, in the order of their numbers."""
    numbers = (number for table in document.xrefs for number in table.get_objids())
    for number in islice(numbers, _MOST_NODES):
        try:
            found = document.getobj(number)
        except PDFObjectNotFound:
            continue
        if isinstance(found, dict) and found.get("Type") is not None and literal_name(found["Type"]) == "Page":
            yield number, found


def _page(document: PDFDocument, number: object, attributes: dict[str, Any]) -> PDFPage:
    page = PDFPage(document, number, attributes, None)
    # Why: pdfminer takes a missing content stream for an empty one, and figures would be lost without a word
    if not all(isinstance(resolve1(part), PDFStream) for part in page.contents):
        raise PDFException("page without its content")
    return page
