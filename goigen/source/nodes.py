"""The tree of a form as it was typed: every scalar is text, and every node knows its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from goigen.finding import Finding, Place, Severity

UNFILLED = frozenset({"", "~", "null", "待填"})


Spots = tuple[tuple[int, Place], ...]  # where pieces of a text stand: offset in the text, place in the file; the first is at 0


def spot(spots: Spots, offset: int) -> Place:
    """The place of the character at an offset."""
    start, place = [known for known in spots if known[0] <= offset][-1]
    return place if place.column is None else Place(place.file, place.line, place.column + offset - start)


@dataclass(frozen=True, slots=True)
class Text:
    """One scalar as typed; `spots` say where its source lines begin."""

    value: str
    place: Place
    spots: Spots = ()

    @property
    def unfilled(self) -> bool:
        return self.value.strip() in UNFILLED

    def paragraphs(self) -> Iterator[tuple[str, Spots]]:
        """Its non-empty lines without indentation, each with its spots."""
        start = 0
        for line in self.value.split("\n"):
            text = line.strip()
            if text:
                yield text, self._spots(start + len(line) - len(line.lstrip()), len(text))
            start += len(line) + 1

    def _spots(self, start: int, length: int) -> Spots:
        spots = self.spots or ((0, self.place),)
        inside = ((offset - start, place) for offset, place in spots if start < offset < start + length)
        return ((0, spot(spots, start)), *inside)


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
    return re.sub(r"(?<=[^\x00-\xff]) (?=[^\x00-\xff0-9]|[0-9])|(?<=[0-9]) (?=[^\x00-\xff])", "", text)


def error(check: str, place: Place, message: str, hint: str = "") -> Finding:
    """A 强制 finding of this stage, which knows no YAML paths yet."""
    return Finding(check, Severity.ERROR, place, "", message, hint)
