"""Figures of tables that stand in the markup and that nobody sees: by the page's own style sheet, or white, tiny or off the page.

Comes in: the tree of a page. Goes out: the same tree without those figures. Words stay: a white label stands on a ground which a style
sheet that was not saved may have drawn, and a label read once too often does no harm. What inline styles hide wholly is left to `hidden`.

Of a style sheet only rules are followed that name a tag, a class or an id; none for some screens only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from goigen.reading.html.words import Element, style_of

BRACE = re.compile("[{}]")
SIMPLE = re.compile(r"\s*([\w-]*)(?:([.#])([\w-]+))?\s*")
LONGEST_SHEET, LONGEST_STYLE, LONGEST_VALUE = 200_000, 5000, 100  # Why: patterns take their time, and nobody writes longer ones
MOST_RULES, MOST_CLASSES = 3000, 30
FIGURES = re.compile(r"(?=.*[0-9０-９])[^\u3400-\u9fff]*", re.S)
WHITE = re.compile(
    r"white|transparent|#fff[f0]?|#ffffff(?:ff|00)?"
    r"|rgba?\(\s*255\s*,\s*255\s*,\s*255\s*(?:,[^)]*)?\)|rgba?\([^)]*,[^)]*,[^)]*,\s*0(?:\.0*)?\s*\)"
)
BARE = re.compile(rf"(?:{WHITE.pattern}|none|initial|inherit|unset|\s|0|%|repeat|scroll|left|top)*")
GONE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0?\.?0*\s*(?:!|;|$)"
    r"|font-size\s*:\s*0(?:\.0*)?(?:px|pt|em|rem|%)?\s*(?:!|;|$)|text-indent\s*:\s*-\d{3,}|(?:left|top|right)\s*:\s*-\d{4,}"
)
COLOUR = re.compile(r"(?:^|;)\s*color\s*:\s*([^;!]+)")
GROUND = re.compile(r"(?:^|;)\s*background(?:-color|-image)?\s*:\s*([^;!]+)")

Sheet = dict[tuple[str, str], str]  # declarations by kind of name (. or #, nothing for a tag) and name


@dataclass(frozen=True, slots=True)
class _Look:
    """What the text of an element inherits."""

    gone: bool = False
    white: bool = False
    on_ground: bool = False
    in_table: bool = False

    @property
    def unseen(self) -> bool:
        return self.in_table and (self.gone or (self.white and not self.on_ground))


def without_unseen(root: Element) -> None:
    """Takes the figures away that are not seen in tables."""
    sheet = _sheet(root)
    looks = [_Look()]
    stack: list[tuple[Element, Iterator[Element]]] = []
    _visit(root, sheet, looks, stack)
    while stack:
        child = next(stack[-1][1], None)
        if child is None:
            stack.pop()
            looks.pop()
            continue
        if looks[-1].unseen and _is_figure(child.tail):
            child.tail = None
        _visit(child, sheet, looks, stack)


def _visit(element: Element, sheet: Sheet, looks: list[_Look], stack: list[tuple[Element, Iterator[Element]]]) -> None:
    look = _look(element, looks[-1], sheet)
    if look.unseen and _is_figure(element.text):
        element.text = None
    looks.append(look)
    stack.append((element, iter(element)))


def _is_figure(text: str | None) -> bool:
    return bool(text and FIGURES.fullmatch(text))


def _look(element: Element, above: _Look, sheet: Sheet) -> _Look:
    if not sheet and not element.attrib:
        return above if element.tag != "table" or above.in_table else replace(above, in_table=True)
    style = ";".join((*_ruled(element, sheet), style_of(element)))[-LONGEST_STYLE:]
    in_table = above.in_table or element.tag == "table"
    colour, ground = COLOUR.findall(style), GROUND.findall(style)
    named = str(element.get("color") or "").strip().lower() if element.tag == "font" else ""
    said = colour[-1].strip() if colour else named
    white = above.white if not said or said == "inherit" else bool(WHITE.fullmatch(said[:LONGEST_VALUE]))
    drawn = ground[-1].strip() if ground else str(element.get("bgcolor") or "").strip().lower()
    on_ground = above.on_ground or bool(drawn and not BARE.fullmatch(drawn[:LONGEST_VALUE])) or element.get("background") is not None
    return _Look(above.gone or bool(GONE.search(style)), white, on_ground, in_table)


def _ruled(element: Element, sheet: Sheet) -> Iterator[str]:
    """What the style sheet says of an element, the weakest first."""
    if not sheet:
        return
    tag = str(element.tag)
    keys = [("", tag)]
    for name in str(element.get("class") or "").split()[:MOST_CLASSES]:
        keys += [(".", name), (".", f"{tag}.{name}")]
    if own := element.get("id"):
        keys += [("#", own), ("#", f"{tag}#{own}")]
    yield from (sheet[key] for key in keys if key in sheet)


def _sheet(root: Element) -> Sheet:
    """The simple rules of the style sheets within the page."""
    text = "\n".join(str(style.text or "") for style in root.iter("style"))[:LONGEST_SHEET].lower()
    found: Sheet = {}
    for selectors, declared in islice(_rules(_without_comments(text)), MOST_RULES):
        for selector in selectors.split(",", MOST_CLASSES)[:MOST_CLASSES]:
            if (simple := SIMPLE.fullmatch(selector)) and selector.strip():
                key = (simple[2] or "", f"{simple[1]}{simple[2]}{simple[3]}" if simple[1] and simple[2] else simple[3] or simple[1])
                found[key] = f"{found.get(key, '')};{declared}"
    return found


def _without_comments(text: str) -> str:
    kept, start = list[str](), 0
    while (begin := text.find("/*", start)) >= 0:
        kept.append(text[start:begin])
        end = text.find("*/", begin + 2)
        start = end + 2 if end >= 0 else len(text)
    return "".join((*kept, text[start:])).replace("<!--", "").replace("-->", "")


def _rules(text: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of the rules that stand in no @media or the like. Why by hand: a pattern goes back and forth."""
    depth = start = 0
    selectors = ""
    for brace in BRACE.finditer(text):
        piece, start = text[start : brace.start()], brace.end()
        if brace[0] == "{":
            depth += 1
            selectors = piece.rpartition(";")[2] if depth == 1 else selectors
            continue
        if depth == 1 and "@" not in selectors:
            yield selectors, piece
        depth = max(0, depth - 1)
