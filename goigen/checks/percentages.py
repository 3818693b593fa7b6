"""Shares said in the text: a%, of two numbers of the text or of the tables. 核实, and silent when not sure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from goigen.checks.growth import wrong_percentages
from goigen.checks.registry import Problem, check
from goigen.checks.subjects import domain_at
from goigen.checks.telling import CLAUSE, everything_told, told
from goigen.checks.vocabulary import ALL_RECEIVED, COURTS, DONE, FILLER, GROUPS, OUTCOMES, PERSONS, REASONS, RECEIVED, A, Reading
from goigen.finding import Severity
from goigen.prose import Quantity, Sentence
from goigen.report import Paragraph, Report

SHARE = re.compile(r"占|占比|比例|比重|办结率|答复率|维持率|纠错率|公开率|纠正率")
CHANGE = re.compile(r"同比|较|比上|比去|比\d{4}|增长|下降|降幅|增幅|上升|减少|增加|提高|降低")
WEIGHT = re.compile(r"考核|考评|权重|分值|总分|约|近|左右")
OF_WHAT = re.compile(r"占(?:到|了|全[市县区年部])?(?P<whole>[^占的]{2,})的$")
COUNTED_BY_TABLES = re.compile(r"总|全部|办结|申请|受理|新收|收到|答复|复议|诉讼")
OF_PRINTED = re.compile(
    r"占(?!比)[^占，；。、（）\d]{0,14}[（]?(?:共|计)?\d[\d,]*(?:件次|人次|件|条|次|份|起|宗|例|篇|个|期)[）]?[^，；。、（）\d]{0,8}的$"
)
# What may stand before 占 without naming another thing than the number before it
PLAIN = re.compile(
    r"申请|提出|提交|结果|案件|件数|数量|总量|数|类|情形|情况|以上|其|这|该|所|则|由|件|合计|[两二三四五六](?:者|项|类|种)|部分(?!公开)"
)


@check("N09", "正文的百分比算得对", clause=CLAUSE, severity=Severity.WARNING)
def shares_of_quantities(report: Report) -> Iterator[Problem]:
    """正文说“a件，占……b%”，百分比应当等于正文或表里两个数之比，精确到所写的小数位。

    “上年30件，今年24件，下降20%”“抽检50批次，合格49批次，合格率98%”，按正文自己写的两个数算。

    不对：
        总体情况:
          政府信息公开平台建设: 网站发布信息200条，其中动态50条，占35%。

    对：
        总体情况:
          政府信息公开平台建设: 网站发布信息200条，其中动态50条，占25%，同比增长3%。
    """
    known = [Decimal(n) for reading in (RECEIVED, ALL_RECEIVED, DONE) if (n := reading.of(report))]
    for paragraph, sentence, _ in everything_told(report):
        for wrong in wrong_percentages(sentence, report.year):
            message, place = f"正文写“{wrong.said}”，算不出这个百分比", paragraph.at(sentence.at(wrong.start))
            yield Problem(paragraph.path, message, f"按正文里的数，可能是 {wrong.right}%。", place, left=wrong.digits, right=wrong.right)
    for paragraph, sentence, domain in told(report):
        for quantity in sentence.quantities:
            if quantity.unit != "%" or quantity.rough:
                continue
            parts = [other for other in sentence.quantities if other.end <= quantity.start and other.unit != "%" and not other.rough]
            if _whole_is_printed(sentence, quantity):
                yield from _of_printed_whole(paragraph, sentence, quantity, parts)
                continue
            if not SHARE.search(quantity.near) or CHANGE.search(quantity.near) or WEIGHT.search(quantity.near):
                continue
            if not parts or _of_something_else(sentence, quantity) or ("分别" in quantity.near and len(parts) < 2):
                continue
            counts = _named_counts(quantity.near, domain_at(sentence.text, quantity.start, domain), report)
            wholes = [*known, *_court_totals(report)] if counts else known
            fits = (
                _is_share(quantity, parts, [*known, *_named_wholes(quantity, report)])
                or _is_rate(quantity, parts, report)
                or _is_named(quantity, counts, parts, wholes)
            )
            if not fits and (part := _numerator(quantity, parts, counts)) is not None:
                yield _wrong_share(paragraph, sentence, quantity, parts[-1], part, [*(one.value for one in parts), *known])


def _numerator(quantity: Quantity, parts: list[Quantity], counts: list[Decimal]) -> Decimal | None:
    """What has this share: the number before it, or what is named before 占; None where the text names what nobody has counted."""
    if not re.search(r"占|比例|比重", quantity.near) or quantity.start - len(quantity.near) == parts[-1].end:
        return parts[-1].value
    if re.search(r"其余|剩余|余下|其他(?!处理|组织|结果)", quantity.near):
        return None
    named = PLAIN.sub("", FILLER.sub("", re.split(r"占|比例|比重", quantity.near)[0]))
    if not named:
        return parts[-1].value
    if counts:
        return counts[0]
    return next((part.value for part in reversed(parts) if named in PLAIN.sub("", FILLER.sub("", part.near))), None)


def _whole_is_printed(sentence: Sentence, quantity: Quantity) -> bool:
    """`占全部办结件718件的50.51%`: the number between 占 and % is the whole."""
    return OF_PRINTED.search(sentence.text[: quantity.start]) is not None


def _of_printed_whole(paragraph: Paragraph, sentence: Sentence, quantity: Quantity, parts: list[Quantity]) -> Iterator[Problem]:
    group = max(sentence.text.rfind("；", 0, quantity.start), 0)
    *printed, whole = [part for part in parts if part.start >= group] or [quantity]
    printed = [part for part in printed if part.unit == whole.unit]
    begins = sentence.text.rfind("占", 0, whole.start)
    named = PLAIN.sub("", FILLER.sub("", re.split(r"[，；：。）]|\d[万亿]?[件条次份起宗例]", sentence.text[:begins])[-1]))
    if named or not printed or not whole.value or whole.end < begins:
        return
    sums = [sum((part.value for part in printed[start:]), Decimal(0)) for start in range(len(printed))]
    if not any(_percent_fits(quantity, value, whole.value) for value in (*sums, *(part.value for part in printed))):
        yield _wrong_share(paragraph, sentence, quantity, printed[-1], printed[-1].value, [whole.value])


def _of_something_else(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether the share is of a whole that the sentence has not counted, or of a part named before the last ；."""
    group = sentence.text.rfind("；", 0, quantity.start)
    if not any(group < other.start < quantity.start for other in sentence.quantities):
        return True
    named = OF_WHAT.search(quantity.near)
    before = sentence.text[: quantity.start - len(quantity.near)]
    if named and re.search(r"[全同][省市县区州期].*(?:复议|诉讼|案件)", named[0]) and "信息公开" not in named[0]:
        return True  # 占全县复议案件总数的9.4%
    return bool(named and not COUNTED_BY_TABLES.search(named["whole"]) and named["whole"][:2] not in before)


def _named_wholes(quantity: Quantity, report: Report) -> list[Decimal]:
    """`占不予处理总数的74.36%`: the whole is a group of table three, named after 占."""
    named = OF_WHAT.search(quantity.near)
    groups = [paths for name, paths in GROUPS.items() if named and name in named["whole"]]
    return [Decimal(n) for paths in groups if (n := Reading("", paths).of(report))]


def _is_share(quantity: Quantity, parts: list[Quantity], known: list[Decimal]) -> bool:
    wholes = [*(part.value for part in parts), *known]
    return any(_percent_fits(quantity, part.value, whole) for part in parts for whole in wholes if part.value <= whole and whole)


def _is_rate(quantity: Quantity, parts: list[Quantity], report: Report) -> bool:
    """维持率 and the like name their part only by a word; it is looked up in table four."""
    words = next(
        (key for word, key in (("维持率", "upheld"), ("纠错率", "corrected"), ("纠正率", "corrected")) if word in quantity.near), None
    )
    if words is None:
        return False
    blocks = [(block,) for _, all_blocks in COURTS.values() for block in all_blocks] + [COURTS["suit"][1]]
    counts = [Reading("", tuple(f"{block}.{words}" for block in some)).of(report) for some in blocks]
    return any(_percent_fits(quantity, Decimal(n), part.value) for n in counts if n for part in parts if part.value)


def _named_counts(near: str, domain: str, report: Report) -> list[Decimal]:
    """`自然人占90%`, `结果维持的占70%`: the part is named by a word; it is looked up in the tables."""
    rows = (("received",), ("received", "carried_in"), ("results.total",))
    columns = next((keys for words, keys in PERSONS if re.search(words, near)), ())
    paths = [tuple(f"{A}.{row}.{key}" for row in some for key in columns) for some in rows if columns]
    paths += [group for name, group in GROUPS.items() if name in near]
    if re.search(r"(?<!部分)(?<!予以)公开率", near):
        paths += [(*GROUPS["予以公开"], *GROUPS["部分公开"]), GROUPS["予以公开"]]
    paths += [(f"{A}.results.{row}.total",) for words, row in REASONS if re.search(words, near)]
    outcome = next((key for words, key in OUTCOMES if re.search(words, near)), None) if domain in COURTS else None
    if outcome:
        blocks = COURTS[domain][1]
        paths += [tuple(f"{block}.{outcome}" for block in some) for some in (blocks, *((block,) for block in blocks))]
    return [Decimal(n) for some in paths if (n := Reading("", some).of(report)) is not None]


def _court_totals(report: Report) -> Iterator[Decimal]:
    """All cases, and those decided, of every kind."""
    for _, blocks in COURTS.values():
        for some in (blocks, *((block,) for block in blocks)):
            totals, pending = tuple(f"{block}.total" for block in some), tuple(f"{block}.pending" for block in some)
            yield from (Decimal(n) for reading in (Reading("", totals), Reading("", totals, pending)) if (n := reading.of(report)))


def _is_named(quantity: Quantity, counts: list[Decimal], parts: list[Quantity], wholes: list[Decimal]) -> bool:
    every = [*wholes, *(part.value for part in parts)]
    together = re.search(r"合计|[两二三四五六\d](?:者|项|类|种)|以上", quantity.near)
    sums = [sum((part.value for part in parts[start:]), Decimal(0)) for start in range(len(parts))] if together else []
    return any(_percent_fits(quantity, n, whole) for n in (*counts, *sums) for whole in every if whole and n <= whole)


def _percent_fits(quantity: Quantity, part: Decimal, whole: Decimal) -> bool:
    """Within one unit of the last decimal: rounded and cut figures are both met."""
    step = Decimal(1) / 10 ** len(quantity.digits.partition(".")[2])
    return bool(abs(100 * part / whole - quantity.value) < step)


def _wrong_share(
    paragraph: Paragraph, sentence: Sentence, quantity: Quantity, said: Quantity, part: Decimal, wholes: list[Decimal]
) -> Problem:
    places = len(quantity.digits.partition(".")[2])
    right = " ".join(f"{100 * part / whole:.{places}f}" for whole in [one for one in dict.fromkeys(wholes) if one > part][:4])
    between = sentence.text[said.end : quantity.start][-20:].lstrip("，、；")
    message = f"正文写“{said.digits}{said.unit}……{between}{quantity.digits}%”，算不出这个百分比"
    hint = f"按正文和表里的数，可能是 {right.replace(' ', '%、')}%。" if right else "核对两个数。"
    place = paragraph.at(sentence.at(quantity.start))
    return Problem(paragraph.path, message, hint, place, left=quantity.digits, right=right)
