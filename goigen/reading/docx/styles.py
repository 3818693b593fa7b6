"""What paragraphs and characters inherit from styles.xml: their list, and whether they are hidden or have a colour and a ground.

Comes in: the root of styles.xml, or None. Goes out: answers by style id. Everything else that a style says is looks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from goigen.reading.docx.xml import Element, child, is_on, kind, number, value

LONGEST_CHAIN = 30


@dataclass(frozen=True, slots=True)
class Listed:
    """The list that a style puts its paragraphs into; `style` is the one of the chain that says so, `level` what is said of the level."""

    list_id: str
    level: int | None
    style: str


@dataclass(frozen=True, slots=True)
class _Said:
    """What one style says itself."""

    based_on: str | None
    list_id: str | None
    level: int | None
    hidden: bool | None


class Styles:
    """Answers are kept: a document asks the same few styles for every paragraph."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self._default: str | None = None
        for style in () if root is None else root:
            name = value(style, "styleId") if kind(style) == "style" else None
            if name is not None:
                self._styles.setdefault(name, style)
                if value(style, "type") == "paragraph" and value(style, "default") not in {None, "0", "false", "off"}:
                    self._default = name
        self._said: dict[str, _Said | None] = {}
        self._listed: dict[str | None, Listed | None] = {}
        self._hidden: dict[str | None, bool] = {}
        self._found: dict[tuple[str | None, tuple[str, ...]], Element | None] = {}

    def of_paragraph(self, properties: Element | None) -> str | None:
        """The id of the style of a paragraph, that of the default one where it names none."""
        return value(child(properties, "pStyle")) or self._default

    def listed(self, style: str | None) -> Listed | None:
        if style not in self._listed:
            self._listed[style] = self._find_list(style)
        return self._listed[style]

    def hidden(self, style: str | None) -> bool:
        """Whether a paragraph or character style hides its text; the nearest one that says anything wins."""
        if style not in self._hidden:
            self._hidden[style] = next((said.hidden for _, said in self._chain(style) if said.hidden is not None), False)
        return self._hidden[style]

    def found(self, style: str | None, *path: str) -> Element | None:
        """What the nearest style of the chain that says anything says under such a path of names."""
        if (style, path) not in self._found:
            elements = (child(self._styles[name], *path) for name, _ in self._chain(style))
            self._found[style, path] = next((each for each in elements if each is not None), None)
        return self._found[style, path]

    def shades(self, style: str | None) -> bool:
        """Whether a table style draws a ground anywhere: in all cells, or only in its first row or every second one."""
        shadings = (each for name, _ in self._chain(style) for each in self._styles[name].iter() if kind(each) == "shd")
        fills = (value(each, "fill") or value(each, "themeFill") for each in shadings)
        return any(fill is not None and fill.lower() not in {"auto", "ffffff"} for fill in fills)

    def _find_list(self, style: str | None) -> Listed | None:
        level = None
        for name, said in self._chain(style):
            level = said.level if level is None else level
            if said.list_id is not None:
                return Listed(said.list_id, level, name)
        return None

    def _chain(self, style: str | None) -> Iterator[tuple[str, _Said]]:
        """The style and those that it is based on. Why a bound: styles that are based on each other go in circles."""
        for _ in range(LONGEST_CHAIN):
            said = self._of(style) if style is not None else None
            if style is None or said is None:
                return
            yield style, said
            style = said.based_on

    def _of(self, style: str) -> _Said | None:
        if style not in self._said:
            element = self._styles.get(style)
            vanish, given = child(element, "rPr", "vanish"), child(element, "pPr", "numPr")
            hidden = None if vanish is None else is_on(vanish)
            list_id, level = value(child(given, "numId")), number(child(given, "ilvl"))
            self._said[style] = None if element is None else _Said(value(child(element, "basedOn")), list_id, level, hidden)
        return self._said[style]
