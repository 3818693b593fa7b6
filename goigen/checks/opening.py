"""What the preamble announces: six parts under their own titles, and nothing beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goigen.checks.passages import Passage, opening, prose
from goigen.checks.registry import Problem, check
from goigen.finding import Severity
from goigen.report import Report
from goigen.report.keys import plain
from goigen.standard import FORM

ANNOUNCED = {  # how the parts are called in preambles
    "一": r"总体(?:工作)?(?:情况|概况)|工作概述|基本情况|概述",
    "二": r"(?:行政机关)?主动公开(?:政府信息)?(?:工作)?(?:的)?情况|主动公开政府信息",
    "三": r"(?:行政机关)?(?:收到和)?[处办]理(?:政府)?信息公开申请(?:的)?情况|(?:政府信息)?依申请公开[^,;。:、]{0,8}?情况",
    "四": r"(?:因?政府信息公开)?(?:工作)?(?:被(?:申请|提起))?行政复议[^,;。:]{0,10}?诉讼(?:的)?(?:工作)?(?:情况)?",
    "五": r"(?:政府信息公开)?(?:工作)?存在(?:的)?(?:主要)?问题(?:[和及与、](?:下一步)?改进(?:情况|措施|办法))?|(?:主要)?问题[和及]改进情况",
    "六": r"其[他它]需?要?(?:说明|报告)?的?(?:情况|事项)",
}
LIST = re.compile(r"部分|组成|包括|包含|分为|依次|内容[有是为:]")
STATED = re.compile(r"(?P<number>[一二三四五六七八九十]|\d{1,2})(?:个|大|项)*(?:部分|板块)")
APPENDED = re.compile(
    r"(?:[并另后]|文末|文后|同时)附(?:上|有|录)?[^。;《》]{0,20}?(?:统计表|指标表|附表|附件|报表|一览表|情况表)|"
    r"(?:详?见|参见|参阅)(?:本报告|文末|文后|后)?附(?:件|表|录)|(?:^|[。;])附(?:件|表|录)?[一二三四\d]{0,2}:"
)


def _announcements(report: Report) -> Iterator[tuple[Passage, int, str, dict[str, re.Match[str]]]]:
    """The sentences that list the parts, with what each part is called there."""
    for passage in opening(report):
        for start, sentence in passage.sentences():
            named = {number: found for number, words in ANNOUNCED.items() if (found := re.search(words, sentence))}
            if len(named) >= 3 and LIST.search(sentence):
                yield passage, start, sentence, named


@check("S10", "导语列出六个部分", clause="国办公开办函〔2021〕30号所附格式", severity=Severity.WARNING)
def six_parts_announced(report: Report) -> Iterator[Problem]:
    """自己写的导语列举报告的各部分时，六个部分要列全，说的个数是六。不列举也可以。

    不对：
        导语: |
          报告由总体情况、主动公开政府信息情况、存在的主要问题及改进情况、其他需要报告的事项六部分组成。
          统计期限自2023年1月1日至12月31日。

    对：
        导语: 报告分为六个部分，统计期限自2023年1月1日至12月31日。
    """
    for passage, start, _, named in _announcements(report):
        missing = [section.name for section in FORM.sections if section.number not in named]
        if missing:
            message = f"导语列举的部分里没有{'、'.join(f'“{name}”' for name in missing)}，只列了{len(named)}个"
            yield passage.problem(start + min(found.start() for found in named.values()), message, "六个部分列全，或者不列举。")
    for passage in opening(report):
        for start, sentence in passage.sentences():
            stated = list(STATED.finditer(sentence)) if re.search("报告|全文|年报|组成", sentence) else []
            if stated and not any(found["number"] in ("六", "6") for found in stated):
                message = f"导语说报告有“{stated[0][0]}”，格式规定的是六个部分"
                yield passage.problem(start + stated[0].start(), message, "改成六个部分。")


@check("S11", "导语里各部分的标题与正文一致", clause="国办公开办函〔2021〕30号所附格式", severity=Severity.WARNING)
def titles_announced_right(report: Report) -> Iterator[Problem]:
    """自己写的导语列举各部分时，标题要和正文的标题一字不差。最常见的错是把“行政复议、行政诉讼情况”写成“行政复议和行政诉讼情况”。

    不对：
        导语: |
          报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议和行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项六个部分组成。
          统计期限自2023年1月1日至12月31日。

    对：
        导语: |
          报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议、行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项六个部分组成。
          统计期限自2023年1月1日至12月31日。
    """
    for passage, start, sentence, named in _announcements(report):
        for section in FORM.sections:
            found = named.get(section.number)
            if found and plain(section.name) not in sentence:
                yield passage.problem(
                    start + found.start(), f"导语里写的是“{found[0]}”，正文的标题是“{section.name}”", "改成和标题一字不差。"
                )


@check("S13", "没有格式以外的附件附表", clause="国办公开办函〔2021〕30号所附格式", severity=Severity.WARNING)
def nothing_appended(report: Report) -> Iterator[Problem]:
    """报告由六个部分和三张表组成，程序不印附件、附表。导语或正文里说“并附相关指标统计表”“详见附件”，读者就找不到它。

    说的是别的文件、邮件的附件的，不问。

    不对：
        总体情况:
          主动公开: 全年主动公开信息24条，详见附表。

    对：
        总体情况:
          主动公开: 全年主动公开信息24条，解读材料附图表，公开的文件都附有附件下载链接。
    """
    for passage in prose(report):
        for found in APPENDED.finditer(passage.text):
            sentence = re.split(r"[。;]", passage.text[: found.start() + 1])[-1]
            if not re.search(r"通知|邮件|答复|告知|公告|文件", sentence):
                yield passage.problem(
                    found.start(), f"“{found[0].strip('。;')}”指的附件不在报告里", "把内容写进正文或表下的“附注”，或者删去这句话。"
                )
