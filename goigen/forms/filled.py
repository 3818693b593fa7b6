"""The tree of a form → YAML text: what `goigen import` writes. Every text stands as it was read; a row of figures takes one line."""

from __future__ import annotations

from collections.abc import Iterator

from goigen.forms.blank import quoted
from goigen.report.names import ANSWERS, NOTE, PREAMBLE, PROSE
from goigen.report.shape import TABLES, Shape
from goigen.source import Mapping, Node, Sequence, Text
from goigen.source.nodes import UNFILLED
from goigen.standard import FORM

LONGEST = 60  # characters of a text that stays behind its key
PARTS = {section.name: section.title for section in FORM.sections}
TEXTS = frozenset((PREAMBLE, ANSWERS, *(section.name for section in PROSE)))


def filled_form(root: Mapping, name: str) -> str:
    """The text of the form; `name` is the file that it was read from."""
    lines = [f"# 由 {' '.join(name.split())} 读出，请和原件核对；“待填”是没有读到的。改好后运行：goigen render 这个文件"]
    for key, node in root.entries:
        if title := PARTS.get(key.value):
            lines += ["", f"# ———— {title} ————"]
        shape = TABLES.get(key.value)
        lines += _table(shape, node, "") if shape and isinstance(node, Mapping) else _entry(key.value, node, "", prose=key.value in TEXTS)
    return "\n".join(lines) + "\n"


def _entry(key: str, node: Node, indent: str, *, prose: bool) -> Iterator[str]:
    start = f"{indent}{quoted(key)}:"
    match node:
        case Mapping():
            yield start
            for child, below in node.entries:
                yield from _entry(child.value, below, indent + "  ", prose=prose)
        case Text():
            yield from _text(start, node.value, indent, prose=prose)
        case Sequence():  # what is read from a document has none
            yield f"{start} [{', '.join(quoted(item.value) for item in node.items if isinstance(item, Text))}]"


def _text(start: str, text: str, indent: str, *, prose: bool) -> Iterator[str]:
    if text and ((prose and text != "无") or "\n" in text or len(text) > LONGEST):
        yield f"{start} |"
        yield from (f"{indent}  {line}" if line else "" for line in text.split("\n"))
    else:
        yield f"{start} {quoted(text)}".rstrip()


def _table(shape: Shape, node: Mapping, indent: str) -> Iterator[str]:
    yield f"{indent}{quoted(shape.name)}:"
    children = {child.name: child for child in shape.children}
    for key, below in node.entries:
        child = children.get(key.value)
        if child is None or key.value == NOTE:
            yield from _entry(key.value, below, indent + "  ", prose=True)
        elif isinstance(below, Mapping) and not child.is_row:
            yield from _table(child, below, indent + "  ")
        else:
            yield f"{indent}  {quoted(child.name)}: {_row(child, below)}"


def _row(shape: Shape, node: Node) -> str:
    """A row in one line: 0 where all is zero, else the columns that are not, and the total as it was printed."""
    if isinstance(node, Text):
        return quoted(node.value)
    texts = {key.value: child.value for key, child in node.entries if isinstance(child, Text)} if isinstance(node, Mapping) else {}
    if len(texts) == len(shape.children) and set(texts.values()) == {"0"}:
        return "0"
    sums = {child.name for child in shape.children if child.is_sum}
    told = {name: text for name, text in texts.items() if text != "0" or name in sums}
    if not told:
        return "0"
    if set(told.values()) <= UNFILLED:  # Why: a row in which nothing is said but that some of it is open would be open as a whole
        told = texts
    return "{" + ", ".join(f"{name}: {_in_braces(text)}" for name, text in told.items()) + "}"


def _in_braces(text: str) -> str:
    """A figure in a row between braces, where a comma would begin the next one."""
    return quoted(text) if not any(sign in text for sign in ",{}[]\"'") else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
