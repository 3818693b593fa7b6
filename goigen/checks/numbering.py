"""Numbers that were typed in the prose: how they are written, and whether they count on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goigen.checks.mending import HANZI, NUMERAL
from goigen.checks.punctuation import report_edits
from goigen.checks.registry import Problem, check
from goigen.finding import Severity
from goigen.report import Paragraph, Report

LEVELS = "GB/T 9704-2012 7.3.3：结构层次序数依次用“一、”“（一）”“1.”“（1）”"
HEAD = r"(?:^|(?<=[。；：;:]))"
WORD = f"[{HANZI}“《]"
WITH_COMMA = re.compile(rf"{HEAD}(?:[0-9]{{1,2}}|[（(](?:[{NUMERAL}]{{1,3}}|[0-9]{{1,2}})[)）])、(?={WORD})")
ONE_OF_THE_TABLE = "(?![项款条目至和及])"  # “第（一）项、（三）项” names a clause and counts nothing
STYLES = {
    "一是": re.compile(rf"(?:^|(?<=[。；：，、;:,（\s]))([{NUMERAL}]{{1,3}})是"),
    "1.": re.compile(rf"{HEAD}\s*([0-9]{{1,2}})[.．、]\s*(?={WORD})"),
    "（1）": re.compile(rf"(?:^|(?<=[。；：，;:,]))\s*[（(]([0-9]{{1,2}})[)）]\s*{ONE_OF_THE_TABLE}(?={WORD}|[0-9])"),
    "（一）": re.compile(rf"(?:^|(?<=[。；：，;:,]))\s*[（(]([{NUMERAL}]{{1,3}})[)）]\s*{ONE_OF_THE_TABLE}(?={WORD}|[0-9])"),
}
MOST = 20  # a higher number is no item of a list: “十一是法定节假日”


@check("F01", "正文里的序号写法规范", clause=LEVELS, severity=Severity.WARNING)
def numbers_well_written(report: Report) -> Iterator[Problem]:
    """序号（一）（1）用全角括号，后面不空格，直接写文字。小标题的序号由程序编，不用打。

    不对：
        总体情况:
          主动公开: (一) 全年发布信息24条，其中水质信息12条。

    对：
        总体情况:
          主动公开: （一）全年发布信息24条，其中水质信息12条。
    """
    yield from report_edits(report, "F01", "序号“{}”的括号不是全角，或者多了空格", "写成“（一）”“（1）”，后面不空格。")


@check("F02", "正文里的序号连贯", clause=LEVELS, severity=Severity.WARNING)
def numbers_count_on(report: Report) -> Iterator[Problem]:
    """“一是、二是”“1. 2.”“（1）（2）”要从头数起，不跳号、不重号；“1”后面用圆点，不用顿号，“（一）”后面什么也不用。

    一段话里可以有几个列举，列举里面也可以再列举，都从一数起就行。

    不对：
        总体情况:
          监督保障: 一是列入年度考核。三是组织社会评议一次，没有责任追究的情形。

    对：
        总体情况:
          监督保障: 一是列入年度考核：一是考时效，二是考质量。二是组织社会评议一次，没有责任追究的情形。
    """
    topics = [topic.paragraphs for section in report.sections.values() for topic in section]
    before: dict[str, int] = {}
    for paragraphs in (report.preamble or (), *topics):
        for paragraph, (offset, message, hint) in _first_of_each(paragraphs, before):
            yield Problem(paragraph.path, message, hint, paragraph.at(offset))


def _first_of_each(paragraphs: tuple[Paragraph, ...], before: dict[str, int]) -> Iterator[tuple[Paragraph, tuple[int, str, str]]]:
    """What is wrong with the numbers below a heading: at most one thing a paragraph, the first."""
    jumps = {style: dict(_jumps(paragraphs, style, before)) for style in STYLES}
    for at, paragraph in enumerate(paragraphs):
        found = [jump[at] for jump in jumps.values() if at in jump]
        if comma := WITH_COMMA.search(paragraph.text):
            right = comma[0][:-1] + ("." if comma[0][0].isdigit() else "")
            found.append((comma.start(), f"序号“{comma[0]}”后面不用顿号", f"写成“{right}”。"))
        if found:
            yield paragraph, min(found)


def _jumps(paragraphs: tuple[Paragraph, ...], style: str, before: dict[str, int]) -> Iterator[tuple[int, tuple[int, str, str]]]:
    """Where a number of one style continues no list: the paragraph's index, the offset, what to say.

    `lists` are the open ones, the outer first, each by its last number. `before` has the number with which the heading before ended: a
    list may run on over headings.
    """
    lists = [before[style]] if style in before else []
    last = 0
    reported = -1
    for at, paragraph in enumerate(paragraphs):
        for found in STYLES[style].finditer(paragraph.text):
            number, before_it = _value(found[1]), paragraph.text[: found.start()].rstrip()[-1:]
            if number > MOST or (not last and number != 1 and before_it in tuple("，,、（")):
                continue  # “，三是平均数” begins no list
            if number == 1:
                lists = [*lists, 1] if before_it in tuple("：:，,、（") else [1]
            elif not _count_on(lists, number) and reported != at:
                reported = at
                yield at, (found.start(1), *_said(style, last, number))
            last = before[style] = number


def _count_on(lists: list[int], number: int) -> bool:
    """Take a number into the innermost list that it continues; if there is none, begin a list with it."""
    while lists and lists[-1] != number - 1:
        lists.pop()
    known = bool(lists)
    lists[-1:] = [number]
    return known


def _said(style: str, last: int, number: int) -> tuple[str, str]:
    here = f"“{_shown(style, number)}”"
    if last == 0:
        return f"列举从{here}开始，前面没有“{_shown(style, 1)}”", "补上前面的一条，或从一数起。"
    wrong = "重复了" if last == number else "序号不连贯"
    return f"“{_shown(style, last)}”之后是{here}，{wrong}", f"按次序应当是“{_shown(style, last + 1)}”；看看是不是漏了一条。"


def _value(numeral: str) -> int:
    if numeral.isdigit():
        return int(numeral)
    tens, ten, units = numeral.rpartition("十")
    return (NUMERAL.find(tens or "一") + 1) * 10 * bool(ten) + (NUMERAL.find(units) + 1 if units else 0)


def _shown(style: str, number: int) -> str:
    if "一" not in style:
        return style.replace("1", str(number))
    tens, units = divmod(number, 10)
    words = (NUMERAL[tens - 1] if tens > 1 else "") + ("十" if tens else "") + (NUMERAL[units - 1] if units else "")
    return style.replace("一", words)
