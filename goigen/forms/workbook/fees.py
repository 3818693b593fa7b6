"""The fees at the top of the sheet of part six: three cells, or one tick."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from goigen.forms.workbook import looks
from goigen.forms.workbook.book import Page, style
from goigen.forms.workbook.content import Held
from goigen.forms.workbook.points import Points, ticked
from goigen.report.fields import Fees, alias_of
from goigen.report.names import FEES
from goigen.report.workbook_words import (
    FEES_ZERO,
    GUIDE,
    NO_TICK,
    TICK,
)

TICKING: dict[str, Any] = {
    "validate": "list",
    "source": [NO_TICK, TICK],
    "error_title": "从名单里选",
    "error_message": f"这里只能选 {NO_TICK} 或 {TICK}。",
}


def write_fees(page: Page, row: int, fees: Mapping[str, Held], points: Points) -> int:
    page.put(row, 0, FEES, looks.HEAD)
    page.put(row, 1, f"{GUIDE} 依《政府信息公开信息处理费管理办法》发出的收费通知，每年都要说明。印成一句话。", looks.GUIDE)
    tick = page.reference(row + 1 + len(Fees.model_fields), 1)
    for name, field in Fees.model_fields.items():
        row += 1
        alias, unit = alias_of(Fees, name), field.description
        held = fees.get(alias)
        places = -int(held.as_tuple().exponent) if isinstance(held, Decimal) else 0
        page.put(row, 0, alias, looks.FIELD)
        page.put(row, 1, held, style(looks.INPUT, num_format=looks.decimals(places)))
        limits = {"validate": "integer" if name == "notices" else "decimal", "criteria": ">=", "value": 0}
        words = {"input_title": alias, "input_message": f"单位：{unit}。没有就填 0。", "error_title": "这里要填数"}
        page.validate((row, 1, row, 1), {**limits, **words, "error_message": f"只能填不小于零的数，单位是{unit}。"})
        points.unfilled(page, (row, 1), f"{FEES}的“{alias}”还没有填", ticked(tick), filled=held is not None)
    row += 1
    page.put(row, 0, FEES_ZERO, looks.FIELD)
    page.put(row, 1, NO_TICK, style(looks.TICK, align="left"))
    page.validate((row, 1, row, 1), TICKING)
    return row + 2
