"""Prose as it is searched: tidied, half width, wrapped lines joined again, and every character knows its place.

Not a check. Remembered for the report at hand, because many checks search it.
A line that ends without a full stop goes on in the next one: published text is often hard-wrapped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from goigen.checks.registry import Problem
from goigen.finding import Place
from goigen.prose import tidy
from goigen.report import Paragraph, Report
from goigen.report.keys import QUOTES
from goigen.report.numbers import half_width

HEADING = r"(?:^|[。!?])\([一二三四五六七八九十]\)[^,。;:、]{2,14}$"
ENDED = re.compile(rf"[。!?…][”’\")》]*$|{HEADING}")  # a line that is a heading goes on nowhere
LONGEST, LONGEST_HEADING = 3000, 24
SENTENCE = re.compile(r"[^。!?]+[。!?]*")
NUMBER = r"\d[\d,]*(?:\.\d+)?"  # Chinese numerals before a unit are digits here


@dataclass(frozen=True)
class Passage:
    """A searched text; `pieces` are the paragraphs it was joined from: where each begins, and the offsets of its characters there."""

    text: str
    path: str
    pieces: tuple[tuple[int, Paragraph, Sequence[int]], ...]

    def at(self, offset: int) -> Place:
        start, paragraph, origin = [piece for piece in self.pieces if piece[0] <= offset][-1]
        return paragraph.at(origin[offset - start])

    def cut(self, start: int, end: int) -> Passage:
        """A part of it, which still knows its places."""
        pieces = tuple((begins - start, paragraph, origin) for begins, paragraph, origin in self.pieces)
        return Passage(self.text[start:end], self.path, pieces)

    def problem(self, offset: int, message: str, hint: str = "") -> Problem:
        return Problem(self.path, message, hint, self.at(offset))

    def sentences(self) -> Iterator[tuple[int, str]]:
        """Every sentence with its offset."""
        for found in SENTENCE.finditer(self.text):
            yield found.start(), found[0]


def passages(paragraphs: Iterable[Paragraph]) -> tuple[Passage, ...]:
    """The paragraphs as searched, those of one path joined while a sentence goes on."""
    found: list[Passage] = []
    for paragraph in paragraphs:
        tidied = tidy(paragraph.text)
        text = half_width(tidied.text).translate(QUOTES)
        goes_on = found and found[-1].path == paragraph.path and _goes_on(found[-1].text)
        before = found.pop() if goes_on else Passage("", paragraph.path, ())
        if before.text or text:
            piece = (len(before.text), paragraph, tidied.origin)
            found.append(Passage(before.text + text, paragraph.path, (*before.pieces, piece)))
    return tuple(found)


def rejoined(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs as typed, those of one path joined while a sentence goes on; a line that a placeholder has moved stays alone."""
    held: Paragraph | None = None
    for paragraph in paragraphs:
        unmoved = held and held.path == paragraph.path and held.text == held.typed and paragraph.text == paragraph.typed
        if held and unmoved and _goes_on(_searched(held.text)):
            spots = (*held.spots, *((len(held.text) + offset, place) for offset, place in paragraph.spots))
            held = Paragraph(held.text + paragraph.text, held.text + paragraph.text, held.path, spots)
            continue
        if held:
            yield held
        held = paragraph
    if held:
        yield held


def _searched(text: str) -> str:
    return half_width(tidy(text).text).translate(QUOTES)


def _goes_on(text: str) -> bool:
    return len(text) < LONGEST and not ENDED.search(text[-LONGEST_HEADING:])


@lru_cache(maxsize=8)
def prose(report: Report) -> tuple[Passage, ...]:
    """Preamble and the parts one, five and six."""
    return passages(report.prose())


@lru_cache(maxsize=8)
def words(report: Report) -> tuple[Passage, ...]:
    """Everything that the filer wrote and the report prints."""
    return (*prose(report), *passages(report.words()[len(report.prose()) :]))


@lru_cache(maxsize=8)
def opening(report: Report) -> tuple[Passage, ...]:
    """The preamble that the filer wrote; nothing where the program's own is printed."""
    return passages(report.preamble or ())


@lru_cache(maxsize=8)
def part(report: Report, key: str) -> tuple[Passage, ...]:
    """The text of one part of prose, without its headings."""
    return passages(paragraph for topic in report.sections.get(key, ()) for paragraph in topic.paragraphs)
