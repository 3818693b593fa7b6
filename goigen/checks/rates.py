"""Rates between two numbers that the text itself prints, such as 合格率, 整改率, 回收率.

Not a check: N09 asks. Comes in: a sentence. Goes out: the percentages that do not follow. Silent when the two numbers are not sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

UNITS = r"批次|件次|人次|户次|场次|份|件|个|项|条|家|户"
RATES = r"合格|整改|回收|完成|满意|通过"
RATE = re.compile(
    rf"(?P<all>\d[\d,]*)(?P<unit>{UNITS})(?P<of>[^，。；、（）\d]{{0,6}})，(?:其中，?)?"
    rf"(?:已|共|均|实际|抽检|检测|检验)*(?P<deed>{RATES}|收回)(?:完成|到位)?(?:样品|问卷|问题)?(?P<some>\d[\d,]*)(?P=unit)(?:问题|样品|问卷)?"
    rf"，(?:样品|问卷|问题|总体)?(?P<rate>{RATES})率(?:为|达到?|是)?(?P<percent>\d+(?:\.\d+)?)%"
)
OF_THE_SAME = re.compile(r"(?:样品|食品|产品|问卷|问题|问题线索|调查问卷|评议表|测评表)?")


@dataclass(frozen=True)
class Wrong:
    """A percentage that does not follow: where it stands, what was read, what it would be."""

    start: int
    said: str
    digits: str
    right: str


def wrong_rates(text: str) -> Iterator[Wrong]:
    """`抽检1846批次，合格1821批次，合格率98.65%`: the part is named as the rate is."""
    for found in RATE.finditer(text):
        same = set(found["deed"]) == set(found["rate"]) or (found["deed"], found["rate"]) == ("收回", "回收")
        part, whole = (Decimal(found[name].replace(",", "")) for name in ("some", "all"))
        # Why: 50个单位，整改20个 are units and problems
        counted_alike = OF_THE_SAME.fullmatch(found["of"]) and (found["unit"] not in "个项条家户件" or _of_problems(text, found))
        if same and counted_alike and 0 < part <= whole and not follows(found["percent"], 100 * part / whole):
            said = f"{found['some']}{found['unit']}，{found['rate']}率{found['percent']}%"
            yield Wrong(found.start("percent"), said, found["percent"], shown(found["percent"], 100 * part / whole))


def _of_problems(text: str, found: re.Match[str]) -> bool:
    before = re.split(r"[，；。]", text[: found.start()])[-1]
    named = re.search(r"(?:问题|隐患|不足|线索)(?:共|共计|累计)?$", before) or "问题" in found["of"]
    return bool(found["rate"] == "整改" and named)


def follows(digits: str, right: Decimal) -> bool:
    """Within one unit of the last decimal: rounded and cut figures are both met."""
    return bool(abs(right - Decimal(digits)) < Decimal(1) / 10 ** len(digits.partition(".")[2]))


def shown(digits: str, right: Decimal) -> str:
    return f"{right:.{len(digits.partition('.')[2])}f}"
