"""The paragraphs of a prose part → headings with their texts, as the form has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from goigen.reading.raw import Words
from goigen.report.keys import clean_heading, normalise
from goigen.report.names import BODY, FEES, LEAD
from goigen.standard import Section

NUMBERED = {
    "（一）": re.compile(r"^[（(]([一二三四五六七八九十]{1,3})[)）]\s*(?=\S)"),
    "（1）": re.compile(r"^[（(](\d{1,2})[)）]\s*(?=\S)"),
    "1.": re.compile(r"^(\d{1,2})[.．、](?!\d)\s*(?=\S)"),
}
SENTENCE_END = re.compile(r"[。；！？]")
LONGEST = 30  # characters of a heading
RUN_IN = re.compile(r"^([^。；：:，,！？]{2,26})[。：:]\s*(?=\S)")
SUFFIX = re.compile(r"(?:工作|有关|的)?(?:情况|方面|工作|建设)$")
RESERVED = frozenset((LEAD, BODY, FEES))


@dataclass
class Printed:
    """A heading as printed with its number, or none, and the paragraphs below it."""

    heading: str = ""
    where: str = ""
    style: str = ""
    words: list[Words] = field(default_factory=list)


def topics_of(words: Sequence[Words], section: Section) -> list[Printed]:
    """What stands before the first heading comes out under an empty one."""
    style = _style(words)
    found = [Printed()]
    for one in words:
        heading, rest = _heading(one.text, style, section)
        name = normalise(clean_heading(heading))
        same = next((topic for topic in found if topic.heading and normalise(clean_heading(topic.heading)) == name), None)
        if not heading or name in RESERVED:
            found[-1].words.append(one)
        elif same:  # the form has each heading once: the words are kept where they stand
            found[-1].words += [one]
        else:
            found.append(Printed(heading, one.where, style if NUMBERED.get(style, SENTENCE_END).match(one.text) else ""))
            if rest:
                found[-1].words.append(Words(rest, one.where))
    return found if found[0].words else found[1:]


def _style(words: Sequence[Words]) -> str:
    """How the headings are numbered; 1. only where such lines are headings beyond doubt."""
    for one in words:
        for style in ("（一）", "（1）"):
            if NUMBERED[style].match(one.text) and _split(NUMBERED[style].sub("", one.text)):
                return style
    alone = [one for one in words if NUMBERED["1."].match(one.text) and len(one.text) <= LONGEST and not SENTENCE_END.search(one.text)]
    return "1." if len(alone) > 1 else ""


def _heading(text: str, style: str, section: Section) -> tuple[str, str]:
    """The heading with its number and the text behind it; an empty heading for a plain paragraph."""
    number = NUMBERED[style].match(text) if style else None
    if number:
        heading, rest = _split(text[number.end() :]) or ("", "")
        if style == "1." and rest:
            return "", ""
        return (text[: number.end()] + heading, rest) if heading else ("", "")
    bare = SUFFIX.sub("", text.rstrip("：:。"))
    asked = {SUFFIX.sub("", topic) for topic in section.topics}
    return (text, "") if len(text) <= LONGEST and (bare in asked or text in section.topics) else ("", "")


def _split(text: str) -> tuple[str, str] | None:
    """A heading alone on its line, or one that runs into its text."""
    if len(text) <= LONGEST and not SENTENCE_END.search(text.rstrip("。；：:")) and "，" not in text:
        return text, ""
    found = RUN_IN.match(text)
    return (found[1], text[found.end() :]) if found else None


def slips(topics: Sequence[Printed]) -> Iterator[tuple[Printed, str]]:
    """Headings whose number is not written as the norm asks."""
    for topic in topics:
        if topic.style and topic.style != "（一）":
            yield topic, topic.heading[: NUMBERED[topic.style].match(topic.heading).end()].strip()  # type: ignore[union-attr]
