"""Small pieces of WordprocessingML: elements, runs, paragraphs, and the styles that a reference document offers.

Comes in: words and property values. Goes out: lxml elements. Nothing here knows what the report says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from copy import copy
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element
Properties = Mapping[str, Mapping[str, str]]

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{NAMESPACE}}}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# Why: “ ” ‘ ’ — … · stand in Western fonts too; Word draws them there, narrow, unless the run says eastAsia.
AMBIGUOUS = re.compile("[§°±·×÷\u2010-\u2bff]")

PROPERTY_ORDER = {
    tag: place
    for place, tag in enumerate(
        "pStyle keepNext keepLines pageBreakBefore widowControl kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN "
        "adjustRightInd snapToGrid spacing ind jc textAlignment outlineLvl rPr".split()
    )
}

NO_INDENT = {"firstLineChars": "0", "firstLine": "0"}
RED = {"color": {"val": "FF0000"}}

# Why: an agency's own reference may lack our styles; then the paragraph carries the least it needs to stay usable.
FALLBACKS: Mapping[str, Properties] = {
    "Title": {"ind": NO_INDENT, "jc": {"val": "center"}},
    "heading 1": {"outlineLvl": {"val": "0"}},
    "heading 2": {"outlineLvl": {"val": "1"}},
    "表格文字": {"snapToGrid": {"val": "0"}, "ind": NO_INDENT, "jc": {"val": "center"}},
    "表格数字": {"snapToGrid": {"val": "0"}, "ind": NO_INDENT, "jc": {"val": "center"}},
    "附注": {"snapToGrid": {"val": "0"}, "ind": NO_INDENT},
    "署名": {"ind": NO_INDENT, "jc": {"val": "right"}},
    "成文日期": {"ind": NO_INDENT, "jc": {"val": "right"}},
    "草稿标记": {"ind": NO_INDENT, "jc": {"val": "center"}},
}


def element(tag: str, *children: Element, **attributes: str) -> Element:
    """`<w:tag w:name="value">` with its children."""
    made = etree.Element(W + tag, {W + name: value for name, value in attributes.items()}, nsmap={"w": NAMESPACE})
    made.extend(children)
    return made


def elements(properties: Properties) -> Iterable[Element]:
    """One element a property, in the order in which they are given."""
    return (element(tag, **attributes) for tag, attributes in properties.items())


class Runs:
    """Makes runs of one formatting. Why it keeps an empty run: to copy one is many times faster than to build it."""

    def __init__(self, properties: Properties | None = None) -> None:
        given = properties or {}
        self._plain = element("r", *([element("rPr", *elements(given))] if given else []))
        self._eastern = element("r", element("rPr", *elements({"rFonts": {"hint": "eastAsia"}, **given})))

    def make(self, lines: Iterable[str]) -> Element:
        """One run whose lines are parted by line breaks."""
        clean = [FORBIDDEN.sub("", line) for line in lines]
        made = copy(self._eastern if any(map(AMBIGUOUS.search, clean)) else self._plain)
        for place, line in enumerate(clean):
            if place:
                etree.SubElement(made, W + "br")
            words = etree.SubElement(made, W + "t")
            words.text = line
            if line != line.strip():
                words.set(XML_SPACE, "preserve")
        return made


class Styles:
    """The styles of a reference document, by the name that Word shows or keeps for them."""

    def __init__(self, root: Element) -> None:
        self._ids: dict[tuple[str, str], str] = {}
        for style in root.iterchildren(W + "style"):
            name = style.find(W + "name")
            if name is not None:
                key = style.get(W + "type", "paragraph"), name.get(W + "val", "").casefold()
                self._ids.setdefault(key, style.get(W + "styleId", ""))

    def table(self, name: str) -> str | None:
        return self._ids.get(("table", name.casefold()))

    def properties(self, name: str, direct: Properties | None = None) -> Element:
        """The `w:pPr` of a paragraph in that style, with direct formatting; in a style that is missing, with its least formatting."""
        known = self._ids.get(("paragraph", name.casefold()))
        base: Properties = FALLBACKS.get(name, {}) if known is None else {"pStyle": {"val": known}}
        merged = {**base, **(direct or {})}
        return element("pPr", *elements({tag: merged[tag] for tag in sorted(merged, key=PROPERTY_ORDER.__getitem__)}))

    def paragraph(self, name: str, lines: Iterable[str], direct: Properties | None = None, characters: Properties | None = None) -> Element:
        """A whole paragraph of one run."""
        return element("p", self.properties(name, direct), Runs(characters).make(lines))
