"""Bytes of a published file → its blocks, by what the file is and not by what it is called."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath

from goigen.errors import UserError
from goigen.files import is_workbook_form
from goigen.reading.raw import Block

OFFICE = (".doc", ".wps", ".odt", ".rtf", ".et", ".xls", ".ods")
ENDINGS = (".docx", ".docm", ".pdf", ".html", ".htm", ".mht", ".mhtml", ".txt", ".xlsx", *OFFICE)
OLE = b"\xd0\xcf\x11\xe0"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MARKUP = re.compile(
    rb"^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|div|table|p|h\d|meta|section|article)\b", re.I | re.S
)
MAIL = re.compile(rb"^(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:MIME-Version|Content-Type):", re.I)
# What nobody can read words from, by its first bytes; people give such a file the ending of the one that they should have had
PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*")
ARCHIVES = (b"Rar!\x1a", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
SECONDS, MEGABYTES = 30, 1024  # for the child that reads a PDF


def is_published(name: str, data: bytes) -> bool:
    """Whether a file is a published document, not a form: by its first bytes, or by its ending where it is plain text.

    A workbook is a form where it is one that goigen has made, whatever it is called and whichever program has saved it.
    """
    if is_workbook_form(data):
        return False
    kind = _kind(data)
    return kind != "text" or PurePath(name).suffix.lower() in ENDINGS


def blocks_of(name: str, data: bytes) -> tuple[Block, ...]:
    """Raises UserError with one sentence where the file cannot be read."""
    if not data.strip():
        raise UserError("文件是空的")
    kind = _kind(data)
    if kind == "pdf":
        from goigen.reading import pdf
        from goigen.reading.guard import bounded

        return bounded(pdf.read, data, seconds=SECONDS, megabytes=MEGABYTES)
    if kind == "html":
        from goigen.reading import html

        return html.read(data)
    if kind == "office":
        from goigen.reading import office

        ending = PurePath(name).suffix.lower()
        return office.read(data, ending if ending in OFFICE else _ending(data))
    if kind == "xlsx":
        from goigen.reading import xlsx

        return xlsx.read(data)
    if kind == "docx":
        from goigen.reading import docx

        return docx.read(data)
    if kind == "picture":
        raise UserError("这是一张图片，里面没有可以读的文字；请找 Word 原件，或先做文字识别（OCR）")
    if kind == "archive":
        raise UserError("这是一个压缩包；请先解压，再读里面的文件")
    from goigen.reading import text

    return text.read(data)


def _kind(data: bytes) -> str:
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK"):
        return _zipped(data)
    if data.startswith(OLE):
        if ENCRYPTED in data:
            raise UserError("文件有密码，打不开；请先在 Word、WPS 或 Excel 里取消密码")
        return "office"
    if data.startswith(b"{\\rtf"):
        return "office"
    if data.startswith(PICTURES) or (data.startswith(b"RIFF") and data[8:12] == b"WEBP") or _is_bitmap(data):
        return "picture"
    if data.startswith(ARCHIVES):
        return "archive"
    head = data[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\x00", b"")
    return "html" if MARKUP.match(head) or MAIL.match(head) else "text"


def _is_bitmap(data: bytes) -> bool:
    """Why its length: two letters begin many a text."""
    return data.startswith(b"BM") and int.from_bytes(data[2:6], "little") == len(data)


def _zipped(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()[:10000]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return "docx"  # its reader says what is wrong
    if "xl/workbook.xml" in names:
        return "xlsx"
    return "office" if "mimetype" in names and "content.xml" in names else "docx"


def _ending(data: bytes) -> str:
    if data.startswith(b"{\\rtf"):
        return ".rtf"
    return ".odt" if data.startswith(b"PK") else ".doc"
