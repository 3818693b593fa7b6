"""The header of a table → which grid columns belong to which leaf head. By what is printed, never by position alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from goigen.reading.recogniser.labels import Labels, Match
from goigen.reading.recogniser.lines import Line
from goigen.standard import Head
from goigen.standard.heads import Trail

Stack = list[str]  # the texts of the header over one grid column, from the top


@dataclass(frozen=True, eq=False)
class Columns:
    """`at` says for each leaf which grid columns it has; empty where the header shows only their order.

    `missing` are leaves whose label could not be read; `odd` are pairs of a printed label and the official one; `others` are grid
    columns under words that are none of ours; `partial` where the header has not all leaves.
    """

    trails: tuple[Trail, ...]
    at: tuple[frozenset[int], ...] = ()
    missing: tuple[Head, ...] = ()
    odd: tuple[tuple[str, Head], ...] = field(default=())
    others: frozenset[int] = frozenset()
    partial: bool = False

    def order(self) -> list[int]:
        """For each leaf which one it is from the left; nothing where the columns are neither as in the form nor side by side."""
        printed = sorted(range(len(self.at)), key=lambda leaf: min(self.at[leaf]))
        if printed == list(range(len(self.at))):
            return list(range(len(self.trails)))
        beside = all(len(at) == 1 for at in self.at) and self.solid
        return [printed.index(leaf) for leaf in range(len(printed))] if beside else []

    @property
    def solid(self) -> bool:
        """Whether all leaves stand there, and between the first and the last no column that is none of ours."""
        return (self.last - self.first < sum(map(len, self.at)) and not self.partial) or not self.at

    @property
    def last(self) -> int:
        return max(max(columns) for columns in self.at) if self.at else 0

    @property
    def first(self) -> int:
        return min(min(columns) for columns in self.at) if self.at else 0


def locate(lines: Sequence[Line], labels: Labels, trails: tuple[Trail, ...]) -> Columns | None:
    """The columns of a block from its header lines; None where the header doesn't show them."""
    matches = [(cell.text, match) for line in lines for cell in line.cells if (match := labels.find(cell.text))]
    odd = tuple({match.head: (text, match.head) for text, match in matches if not match.exact and match.head.label}.values())
    if not lines or not trails:
        return None
    stacks = dict(_stacks(lines, labels)) if not lines[0].ragged else {}
    if found := _by_geometry(stacks, labels, trails):
        named = _assembled(stacks, labels)
        odd = tuple(pair for pair in odd if pair[1] not in named)
        mine = frozenset().union(*found.values())
        others = frozenset(column for column, stack in stacks.items() if column not in mine and any(text.strip() for text in stack))
        ours = tuple(trails[index] for index in found)
        return Columns(ours, tuple(found.values()), _unnamed(ours, stacks, labels), odd, others, partial=len(found) < len(trails))
    return _by_order(lines, labels, trails, odd)


def _stacks(lines: Sequence[Line], labels: Labels) -> Iterator[tuple[int, Stack]]:
    """Per grid column the texts above it; a cell that spans several columns counts for each."""
    stacks: dict[int, Stack] = {}
    for line in lines:
        for cell in line.cells:
            for column in range(cell.column, cell.column + cell.column_span):
                stacks.setdefault(column, []).extend(labels.stacked(cell.text))
    yield from sorted(stacks.items())


def _named(stack: Stack, labels: Labels) -> Iterator[Match]:
    """Every head that a stack names, by one cell or by cells that follow each other: 商业 over 企业."""
    for start in range(len(stack)):
        for end in range(start + 1, len(stack) + 1):
            if match := labels.find("".join(stack[start:end])):
                yield match


def _assembled(stacks: dict[int, Stack], labels: Labels) -> frozenset[Head]:
    """Heads that are exact once the cells above each other are put together."""
    return frozenset(match.head for stack in stacks.values() for match in _named(stack, labels) if match.exact)


def _unnamed(trails: tuple[Trail, ...], stacks: dict[int, Stack], labels: Labels) -> tuple[Head, ...]:
    """Groups that stand nowhere in a header that names others of their level."""
    named = {match.head for stack in stacks.values() for match in _named(stack, labels)}
    groups = {head: level for trail in trails for level, head in enumerate(trail[:-1]) if not _over_all(head, trails)}
    levels = {level for head, level in groups.items() if head in named}
    return tuple(head for head, level in groups.items() if head not in named and level in levels)


def _by_geometry(stacks: dict[int, Stack], labels: Labels, trails: tuple[Trail, ...]) -> dict[int, frozenset[int]]:
    """For each leaf (its number) the grid columns over which it stands; nothing if a column of figures is in doubt.

    A leaf may be missing altogether: a table four in two pieces, a column that was cut off.
    """
    groups = {head for trail in trails for head in trail[:-1] if not _over_all(head, trails)}
    named = {match.head for stack in stacks.values() for match in _named(stack, labels)} & groups
    found: dict[int, set[int]] = {}
    above: set[Head] = set()
    doubt = False  # whether there is a column of figures that no label names
    for column, stack in stacks.items():
        heads = {match.head for match in _named(stack, labels)}
        own = heads & groups
        above = own or (above if _blank_above(stack) else set())
        fitting = [index for index, trail in enumerate(trails) if trail[-1] in heads and own <= set(trail) and _below(trail, named, above)]
        if len(fitting) > 1:
            fitting = [index for index in fitting if above and above <= set(trails[index])]
        if len(fitting) != 1:  # no label, or the edge of a group that does not meet that of its parts
            doubt = doubt or bool(fitting) or bool(found) or not _stub(trails)
            if heads.intersection(trail[-1] for trail in trails) and column == max(stacks):
                return {}  # Why: the header is wider than its groups, so it has slipped
            continue
        found.setdefault(fitting[0], set()).add(column)
    whole = len(found) == len(trails) or (len(found) > 1 and not doubt)
    twice = any(max(columns) - min(columns) >= len(columns) for columns in found.values())  # two tables stand side by side
    return {index: frozenset(found[index]) for index in sorted(found)} if whole and not twice else {}


def _below(trail: Trail, named: set[Head], above: set[Head]) -> bool:
    """Whether the innermost group of a leaf stands over its column, if the header names that group at all."""
    inner = next((head for head in reversed(trail[:-1]) if head in named), None)
    return inner is None or inner in above


def _stub(trails: tuple[Trail, ...]) -> bool:
    """Whether labels of rows stand left of the figures; a table of repeated outcomes has none."""
    return len({trail[-1] for trail in trails}) == len(trails)


def _over_all(head: Head, trails: tuple[Trail, ...]) -> bool:
    return all(head in trail for trail in trails)


def _blank_above(stack: Stack) -> bool:
    """A group that was not merged: its name stands over the first of its columns, and nothing over the others."""
    return any(not text.strip() for text in stack)


def _by_order(lines: Sequence[Line], labels: Labels, trails: tuple[Trail, ...], odd: tuple[tuple[str, Head], ...]) -> Columns | None:
    """The header shows no columns, but its labels stand in the official order: then the order of the cells is known."""
    leaves = [trail[-1] for trail in trails]
    seen: set[int] = set()
    exact: set[Head] = set()
    for size in dict.fromkeys(len(line.cells) for line in lines):
        same = [line for line in lines if len(line.cells) == size]
        texts = ["".join(parts) for parts in zip(*([cell.text for cell in line.cells] for line in same), strict=True)]
        for candidate in (texts, *([cell.text for cell in line.cells] for line in same)):
            found = [(at, match) for at, text in enumerate(candidate) if (match := labels.find(text))]
            exact |= {match.head for _, match in found if match.exact and match.head in leaves}
            where = _in_order([(at, match.head) for at, match in found], trails, seen)
            if where is None:
                return None
            seen |= set(where)
    missing = tuple(head for index, head in enumerate(leaves) if index not in seen)
    if len(seen) < max(2, len(leaves) // 3) and len(leaves) > 1:
        return None
    return Columns(trails, missing=missing, odd=tuple(pair for pair in odd if pair[1] not in exact))


def _in_order(heads: list[tuple[int, Head]], trails: tuple[Trail, ...], seen: set[int]) -> list[int] | None:
    """The places of heads in the official order, those first that nothing was found for; None if they contradict the order."""
    named = [(at, head) for at, head in heads if any(head in trail for trail in trails)]
    ours = [(at, head) for at, head in named if not head.parts or not _over_all(head, trails)]
    ways = [way for start in range(len(trails)) if (way := _from(start, ours, trails)) is not None]
    return max(ways, key=lambda way: len(set(way) - seen), default=None)


def _from(start: int, heads: list[tuple[int, Head]], trails: tuple[Trail, ...]) -> list[int] | None:
    """A leaf takes one place, a group those of all its leaves. Where leaves repeat in every group, nothing is passed over."""
    places = []
    before: int | None = None
    for at, head in heads:
        span = [index for index, trail in enumerate(trails) if head in trail and (head.parts or index >= start)]
        if not span or span[0] < start:
            return None
        if before is not None and span[0] - start >= at - before and not _stub(trails):
            return None
        start, before = (span[-1] if head.parts else span[0]) + 1, at
        places += [] if head.parts else span[:1]
    return places
