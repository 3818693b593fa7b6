"""Bytes of a form → a tree in which every text knows its line and column.

No type is guessed here: every scalar is the text that was typed, so `010010` stays a postcode and `no` a word. Aliases, anchors and
tags are refused, so nothing in a file can grow or run. What is wrong comes back as findings; only bytes that are no text at all raise.
"""

from __future__ import annotations

import json
import re

from goigen.finding import Place
from goigen.source.decoding import control_characters, decode
from goigen.source.nodes import Mapping, Node, Sequence, Source, Spots, Text, error, spot
from goigen.source.parsing import Builder

__all__ = ["LIMIT_BYTES", "Mapping", "Node", "Sequence", "Source", "Spots", "Text", "read_source", "spot"]

LIMIT_BYTES = 2 * 1024 * 1024
# Why: programs write JSON with characters such as 𠮷 as two escapes, which YAML does not know
SURROGATES = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
LINE_BREAK = re.compile("[\n\x85\u2028\u2029]")  # what YAML takes for the end of a line


def read_source(name: str, data: bytes) -> Source:
    """Parse the bytes of one YAML or JSON form. Raises UserError where they are not text."""
    start = Place(name, 1, 1)
    if len(data) > LIMIT_BYTES:
        size = len(data) / 1024 / 1024
        message = f"文件有 {size:.1f} MiB，超过一份表的上限 2 MiB"
        return Source(name, None, (), (error("R08", start, message, "看看是不是误选了别的文件，或贴进了图片。"),))
    text, notes = decode(name, data)
    if any(note.stops for note in notes):
        return Source(name, None, (), notes)
    text = SURROGATES.sub(lambda pair: json.loads(f'"{pair[0]}"'), text) if text.lstrip().startswith("{") else text
    lines = tuple(LINE_BREAK.split(text))
    bad = tuple(control_characters(name, lines))
    if bad:
        return Source(name, None, lines, (*notes, *bad))
    empty = error("R01", start, "文件是空的", "用 goigen new 生成一份空白表再填。")
    if not text.strip():
        return Source(name, None, lines, (*notes, empty))
    root, problems = Builder(name, lines).parse(text)
    if root is None and not problems:  # nothing but comments
        problems = (empty,)
    return Source(name, root, lines, (*notes, *problems))
