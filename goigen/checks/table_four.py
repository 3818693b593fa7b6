"""Table four: figures that the law or the other figures make unlikely."""

from __future__ import annotations

from collections.abc import Iterator

from goigen.checks.explained import is_explained
from goigen.checks.registry import Problem, Scope, check
from goigen.finding import Severity
from goigen.report import Number, Report, value
from goigen.standard import FORM

REVIEW, DIRECT, AFTER_REVIEW = "reviews.review", "reviews.suit.direct", "reviews.suit.after_review"
BLOCKS = (REVIEW, DIRECT, AFTER_REVIEW)
REQUESTS = ("applications.received.total", "applications.carried_in.total")
REVIEW_COMES_FIRST = 2024  # 行政复议法（2023年修订）, in force since 2024-01-01
DIRECT_SUITS = r"未经复议|直接起诉|直接(?:向人民法院)?提起"
OLDER = r"(?:上年|去年|往年|前年|以前年度)度?[^,，]{0,8}(?:受理|立案|提起|起诉|申请|转|未审结|遗留|延续|发生)"
WHY_DIRECT = rf"事由|起因|原因|不是|不属于|并非|涉及|针对|前置|{OLDER}"
WHY_WITHOUT_REQUESTS = rf"主动公开|事由|起因|涉及|针对|{OLDER}"


def block_path(block: str) -> str:
    """The YAML path of a group of table four."""
    return ".".join(FORM.figures[f"{block}.total"].yaml_path[:-1])


def block_title(block: str) -> str:
    return FORM.figures[f"{block}.total"].column[-2].title


@check("T21", "未经复议直接起诉的件数无误", clause="行政复议法第二十三条第一款第三项、第四项", severity=Severity.WARNING)
def suits_without_review(report: Report) -> Iterator[Problem]:
    """2024 年起，对不予公开和不履行职责不服的，要先申请行政复议才能起诉，所以“未经复议直接起诉”有数时请核实是否填错了组。

    事由是别的（如对已公开的内容不服），或案件是以前受理的，可以直接起诉；表四的附注或第一部分写明了事由就不问。

    不对：
        年度: 2024
        政府信息公开行政复议、行政诉讼情况:
          行政诉讼:
            未经复议直接起诉: {结果维持: 1}

    对：
        年度: 2024
        政府信息公开行政复议、行政诉讼情况:
          行政诉讼:
            未经复议直接起诉: {结果维持: 1}
          附注: 未经复议直接起诉的1件，起诉事由是更正信息，不属于复议前置。
    """
    number = value(report, f"{DIRECT}.total")
    if not number or report.year is None or report.year < REVIEW_COMES_FIRST:
        return
    if not is_explained(report, "reviews", DIRECT_SUITS, WHY_DIRECT):
        message = f"表四“{block_title(DIRECT)}”有 {number} 件，而 {REVIEW_COMES_FIRST} 年起对不予公开不服的要先经行政复议"
        hint = f"经过复议的改填“{block_title(AFTER_REVIEW)}”；事由不是不予公开，或是以前受理的案件，在核实说明或表四的附注里写明。"
        yield Problem(block_path(DIRECT), message, hint)


@check("T22", "复议后起诉的不多于审结的复议", clause="年度报告格式表四", severity=Severity.WARNING, scope=Scope.YEARS)
def suits_after_review(report: Report, last: Report) -> Iterator[Problem]:
    """复议以后才起诉的案件，复议总在今年或去年审结过；去年没有审结的诉讼也可能延续到今年。多出来的请核实。

    不对：
        收到和处理政府信息公开申请情况:
          本年新收政府信息公开申请数量: {自然人: 4}
          本年度办理结果:
            予以公开: {自然人: 4}
        政府信息公开行政复议、行政诉讼情况:
          行政复议: {结果维持: 1}
          行政诉讼:
            复议后起诉: {结果维持: 3}
        === 去年
        政府信息公开行政复议、行政诉讼情况:
          行政复议: {结果维持: 1}

    对：
        收到和处理政府信息公开申请情况:
          本年新收政府信息公开申请数量: {自然人: 4}
          本年度办理结果:
            予以公开: {自然人: 4}
        政府信息公开行政复议、行政诉讼情况:
          行政复议: {结果维持: 1}
          行政诉讼:
            复议后起诉: {结果维持: 3}
        === 去年
        政府信息公开行政复议、行政诉讼情况:
          行政复议: {结果维持: 2}
    """
    suits = value(report, f"{AFTER_REVIEW}.total")
    now, before, open_then = _decided(report), _decided(last), value(last, f"{AFTER_REVIEW}.pending")
    if not suits or now is None or before is None or open_then is None or suits <= now + before + open_then:
        return
    title = block_title(AFTER_REVIEW)
    possible = now + before + open_then
    older = f"，加上去年尚未审结的诉讼 {open_then} 件，共 {possible} 件" if open_then else f"，共 {possible} 件"
    message = f"表四“{title}”有 {suits} 件，而审结的行政复议今年 {now} 件、去年 {before} 件{older}"
    hint = f"看看是不是应当填“{block_title(DIRECT)}”；一审、二审分别计，或复议审结得更早的，在核实说明里写明。"
    yield Problem(block_path(AFTER_REVIEW), message, hint, left=str(suits), right=str(possible))


def _decided(report: Report) -> Number | None:
    total, pending = value(report, f"{REVIEW}.total"), value(report, f"{REVIEW}.pending")
    return None if total is None or pending is None else total - pending


@check("T23", "没有申请而有复议诉讼时有说明", clause="年度报告格式表三、表四", severity=Severity.WARNING, scope=Scope.YEARS)
def cases_without_requests(report: Report, last: Report) -> Iterator[Problem]:
    """今年和去年都没有收到公开申请，表四却有案件，读者会问案件从哪里来：可能涉及主动公开，也可能是更早的申请，也可能表三漏填。

    去年没有审结、延续到今年的案件不问；表四的附注或第一部分写明了由来也不问。

    不对：
        政府信息公开行政复议、行政诉讼情况:
          行政复议: {结果维持: 1}
        === 去年
        收到和处理政府信息公开申请情况: 0

    对：
        政府信息公开行政复议、行政诉讼情况:
          行政复议: {结果维持: 1}
          附注: 行政复议1件涉及主动公开的信息，没有对应的公开申请。
        === 去年
        收到和处理政府信息公开申请情况: 0
    """
    if any(value(one, path) != 0 for one in (report, last) for path in REQUESTS):
        return
    cases = {block: value(report, f"{block}.total") or 0 for block in BLOCKS}
    new = [block for block, number in cases.items() if number > (value(last, f"{block}.pending") or 0)]
    if new and not is_explained(report, "reviews", r"复议|诉讼|起诉", WHY_WITHOUT_REQUESTS):
        counted = "、".join(f"“{block_title(block)}”{cases[block]} 件" for block in new)
        message = f"表四有{counted}，而今年和去年表三的申请都是 0 件"
        hint = "表三漏填就补上；案件涉及主动公开或更早的申请，在核实说明或表四的附注里写明；与政府信息公开无关的案件不计。"
        yield Problem(block_path(new[0]), message, hint)
