"""Bytes of a text file → text."""

from __future__ import annotations

from goigen.errors import UserError

LIMIT = 8 * 1024 * 1024  # bytes; the longest report with its tables has a hundredth of it


def decoded(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, else GB18030; line ends as \\n. Raises UserError where the bytes are no text."""
    if len(data) > LIMIT:
        raise UserError(f"文字有 {len(data) // 1024 // 1024} MiB，不会是一份报告")
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise UserError("读不出文字，它可能不是文本文件，或已损坏")
