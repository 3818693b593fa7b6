"""Bytes → the pages of a PDF, not yet interpreted. Here stand the bounds that keep a hostile file from growing or turning in circles."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import islice
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfexceptions import PDFException, PDFObjectNotFound
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import LITERALS_FLATE_DECODE, PDFObjRef, PDFStream, dict_value, int_value, list_value, resolve1
from pdfminer.psparser import literal_name
from pdfminer.utils import apply_png_predictor, apply_tiff_predictor

from goigen.errors import UserError

MOST_PAGES = 200
_MOST_NODES = 20 * MOST_PAGES  # of the page tree, and of what is tried where there is no tree
_MOST_BYTES = 64_000_000  # of one stream, unpacked; the fonts of a report have some ten million
_INHERITED = ("Resources", "MediaBox", "CropBox", "Rotate")

TOO_LARGE = "PDF 的内容展开后太大，读不了"


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


class _Stream(PDFStream):
    """A stream that is unpacked within bounds, and that is damaged rather than empty when it does not unpack."""

    def decode(self) -> None:
        data = self.rawdata or b""
        if self.decipher:
            data = self.decipher(self.objid or 0, self.genno or 0, data, self.attrs)
        for name, parameters in self.get_filters():
            if name in LITERALS_FLATE_DECODE:
                data = _predicted(_inflate(data), parameters)
            else:
                data = PDFStream({"Filter": name, "DecodeParms": parameters or {}}, data).get_data()
            if len(data) > _MOST_BYTES:
                raise UserError(TOO_LARGE)
        self.data, self.rawdata = data, None


class _Parser(PDFParser):
    def push(self, *objs: Any) -> None:  # noqa: ANN401
        for _, pushed in objs:
            if type(pushed) is PDFStream:
                pushed.__class__ = _Stream
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


def _inflate(data: bytes) -> bytes:
    """Why not zlib.decompress: a kilobyte may unpack to a gigabyte. A missing checksum passes; with a wrong one a figure may be wrong."""
    if not data.strip():
        return b""
    unpacking = zlib.decompressobj()
    unpacked = unpacking.decompress(data, _MOST_BYTES + 1)
    if unpacking.eof or len(unpacked) > _MOST_BYTES:
        return unpacked
    headless = zlib.decompressobj(-zlib.MAX_WBITS)
    unpacked = headless.decompress(data[2:], _MOST_BYTES + 1)
    if not headless.eof:
        raise PDFException("half a stream")
    return unpacked


def _predicted(data: bytes, parameters: object) -> bytes:
    if not isinstance(parameters, dict):
        return data
    predictor = int_value(parameters.get("Predictor", 1))
    if predictor == 1:
        return data
    usual = (("Colors", 1), ("Columns", 1), ("BitsPerComponent", 8))
    colors, columns, bits = (int_value(parameters.get(key, value)) for key, value in usual)
    if predictor == 2:
        return apply_tiff_predictor(colors, columns, bits, data)
    return apply_png_predictor(predictor, colors, columns, bits, data)


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
