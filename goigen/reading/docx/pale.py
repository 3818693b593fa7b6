"""Figures that stand in the file and that nobody sees: white on a white page, or set too small to be read.

Comes in: a `w:r` whose text has figures and no words. Goes out: whether it can be seen. Words are not asked about: a label that is white
stands on a dark ground which a table style may have drawn, and read once too often it does no harm.
"""

from __future__ import annotations

import re

from goigen.reading.docx.styles import Styles
from goigen.reading.docx.xml import Element, child, kind, number, value

WHITE = frozenset({"FFFFFF", "WHITE"})
PAPER = frozenset({"background1", "light1", "bg1", "lt1"})  # what themes call the colour of the page
BARE = WHITE | {"AUTO", ""}
SMALLEST = 4  # half points
FIGURES = re.compile(r"(?=.*[0-9０-９])[^\u3400-\u9fff]*", re.S)


class Pale:
    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._paragraph: Element | None = None
        self._around = False  # whether there is a ground around that paragraph; kept for its next run

    def hides(self, run: Element, text: str) -> bool:
        """Whether the run's figures cannot be seen."""
        if not FIGURES.fullmatch(text):
            return False
        properties = child(run, "rPr")
        small = number(child(properties, "sz"))
        if small is not None and small <= SMALLEST:
            return True
        paragraph = next((each for each in run.iterancestors() if kind(each) == "p"), None)
        given = child(paragraph, "pPr")
        named = (value(child(properties, "rStyle")), self._styles.of_paragraph(given))
        said = (child(properties, "color"), *(self._styles.found(style, "rPr", "color") for style in named))
        return _is_white(next((each for each in said if each is not None), None)) and not self._on_ground(run, paragraph, named)

    def _on_ground(self, run: Element, paragraph: Element | None, named: tuple[str | None, ...]) -> bool:
        """Whether the run, its paragraph, a cell or a table around it, or a style of these, has a ground that is not white."""
        highlight = child(run, "rPr", "highlight")
        if value(highlight) not in {None, "none", "white"} or _is_filled(child(run, "rPr", "shd")):
            return True
        if any(_is_filled(self._styles.found(style, part, "shd")) for style in named for part in ("rPr", "pPr")):
            return True
        if paragraph is not self._paragraph or paragraph is None:
            self._paragraph, self._around = paragraph, any(self._is_ground(each) for each in run.iterancestors())
        return self._around

    def _is_ground(self, element: Element) -> bool:
        name = kind(element)
        if name == "txbxContent":  # Why: what a shape is filled with is said in many ways
            return True
        properties = child(element, {"p": "pPr", "tc": "tcPr", "tbl": "tblPr"}.get(name, ""))
        if _is_filled(child(properties, "shd")):
            return True
        return name == "tbl" and self._styles.shades(value(child(properties, "tblStyle")))


def _is_white(colour: Element | None) -> bool:
    theme = value(colour, "themeColor")
    if theme is not None:
        return theme in PAPER and value(colour, "themeShade") is None
    return (value(colour) or "").upper() in WHITE


def _is_filled(shading: Element | None) -> bool:
    """Whether a `w:shd` draws a ground; a pattern counts as one, as does a colour of the theme."""
    if shading is None:
        return False
    pattern = value(shading) not in {None, "clear", "nil"}
    theme = value(shading, "themeFill")
    return pattern or theme not in {None, *PAPER} or (value(shading, "fill") or "").upper() not in BARE
