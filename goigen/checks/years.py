"""This year's figures beside last year's report."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goigen.checks.explained import exactly
from goigen.checks.registry import Problem, Scope, check
from goigen.checks.table_four import BLOCKS, block_path, block_title
from goigen.finding import Severity
from goigen.report import Number, Report, value
from goigen.report.keys import plain
from goigen.standard import FORM

CARRIED_IN = tuple(figure for path, figure in FORM.figures.items() if path.startswith("applications.carried_in."))
CARRIED_OUT = tuple(figure for path, figure in FORM.figures.items() if path.startswith("applications.carried_out."))
DOCUMENTS = ("disclosure.rules", "disclosure.normative_documents")
# Why a stock of documents may change otherwise than by 制发 and 废止; each has been printed in a published note
OTHER_CAUSES = re.compile(r"失效|清理|修订|修改|划转|转隶|移交|机构改革|合并|更正|口径|漏[计报]|重复|宣布")


@check("Y01", "上年结转等于去年的结转下年度", clause="年度报告格式表三第二项、第四项", severity=Severity.WARNING, scope=Scope.YEARS)
def carried_over(report: Report, last: Report) -> Iterator[Problem]:
    """今年表三的“二、上年结转”，七列都应当等于去年报告的“四、结转下年度继续办理”。

    机构合并、去年的数字报错了，可以不等，要在核实说明里写明。

    不对：
        收到和处理政府信息公开申请情况:
          本年新收政府信息公开申请数量: {自然人: 2}
          本年度办理结果:
            予以公开: {自然人: 2}
        === 去年
        收到和处理政府信息公开申请情况:
          本年新收政府信息公开申请数量: {自然人: 1}
          结转下年度继续办理: {自然人: 1}

    对：
        收到和处理政府信息公开申请情况:
          上年结转政府信息公开申请数量: {自然人: 1}
          本年度办理结果:
            予以公开: {自然人: 1}
        === 去年
        收到和处理政府信息公开申请情况:
          本年新收政府信息公开申请数量: {自然人: 1}
          结转下年度继续办理: {自然人: 1}
    """
    pairs = [(figure, value(report, figure.path), value(last, before.path)) for figure, before in zip(CARRIED_IN, CARRIED_OUT, strict=True)]
    different = [(figure, now, then) for figure, now, then in pairs if now is not None and then is not None and now != then]
    if not different:
        return
    columns = "，".join(f"“{figure.column[-1].title}”本表 {now} 件、去年 {then} 件" for figure, now, then in different)
    first, before = CARRIED_IN[0], CARRIED_OUT[0]
    message = f"表三“{first.row[-1].title}”和去年的“{before.row[-1].title}”不相等：{columns}"
    cancelled = not any(figure.column[-1].key == "total" for figure, _, _ in different)
    hint = ("总数相等，可能是填错了列。" if cancelled else "") + "照去年的报告改；机构合并或去年报错了，在核实说明里写明。"
    yield Problem(".".join(first.yaml_path[:-1]), message, hint)


@check("Y02", "现行有效等于去年的加制发减废止", clause="年度报告格式表二：第二十条第（一）项", severity=Severity.WARNING, scope=Scope.YEARS)
def documents_carried_on(report: Report, last: Report) -> Iterator[Problem]:
    """规章和行政规范性文件：去年现行有效＋本年制发－本年废止，应当等于今年现行有效。

    因清理、自然失效、修订重复计数、机构改革划转、更正去年的数而不等，是可以的，但要说明：写在核实说明里，或写明件数印在表二的附注里。

    不对：
        主动公开政府信息情况:
          行政规范性文件: {本年制发件数: 2, 本年废止件数: 1, 现行有效件数: 12}
        === 去年
        主动公开政府信息情况:
          行政规范性文件: {现行有效件数: 10}

    对：
        主动公开政府信息情况:
          行政规范性文件: {本年制发件数: 2, 本年废止件数: 1, 现行有效件数: 11}
        === 去年
        主动公开政府信息情况:
          行政规范性文件: {现行有效件数: 10}
    """
    for row in DOCUMENTS:
        figures = [FORM.figures[f"{row}.{column}"] for column in ("issued", "repealed", "in_force")]
        issued, repealed, in_force = (value(report, figure.path) for figure in figures)
        before = value(last, figures[2].path)
        if before is None or issued is None or repealed is None or in_force is None:
            continue
        due = before + issued - repealed
        gap = max(due - in_force, in_force - due)
        if not gap or _accounted_for(report, gap):
            continue
        message = (
            f"表二“{figures[0].row[-1].title}”去年现行有效 {before} 件＋制发 {issued} 件－废止 {repealed} 件＝{due} 件，"
            f"现行有效填的是 {in_force} 件，相差 {gap} 件"
        )
        hint = _looks_like(before, issued, repealed, in_force) + (
            "填错了就改；若因清理、自然失效未计入废止、修订计为制发、机构改革划转、更正去年的数，"
            f"在核实说明里写明，如“Y02: 本年自然失效 {gap} 件，未计入废止”。"
        )
        yield Problem(".".join(figures[0].yaml_path[:-1]), message, hint, left=str(due), right=str(in_force))


def _looks_like(before: Number, issued: Number, repealed: Number, in_force: Number) -> str:
    """What was probably typed instead."""
    if in_force == 0:
        return "现行有效是年末的全部存量，是不是没有填？"
    if in_force == before:
        return "填的和去年一样，可能是照抄的。"
    if in_force == before + issued:
        return "像是没有减去废止的。"
    if sorted(str(in_force)) == sorted(str(before + issued - repealed)):
        return "可能是数字颠倒了。"
    return ""


def _accounted_for(report: Report, difference: Number) -> bool:
    """Whether the note below table two gives the difference, and a cause for it."""
    sentences = [s for note in report.notes.get("disclosure", ()) for s in re.split(r"[。；;]", plain(note.text))]
    return any(OTHER_CAUSES.search(sentence) and re.search(exactly(difference) + "件", sentence) for sentence in sentences)


@check("Y03", "去年尚未审结的案件没有丢", clause="年度报告格式表四：尚未审结", severity=Severity.WARNING, scope=Scope.YEARS)
def pending_cases(report: Report, last: Report) -> Iterator[Problem]:
    """去年表四“尚未审结”的案件，今年或者审结、或者继续审理，都应当再计一次，所以今年同一组的总计不会比它少。

    不对：
        政府信息公开行政复议、行政诉讼情况:
          行政复议: {结果维持: 1}
        === 去年
        收到和处理政府信息公开申请情况:
          本年新收政府信息公开申请数量: {自然人: 4}
          本年度办理结果:
            予以公开: {自然人: 4}
        政府信息公开行政复议、行政诉讼情况:
          行政复议: {结果维持: 2, 尚未审结: 2}

    对：
        政府信息公开行政复议、行政诉讼情况:
          行政复议: {结果维持: 2}
        === 去年
        收到和处理政府信息公开申请情况:
          本年新收政府信息公开申请数量: {自然人: 4}
          本年度办理结果:
            予以公开: {自然人: 4}
        政府信息公开行政复议、行政诉讼情况:
          行政复议: {结果维持: 2, 尚未审结: 2}
    """
    for block in BLOCKS:
        pending, total = value(last, f"{block}.pending"), value(report, f"{block}.total")
        if pending is not None and total is not None and pending > total:
            message = f"去年表四“{block_title(block)}”尚未审结 {pending} 件，今年这一组总计只有 {total} 件，少 {pending - total} 件"
            hint = "去年没有审结的案件，今年审结或继续审理的都要再计；只统计当年新收的案件或去年报错了，在核实说明里写明。"
            yield Problem(block_path(block), message, hint, left=str(pending), right=str(total))
