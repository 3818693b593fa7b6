"""Table of a report → Grid: type size, column widths and row heights, so that every figure stays whole and the table on its page."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

from goigen.document import Cell, Grid, Heading, Paragraph
from goigen.errors import InternalError
from goigen.layout.breaking import break_lines, em_width, units
from goigen.layout.spans import Slot, header_rows, slots
from goigen.report import Report, value
from goigen.report.wording import number_text
from goigen.standard import Section, Table

PAGE_WIDTH = 156.0  # mm, GB/T 9704-2012: 210 − 28 − 26
MM_PER_POINT = 25.4 / 72
CELL_PADDING = 1.8  # mm: 0.8 left and right, and the rule
FIGURE_SLACK = 0.5  # mm that a figure has to spare in its column
WIDEST_FIGURE_COLUMN = 14.0  # mm; room beyond that is better given to the labels
LEADING = 1.25
SIZES = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0, 4.5, 4.0)  # points; 五号 and below
READABLE = 9.0  # points; 小五, the least that offices print
ROOM = 207.0  # mm of a page's 225 that a table may fill: its heading takes 10.2, rules and rounding the rest
NOTE_LINE = 6.0  # mm that a line of notes takes below it
NOTE_CHARACTERS = 38
ROW_PADDING = (0.5, 2.4)  # mm above and below the lines of a row together: least and most


@dataclass(frozen=True)
class Plan:
    """What is special about a table: how many ems its stub columns want, and whether it takes a page of its own."""

    stubs: tuple[float, ...] = ()
    equal: bool = False
    new_page: bool = False


PLANS = {
    "disclosure": Plan(equal=True),
    "applications": Plan(stubs=(2, 4, 13.5), new_page=True),
    "reviews": Plan(),
}
LEAST_LABEL = 7.0  # ems below which the innermost stub column is too narrow to read


def grid(report: Report, section: Section, table: Table, notes: tuple[Paragraph, ...]) -> Grid:
    """The table with the report's figures, at the largest type size at which it fits."""
    plan = PLANS[table.key]
    texts = {slot: _text(report, slot) for slot in slots(table)}
    room = ROOM - NOTE_LINE * sum(1 + len(note.text) // NOTE_CHARACTERS for note in notes)
    fitted = _fit(texts, plan, room)
    if fitted[0] < READABLE:  # Why: rather a note on the next page than a table that nobody can read
        fitted = max(fitted, _fit(texts, plan, ROOM), key=lambda found: found[0])
    size, widths, cells, heights = fitted
    heading = Heading(1, section.title)
    leading = round(size * LEADING, 2)
    return Grid(table.key, heading, cells, widths, heights, size, leading, header_rows(table), plan.new_page, notes)


Fitted = tuple[float, tuple[float, ...], tuple[Cell, ...], tuple[float, ...]]


def _fit(texts: dict[Slot, str], plan: Plan, room: float) -> Fitted:
    """The largest type size at which every figure is whole and the table fits in the room; the smallest where none does."""
    fitted: Fitted | None = None
    for size in SIZES:
        widths = _widths(texts, plan, size)
        if widths is None:
            continue
        cells = _cells(texts, widths, size)
        heights = _heights(cells, size, room)
        fitted = size, widths, cells, heights
        if sum(heights) <= room:
            break
    if fitted is None:
        raise InternalError("no type size is small enough")
    return fitted


def _text(report: Report, slot: Slot) -> str:
    if slot.figure is None:
        return slot.label
    figure = value(report, slot.figure.path)
    return "" if figure is None else number_text(figure)


def _em(size: float) -> float:
    """Millimetres of one em."""
    return size * MM_PER_POINT


def _widths(texts: dict[Slot, str], plan: Plan, size: float) -> tuple[float, ...] | None:
    """Column widths in mm that add up to the page's; None if the figures leave the labels too little at this size."""
    columns = max(slot.column + slot.column_span for slot in texts)
    if plan.equal:
        return (PAGE_WIDTH / columns,) * columns
    least = [0.0] * columns
    for slot, text in texts.items():
        if slot.column_span == 1 and slot.role in ("figure", "head"):
            whole = em_width(text) if slot.role == "figure" else max(em_width(unit) for unit in units(text))
            slack = FIGURE_SLACK if slot.role == "figure" else 0.1
            least[slot.column] = max(least[slot.column], whole * _em(size) + CELL_PADDING + slack)
    stubs = [ems * _em(size) + CELL_PADDING for ems in plan.stubs]
    if plan.stubs:
        stubs[-1] = LEAST_LABEL * _em(size) + CELL_PADDING
    figures = least[len(stubs) :]
    spare = PAGE_WIDTH - sum(stubs) - sum(figures)
    if spare < 0:
        return None
    return _share(stubs, figures, spare, plan, size)


def _share(stubs: list[float], figures: list[float], spare: float, plan: Plan, size: float) -> tuple[float, ...]:
    """Give the spare room to the label column up to what it wants, then evenly to the figures, the rest to the labels again."""
    if stubs:
        wanted = min(spare, (plan.stubs[-1] - LEAST_LABEL) * _em(size))
        stubs[-1] += wanted
        spare -= wanted
    # Why levelling: columns of one width look calm; only a column with a long figure may stand out
    level = _level(figures, spare, WIDEST_FIGURE_COLUMN if stubs else PAGE_WIDTH)
    widths = [*stubs, *(max(width, level) for width in figures)]
    rest = PAGE_WIDTH - sum(widths)
    widths[len(stubs) - 1 if stubs else -1] += rest
    return tuple(widths)


def _level(figures: list[float], spare: float, most: float) -> float:
    """The width to which the narrow columns can be raised with the spare room."""
    total = sum(figures) + spare
    for count in range(len(figures), 0, -1):
        narrow = sorted(figures)[:count]
        level = (total - sum(sorted(figures)[count:])) / count
        if level >= narrow[-1]:
            return min(level, most)
    return 0.0


def _cells(texts: dict[Slot, str], widths: tuple[float, ...], size: float) -> tuple[Cell, ...]:
    cells = []
    for slot, text in texts.items():
        width = sum(widths[slot.column : slot.column + slot.column_span]) - CELL_PADDING
        lines = (text,) if slot.role == "figure" else _lines(slot, text, width / _em(size) + 0.01)
        source = slot.figure.path if slot.figure else ""
        cells.append(Cell(slot.row, slot.column, lines, slot.role, slot.row_span, slot.column_span, source))
    return tuple(cells)


def _lines(slot: Slot, text: str, ems: float) -> tuple[str, ...]:
    """The label in lines; one that stands beside many rows in a narrow column runs downwards, a character a line."""
    downwards = slot.role == "group" and slot.row_span > len(text) and ems < 3
    return break_lines(text, 1.0 if downwards else ems)


def _heights(cells: tuple[Cell, ...], size: float, room: float) -> tuple[float, ...]:
    """The rows, as high as their lines need, padded alike as far as the room allows."""
    leading = size * LEADING * MM_PER_POINT
    rows = max(cell.row + cell.row_span for cell in cells)
    heights = [leading] * rows
    for span in range(1, rows + 1):
        for cell in (cell for cell in cells if cell.row_span == span):
            covered = range(cell.row, cell.row + span)
            missing = len(cell.lines) * leading - sum(heights[row] for row in covered)
            for row in covered:
                heights[row] += max(0.0, missing) / span
    least, most = ROW_PADDING
    padding = min(most, max(least, (room - sum(heights)) / rows))
    return tuple(floor((height + padding) * 1000) / 1000 for height in heights)  # rounded down: their sum must stay in the room
