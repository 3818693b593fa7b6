"""The figures of a form as somebody typed them, for the cells of the page: by path of the standard, before anything is computed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from goigen.report.keys import normalise
from goigen.report.numbers import half_width
from goigen.report.shape import TABLES, Shape
from goigen.source import Mapping, Node, Sequence, Text


@dataclass(frozen=True)
class Typed:
    """What stands in a cell; `implied` where it is zero because its row names other columns and not this one."""

    text: str = ""
    implied: bool = False


NOTHING = Typed()


def typed_figures(root: Node | None, table: str) -> dict[str, Typed]:
    """All figures of the table of this name; those that nobody filled in are empty."""
    shape = TABLES[table]
    found = dict(_figures(shape, node_at(root, table)))
    return {figure.path: found.get(figure.path, NOTHING) for figure in shape.figures}


def node_at(root: Node | None, *names: str) -> Node | None:
    """What stands below these keys."""
    for name in names:
        entries = root.entries if isinstance(root, Mapping) else ()
        root = next((child for key, child in entries if normalise(key.value) == normalise(name)), None)
    return root


def text_at(root: Node | None, *names: str) -> str:
    """The text under these keys as it was typed; empty where there is none."""
    node = node_at(root, *names)
    match node:
        case Text() if not node.unfilled:
            return node.value.strip("\n")
        case Sequence():
            return "\n".join(item.value for item in node.items if isinstance(item, Text))
    return ""


def _figures(shape: Shape, node: Node | None) -> Iterator[tuple[str, Typed]]:
    if shape.is_leaf:
        if isinstance(node, Text) and not node.unfilled:
            yield shape.figures[0].path, Typed(" ".join(node.value.split()))
    elif isinstance(node, Text) and half_width(node.value).strip().rstrip("件元万") == "0":
        yield from ((leaf.figures[0].path, Typed("0")) for leaf in _leaves(shape) if not leaf.optional)
    elif isinstance(node, Sequence) and shape.is_row:
        columns = [child for child in shape.children if len(node.items) == len(shape.children) or not child.is_sum]
        for child, item in zip(columns, node.items, strict=False):
            yield from _figures(child, item)
    elif isinstance(node, Mapping):
        named = any(not isinstance(child, Text) or not child.unfilled for _, child in node.entries)
        for child in shape.children:
            below = node_at(node, child.name)
            if below is None and shape.is_row and named and not child.is_sum:
                yield child.figures[0].path, Typed("0", implied=True)
            else:
                yield from _figures(child, below)


def _leaves(shape: Shape) -> Iterator[Shape]:
    if shape.is_leaf:
        yield shape
    for child in shape.children:
        yield from _leaves(child)
