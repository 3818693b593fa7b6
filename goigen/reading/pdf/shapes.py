"""Boxes and paths as they are drawn → which of them are the rules of a table. Geometry alone; points from the upper left corner."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pdfminer.utils import Matrix

THICKEST = 6.0  # points; what is thicker is an area


class Box(NamedTuple):
    x0: float
    top: float
    x1: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


def turn(matrix: Matrix, sign: float) -> int | None:
    """In how many quarter turns clockwise a text runs; None aslant."""
    along, up = (matrix[0], matrix[1]) if sign >= 0 else (-matrix[0], -matrix[1])
    if abs(up) <= 0.2 * abs(along):
        return 0 if along > 0 else 2
    if abs(along) <= 0.2 * abs(up):
        return 3 if up > 0 else 1
    return None


def around(points: Sequence[tuple[float, float]]) -> Box:
    across, down = [x for x, _ in points], [y for _, y in points]
    return Box(min(across), min(down), max(across), max(down))


def edges(points: Sequence[tuple[float, float]]) -> Iterator[Box]:
    """The level and plumb pieces of a stroked path."""
    for start, end in pairwise(points):
        box = around((start, end))
        if min(box.x1 - box.x0, box.bottom - box.top) < 1:
            yield box


def is_thin(box: Box) -> bool:
    short, long = sorted((box.x1 - box.x0, box.bottom - box.top))
    return short <= THICKEST and long > 1.5 * short


def frames(boxes: Sequence[Box]) -> Iterator[Box]:
    """Boxes filled together one close inside another: the paint between them is a border."""
    for one, other in pairwise(boxes):
        if not is_thin(one) and max(abs(a - b) for a, b in zip(one, other, strict=True)) <= THICKEST:
            yield from (one, other)


def sides(box: Box) -> tuple[Box, ...]:
    x0, top, x1, bottom = box
    return Box(x0, top, x1, top), Box(x0, bottom, x1, bottom), Box(x0, top, x0, bottom), Box(x1, top, x1, bottom)
