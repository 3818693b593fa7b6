"""A number and the format of its cell → what a person reads there. A format that shows another number makes the text no number.

ECMA-376 18.8.31: up to four sections for positive, negative, zero and text; a comma behind the digits divides by a thousand.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

GENERAL = frozenset(("", "general", "@", "g/通用格式"))
COLOUR = re.compile(r"\[(?!\$)[^\]]*\]|\[\$-[^\]]*\]")  # colours, conditions, languages: nothing that is printed
ROOM = re.compile(r"[_*].")  # the width of a sign, a sign repeated
WORDS = re.compile(r'"([^"\d.,]*)"|[\\!]([^\d.,])')  # a unit or sign beside the digits
PLAIN = re.compile(r"\s*[-+(]?[#0,?]*[#0?](?:\.(?P<places>[#0?]+))?\)?\s*")


def shown(value: str, number_format: str) -> str:
    """`value` is the number as it is held; what its format makes of it, or the number with the format behind it if that is in doubt."""
    if number_format.strip().lower() in GENERAL:
        return value
    number = Decimal(value)
    section = _section(number_format, number)
    if not section:
        return ""
    found = PLAIN.fullmatch(WORDS.sub("", ROOM.sub("", COLOUR.sub("", section))))
    if found is None:
        return f"{value}〔{number_format}〕"
    places = len(found["places"] or "")
    if number == number.quantize(Decimal(1).scaleb(-places)):
        return value
    return f"{number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"


@lru_cache(maxsize=256)
def _sections(number_format: str) -> tuple[str, ...]:
    """The parts between semicolons that are not quoted."""
    return tuple(re.findall(r'((?:"[^"]*"|[\\!].|[^;"])*)(?:;|$)', number_format))


def _section(number_format: str, number: Decimal) -> str:
    """The part of the format that holds for this number; with one or two parts zero is shown by the first."""
    parts = _sections(number_format)[: number_format.count(";") + 1]
    if number == 0 and len(parts) > 2:
        return parts[2]
    return parts[1] if number < 0 and len(parts) > 1 else parts[0]
