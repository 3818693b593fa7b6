"""Numbers and names → the words of the page. Used by every chart, so that one number looks the same everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from goigen.many.charts.chart import Bar, Note
from goigen.report import Number
from goigen.standard import Kind

COUNT = Kind.COUNT.value
TENTH = Decimal("0.1")
MINUS = "−"
MOST_NAMED = 2  # of bars that are the largest together


def shown(number: Number) -> str:
    """12,345"""
    return f"{number:,f}" if isinstance(number, Decimal) else f"{number:,}"


def signed(number: Number) -> str:
    """+12, −12, 0"""
    return f"+{shown(number)}" if number > 0 else f"{MINUS}{shown(-number)}" if number < 0 else "0"


def share(part: Number, whole: Number) -> str:
    """A share in per cent to one decimal; what is not nothing never looks like nothing, nor almost everything like everything."""
    if not whole:
        return "—"
    exact = 100 * Decimal(part) / Decimal(whole)
    rounded = exact.quantize(TENTH, ROUND_HALF_UP)
    if part and not rounded:
        return "不足0.1%"
    return "超过99.9%" if rounded == 100 and part != whole else f"{rounded}%"


def growth(new: Number, old: Number) -> str:
    """The change in per cent of the old number, with its sign."""
    if not old:
        return "—"
    rounded = (100 * abs(Decimal(new - old)) / Decimal(old)).quantize(TENTH, ROUND_HALF_UP)
    return f"{'+' if new > old else MINUS if new < old else ''}{rounded}%"


def changed(new: Number, old: Number) -> str:
    """How a number differs from the year before, as part of a sentence."""
    if new == old:
        return "没有变化"
    rate = f"（{growth(new, old)}）" if old else ""
    return f"{'增加' if new > old else '减少'}{shown(max(new, old) - min(new, old))}{COUNT}{rate}"


def largest(bars: Sequence[Bar], unit: str = COUNT) -> tuple[str, Number]:
    """Which bars are the longest, as part of a sentence, and their length: 予以公开最多，12件; 予以公开、部分公开最多，各12件."""
    most = max((bar.length or 0 for bar in bars), default=0)
    first = [bar.called for bar in bars if bar.length == most]
    if len(first) == 1:
        return f"{first[0]}最多，{shown(most)}{unit}", most
    more = f"等{len(first)}项" if len(first) > MOST_NAMED else ""
    return f"{'、'.join(first[:MOST_NAMED])}{more}最多，各{shown(most)}{unit}", most


def notes(*pairs: tuple[str, Sequence[str]]) -> tuple[Note, ...]:
    """Notes about units, where there are such units."""
    return tuple(Note(text, tuple(names)) for text, names in pairs if names)


def bar_of(label: str, name: str, number: Number, whole: Number | None) -> Bar:
    """A bar with its number and, of a whole, its share printed at the end."""
    if whole is None:
        return Bar(label, number, shown(number), (shown(number),), name)
    rate = share(number, whole)
    return Bar(label, number, f"{shown(number)}（{rate}）" if number else "0", (shown(number), rate), name)
