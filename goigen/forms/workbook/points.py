"""The sheet 核对: every open point of the form, live, each with a link to its cell. The other sheets hand their points in."""

from __future__ import annotations

from dataclasses import dataclass, field

from goigen.forms.workbook import looks
from goigen.forms.workbook.book import Book, Page, address
from goigen.report.workbook_words import ALL_DONE, CHECKS, GUIDE, ORDER, STILL_OPEN, TICK, TODO, WHERE

FIRST = 4  # the row of the first point
NUMBER, WORDS, TARGET, PART = 4, 5, 6, 7  # hidden columns
WIDTHS = (6, 34, 84, 2)
HELP = f"{GUIDE} 这一页自动更新，不用填。点一下蓝色的字，就跳到要填的那一格。全部完成后保存，再用 goigen check 检查全文。"


def ticked(*references: str) -> str:
    """A formula: whether one of these cells says yes."""
    return f"OR({','.join(f'{reference}={word}' for reference in references for word in (quoted(TICK), quoted('是')))})"


def quoted(text: str) -> str:
    """A text inside a formula."""
    return '"' + text.replace('"', '""') + '"'


@dataclass(frozen=True)
class Point:
    """What is to be looked at: a formula that gives its words, or "" where there is nothing to do, and one for where it is.

    `now` and `there` are what the two formulas give at present.
    """

    part: str
    words: str
    now: str
    target: str
    there: str


def link(page: Page, row: int, column: int) -> str:
    """Where a link goes to."""
    return f"#'{page.name}'!{address(row, column)}"


@dataclass
class Points:
    """The points in the order of the sheets; `add` says where the words of one will stand."""

    points: list[Point] = field(default_factory=list)

    def add(self, point: Point) -> str:
        self.points.append(point)
        return f"'{CHECKS}'!{address(FIRST + len(self.points) - 1, WORDS, fixed=True)}"

    def unfilled(self, page: Page, cell: tuple[int, int], called: str, unless: str = "", *, filled: bool) -> None:
        """A single cell that must be filled in; `unless` is a formula that excuses it."""
        told = f'IF({page.reference(*cell)}="",{quoted(called)},"")'
        there = link(page, *cell)
        words = f'IF({unless},"",{told})' if unless else told
        self.add(Point(page.name, words, "" if filled else called, quoted(there), there))

    @property
    def open_now(self) -> list[Point]:
        return [point for point in self.points if point.now]

    def write(self, book: Book) -> None:
        page = book.page(CHECKS, "#2E6B34")
        page.columns(WIDTHS)
        page.hide(NUMBER, PART)
        page.put(0, 0, CHECKS, looks.PART, columns=3)
        page.height(0, 30)
        page.formula(1, 0, self._summary(), self.summary_now, looks.STATE, columns=3)
        page.put(2, 0, HELP, looks.GUIDE, columns=3)
        for column, head in enumerate((ORDER, WHERE, TODO)):
            page.put(FIRST - 1, column, head, looks.HEAD)
        for index, point in enumerate(self.points):
            self._point(page, index, point)
        open_now = self.open_now
        for index in range(len(self.points)):
            self._line(page, index, open_now[index] if index < len(open_now) else None)
        last = FIRST + len(self.points) - 1
        page.paint((1, 0, 1, 2), f"COUNT({self._column(NUMBER)})>0", looks.STATE_BROKEN)
        page.paint((1, 0, 1, 2), f"COUNT({self._column(NUMBER)})=0", looks.STATE_WELL)
        page.paint((FIRST, 0, last, 2), f'$A{FIRST + 1}<>""', looks.LISTED)
        page.print_area(last, 2)
        page.print_whole()
        page.freeze(FIRST, 0)

    @property
    def summary_now(self) -> str:
        count = len(self.open_now)
        return f"{STILL_OPEN[0]}{count}{STILL_OPEN[1]}" if count else ALL_DONE

    def _summary(self) -> str:
        count = f"COUNT({self._column(NUMBER)})"
        return f"IF({count}=0,{quoted(ALL_DONE)},{quoted(STILL_OPEN[0])}&{count}&{quoted(STILL_OPEN[1])})"

    def summary_elsewhere(self) -> str:
        """A formula of another sheet: how much is open, as a link to here."""
        return f"HYPERLINK({quoted(f'#{CHECKS}!A1')},'{CHECKS}'!$A$2)"

    def _column(self, column: int) -> str:
        return f"{address(FIRST, column, fixed=True)}:{address(FIRST + len(self.points) - 1, column, fixed=True)}"

    def _point(self, page: Page, index: int, point: Point) -> None:
        row = FIRST + index
        words = address(row, WORDS)
        before = f"COUNT({address(FIRST, NUMBER, fixed=True)}:{address(row - 1, NUMBER)})" if index else "0"
        number = sum(1 for earlier in self.points[: index + 1] if earlier.now) if point.now else ""
        page.formula(row, NUMBER, f'IF({words}="","",{before}+1)', number, looks.HELPER)
        page.formula(row, WORDS, point.words, point.now, looks.HELPER)
        page.formula(row, TARGET, point.target, point.there, looks.HELPER)
        page.put(row, PART, point.part, looks.HELPER)

    def _line(self, page: Page, index: int, now: Point | None) -> None:
        row = FIRST + index
        found = f"MATCH({index + 1},{self._column(NUMBER)},0)"
        page.formula(row, 0, f'IF({index + 1}>COUNT({self._column(NUMBER)}),"",{index + 1})', index + 1 if now else "", looks.NUMBER)
        page.formula(row, 1, f'IFERROR(INDEX({self._column(PART)},{found}),"")', now.part if now else "", looks.LINE)
        shown = f"HYPERLINK(INDEX({self._column(TARGET)},{found}),INDEX({self._column(WORDS)},{found}))"
        page.formula(row, 2, f'IFERROR({shown},"")', now.now if now else "", looks.LINK)
