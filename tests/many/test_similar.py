"""Candidates for likeness: found without comparing each with each, and none that matters lost."""

from __future__ import annotations

import random

from goigen.checks.likeness import CLOSEST
from goigen.many.similar import COMMON, candidates


def sketch(*numbers: int) -> frozenset[int]:
    return frozenset(numbers)


def numbers(start: int, count: int = 64) -> frozenset[int]:
    return frozenset(range(start, start + count))


def test_texts_that_share_half_are_found_and_those_that_share_little_are_not() -> None:
    known = {"a": (numbers(0),), "b": (numbers(32),), "c": (numbers(80),), "d": (numbers(1000),)}
    found = candidates(known)
    assert found["a"] == ("b",)
    assert found["b"] == ("a",)
    assert found["c"] == found["d"] == ()


def test_the_smaller_sketch_counts() -> None:
    assert candidates({"a": (numbers(0),), "b": (numbers(0, 8),)}) == {"a": ("b",), "b": ("a",)}


def test_every_part_is_searched_and_the_closest_stands_first() -> None:
    known = {
        "a": (numbers(0), numbers(5000)),
        "b": (numbers(24), numbers(9000)),
        "c": (numbers(3000), numbers(5004)),
        "d": (numbers(30), numbers(5030)),
    }
    assert candidates(known)["a"] == ("c", "b", "d")


def test_an_empty_part_is_like_nothing() -> None:
    assert candidates({"a": (frozenset(), numbers(0)), "b": (frozenset(), numbers(500)), "c": ()}) == {"a": (), "b": ()}
    assert candidates({}) == {}


def test_copies_word_for_word_are_found_however_many_there_are_and_never_oneself() -> None:
    many = {f"{number:04}": (numbers(0),) for number in range(COMMON * 3)}
    found = candidates(many)
    assert len(found) == len(many)
    assert all(len(others) == CLOSEST and name not in others for name, others in found.items())


def test_words_that_everybody_writes_hide_no_copy() -> None:
    chance = random.Random(3)
    common = numbers(0, 20)
    known = {f"{n:04}": (common | sketch(*chance.sample(range(10_000, 10**7), 44)),) for n in range(COMMON + 50)}
    known["copy"] = (known["0007"][0] ^ sketch(1, 2, 3, -1, -2),)
    found = candidates(known)
    assert found["copy"] == ("0007",)
    assert found["0007"] == ("copy",)
    assert found["0008"] == ()


def test_of_many_that_share_something_the_near_ones_are_kept() -> None:
    known = {"a": (numbers(0),), "near": (numbers(4),), **{f"far{n}": (numbers(0, 20) | numbers(1000 * (n + 1), 44),) for n in range(8)}}
    assert candidates(known)["a"] == ("near",)
