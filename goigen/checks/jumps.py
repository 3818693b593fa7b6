"""Table two beside last year's: figures that jump."""

from __future__ import annotations

from collections.abc import Iterator

from goigen.checks.registry import Problem, Scope, check
from goigen.finding import Severity
from goigen.report import Number, Report, value
from goigen.report.wording import number_text
from goigen.standard import FORM, Figure, Kind

DECISIONS = tuple(FORM.figures[f"disclosure.{row}"] for row in ("licences", "penalties", "coercive_measures", "fees"))
# Own estimates: the catalogue's ×3, and figures below 30 count as 30, because small ones jump by themselves
JUMP = 3
SMALL = 30
UNIT_SLIP = 100  # charges that grow a hundredfold were probably typed in yuan


@check("Y04", "许可、处罚、强制、收费没有大起大落", clause="年度报告格式表二", severity=Severity.WARNING, scope=Scope.YEARS)
def jumps(report: Report, last: Report) -> Iterator[Problem]:
    """行政许可、行政处罚、行政强制、行政事业性收费比去年多到三倍以上或少到三分之一以下，常常是多打了一位、漏填或换了单位，请核实。

    不到 30 的数按 30 比较：小数字起落大是平常的。

    不对：
        主动公开政府信息情况:
          行政许可: 1200
        === 去年
        主动公开政府信息情况:
          行政许可: 120

    对：
        主动公开政府信息情况:
          行政许可: 300
        === 去年
        主动公开政府信息情况:
          行政许可: 120
    """
    for figure in DECISIONS:
        now, then = value(report, figure.path), value(last, figure.path)
        if now is not None and then is not None and _jumps(figure, now, then):
            unit = figure.kind.value
            message = f"表二“{figure.row[-1].title}”今年 {number_text(now)} {unit}，去年 {number_text(then)} {unit}，{_times(now, then)}"
            yield Problem(".".join(figure.yaml_path), message, _how_come(figure, now, then))


def _jumps(figure: Figure, now: Number, then: Number) -> bool:
    return max(now, then) > JUMP * max(min(now, then), SMALL) or _in_yuan(figure, now, then)


def _in_yuan(figure: Figure, now: Number, then: Number) -> bool:
    """Charges in whole yuan where they stood in 万元 last year."""
    return figure.kind is Kind.AMOUNT and then > 0 and now == int(now) and now >= UNIT_SLIP * then


def _times(now: Number, then: Number) -> str:
    if not now or not then:
        return "一年有、一年没有"
    return f"是去年的 {now / then:.1f} 倍" if now > then else f"只有去年的 {100 * now / then:.1f}%"


def _how_come(figure: Figure, now: Number, then: Number) -> str:
    answer = "确实如此，在核实说明里写明原因，如职权划转、收费项目增减。"
    if not now:
        return "今年的 0 是不是没有填？" + answer
    if _in_yuan(figure, now, then):
        return f"单位是万元：若原数是 {number_text(now)} 元，就除以一万。" + answer
    return "看看是不是多打或漏打了一位，统计的范围是不是和去年一样。" + answer
