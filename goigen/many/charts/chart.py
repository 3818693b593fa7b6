"""What a chart is, as values: bars in groups, its finding, its table and notes. Knows no reports and no paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from goigen.report import Number


@dataclass(frozen=True)
class Bar:
    """One bar. `text` is printed at its end; `row` are its cells in the table, after `name`.

    A `length` of None draws no bar, only the text. `before` is the bar of the year before, under it, with its own text.
    """

    label: str
    length: Number | None
    text: str
    row: tuple[str, ...]
    name: str = ""
    before: Number | None = None
    before_text: str = ""

    @property
    def called(self) -> str:
        return self.name or self.label


@dataclass(frozen=True)
class Group:
    """Bars under one heading; an empty label draws none."""

    label: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Note:
    """A sentence under a chart, and the units that it is about."""

    text: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chart:
    """One chart with everything that stands around it. `nothing` is said instead, where there is nothing to draw.

    `columns` are the heads of the table, `total` its last row. `source` is the line under a picture that stands alone.
    """

    key: str
    heading: str
    title: str = ""
    groups: tuple[Group, ...] = ()
    columns: tuple[str, ...] = ()
    total: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    nothing: str = ""
    source: str = ""

    def bars(self) -> Iterator[Bar]:
        for group in self.groups:
            yield from group.bars

    def outstanding(self) -> frozenset[Number]:
        """The lengths that are drawn dark: the longest of each direction."""
        lengths = [0, *(bar.length for bar in self.bars() if bar.length is not None)]
        return frozenset((max(lengths), min(lengths))) - {0}

    def description(self) -> str:
        """The chart in words, for those who do not see it: the same numbers as on the chart."""
        return f"横条图。{self.title}。" + "".join(_described(group) for group in self.groups)


def _described(group: Group) -> str:
    shown = "；".join(f"{bar.called}：{'，'.join(filter(None, (bar.text, bar.before_text)))}" for bar in group.bars)
    return f"{group.label}——{shown}。" if group.label else f"{shown}。"
