"""The sums of one table as formulas of its sheet, with the values that they have now. They follow from the equations of the standard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from goigen.forms.workbook.book import address
from goigen.forms.workbook.content import Held
from goigen.forms.workbook.points import quoted
from goigen.report import Number
from goigen.standard import Axis, Equation, Figure, Table

MOST_NAMED = 2  # terms that a formula names one by one


def ranges(places: Iterable[tuple[int, int]], prefix: str = "") -> str:
    """Cells as formulas name them, neighbours drawn together: (7, 3), (7, 4), (9, 3) → D8:E8,D10."""
    runs: list[list[tuple[int, int]]] = []
    for place in sorted(places):
        last = runs[-1][-1] if runs else None
        if last and place in ((last[0], last[1] + 1), (last[0] + 1, last[1])) and _one_line([*runs[-1], place]):
            runs[-1].append(place)
        else:
            runs.append([place])
    return ",".join(_range(run, prefix) for run in runs)


def _one_line(places: Sequence[tuple[int, int]]) -> bool:
    return len({row for row, _ in places}) == 1 or len({column for _, column in places}) == 1


def _range(run: Sequence[tuple[int, int]], prefix: str) -> str:
    first = prefix + address(*run[0], fixed=True)
    return f"{first}:{address(*run[-1], fixed=True)}" if len(run) > 1 else first


@dataclass
class Sums:
    """`held` is what stands in the cells; a total that follows from its parts is a formula, one that contradicts them stays as typed."""

    table: Table
    held: Mapping[str, Held]
    where: Mapping[str, tuple[int, int]]
    _known: dict[str, Number | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.defining: dict[str, Equation] = {}
        for equation in self.table.equations:
            if equation.total:
                self.defining.setdefault(equation.total.path, equation)
        self._formulas = {path for path in self.defining if self._follows(path)}

    def _follows(self, path: str) -> bool:
        typed = self.held.get(path)
        parts = [self.held.get(part.path) for part in self.defining[path].left]
        return typed is None or (not isinstance(typed, str) and _sum(parts) == typed and None not in parts)

    def is_formula(self, path: str) -> bool:
        return path in self._formulas

    def value(self, path: str) -> Number | None:
        """The number that a cell shows; None for an empty one and for a text."""
        if path not in self._known:
            typed = self.held.get(path)
            if self.is_formula(path):
                self._known[path] = self.total(self.defining[path].left)
            else:
                self._known[path] = None if isinstance(typed, str) else typed
        return self._known[path]

    def total(self, figures: Iterable[Figure]) -> Number | None:
        """Their sum as a spreadsheet has it: of those that are numbers; None where none is."""
        numbers = [number for figure in figures if (number := self.value(figure.path)) is not None]
        return sum(numbers) if numbers else None

    def formula(self, path: str, zero: str) -> str:
        """A total: nothing until something is entered, and 0 where `zero` says that all is."""
        parts = self.cells(self.defining[path].left)
        return f'IF(COUNT({parts})=0,IF({zero},0,""),SUM({parts}))'

    def cells(self, figures: Iterable[Figure], prefix: str = "") -> str:
        return ranges((self.where[figure.path] for figure in figures), prefix)

    def is_broken(self, equation: Equation, prefix: str = "") -> str:
        left, right = self.cells(equation.left, prefix), self.cells(equation.right, prefix)
        return f"AND(COUNT({left})>0,COUNT({right})>0,SUM({left})<>SUM({right}))"

    def complaint(self, equation: Equation, prefix: str) -> str:
        """A formula that says in Chinese how an equation fails, or nothing."""
        left, right = self.cells(equation.left, prefix), self.cells(equation.right, prefix)
        words = [
            quoted(f"{line_of(equation)}：{side_of(equation, equation.left)}＝"),
            f"SUM({left})",
            quoted(f"，{side_of(equation, equation.right)}＝"),
            f"SUM({right})",
            quoted("，相差"),
            f"ABS(SUM({left})-SUM({right}))",
        ]
        return f'IF({self.is_broken(equation, prefix)},{"&".join(words)},"")'

    def complaint_now(self, equation: Equation) -> str:
        left, right = self.total(equation.left), self.total(equation.right)
        if left is None or right is None or left == right:
            return ""
        sides = f"{side_of(equation, equation.left)}＝{left}，{side_of(equation, equation.right)}＝{right}"
        return f"{line_of(equation)}：{sides}，相差{abs(left - right)}"


def _sum(numbers: Iterable[Held]) -> Decimal:
    return sum((Decimal(number) for number in numbers if number is not None and not isinstance(number, str)), Decimal(0))


def line_of(equation: Equation) -> str:
    """Which row, column or group: 表三“自然人”列."""
    if equation.line:
        return f"{equation.table.called}“{equation.line[-1].title}”{'列' if equation.axis is Axis.ROWS else '行'}"
    return f"{equation.table.called}“{'·'.join(head.title for head in equation.left[0].column[:-1])}”"


def side_of(equation: Equation, figures: Sequence[Figure]) -> str:
    """One side in words: 一＋二, 三（七）, 总计, 各项之和."""
    if len(figures) > MOST_NAMED:
        return "各项之和"
    if equation.axis is Axis.ROWS:
        return "＋".join("".join(head.ordinal for head in figure.row) for figure in figures)
    return "＋".join(figure.column[-1].title for figure in figures)
