"""Chart → SVG or PNG, with matplotlib: horizontal bars, the numbers printed at them. The same chart and fonts give the same bytes.

Sizes are measured in inches and points before anything is drawn, so that no label is cut and no two overlap. matplotlib is imported
here and only when something is drawn; its settings and fonts on this machine do not count.
"""

from __future__ import annotations

from importlib import import_module
from io import BytesIO
from types import ModuleType
from typing import Any, Literal

from goigen.errors import UserError
from goigen.many.charts.chart import Bar, Chart
from goigen.many.charts.faces import drawable, known_to_matplotlib
from goigen.many.charts.measure import CELL, GAP, LABEL_LINE, LINE, SIZE, WIDTH, Line, Scale, drawn, lines_of, runs, scale_of, title_lines
from goigen.report import Number
from goigen.width import cells
from goigen.writers.faces import Face

BAR = 0.16  # inches, the thickness of a bar
DARK, PALE, INK, FAINT = "#1f3a5f", "#9fb1c4", "#111111", "#555555"
NEEDS = "画图要用 matplotlib，这台电脑上没有：pip install 'goigen[stats]'"
SETTINGS = {
    "svg.fonttype": "path",
    "svg.hashsalt": "goigen",
    "text.hinting": "none",
    "text.usetex": False,
    "text.parse_math": False,
    "hatch.linewidth": 0.7,
    "savefig.dpi": 200,
}
METADATA: dict[str, dict[str, None]] = {
    "svg": {"Date": None, "Creator": None, "Format": None, "Type": None},
    "png": {"Software": None},
}


def matplotlib() -> ModuleType:
    """The library, which only charts need. Raises UserError where it is not installed."""
    try:
        return import_module("matplotlib")
    except ImportError:
        raise UserError(NEEDS) from None


class Drawing:
    """One figure of matplotlib, drawn in inches from the upper left corner."""

    def __init__(self, height: float, families: list[str], faces: tuple[Face, ...]) -> None:
        from matplotlib.figure import Figure

        self.height, self.families, self.faces = height, families, faces
        self.figure = Figure(figsize=(WIDTH, height), facecolor="white")

    def text(self, x: float, y: float, text: str, *, size: float = SIZE, right: bool = False, colour: str = INK) -> None:
        self.figure.text(
            x / WIDTH,
            1 - y / self.height,
            drawable(text, self.faces),
            family=self.families,
            size=size,
            color=colour,
            ha="right" if right else "left",
            va="center_baseline",
            parse_math=False,
        )

    def bar(self, start: float, end: float, y: float, *, colour: str, hatched: bool = False) -> None:
        from matplotlib.patches import Rectangle

        left, width = min(start, end) / WIDTH, abs(end - start) / WIDTH
        style: dict[str, Any] = {"facecolor": "white", "edgecolor": INK, "hatch": "/////"} if hatched else {"color": colour}
        corner = (left, 1 - (y + BAR / 2) / self.height)
        self.figure.add_artist(Rectangle(corner, width, BAR / self.height, linewidth=0.6, transform=self.figure.transFigure, **style))

    def rule(self, x: float, top: float, bottom: float) -> None:
        from matplotlib.lines import Line2D

        ys = [1 - top / self.height, 1 - bottom / self.height]
        self.figure.add_artist(Line2D([x / WIDTH] * 2, ys, color=INK, linewidth=0.8, transform=self.figure.transFigure))

    def saved(self, style: Literal["svg", "png"]) -> bytes:
        stream = BytesIO()
        self.figure.savefig(stream, format=style, metadata=METADATA[style], facecolor="white")
        return stream.getvalue()


def draw(chart: Chart, faces: tuple[Face, ...], style: Literal["svg", "png"], *, alone: bool = False) -> bytes:
    """The picture of a chart. One that stands `alone` has its title and its source in it; on the page these are real text."""
    library = matplotlib()
    title = list(title_lines(chart.title)) if alone else []
    top = 0.08 + 0.26 * len(title) + (0.1 if title else 0)
    lines = list(lines_of(chart, top))
    bottom = lines[-1].top + lines[-1].height
    with known_to_matplotlib(faces) as families, library.rc_context():
        library.rcdefaults()
        library.rcParams.update(SETTINGS)
        drawing = Drawing(bottom + (0.42 if alone else 0.08), families, faces)
        for number, words in enumerate(title):
            drawing.text(0.05, 0.2 + 0.26 * number, words, size=11.5)
        _bars(drawing, chart, lines)
        if alone:
            drawing.text(0.05, bottom + 0.22, chart.source, size=8, colour=FAINT)
        return drawing.saved(style)


def _bars(drawing: Drawing, chart: Chart, lines: list[Line]) -> None:
    bars = [line for line in lines if line.bar]
    left = max(cells(text) for line in bars for text in line.label) * CELL + 2 * GAP
    scale, dark = scale_of([line.bar for line in bars if line.bar], left), chart.outstanding()
    for line in lines:
        middle = line.top + line.height / 2
        if line.bar is None:
            drawing.text(0.05, middle, line.label[0], colour=FAINT)
            continue
        for number, text in enumerate(line.label):
            drawing.text(left - GAP, middle + (number - (len(line.label) - 1) / 2) * LABEL_LINE, text, right=True)
        _bar(drawing, line.bar, scale, middle, dark)
    for first, last in runs(lines):
        drawing.rule(scale.zero, first.top, last.top + last.height)


def _bar(drawing: Drawing, bar: Bar, scale: Scale, middle: float, dark: frozenset[Number]) -> None:
    paired = bar.before is not None
    colour = DARK if paired or bar.length in dark else PALE
    for number, (length, text) in enumerate(drawn(bar)):
        y = middle + (number - 0.5) * LINE if paired else middle
        end = scale.at(float(length))
        if length:
            drawing.bar(scale.zero, end, y, colour=colour, hatched=number == 1)
        drawing.text(end - GAP if length < 0 else end + GAP, y, text, right=length < 0)
    if bar.length is None:
        drawing.text(scale.zero + GAP, middle, bar.text)
