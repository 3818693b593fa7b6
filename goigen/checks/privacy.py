"""What must not be published: numbers that identify a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from goigen.checks.registry import Problem, check
from goigen.report import Report
from goigen.report.numbers import half_width

LONG_NUMBER = re.compile(r"(?<![\dA-Za-z])(?:\d ?){14,18}[\dXx](?![\dA-Za-z])")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
PROVINCES = frozenset("11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split())


@check("P01", "没有身份证号和银行卡号", clause="政府信息公开条例第十五条；个人信息保护法第二十八条")
def no_personal_numbers(report: Report) -> Iterator[Problem]:
    """报告要向社会公布，里面不能有公民身份号码（18 位或老的 15 位）和银行卡号。

    只认校验位正确的号码，文号、统一社会信用代码不会误报。

    不对：
        其他需要报告的事项:
          信息处理费: 0
          正文: 申请人身份证号码为11010519491231002X。

    对：
        其他需要报告的事项:
          信息处理费: 0
          正文: 统一社会信用代码为91350100M000100Y43。
    """
    for paragraph in report.words():
        for found in LONG_NUMBER.finditer(half_width(paragraph.text)):
            if what := _kind(found[0].upper().replace(" ", "")):
                message = f"“{found[0][:4]}…{found[0][-2:]}”像是{what}"
                yield Problem(paragraph.path, message, "删掉；需要提到时只说“某申请人”。", paragraph.at(found.start()))


def _kind(number: str) -> str:
    if len(number) == 18 and _is_identity_number(number):
        return "公民身份号码"
    if len(number) == 15 and _is_birthday("19" + number[6:12]) and number[:2] in PROVINCES:
        return "15 位的公民身份号码"
    if 16 <= len(number) <= 19 and number.isdigit() and number[0] in "3456" and _luhn(number):
        return "银行卡号"
    return ""


def _is_identity_number(number: str) -> bool:
    """GB 11643: region, birthday, order, and a check digit modulo 11."""
    digits = number[:17]
    if not digits.isdigit() or digits[:2] not in PROVINCES or not _is_birthday(digits[6:14]):
        return False
    return CHECK_DIGITS[sum(int(d) * w for d, w in zip(digits, WEIGHTS, strict=True)) % 11] == number[17]


def _is_birthday(digits: str) -> bool:
    try:
        return 1880 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year <= 2100
    except ValueError:
        return False


def _luhn(number: str) -> bool:
    doubled = (int(d) * (2 if at % 2 else 1) for at, d in enumerate(reversed(number)))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0
