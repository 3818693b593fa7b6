"""Table three: results that call for a word in the report. The filer is asked, never stopped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from goigen.checks.explained import exactly, is_explained
from goigen.checks.registry import Problem, check
from goigen.finding import Severity
from goigen.report import Report, value
from goigen.report.keys import plain
from goigen.report.names import FEES, SIX
from goigen.standard import FORM

FINISHED = FORM.figures["applications.results.total.total"]
UNPAID = FORM.figures["applications.results.otherwise.fee_unpaid.total"]
SENSITIVE = ("applications.results.refused.state_secret.total", "applications.results.refused.security_and_stability.total")
REFUSALS = tuple(
    figure
    for path, figure in FORM.figures.items()
    if re.fullmatch(r"applications\.results\.(refused|unavailable|not_processed)\.\w+\.total", path)
)

# Own estimate. The published report that asked for this check: 63 of 64 requests in one row, and not a word about it.
MOST = Decimal("0.9")
FEW_REQUESTS = 20  # below this, 90 % in one row is chance

REASON = r"因|由于|缘于|源于|所致|引起|引发|成批|批量|反复提出|同一|集中|主要是|多[为是]|均[为系]|都是"
SUMS_OF_MANY = ("国务院部门", "省级政府", "设区的市级政府")
NOTICES = re.compile(r"收费通知书?[^。；;\d]{0,6}(\d+)[件份]")
NO_NOTICES = re.compile(
    r"(?:未|没有|无)(?:发出|发送|开具|制发|下达|送达|产生)[^。；，,;]{0,8}收费通知|(?<!\d)0[件份](?:信息处理费)?收费通知"
)


@check("T13", "办理结果集中在一项时说明了原因", clause="国办公开办函〔2021〕30号一（一）：依申请公开情况", severity=Severity.WARNING)
def results_of_one_kind(report: Report) -> Iterator[Problem]:
    """办结的申请有九成以上都在同一项不予公开、无法提供或不予处理里，读者会问为什么，第一部分要有一句话说明原因。

    办结不到 20 件的不问。正文或表三的附注写到了这个件数或这一项，并且说了原因，也不问。

    不对：
        收到和处理政府信息公开申请情况:
          本年新收政府信息公开申请数量: {自然人: 64}
          本年度办理结果:
            不予公开:
              属于三类内部事务信息: {自然人: 1}
            不予处理:
              无正当理由大量反复申请: {自然人: 63}

    对：
        总体情况:
          依申请公开: 办结的申请中，不予处理63件，是同一申请人就一件事成批提出的。
        收到和处理政府信息公开申请情况:
          本年新收政府信息公开申请数量: {自然人: 64}
          本年度办理结果:
            不予公开:
              属于三类内部事务信息: {自然人: 1}
            不予处理:
              无正当理由大量反复申请: {自然人: 63}
    """
    finished = value(report, FINISHED.path) or 0
    for figure in REFUSALS:
        number = value(report, figure.path)
        if number is None or finished < FEW_REQUESTS or number < MOST * finished:
            continue
        row = figure.row[-1]
        about = rf"{exactly(number)}件|{re.escape(plain(row.name))}"
        if not is_explained(report, FINISHED.table.key, about, REASON, after=1):
            share = int(100 * number / finished)
            where = f"{figure.row[-2].ordinal}{row.ordinal}“{row.called}”"
            message = f"表三办结的 {finished} 件申请里，{number} 件（{share}%）都在{where}，没有说明原因"
            hint = "填错了行就改表；没有填错，就在第一部分的“依申请公开”里写一句原因。"
            yield Problem(".".join(figure.yaml_path[:-1]), message, hint)


@check("T14", "有逾期未缴费的就发出过收费通知", clause="政府信息公开条例第四十二条；国办函〔2020〕109号", severity=Severity.WARNING)
def unpaid_after_notice(report: Report) -> Iterator[Problem]:
    """表三（六）2 是收到收费通知而逾期不缴费的申请，所以第六部分发出的收费通知不会是零件。

    不对：
        收到和处理政府信息公开申请情况:
          本年新收政府信息公开申请数量: {自然人: 2}
          本年度办理结果:
            其他处理:
              申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请: {自然人: 2}
        其他需要报告的事项: {信息处理费: 0}

    对：
        收到和处理政府信息公开申请情况:
          本年新收政府信息公开申请数量: {自然人: 2}
          本年度办理结果:
            其他处理:
              申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请: {自然人: 2}
        其他需要报告的事项:
          信息处理费: {发出收费通知件数: 2, 收费通知总金额: 200, 实际收取总金额: 0}
    """
    unpaid = value(report, UNPAID.path)
    if unpaid and _says_no_notices(report):
        group, row = UNPAID.row[-2:]
        message = f"表三{group.ordinal}{row.ordinal}“{row.called}”有 {unpaid} 件，第六部分却说发出收费通知 0 件"
        hint = "填上发出的收费通知件数和金额；通知是上年发出的，在核实说明里写明；没有发过通知，这些申请就不在这一项。"
        yield Problem(f"{SIX.name}.{FEES}", message, hint)


def _says_no_notices(report: Report) -> bool:
    if report.fees:
        return report.fees.notices == 0
    text = "".join(plain(topic.text) for topic in report.sections.get(SIX.key, ()))
    found = NOTICES.search(text)
    return int(found[1]) == 0 if found else bool(NO_NOTICES.search(text))


@check("T15", "国家秘密和三安全一稳定的件数无误", clause="政府信息公开条例第十四条", severity=Severity.INFO)
def sensitive_refusals(report: Report) -> Iterator[Problem]:
    """以国家秘密、“三安全一稳定”为由不予公开，要有定密或评估的依据，件数又会引人注意，公布以前请再核对一遍。

    省、设区的市和国务院部门的表是许多单位的合计，有这两项是平常的，不提示。

    不对：
        收到和处理政府信息公开申请情况:
          本年新收政府信息公开申请数量: {自然人: 1}
          本年度办理结果:
            不予公开:
              属于国家秘密: {自然人: 1}

    对：
        收到和处理政府信息公开申请情况:
          本年新收政府信息公开申请数量: {自然人: 1}
          本年度办理结果:
            不予公开:
              保护第三方合法权益: {自然人: 1}
    """
    if report.agency.category in SUMS_OF_MANY:
        return
    numbers = {FORM.figures[path]: value(report, path) for path in SENSITIVE}
    if written := [figure for figure, number in numbers.items() if number]:
        rows = "、".join(f"{figure.row[-1].ordinal}“{figure.row[-1].called}”{numbers[figure]} 件" for figure in written)
        message = f"表三{written[0].row[-2].ordinal}里有 {rows}，请再核对一遍"
        yield Problem(".".join(written[0].yaml_path[:-1]), message, "有定密或评估的依据就不用改。")
