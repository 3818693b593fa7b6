"""What people type in a number's place → an exact number, or a sentence that says why not. Never a guess."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from goigen.standard import Kind

Number = int | Decimal
MOST_DIGITS = 12
GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?=\.|$)")
DASHES = frozenset("/-—－–─") | {"——"}


class NotANumber(ValueError):
    """Carries the Chinese sentence for the filer."""


def parse_number(typed: str, kind: Kind) -> Number:
    """`27,505件` → 27505; `5722.20` → Decimal("5722.20"). Raises NotANumber with the reason."""
    text = unicodedata.normalize("NFKC", typed).strip()
    text = text.removesuffix(kind.value).strip()
    if GROUPED.match(text):
        text = text.replace(",", "")
    if re.fullmatch(r"\d+", text):
        return _bounded(typed, text, kind)
    if kind is Kind.AMOUNT and re.fullmatch(r"\d+\.\d+", text):
        return _bounded(typed, text, kind)
    raise NotANumber(_reason(typed.strip(), text, kind))


def _bounded(typed: str, text: str, kind: Kind) -> Number:
    if len(text.partition(".")[0].lstrip("0")) > MOST_DIGITS or len(text) > 2 * MOST_DIGITS:
        raise NotANumber(f"“{typed.strip()[:30]}”太大了，不会是这里的数")
    return Decimal(text) if kind is Kind.AMOUNT else int(text)


def _reason(typed: str, text: str, kind: Kind) -> str:
    quoted = f"“{typed[:30]}{'…' if len(typed) > 30 else ''}”"
    if re.fullmatch(r"[-−]\s*\d[\d,.]*", text):
        return f"{quoted}是负数，这里的数不能小于零"
    if re.fullmatch(r"\d+\.\d+", text):
        return f"{quoted}有小数，件数只能是整数"
    if text in DASHES or text == "无":
        return f"{quoted}不是数，没有就写 0"
    if kind is Kind.AMOUNT and text.endswith("元"):
        return f"{quoted}的单位不对，这里以万元计"
    if text.startswith(("约", "近")) or text.endswith(("左右", "余", "多", "余件", "多件")):
        return f"{quoted}是约数，这里要确切的数"
    return f"{quoted}不是数"
