"""Placeholders: `{{ 新收 }}` in prose becomes the figure, so that text cannot disagree with the tables.

A placeholder is one name from a fixed list and nothing else. It is looked up, never evaluated, so no text can reach into the program.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from itertools import islice

from goigen.report.fields import Agency, Fees, Particulars
from goigen.report.keys import nearest, plain
from goigen.report.numbers import Number
from goigen.standard import FORM, Figure, Head

BRACES = re.compile(r"\{\{([^{}\n]*)\}\}")
STRAY = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
UNFILLED = "〔待填〕"
MOST_PROBLEMS = 20  # of one text; the rest is more of the same


@cache
def figure_names() -> dict[str, tuple[str, ...]]:
    """Every placeholder for a figure, with the paths of the figures that it adds up, in printing order."""
    found: dict[str, list[str]] = {}
    for figure in FORM.figures.values():
        for name in _names(figure):
            found.setdefault(plain(name), []).append(figure.path)
    return {name: tuple(paths) for name, paths in found.items()}


def _has_total(head: Head) -> bool:
    return any(part.key == "total" for part in head.parts)


def _names(figure: Figure) -> Iterator[str]:
    """What a figure counts towards: each row or group above it, by itself (the total) or with a column's name."""
    *groups, leaf = figure.column
    rows = [head for head in figure.row if not _has_total(head) or figure.row[-1].key == "total"]
    above = [head.called for head in (*rows, *groups) if head.called] or [""]
    beside = [leaf.called if leaf.key != "total" else ""]
    beside += [head.label for head in groups if not head.name and not _has_total(head)]
    for first in above:
        for second in beside:
            yield first + second


def wording(
    particulars: Particulars, agency: Agency, fees: Fees | None, figures: Mapping[str, Number | None]
) -> Callable[[str], str | None]:
    """The lookup from a placeholder's name to its text; None for a name that does not exist."""
    words = particular_words(particulars, agency, fees)

    def look_up(name: str) -> str | None:
        paths = figure_names().get(name)
        if paths is None:
            return words.get(name)
        values = [figures[path] for path in paths]
        return number_text(None if None in values else sum(v for v in values if v is not None))

    return look_up


def particular_words(particulars: Particulars, agency: Agency, fees: Fees | None) -> dict[str, str]:
    year = particulars.year
    return {
        "年度": str(year or UNFILLED),
        "上年度": str(year - 1 if year else UNFILLED),
        "下年度": str(year + 1 if year else UNFILLED),
        "机关": agency.name or UNFILLED,
        "简称": agency.short_name or agency.name or UNFILLED,
        "收费通知件数": number_text(fees.notices if fees else None),
        "收费通知总金额": number_text(fees.charged if fees else None),
        "实际收取总金额": number_text(fees.received if fees else None),
    }


def placeholder_names() -> tuple[str, ...]:
    """All names, for `goigen explain 占位符` and for suggestions."""
    return (*particular_words(Particulars(), Agency(), None), *figure_names())


def number_text(number: Number | None) -> str:
    """A figure as it is printed: no separators, decimals as typed."""
    if number is None:
        return UNFILLED
    return f"{number:f}" if isinstance(number, Decimal) else str(number)


def fill(text: str, look_up: Callable[[str], str | None]) -> tuple[str, list[tuple[int, str, str]]]:
    """Text with its placeholders filled, and what is wrong with them as (offset, message, hint)."""
    problems: list[tuple[int, str, str]] = []

    def replace(found: re.Match[str]) -> str:
        words = look_up(plain(found[1]))
        if words is None and len(problems) < MOST_PROBLEMS:
            problems.append((found.start(), *_unknown(found[1].strip())))
        return found[0] if words is None else words

    filled = BRACES.sub(replace, text)
    unmatched = BRACES.sub(lambda found: " " * len(found[0]), text)
    for stray in islice(STRAY.finditer(unmatched), MOST_PROBLEMS):
        problems.append((stray.start(), f"“{stray[0]}”没有配成一对占位符", "占位符写成 {{ 新收 }}：两对半角花括号，中间一个名称。"))
    return filled, problems


def _unknown(name: str) -> tuple[str, str]:
    shown = name[:30] + ("…" if len(name) > 30 else "")
    if not re.fullmatch(r"[\w“”、]+", name):
        return f"占位符里只能写一个名称，这里写的是“{shown}”", "要计算的数请先算好再写；可用的名称见 goigen explain 占位符。"
    suggestion = nearest(name, placeholder_names())
    hint = f"是不是“{suggestion}”？" if suggestion else ""
    return f"没有名为“{shown}”的占位符", hint + "可用的名称见 goigen explain 占位符。"
