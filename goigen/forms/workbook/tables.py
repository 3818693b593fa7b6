"""One official table → its sheet: the official layout, open cells for figures, totals and balances as formulas, help beside the labels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby

from goigen.forms.hints import label_hint
from goigen.forms.workbook import looks
from goigen.forms.workbook.below import Below
from goigen.forms.workbook.book import Book, Style, address, style
from goigen.forms.workbook.content import Content
from goigen.forms.workbook.formulas import Sums
from goigen.forms.workbook.points import Point, Points, link, quoted, ticked
from goigen.layout.breaking import break_lines, em_width
from goigen.layout.spans import Slot, header_rows, slots
from goigen.report.names import NOTE
from goigen.report.numbers import MOST_DIGITS
from goigen.report.workbook_words import ALL_ZERO, CALIBRE, GUIDE, NO_TICK, TICK, ZERO_REST
from goigen.standard import Figure, Kind, Section, Table, Trail, keys

TOP = 3  # the row in which the table begins
ZERO_ROW = 2
WIDTHS = {"disclosure": ((26.0,), 21.0), "applications": ((4.5, 12.5, 37.0), 9.5), "reviews": ((), 8.6)}
TICK_WIDTH = 9.0
LINE = 15.5  # points of a line of labels
HELP = f"{GUIDE} 只填浅黄色的格，总计自动计算。没有就填 0；还不知道的空着。鼠标停在右上角有红点的格上，看这一项怎样计。"
ZERO_HELP = f"{GUIDE} 选 {TICK}：空着的格都是零（填了数的不变）"
LAST_YEAR = f"{GUIDE} 橙色的格是从去年的报告带入的，请核对。"


@dataclass
class TableSheet:
    """The sheet of one table while it is written. `where` says in which row and column each figure stands."""

    book: Book
    section: Section
    table: Table
    content: Content
    points: Points
    where: dict[str, tuple[int, int]] = field(default_factory=dict)
    group_ticks: dict[Trail, tuple[int, int]] = field(default_factory=dict)

    def write(self) -> None:
        self.page = self.book.page(self.section.title, "#C8A24A")
        self.slots = [(slot, slot.row + TOP) for slot in slots(self.table)]
        stubs, width = WIDTHS[self.table.key]
        self.columns = max(slot.column + slot.column_span for slot, _ in self.slots)
        self.stubs = len(stubs) if self._has_groups else min(len(stubs), 1)
        self.widths = [*stubs, *[width] * (self.columns - len(stubs)), *([TICK_WIDTH] if self._has_groups else [])]
        self.tick = (ZERO_ROW, max(self.stubs, 1) if stubs else 4)
        for slot, row in self.slots:
            if slot.figure:
                self.where[slot.figure.path] = (row, slot.column)
        self.sums = Sums(self.table, self.content.figures, self.where)
        self.page.columns(self.widths)
        self._head()
        if self._has_groups:
            self._group_ticks()
        for slot, row in self.slots:
            self._slot(slot, row)
        self._heights()
        self._row_points()
        below = Below(self.page, self.sums, self.points, self.stubs, self.widths, 1 if self.stubs == 1 else 2)
        last = below.write(max(row + slot.row_span for slot, row in self.slots), self.content.notes.get(self.table.key, ()))
        self.page.print_area(last, self._last)
        self.page.print_whole()
        self.page.open_first(*next(iter(self.where.values())))

    @property
    def _has_groups(self) -> bool:
        return any(head.parts for block in self.table.blocks for head in block.rows)

    @property
    def _last(self) -> int:
        return len(self.widths) - 1

    def _head(self) -> None:
        self.page.put(0, 0, self.section.title, looks.PART, columns=len(self.widths))
        self.page.height(0, 30)
        carried = any(path in self.content.carried for path in self.where)
        self.page.put(1, 0, HELP + (f"\n{LAST_YEAR}" if carried else ""), looks.GUIDE, columns=len(self.widths))
        self.page.height(1, 34 if carried else 30)
        row, column = self.tick
        self.page.put(row, 0, ALL_ZERO, looks.HEAD, columns=column)
        self._tick(row, column)
        self.page.put(row, column + 1, ZERO_HELP, looks.GUIDE, columns=len(self.widths) - column - 1)
        self.page.height(row, 24)

    def _tick(self, row: int, column: int, rows: int = 1) -> None:
        self.page.put(row, column, NO_TICK, looks.TICK, rows=rows)
        words = {"error_title": "从名单里选", "error_message": f"这里只能选 {NO_TICK} 或 {TICK}。"}
        asked = {"input_title": "空着的格都是零？", "input_message": f"是就选 {TICK}，不是就留着 {NO_TICK}。"}
        self.page.validate((row, column, row, column), {"validate": "list", "source": [NO_TICK, TICK], **words, **asked})

    def _units(self) -> Iterator[tuple[Trail, list[Figure]]]:
        """The rows that a tick stands beside: 一, 二, and each group of 三."""
        open_ones = [figure for figure in self.table.figures if figure.path not in self.table.totals]
        for unit, figures in groupby(open_ones, key=lambda figure: figure.row[:2]):
            yield unit, list(figures)

    def _group_ticks(self) -> None:
        column = self._last
        header = header_rows(self.table)
        self.page.put(TOP, column, ZERO_REST, looks.HEAD, rows=header)
        note = f"选 {TICK}：这一组空着的格都是零，不用逐格填 0；填了数的格不变。"
        self.page.note(TOP, column, CALIBRE + note)
        for unit, figures in self._units():
            rows = sorted({self.where[figure.path][0] for figure in figures})
            self.group_ticks[unit] = (rows[0], column)
            self._tick(rows[0], column, rows=len(rows))

    def _zero(self, figure: Figure) -> str:
        """A formula: whether the filer has said that the empty cells beside this figure are zeros."""
        everything = address(*self.tick, fixed=True)
        own = self.group_ticks.get(figure.row[:2])
        if own:
            return ticked(everything, address(*own, fixed=True))
        inside = [address(*place, fixed=True) for unit, place in self.group_ticks.items() if unit[:1] == figure.row[:1]]
        if not inside:
            return ticked(everything)
        return f"OR({ticked(everything)},AND({','.join(ticked(place) for place in inside)}))"

    def _slot(self, slot: Slot, row: int) -> None:
        span = {"rows": slot.row_span, "columns": slot.column_span}
        if slot.figure is None:
            look = {"stub": looks.STUB, "group": looks.GROUP}.get(slot.role, looks.HEAD)
            self.page.put(row, slot.column, self._label(slot), look, **span)
            if slot.role in ("stub", "group", "head") and (words := label_hint(self.table, slot.label, is_row=slot.role != "head")):
                self.page.note(row, slot.column, CALIBRE + words)
            return
        path = slot.figure.path
        if path in self.table.totals and self.sums.is_formula(path):
            shown = self.sums.value(path)
            self.page.formula(row, slot.column, self.sums.formula(path, self._zero(slot.figure)), "" if shown is None else shown, looks.SUM)
        else:
            self.page.put(row, slot.column, self.content.figures.get(path), self._look(slot.figure), **span)
        if remark := self.content.remarks.get(path):
            self.page.note(row, slot.column, remark)
        self._paint_total(slot.figure)

    def _look(self, figure: Figure) -> Style:
        held = self.content.figures.get(figure.path)
        look = looks.CARRIED if figure.path in self.content.carried else looks.FIGURE
        if figure.path in self.table.totals:
            look = style(looks.SUM, locked=False)
        places = -int(held.as_tuple().exponent) if isinstance(held, Decimal) else 0
        return style(look, num_format=looks.decimals(places)) if figure.kind is Kind.AMOUNT else look

    def _paint_total(self, figure: Figure) -> None:
        broken = [self.sums.is_broken(equation) for equation in self.table.equations if equation.total is figure]
        if broken:
            place = self.where[figure.path]
            self.page.paint((*place, *place), f"OR({','.join(broken)})", looks.BROKEN)

    def _label(self, slot: Slot) -> str:
        """The official words, broken between words; a narrow column beside many rows runs downwards."""
        ems = sum(self.widths[slot.column : slot.column + slot.column_span]) / 2 - 0.4
        narrow = slot.role == "group" and slot.row_span > len(slot.label) and ems < 3
        return "\n".join(break_lines(slot.label, 1.0 if narrow else ems))

    def _heights(self) -> None:
        rows: dict[int, float] = {}
        for slot, row in self.slots:
            if slot.row_span == 1 and not slot.figure:
                ems = sum(self.widths[slot.column : slot.column + slot.column_span]) / 2 - 0.4
                lines = self._label(slot).count("\n") + 1 if em_width(slot.label) > ems else 1
                rows[row] = max(rows.get(row, 0.0), 5 + LINE * lines, 22.0)
        for _, row in self.slots:
            self.page.height(row, rows.get(row, 30.0))
        self.page.freeze(TOP + header_rows(self.table), self.stubs if self._has_groups else 0)
        if self._has_groups:
            self.page.repeat(TOP, TOP + header_rows(self.table) - 1)

    def _row_points(self) -> None:
        """What is unfilled, a point for each row; and what may be typed there."""
        open_ones = [figure for figure in self.table.figures if figure.path not in self.table.totals]
        for _, members in groupby(open_ones, key=lambda figure: (figure.row, keys(figure.column[:-1]))):
            figures = list(members)
            self._validation(figures)
            self._unfilled(figures)

    def _unfilled(self, figures: list[Figure]) -> None:
        heads = figures[0].row[-1:] or figures[0].column[:-1]
        called = f"{self.table.called}“{'·'.join(head.title for head in heads)}”"
        prefix = f"'{self.page.name}'!"
        places = [self.where[figure.path] for figure in figures]
        cells = [prefix + address(*place, fixed=True) for place in places]
        empty = "+".join(f"({cell}={quoted('')})" for cell in cells)
        told = f'IF({empty}=0,"",{quoted(f"{called}还有 ")}&({empty})&{quoted(" 格没有填")})'
        ticks = [self.tick, *filter(None, [self.group_ticks.get(figures[0].row[:2])])]
        words = f'IF({ticked(*(self.page.reference(*place) for place in ticks))},"",{told})'
        target, there = quoted(link(self.page, *places[-1])), link(self.page, *places[-1])
        for cell, place, figure in reversed(list(zip(cells, places, figures, strict=True))):
            target = f"IF({cell}={quoted('')},{quoted(link(self.page, *place))},{target})"
            there = there if self._stands(figure) else link(self.page, *place)
        count = sum(not self._stands(figure) for figure in figures)
        self.points.add(Point(self.page.name, words, f"{called}还有 {count} 格没有填" if count else "", target, there))

    def _stands(self, figure: Figure) -> bool:
        return self.content.figures.get(figure.path) is not None

    def _validation(self, figures: list[Figure]) -> None:
        amount = figures[0].kind is Kind.AMOUNT
        unit = figures[0].kind.value
        heads = figures[0].row[-1:] or figures[0].column[:-1]
        rule = {
            "validate": "decimal" if amount else "integer",
            "criteria": "between",
            "minimum": 0,
            "maximum": 10**MOST_DIGITS - 1,
            "input_title": heads[-1].title[:16],
            "input_message": f"填{'金额' if amount else '件数'}，单位：{unit}。没有就填 0。",
            "error_title": "这里要填数",
            "error_message": f"只能填不小于零的{'数' if amount else '整数'}，单位是{unit}。要说明的话写在表下面的“{NOTE}”里。",
        }
        first, last = self.where[figures[0].path], self.where[figures[-1].path]
        self.page.validate((*first, *last), rule)
        self.page.paint((*first, *last), f"ISTEXT({address(*first)})", looks.UNFILLED)
