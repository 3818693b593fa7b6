"""The sums of a year → its charts: bars, tables, and a title that says what is to be seen. Labels come from the official form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from goigen.many.charts.chart import Chart, Group, Note
from goigen.many.stats.gather import Year
from goigen.many.stats.themes import APPLICANTS, DISCLOSURE, RESULTS, REVIEWS, THEMES
from goigen.many.stats.units import units
from goigen.many.stats.words import COUNT, bar_of, largest, notes, share, shown
from goigen.report import Number

LEFT_OUT = "没有计入本图的单位（有关的数没有填或者读不出来）"


def charts(year: Year) -> Iterator[Chart]:
    """Every chart of a year, in the order of the form."""
    yield _results(year)
    yield _applicants(year)
    yield _reasons(year)
    yield _outcomes(year)
    yield from units(year)
    yield _documents(year)
    yield _decisions(year)


def _themed(
    year: Year,
    key: str,
    heading: str,
    first: str,
    none: str,
    title: Callable[[tuple[Group, ...], Number], str],
    *,
    shares: str = "all",
    summed: bool = True,
) -> Chart:
    """The chart of a theme: `first` is the head of its names, `none` what there is none of where all is zero.

    `shares` are of all bars, of their group, or none; `summed` adds the row 合计.
    """
    groups = tuple(_groups(year, key, shares))
    total = sum((bar.length or 0 for group in groups for bar in group.bars), start=0)
    counted = year.counted(key)
    chart = Chart(key, heading, notes=notes((LEFT_OUT, year.left_out[key])), source=f"计入{counted}个单位；计量单位：{COUNT}")
    if not counted:
        return replace(chart, nothing="没有一个单位填全了这几项数。")
    if not total:
        return replace(chart, nothing=f"计入的{counted}个单位都没有{none}。")
    rates = {"all": ("占比",), "group": ("占本组",), "": ()}[shares]
    last = ("合计", shown(total), *("100.0%" for _ in rates)) if summed else ()
    return replace(chart, title=title(groups, total), groups=groups, columns=(first, f"件数（{COUNT}）", *rates), total=last)


def _groups(year: Year, key: str, shares: str) -> Iterator[Group]:
    numbers = iter(year.sums[key])
    total = sum(year.sums[key], start=0)
    for label, entries in THEMES[key].groups:
        bars = [(entry, next(numbers)) for entry in entries]
        whole = total if shares == "all" else sum((number for _, number in bars), start=0)
        yield Group(label, tuple(bar_of(entry.label, entry.name, number, whole if shares else None) for entry, number in bars))


def _results(year: Year) -> Chart:
    def title(groups: tuple[Group, ...], total: Number) -> str:
        most, number = largest(groups[0].bars)
        return f"办结的{shown(total)}{COUNT}申请中，{most}，占{share(number, total)}"

    return _themed(year, "results", RESULTS.name, "办理结果", "办结的申请", title)


def _applicants(year: Year) -> Chart:
    def title(groups: tuple[Group, ...], total: Number) -> str:
        most, number = largest([bar for group in groups for bar in group.bars])
        return f"新收的{shown(total)}{COUNT}申请中，{most}，占{share(number, total)}"

    return _themed(year, "applicants", APPLICANTS.label, "申请人", "新收的申请", title)


def _reasons(year: Year) -> Chart:
    def title(groups: tuple[Group, ...], total: Number) -> str:
        most, number = largest([bar for group in groups for bar in group.bars])
        return f"{kinds}共{shown(total)}{COUNT}，{most}，占{share(number, total)}"

    kinds = "、".join(label for label, _ in THEMES["reasons"].groups)
    return _themed(year, "reasons", f"{kinds}的情形", "情形", "这些情形的申请", title)


def _outcomes(year: Year) -> Chart:
    sums = list(zip(THEMES["outcomes"].entries, year.sums["outcomes"], strict=True))
    heads = {head.key: head.name for head in REVIEWS.blocks[0].columns[0].parts}

    def told(key: str, name: str) -> str:
        of_kind = [(one.key, number) for one, number in sums if one.paths[0].startswith(f"{REVIEWS.key}.{key}.")]
        total = sum((number for _, number in of_kind), start=0)
        corrected = sum((number for outcome, number in of_kind if outcome == "corrected"), start=0)
        if not total:
            return f"没有{name}"
        return f"{name}{shown(total)}{COUNT}，其中{heads['corrected']}{shown(corrected)}{COUNT}，占{share(corrected, total)}"

    def title(_groups: tuple[Group, ...], _total: Number) -> str:
        return "；".join(told(head.key, head.name) for head in REVIEWS.blocks[0].columns)

    return _themed(
        year,
        "outcomes",
        REVIEWS.name,
        "结果",
        "、".join(head.name for head in REVIEWS.blocks[0].columns),
        title,
        shares="group",
        summed=False,
    )


def _documents(year: Year) -> Chart:
    columns = DISCLOSURE.blocks[0].columns

    def title(groups: tuple[Group, ...], _total: Number) -> str:
        return "；".join(
            group.label + "、".join(f"{head.called}{bar.text}{COUNT}" for head, bar in zip(columns, group.bars, strict=True))
            for group in groups
        )

    names = "、".join(head.name for head in DISCLOSURE.blocks[0].rows)
    chart = _themed(year, "documents", f"{DISCLOSURE.name}：{names}", "项目", names, title, shares="", summed=False)
    twice = Note("各单位填报的数直接相加；同一份文件由两个单位各自填报的，计了两次。")
    return replace(chart, notes=(twice, *chart.notes)) if chart.groups else chart


def _decisions(year: Year) -> Chart:
    def title(groups: tuple[Group, ...], total: Number) -> str:
        most, number = largest(groups[0].bars)
        return f"各类处理决定共{shown(total)}{COUNT}，{most}，占{share(number, total)}"

    names = "、".join(entry.name for entry in THEMES["decisions"].entries)
    return _themed(year, "decisions", f"{DISCLOSURE.name}：{names}", "处理决定", names, title)
