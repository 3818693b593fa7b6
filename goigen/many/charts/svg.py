"""The SVG that matplotlib writes → one that may stand in a page beside others, and that says to a screen reader what it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

REFERENCE = re.compile(r"(?<=url\(#)")
SVG = "{http://www.w3.org/2000/svg}"


def _tree(svg: bytes) -> Any:  # noqa: ANN401
    from lxml import etree  # Why here: only charts pay for it

    return etree.fromstring(svg, etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True))


def finished(svg: bytes, key: str, title: str, description: str, *, alone: bool) -> bytes:
    """The picture with title and description, without what only XML files have.

    Why ids get a prefix: several pictures of one page would have the same ones. Why no style element: it would reach the whole page.
    """
    from lxml import etree

    root = _tree(svg)
    for element in list(root.iter(f"{SVG}style", f"{SVG}metadata")):
        element.getparent().remove(element)
    root.set("style", "stroke-linejoin:round;stroke-linecap:butt")
    for element in root.iter():
        for name, text in _prefixed(element, f"{key}-"):
            element.set(name, text)
    for tag, words in (("desc", description), ("title", title)):
        told = etree.Element(f"{SVG}{tag}", id=f"{key}-{tag}")
        told.text = words
        root.insert(0, told)
    root.set("role", "img")
    root.set("aria-labelledby", f"{key}-title {key}-desc")
    if not alone:
        for name in ("width", "height", "version"):
            root.attrib.pop(name, None)
    for element in root.iter():
        element.tail = None
        if element.tag not in (f"{SVG}title", f"{SVG}desc"):
            element.text = None
    return etree.tostring(root, encoding="UTF-8", xml_declaration=alone)


def _prefixed(element: Any, prefix: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    for name, text in element.attrib.items():
        if name == "id":
            yield name, prefix + text
        elif name.endswith("href"):  # Why not every value that begins with #: a colour does, too
            yield name, text.replace("#", f"#{prefix}", 1)
        elif "url(#" in text:
            yield name, REFERENCE.sub(prefix, text)
