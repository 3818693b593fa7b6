"""A paragraph's visible words, and the text boxes that hang on it.

Comes in: a `w:p`. Goes out: its text with tabs and line breaks, all changes accepted, hidden text and the codes of fields left out.
A formula keeps a sign for what makes it more than a row of digits: a fraction comes out as 1/2, a power as 10³.
Its order number is not added here, and its text boxes are not opened.
"""

from __future__ import annotations

from dataclasses import dataclass

from goigen.reading.docx.pale import Pale
from goigen.reading.docx.styles import Styles
from goigen.reading.docx.xml import Element, child, is_on, kind, value, walk
from goigen.reading.raw import RAISED

XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
LEAVES = frozenset({*SIGNS, "t", "m:t", "sym", "fldChar", "txbxContent"})
# Signs for what a formula draws and does not write; what stands in one of RAISING is no digit of a figure
DRAWN = {"m:den": "/", "m:rad": "√", "m:d": "(", "m:m": "[", "m:eqArr": "{", "m:nary": "∑", "m:bar": "‾", "m:acc": "ˆ", "m:lim": "_"}
TURNED = "\u202e"  # what follows is shown from right to left, digits too
RAISING = frozenset({"m:sup", "m:sub", "m:deg"})
# Why rt: the reading that stands over a character is no part of the sentence
SILENT = frozenset({"pPr", "rPr", "sdtPr", "rt", "rubyPr", "instrText", "delText", "tblPr"})
CLOSED = LEAVES | SILENT
STRUCK = ("strike", "dstrike")  # a reader takes it as deleted
BESIDE: frozenset[str | None] = frozenset(("superscript", "subscript"))
LEVEL: frozenset[str | None] = frozenset((None, "-2", "-1", "0", "1", "2"))  # half points; less is fine tuning
SOFT_HYPHEN = "\u00ad"
PRIVATE = range(0xE000, 0xF900)  # a sign of a font such as Wingdings: not a character
SYMBOL = range(0xF030, 0xF03A)  # the digits of the font Symbol


@dataclass(frozen=True, slots=True)
class Line:
    """`runs_on` where the paragraph's end is hidden or even `gone` (deleted), so that the next one follows in the same line."""

    text: str
    boxes: tuple[Element, ...]
    runs_on: bool
    gone: bool


class Lines:
    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._pale = Pale(styles)

    def read(self, paragraph: Element) -> Line:
        properties = child(paragraph, "pPr")
        hidden = self._styles.hidden(self._styles.of_paragraph(properties))
        pieces: list[str] = []
        moved: list[bool] = []  # up or down by hand, piece by piece
        boxes: list[Element] = []
        fields = _Fields()
        manners = _Manners()

        def enter(name: str, element: Element) -> bool:
            if name in DRAWN:
                pieces.append(DRAWN[name])
                moved.append(False)
            elif name == "bdo" and value(element) == "rtl":
                pieces.append(TURNED)
                moved.append(False)
            return not self._hides(element, hidden) if name == "r" else name not in CLOSED

        for name, element in walk(paragraph, enter):
            if name == "fldChar":
                fields.step(value(element, "fldCharType"))
            elif name == "txbxContent" and not fields.codes:
                boxes.append(element)
            elif name in LEAVES and not fields.codes:
                piece = _piece(name, element)
                beside, up = manners.of(element)
                pieces.append(piece.translate(RAISED) if beside else piece)
                moved.append(up)
        if not all(moved):  # Why not where all are: a whole cell is moved to stand in its middle, a single run is the mark of a note
            pieces = [piece.translate(RAISED) if up else piece for piece, up in zip(pieces, moved, strict=True)]
        mark = child(properties, "rPr")
        gone = child(mark, "del") is not None or child(mark, "moveFrom") is not None
        return Line("".join(pieces), tuple(boxes), gone or self._hides_mark(mark, hidden), gone)

    def _hides(self, run: Element, inherited: bool) -> bool:
        properties = child(run, "rPr")
        struck = any(is_on(found) for name in STRUCK if (found := child(properties, name)) is not None)
        return struck or self._hides_mark(properties, inherited) or self._pale.hides(run, "".join(map(_told, run)))

    def _hides_mark(self, properties: Element | None, inherited: bool) -> bool:
        """Whether these properties of characters hide them: by themselves, by their style, or by the paragraph's."""
        if properties is None:
            return inherited
        direct = child(properties, "vanish")
        if direct is not None:
            return is_on(direct)
        return inherited or self._styles.hidden(value(child(properties, "rStyle")))


class _Fields:
    """Follows the fields that begin in a paragraph. A result that goes on in later paragraphs is shown there like any text."""

    def __init__(self) -> None:
        self._results: list[bool] = []  # for every open field whether its result has begun
        self.codes = 0  # how many of them are still at their code, which is not shown

    def step(self, what: str | None) -> None:
        if what == "begin":
            self._results.append(False)
            self.codes += 1
        elif self._results and what in {"separate", "end"}:
            self.codes -= not self._results.pop()
            if what == "separate":
                self._results.append(True)


def _told(element: Element) -> str:
    return (element.text or "") if kind(element) in {"t", "m:t"} else ""


class _Manners:
    """How the pieces of a run stand. What was found is kept for the run's next piece: runs can be long, and formulas deep."""

    def __init__(self) -> None:
        self._run: Element | None = None
        self._found = (False, False)

    def of(self, piece: Element) -> tuple[bool, bool]:
        """Whether it stands high or low beside the others, as the mark of a note or a power, and whether it was moved by hand."""
        run = piece.getparent()
        if run is not self._run:
            power = kind(piece) == "m:t" and any(kind(each) in RAISING for each in piece.iterancestors())
            properties = child(run, "rPr")
            beside = value(child(properties, "vertAlign")) in BESIDE
            self._run, self._found = run, (beside or power, value(child(properties, "position")) not in LEVEL)
        return self._found


def _piece(name: str, element: Element) -> str:
    if name in SIGNS:
        return SIGNS[name]
    if name == "sym":
        return _symbol(value(element, "char") or "", value(element, "font") or "")
    text = (element.text or "").replace(SOFT_HYPHEN, "")
    if element.get(XML_SPACE) != "preserve":
        text = text.strip(" \t\r\n")
    return text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")


def _symbol(code: str, font: str) -> str:
    """The character of a `w:sym`; nothing for one that only its own font knows."""
    try:
        found = int(code[:6], 16)
    except ValueError:
        return ""
    if found in SYMBOL and font == "Symbol":
        return chr(found - 0xF000)
    return chr(found) if found in range(0x20, 0xD800) or (found in range(0xE000, 0x110000) and found not in PRIVATE) else ""
