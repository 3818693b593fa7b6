"""A printed label → the head of the official form that it stands for. Tolerant of how people write; never a guess between two heads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from goigen.reading.recogniser.variants import HEADS
from goigen.report.keys import plain
from goigen.standard import Head

ORDINAL = re.compile(r"^(?:\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十]{1,2}(?=[、,.])|\d{1,2}(?!\d))[、,.:]?")
BRACKETS = re.compile(r"\([^()]*\)")
ALIKE = 0.72  # of a label that lost or changed some characters; below it two official labels could be meant
CUT = 5  # characters that are enough to know a label cut in two
MARGIN = 0.12  # by which the best must beat the second


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """Only what tells labels apart: no ordinal, no width, no spaces, no punctuation, 其它 as 其他."""
    return re.sub(r"[\W_]", "", ORDINAL.sub("", plain(text))).replace("其它", "其他")


@lru_cache(maxsize=4096)
def same_words(text: str, official: str) -> bool:
    """Whether a label is the official one, width, spaces and the style of its ordinal apart."""
    return bare(text) == bare(official)


@dataclass(frozen=True, eq=False)
class Match:
    """`exact` says whether the label is the official one."""

    head: Head
    exact: bool


class Labels:
    """The heads of one axis of a table, to be found by what is printed."""

    def __init__(self, heads: Iterable[Head]) -> None:
        self.heads = tuple(heads)
        self._exact: dict[str, Head] = {}
        for head in reversed(self.heads):  # the outer and earlier one wins where two are called the same
            for variant in (*HEADS.get(head.key, ()), head.title, head.label):
                self._exact[bare(variant)] = head
        self._found: dict[str, Match | None] = {}

    def find(self, text: str) -> Match | None:
        """The head that a cell names; None for a figure, for nothing, and where two heads are as likely."""
        key = plain(text)
        if key not in self._found:
            self._found[key] = self._find(key)
        return self._found[key]

    def stacked(self, text: str) -> tuple[str, ...]:
        """The labels of a cell that names a group and one of its parts at once: 行政复议 over 结果维持 without a rule between them."""
        words = bare(text)
        for head in (head for head in self.heads if head.parts):
            group = bare(head.label)
            rest = self.find(words[len(group) :]) if words.startswith(group) else None
            if rest and rest.exact:
                return head.label, words[len(group) :]
        return (text,)

    def _find(self, key: str) -> Match | None:
        words = bare(key)
        if not words or words.isdigit():
            return None
        for candidate in (words, bare(BRACKETS.sub("", ORDINAL.sub("", key)))):
            if head := self._exact.get(candidate):
                return Match(head, same_words(key, head.label))
        head = self._alike(words)
        return Match(head, exact=False) if head else None

    def _alike(self, words: str) -> Head | None:
        """The one label that is nearly this one. Labels of two or three characters are too short to differ by any."""
        if len(words) < 4 or len(words) > 80:
            return None
        likeness: dict[Head, float] = {}
        for form, head in self._exact.items():
            if len(form) > 3:
                likeness[head] = max(likeness.get(head, 0.0), _likeness(words, form))
        ranked = sorted(likeness, key=lambda head: -likeness[head])
        if not ranked or likeness[ranked[0]] < ALIKE:
            return None
        second = likeness[ranked[1]] if len(ranked) > 1 else 0.0
        return ranked[0] if likeness[ranked[0]] - second >= MARGIN else None


def _likeness(words: str, form: str) -> float:
    """1 for the same words; a label of which only the beginning or the end is left counts as nearly the same."""
    if len(words) >= CUT and (form.startswith(words) or form.endswith(words)):
        return ALIKE + MARGIN
    return SequenceMatcher(None, words, form, autojunk=False).ratio()


def every(heads: Iterable[Head]) -> Iterable[Head]:
    """All heads of a tree, outer ones first."""
    for head in heads:
        yield head
        yield from every(head.parts)
