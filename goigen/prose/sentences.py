"""Sentences of a text and the quantities in them, each with the words before and behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from goigen.prose.tidy import tidy

SENTENCE = re.compile(r"[^。！？]+[。！？]?")
NUMBER = re.compile(
    r"(?P<before>约|近|超过?|逾|第|大约)?(?P<number>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?P<scale>[万亿]?)(?P<more>[余多])?"
    r"(?P<unit>个百分点|件次|人次|场次|万元|件|宗|起|份|条|次|场|篇|期|封|例|元|%|部(?![分门委办队署长级位]))"
)
BOUNDARY = re.compile(r"[，,；;：:、（）()。]")
RANGE = re.compile(r"[至到\-—~～]$")


@dataclass(frozen=True)
class Quantity:
    """A number with its unit. `near` are the words of its clause before it, `after` those behind it; offsets are of the tidied sentence."""

    value: Decimal
    digits: str
    unit: str
    rough: bool
    more: bool  # 余, 多: the number is the least
    scale: int
    start: int
    end: int
    near: str
    after: str


@dataclass(frozen=True)
class Sentence:
    """One sentence, tidied; `origin` leads back to the text as typed."""

    text: str
    origin: Sequence[int]
    quantities: tuple[Quantity, ...]

    def at(self, offset: int) -> int:
        return self.origin[min(offset, len(self.origin) - 1)]


@lru_cache(maxsize=1024)
def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text. Remembered, because a dozen checks read the same paragraphs one after the other."""
    return tuple(_sentences(text))


def _sentences(text: str) -> Iterator[Sentence]:
    tidied = tidy(text)
    for found in SENTENCE.finditer(tidied.text):
        yield Sentence(found[0], tidied.origin[found.start() : found.end()], tuple(_quantities(found[0])))


def _quantities(text: str) -> Iterator[Quantity]:
    found = [number for number in NUMBER.finditer(text) if number["before"] != "第"]
    bounds = [bound.start() for bound in BOUNDARY.finditer(text)] if found else []
    for position, number in enumerate(found):
        if RANGE.search(text[: number.start()]) and number.start() and text[number.start() - 2 : number.start() - 1].isdigit():
            continue  # the end of a range: 1至4件
        previous = found[position - 1].end() if position else 0
        following = found[position + 1].start() if position + 1 < len(found) else len(text)
        start = max([previous, *(bound + 1 for bound in bounds if bound < number.start())])
        end = min([following, *(bound for bound in bounds if bound >= number.end())])
        scale = {"万": 10**4, "亿": 10**8}.get(number["scale"], 1)
        digits = number["number"].replace(",", "")
        yield Quantity(
            value=Decimal(digits) * scale,
            digits=digits,
            unit=number["unit"],
            rough=bool(number["before"] or number["more"] or scale > 1),
            more=bool(number["more"]),
            scale=scale,
            start=number.start(),
            end=number.end(),
            near=text[start : number.start()],
            after=text[number.end() : end],
        )
