"""The arithmetic of the tables: every equation of the standard, generated; only the wording is written by hand."""

from __future__ import annotations

from collections.abc import Iterator

from goigen.checks.diagnosis import diagnose
from goigen.checks.registry import Problem, check
from goigen.report import Number, Report, value
from goigen.report.wording import number_text
from goigen.standard import FORM, Axis, Equation, Figure

MOST_TERMS = 8


@check("T10", "表三每行之和等于总计", clause="年度报告格式表三：总计＝自然人＋法人或其他组织各列")
def rows_of_applications(report: Report) -> Iterator[Problem]:
    """表三每一行，自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他六列之和，应当等于“总计”列。

    “总计”可以不填，由程序计算；填了就要和各列之和一致。

    不对：
        收到和处理政府信息公开申请情况:
          本年新收政府信息公开申请数量: {自然人: 1, 商业企业: 1, 总计: 1}

    对：
        收到和处理政府信息公开申请情况:
          本年新收政府信息公开申请数量: {自然人: 1, 总计: 1}
    """
    yield from _broken(report, "T10")


@check("T11", "表三各项办理结果之和等于（七）总计", clause="年度报告格式表三：三（七）＝三（一）至（六）各项之和")
def results_of_applications(report: Report) -> Iterator[Problem]:
    """表三每一列，“三、本年度办理结果”下（一）至（六）各项之和，应当等于“（七）总计”。

    “（七）总计”可以不填，由程序计算；填了就要和各项之和一致。

    不对：
        收到和处理政府信息公开申请情况:
          本年度办理结果:
            总计: {自然人: 2}

    对：
        收到和处理政府信息公开申请情况:
          本年度办理结果:
            予以公开: {自然人: 2}
            总计: {自然人: 2}
    """
    yield from _broken(report, "T11")


@check("T12", "表三新收加上年结转等于办结加结转下年", clause="年度报告格式表三左上角：第一项加第二项之和，等于第三项加第四项之和")
def applications_carried_forward(report: Report) -> Iterator[Problem]:
    """表三每一列，“一、本年新收”加“二、上年结转”，应当等于“三（七）总计”加“四、结转下年度继续办理”。

    每一列都要成立，不只是总计列：错填在两列的数会在总计里相互抵消。

    不对：
        收到和处理政府信息公开申请情况:
          结转下年度继续办理: {自然人: 1}

    对：
        收到和处理政府信息公开申请情况:
          上年结转政府信息公开申请数量: {自然人: 1}
          结转下年度继续办理: {自然人: 1}
    """
    yield from _broken(report, "T12")


@check("T20", "表四每组之和等于总计", clause="年度报告格式表四：总计＝结果维持＋结果纠正＋其他结果＋尚未审结")
def outcomes_of_reviews(report: Report) -> Iterator[Problem]:
    """表四的行政复议、未经复议直接起诉、复议后起诉三组，每组前四项之和应当等于“总计”。

    不对：
        政府信息公开行政复议、行政诉讼情况:
          行政复议: {结果维持: 2, 其他结果: 1, 总计: 0}

    对：
        政府信息公开行政复议、行政诉讼情况:
          行政复议: {结果维持: 2, 其他结果: 1, 总计: 3}
    """
    yield from _broken(report, "T20")


def _broken(report: Report, check_id: str) -> Iterator[Problem]:
    differences: dict[Equation, Number] = {}
    for equation in FORM.equations:
        if equation.check == check_id:
            left, right = _sum(report, equation.left), _sum(report, equation.right)
            if left is not None and right is not None and left != right:
                differences[equation] = left - right
    for equation, difference in differences.items():
        left, right = _sum(report, equation.left), _sum(report, equation.right)
        yield Problem(
            path=".".join(equation.right[0].yaml_path),
            message=f"{_line(equation)}：{_side(report, equation, equation.left)}，"
            f"{_side(report, equation, equation.right)}，相差{number_text(max(difference, -difference))}",
            hint=diagnose(report, equation, differences),
            left=str(left),
            right=str(right),
        )


def _sum(report: Report, figures: tuple[Figure, ...]) -> Number | None:
    values = [value(report, figure.path) for figure in figures]
    return None if None in values else sum(v for v in values if v is not None)


def _line(equation: Equation) -> str:
    """Which row, column or group: 表三“自然人”列."""
    if equation.line:
        return f"{equation.table.called}“{equation.line[-1].title}”{'列' if equation.axis is Axis.ROWS else '行'}"
    groups = [head.title for head in equation.left[0].column[:-1]]
    return f"{equation.table.called}“{'·'.join(groups)}”"


def _sign(equation: Equation, figure: Figure) -> str:
    """How a term is called in a formula: 三（七） for a row, its name for a column."""
    if equation.axis is Axis.ROWS:
        return "".join(head.ordinal for head in figure.row)
    return figure.column[-1].title


def _side(report: Report, equation: Equation, figures: tuple[Figure, ...]) -> str:
    """`一＋二＝64＋0＝64`; of many terms only those that are not zero are shown."""
    terms = [(_sign(equation, figure), value(report, figure.path)) for figure in figures]  # none is None: their sum is not
    total = number_text(_sum(report, figures))
    if len(terms) == 1:
        return f"{terms[0][0]}＝{total}"
    if len(terms) == 2:
        return f"{'＋'.join(sign for sign, _ in terms)}＝{'＋'.join(number_text(v) for _, v in terms)}＝{total}"
    shown = [f"{sign} {number_text(number)}" for sign, number in terms if number]
    if not shown:
        return "各项都是 0"
    rest = f"＋…（另 {len(shown) - MOST_TERMS} 项）" if len(shown) > MOST_TERMS else ""
    return f"各项之和＝{'＋'.join(shown[:MOST_TERMS])}{rest}＝{total}"
