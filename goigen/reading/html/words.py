"""What an element of a page is to a reader (hidden, a block, a break), and the text of one paragraph gathered from its pieces.

Nothing here knows tables or articles. Elements are lxml's; a page is walked with events, never by recursion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Protocol, cast

from lxml import etree

Element = etree._Element

DROPPED = frozenset(
    "script style noscript template title svg math canvas object applet audio video map iframe frameset noframes button select option"
    " textarea datalist nav dialog xml del s strike".split()
)
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data dfn em font i ins kbd label mark nobr q rp rt ruby s samp small span strike strong sub sup"
    " time tt u var wbr img input link meta base area".split()
)
BLOCK = frozenset(
    "html body address article aside blockquote center details summary dd dir div dl dt fieldset legend figure figcaption footer form"
    " h1 h2 h3 h4 h5 h6 header hgroup hr li main menu ol p pre section ul table caption thead tbody tfoot tr td th".split()
)
HEADING = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "caption"))
UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|mso-element\s*:\s*(?:header|footer|comment)"
)
CENTRED = re.compile(r"text-align\s*:\s*center")
KEPT_LINES = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)")
DECORATION = frozenset(("a", "i", "span", "em", "b", "img", "label"))

BREAK = "\x1e"  # no page has it: control characters are taken out before
NOTHING = str.maketrans("", "", "\xad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
CJK = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff“”‘’…—]"
BROKEN = re.compile(rf"(?<={CJK})[ \t\f]*[\r\n][ \t\r\n\f]*(?={CJK})")  # how a program broke its lines; nobody sees it
SPACES = re.compile(r"[ \t\r\n\f\xa0\x85\u2028\u2029\u2002-\u200a]+")
MARGIN = " \u3000"
EMPTY = " \t\r\n\f\xa0\u3000"
HAN = re.compile(r"[\u3400-\u9fff]")
JUST_A_NUMBER = re.compile(r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.．、]")
CHINESE = "一二三四五六七八九十"


class Walker(Protocol):
    """lxml's iterwalk, which its type stubs do not know."""

    def __iter__(self) -> Iterator[tuple[str, Element]]: ...
    def skip_subtree(self) -> None: ...


def walk(root: Element) -> Walker:
    """Start and end of every element in document order; the end of a skipped one comes too."""
    return cast(Walker, etree.iterwalk(root, events=("start", "end")))


def style_of(element: Element) -> str:
    return str(element.get("style") or "").lower()


@lru_cache(maxsize=4096)
def _unseen(style: str) -> bool:
    return bool(UNSEEN.search(style))


def hidden(element: Element) -> bool:
    """Whether a reader of the page does not see it, or sees it as a control and no text."""
    tag = str(element.tag)
    if tag in DROPPED or tag.startswith("v:") or element.get("hidden") is not None:
        return True
    if element.get("aria-hidden") == "true" and tag in DECORATION:
        return True
    if element.get("role") in ("navigation", "menubar", "button", "search"):
        return True
    style = style_of(element)
    return bool(style) and _unseen(style)


def keeps_lines(element: Element) -> bool:
    return element.tag in ("pre", "xmp", "listing") or bool(KEPT_LINES.search(style_of(element)))


def joins_lines(element: Element) -> bool:
    """Whether <br> only breaks one text over lines: a heading, a centred title."""
    return element.tag in HEADING or str(element.get("align")).lower() == "center" or bool(CENTRED.search(style_of(element)))


def han(text: str) -> int:
    """How many Chinese characters."""
    return len(HAN.findall(text))


class Gathered:
    """The pieces of text between two block borders, and how much of them is links."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.linked = 0
        self.number = ""  # of an item of a list whose text has not come yet

    def add(self, text: str | None, *, linked: bool = False, kept: bool = False) -> None:
        if text:
            if self.number and text.strip(EMPTY):
                self.pieces.append(self.number)
                self.number = ""
            self.pieces.append(text.replace("\r\n", "\n").replace("\n", BREAK) if kept else text)
            self.linked += han(text) if linked else 0

    def line_end(self) -> None:
        self.pieces.append(BREAK)

    def take(self) -> list[str]:
        """The lines gathered, as they are seen; nothing is left behind."""
        whole = BROKEN.sub("", "".join(self.pieces).translate(NOTHING))
        self.pieces.clear()
        self.linked = 0
        lines = (SPACES.sub(" ", line).strip(MARGIN) for line in whole.split(BREAK))
        return [line for line in lines if line]


def joined(lines: list[str]) -> str:
    """One text that was broken over lines: nothing stood between Chinese characters, a space between others."""
    text = ""
    for line in lines:
        text += (" " if text and not (re.match(CJK, line) or re.match(CJK, text[-1])) else "") + line
    return text


def paragraphs(lines: list[str]) -> Iterator[str]:
    """Pages end paragraphs with <br>; only a number alone on its line belongs to the next."""
    number = ""
    for line in lines:
        if JUST_A_NUMBER.fullmatch(line):
            if number:
                yield number
            number = line
            continue
        yield number + line
        number = ""
    if number:
        yield number


class Numbers:
    """The numbers that a browser puts before the items of ordered lists, as they are nested."""

    def __init__(self) -> None:
        self.lists: list[tuple[str, int, int]] = []  # kind, next number, step

    def start(self, element: Element) -> str:
        """What stands before the text of an item; "" for all other elements."""
        if element.tag in ("ol", "ul", "menu", "dir"):
            ordered = element.tag == "ol"
            style = style_of(element)
            kind = _kind(element.get("type") or "", style) if ordered else ""
            backwards = ordered and element.get("reversed") is not None
            first = len(element.findall("li")) if backwards else 1
            self.lists.append((kind, _number(element.get("start"), first), -1 if backwards else 1))
        elif element.tag == "li" and self.lists:
            kind, following, step = self.lists[-1]
            value = _number(element.get("value"), following)
            self.lists[-1] = kind, value + step, step
            return _written(kind, value)
        return ""

    def end(self, element: Element) -> None:
        if element.tag in ("ol", "ul", "menu", "dir") and self.lists:
            self.lists.pop()


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"\s*-?[0-9]{1,6}\s*", text) else otherwise


def _kind(kind: str, style: str) -> str:
    found = re.search(r"list-style(?:-type)?\s*:\s*([^;]*)", style)
    named = found[1] if found else ""
    if "none" in named:
        return ""
    if "chinese" in named or "cjk" in named:
        return "一"
    return {"lower-alpha": "a", "upper-alpha": "A", "lower-latin": "a", "upper-latin": "A"}.get(named.strip(), kind.strip() or "1")


def _written(kind: str, value: int) -> str:
    if kind in ("a", "A") and 1 <= value <= 26:
        return f"{chr(ord(kind) + value - 1)}."
    if kind == "一" and 1 <= value <= 99:
        tens, ones = divmod(value, 10)
        return ("" if tens < 2 else CHINESE[tens - 1]) + ("十" if tens else "") + (CHINESE[ones - 1] if ones else "") + "、"
    return f"{value}." if kind else ""
