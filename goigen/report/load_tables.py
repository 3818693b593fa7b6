"""The three tables of a form → figures. Unfilled is not zero, `0` at any level is zero on purpose, nothing is repaired.

T01 and T03 are found here, because only here one still sees what was typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from goigen.report.names import NOTE
from goigen.report.numbers import NotANumber, Number, parse_number
from goigen.report.reading import Log, all_unfilled, is_unfilled, join, says_open
from goigen.report.shape import TABLES, Shape
from goigen.source import Mapping, Node, Sequence, Text
from goigen.standard import FORM, Equation, Kind


@dataclass
class Figures:
    """The figures of one form while they are read. A path that is missing was not given; None could not be read."""

    log: Log
    values: dict[str, Number | None] = field(default_factory=dict)
    unfilled: list[str] = field(default_factory=list)

    def table(self, shape: Shape, node: Node | None, keep_note: Callable[[Node], None]) -> None:
        """Read one table; its note, if any, is handed on."""
        if isinstance(node, Mapping) and node.entries:
            found = self.log.known(node, shape.name, [*(child.name for child in shape.children), NOTE])
            wrong = len(found) < len(node.entries)
            if note := found.pop(NOTE, None):
                keep_note(note)
            self.children(shape, found, shape.name, wrong=wrong)
        else:
            self.read(shape, node, shape.name)

    def read(self, shape: Shape, node: Node | None, path: str) -> None:
        if is_unfilled(node):
            self.leave_open(shape, path, node)
        elif shape.is_leaf:
            self.leaf(shape, node, path)
        elif isinstance(node, Text):
            self.one_for_all(shape, node, path)
        elif isinstance(node, Sequence):
            self.listed(shape, node, path)
        elif isinstance(node, Mapping):
            found = self.log.known(node, path, [child.name for child in shape.children])
            self.children(shape, found, path, wrong=len(found) < len(node.entries))

    def children(self, shape: Shape, found: dict[str, Node], path: str, *, wrong: bool) -> None:
        """Read what stands below; `wrong` says that some keys were not understood and have their finding."""
        if not found and wrong:  # Why: calling the rest unfilled would bury that finding
            return self.spoil(shape)
        if all(all_unfilled(node) for node in found.values()):
            return self.leave_open(shape, path, next(filter(says_open, found.values()), None))
        for child in shape.children:
            below = join(path, child.name)
            if child.name in found:
                self.read(child, found[child.name], below)
            elif shape.is_row and not child.is_sum:
                self.set(child, 0)
            elif not child.optional:
                self.leave_open(child, below)
        return None

    def leave_open(self, shape: Shape, path: str, node: Node | None = None) -> None:
        """A total may be left to the program; one that says 待填 is known to be missing from what was published."""
        if not shape.optional or says_open(node):
            self.unfilled.append(path)
            self.spoil(shape)

    def spoil(self, shape: Shape) -> None:
        """None for every figure below: later checks pass over it instead of finding the same slip again."""
        for figure in shape.figures:
            self.values[figure.path] = None

    def set(self, shape: Shape, number: Number) -> None:
        self.values[shape.figures[0].path] = number

    def leaf(self, shape: Shape, node: Node | None, path: str) -> None:
        kind = shape.figures[0].kind
        if not isinstance(node, Text):
            self.spoil(shape)
            place = node.place if node else self.log.places[path]
            self.log.error("R04", place, path, f"{shape.label}只有一个数", "把花括号或方括号去掉，只写这个数。")
            return
        try:
            self.set(shape, parse_number(node.value, kind))
        except NotANumber as error:
            self.spoil(shape)
            self.log.error("T03" if kind is Kind.AMOUNT else "T01", node.place, path, f"{shape.label}：{error}")

    def one_for_all(self, shape: Shape, node: Text, path: str) -> None:
        """A single text for a row, a group or a table: `0` makes everything below zero, any other number is ambiguous."""
        try:
            number = parse_number(node.value, Kind.COUNT)
        except NotANumber as error:
            self.spoil(shape)
            self.log.error("T01", node.place, path, f"{shape.label}：{error}")
            return
        if number == 0:
            for figure in shape.figures:
                self.values[figure.path] = 0
            return
        self.spoil(shape)
        example = f"{shape.name}: {_example(shape, number)}"
        message = f"{shape.label}只写了一个数 {number}，看不出是哪一{'列' if shape.is_row else '行'}的"
        self.log.error("R04", node.place, path, message, f"写明是哪一{'列' if shape.is_row else '行'}，如 {example}；全是零才可以只写 0。")

    def leaves(self, shape: Shape) -> Iterator[Shape]:
        if not shape.children:
            yield shape
        for child in shape.children:
            yield from self.leaves(child)

    def listed(self, shape: Shape, node: Sequence, path: str) -> None:
        """A row as pasted from a spreadsheet: its numbers in printed order, with or without the total."""
        columns = list(self.leaves(shape))
        parts = [column for column in columns if not column.optional]
        wanted = {len(columns): columns, len(parts): parts}.get(len(node.items))
        if wanted is None or not shape.is_row:
            self.spoil(shape)
            counts = " 个或 ".join(str(count) for count in sorted({len(parts), len(columns)}))
            message = f"{shape.label}写了 {len(node.items)} 个数，应当是 {counts} 个"
            hint = f"按表上的顺序：{'、'.join(column.name for column in columns)}。"
            if not shape.is_row:
                message, hint = f"{shape.label}下面有好几行，不能写成一串数", "逐行写；全是零就只写 0。"
            self.log.error("R04", node.place, path, message, hint)
            return
        for column, item in zip(wanted, node.items, strict=True):
            below = join(path, column.name)
            self.log.places[below] = item.place
            if is_unfilled(item):
                self.leave_open(column, below, item)
            else:
                self.leaf(column, item, below)

    def complete(self) -> dict[str, Number | None]:
        """All 200 figures: totals that were not given are computed, what is still missing is None."""
        for equation in FORM.equations:
            self.compute(equation)
        return {path: self.values.get(path) for path in FORM.figures}

    def compute(self, equation: Equation) -> None:
        total = equation.total
        if total is None or total.path in self.values:
            return
        if all(figure.path in self.values for figure in equation.left):
            parts = [self.values[figure.path] for figure in equation.left]
            self.values[total.path] = None if None in parts else sum(part for part in parts if part is not None)


def _example(shape: Shape, number: Number) -> str:
    """How to write a number below a row or group: `{自然人: 3}`."""
    first = shape.children[0]
    return f"{{{first.name}: {number if first.is_leaf else _example(first, number)}}}"


def read_tables(
    log: Log, nodes: dict[str, Node], keep_note: Callable[[str, Node], None]
) -> tuple[dict[str, Number | None], tuple[str, ...]]:
    """The figures of all tables, and the YAML paths that were left unfilled."""
    figures = Figures(log)
    for name, shape in TABLES.items():
        figures.table(shape, nodes.get(name), lambda note, name=name: keep_note(name, note))  # type: ignore[misc]
    return figures.complete(), tuple(figures.unfilled)
