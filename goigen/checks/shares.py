"""Arithmetic inside the text: sums of lists, change against last year. 核实, and silent when not sure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from goigen.checks.binding import DEALT
from goigen.checks.narrative import fits
from goigen.checks.registry import Problem, Scope, check
from goigen.checks.subjects import subjects
from goigen.checks.telling import CLAUSE, told
from goigen.checks.vocabulary import CHANGED, DIFFERENCE, GROUPS, Subject
from goigen.finding import Severity
from goigen.prose import Quantity, Sentence
from goigen.report import Paragraph, Report
from goigen.report.wording import number_text

CLOSED = re.compile(r"分别为|分别是|构成|组成|[二两三四五六七八]类$|其余|其他\d|包括.*[三四五]类")
INSIDE = re.compile(r"其中|包括|含|分别|分布|：|[里中]，|由(?=.*(?:构成|组成))|件申请，")
ANEW = re.compile(r"；(?!其中|分别|包括|含|由)[^，：]*(?:[里中：含]|包括|分别)")  # a list with a name of its own
KINDS = re.compile(r"[两二三四五六七八\d](?:种|类|个|项|大)[^，、]{0,6}分别")
# 废止227件，现行有效的规章和规范性文件分别为12件和420件: no parts of what was repealed
IN_TURN = re.compile(r"(?:现行有效|制发|印发|废止|失效).*分别")
OVERLAPPING = re.compile(r"同一[^。]{0,8}[几多两二]种|重复计|交叉|兼有")
# 二者合计: the sum of parts already named, and no further part
SUBTOTAL = re.compile(
    r"(?:合计|共计|总计|小计|累计|之和|相加|加起来|[两二三四五六七八\d](?:者|项|类|种|个)(?:一共|共|总共))(?:达到?|为|是|有|共|约)*$"
)
TOTAL = re.compile("(?:合计|共计|总计|加起来|共)(?:为|是|有|共)?(?=[0-9]|$)")
NO_ROW = re.compile(r"其中|包括|含|（|分别|同比|[较比]上|增加|减少|增长|下降|收到|受理|办结|答复|结转|另|除|扣|[里中]，|在[^，]*[里中]")
ANOTHER = re.compile(r"办结|答复|结转|转入|收到|受理|培训|印发|举办|另|均|全部|已|未|涉及|达|阅读|点击|访问|参加")


@check("N10", "正文里“共几、其中几”加得起来", clause=CLAUSE, severity=Severity.WARNING)
def lists_add_up(report: Report) -> Iterator[Problem]:
    """正文说“共N条，分别为a条、b条、c条”，或者“a条、b条、c条，合计N条”，各项之和应当等于N；“其中”只列一部分时，各项之和不能超过N。

    不对：
        总体情况:
          主动公开: 公开信息70条，分别为动态61条、公告5条、解读3条。

    对：
        总体情况:
          主动公开: 公开信息70条，其中动态61条、公告5条。
    """
    for paragraph, sentence, _ in told(report):
        for head, items in _lists(sentence):
            total = sum(item.value for item in items if not SUBTOTAL.search(item.near))
            everything = sum(item.value for item in items)
            last = items[-1]
            tail = sentence.text[head.end : last.end] + last.after
            if DEALT.search(items[0].near) and (not KINDS.search(tail) or any(name in tail for name in GROUPS)):
                tail = tail.replace("分别", "", 1)  # A、B分别为1件、2件: there may be a C
            closed = bool(CLOSED.search(tail)) or sentence.text[head.end : head.end + 1] == "："
            if OVERLAPPING.search(sentence.text, last.end):
                continue
            if total > head.value or (closed and head.value not in (total, everything)):
                listed = "＋".join(item.digits for item in items if not SUBTOTAL.search(item.near))
                message = f"正文写“{head.near[-10:]}{head.digits}{head.unit}”，后面列的各项之和是 {listed}＝{number_text(total)}"
                place = paragraph.at(sentence.at(head.start))
                yield Problem(paragraph.path, message, "核对总数和各项。", place, left=head.digits, right=number_text(total))

    for paragraph, sentence, _ in told(report):
        for end, items in _totalled(sentence):
            listed, right = "＋".join(item.digits for item in items), number_text(_sum(items))
            message = f"正文写“{end.near}{end.digits}{end.unit}”，前面各项之和是 {listed}＝{right}"
            yield Problem(paragraph.path, message, "核对总数和各项。", paragraph.at(sentence.at(end.start)), left=end.digits, right=right)


def _sum(items: list[Quantity]) -> Decimal:
    return sum((item.value for item in items), Decimal(0))


def _totalled(sentence: Sentence) -> Iterator[tuple[Quantity, list[Quantity]]]:
    """`网上15件、信函6件、当面3件，合计25件`: a row of two or more at the beginning of a group, and its total at the end, that differ."""
    for total in sentence.quantities if TOTAL.search(sentence.text) else ():
        begins = max(sentence.text.rfind(mark, 0, total.start) for mark in "；：") + 1
        items = [one for one in sentence.quantities if begins <= one.start < total.start]
        same = {(one.unit, one.rough) for one in items} == {(total.unit, False)} and not total.rough
        row = sentence.text[begins : total.start]
        if not same or len(items) < 2 or not TOTAL.fullmatch(total.near) or NO_ROW.search(row):
            continue
        sums = [_sum(items[start:]) for start in range(len(items))]
        if total.value not in sums and total.value not in [one.value for one in items]:
            yield total, items


def _lists(sentence: Sentence) -> Iterator[tuple[Quantity, list[Quantity]]]:
    """A quantity with two or more of the same unit that the text puts inside it, one after the other."""
    exact = [
        q
        for q in sentence.quantities
        if not q.rough and q.unit not in ("%", "元", "万元") and not _in_brackets(sentence, q) and not DIFFERENCE.search(q.near)
    ]
    listed: list[Quantity] = []
    for position, head in enumerate(exact):
        if head in listed or CHANGED.search(head.near):
            continue
        items: list[Quantity] = []
        for item in exact[position + 1 :]:
            between = sentence.text[(items[-1] if items else head).end : item.start]
            opens = bool(items) or (INSIDE.search(between) is not None and not ANEW.search(between))
            if CHANGED.search(item.near):
                items = []  # which of the numbers the list belongs to is not sure
                break
            named = re.split(r"[，；：]", sentence.text[head.end : item.start])[-1] if "分别" in item.near else item.near
            stops = (items and re.search(r"其中|[；。]|[里中]，", between)) or (items and ANOTHER.search(item.near))
            another = not items and (ANOTHER.search(named.replace("其中", "")) or IN_TURN.search(named))
            if not opens or stops or another or item.unit != head.unit or _is_complete(head, items, between):
                break
            items.append(item)
        if sum(not SUBTOTAL.search(item.near) for item in items) >= 2:
            listed += items
            yield head, items


def _is_complete(head: Quantity, items: list[Quantity], between: str) -> bool:
    """Whether the parts before a comma already make up the whole: what follows is no further part of it."""
    return len(items) > 1 and "，" in between and sum(item.value for item in items) == head.value


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
                or "分别" in re.split(r"[，；。]", sentence.text[: quantity.start])[-1]
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
