"""The vocabulary in which an official form is declared.

A *Head* is one node of a row stub or a column header; a *leaf* head is one row or one column; a *Block* is rows × columns
under one banner; a *Table* is blocks on a common grid; a *Balance* says which leaves add up to which. Everything else
(figures, paths, spans, equations) is computed from these, here and in the layout, and never written down.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import product

ORDINAL = re.compile(r"^(?:([一二三四五六七八九十]+)、|(（[一二三四五六七八九十]+）)|(\d+)\.)")

LABEL_WITHOUT_NOTE = re.compile(r"(?:（.）|\d\.|.、)?[^（、，]+")


class Kind(Enum):
    """What a figure counts: its unit as printed, and whether it may carry decimals."""

    COUNT = "件"
    AMOUNT = "万元"


class Axis(Enum):
    """Which heads a balance adds up: the heads of rows (down a column) or of columns (along a row)."""

    ROWS = "rows"
    COLUMNS = "columns"


@dataclass(frozen=True, eq=False)
class Head:
    """One node of a stub or header.

    `key` and `name` are its English and its YAML name; both are empty for a head that only groups in print. `label` is the
    official text to the character. `short` is the name in placeholders and messages, where `name` is long or ambiguous.
    """

    key: str
    name: str
    label: str
    parts: tuple[Head, ...] = ()
    short: str = ""

    @property
    def called(self) -> str:
        return self.short or self.name

    @property
    def ordinal(self) -> str:
        """The order sign before the label, without its stop: 一, （七）, 3; empty if there is none."""
        found = ORDINAL.match(self.label)
        return next(filter(None, found.groups())) if found else ""

    @property
    def title(self) -> str:
        """The label for a message: without the explanation that some labels carry."""
        found = LABEL_WITHOUT_NOTE.match(self.label)
        return found[0] if found else self.label

    @property
    def depth(self) -> int:
        return 1 + max((part.depth for part in self.parts), default=0)

    def leaf_trails(self) -> Iterator[Trail]:
        """Every way from this head down to a leaf, in printing order."""
        if not self.parts:
            yield (self,)
        for part in self.parts:
            for trail in part.leaf_trails():
                yield (self, *trail)


Trail = tuple[Head, ...]  # from the outermost head to a leaf; empty where a table has no heads on that axis


def trails(heads: tuple[Head, ...]) -> tuple[Trail, ...]:
    """The leaves below several heads, each with the heads above it; one empty trail where there are no heads."""
    return tuple(trail for head in heads for trail in head.leaf_trails()) or ((),)


def keys(trail: Trail) -> tuple[str, ...]:
    return tuple(head.key for head in trail if head.key)


def names(trail: Trail) -> tuple[str, ...]:
    return tuple(head.name for head in trail if head.name)


@dataclass(frozen=True, eq=False)
class Block:
    """Rows × columns under one banner (table two has four, the others one, without a banner)."""

    columns: tuple[Head, ...]
    rows: tuple[Head, ...] = ()
    banner: str = ""
    corner: str = ""
    kind: Kind = Kind.COUNT


@dataclass(frozen=True)
class Balance:
    """`left` adds up to `right`, for every leaf of the other axis. Terms are key paths; a group stands for its leaves."""

    check: str
    axis: Axis
    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Figure:
    """One of the 200 numbers of the form: where it stands in the table, in the code and in the YAML file."""

    table: Table
    block: Block
    row: Trail
    column: Trail

    @cached_property
    def path(self) -> str:
        """`applications.results.granted.natural_person`"""
        return ".".join((self.table.key, *keys(self.row), *keys(self.column)))

    @cached_property
    def yaml_path(self) -> tuple[str, ...]:
        """`("收到和处理政府信息公开申请情况", "本年度办理结果", "予以公开", "自然人")`"""
        return (self.table.name, *names(self.row), *names(self.column))

    @property
    def kind(self) -> Kind:
        return self.block.kind


@dataclass(frozen=True, eq=False)
class Equation:
    """One balance at one row or column: `sum(left) == sum(right)`, over figure paths. `line` is that row or column."""

    check: str
    table: Table
    axis: Axis
    left: tuple[Figure, ...]
    right: tuple[Figure, ...]
    line: Trail

    @property
    def total(self) -> Figure | None:
        """The figure that this equation defines, if it is the only one on the right."""
        return self.right[0] if len(self.right) == 1 else None


@dataclass(frozen=True, eq=False)
class Table:
    """One printed table: blocks on a common grid, and the balances between their leaves."""

    key: str
    name: str
    called: str
    blocks: tuple[Block, ...]
    balances: tuple[Balance, ...] = ()

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(
            Figure(self, block, row, column) for block in self.blocks for row, column in product(trails(block.rows), trails(block.columns))
        )

    @cached_property
    def equations(self) -> tuple[Equation, ...]:
        return tuple(equation for balance in self.balances for equation in self._expand(balance))

    @cached_property
    def totals(self) -> frozenset[str]:
        """The paths of the figures that may be left out, because the others define them."""
        return frozenset(e.total.path for e in self.equations if e.total)

    def _expand(self, balance: Balance) -> Iterator[Equation]:
        by_columns = balance.axis is Axis.COLUMNS
        for block in self.blocks:
            for line in trails(block.rows if by_columns else block.columns):
                across = [f for f in self.figures if (f.row if by_columns else f.column) == line]
                left = _pick(across, balance.left, by_columns)
                right = _pick(across, balance.right, by_columns)
                yield Equation(balance.check, self, balance.axis, left, right, line)


def _pick(figures: list[Figure], terms: tuple[str, ...], by_columns: bool) -> tuple[Figure, ...]:
    """The figures whose head on the summed axis is one of the terms or below one."""
    wanted = [tuple(term.split(".")) for term in terms]
    picked = []
    for figure in figures:
        trail = keys(figure.column if by_columns else figure.row)
        if any(trail[: len(term)] == term for term in wanted):
            picked.append(figure)
    if len(picked) < len(terms):
        raise ValueError(f"a balance names a head that does not exist: {terms}")
    return tuple(picked)


@dataclass(frozen=True)
class Section:
    """One of the six parts. `topics` are the sub-headings which the notice asks for, in order."""

    key: str
    number: str
    name: str
    table: Table | None = None
    topics: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return f"{self.number}、{self.name}"


@dataclass(frozen=True, eq=False)
class Form:
    """One year's official form: its document number, the years it holds for, its six parts."""

    code: str
    first_year: int
    sections: tuple[Section, ...]

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        return tuple(section.table for section in self.sections if section.table)

    @cached_property
    def figures(self) -> dict[str, Figure]:
        return {figure.path: figure for table in self.tables for figure in table.figures}

    @cached_property
    def equations(self) -> tuple[Equation, ...]:
        return tuple(equation for table in self.tables for equation in table.equations)

    def section(self, key: str) -> Section:
        return next(section for section in self.sections if section.key == key)
