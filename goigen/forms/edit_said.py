"""What a form says, as plain values: nested entries, lists and texts, and how a change of one value changes it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from goigen.errors import UserError
from goigen.forms.edit_keys import Path, below, find, is_row, needed, nothing, shape, slot
from goigen.report.numbers import half_width
from goigen.source import Mapping, Node, Sequence, Source, Text, read_source
from goigen.source.nodes import UNFILLED

Plain = str | list[Any] | tuple[tuple[str, Any], ...]  # a text, a list, or the entries of a mapping


class CannotEdit(UserError):
    """The text cannot be changed there by itself; a person has to look at it."""


@lru_cache(maxsize=64)
def parsed(text: str) -> Source:
    """The tree of a form. Why kept: one change leaves the text with which the next begins."""
    return read_source("form.yaml", text.encode())


def read(text: str) -> Plain:
    source = parsed(text)
    if source.findings or not isinstance(source.root, Mapping):
        why = source.findings[0].message if source.findings else "最外层应当是“名称: 内容”"
        raise CannotEdit(f"表的写法有错，先改好再填：{why}")
    return plain(source.root)


def plain(node: Node) -> Plain:
    match node:
        case Text():
            return words(node.value)
        case Sequence():
            return [plain(item) for item in node.items]
        case _:
            return tuple((key.value, plain(child)) for key, child in node.entries)


def words(value: str) -> str:
    """A text as it is read: its lines that are not blank; empty where it says that nothing was filled in."""
    return "" if value.strip() in UNFILLED else "\n".join(filter(None, (line.strip() for line in value.split("\n"))))


def nested(path: Path, value: str) -> Plain:
    return ((path[0], nested(path[1:], value)),) if path else value


def renamed(said: Plain, path: Path, heading: str) -> Plain:
    assert isinstance(said, tuple)
    index = find([key for key, _ in said], path[0])
    assert index is not None
    key, child = said[index]
    new = (key, renamed(child, path[1:], heading)) if path[1:] else (heading, child)
    return (*said[:index], new, *said[index + 1 :])


def put(said: Plain, at: Path, path: Path, value: str) -> Plain:
    """What the form must say afterwards."""
    if not path:
        return value
    if isinstance(said, tuple) and said:
        keys = [key for key, _ in said]
        index = find(keys, path[0])
        if index is None:
            index = slot(keys, at, path[0])
            return (*said[:index], (path[0], nested(path[1:], value)), *said[index:]) if value else said
        key, child = said[index]
        return (*said[:index], (key, put(child, (*at, path[0]), path[1:], value)), *said[index + 1 :])
    if isinstance(said, list) and said:
        columns = below(at)
        sums = [name for name in columns if not nothing((*at, name))]
        if not is_row(at) or path[1:] or path[0] not in columns or len(said) not in (len(columns), len(columns) - len(sums)):
            raise CannotEdit(f"“{at[-1]}”写成了一串数，个数不对；请打开“原文”，在那里改")
        index = columns.index(path[0])
        return [*said[:index], *([value] if value or path[0] not in sums else []), *said[index + 1 :]]
    return expanded(said, at, path, value)


def expanded(said: Plain, at: Path, path: Path, value: str) -> Plain:
    """What stands below a key that had nothing below it, or one `0` for everything."""
    if not said:
        return nested(path, value) if value else said
    if not isinstance(said, str) or half_width(said).strip().rstrip("件元万") != "0" or not needed(at):
        raise CannotEdit(f"“{at[-1]}”后面写的是“{str(said)[:20]}”，不能再在它下面填；请打开“原文”，在那里改")
    # Why not the rest of a row: what a row does not name is zero
    others = [] if value and is_row(at) and shape(at) else [name for name in needed(at) if name != path[0]]
    new = expanded("0" if path[0] in needed(at) else "", (*at, path[0]), path[1:], value) if path[1:] else value
    index = slot(others, at, path[0])
    return (*((name, "0") for name in others[:index]), (path[0], new), *((name, "0") for name in others[index:]))
