"""Words: said twice, or not the right ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goigen.checks.mending import ALIEN, HANZI
from goigen.checks.registry import Problem, check
from goigen.finding import Severity
from goigen.report import Report

SAME_MARK = re.compile(r"[，。；：、！？,;](?:[ \u3000]*[，。；：、！？,;])+")
EMPHASIS = re.compile("[！？]+")  # ？！ is written on purpose
# Why so few: two words may meet in one hanzi (学习习近平、督促促进、理念念好), so only words of grammar are looked at, and of these only
# where neither the word before ends with it (行为为、目的的) nor the word behind begins with it (为了了解).
ALONE = {
    "的": ("目标有似", "确士"),
    "为": ("行认作成因视改分以较更称定列变转换人难无极甚颇尤最实所何", "了什何"),
    "了": ("为除明不到得完罢", "解结然事无"),
    "在": ("存现实正所旨内潜好自健外还又", "于线场编职校册押逃位建岗营用途"),
    "和": ("共饱温缓总平随中调亲谐", "谐平睦解美气谈好"),
    "与": ("参给赠付授", "会时其否"),
    "是": ("但还就于只可凡总或都也正要不若", "非否"),
    "被": ("棉植", "告子动"),
    "由": ("理自缘事", "于此来"),
    "并": ("合兼吞", "且非购联轨列行网"),
    "已": ("得早业而", "而"),
    "将": ("即必行终", "军士领要来近就"),
    "于": ("由对关等属基位处大小高低少多鉴便终至善敢", "是"),
}
# Why the part in front, here and below: it is cheap, and lets nearly every place be passed by
GRAMMAR = (
    rf"(?=([{''.join(ALONE)}])\1)(?:"
    + "|".join(f"(?<![{before}]){word}{word}(?![{behind}{word}])" for word, (before, behind) in ALONE.items())
    + ")"
)
NUMERALS = "一二三四五六七八九十百千万零〇两"
MEET = "政府政府(?:信息|网站|公报|采购|工作|门户|投资)|公开公开(?:指南|目录|年报|制度|专栏|电话)"
TRIED = "研究研究|讨论讨论|商量商量|考虑考虑|沟通沟通"
SAME_WORD = (
    re.compile(rf"(?=([{HANZI}]).{{1,7}}\1)(?!{MEET}|{TRIED})(?![{NUMERALS}]+年)(?![一逐])([{HANZI}]{{2,8}})\2"),
    re.compile(r"(?!息)([\u4e00-\u9fff])\1\1"),
    re.compile(GRAMMAR),
    re.compile(r"([省市县区镇乡])\1人民政府"),
    re.compile(r"(?<=[0-9])([件条次份项])\1(?!有|都|均|落|是)|(?<=[0-9])年年(?![度末底初中内报均份])"),
)
TO_THE_END = re.compile(r"自[^。；始止]{2,30}?[至到](?:[今本当同]年)?[0-9][^。；，止]{1,20}?截[止至](?!报名|投票|受理)")
ENDS_TWICE = re.compile("止截止")
UNTIL = re.compile(r"(?=截止)(?<!报名|申报|投票|征集|意见|时间|日期)截止(?=到?(?:20[0-9]{2}年|[0-9]{1,2}月|目前|[本今上当]?年[末底]))")
TERM = re.compile("(?<!电子)政务信息公开(?!透明|发布|[科处办股室]|工?作?领导小组|中心)")
QUOTED = re.compile("“[^”]*”|《[^》]*》|「[^」]*」")


def _say(
    report: Report, patterns: tuple[re.Pattern[str], ...], message: str, hint: str, hidden: re.Pattern[str] = ALIEN
) -> Iterator[Problem]:
    """One finding a paragraph, at the first spot, which replaces `{}` in the message. What is hidden is not looked at."""
    for paragraph in report.words():
        view = hidden.sub(lambda name: "A" * len(name[0]), paragraph.text)
        found = sorted(match.span() for pattern in patterns for match in pattern.finditer(view))
        found = [(start, end) for start, end in found if not EMPHASIS.fullmatch(view[start:end])]
        if found:
            start, end = _settled(view, *found[0])
            shown = paragraph.text[start:end]
            count = f"，这一段共 {len(found)} 处" if len(found) > 1 else ""
            yield Problem(paragraph.path, message.format(shown[:40]) + count, hint, paragraph.at(start))


def _settled(view: str, start: int, end: int) -> tuple[int, int]:
    """“务服务服|务” is “服务服务”: a repetition goes on to its last character."""
    half = (end - start) // 2
    while half > 1 and view[start : start + half] == view[start + half : end] and view[start] == view[end : end + 1]:
        start, end = start + 1, end + 1
    return start, end


@check("F05", "没有重复的标点和词", clause="国办公开办函〔2021〕30号二（四）：内容准确", severity=Severity.WARNING)
def nothing_twice(report: Report) -> Iterator[Problem]:
    """修改句子时容易留下重复的标点和词：“，，”“资金资金”“为为”。“形形色色”“常常”“一个一个”这样的叠词不算。

    两个词相接处的同一个字（“学习习近平”“目的的”）也不算，所以单个字的重复只查“的、了、为、在”等少数字。

    不对：
        总体情况:
          主动公开: 全年公开资金资金使用信息24条，，其中水质信息12条。

    对：
        总体情况:
          主动公开: 学习习近平法治思想，常常督促促进，公开形形色色的信息，一件一件核对，为了了解民意而设信箱。
    """
    yield from _say(report, (SAME_MARK, *SAME_WORD), "“{}”重复了", "删去多余的一个。")


@check("F11", "期限写作“自……至……”", clause="国办公开办函〔2021〕30号二（四）：内容准确", severity=Severity.WARNING)
def until(report: Report) -> Iterator[Problem]:
    """“自……至……”已经说明起止，后面不再加“截止”。表示“到某时为止”用“截至”，不用“截止”。

    不对：
        导语: 本报告所列数据的统计期限自{{ 年度 }}年1月1日至{{ 年度 }}年12月31日截止。

    对：
        导语: 本报告所列数据的统计期限自{{ 年度 }}年1月1日起至{{ 年度 }}年12月31日止。
    """
    yield from _say(report, (TO_THE_END, ENDS_TWICE), "“{}”里的“截止”多余", "删去“截止”，写成“自……至……”。")
    yield from _say(report, (UNTIL,), "“{}”后面是时间", "改成“截至”。")


@check("F12", "用语是“政府信息公开”", clause="政府信息公开条例第二条", severity=Severity.WARNING)
def one_term(report: Report) -> Iterator[Problem]:
    """“政府信息公开”和“政务公开”是两件事，没有“政务信息公开”这个说法。引号、书名号里的名称和机构名不算。

    不对：
        总体情况:
          主动公开: 全年政务信息公开24条，其中水质信息12条。

    对：
        总体情况:
          主动公开: 全年政府信息公开24条，政务公开工作由办公室承担，见“政务信息公开年报”栏目。
    """
    hint = "指依条例公开信息，写“政府信息公开”；指全面的政务工作，写“政务公开”。"
    yield from _say(report, (TERM,), "“{}”把“政府信息公开”和“政务公开”混在一起", hint, QUOTED)
