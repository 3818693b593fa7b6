"""Text of a form → the same text with one value changed at its keys; comments, order, blank lines and quoting stay byte for byte.

One stretch of the text is replaced. Afterwards the form is read again and must say what it said, but for that value; otherwise nothing
is changed and CannotEdit says why. No type and no rule is checked here: what was typed is written, and the checks say what they think.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

import yaml

from goigen.forms.blank import RISKY
from goigen.forms.edit_keys import Path, below, find, is_row, nothing, slot, takes_prose
from goigen.forms.edit_said import CannotEdit, Plain, expanded, nested, put, read, renamed, words
from goigen.report.names import OPEN

__all__ = ["CannotEdit", "clean", "edit", "rename"]

YamlNode = Any  # libyaml's nodes: their stubs know less than they have
Splice = tuple[int, int, str]  # from where to where the text is replaced, and by what
Change = tuple[int, int, str, Plain]  # likewise, and what the form must say afterwards

MARK = "\ufeff"
BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
SPECIAL = re.compile(r"[,\[\]{}\"']|:$|: ")  # what ends a text between braces
HEADER = re.compile(r"[|>][-+0-9]*")


def edit(text: str, path: Sequence[str], value: str) -> str:
    """The text with this value under these keys; missing keys are put in where the blank form has them. Raises CannotEdit."""
    at, typed = tuple(path), clean(value)
    if not words(typed):
        typed = ""  # ~ and 待填 are said by saying nothing
    return _edited(text, at, typed if takes_prose(at) else " ".join(typed.split()), _Form.set)


def rename(text: str, path: Sequence[str], heading: str) -> str:
    """The text with another last key: a sub-heading of the prose. Raises CannotEdit."""
    new = " ".join(clean(heading).split())
    if not new:
        raise CannotEdit("小标题不能是空的")
    return _edited(text, tuple(path), new, _Form.rename)


def clean(value: str) -> str:
    """What was typed, without what no form can hold: control characters, lone surrogates, odd line breaks, blanks around it."""
    lines = UNSEEN.sub("", BREAKS.sub("\n", value)).split("\n")
    return "\n".join(line.strip(" \t") for line in lines).strip("\n")


def _edited(text: str, path: Path, value: str, change: Callable[[_Form, Path, str], Change]) -> str:
    mark = MARK if text.startswith(MARK) else ""
    bare = text.removeprefix(mark)
    before = read(bare)
    start, end, piece, wanted = change(_Form(bare, before), path, value)
    if wanted == before:
        return text
    after = bare[:start] + piece + bare[end:]
    if read(after) != wanted:
        raise CannotEdit(f"“{'.'.join(path)}”在表里的写法比较特别，没有改；请打开“原文”，在那里改")
    return mark + after


class _Form:
    """A form as libyaml's nodes, which know where each value begins and ends, beside what it says."""

    def __init__(self, text: str, said: Plain) -> None:
        self.text, self.said = text, said
        self.root: YamlNode = yaml.compose(text, Loader=yaml.CBaseLoader)
        found = re.search(r"\r\n|\n", text)
        self.newline = found[0] if found else "\n"

    def rename(self, path: Path, heading: str) -> Change:
        parent: YamlNode = None
        key: YamlNode = None
        node = self.root
        for name in path:
            index = find([typed.value for typed, _ in node.value], name) if isinstance(node, yaml.MappingNode) else None
            if index is None:
                raise CannotEdit(f"表里没有“{name}”")
            parent, (key, node) = node, node.value[index]
        if find([other.value for other, _ in parent.value if other is not key], heading) is not None:
            raise CannotEdit(f"已经有一个“{heading}”了")
        new = _scalar(heading, key.style, flow=parent.flow_style, key=True)
        return key.start_mark.index, key.end_mark.index, new, renamed(self.said, path, heading)

    def set(self, path: Path, value: str) -> Change:
        wanted = put(self.said, (), path, words(value))
        parent, key, node, said = None, None, self.root, self.said
        for depth, name in enumerate(path):
            at, rest = path[:depth], path[depth:]
            if isinstance(node, yaml.MappingNode) and node.value:
                index = find([typed.value for typed, _ in node.value], name)
                if index is None:
                    return (*self.inserted(node, at, name, nested(rest[1:], value)), wanted)
                parent, (key, node), said = node, node.value[index], said[index][1]
            elif isinstance(node, yaml.SequenceNode) and node.value:
                return (*self.listed(node, at, name, value), wanted)
            else:
                return (*self.replaced(parent, key, node, at, expanded(said, at, rest, value)), wanted)
        return (*self.replaced(parent, key, node, path, value), wanted)

    def listed(self, node: YamlNode, at: Path, name: str, value: str) -> Splice:
        """An item of a row that is written as a list; its total may be added or taken away."""
        index, items = below(at).index(name), node.value
        if index == len(items):
            return (end := items[-1].end_mark.index), end, f", {_scalar(value, None, flow=True)}" if value else ""
        start, end = items[index].start_mark.index, items[index].end_mark.index
        if new := value or nothing((*at, name)):
            return start, end, _scalar(new, items[index].style, flow=node.flow_style)
        return items[index - 1].end_mark.index, end, ""

    def inserted(self, node: YamlNode, at: Path, name: str, data: Plain) -> Splice:
        index = slot([key.value for key, _ in node.value], at, name)
        if node.flow_style:
            entry = f"{_scalar(name, None, flow=True, key=True)}: {_braced(data)}".rstrip()
            if index == 0:
                return (start := node.value[0][0].start_mark.index), start, f"{entry}, "
            last = node.value[index - 1][1]
            gap = " " if last.start_mark.index == last.end_mark.index else ""
            return (end := last.end_mark.index), end, f"{gap}, {entry}"
        column = node.value[0][0].start_mark.column
        entry = " " * column + _scalar(name, None, flow=False, key=True) + ":" + self.block(data, column, (*at, name))
        if index == 0:
            return (start := self.line_start(node.value[0][0].start_mark.index)), start, entry + self.newline
        end = self.line_end(self.true_end(node.value[index - 1][1]))
        return end, end, self.newline + entry

    def replaced(self, parent: YamlNode, key: YamlNode, node: YamlNode, at: Path, data: Plain) -> Splice:
        start, end = node.start_mark.index, node.end_mark.index
        if parent is None:
            raise CannotEdit("整份表不能一次改掉")
        if parent.flow_style:
            new = _braced(data, getattr(node, "style", None)) or nothing(at)
            return start, end, (" " if new and self.text[start - 1] == ":" else "") + new
        if not isinstance(node, yaml.ScalarNode) and not node.flow_style:
            start, end = key.end_mark.index + 1, self.true_end(node)
            if isinstance(node, yaml.MappingNode) or "#" in self.text[start:end]:
                raise CannotEdit(f"“{at[-1]}”下面有好几行，不能换成一个值；请打开“原文”，在那里改")
        column = key.start_mark.column
        if node.style in ("|", ">") if isinstance(node, yaml.ScalarNode) else False:
            return self.literal(node, column, str(data))
        if isinstance(data, str) and "\n" not in data and (data == "" or not takes_prose(at) or start != end):
            return self.one_line(start, end, _scalar(data, getattr(node, "style", None), flow=False))
        rest = self.text[end : self.line_end(end)].rstrip()
        first, _, lines = self.block(data, column, at).partition(self.newline)
        if self.text[start - 1] == " " and first:
            first = first.lstrip(" ")
        else:
            start = self.before_blanks(start)
        return start, self.line_end(end), first + rest + (self.newline + lines if lines else "")

    def one_line(self, start: int, end: int, new: str) -> Splice:
        if not new and self.text[end : self.line_end(end)].strip() == "":
            start = self.before_blanks(start)
        return start, end, (" " if new and self.text[start - 1] == ":" else "") + new

    def literal(self, node: YamlNode, column: int, value: str) -> Splice:
        """New lines below the `|` of a text; its header and the comment behind it stay."""
        start, header_end = node.start_mark.index, self.line_end(node.start_mark.index)
        header = HEADER.sub(lambda sign: "|" + "".join(c for c in sign[0] if c in "+-"), self.text[start:header_end], count=1)
        old = self.text[header_end : self.true_end(node)]
        indents = [len(line) - len(line.lstrip(" ")) for line in old.splitlines() if line.strip()]
        indent = indents[0] if indents else column + 2
        return start, self.true_end(node), header + self.indented(value, max(indent, column + 1))

    def indented(self, value: str, indent: int) -> str:
        return "".join(self.newline + (" " * indent + line if line else "") for line in value.split("\n")) if value else ""

    def block(self, data: Plain, column: int, at: Path) -> str:
        """What stands behind the colon of a key in this column."""
        if isinstance(data, str):
            if takes_prose(at) or "\n" in data:
                return " |" + self.indented(data, column + 2)
            return f" {_scalar(data, None, flow=False)}" if data else ""
        if is_row(at):
            return f" {_braced(data)}"
        indent = " " * (column + 2)
        entries = ((_scalar(k, None, flow=False, key=True), self.block(child, column + 2, (*at, k))) for k, child in data)
        return "".join(f"{self.newline}{indent}{key}:{value}" for key, value in entries)

    def true_end(self, node: YamlNode) -> int:
        """Where a value ends; libyaml lets what is not between brackets end at the next key."""
        end: int = node.end_mark.index
        if isinstance(node, yaml.ScalarNode):
            if node.style in ("|", ">"):
                lines = self.text[node.start_mark.index : end]
                return node.start_mark.index + len(lines.rstrip(" \t\r\n"))
            return end
        if node.flow_style or not node.value:
            return end
        last = node.value[-1]
        return self.true_end(last[1] if isinstance(last, tuple) else last)

    def line_end(self, position: int) -> int:
        found = re.compile(r"\r?\n|$").search(self.text, position)
        assert found is not None
        return found.start()

    def line_start(self, position: int) -> int:
        return self.text.rfind("\n", 0, position) + 1

    def before_blanks(self, position: int) -> int:
        return len(self.text[:position].rstrip(" "))


def _scalar(value: str, style: str | None, *, flow: bool, key: bool = False) -> str:
    """A text on one line: in the quotation marks that it had, bare where it may be."""
    if "\n" in value or not value.isprintable():
        return json.dumps(value, ensure_ascii=False)
    if style == "'":
        return "'" + value.replace("'", "''") + "'"
    risky = RISKY.search(value) or value.strip() != value or (flow and SPECIAL.search(value)) or (key and ":" in value)
    return json.dumps(value, ensure_ascii=False) if value and (style == '"' or risky) else value


def _braced(data: Plain, style: str | None = None) -> str:
    if isinstance(data, str):
        return _scalar(data, style, flow=True) if data else ""
    return "{" + ", ".join(f"{_scalar(key, None, flow=True, key=True)}: {_braced(child) or OPEN}" for key, child in data) + "}"
