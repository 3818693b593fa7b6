"""What people type in a number's place → an exact number, or a sentence that says why not. Never a guess."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from goigen.standard import Kind

Number = int | Decimal
MOST_DIGITS = 10
GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?=\.|$)")
DASHES = frozenset("/-—－–─") | {"——"}
NOTHING = frozenset({"无", "没有"})
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}


class NotANumber(ValueError):
    """Carries the Chinese sentence for the filer."""


@lru_cache(maxsize=512)  # many checks look at the same paragraphs
def half_width(text: str) -> str:
    """Full-width letters, digits and signs as half-width ones. Why not NFKC: it makes digits of ① and ²."""
    return text if text.isascii() else text.translate(FULL_WIDTH)


def parse_number(typed: str, kind: Kind) -> Number:
    """`27,505件` → 27505; `5722.20` → Decimal("5722.20"). Raises NotANumber with the reason."""
    return _parse(typed, kind.value, decimals=kind is Kind.AMOUNT)


def parse_yuan(typed: str) -> Decimal:
    """An amount in yuan, with or without the word."""
    return Decimal(_parse(typed, "元", decimals=True))


def _parse(typed: str, unit: str, *, decimals: bool) -> Number:
    text = half_width(typed).strip().removesuffix(unit).strip()
    if GROUPED.match(text):
        text = text.replace(",", "")
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?" if decimals else r"[0-9]+", text):
        raise NotANumber(_reason(typed.strip(), text, unit, decimals=decimals))
    if len(text.partition(".")[0].lstrip("0")) > MOST_DIGITS or len(text) > 2 * MOST_DIGITS:
        raise NotANumber(f"“{_shown(typed)}”太大了，不会是这里的数")
    return Decimal(text) if decimals else int(text)


def _shown(typed: str) -> str:
    text = " ".join(typed.split())
    return text[:30] + ("…" if len(text) > 30 else "")


def _reason(typed: str, text: str, unit: str, *, decimals: bool) -> str:
    quoted = f"“{_shown(typed)}”"
    if re.fullmatch(r"[-−]\s*[0-9][0-9,.]*", text):
        return f"{quoted}是负数，这里的数不能小于零"
    if re.fullmatch(r"[0-9]+\.[0-9]+", text):
        return f"{quoted}有小数，件数只能是整数"
    if text in DASHES or text in NOTHING:
        return f"{quoted}不是数，没有就写 0"
    if decimals and text.endswith(("元", "万")):
        return f"{quoted}的单位不对，这里以{unit}计"
    if text.startswith(("约", "近")) or text.endswith(("左右", "余", "多", "余件", "多件")):
        return f"{quoted}是约数，这里要确切的数"
    return f"{quoted}不是数"
