"""Text → tree, through the events of libyaml's parser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from goigen.finding import Finding, Place
from goigen.source.decoding import CONTROL
from goigen.source.nodes import Mapping, Node, Sequence, Text, error, unfold
from goigen.source.slips import slip, syntax_finding

Event = Any  # libyaml's events and marks: their stubs know less than they have
Mark = Any

LIMIT_DEPTH = 64
PROBES = (12, 4, 2)  # characters by which a source line is found in a value; a comment behind them spoils the longer ones


class _TooDeep(Exception):
    """Stops the building of a tree that nests deeper than any form does."""


class Builder:
    """Events of libyaml's parser → our tree. Why events: no constructor, no alias expansion, and marks for free."""

    def __init__(self, name: str, lines: tuple[str, ...]) -> None:
        self.name = name
        self.source_lines = lines
        self.findings: list[Finding] = []

    def parse(self, text: str) -> tuple[Node | None, tuple[Finding, ...]]:
        root: Node | None = None
        try:
            events = yaml.parse(text, Loader=yaml.CBaseLoader)
            for event in events:
                if isinstance(event, yaml.DocumentStartEvent):
                    if root is not None:
                        self.report("R01", event.start_mark, "一个文件里写了两份表", "一个文件只写一个机关一年的报告；把第二份另存。")
                        break
                    root = self.build(next(events), events, 1)
        except yaml.YAMLError as cause:
            syntax = syntax_finding(self.name, self.source_lines, cause)
            return None, (*(f for f in self.findings if f.check == "R08"), syntax)
        except _TooDeep:
            return None, tuple(self.findings)
        if isinstance(root, Text) and (message := slip(root.value.splitlines()[0] if root.value else "")):
            # Why: without a half-width colon anywhere, a whole form is one long text to YAML
            return None, (error("R01", root.place, *message),)
        return root, tuple(self.findings)

    def report(self, check: str, mark: Mark, message: str, hint: str = "") -> None:
        self.findings.append(error(check, self.place(mark), message, hint))

    def place(self, mark: Mark) -> Place:
        return Place(self.name, mark.line + 1, mark.column + 1)

    def build(self, event: Event, events: Iterator[Event], depth: int) -> Node:
        if depth > LIMIT_DEPTH:
            self.report("R08", event.start_mark, f"层次超过 {LIMIT_DEPTH} 层", "表最多只有四层，检查括号或缩进。")
            raise _TooDeep
        if getattr(event, "anchor", None):
            self.report("R08", event.start_mark, "表里不能用 YAML 的引用符号（& 和 *）", "把内容直接写出来；若是正文，请用引号括住。")
        if getattr(event, "tag", None):
            self.report("R08", event.start_mark, "表里不能用 YAML 的类型标签（!）", "把“!”和它后面的词删掉；若是正文，请用引号括住。")
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(event, events, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(event, events, depth)
        return self.text(event)

    def mapping(self, start: Event, events: Iterator[Event], depth: int) -> Mapping:
        entries: list[tuple[Text, Node]] = []
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self.build(event, events, depth + 1)
            value = self.build(next(events), events, depth + 1)
            if isinstance(key, Text):
                entries.append((key, value))
            else:
                self.findings.append(error("R04", key.place, "这里应当是一个名称", "占位符 {{ … }} 开头的正文要写在“|”下面一行。"))
        return Mapping(tuple(entries), self.place(start.start_mark))

    def sequence(self, start: Event, events: Iterator[Event], depth: int) -> Sequence:
        items: list[Node] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self.build(event, events, depth + 1))
        return Sequence(tuple(items), self.place(start.start_mark))

    def text(self, event: Event) -> Text:
        if isinstance(event, yaml.AliasEvent):
            return Text("", self.place(event.start_mark))
        start, end = event.start_mark, event.end_mark
        if not event.style and start.line == end.line:  # nearly every scalar of a form
            return Text(event.value, self.place(start))
        if bad := CONTROL.search(event.value):  # written as an escape: the file itself has none
            self.report("R07", start, f"这里有一个看不见的控制字符 U+{ord(bad[0]):04X}", "删掉反斜杠写的这个字符。")
        value = unfold(event.value) if event.style != "|" and end.line > start.line else event.value
        return Text(value, self.place(start), tuple(self.spots(value, event)))

    def spots(self, value: str, event: Event) -> Iterator[tuple[int, Place]]:
        """Where each source line of a scalar begins in its value. Found by its first characters, which folding leaves alone."""
        start, end = event.start_mark, event.end_mark
        first = start.line + (event.style in ("|", ">"))
        yield 0, self.place(start)
        if start.line == end.line and not event.style:  # nearly all scalars: a plain word or number
            return
        position = 0
        for number in range(first, end.line + (end.column > 0)):
            line = self.source_lines[number] if number < len(self.source_lines) else ""
            column = start.column if number == start.line else 0
            column += len(line[column:]) - len(line[column:].lstrip())
            column += number == start.line and event.style in ("'", '"')
            probes = (line[column : column + size][: len(value) - position] for size in PROBES)
            found = next((at for probe in probes if probe and (at := value.find(probe, position)) >= 0), -1)
            if found >= 0:
                yield found, Place(self.name, number + 1, column + 1)
                position = found + 1
