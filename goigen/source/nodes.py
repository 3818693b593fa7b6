"""The tree of a form as it was typed: every scalar is text, and every node knows its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from goigen.finding import Finding, Place, Severity

UNFILLED = frozenset({"", "~", "null", "待填"})


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


def error(check: str, place: Place, message: str, hint: str = "") -> Finding:
    """A 强制 finding of this stage, which knows no YAML paths yet."""
    return Finding(check, Severity.ERROR, place, "", message, hint)
