"""Parts five and six: problems, improvements and the fee statement."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goigen.checks.registry import Problem, check
from goigen.finding import Severity
from goigen.report import Report
from goigen.report.keys import plain
from goigen.report.names import FEES, SIX
from goigen.standard import FORM

PROBLEMS = FORM.section("problems")
LEAST_PROBLEMS = 10
HEADINGS = {"问题": "问题|不足|困难|差距|短板", "改进": "改进|整改|措施|下一步|打算"}
TROUBLE = (
    r"问题|不足|薄弱|差距|短板|困难|欠缺|不够|不及时|不到位|有待|偏[少低弱慢晚旧散]|滞后|单一|不[高强全细深]|缓慢|缺乏|仍需|"
    r"没有(?:全部|及时|完全|做到)|未能|遗漏|差错|不便"
)
REMEDY = (
    r"改进|整改|改善|措施|对策|下一步|完善|加强|强化|优化|提升|提高|健全|加大|推进|落实|"
    r"建立|开展|组织|培训|修订|制定|增设|补充|清理|规范|巡查|已.{0,8}[补改建]|"
    r"已经?(?:规定|明确|安排|指定|增加|调整|更换|要求)"
)
FEES_PATH = f"{SIX.name}.{FEES}"
FEE = r"信息处理费|处理费|收费通知"


@check("Q01", "第五部分有内容", clause="政府信息公开条例第五十条第一款第四项")
def problems_written(report: Report) -> Iterator[Problem]:
    """主要问题及改进情况不能空着、只写“无”，也不能只有几个字。

    不对：
        存在的主要问题及改进情况: 无

    对：
        存在的主要问题及改进情况: 主要问题是栏目更新不及时。改进情况：已逐栏排查并补发信息十条。
    """
    if PROBLEMS.name in report.absent or PROBLEMS.name in report.unfilled:
        return
    text = _text(report)
    if len(re.sub(r"\W", "", text)) < LEAST_PROBLEMS:
        said = f"只写了“{text}”" if text else "是空的"
        yield Problem(PROBLEMS.name, f"“{PROBLEMS.name}”{said}", "写明一年里发现的具体问题，和已经做了的改进。")


@check("Q02", "第五部分既有问题也有改进", clause="政府信息公开条例第五十条第一款第四项")
def problems_and_improvements(report: Report) -> Iterator[Problem]:
    """这一部分要写两件事：存在什么问题，做了什么改进。少一件都不完整。没有小标题的正文靠词语判断，只请核实。

    不对：
        存在的主要问题及改进情况:
          主要问题: 个别栏目更新不够及时，政策解读的形式还不够丰富。
          改进情况: （删去）

    对：
        存在的主要问题及改进情况:
          主要问题: 个别栏目更新不够及时，政策解读的形式还不够丰富。
          改进情况: 已建立每周巡查制度，全年制作图解八篇。
    """
    text = _text(report)
    if len(re.sub(r"\W", "", text)) < LEAST_PROBLEMS:
        return
    topics = report.sections[PROBLEMS.key]
    headed = any(topic.heading for topic in topics)
    for what, words in (("问题", TROUBLE), ("改进", REMEDY)):
        mine = [topic for topic in topics if re.search(HEADINGS[what], topic.heading)]
        if mine and not any(topic.paragraphs for topic in mine):
            yield Problem(mine[0].path, f"“{mine[0].heading}”下面没有内容", _ask(what))
        elif not mine and not re.search(words, text):
            # Why: without headings the text is read by its words, and a reader of words may be wrong
            grade = None if headed else Severity.WARNING
            yield Problem(PROBLEMS.name, f"“{PROBLEMS.name}”里没有写{what}", _ask(what), severity=grade)


def _ask(what: str) -> str:
    return "写明具体是什么问题。" if what == "问题" else "写明针对这些问题做了什么。"


def _text(report: Report) -> str:
    return "".join(plain(topic.text) for topic in report.sections.get(PROBLEMS.key, ()))


@check("Q10", "第六部分说明信息处理费", clause="国办函〔2020〕109号《政府信息公开信息处理费管理办法》")
def fees_stated(report: Report) -> Iterator[Problem]:
    """每年都要说明收取信息处理费的情况，没有收取也要说明。

    填“信息处理费”三个数，由程序写成一句话；或者在正文里自己写。

    不对：
        其他需要报告的事项: 本年度没有其他需要报告的事项。

    对：
        其他需要报告的事项:
          信息处理费: 0
    """
    if SIX.name in report.absent or SIX.name in report.unfilled or report.fees or FEES_PATH in report.unread:
        return
    text = "".join(plain(topic.heading + topic.text) for topic in report.sections.get(SIX.key, ()))
    if not re.search(FEE, text):
        yield Problem(SIX.name, "没有说明信息处理费的收取情况", "加一行“信息处理费: 0”（没有收取），或写明件数和金额。")
