"""The units of a year by 新收: those with most, and how many are of which size. With 5 000 of them a bar for each would say nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from goigen.many.charts.chart import Bar, Chart, Group, Note
from goigen.many.stats.gather import Unit, Year
from goigen.many.stats.themes import KEYS, RECEIVED
from goigen.many.stats.words import COUNT, bar_of, largest, notes, share, shown
from goigen.report import Number

MOST_UNITS = 20  # that get a bar of their own
SIZES = (0, 1, 10, 50, 100, 500)  # the classes of units by 新收 begin at these
OPEN_RECEIVED = f"没有计入本图的单位（{KEYS[RECEIVED].label}的数没有填或者读不出来）"


def units(year: Year) -> Iterator[Chart]:
    """Units by 新收: those with most, and, where there are many, how many units are of which size."""
    name = KEYS[RECEIVED].label
    known = [unit for unit in year.units.values() if unit.figures[RECEIVED] is not None]
    ranked = sorted(known, key=lambda unit: (-_received(unit), unit.name))
    total = sum((_received(unit) for unit in ranked), start=0)
    left_out = notes((OPEN_RECEIVED, [unit.name for unit in year.units.values() if unit.figures[RECEIVED] is None]))
    source = f"计入{len(ranked)}个单位；计量单位：{COUNT}"
    chart = Chart("units", f"各单位{name}", notes=left_out, source=source)
    if not total:
        said = f"计入的{len(ranked)}个单位都没有{name}的申请。" if ranked else f"没有一个单位填了{name}的数。"
        yield replace(chart, nothing=said)
    elif len(year.units) > 1:
        yield _ranking(chart, ranked, total)
    if total and len(ranked) > MOST_UNITS:
        yield _sizes(ranked, left_out)


def _received(unit: Unit) -> Number:
    return unit.figures[RECEIVED] or 0


def _ranking(chart: Chart, ranked: list[Unit], total: Number) -> Chart:
    first, rest = ranked[:MOST_UNITS], ranked[MOST_UNITS:]
    bars = tuple(bar_of(unit.name, "", _received(unit), total) for unit in first)
    most, number = largest(bars)
    title = f"{most}，占全部{KEYS[RECEIVED].label}的{share(number, total)}"
    if rest:
        together = sum((_received(unit) for unit in first), start=0)
        title += f"；前{MOST_UNITS}个单位合占{share(together, total)}"
        left, label = total - together, f"其余{len(rest)}个单位"
        bars += (Bar(label, None, f"合计{shown(left)}（{share(left, total)}）", (shown(left), share(left, total))),)
    columns = ("单位", f"{KEYS[RECEIVED].label}（{COUNT}）", "占比")
    return replace(chart, title=title, groups=(Group("", bars),), columns=columns, total=("合计", shown(total), "100.0%"))


def _sizes(ranked: list[Unit], left_out: tuple[Note, ...]) -> Chart:
    name, number = KEYS[RECEIVED].label, len(ranked)
    bars = tuple(bar_of(label, "", count, number) for label, count in _classes(ranked))
    most, count = largest(bars, "个单位")
    none = bars[0].length or 0
    title = f"{most}，占{share(count, number)}" + (f"；{shown(none)}个单位没有{name}" if none and none != count else "")
    columns = (f"{name}（{COUNT}）", "单位数（个）", "占比")
    total = ("合计", shown(number), "100.0%")
    return Chart("sizes", f"单位的分布：按{name}的多少", title, (Group("", bars),), columns, total, left_out, source=f"计入{number}个单位")


def _classes(ranked: list[Unit]) -> Iterator[tuple[str, int]]:
    """How many units are of each size."""
    for start, end in zip(SIZES, (*SIZES[1:], None), strict=True):
        label = f"{start}{COUNT}以上" if end is None else f"{start}{COUNT}" if end == start + 1 else f"{start}—{end - 1}{COUNT}"
        yield label, sum(1 for unit in ranked if _received(unit) >= start and (end is None or _received(unit) < end))
