"""Bytes → text, with what should be said about the encoding; refuses what is no text at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goigen.errors import UserError
from goigen.finding import Finding, Place, Severity
from goigen.source.nodes import error

# Why: these print as nothing or as a box in every format, and a clerk cannot see them in the editor.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")
MAGIC = {
    b"PK\x03\x04": "一个压缩包或 Office 文件（.docx、.xlsx）",
    b"%PDF": "一个 PDF 文件",
    b"\xd0\xcf\x11\xe0": "一个旧版 Office 文件（.doc、.xls）",
    b"\x89PNG": "一张图片",
    b"\xff\xd8\xff": "一张图片",
}
# Why: almost any bytes can be read as GB18030; only a file with a word of the form in it is believed to be meant so
A_FORM = re.compile("年度|机关|格式|名称")


def decode(name: str, data: bytes) -> tuple[str, tuple[Finding, ...]]:
    """UTF-8, with or without its mark; else UTF-16 with its mark; else GB18030. The last two are said."""
    for magic, what in MAGIC.items():
        if data.startswith(magic):
            raise UserError(f"{name}：这不是表，而是{what}")
    encoding = "utf-8-sig"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    for candidate in (encoding, "gb18030"):
        try:
            text = data.decode(candidate)
        except UnicodeDecodeError:
            continue
        if "\x00" in text or (candidate == "gb18030" and not A_FORM.search(text)):
            break
        if candidate == "utf-8-sig":
            return text.replace("\r\n", "\n").replace("\r", "\n"), ()
        note = Finding(
            "R07",
            Severity.INFO,
            Place(name, 1, 1),
            "",
            f"文件不是 UTF-8 编码，已按 {candidate.upper()} 读入",
            "用记事本打开后“另存为”，编码选 UTF-8，以后在别的电脑上就不会乱码。",
        )
        return text.replace("\r\n", "\n").replace("\r", "\n"), (note,)
    if encoding == "utf-8-sig" and (damaged := _damaged(name, data)):
        return "", (damaged,)
    raise UserError(f"{name}：读不出文字，它可能不是文本文件，或已损坏")


def _damaged(name: str, data: bytes) -> Finding | None:
    """Where a form in UTF-8 has a byte that is none; None if it is no form."""
    text = data.decode("utf-8", "replace")
    if "\x00" in text or not A_FORM.search(text):
        return None
    before = text[: text.index("\ufffd")].lstrip("\ufeff")
    place = Place(name, before.count("\n") + 1, len(before) - before.rfind("\n"))
    return error("R07", place, "这里有损坏的字符，读不出是什么字", "在编辑器里把它删掉，重新输入。")


def control_characters(name: str, lines: tuple[str, ...]) -> Iterator[Finding]:
    """Every character that prints as nothing or as a box, where it stands."""
    for number, line in enumerate(lines, 1):
        for found in CONTROL.finditer(line):
            message = f"这里有一个看不见的控制字符 U+{ord(found[0]):04X}"
            yield error("R07", Place(name, number, found.start() + 1), message, "删掉它；多半是从网页或旧文档里带进来的。")
