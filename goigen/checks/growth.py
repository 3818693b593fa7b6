"""Percentages between two numbers that the text itself prints: a change since last year; the rates are those of `rates`.

Not a check: N09 asks. Comes in: a sentence. Goes out: the percentages that do not follow. Silent when the two numbers are not sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from goigen.checks.rates import Wrong, follows, shown, wrong_rates
from goigen.prose import Quantity, Sentence

MOVED = re.compile(  # and nothing else that may have grown: 办结率同比提高5%
    r"(?:同比|同期|[较比](?:上年|上一年|去年|20\d\d年)度?|与(?:上年|去年)相比|大幅|小幅|略有?|数量|总量|申请量)*"
    r"(?:增长|上升|增加|增幅|提高|下降|降低|减少|降幅|回落)(?:率)?(?:了|为|达到?|约)?"
)
# Last year's number; 上年结转 and 2022年底 are none
BEFORE = re.compile(
    r"(?:上年|上一年|去年|(?P<year>20\d\d)年)(?![末底初以起至到前后]|结转)(?:度|同期|全年|的|为|是|共)*[^，；：、年的\d]{0,12}$"
)
SAYS = re.compile(
    r"20\d\d年度?|上年度?|上一年度?|去年|本年度?|今年|同期|全[年市县区]|收到|受理|新收|政府信息公开|由|从|比|较|与|相比|到|至|的|为|是|共|数量?|总|量"
)
BY = re.compile(r"(?:增加|增长|减少|下降|上升|[多少增减])(?:了|加|出|到|至|为)?$")
OTHER_CHANGE = re.compile(r"环比|累计|年均|月均|[日人]均|季度|半年|\d月|分别|其中")


def wrong_percentages(sentence: Sentence, year: int | None) -> Iterator[Wrong]:
    if "%" in sentence.text:
        yield from wrong_rates(sentence.text)
        for quantity in sentence.quantities:
            if quantity.unit == "%" and not quantity.rough and MOVED.fullmatch(quantity.near):
                yield from _wrong_change(sentence, quantity, year)


def _wrong_change(sentence: Sentence, quantity: Quantity, year: int | None) -> Iterator[Wrong]:
    """`上年为30件，同比下降20%`: two numbers of one unit, one of them said to be last year's."""
    group = sentence.text.rfind("；", 0, quantity.start)
    text = sentence.text[group + 1 : quantity.end]
    printed = [one for one in sentence.quantities if group < one.start < quantity.start]
    last = next((one for one in printed if _is_last_year(one, year)), None)
    if last is None or OTHER_CHANGE.search(text) or {one.unit for one in printed} != {last.unit} or any(one.rough for one in printed):
        return
    between = sentence.text[printed[-1].end : quantity.start - len(quantity.near)]
    if not 2 <= len(printed) <= 3 or not last.value or not re.fullmatch("[，（]?", between):
        return
    moved = [one.value for one in printed if BY.search(one.near) and one.near[-1] not in "到至为"]
    counted = [one for one in printed if one.value not in moved]
    if len(counted) > 2 or len({SAYS.sub("", re.sub(BY, "", one.near)) for one in counted} - {""}) > 1:
        return  # three years, or two things: 上年培训3次，今年讲座6次
    rights = [100 * abs(one.value - last.value) / last.value for one in counted if one is not last]
    rights += [100 * by / last.value for by in moved]
    if not any(follows(quantity.digits, right) for right in rights):
        now = next((one for one in counted if one is not last), None)
        by = abs(now.value - last.value) if now else moved[-1]
        said = f"{sentence.text[max(0, last.start - 8) : last.end]}……{quantity.near.lstrip('，')}{quantity.digits}%"
        yield Wrong(quantity.start, said, quantity.digits, shown(quantity.digits, 100 * by / last.value))


def _is_last_year(quantity: Quantity, year: int | None) -> bool:
    found = BEFORE.search(quantity.near)
    return found is not None and (found["year"] is None or int(found["year"]) == (year or 0) - 1)
