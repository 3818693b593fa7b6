"""The order numbers that Word generates: 一、（一）1.

Comes in: the root of numbering.xml and, one after the other, the properties of every paragraph that is shown. Goes out: the text that
Word prints before the paragraph. Counting is Word's: lists that share their definition go on counting, `startOverride` begins anew.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from unicodedata import category

from goigen.reading.docx.numerals import numeral
from goigen.reading.docx.styles import Styles
from goigen.reading.docx.xml import Element, child, is_on, kind, number, value

LEVELS = 9
LONGEST_TEXT = 50  # Word allows 31; a longer one could multiply over thousands of paragraphs
LONGEST_LABEL = 100
MOST_LINKS = 5
WORDS = frozenset({"Nd", "Lo", "Lu", "Ll"})
PLACEHOLDER = re.compile("%([1-9])")
PADDED = re.compile("(0+)1(?![0-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. `restart` is the level, from 1, whose use makes it begin anew; None for every higher one, 0 for none."""

    start: int
    form: str
    text: str
    restart: int | None
    plain: bool  # isLgl: the numbers of all levels are shown in digits
    spaced: bool  # whether Word leaves a gap after the number
    digits: int = 0  # the least digits of a format such as 001
    style: str | None = None

    def numeral(self, count: int, plain: bool) -> str:
        if self.form == "bullet" or self.form == "none":
            return ""
        return str(count) if plain else numeral(count, self.form).zfill(self.digits)


@dataclass(slots=True)
class List:
    """A `w:num`: the levels of its definition with its own changes, and the numbers at which it begins anew."""

    definition: str
    levels: dict[int, Level]
    overrides: dict[int, int]
    begun: set[int] = field(default_factory=set)

    def start(self, level: int) -> int:
        return self.overrides.get(level, self.levels[level].start)

    def restarts(self, level: int, used: int) -> bool:
        """Whether the use of a higher level makes this one begin anew."""
        bound = self.levels[level].restart if level in self.levels else None
        return used < level if bound is None or bound > level else used < bound


class Numbering:
    """Counts along one document; the paragraphs must come in reading order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._definitions: dict[str, Element] = {}
        self._given: dict[str, Element] = {}
        for each in () if root is None else root:
            if kind(each) == "abstractNum":
                self._definitions.setdefault(value(each, "abstractNumId") or "", each)
            elif kind(each) == "num":
                self._given.setdefault(value(each, "numId") or "", each)
        self._lists: dict[str, List | None] = {}
        self._levels: dict[str, tuple[str, dict[int, Level]] | None] = {}
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)

    def before(self, properties: Element | None, text: str) -> str:
        """The text with the number that Word prints before it."""
        found = self._list_of(properties)
        if found is None:
            return text
        which, level = found
        label = self._count(which, level)
        return label + (" " if which.levels[level].spaced and _run_together(label, text) else "") + text

    def _list_of(self, properties: Element | None) -> tuple[List, int] | None:
        direct = child(properties, "numPr")
        list_id, level = value(child(direct, "numId")), number(child(direct, "ilvl"))
        style = None
        if list_id is None:
            listed = self._styles.listed(self._styles.of_paragraph(properties))
            if listed is None:
                return None
            list_id, style = listed.list_id, listed.style
            level = listed.level if level is None else level
        which = self._list(list_id)
        if which is None:
            return None
        if level is None:
            level = next((place for place, each in which.levels.items() if style is not None and each.style == style), 0)
        return (which, level) if level in which.levels else None

    def _count(self, which: List, level: int) -> str:
        """The next number of this level, as text."""
        counts = self._counts[which.definition]
        fresh = level not in counts or (level in which.overrides and level not in which.begun)
        counts[level] = which.start(level) if fresh else counts[level] + 1
        which.begun.add(level)
        for lower in [each for each in counts if each > level and which.restarts(each, level)]:
            del counts[lower]
        shown = which.levels[level]
        if shown.form == "bullet":
            return ""

        def part(found: re.Match[str]) -> str:
            place = int(found[1]) - 1
            if place > level or place not in which.levels:
                return ""
            return which.levels[place].numeral(counts.get(place, which.start(place)), shown.plain)

        return PLACEHOLDER.sub(part, shown.text)[:LONGEST_LABEL]

    def _list(self, list_id: str) -> List | None:
        if list_id not in self._lists:
            self._lists[list_id] = self._build(list_id)
        return self._lists[list_id]

    def _build(self, list_id: str) -> List | None:
        given = self._given.get(list_id)
        named = value(child(given, "abstractNumId"))
        if given is None or named is None:
            return None
        if named not in self._levels:  # Why kept: a hundred lists may share one definition
            definition = self._follow(named)
            self._levels[named] = None if definition is None else (value(definition, "abstractNumId") or "", _levels(definition))
        if (known := self._levels[named]) is None:
            return None
        levels = dict(known[1])
        overrides = {}
        for changed in given:
            place = number(changed, "ilvl") if kind(changed) == "lvlOverride" else None
            if place is None or place >= LEVELS:
                continue
            levels.update(_levels(changed))
            start = number(child(changed, "startOverride"))
            if start is not None and place in levels:
                overrides[place] = start
        return List(known[0], levels, overrides)

    def _follow(self, name: str | None) -> Element | None:
        """The definition; where it only names a list style, the one of that style."""
        for _ in range(MOST_LINKS):
            definition = self._definitions.get(name or "")
            link = value(child(definition, "numStyleLink"))
            if link is None:
                return definition
            listed = self._styles.listed(link)
            name = value(child(self._given.get(listed.list_id), "abstractNumId")) if listed else None
        return None


def _run_together(label: str, text: str) -> bool:
    """Whether, without the gap, one number would become of two (1 and 2023年, 1. and 5个), or one word (第一部分 and 总体情况)."""
    if not label or not text:
        return False
    return category(label[-1]) in WORDS or (label[-1] == "." and text[0].isdigit())


def _levels(parent: Element) -> dict[int, Level]:
    found = {number(each, "ilvl", LEVELS): each for each in parent if kind(each) == "lvl"}
    return {place: _level(each) for place, each in found.items() if place is not None and place < LEVELS}


def _level(element: Element) -> Level:
    form, digits = _form(element)
    hidden = is_on(child(element, "rPr", "vanish"))
    return Level(
        start=number(child(element, "start")) or 0,
        form=form,
        text="" if hidden else (value(child(element, "lvlText")) or "")[:LONGEST_TEXT],
        restart=number(child(element, "lvlRestart")),
        plain=is_on(child(element, "isLgl")),
        spaced=value(child(element, "suff")) != "nothing",
        digits=digits,
        style=value(child(element, "pStyle")),
    )


def _form(element: Element) -> tuple[str, int]:
    """The format, and the least number of digits where Word spells it out: 001, 002, 003, …"""
    given = child(element, "numFmt")
    if given is None:
        given = child(element, "mc:AlternateContent", "mc:Choice", "numFmt")
    form = value(given) or "decimal"
    padded = PADDED.match(value(given, "format") or "") if form == "custom" else None
    return form, min(len(padded[1]) + 1, LEVELS) if padded else 0
