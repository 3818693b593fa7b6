"""A text as it was meant: without wraps and stray spaces, digits half width, counted Chinese numerals as digits.

Every character of the result knows where it stood, so that a finding can be placed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

DIGITS = str.maketrans("０１２３４５６７８９．％，", "0123456789.%，")
UNIT = r"(?:件次|人次|场次|件|宗|起|份|条|次|场|篇|期|个|项|户|例|封|元|万元|万件|万条|余|部(?![分门委办队署长级位]))"
SPACE = re.compile(r"\s")
# Why: 没有一件超期、每一件、同一件 count nothing
NUMERAL = re.compile(
    r"(?=[一二两三四五六七八九十百千万〇零])(?<![第无每同某一二三四五六七八九十])(?<!没有)(?<!未有)(?<!任何)"
    rf"[一二两三四五六七八九十百千万〇零]+(?={UNIT})"
)
VALUES = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10000}


@dataclass(frozen=True)
class Tidied:
    """The tidied text; `origin[i]` is the offset of its i-th character in the text as typed."""

    text: str
    origin: Sequence[int]


@lru_cache(maxsize=1024)
def tidy(text: str) -> Tidied:
    plain = text.translate(DIGITS)
    origin: Sequence[int] = range(len(plain))
    if SPACE.search(plain):
        origin = [at for at in origin if not plain[at].isspace()]
    joined = "".join(plain.split())
    if not NUMERAL.search(joined):
        return Tidied(joined, origin)
    pieces: list[str] = []
    places: list[int] = []
    end = 0
    for found in NUMERAL.finditer(joined):
        number = numeral(found[0])
        if number is None:
            continue
        pieces.append(joined[end : found.start()])
        places += origin[end : found.start()]
        pieces.append(str(number))
        places += [origin[found.start()]] * len(str(number))
        end = found.end()
    pieces.append(joined[end:])
    places += origin[end:]
    return Tidied("".join(pieces), tuple(places))


def numeral(text: str) -> int | None:
    """一百二十一 → 121, 两 → 2; None for what is no number (万 alone, 十百)."""
    if not any(char in VALUES or char == "十" for char in text):
        return None
    total = section = digit = 0
    for char in text:
        if char in VALUES:
            digit = VALUES[char]
        elif char == "万":
            total, section, digit = (total + section + digit) * SCALES[char], 0, 0
        else:
            section, digit = section + (digit or 1) * SCALES[char], 0
    return total + section + digit
