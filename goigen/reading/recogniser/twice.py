"""A table that stands there twice, as when last year's is printed beside this year's: which rows only one of the two has.

Comes in: the rows in the order in which they were printed, as numbers of the form's rows. Nothing is known here of figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

LEAST = 2  # rows that must come again; a single one does where a row was torn over two pages


def _passes(rows: Sequence[int]) -> Iterator[list[int]]:
    """Stretches in the order of the form."""
    current: list[int] = []
    for row in rows:
        if current and row <= current[-1]:
            yield current
            current = []
        current.append(row)
    if current:
        yield current


def only_once(rows: Sequence[int]) -> tuple[set[int], set[int]]:
    """Rows that are first printed by a table which repeats others, and rows which such a table passes over."""
    seen: set[int] = set()
    added: set[int] = set()
    passed_over: set[int] = set()
    for one in _passes(rows):
        again = seen.intersection(one)
        if len(again) >= LEAST:
            added |= {row for row in one if row not in seen}
            passed_over |= {row for row in seen if one[0] < row < one[-1] and row not in one}
        seen |= set(one)
    return added, passed_over - added
