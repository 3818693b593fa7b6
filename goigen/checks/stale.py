"""Years in the text: a cut-off before the end of the year, plans and accounts of another year, and the date of the report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from goigen.checks.passages import opening, part, prose
from goigen.checks.registry import Problem, check
from goigen.finding import Severity
from goigen.report import Report
from goigen.report.fields import Particulars, alias_of

CUT_OFF = re.compile(
    r"截[至止](?:到)?(?:(?P<year>\d{4})年|今年|本年|当年|年内)?"
    r"(?:\d{1,2}月(?:\d{1,2}日|底|末|初|上旬|中旬|下旬)?|上半年|第?[一二三]季度末?)(?!前)"
)
DEADLINE = re.compile(r"(?:报名|征集|征求意见|申报|缴费|缴纳|提交|受理期?|投票|报送|反馈|公示|公告|办理期)期?(?:期限|限|时间)?[(:为]?$")
COUNTED = re.compile(r"\d[\d.,]*[万亿]?[余多]?(?:条|件|篇|次|份|期|场|人次|封|个(?!月|工作日|小时))")
ALL_YEAR = re.compile(r"全年|年末|年底|12月")
BASED = r"(?:按照|根据|依据|依照|遵照|对照|围绕|贯彻|落实|执行|以(?=《[^》]*》为))"
PLAN = re.compile(
    rf"{BASED}[^。;]{{0,50}}?(?<![-—–~至到\d])(?P<year>20\d\d)年度?(?![-—–~至到]|修[订正])[^。;,《》]{{0,20}}?(?:政务|政府信息|信息)公开"
    r"[^。;,》]{0,20}?(?:要点|分解表|分工|方案|计划|安排|重点任务)(?!.{0,6}(?:落实情况|完成情况|总结|反馈))"
)
EARLIER = re.compile(r"上年|上一年|去年|前年|往年|历年|近年|连续|以来|遗留|未完成|延续")
OTHER_BUSINESS = re.compile(
    r"同比|相比|比上|较|增[长加]|下降|减少|累计|上年|去年|前年|往年|历年|近年|以来|[预决]算|公报|结转|转入|遗留|计划|[拟将]|规划|"
    r"起|开始|启动|成立|上线|建成|《|报告|审计|统计|考核|评估|本年|今年|继续|进一步|下一步|力争|修[订改正]的|"
    r"(?:收到|受理|制发|公开|发布)的.{0,40}(?:废止|失效|清理|修[订改]|更[新正]|办结|答复)"
)
OWN_REGULATION = re.compile(r"《(?:中华人民共和国)?(?:政府信息公开)?条例》")
SUBJECT = (
    r"(?:[一二三四五六七八九十]是|\([一二三四五六七八九十\d]\)|\d\.)?"
    r"(?:我[局县市区镇乡委院厅街]|本[局县市区镇乡]|[\u4e00-\u9fff]{1,14}[局镇乡道会府委办厅县市区院关])?"
)
ACCOUNT = re.compile(
    rf"(?:^|[;:]){SUBJECT}(?P<year>20\d\d)年度?(?!\d{{1,2}}月|[底末初前])[^。;]{{0,40}}?"
    r"(?:(?:收到|新收|受理|接收|办结|答复|制发|主动公开|公开|发布)[^。;,]{0,24}(?:申请|信息|规范性文件|复议|诉讼)|"
    r"(?:贯彻|落实|推进|坚持|完成)[^。;]{0,40}(?:政府信息公开|政务公开|《条例》))"
)
NAMED = re.compile(r"(?P<year>20\d\d)年度?(?:[\u4e00-\u9fff]{0,24})政府信息公开(?:工作)?年度报告")
GOVERNMENTS = ("省级政府", "设区的市级政府", "县级政府")
DEPARTMENTS = ("国务院部门", "政府部门", "乡镇街道")


@check("D02", "数字统计到年底", clause="政府信息公开条例第四十九条、第五十条", severity=Severity.WARNING)
def counted_to_the_end(report: Report) -> Iterator[Problem]:
    """报告写的是全年的情况。“截至4月底，共推送信息32条”这样的数字还差后面几个月，多半是从别的材料里抄来的。

    只看“截至……月……”后面带有件数、条数的句子；办事、征求意见的截止日期不问，同一句里另有全年数字的不问。

    不对：
        总体情况:
          主动公开: 截至2023年4月底，微信公众号共推送信息32条。

    对：
        总体情况:
          主动公开: 截至2023年12月31日，微信公众号共推送信息132条。
    """
    for passage in prose(report):
        for start, sentence in passage.sentences():
            for found in CUT_OFF.finditer(sentence):
                counted = COUNTED.search(sentence.partition("。")[0], found.end())
                year = int(found["year"]) if found["year"] else report.year
                if year != report.year or not counted or ALL_YEAR.search(sentence) or DEADLINE.search(sentence[: found.start()]):
                    continue
                if f"{(year or 0) - 1}年度" in sentence:  # last year's reports and accounts, published in the course of this year
                    continue
                message = f"“{found[0]}……{counted[0]}”只统计到年中，报告要写全年的情况"
                hint = f"把数字补到{report.year}年12月31日，或者写明全年是多少。"
                yield passage.problem(start + found.start(), message, hint)


@check("D05", "依据的是本年度的工作安排", clause="国办公开办函〔2021〕30号二（四）：内容准确", severity=Severity.WARNING)
def plan_of_this_year(report: Report) -> Iterator[Problem]:
    """政务公开的工作要点、任务分解表每年一份。本年度的工作“按照2020年要点”完成，多半是照抄了从前的报告。

    只认以前年度的要点、分解表、分工、方案、计划；规划期如“2021—2025年”、上年未完成的事项、要点的落实情况不问。

    不对：
        总体情况:
          主动公开: 按照《示例市2020年政务公开工作要点》，全年主动公开信息24条。

    对：
        总体情况:
          主动公开: 按照《示例市2023年政务公开工作要点》，全年主动公开信息24条，2022年度部门决算已公开。
    """
    for passage in prose(report):
        for start, sentence in passage.sentences():
            for found in PLAN.finditer(sentence):
                if report.year is None or int(found["year"]) >= report.year or EARLIER.search(sentence):
                    continue
                message = f"{report.year}年度的工作，依据的却是 {found['year']} 年的安排：“{found[0][-40:]}”"
                yield passage.problem(start + found.start("year"), message, f"改引 {report.year} 年的文件；没有就删去年份和文号。")


@check("D06", "写的是本年度的事", clause="国办公开办函〔2021〕30号二（四）：内容准确", severity=Severity.WARNING)
def accounts_of_this_year(report: Report) -> Iterator[Problem]:
    """“2022年，全县收到政府信息公开申请30件”写进2023年度的报告，多半是去年的报告没有改完。

    只看以别的年份开头、说的又是本机关公开工作的句子，和导语里报告的年度；同一句里写到两个年份、与上年比较、预算决算、下年打算的，都不问。

    不对：
        总体情况:
          主动公开: 2022年，我局主动公开水质、水价和停水信息24条。

    对：
        总体情况:
          主动公开: 2023年，我局主动公开水质、水价和停水信息24条，比2022年增加3条，2022年度部门决算已公开。
    """
    if report.year is None:
        return
    for passage in (*part(report, "overview"), *part(report, "other_matters")):
        for start, sentence in passage.sentences():
            years = set(re.findall(r"20\d\d(?=年)", sentence))
            for found in ACCOUNT.finditer(sentence) if len(years) == 1 else ():
                if int(found["year"]) != report.year and not OTHER_BUSINESS.search(OWN_REGULATION.sub("", sentence)):
                    yield passage.problem(start + found.start("year"), *_wrong_year(found["year"], report.year, found[0]))
    for passage in opening(report):
        bare = re.sub(r"《[^《》]*(?:通知|意见|函)》", lambda title: "□" * len(title[0]), passage.text)
        for found in NAMED.finditer(bare):
            if int(found["year"]) != report.year and not EARLIER.search(passage.text):
                yield passage.problem(found.start(), *_wrong_year(found["year"], report.year, found[0]))


def _wrong_year(said: str, right: int, words: str) -> tuple[str, str]:
    return f"“{words[:40]}”写的是 {said} 年，报告年度是 {right} 年", "改成本年度的年份和内容；年份写成 {{ 年度 }} 就不会再错。"


@check("D10", "成文日期在公布期限以内", clause="政府信息公开条例第四十九条", severity=Severity.WARNING)
def issued_in_time(report: Report) -> Iterator[Problem]:
    """政府部门在1月31日以前、县级以上地方人民政府在3月31日以前公布上年度的报告。成文日期晚于期限，或者早于年底，都请核实。

    乡镇和街道，条例没有单独规定，这里按1月31日；当地另有规定的，在“核实说明”里写明。没有填类别的，按3月31日。

    不对：
        机关: {类别: 政府部门}
        成文日期: 2024-02-18

    对：
        机关: {类别: 县级政府}
        成文日期: 2024-02-18
    """
    issued, year, category = report.particulars.issued_on, report.year, report.agency.category
    if issued is None or year is None or category == "其他组织":
        return
    path = alias_of(Particulars, "issued_on")
    last = date(year + 1, 1, 31) if category in DEPARTMENTS else date(year + 1, 3, 31)
    if issued > last:
        whose = f"{category}的" if category else ""
        yield Problem(path, f"成文日期 {issued} 晚于{whose}公布期限 {last}", "核对日期；已经逾期的，在“核实说明”里写明原因。")
    elif issued <= date(year, 12, 30):
        yield Problem(path, f"成文日期 {issued} 早于统计期末 {year}-12-31", "是不是写成了上一年的日期？")
