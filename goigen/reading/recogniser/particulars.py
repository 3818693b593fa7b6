"""Title, preamble and signature → agency, year, contact. Only what stands there; what does not is left open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from goigen.reading.raw import Words
from goigen.report.fields import Category
from goigen.report.keys import plain

TO = "-—–－~～至到"  # between the years of a report on two of them, which says of neither that it is the report's
HAN_YEAR = re.compile(rf"[二〇○零一三四五六七八九]{{4}}(?=年|[{TO}]+[二〇○零一三四五六七八九]{{4}})")
HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
YEARS = rf"(?:\d{{2,4}}年?度?[{TO}]{{1,2}})?\d{{2,4}}"  # also one mistyped: it is no part of the agency's name either
TITLE = re.compile(
    rf"^[《]?(?:(?P<before>{YEARS})年度?)?(?P<agency>.*?)(?:[(（]?(?P<after>{YEARS}(?=年)|20\d\d)(?:年度?)?[)）]?)?"
    r"(?:政府信息(?:与政务)?公开|政务公开)(?:工作)?年度?(?:工作)?报告[》]?$"
)
ONE_YEAR = re.compile(r"20\d\d")
YEAR = re.compile(rf"(20\d\d)年1月1日|(?<![{TO}\d])(20\d\d)年度?政府信息公开")
NAME = r"([^，。；：（）《》“”\d]{2,30}?)"
AGENCIES = tuple(
    re.compile(pattern)
    for pattern in (rf"反映了?{NAME}20\d\d年", rf"(?:发布|公布|编制)《?{NAME}20\d\d年", rf"(?:请|可)(?:与|和|向)?联系{NAME}[，。；（]")
)
CONTACT = {
    "地址": re.compile(r"地址(?:为|是)?[:：]?\s*([^，。；;,）)]{4,60})"),
    "邮编": re.compile(r"邮(?:政)?编(?:码)?(?:为|是)?[:：]?\s*(\d{6})(?!\d)"),
    "电话": re.compile(
        r"电话(?:号码)?(?:为|是)?[:：]?\s*([(（]?\d{3,4}[)）]?\s*[-—－–]?\s*\d{7,8}(?:[-—转]\d{1,5})?|1\d{10}|\d{7,8})(?!\d)"
    ),
    "电子邮箱": re.compile(r"(?:邮箱|E-?mail|电子邮件)(?:地址)?(?:为|是)?[:：]?\s*([\w.+-]+@[\w-]+(?:\.[\w-]+)+)", re.I),
    "网址": re.compile(r"(?<![@\w.-])((?:https?://)?(?:[\w-]+\.)+(?:gov|com|cn|net|org)(?:\.cn)?(?::\d+)?(?:/[\w./?=&%#~-]*)?)", re.A),
    "联系单位": re.compile(
        r"请(?:(?:直接)?(?:与|和|同|向)\s*([^，。；：:（(、]{4,40}?)(?:联系|咨询|反映)|联系[:：]?\s*([^，。；：:（(、]{4,40}?)[，。；：:（(])"
    ),
    "查阅路径": re.compile(
        r"(?:经|通过|登录)[“]?([^，。；“”（(]{2,30}?(?:→|->|—>|>|＞)[^，。；“”（(]{2,60}?)(?:[”“，。；（(]|查阅|查询|下载|查看)"
    ),
}
DATE = re.compile(r"^(20\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日$")

CATEGORIES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("乡镇街道", re.compile(r"(?:镇|乡|街道)(?:人民政府|办事处)?$")),
    ("省级政府", re.compile(r"(?:省|自治区)(?:人民政府)?$")),
    ("县级政府", re.compile(r"(?<!开发)(?<!新)(?<!园)(?:县|区|旗)(?:人民政府)?$")),
    ("政府部门", re.compile(r"(?<!总)局$")),
)


@dataclass(frozen=True)
class Opening:
    """`title` in one line; `agency` and `year` are empty where they are not named."""

    title: str = ""
    agency: str = ""
    year: str = ""


def opening_of(title: list[Words], preamble: list[Words], signature: str) -> Opening:
    text = _joined(title)
    found = TITLE.match(_arabic_years(half_width_digits(text.replace(" ", ""))))
    years = (found["before"] or found["after"] or "") if found else ""
    year = years if ONE_YEAR.fullmatch(years) else ""
    agency = found["agency"].strip("的 ") if found else ""
    words = "".join(plain(one.text) for one in preamble)
    if not year and (dated := YEAR.search(words)):
        year = dated[1] or dated[2]
    if len(agency) < 2:
        named = next(filter(None, (pattern.search(words) for pattern in AGENCIES)), None)
        agency = signature or (named[1].strip("的") if named else "")
    return Opening(text, agency, year)


def _joined(title: list[Words]) -> str:
    return re.sub(r"(?<=[^\x00-\xff])\s+|\s+(?=[^\x00-\xff])", "", "".join(line.text.strip() for line in title))


def half_width_digits(text: str) -> str:
    return text.translate({code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)})


def _arabic_years(text: str) -> str:
    return HAN_YEAR.sub(lambda found: found[0].translate(HAN_DIGITS), text)


def category_of(agency: str) -> Category:
    """The kind of agency that a name ends with; empty where several are possible, as with 市 and 委员会."""
    found = (category for category, pattern in CATEGORIES if pattern.search(agency) and not agency.startswith("国家"))
    return cast(Category, next(found, ""))


def contact_of(preamble: list[Words]) -> Iterator[tuple[str, str, Words]]:
    """What the preamble says of how to reach the agency: the form's key, the text, the paragraph."""
    for name, pattern in CONTACT.items():
        for words in preamble:
            found = pattern.search(words.text)
            if found:
                yield name, next(filter(None, found.groups())).strip(), words
                break


def signature_of(words: list[Words]) -> tuple[str, str, int]:
    """Agency and date at the very end, with how many paragraphs they take; nothing where the report is not signed."""
    if len(words) < 2:
        return "", "", 0
    day = DATE.match(plain(words[-1].text))
    name = words[-2].text.strip()
    if not day or len(name) > 40 or re.search(r"[。；，：]", name):
        return "", "", 0
    return name, f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}", 2
