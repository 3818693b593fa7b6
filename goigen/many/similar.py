"""Which of many reports may be alike, without comparing each with each: the sketches of their parts, searched by their rarest hashes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from goigen.checks.likeness import CLOSEST, near

Sketches = tuple[frozenset[int], ...]
SHARED = 0.375  # of the smaller sketch: texts that are alike by seven tenths share about half
COMMON = 200  # a hash that more texts share is of words that everybody writes: it finds nobody


def candidates(known: Mapping[str, Sketches]) -> dict[str, tuple[str, ...]]:
    """For each name the few others whose parts may be like its own, the closest first.

    Two texts that are alike share many hashes, so at least one that few texts have; texts that are word for word the same in more
    than COMMON reports are found through their sketch as a whole.
    """
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for part in range(max((len(sketches) for sketches in known.values()), default=0)):
        _one_part({name: sketches[part] for name, sketches in known.items() if sketches and sketches[part]}, found)
    return {name: tuple(other for other, _ in shared.most_common(CLOSEST)) for name, shared in found.items()}


def _one_part(sketches: Mapping[str, frozenset[int]], found: dict[str, Counter[str]]) -> None:
    same: dict[frozenset[int], list[str]] = defaultdict(list)
    for name, sketch in sketches.items():
        same[sketch].append(name)
    users: dict[int, list[frozenset[int]]] = defaultdict(list)
    for sketch in same:
        for number in sketch:
            users[number].append(sketch)
    for sketch, names in same.items():
        others = Counter(other for number in sketch if len(users[number]) <= COMMON for other in users[number] if other is not sketch)
        alike = [other for other, _ in others.most_common(4 * CLOSEST) if near(sketch, other, SHARED)][:CLOSEST]
        for at, name in enumerate(names):
            _add(found[name], sketch, [(sketch, _neighbours(names, at)), *((other, same[other][:CLOSEST]) for other in alike)])


def _neighbours(names: Sequence[str], at: int) -> Sequence[str]:
    return [name for name in names[max(0, at - CLOSEST) : at + CLOSEST + 1] if name != names[at]][:CLOSEST]


def _add(found: Counter[str], sketch: frozenset[int], others: Sequence[tuple[frozenset[int], Sequence[str]]]) -> None:
    for other, names in others:
        for name in names:
            found[name] = max(found[name], len(sketch & other))
