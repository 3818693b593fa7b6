"""A grid of the Document as one `w:tbl`, built in one pass over rows and cells.

Comes in: a Grid and the styles at hand. Goes out: the element. Positions, spans, widths and line breaks are the Grid's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from itertools import accumulate, pairwise

from goigen.document import Cell, CellRole, Grid
from goigen.writers.docx_xml import Element, Properties, Runs, Styles, W, element, elements

TABLE_STYLE = "年报表格"
TWIPS_PER_MILLIMETRE = 1440 / 25.4
SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
WIDTH = W + "w"
CELL_MARGIN = 0.6  # millimetres, left and right


def twips(lengths: Iterable[float]) -> list[int]:
    """Millimetres as whole twips whose sum is the rounded sum."""
    edges = [round(edge * TWIPS_PER_MILLIMETRE) for edge in accumulate(lengths, initial=0.0)]
    return [right - left for left, right in pairwise(edges)]


def table(grid: Grid, styles: Styles) -> Element:
    """The grid as a table that neither Word, WPS nor LibreOffice breaks if it fits on a page."""
    widths = twips(grid.widths)
    made = element("tbl", _properties(grid, styles, sum(widths)))
    made.append(element("tblGrid", *(element("gridCol", w=str(width)) for width in widths)))
    heights = [max(1, round(height * TWIPS_PER_MILLIMETRE)) for height in grid.heights]
    maker = _CellMaker(grid, styles, widths)
    for row, cells in enumerate(_covering(grid)):
        properties = element("trPr", element("cantSplit"), element("trHeight", val=str(heights[row]), hRule="atLeast"))
        if row < grid.header_rows:
            properties.append(element("tblHeader"))
        made.append(element("tr", properties, *(maker.make(cell, row) for cell in cells)))
    return made


def _covering(grid: Grid) -> Iterator[list[Cell]]:
    """For every row the cells that stand in it, begun there or above, from left to right."""
    rows: list[list[Cell]] = [[] for _ in grid.heights]
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            rows[row].append(cell)
    return (sorted(cells, key=lambda cell: cell.column) for cells in rows)


def _properties(grid: Grid, styles: Styles, width: int) -> Element:
    made = element("tblPr")
    style = styles.table(TABLE_STYLE)
    if style is not None:
        made.append(element("tblStyle", val=style))
    made.append(element("tblW", w=str(width), type="dxa"))
    made.append(element("jc", val="center"))
    if style is None:
        made.append(borders())
    made.append(element("tblLayout", type="fixed"))
    made.append(cell_margins())
    made.append(element("tblLook", val="0020" if grid.header_rows else "0000"))
    made.append(element("tblCaption", val=grid.heading.text))
    made.append(element("tblDescription", val=grid.heading.text))
    return made


def borders() -> Element:
    """Single lines of half a point around every cell."""
    return element("tblBorders", *(element(side, val="single", sz="4", space="0", color="auto") for side in SIDES))


def cell_margins() -> Element:
    margin = str(round(CELL_MARGIN * TWIPS_PER_MILLIMETRE))
    return element("tblCellMar", *(element(side, w="0" if side in {"top", "bottom"} else margin, type="dxa") for side in SIDES[:4]))


class _CellMaker:
    """Makes the cells of one grid. Why it keeps empty cells: hundreds are alike but for their words, and copies are cheap."""

    def __init__(self, grid: Grid, styles: Styles, widths: Sequence[int]) -> None:
        self._styles = styles
        self._widths = widths
        self._kept = len(grid.heights) - (not grid.notes) if grid.whole else grid.header_rows  # rows that stay with the next one
        size = str(round(grid.size * 2))
        self._characters: Properties = {"sz": {"val": size}, "szCs": {"val": size}}
        self._runs = Runs(self._characters)
        self._spacing = {"before": "0", "after": "0", "line": str(round(grid.leading * 20)), "lineRule": "exact"}
        self._empty: dict[tuple[CellRole, int, bool, bool, bool], Element] = {}

    def make(self, cell: Cell, row: int) -> Element:
        """The cell as it stands in this row: its words where it begins, nothing where it goes on."""
        begins, keep, merged = cell.row == row, row < self._kept, cell.row_span > 1
        key = cell.role, cell.column_span, merged, begins, keep
        if key not in self._empty:
            self._empty[key] = element("tc", self._cell(cell, begins), self._paragraph(cell.role, keep))
        made = copy(self._empty[key])
        properties, paragraph = made
        properties[0].set(WIDTH, str(sum(self._widths[cell.column : cell.column + cell.column_span])))
        if begins and cell.text:
            paragraph.append(self._runs.make(cell.lines))
        return made

    @staticmethod
    def _cell(cell: Cell, begins: bool) -> Element:
        properties = element("tcPr", element("tcW", w="", type="dxa"))
        if cell.column_span > 1:
            properties.append(element("gridSpan", val=str(cell.column_span)))
        if cell.row_span > 1:
            properties.append(element("vMerge", val="restart") if begins else element("vMerge"))
        properties.append(element("vAlign", val="center"))
        return properties

    def _paragraph(self, role: CellRole, keep: bool) -> Element:
        direct: dict[str, Mapping[str, str]] = {"spacing": self._spacing}
        if keep:
            direct["keepNext"] = {}
        if role == "stub":
            direct["jc"] = {"val": "left"}
        properties = self._styles.properties("表格数字" if role == "figure" else "表格文字", direct)
        properties.append(element("rPr", *elements(self._characters)))
        return element("p", properties)
