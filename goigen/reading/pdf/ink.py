"""One page → what is drawn on it: glyphs, rules and painted areas, upright, in points from the upper left corner of what is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFFont, PDFType3Font, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream
from pdfminer.utils import Matrix, PathSegment, apply_matrix_pt, apply_matrix_rect, decode_text

from goigen.errors import UserError
from goigen.reading.pdf.hanzi import plain
from goigen.reading.pdf.shapes import THICKEST, Box, around, edges, frames, is_thin, sides, turn
from goigen.reading.pdf.stream import TOO_LARGE
from goigen.reading.pdf.text import Glyph

UNKNOWN = "\ufffd"  # a glyph that no table of the font names: better seen than dropped from a figure
_MOST_MARKS = 600_000  # of one document; a page of a report has some thousand
_WHITE: tuple[object, ...] = (1, (1,), (1, 1, 1), (0, 0, 0, 0))
_GREY_OR_COLOUR = {"DeviceGray", "CalGray", "DeviceRGB", "CalRGB", "DeviceCMYK", "ICCBased"}


@dataclass(slots=True)
class Ink:
    """What is drawn on a page. `areas` are painted in a colour, `images` are pictures; both may overlap anything."""

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    areas: list[Box] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)

    @property
    def inked(self) -> int:
        """How many characters are printed."""
        return sum(glyph.text != " " for glyph in self.glyphs)

    @property
    def unknown(self) -> int:
        return sum(glyph.text == UNKNOWN for glyph in self.glyphs)

    @property
    def is_picture(self) -> bool:
        """Whether pictures cover most of the page, as on a scan."""
        return sum((box.x1 - box.x0) * (box.bottom - box.top) for box in self.images) > 0.5 * self.width * self.height


class Device(PDFTextDevice):
    """Why not pdfminer's own: it makes an object of forty fields of each glyph, and knows nothing of clipping."""

    ctm: Matrix
    clip: Box | None

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self.marks = self.forms = 0

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        x0, y0, x1, y1 = apply_matrix_rect(ctm, page.mediabox)
        left, low, right, high = apply_matrix_rect(ctm, page.cropbox)
        shown = max(x0, left), max(y0, low), min(x1, right), min(y1, high)
        if shown[2] - shown[0] < 1 or shown[3] - shown[1] < 1:  # a crop box beside the page
            shown = x0, y0, x1, y1
        self._left, self._high = shown[0], shown[3]
        self._ink = Ink(shown[2] - shown[0], shown[3] - shown[1])
        self._white: list[int] = []
        self._spans: list[tuple[str, int]] = []
        self.clip = Box(0, 0, self._ink.width, self._ink.height)

    def ink(self) -> Ink:
        """The page as read; what is white on white is not there."""
        ink, painted = self._ink, [*self._ink.areas, *self._ink.images]
        unseen = {at for at in self._white if not any(box.holds(ink.glyphs[at].x, ink.glyphs[at].y) for box in painted)}
        ink.glyphs = [glyph for at, glyph in enumerate(ink.glyphs) if at not in unseen and glyph.text]
        return ink

    def box(self, rectangle: Sequence[float], matrix: Matrix) -> Box:
        x0, y0, x1, y1 = apply_matrix_rect(matrix, (rectangle[0], rectangle[1], rectangle[2], rectangle[3]))
        return Box(x0 - self._left, self._high - y1, x1 - self._left, self._high - y0)

    def clipped(self, box: Box, slack: float = 0.5) -> Box | None:
        """The part of a box that is not clipped away."""
        if not self.clip:
            return None
        x0, top = max(box.x0, self.clip.x0 - slack), max(box.top, self.clip.top - slack)
        x1, bottom = min(box.x1, self.clip.x1 + slack), min(box.bottom, self.clip.bottom + slack)
        return Box(x0, top, x1, bottom) if x0 <= x1 and top <= bottom else None

    def count(self) -> None:
        self.marks += 1
        if self.marks > _MOST_MARKS:
            raise UserError(TOO_LARGE)

    def render_char(
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> float:
        self.count()
        advance = font.char_width(cid) * fontsize * scaling
        em = fontsize * font.get_height() if isinstance(font, PDFType3Font) else fontsize
        try:
            text = plain(font.to_unichr(cid))
        except PDFUnicodeNotDefined:
            text = UNKNOWN
        turned = turn(matrix, em * scaling)
        if turned is None:  # Why: nothing but watermarks runs aslant, and they lie over figures
            return advance
        if font.is_vertical():
            box = self.box((-em / 2, advance or -em, em / 2, 0), matrix)
        else:
            width = advance if abs(advance) > 0.02 * abs(em) else em * scaling * (0.5 if text.isascii() else 1)
            # Why not the ascent and descent of the font: many are wrong, and this box has its middle in the middle of the ink
            box = self.box((0, rise - 0.12 * em, width, rise + 0.88 * em), matrix)
        if self.clip and self.clip.holds((box.x0 + box.x1) / 2, (box.top + box.bottom) / 2):
            if graphicstate.ncolor in _WHITE and ncs.name in _GREY_OR_COLOUR:
                self._white.append(len(self._ink.glyphs))
            size = abs(em) * (matrix[2] ** 2 + matrix[3] ** 2) ** 0.5
            self._ink.glyphs.append(Glyph(text, *box, size or 1.0, turned, font.is_vertical()))
        return advance

    def paint_path(self, gstate: PDFGraphicState, stroke: bool, fill: bool, evenodd: bool, path: Sequence[PathSegment]) -> None:  # noqa: ARG002
        self.count()
        filled: list[Box] = []
        for points in self._outlines(path):
            self.count()
            if stroke and gstate.linewidth <= THICKEST:
                self._ink.rules += filter(None, map(self.clipped, edges(points)))
            if fill:
                filled += [around(points)]
        for box in frames(filled):
            self._ink.rules += filter(None, map(self.clipped, sides(box)))
        for box in filter(None, map(self.clipped, filled)):
            if is_thin(box):
                self._ink.rules.append(box)
            elif gstate.ncolor not in _WHITE:
                self._ink.areas.append(box)

    def render_image(self, name: str, stream: PDFStream) -> None:  # noqa: ARG002
        self.count()
        if box := self.clipped(self.box((0, 0, 1, 1), self.ctm)):
            (self._ink.rules if is_thin(box) else self._ink.images).append(box)

    def begin_tag(self, tag: object, props: object = None) -> None:  # noqa: ARG002
        said = props.get("ActualText") if isinstance(props, dict) else None
        self._spans.append((plain(decode_text(said)) if isinstance(said, bytes) else "", len(self._ink.glyphs)))

    def end_tag(self) -> None:
        """What the file says that its glyphs read. Why it counts: LibreOffice says so where two characters share a glyph."""
        text, first = self._spans.pop() if self._spans else ("", 0)
        glyphs = self._ink.glyphs[first:]
        if not text.strip() or not glyphs:
            return
        texts = [*text] if len(text) == len(glyphs) else [text, *[""] * (len(glyphs) - 1)]
        self._ink.glyphs[first:] = [glyph._replace(text=said) for glyph, said in zip(glyphs, texts, strict=True)]

    def clip_to(self, path: Sequence[PathSegment]) -> None:
        outlines = list(self._outlines(path))
        if outlines:
            self.clip = self.clipped(around([point for points in outlines for point in points]), 0)

    def shade(self) -> None:
        if self.clip:
            self._ink.areas.append(self.clip)

    def _outlines(self, path: Sequence[PathSegment]) -> Iterator[list[tuple[float, float]]]:
        """The corners of each closed or open piece of a path; of a curve, its handles."""
        points: list[tuple[float, float]] = []
        for operator, *numbers in path:
            if operator == "m" and len(points) > 1:
                yield points
            if operator == "m":
                points = []
            if operator == "h":
                points += points[:1]
            for x, y in zip(numbers[::2], numbers[1::2], strict=True):
                x, y = apply_matrix_pt(self.ctm, (float(x), float(y)))
                points.append((x - self._left, self._high - y))
        if len(points) > 1:
            yield points
