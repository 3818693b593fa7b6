"""How the reader looks at WordprocessingML: what an element is, its values, and its children as Word shows them.

Comes in: lxml elements, transitional or strict. Goes out: their short names, attribute values and visible descendants. What the text
means, where it stands in a table and how it is numbered is not decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element
Enter = Callable[[str, Element], bool]

# Why: strict documents differ from the transitional ones of every day only in their namespaces
PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.microsoft.com/office/2006/xmlPackage": "pkg:",
}
DELETED = frozenset({"del", "moveFrom"})
WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"})
BRANCHES = ("mc:Choice", "mc:Fallback")
OFF = frozenset({"0", "false", "off", "none"})


@lru_cache(maxsize=4096)
def short(tag: str) -> str:
    """`p` for `{…wordprocessingml…}p`, `mc:Choice` for that of markup compatibility, nothing for what the reader does not know."""
    space, _, name = tag[1:].partition("}")
    prefix = PREFIXES.get(space)
    return "" if prefix is None else prefix + name


def kind(element: Element) -> str:
    return short(str(element.tag))


def value(element: Element | None, name: str = "val") -> str | None:
    """An attribute in the element's own namespace, which is the only one that WordprocessingML uses."""
    if element is None:
        return None
    tag = str(element.tag)
    found = element.get(tag[: tag.find("}") + 1] + name)
    return element.get(name) if found is None else found


def number(element: Element | None, name: str = "val", default: int | None = None) -> int | None:
    """A whole number of at most nine digits; the default for anything else."""
    text = (value(element, name) or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else default


def is_on(element: Element | None) -> bool:
    """Whether a switch such as `w:vanish` stands here and is not turned off."""
    return element is not None and (value(element) or "1").lower() not in OFF


def child(element: Element | None, *path: str) -> Element | None:
    """The first child of that short name, and of that the first child of the next."""
    for name in path:
        if element is None:
            return None
        element = next((each for each in element if kind(each) == name), None)
    return element


def walk(element: Element, enter: Enter) -> Iterator[tuple[str, Element]]:
    """Its descendants as they stand once all changes are accepted; what is entered is opened instead of yielded.

    Why Choice alone: it and Fallback hold the same words twice, for new and for old programs.
    """
    stack: list[Iterator[Element]] = [iter(element)]
    while stack:
        for each in stack[-1]:
            name = kind(each)
            if name in DELETED:
                continue
            if name == "mc:AlternateContent":
                branch = next((found for choice in BRANCHES if (found := child(each, choice)) is not None), ())
                stack.append(iter(branch))
                break
            if enter(name, each):
                stack.append(iter(each))
                break
            yield name, each
        else:
            stack.pop()


def is_wrapper(name: str, _element: Element) -> bool:
    """What may stand around paragraphs, tables, rows and cells without being seen."""
    return name in WRAPPERS
