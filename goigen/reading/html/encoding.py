"""Bytes of a saved web page → its markup as text. Knows encodings, pages saved whole (.mht) and pictures inside a page; no elements.

Raises UserError where a page is too big, or is none.
"""

from __future__ import annotations

import codecs
import re
from email import message_from_bytes

from goigen.errors import UserError

LIMIT_BYTES = 20 * 1024 * 1024  # of markup, pictures not counted
LIMIT_TAGS = 400_000  # a report exported by Word has some ten thousand
HEAD_BYTES = 4096  # where a page says its encoding
# Why all of them from the bytes: a picture of 40 MB would stand in memory four times over
PICTURE = re.compile(rb"data:\w+/[\w.+-]{1,80}(?:;(?!base64,)[\w=.+-]{1,80})*(?:;base64,[A-Za-z0-9+/=_%\s-]*|,[^\"'<>)\s]*)", re.I)
SAID = re.compile(rb"""<meta\b[^<>]{0,400}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.I)
WHOLE_PAGE = re.compile(rb"\A\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:mime-version|content-type):", re.I)
BOUNDARY = re.compile(rb"""boundary\s*=\s*(?:"([^"\r\n]+)"|([^\s;"]+))""", re.I)
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
UNMARKED = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
OTHERS = frozenset(("big5", "big5-hkscs", "euc-jp", "shift_jis", "euc-kr"))  # they too can mostly be read as GB18030
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
WORTH = 50  # so many characters beyond ASCII to one damaged make a page UTF-8


def markup(data: bytes) -> str:
    """The text of a page without pictures and control characters; of a page saved whole, that of its largest part in HTML."""
    if WHOLE_PAGE.match(data[:HEAD_BYTES]):
        data = _largest_part(data)
    encoding = next((name for mark, name in (*MARKS, *UNMARKED) if data.startswith(mark)), "")
    if encoding.startswith("utf-16"):
        data = data.decode(encoding, "replace").encode("utf-8", "replace")
        encoding = "utf-8-sig"
    data = PICTURE.sub(b"", data)
    if len(data) > LIMIT_BYTES or data.count(b"<") > LIMIT_TAGS:
        raise UserError(f"网页除去图片还有 {len(data) / 1024 / 1024:.1f} MiB，不会是一份年度报告")
    return CONTROL.sub("", _decoded(data, encoding))


def _decoded(data: bytes, encoding: str) -> str:
    """By its mark; else whatever the bytes are, for what a page says of itself is often wrong."""
    said = SAID.search(data[:HEAD_BYTES])
    declared = said[1].decode("ascii", "replace").lower() if said else ""
    candidates = (encoding or "utf-8", *((declared,) if declared in OTHERS else ()), "gb18030")
    for candidate in candidates:
        try:
            return data.decode(candidate)
        except UnicodeDecodeError:
            continue
    text = data.decode(candidates[0], "replace")  # a page cut off, a stray byte
    if encoding or text.count("\ufffd") * WORTH < sum(character > "\x7f" for character in text):
        return text
    return data.decode(candidates[-2] if declared in OTHERS else "gb18030", "replace")


def _largest_part(data: bytes) -> bytes:
    """The largest HTML of a page saved with its pictures in one file; the pictures are not decoded."""
    boundary = BOUNDARY.search(data[: 4 * HEAD_BYTES])
    parts = data.split(b"--" + (boundary[1] or boundary[2])) if boundary else [data]
    pages = [part for part in parts if re.search(rb"^content-type:\s*(?:text/html|application/xhtml)", part[:HEAD_BYTES], re.I | re.M)]
    if not pages:
        raise UserError("这个网页存档（.mht）里没有网页")
    payload = message_from_bytes(max(pages, key=len).lstrip(b"\r\n")).get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
