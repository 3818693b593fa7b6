"""The official tables as a tree of YAML keys: what may stand below what in a form. Computed from the standard.

A *group* has rows below it, a *row* has figures below it, a *leaf* is one figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from goigen.standard import FORM, Figure, Head, Table


@dataclass(frozen=True, eq=False)
class Shape:
    """One key of a table in the form. `heads` are its printed heads from the table down; none for the table itself."""

    name: str
    table: Table
    heads: tuple[Head, ...]
    figures: tuple[Figure, ...]
    children: tuple[Shape, ...]

    @property
    def is_leaf(self) -> bool:
        return not self.children

    @property
    def is_row(self) -> bool:
        return bool(self.children) and all(child.is_leaf for child in self.children)

    @cached_property
    def optional(self) -> bool:
        """Whether it may be left out, because the other figures define it."""
        return all(figure.path in self.table.totals for figure in self.figures)

    @property
    def is_sum(self) -> bool:
        """Whether it is the 总计 of its row: the one figure that a row may leave out without meaning zero."""
        return self.is_leaf and self.heads[-1].key == "total"

    @property
    def label(self) -> str:
        """How messages call it: 表三“（一）予以公开”, and a figure of it 表三“（一）予以公开”的“自然人”."""
        heads = self.heads[-2:] if self.is_leaf else self.heads[-1:]
        return self.table.called + "的".join(f"“{head.title}”" for head in heads)

    @property
    def path(self) -> str:
        """Its YAML keys, joined by dots."""
        return ".".join((self.table.name, *(head.name for head in self.heads)))


def _shape(table: Table, heads: tuple[Head, ...], figures: tuple[Figure, ...]) -> Shape:
    name = heads[-1].name if heads else table.name
    depth = len(heads)
    if len(_named(figures[0])) == depth:
        return Shape(name, table, heads, figures, ())
    grouped = groupby(figures, key=lambda figure: _named(figure)[depth])
    children = tuple(_shape(table, (*heads, head), tuple(members)) for head, members in grouped)
    return Shape(name, table, heads, figures, children)


def _named(figure: Figure) -> tuple[Head, ...]:
    """The heads over a figure that give it a key in the form."""
    return tuple(head for head in (*figure.row, *figure.column) if head.name)


TABLES: dict[str, Shape] = {table.name: _shape(table, (), table.figures) for table in FORM.tables}
