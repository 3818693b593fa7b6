"""Arithmetic inside the text: shares, sums of lists, change against last year. 核实, and silent when not sure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from goigen.checks.narrative import fits
from goigen.checks.registry import Problem, Scope, check
from goigen.checks.subjects import Subject, subjects
from goigen.checks.telling import CLAUSE, told
from goigen.checks.vocabulary import ALL_RECEIVED, COURTS, DONE, GROUPS, PERSONS, RECEIVED, A, Reading
from goigen.finding import Severity
from goigen.prose import Quantity, Sentence
from goigen.report import Paragraph, Report
from goigen.report.wording import number_text

SHARE = re.compile(r"占|占比|比例|比重|办结率|答复率|维持率|纠错率|公开率|纠正率")
CHANGE = re.compile(r"同比|较|比上|比去|比\d{4}|增长|下降|降幅|增幅|上升|减少|增加|提高|降低")
CLOSED = re.compile(r"分别为|分别是|构成|组成|[二两三四五六七八]类$|其余|其他\d|包括.*[三四五]类")
INSIDE = re.compile(r"其中|包括|含|分别|分布|：|[里中]，|由(?=.*(?:构成|组成))|件申请，")
ANEW = re.compile(r"；(?!其中|分别|包括|含|由)[^，：]*(?:[里中：含]|包括)")  # a list under a name of its own, not under the number before
OVERLAPPING = re.compile(r"同一[^。]{0,8}[几多两二]种|重复计|交叉|兼有")
WEIGHT = re.compile(r"考核|考评|权重|分值|总分|约|近|左右")
OF_WHAT = re.compile(r"占(?:到|了|全[市县区年部])?(?P<whole>[^占的]{2,})的$")
COUNTED_BY_TABLES = re.compile(r"总|全部|办结|申请|受理|新收|收到|答复|复议|诉讼")
ANOTHER = re.compile(r"办结|答复|结转|转入|收到|受理|培训|印发|举办|另|均|全部|已|未|涉及|达|阅读|点击|访问|参加")


@check("N09", "正文的百分比算得对", clause=CLAUSE, severity=Severity.WARNING)
def shares_of_quantities(report: Report) -> Iterator[Problem]:
    """正文说“a件，占……b%”，百分比应当等于正文或表里两个数之比，精确到所写的小数位。

    不对：
        总体情况:
          政府信息公开平台建设: 网站发布信息200条，其中动态50条，占35%。

    对：
        总体情况:
          政府信息公开平台建设: 网站发布信息200条，其中动态50条，占25%，同比增长3%。
    """
    known = [Decimal(n) for reading in (RECEIVED, ALL_RECEIVED, DONE) if (n := reading.of(report))]
    for paragraph, sentence, _ in told(report):
        for quantity in sentence.quantities:
            if quantity.unit != "%" or not SHARE.search(quantity.near) or CHANGE.search(quantity.near) or quantity.rough:
                continue
            if WEIGHT.search(quantity.near) or _of_something_else(sentence, quantity):
                continue
            parts = [other for other in sentence.quantities if other.end <= quantity.start and other.unit != "%" and not other.rough]
            if parts and not (_is_share(quantity, parts, known) or _is_rate(quantity, parts, report) or _is_named(quantity, known, report)):
                yield _wrong_share(paragraph, sentence, quantity, parts[-1], parts, known)


def _of_something_else(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether the share is of a whole that the sentence has not counted, or of a part named before the last ；."""
    group = sentence.text.rfind("；", 0, quantity.start)
    if not any(group < other.start < quantity.start for other in sentence.quantities):
        return True
    named = OF_WHAT.search(quantity.near)
    before = sentence.text[: quantity.start - len(quantity.near)]
    return bool(named and not COUNTED_BY_TABLES.search(named["whole"]) and named["whole"][:2] not in before)


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


def _is_named(quantity: Quantity, known: list[Decimal], report: Report) -> bool:
    """`自然人占90%`: the part is named by a word; it is looked up in table three."""
    rows = (("received",), ("received", "carried_in"), ("results.total",))
    columns = next((keys for words, keys in PERSONS if re.search(words, quantity.near)), ())
    paths = [tuple(f"{A}.{row}.{key}" for row in some for key in columns) for some in rows if columns]
    paths += [group for name, group in GROUPS.items() if name in quantity.near]
    counts = [Reading("", some).of(report) for some in paths]
    return any(_percent_fits(quantity, Decimal(n), whole) for n in counts if n for whole in known)


def _percent_fits(quantity: Quantity, part: Decimal, whole: Decimal) -> bool:
    """Within one unit of the last decimal: rounded and cut figures are both met."""
    step = Decimal(1) / 10 ** len(quantity.digits.partition(".")[2])
    return bool(abs(100 * part / whole - quantity.value) < step)


def _wrong_share(
    paragraph: Paragraph, sentence: Sentence, quantity: Quantity, part: Quantity, parts: list[Quantity], known: list[Decimal]
) -> Problem:
    places = len(quantity.digits.partition(".")[2])
    wholes = [whole for whole in dict.fromkeys((*(p.value for p in parts), *known)) if whole > part.value]
    right = " ".join(f"{100 * part.value / whole:.{places}f}" for whole in wholes[:4])
    message = f"正文写“{part.digits}{part.unit}……{quantity.near}{quantity.digits}%”，算不出这个百分比"
    hint = f"按正文和表里的数，可能是 {right.replace(' ', '%、')}%。" if right else "核对两个数。"
    place = paragraph.at(sentence.at(quantity.start))
    return Problem(paragraph.path, message, hint, place, left=quantity.digits, right=right)


@check("N10", "正文里“共几、其中几”加得起来", clause=CLAUSE, severity=Severity.WARNING)
def lists_add_up(report: Report) -> Iterator[Problem]:
    """正文说“共N条，分别为a条、b条、c条”，各项之和应当等于N；“其中”只列一部分时，各项之和不能超过N。

    不对：
        总体情况:
          主动公开: 公开信息70条，分别为动态61条、公告5条、解读3条。

    对：
        总体情况:
          主动公开: 公开信息70条，其中动态61条、公告5条。
    """
    for paragraph, sentence, _ in told(report):
        for head, items in _lists(sentence):
            total = sum(item.value for item in items)
            last = items[-1]
            tail = sentence.text[head.end : last.end] + last.after
            closed = bool(CLOSED.search(tail)) or sentence.text[head.end : head.end + 1] == "："
            if OVERLAPPING.search(sentence.text, last.end):
                continue
            if total > head.value or (closed and total != head.value):
                listed = "＋".join(item.digits for item in items)
                message = f"正文写“{head.near[-10:]}{head.digits}{head.unit}”，后面列的各项之和是 {listed}＝{number_text(total)}"
                place = paragraph.at(sentence.at(head.start))
                yield Problem(paragraph.path, message, "核对总数和各项。", place, left=head.digits, right=number_text(total))


def _lists(sentence: Sentence) -> Iterator[tuple[Quantity, list[Quantity]]]:
    """A quantity with two or more of the same unit that the text puts inside it, one after the other."""
    exact = [q for q in sentence.quantities if not q.rough and q.unit not in ("%", "元", "万元") and not _in_brackets(sentence, q)]
    listed: list[Quantity] = []
    for position, head in enumerate(exact):
        if head in listed:
            continue
        items: list[Quantity] = []
        for item in exact[position + 1 :]:
            between = sentence.text[(items[-1] if items else head).end : item.start]
            opens = bool(items) or (INSIDE.search(between) is not None and not ANEW.search(between))
            stops = (items and re.search(r"其中|[；。]|[里中]，", between)) or (items and ANOTHER.search(item.near))
            if not opens or stops or item.unit != head.unit or (not items and ANOTHER.search(item.near.replace("其中", ""))):
                break
            items.append(item)
        if len(items) >= 2:
            listed += items
            yield head, items


def _in_brackets(sentence: Sentence, quantity: Quantity) -> bool:
    before = sentence.text[: quantity.start]
    return before.count("（") > before.count("）")


@check("Y05", "正文的同比算得对", clause=CLAUSE, severity=Severity.WARNING, scope=Scope.YEARS)
def change_against_last_year(report: Report, last: Report) -> Iterator[Problem]:
    """正文说某项同比增长或下降百分之几、增减几件，应当和去年报告里的数相符。

    不对：
        主动公开政府信息情况:
          行政许可: 110
        总体情况:
          主动公开: 作出行政许可决定110件，同比增长20%。
        === 去年
        主动公开政府信息情况:
          行政许可: 100

    对：
        主动公开政府信息情况:
          行政许可: 110
        总体情况:
          主动公开: 作出行政许可决定110件，同比增长10%。
        === 去年
        主动公开政府信息情况:
          行政许可: 100
    """
    for paragraph, sentence, domain in told(report):
        understood = list(subjects(sentence, report, domain))
        for quantity in sentence.quantities:
            spoken = [subject for other, subject in understood if other.end <= quantity.start]
            if (
                not spoken
                or quantity.rough
                or quantity.unit == "个百分点"
                or ("；" in sentence.text[: quantity.start] and _new_group(sentence, quantity, understood))
            ):
                continue
            if problem := _change(report, last, paragraph, sentence, quantity, spoken[-1]):
                yield problem


def _new_group(sentence: Sentence, quantity: Quantity, understood: list[tuple[Quantity, Subject]]) -> bool:
    start = sentence.text.rfind("；", 0, quantity.start)
    return not any(start < other.start < quantity.start for other, _ in understood)


def _change(report: Report, last: Report, paragraph: Paragraph, sentence: Sentence, quantity: Quantity, subject: Subject) -> Problem | None:
    said = re.search(r"(增长|上升|增加|增幅|提高|下降|降低|减少|降幅)(?:了|为|达)?$", quantity.near)
    if any(int(year) not in (report.year, (report.year or 0) - 1) for year in re.findall(r"(\d{4})年", quantity.near)):
        return None  # 比2021年下降
    quoted = re.search(r"(?:较|比|由|从)(?:上年|上一年|去年|\d{4}年)(?:度)?的$", quantity.near) and quantity.unit != "%"
    pairs = [(now, then) for r in subject.readings if (now := r.of(report)) is not None and (then := r.of(last)) is not None]
    if not pairs or not (said or quoted):
        return None
    if quoted:
        rights = [Decimal(then) for _, then in pairs]
        wrong = not any(fits(quantity, then) for then in rights)
    else:
        sign = -1 if said and said[1] in ("下降", "降低", "减少", "降幅") else 1
        moved = [(Decimal(now) - Decimal(then), Decimal(then)) for now, then in pairs]
        rights = [sign * (by if quantity.unit != "%" else 100 * by / then) for by, then in moved if then or quantity.unit != "%"]
        step = Decimal(1) / 10 ** len(quantity.digits.partition(".")[2]) if quantity.unit == "%" else Decimal("0.5")
        wrong = not any(abs(right - quantity.value) < step for right in rights)
    if not wrong or not rights:
        return None
    places = len(quantity.digits.partition(".")[2])
    right = " ".join(dict.fromkeys(f"{value:.{places}f}" for value in rights))
    message = f"正文写“{quantity.near[-12:]}{quantity.digits}{quantity.unit}”，按两年的表应当是 {right.replace(' ', ' 或 ')}"
    return Problem(
        paragraph.path,
        message,
        "负数表示方向相反；核对今年和去年的数。",
        paragraph.at(sentence.at(quantity.start)),
        left=quantity.digits,
        right=right,
    )
