"""Statements that cannot be meant as they stand. 核实, and silent when not sure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goigen.checks.registry import Problem, check
from goigen.checks.telling import CLAUSE, told
from goigen.finding import Severity
from goigen.report import Report
from goigen.report.keys import plain

NOTHING_PUBLISHED = re.compile(r"(?:主动公开|公开|发布)(?:各类)?(?:政府)?信息(?:共|共计)?0条")
MIXED = re.compile(
    r"申请(?:公开)?(?:案件|事项)?(?:共|共计)?\d+件[，（(]?(?:其中|包括|含)，?(?:政府信息公开)?行政(?:复议|诉讼)(?:案件)?(\d+)件"
)
NEARLY_MORE = re.compile(  # 附近30余户, 签约20余家 are no 近 and no 约
    r"(?:将近|大约|(?<![附最邻临靠接就将亲])近|(?<![签预节合违契履特邀续解简制公条大])约)\d[\d,]*万?余万?(?:件|次|场|人次|人|份|条|篇|期|个|户|家|元)"
)
FEW = re.compile(r"(?<![\d.,])([1-9])余(?:件|次|场|人次|人|份|条|篇|期|个)")


@check("N13", "主动公开的条数不会是零", clause=CLAUSE, severity=Severity.WARNING)
def something_published(report: Report) -> Iterator[Problem]:
    """有政府网站专栏的机关，一年里主动公开零条信息不合常理，多半是漏填。

    不对：
        总体情况:
          主动公开: 全年主动公开信息0条。

    对：
        总体情况:
          主动公开: 全年主动公开信息120条，视频解读0条。
    """
    for paragraph, sentence, _ in told(report):
        if found := NOTHING_PUBLISHED.search(sentence.text):
            message = f"正文写“{found[0]}”，一年里没有公开任何信息不合常理"
            yield Problem(
                paragraph.path, message, "核对条数；机构职能、领导信息等更新也算。", paragraph.at(sentence.at(found.start())), left="0"
            )


@check("N14", "依申请公开一节写了申请数", clause="国办公开办函〔2021〕30号一（一）", severity=Severity.WARNING)
def requests_mentioned(report: Report) -> Iterator[Problem]:
    """“依申请公开”一节要说收到多少件、办结多少件；没有收到也要说明。

    不对：
        总体情况:
          依申请公开: 综合利用网站等渠道，方便群众查询和获取信息。

    对：
        总体情况:
          依申请公开: 全年未收到政府信息公开申请。
    """
    for topic in report.sections.get("overview", ()):
        text = plain(topic.text)
        if "依申请" in topic.heading and text and not re.search(r"〔待填〕|\{\{|\d|[一二两三四五六七八九十百零]件|未|没有|无|零", text):
            yield Problem(
                topic.path, f"“{topic.heading}”一节没有说收到多少件申请", "写上：全年收到政府信息公开申请{{ 新收 }}件，办结{{ 办结 }}件。"
            )


@check("N15", "行政复议不是申请的一部分", clause=CLAUSE, severity=Severity.WARNING)
def reviews_are_no_requests(report: Report) -> Iterator[Problem]:
    """行政复议、行政诉讼另行统计，不包括在申请件数里。“申请64件，其中行政复议18件”把两种口径混在一起了。

    不对：
        总体情况:
          依申请公开: 收到申请0件，其中行政复议0件。

    对：
        总体情况:
          依申请公开: 收到申请0件；另有行政复议0件。
    """
    for paragraph, sentence, _ in told(report):
        if found := MIXED.search(sentence.text):
            message = f"正文写“{found[0]}”，复议、诉讼不包括在申请里"
            place = paragraph.at(sentence.at(found.start(1)))
            yield Problem(paragraph.path, message, "分开写：申请多少件；另有行政复议多少件。", place, left=found[1])


@check("N17", "约数写得通", clause=CLAUSE, severity=Severity.WARNING)
def rough_numbers(report: Report) -> Iterator[Problem]:
    """“余”用在整十、整百之后，“6余件”不通；“近”是不到，“余”是超过，不能用在一个数的前后，“近400余条”“约400余条”也不通。

    不对：
        总体情况:
          监督保障: 组织考核和培训6余次。

    对：
        总体情况:
          监督保障: 组织考核和培训60余次。
    """
    for paragraph, sentence, _ in told(report):
        for found in FEW.finditer(sentence.text):
            place = paragraph.at(sentence.at(found.start()))
            yield Problem(paragraph.path, f"正文写“{found[0]}”，个位数后面不能用“余”", "写确切的数。", place, left=found[1])
        for found in NEARLY_MORE.finditer(sentence.text) if "余" in sentence.text else ():
            place = paragraph.at(sentence.at(found.start()))
            message = f"正文写“{found[0]}”，“近”“约”和“余”不能同用"
            yield Problem(paragraph.path, message, "留下一个，或写确切的数。", place)
