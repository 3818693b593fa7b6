"""What probably happened when a sum does not add up. Only guesses that the figures themselves support; else nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from goigen.report import Number, Report, value
from goigen.standard import FORM, Equation, Figure


def diagnose(report: Report, equation: Equation, differences: Mapping[Equation, Number]) -> str:
    """One sentence, or none. `differences` are those of all broken equations of the same balance."""
    return next(
        (
            sentence
            for sentence in (
                _cancelled(equation, differences),
                _never_filled(report, equation),
                _carry_left_out(report, equation, differences[equation]),
                _digits_swapped(report, equation, differences[equation]),
                _one_term_short(report, equation, differences[equation]),
            )
            if sentence
        ),
        "",
    )


def _never_filled(report: Report, equation: Equation) -> str:
    total = equation.total
    if total and value(report, total.path) == 0:
        return "总计是 0，大概没有填；可以把“总计”删掉，由程序计算。"
    return ""


def _cancelled(equation: Equation, differences: Mapping[Equation, Number]) -> str:
    for other, difference in differences.items() if equation.line else ():
        if other.table is equation.table and difference == -differences[equation]:
            return f"“{other.line[-1].title}”正好反过来差同样的数，可能是填错了格。"
    return ""


def _carry_left_out(report: Report, equation: Equation, difference: Number) -> str:
    if equation.check != "T12":
        return ""
    carried_in, carried_out = (value(report, figures[1].path) for figures in (equation.left, equation.right))
    if carried_in and difference == carried_in:
        return "差数等于上年结转：上年结转的申请，办结的计入办理结果，没办结的计入结转下年度。"
    if carried_out and difference == -carried_out:
        return "差数等于结转下年度：没办结的申请不计入办理结果。"
    return ""


def _digits_swapped(report: Report, equation: Equation, difference: Number) -> str:
    """A difference that goes away, here and wherever the figure counts, when two neighbouring digits of it change places."""
    for figure, sign in _signed(equation):
        number = value(report, figure.path)
        for swapped in _swaps(number):
            if number is not None and (swapped - number) * sign == -difference and _mends(report, figure, swapped):
                return f"把“{_name(figure)}”的 {number} 换成 {swapped} 就相等，可能是数字颠倒了。"
    return ""


def _one_term_short(report: Report, equation: Equation, difference: Number) -> str:
    """A total that lacks exactly one of its parts."""
    total = equation.total
    if total is None or not _mends(report, total, (value(report, total.path) or 0) + difference):
        return ""
    same = [figure for figure in equation.left if value(report, figure.path) == difference]
    return f"差数等于“{_name(same[0])}”，总计里可能漏了它。" if len(same) == 1 else ""


def _mends(report: Report, figure: Figure, number: Number) -> bool:
    """Whether every equation in which the figure counts would hold with another number in its place."""

    def total(figures: tuple[Figure, ...]) -> Number | None:
        values = [number if part is figure else value(report, part.path) for part in figures]
        return None if None in values else sum(v for v in values if v is not None)

    return all(total(e.left) == total(e.right) for e in FORM.equations if figure in e.left or figure in e.right)


def _signed(equation: Equation) -> Iterator[tuple[Figure, int]]:
    yield from ((figure, 1) for figure in equation.left)
    yield from ((figure, -1) for figure in equation.right)


def _swaps(number: Number | None) -> Iterator[int]:
    digits = str(number)
    if isinstance(number, int):
        for at in range(len(digits) - 1):
            yield int(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :])


def _name(figure: Figure) -> str:
    row = figure.row[-1].title if figure.row else ""
    return f"{row}·{figure.column[-1].title}" if row else "·".join(head.title for head in figure.column if head.name)
