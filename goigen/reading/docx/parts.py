"""The bytes of a Word document → the three XML parts that hold its words, styles and numbers.

Comes in: bytes that may be anything. Goes out: parsed roots; or UserError with a sentence about what the file is instead. Media are never
unpacked, nothing outside the file is ever asked for, and what is read is bounded before it is parsed. What the parts say is not read here.
"""

from __future__ import annotations

import lzma
import posixpath
import re
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Protocol
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from lxml import etree

from goigen.errors import UserError
from goigen.reading.docx.xml import Element, child, kind, value

MOST_BYTES = 64 * 2**20  # of XML, unpacked
MOST_PIECES = 1_500_000  # tags and attributes; each costs the parser about 150 bytes, a report has some ten thousand
MOST_MEMBERS = 20_000
HEADER = b"PK\x01\x02"  # one stands in the directory of the archive for each of its members
DOCTYPE = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
DECLARED = re.compile(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']+)""")
ENCODINGS = frozenset({b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii", b"gb2312", b"gbk", b"gb18030", b"iso-8859-1"})
STARTS = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b" ", b"\r", b"\n", b"\t")
BROKEN_ZIP = (
    BadZipFile, OSError, EOFError, ValueError, RuntimeError, LookupError, OverflowError, struct.error, zlib.error, lzma.LZMAError,
)  # fmt: skip

DAMAGED = "这份 Word 文档不完整或已损坏，打不开；请重新下载或向原发布者要一份"
TOO_LARGE = "这份 Word 文档展开后太大，没有读；请确认它真的是年度报告"
PASSWORD = "文件有密码，读不出来；请先在 Word 或 WPS 里去掉密码，另存一份再来"
DANGEROUS = "这份 Word 文档里有不该有的声明（DOCTYPE），为安全起见没有读；请在 Word 里打开后另存一份"
OLD = "这是旧版的 Word 文件（.doc），请在 Word 或 WPS 里另存为 .docx"
NO_WORD = "这不是 Word 文档（.docx）"
OTHER_STARTS = {
    b"%PDF": "这是 PDF 文件，不是 Word 文档",
    b"{\\rtf": "这是 RTF 文件，请在 Word 或 WPS 里另存为 .docx",
}
HEAD = 2000  # bytes of an XML file in which it tells its kind
# what an archive is that holds no Word document, by how the name of a member begins
OTHERS = {
    "xl/": "这是 Excel 工作簿，不是 Word 文档",
    "ppt/": "这是演示文稿，不是 Word 文档",
    "ofd.xml": "这是 OFD 文件，不是 Word 文档；请另存为 PDF 或 .docx",
    "content.xml": "这是 OpenDocument 文件（.odt），请在 Word 或 WPS 里另存为 .docx",
}


@dataclass(frozen=True, slots=True)
class Parts:
    body: Element
    styles: Element | None
    numbering: Element | None


class _Package(Protocol):
    def root(self, name: str) -> Element | None:
        """The root of a part, None where it is absent."""


class _Zip:
    """The package as it is usual. Names are compared as Word does, without regard to case."""

    def __init__(self, data: bytes) -> None:
        if data.count(HEADER) > MOST_MEMBERS:
            raise UserError(TOO_LARGE)
        try:
            self._archive = ZipFile(BytesIO(data))
        except BROKEN_ZIP as error:
            raise UserError(DAMAGED) from error
        self._members = {_plain(info.filename): info for info in self._archive.infolist()}
        self._room = MOST_BYTES

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._members)

    def root(self, name: str) -> Element | None:
        info = self._members.get(_plain(name))
        if info is None:
            return None
        if info.flag_bits & 1:
            raise UserError(PASSWORD)
        # Why: the other methods unpack a piece whole, however large it grows; no program writes a DOCX with them
        if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise UserError(DAMAGED)
        if info.file_size > self._room:
            raise UserError(TOO_LARGE)
        try:
            with self._archive.open(info) as part:
                data = part.read(self._room + 1)
        except BROKEN_ZIP as error:
            raise UserError(DAMAGED) from error
        self._room -= len(data)
        if self._room < 0:
            raise UserError(TOO_LARGE)
        return parse(data)


class _Flat:
    """The package as one XML file, as Word saves it under “Word XML 文档”."""

    def __init__(self, root: Element) -> None:
        self._parts: dict[str, Element] = {}
        for part in root:
            content = child(part, "pkg:xmlData")
            if content is not None and len(content):
                self._parts[_plain(value(part, "name") or "")] = content[0]

    def root(self, name: str) -> Element | None:
        return self._parts.get(_plain(name))


def open_parts(data: bytes) -> Parts:
    """Raises UserError with one sentence where this is no Word document that can be read."""
    if not data.strip():
        raise UserError("文件是空的")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UserError(PASSWORD if ENCRYPTED in data else OLD)
    if data.startswith(b"PK"):
        package = _Zip(data)
        return _parts(package, next((said for start, said in OTHERS.items() if _has(package.names, start)), _archive(package.names)))
    if b"/office/2006/xmlPackage" in data[:HEAD]:
        return _parts(_Flat(parse(data)), NO_WORD)
    if b"/office/word/2003/wordml" in data[:HEAD]:
        raise UserError("这是 Word 2003 的 XML 文档，请在 Word 或 WPS 里另存为 .docx")
    raise UserError(next((said for start, said in OTHER_STARTS.items() if data.startswith(start)), NO_WORD))


def _has(names: tuple[str, ...], start: str) -> bool:
    return any(name.startswith(start) for name in names)


def _archive(names: tuple[str, ...]) -> str:
    if not names or _has(names, "word/") or _has(names, "[content_types].xml"):
        return DAMAGED
    return "这是一个压缩包，不是 Word 文档；请先解压"


def _parts(package: _Package, otherwise: str) -> Parts:
    """The parts that the package's own relations name. Why the usual names beside them: some programs write relations that lead nowhere."""
    main = _related(package, "", "officeDocument") or "word/document.xml"
    document = package.root(main)
    if document is None:
        main, document = "word/document.xml", package.root("word/document.xml")
    body = child(document, "body") if document is not None and kind(document) == "document" else None
    if body is None:
        raise UserError(otherwise)
    found: Mapping[str, Element | None] = {
        name: package.root(_related(package, main, name) or posixpath.join(posixpath.dirname(main), f"{name}.xml"))
        for name in ("styles", "numbering")
    }
    return Parts(body, found["styles"], found["numbering"])


def _related(package: _Package, source: str, wanted: str) -> str | None:
    """The name of the part to which a part (or the package, where `source` is empty) has a relation of that type."""
    folder, name = posixpath.split(source)
    relations = package.root(posixpath.join(folder, "_rels", f"{name}.rels"))
    for each in () if relations is None else relations:
        target = each.get("Target")
        if target and (each.get("Type") or "").endswith("/" + wanted):
            return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return None


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def parse(data: bytes) -> Element:
    """The root of an XML part, without comments and processing instructions. Why refuse before parsing: then nothing has grown yet."""
    if any(mark in data for mark in DOCTYPE):
        raise UserError(DANGEROUS)
    declared = DECLARED.match(data[:200])
    if not data.startswith(STARTS) or (declared and declared[1].lower() not in ENCODINGS):
        raise UserError(DAMAGED)
    if len(data) > MOST_BYTES or data.count(b"<") + data.count(b"=") > MOST_PIECES:
        raise UserError(TOO_LARGE)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise UserError(DAMAGED) from error
