"""What the report of a government owes besides the five aspects: the results of supervision."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goigen.checks.passages import part
from goigen.checks.registry import Problem, check
from goigen.finding import Severity
from goigen.report import Report
from goigen.report.keys import plain
from goigen.standard import FORM

OVERVIEW = FORM.section("overview")
GOVERNMENTS = ("省级政府", "设区的市级政府", "县级政府", "乡镇街道")
RESULTS = {
    "工作考核": r"考核(?!的?新?要求)|考评|绩效|督查激励",
    "社会评议": r"评议|测评|满意|好差评|问卷|(?:群众|公众|社会|企业|第三方)[^。;,]{0,8}评[价估]|社会监督|群众监督|"
    r"意见征集|征求[^。;]{0,8}意见",
    "责任追究": r"追究|追责|问责|处分|约谈|责任事故|党纪|政纪",
}


@check("S05", "写明考核、评议、追责的结果", clause="政府信息公开条例第五十条第一款第四项", severity=Severity.WARNING)
def results_of_supervision(report: Report) -> Iterator[Problem]:
    """各级人民政府的报告要写工作考核、社会评议和责任追究的结果，三样都要写到；没有发生的，写没有发生。

    只问类别是省级、设区的市级、县级政府和乡镇街道的。只提上级的“考核要求”，不算写了考核结果。

    不对：
        机关: {名称: 示例县人民政府, 类别: 县级政府}
        总体情况:
          监督保障: 按照最新考核要求调整栏目，每月自查，监督保障有力。

    对：
        机关: {名称: 示例县人民政府, 类别: 县级政府}
        总体情况:
          监督保障: 年度考核位列第三；请群众代表评议一次；没有需要问责的情形。
    """
    text = "".join(passage.text for passage in (*part(report, "overview"), *part(report, "problems"), *part(report, "other_matters")))
    headings = "".join(plain(topic.heading) for topics in report.sections.values() for topic in topics)
    if report.agency.category not in GOVERNMENTS or not part(report, OVERVIEW.key):
        return
    missing = [f"“{what}”" for what, words in RESULTS.items() if not re.search(words, text + headings)]
    if missing:
        yield Problem(OVERVIEW.name, f"没有写{'、'.join(missing)}的结果情况", "写在“监督保障”里；没有发生的，写没有发生。")
