"""Single figures: what may stand in a cell, and who may have rules of law."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from decimal import Decimal

from goigen.checks.registry import Check, Problem, check, register
from goigen.finding import Severity
from goigen.report import Report, value
from goigen.report.wording import number_text
from goigen.standard import FORM, Kind

MAKERS_OF_RULES = ("国务院部门", "省级政府", "设区的市级政府")
UNSURE = ("", "其他组织")
RULES = tuple(figure for path, figure in FORM.figures.items() if path.startswith("disclosure.rules."))

register(
    Check(
        "T01",
        "件数是不小于零的整数",
        Severity.ERROR,
        "国办公开办函〔2021〕30号所附格式",
        inspect.cleandoc(
            """三张表里的件数只能是不小于零的整数；没有就写 0，不写“/”“—”“无”。

            千位分隔符、全角数字、“件”字都认得；约数、负数、小数、文字不认。解释性的话写进“附注”。

            不对：
                主动公开政府信息情况:
                  行政许可: 约10

            对：
                主动公开政府信息情况:
                  行政许可: 27,505件
            """
        ),
    )
)


@check("T03", "收费金额以万元计，不宜超过两位小数", clause="年度报告格式表二：本年收费金额（单位：万元）", severity=Severity.WARNING)
def fee_in_wan_yuan(report: Report) -> Iterator[Problem]:
    """行政事业性收费以万元计，应当是不小于零的数（不是就是强制项）；小数超过两位时请核实（万元保留两位即到百元）。

    不对：
        主动公开政府信息情况:
          行政事业性收费: 190.457379

    对：
        主动公开政府信息情况:
          行政事业性收费: 190.46
    """
    for figure in FORM.figures.values():
        amount = value(report, figure.path)
        if figure.kind is not Kind.AMOUNT or not isinstance(amount, Decimal):
            continue
        decimals = -int(amount.as_tuple().exponent)
        if decimals > 2:
            rounded = number_text(round(amount, 2))
            message = f"表二“{figure.row[-1].title}”{number_text(amount)} 万元有 {decimals} 位小数"
            yield Problem(".".join(figure.yaml_path), message, f"确需如此就在核实说明里写明；否则四舍五入为 {rounded}。")


@check("T05", "规章一行只有有权制定规章的机关才有数", clause="立法法第九十一条、第九十三条")
def makers_of_rules(report: Report) -> Iterator[Problem]:
    """规章只能由国务院部门和省、设区的市、自治州的人民政府制定（自治州政府的类别选“设区的市级政府”）。别的机关这一行写 0。

    机关内部的规章制度不是规章。没有填“类别”时，本项只请核实。

    不对：
        机关:
          类别: 乡镇街道
        主动公开政府信息情况:
          规章: {本年制发件数: 2, 现行有效件数: 2}

    对：
        机关:
          类别: 乡镇街道
        主动公开政府信息情况:
          规章: 0
    """
    category = report.agency.category
    numbers = {figure.column[-1].called: value(report, figure.path) for figure in RULES}
    if category in MAKERS_OF_RULES or "机关.类别" in report.unread or not any(numbers.values()):
        return
    written = "、".join(f"{name} {number}" for name, number in numbers.items() if number)
    path = ".".join(RULES[0].yaml_path[:-1])
    if category in UNSURE:
        who = "没有填类别" if not category else f"类别是“{category}”"
        hint = "填上机关的类别；若无权制定规章，这一行写 0。"
        yield Problem(path, f"表二“规章”写了{written}，而本机关{who}", hint, severity=Severity.WARNING)
    else:
        hint = "规章制度不是规章，这一行写 0。" if category in ("政府部门", "乡镇街道") else "这一行写 0；类别填错了就改类别。"
        yield Problem(path, f"表二“规章”写了{written}，但{category}无权制定规章", hint)
