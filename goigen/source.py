"""Bytes of a form → a tree in which every text knows its line and column.

No type is guessed here: every scalar is the text that was typed, so `010010` stays a postcode and `no` a word. Aliases, anchors and
tags are refused, so nothing in a file can grow or run. What is wrong comes back as findings; only bytes that are no text at all raise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from goigen.errors import UserError
from goigen.finding import Finding, Place, Severity

Event = Any  # libyaml's events and marks: their stubs know less than they have
Mark = Any

LIMIT_BYTES = 2 * 1024 * 1024
LIMIT_DEPTH = 64
UNFILLED = frozenset({"", "~", "null", "待填"})
# Why: these print as nothing or as a box in every format, and a clerk cannot see them in the editor.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")
LINE_BREAK = re.compile("[\n\x85\u2028\u2029]")  # what YAML takes for the end of a line
MAGIC = {
    b"PK\x03\x04": "一个压缩包或 Office 文件（.docx、.xlsx）",
    b"%PDF": "一个 PDF 文件",
    b"\xd0\xcf\x11\xe0": "一个旧版 Office 文件（.doc、.xls）",
    b"\x89PNG": "一张图片",
    b"\xff\xd8\xff": "一张图片",
}


@dataclass(frozen=True, slots=True)
class Text:
    """One scalar as typed. `lines` gives the place of each of its lines where the file keeps them apart (block scalars)."""

    value: str
    place: Place
    lines: tuple[Place, ...] = ()
    folded: bool = False

    @property
    def unfilled(self) -> bool:
        return self.value.strip() in UNFILLED

    def paragraphs(self) -> Iterator[tuple[str, Place]]:
        """Its non-empty lines without indentation, each with its place."""
        for number, line in enumerate(self.value.splitlines()):
            text = line.strip()
            if text:
                yield (unfold(text) if self.folded else text), (self.lines[number] if number < len(self.lines) else self.place)


@dataclass(frozen=True, slots=True)
class Mapping:
    entries: tuple[tuple[Text, Node], ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]
    place: Place


Node = Text | Mapping | Sequence


@dataclass(frozen=True)
class Source:
    """A form as it was typed. `root` is None where the file could not be parsed; `findings` then say why."""

    name: str
    root: Node | None
    lines: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = field(default=())


def unfold(text: str) -> str:
    """YAML joins the lines of a wrapped text by a space; between Chinese characters that space was never meant."""
    return re.sub(r"(?<=[^\x00-\xff]) (?=[^\x00-\xff])", "", text)


def read_source(name: str, data: bytes) -> Source:
    """Parse the bytes of one YAML or JSON form. Raises UserError where they are not text."""
    start = Place(name, 1, 1)
    if len(data) > LIMIT_BYTES:
        size = len(data) / 1024 / 1024
        message = f"文件有 {size:.1f} MiB，超过一份表的上限 2 MiB"
        return Source(name, None, (), (_error("R08", start, message, "看看是不是误选了别的文件，或贴进了图片。"),))
    text, notes = decode(name, data)
    lines = tuple(LINE_BREAK.split(text))
    bad = tuple(_control_characters(name, lines))
    if bad:
        return Source(name, None, lines, (*notes, *bad))
    empty = _error("R01", start, "文件是空的", "用 goigen new 生成一份空白表再填。")
    if not text.strip():
        return Source(name, None, lines, (*notes, empty))
    root, problems = _Builder(name, lines).parse(text)
    if root is None and not problems:  # nothing but comments
        problems = (empty,)
    return Source(name, root, lines, (*notes, *problems))


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
        if "\x00" in text or (candidate == "gb18030" and CONTROL.search(text)):
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
    raise UserError(f"{name}：读不出文字，它可能不是文本文件，或已损坏")


def _error(check: str, place: Place, message: str, hint: str = "") -> Finding:
    return Finding(check, Severity.ERROR, place, "", message, hint)


def _control_characters(name: str, lines: tuple[str, ...]) -> Iterator[Finding]:
    for number, line in enumerate(lines, 1):
        for found in CONTROL.finditer(line):
            message = f"这里有一个看不见的控制字符 U+{ord(found[0]):04X}"
            yield _error("R07", Place(name, number, found.start() + 1), message, "删掉它；多半是从网页或旧文档里带进来的。")


class _TooDeep(Exception):
    """Stops the building of a tree that nests deeper than any form does."""


class _Builder:
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
        except yaml.YAMLError as error:
            syntax = syntax_finding(self.name, self.source_lines, error)
            return None, (*(f for f in self.findings if f.check == "R08"), syntax)
        except _TooDeep:
            return None, tuple(self.findings)
        if isinstance(root, Text) and (message := _slip(root.value.splitlines()[0] if root.value else "")):
            # Why: without a half-width colon anywhere, a whole form is one long text to YAML
            return None, (_error("R01", root.place, *message),)
        return root, tuple(self.findings)

    def report(self, check: str, mark: Mark, message: str, hint: str = "") -> None:
        self.findings.append(_error(check, self.place(mark), message, hint))

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
                self.findings.append(_error("R04", key.place, "这里应当是一个名称", "占位符 {{ … }} 开头的正文要写在“|”下面一行。"))
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
        if event.style != "|":
            return Text(event.value, self.place(start), folded=end.line > start.line)
        places = tuple(self.line_place(number) for number in range(start.line + 1, end.line + 1))
        return Text(event.value, self.place(start), places)

    def line_place(self, number: int) -> Place:
        """Where the words of a source line begin; `number` counts from 0."""
        line = self.source_lines[number] if number < len(self.source_lines) else ""
        return Place(self.name, number + 1, len(line) - len(line.lstrip()) + 1)


SYNTAX_MESSAGES = {
    "found character '\\t' that cannot start any token": ("用了制表符（Tab）", "把行首的 Tab 换成空格，每层两个。"),
    "found a tab character that violates indentation": ("用了制表符（Tab）", "把行首的 Tab 换成空格，每层两个。"),
    "found unexpected end of stream": ("引号没有写完，一直到文件末尾都没有找到另一半", "补上右边的引号。"),
    "found undefined alias": ("以 * 开头的文字会被当成引用", "用引号括住这段文字。"),
    "found unknown escape character": ("双引号里的反斜杠 \\ 有特殊含义", "改用单引号，或者删掉反斜杠。"),
}
SYNTAX_CONTEXTS = {
    "while parsing a flow mapping": ("花括号 { } 没有写完整", "检查是否缺少逗号或右边的 }。"),
    "while parsing a flow sequence": ("方括号 [ ] 没有写完整", "检查是否缺少逗号或右边的 ]。"),
    "while parsing a block mapping": ("这一行的缩进和上面对不齐", "同一层的各行要从同一列开始，不要多也不要少空格。"),
    "while scanning a simple key": ("这一行缺少冒号", "名称后面要有半角冒号和一个空格，如“年度: 2023”。"),
    "while scanning a quoted scalar": ("引号没有写完", "补上右边的引号。"),
}
OPENED = ("while parsing a flow", "while scanning a quoted")


def syntax_finding(name: str, lines: tuple[str, ...], error: yaml.YAMLError) -> Finding:
    """libyaml's English complaint → one Chinese sentence at the line that the filer must mend."""
    problem, context = str(getattr(error, "problem", "") or ""), str(getattr(error, "context", "") or "")
    opened = context.startswith(OPENED)  # Why: what was opened and never closed is mended where it begins
    mark = getattr(error, "context_mark" if opened else "problem_mark", None) or getattr(error, "problem_mark", None)
    number = min(mark.line, max(len(lines) - 1, 0)) if mark else 0
    place = Place(name, number + 1, mark.column + 1 if mark else 1)
    for candidate in (number, number - 1):  # Why: libyaml often notices at the line after the slip
        line = lines[candidate] if 0 <= candidate < len(lines) else ""
        if message := _slip(line):
            return _error("R01", Place(name, candidate + 1, len(line) - len(line.lstrip()) + 1), *message)
    message = SYNTAX_MESSAGES.get(problem) or SYNTAX_CONTEXTS.get(context)
    if message is None and "mapping values are not allowed" in problem:
        message = ("这一行多了一个冒号，或缩进不对", "正文里有冒号时，请把正文写在“|”下面；名称要和上一行对齐。")
    return _error("R01", place, *(message or ("这里的写法 YAML 不认识", "检查这一行和上一行的缩进、冒号、引号、括号。")))


def _slip(line: str) -> tuple[str, str] | None:
    """The slips of people who type Chinese: a tab, a full-width colon, no space after the colon, a bare placeholder."""
    body = line.strip()
    if re.match(r"\s*\t", line):
        return "行首用了制表符（Tab）", "把 Tab 换成空格，每层两个。"
    if re.match(r"[\w“”、（）]+：", body) and not re.search(r":(\s|$)", body):
        return "冒号是全角的“：”", "名称后面要用半角冒号加一个空格，如“年度: 2023”。"
    if re.match(r"[^\W\d]+:[^\s/]", body):
        return "冒号后面少一个空格", "写成“年度: 2023”，冒号后空一格。"
    if re.search(r":\s+\{\{", body):
        return "以占位符开头的文字要换一种写法", "在冒号后写“|”，换行缩进后再写正文；或用引号括住整句。"
    if re.search(r":\s+[&*]", body):
        return "文字不能以 & 或 * 开头", "用引号括住这段文字。"
    if re.search(r":\s+[@`%]", body):
        return "文字不能以 @、` 或 % 开头", "用引号括住这段文字。"
    return None
