"""Years and dates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goigen.checks.registry import Problem, check
from goigen.report import Paragraph, Report
from goigen.report.keys import plain

DAY = r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日"
PERIOD = re.compile(rf"{DAY}起?(?:至|到|[-—–－~～])+{DAY}")


@check("D01", "统计期限是报告年度的全年", clause="政府信息公开条例第四十九条、第五十条")
def whole_year(report: Report) -> Iterator[Problem]:
    """自己写导语时，要写明数据的统计期限，并且是报告年度的 1 月 1 日到 12 月 31 日。

    不写导语时程序打印的默认导语已经写明；不要导语就写“导语: 无”。

    不对：
        导语: 本报告所列数据的统计期限自2020年1月1日至2020年12月31日。

    对：
        导语: 本报告所列数据的统计期限自{{ 年度 }}年1月1日至12月31日。
    """
    if not report.preamble or report.year is None:
        return
    periods = [(paragraph, *period) for paragraph in report.preamble for period in _periods(paragraph)]
    if not periods:
        hint = "加一句：统计期限自{{ 年度 }}年1月1日至{{ 年度 }}年12月31日。"
        yield Problem("导语", "导语没有写明数据的统计期限", hint)
    for paragraph, said, first, last in periods:
        if (first, last) != ((report.year, 1, 1), (report.year, 12, 31)):
            message = f"导语里的期限是“{said}”，报告年度是 {report.year} 年"
            yield Problem("导语", message, f"应当是{report.year}年1月1日至{report.year}年12月31日。", paragraph.place)


Day = tuple[int, int, int]


def _periods(paragraph: Paragraph) -> Iterator[tuple[str, Day, Day]]:
    """The spans of time that a paragraph states; the second date may leave its year to the first."""
    for found in PERIOD.finditer(plain(paragraph.text)):
        year, month, day, last_year, last_month, last_day = found.groups()
        if year:
            yield found[0], (int(year), int(month), int(day)), (int(last_year or year), int(last_month), int(last_day))
