"""Text of a form → the same text with a sub-heading of the prose one place further up; comments above a heading go with it.

Only whole lines change places. Afterwards the form must say the same in the new order; otherwise nothing is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import yaml

from goigen.errors import UserError
from goigen.forms.edit_keys import find, same
from goigen.forms.edit_said import Plain, read
from goigen.report.keys import clean_heading
from goigen.report.names import BODY, FEES, LEAD

YamlNode = Any  # libyaml's nodes: their stubs know less than they have
FIXED = (LEAD, BODY, FEES)  # what stands where the official form has it


def up(text: str, path: tuple[str, ...]) -> str:
    """The text with this heading before the one that stands above it. Raises UserError where it cannot be done."""
    section, heading = path
    said, root = read(text), yaml.compose(text.removeprefix("\ufeff"), Loader=yaml.CBaseLoader)
    if not isinstance(root, yaml.MappingNode) or not isinstance(said, tuple):
        raise _cannot(heading)
    place = find([key.value for key, _ in root.value], section)
    node: YamlNode = None if place is None else root.value[place][1]
    if not isinstance(node, yaml.MappingNode) or node.flow_style or place is None:
        raise _cannot(heading)
    keys = [key.value for key, _ in node.value]
    movable = [number for number, key in enumerate(keys) if clean_heading(key) not in FIXED]
    mine = next((number for number in movable if same(keys[number], heading)), None)
    if mine is None or mine == movable[0]:
        raise UserError(f"“{heading}”上面没有别的小标题了")
    other = movable[movable.index(mine) - 1]
    after = _swapped(text, root.value[place][0].start_mark.line, node, other, mine)
    if read(after) != tuple((key, _moved(child, other, mine) if number == place else child) for number, (key, child) in enumerate(said)):
        raise _cannot(heading)
    return after


def _cannot(heading: str) -> UserError:
    return UserError(f"“{heading}”在表里的写法比较特别，没有移动；请打开“原文”，在那里改")


def _moved(said: Plain, first: int, second: int) -> Plain:
    assert isinstance(said, tuple)
    entries = list(said)
    entries[first], entries[second] = entries[second], entries[first]
    return tuple(entries)


def _swapped(text: str, line: int, node: YamlNode, first: int, second: int) -> str:
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    lines = text.removeprefix(mark).splitlines(keepends=True)
    last = lines[-1]
    newline = next(iter(re.findall(r"[\r\n]+$", lines[0])), "\n")
    if not last.endswith("\n"):
        lines[-1] = last + newline
    chunks = list(_chunks(lines, line, node))
    (start, middle), (then, end) = chunks[first], chunks[second]
    found = [*lines[:start], *lines[then:end], *lines[middle:then], *lines[start:middle], *lines[end:]]
    return mark + "".join(found)


def _chunks(lines: list[str], line: int, node: YamlNode) -> Iterator[tuple[int, int]]:
    """From which line to which each entry stands, with the comments above it; `line` is that of the section."""
    starts = [key.start_mark.line for key, _ in node.value]
    column = node.value[0][0].start_mark.column
    end_mark = node.end_mark
    ends = [*starts[1:], end_mark.line if end_mark.line > starts[-1] and end_mark.column <= column else len(lines)]
    yield from pairwise(_above(lines, end, start, column) for start, end in zip([line, *starts], [starts[0], *ends], strict=True))


def _above(lines: list[str], end: int, start: int, column: int) -> int:
    """Up from a line over the blank ones and the comments that stand no deeper than the keys: what is deeper may be a text."""
    while end - 1 > start:
        line = lines[end - 1]
        indent = len(line) - len(line.lstrip(" "))
        if line.strip() and not (line.lstrip().startswith("#") and indent <= column):
            break
        end -= 1
    return end
