"""Years and dates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goigen.checks.registry import Problem, check
from goigen.finding import Severity
from goigen.prose.tidy import numeral
from goigen.report import Report
from goigen.report.keys import plain

YEAR, MONTH, DAY = r"(?P<{0}year>\d{{4}})[年.\-/]", r"(?P<{0}month>\d{{1,2}})[月.\-/]", r"(?P<{0}day>\d{{1,2}})日?"
CLOCK = r"(?:\d{1,2}(?:时(?:\d{1,2}分)?|:\d\d))?(?:[(]含[)])?"
FIRST = YEAR.format("") + r"(?:度?[(])?" + MONTH.format("") + rf"(?:{DAY.format('')}{CLOCK})?"
LAST = rf"(?:{YEAR.format('last_')}|[当同本]年)?" + MONTH.format("last_") + rf"(?:{DAY.format('last_')}{CLOCK})?"
PERIOD = re.compile(rf"{FIRST}(?:起|始|开始)?,?(?:[至到]|[-—–－~～])+{LAST}")
MENTIONED = re.compile(r"统计(期限|期间|时段|时间|周期|截[至止])|[数时]据.{0,8}(期限|期间|时段)|12月31日")
NAMED = re.compile(r"(?<=统计)(?:期限|期间|时段|时间|周期)[为是:]*(\d{4})年(?:全年|度(?![(\d])|1月?[至到\-—–~～]12月)")
HAN = "〇一二三四五六七八九"
HAN_DATE = re.compile(rf"[{HAN}零十]{{1,4}}(?=[年月日时分])")


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
    periods = [(paragraph, found) for paragraph in report.preamble for found in PERIOD.finditer(_half_width(paragraph.text))]
    if any(_is_whole_year(found, report.year) for _, found in periods):
        return
    right = f"{report.year}年1月1日至{report.year}年12月31日"
    for paragraph, found in periods:
        message = f"导语里的期限是“{found[0]}”，报告年度是 {report.year} 年"
        yield Problem("导语", message, f"统计期限应当是{right}。", paragraph.place)
    if periods:
        return
    if any(MENTIONED.search(plain(paragraph.text)) for paragraph in report.preamble):
        message = "导语里的统计期限没有读懂"
        yield Problem("导语", message, f"请核对它是{right}；写成这样就能认出。", severity=Severity.WARNING)
    else:
        yield Problem("导语", "导语没有写明数据的统计期限", f"加一句：统计期限自{right}。")


def _half_width(text: str) -> str:
    digits = HAN_DATE.sub(_digits, plain(text))
    return NAMED.sub(r"\1年1月1日至12月31日", digits).replace("度(", "(").replace("年(", "年")


def _digits(found: re.Match[str]) -> str:
    """二〇二三 → 2023, 三十一 → 31."""
    if "十" in found[0] or len(found[0]) == 1:
        return str(numeral(found[0]))
    return "".join(str(HAN.index(digit)) for digit in found[0].replace("零", "〇"))


def _is_whole_year(found: re.Match[str], year: int) -> bool:
    """From 1 January to 31 December; whole months may leave their days out."""
    part = {name: int(text) for name, text in found.groupdict().items() if text}
    first = (part["year"], part["month"], part.get("day", 1))
    last = (part.get("last_year", part["year"]), part["last_month"], part.get("last_day", 31))
    return first == (year, 1, 1) and last == (year, 12, 31)
