"""A government's report against the sum of its units' (Y08), and the manual pages of what only shows when many reports are added up."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from goigen.checks.registry import Check, Problem, Scope, Units, check, register
from goigen.finding import Severity
from goigen.report import Number, Report, value
from goigen.report.shape import TABLES, Shape
from goigen.report.wording import figure_names, number_text
from goigen.standard import FORM, Figure

# What the sum of the units is not, by its nature; the longest path that fits a row says it
BY_NATURE = {
    "disclosure.rules": "规章只有有立法权的机关能制定；本级政府自己制定的，没有单位报就要另加",
    "disclosure.normative_documents": "联合发文只由牵头单位计，几个单位都计了就要减去；本级政府自己制发的，没有单位报就要另加",
    "reviews.suit": "复议机关作共同被告的案件，只由原行为机关计，复议机关不计（国办公开办函〔2016〕201号）",
}
SUM_OF_UNITS = "汇总下级单位的报告"
PAGES = (
    (
        "R20",
        "名单上的单位都交了报告",
        Severity.ERROR,
        """--roster 给出的名单上有、而没有交报告的单位，逐个列出，位置是名单的那一行。

        少一个单位，汇总的数就不是全区（全市、全省）的数。不用单独报告的单位，从名单里删去。
        """,
    ),
    (
        "R21",
        "一个单位只计一次",
        Severity.ERROR,
        """同一单位同一年度交了两份（或同一份放了两处），只能留一份，否则它的数会算两遍。

        机关名称按名单认：名称、简称、曾用名是同一单位。
        """,
    ),
    (
        "R22",
        "交来的都是名单上的单位",
        Severity.ERROR,
        """名单上没有的单位，它的数不该算进来；或者是名单漏了它。

        要汇总的机关自己的报告就是各单位之和，不再计入，这时只请核实。
        """,
    ),
    (
        "R23",
        "报告上的名称和名单一致",
        Severity.ERROR,
        """名单上没有这个名称，但有一个很像的单位还没有交：请核对是不是它，是就把这个名称写进名单的“曾用名”或“简称”一栏。

        空格、全角半角不计较；写的是简称、曾用名，或只差“人民政府”“办公室”“办事处”和地名的，按那个单位计，并提示。
        """,
    ),
    (
        "R24",
        "汇总的都是同一年度",
        Severity.ERROR,
        """几个年度的数不能加在一起。没有用 --year 指定时，按多数报告的年度汇总，别的年度不计入，并指出是哪几份。
        """,
    ),
    (
        "R25",
        "下级的报告没有影响数字的强制项",
        Severity.ERROR,
        """有一份报告的数本身就不平、读不出来，加起来也不会对。先用 goigen check 看这一份，改好再汇总。

        和数字无关的强制项（如正文缺一段）不妨碍汇总，只作提示。
        """,
    ),
    (
        "R26",
        "每个单位每一项都有数",
        Severity.WARNING,
        """只要有一个单位缺一个数，汇总表里这个数就写“待填”，并注明缺的是谁；不会悄悄地只加一部分。

        加 --partial 时写其余单位之和，同样注明缺的是谁。
        """,
    ),
    (
        "R27",
        "加起来的数仍然平",
        Severity.ERROR,
        """各单位印出的总计加起来，应当等于各单位的各项加起来，表三“新收＋上年结转＝办结＋结转”也仍然成立；不等，就指出差在哪几个单位。

        两个单位的差错会在合计里抵消，所以每一份自己也要平（R25）。
        """,
    ),
    (
        "R28",
        "名单上一个单位只写一次",
        Severity.WARNING,
        """名单里同一单位写了两行，或一个简称、曾用名属于两个单位，按先写的算。
        """,
    ),
)

for check_id, name, severity, manual in PAGES:
    register(Check(check_id, name, severity, SUM_OF_UNITS, inspect.cleandoc(manual)))


def by_nature(shape: Shape) -> str:
    """What is to be said of a row that is a sum of units; mostly nothing."""
    path = shape.figures[0].path
    return next((words for prefix, words in BY_NATURE.items() if path.startswith(f"{prefix}.")), "")


@check("Y08", "本级的数等于各单位之和", clause="政府信息公开条例第四十九条、第五十条", severity=Severity.WARNING, scope=Scope.UNITS)
def sum_of_units(report: Report, units: Units) -> Iterator[Problem]:
    """一级政府的报告，三张表的每一个数应当是所属各单位之和（goigen aggregate 各单位 --check 本级的表）。

    规章、规范性文件、行政诉讼有按性质不能简单相加的，提醒里会说明；确实不等，在核实说明里写明。有单位缺数的格子不比。

    不对：
        主动公开政府信息情况:
          行政许可: 24
        === 下级
        主动公开政府信息情况:
          行政许可: 20
        === 下级
        主动公开政府信息情况:
          行政许可: 3

    对：
        主动公开政府信息情况:
          行政许可: 23
        === 下级
        主动公开政府信息情况:
          行政许可: 20
        === 下级
        主动公开政府信息情况:
          行政许可: 3
    """
    differences = _differences(report, units)
    for shape in (row for table in TABLES.values() for row in _rows(table)):
        cells = [figure for figure in shape.figures if differences.get(figure.path) and not _implied(figure, differences)]
        if cells:
            yield _problem(shape, cells, report, units)


def _differences(report: Report, units: Units) -> dict[str, Number]:
    """Own figure minus the sum, where both are known."""
    pairs = {path: (value(report, path), units.figures[path]) for path in FORM.figures}
    return {path: own - total for path, (own, total) in pairs.items() if own is not None and total is not None}


def _implied(figure: Figure, differences: dict[str, Number]) -> bool:
    """Whether a total differs only because its parts do: they are reported, it need not be."""
    for equation in FORM.equations:
        if equation.total is figure:
            parts = [differences.get(part.path, 0) for part in equation.left]
            if any(parts) and sum(parts) == differences[figure.path]:
                return True
    return False


def _rows(shape: Shape) -> Iterator[Shape]:
    if shape.is_leaf or shape.is_row:
        yield shape
    else:
        for child in shape.children:
            yield from _rows(child)


def _problem(shape: Shape, cells: list[Figure], report: Report, units: Units) -> Problem:
    pairs = [(figure, value(report, figure.path) or 0, units.figures[figure.path] or 0) for figure in cells]
    told = [
        f"{'' if shape.is_leaf else f'“{figure.column[-1].title}”'}本表 {number_text(own)}、合计 {number_text(total)}，"
        f"相差 {number_text(max(own - total, total - own))}"
        for figure, own, total in pairs
    ]
    first, own, total = pairs[0]
    sides = (number_text(own), number_text(total)) if len(pairs) == 1 else (None, None)
    message = f"{shape.label}和 {units.count} 个单位的合计不相等：{'；'.join(told)}"
    return Problem(shape.path, message, _hint(shape, first, own, total, units), left=sides[0], right=sides[1])


def _hint(shape: Shape, figure: Figure, own: Number, total: Number, units: Units) -> str:
    most, who = units.largest.get(figure.path, (0, ""))
    column = "" if shape.is_leaf else f"“{figure.column[-1].title}”"
    less = f"{column}比“{who}”一个单位报的 {number_text(most)} 还少。" if own < most else ""
    why = by_nature(shape) or (
        "看看是不是有单位没有交，或本级的数里多算了" if own > total else "看看是不是有单位重复计了，或本级的数里漏了"
    )
    placeholder = next(name for name, paths in figure_names().items() if paths == (figure.path,))
    return f"{less}{why}。各单位报了多少，见 goigen aggregate 各单位 --figure {placeholder}；确实不等，在核实说明里写明。"
