"""Numbers in the text against the tables. Read from prose, therefore always 核实: it says what was read, and stays silent when not sure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from goigen.checks.registry import Problem, check
from goigen.checks.subjects import subjects
from goigen.checks.telling import CLAUSE, NOT, denied, told
from goigen.checks.vocabulary import DECISIONS, GROUPS, Reading, Subject
from goigen.finding import Severity
from goigen.prose import Quantity, Sentence
from goigen.report import Paragraph, Report
from goigen.report.wording import number_text

ONLY_PART = re.compile(r"季度|半年|\d月|[镇乡]|街道|科室|上年|上一年|因|违法|不当|超期")


def fits(quantity: Quantity, number: Decimal | int) -> bool:
    """Whether the text says this number: exactly, or, where it is rough, with the places that it gives."""
    if not quantity.rough:
        return quantity.value == number
    zeros = len(quantity.digits) - len(quantity.digits.rstrip("0")) if "." not in quantity.digits else 0
    step = Decimal(quantity.scale) * 10**zeros / 10 ** len(quantity.digits.partition(".")[2])
    difference = number - quantity.value
    return bool(0 <= difference < step if quantity.more else abs(difference) < step)


def _compared(report: Report, check_id: str) -> Iterator[Problem]:
    for paragraph, sentence, quantity, subject in understood(report):
        if subject.check == check_id and (problem := _contradiction(report, paragraph, sentence, quantity, subject)):
            yield problem


@lru_cache(maxsize=4)
def understood(report: Report) -> tuple[tuple[Paragraph, Sentence, Quantity, Subject], ...]:
    """Every quantity of the text whose meaning is sure. Remembered, because seven checks ask for it."""
    return tuple(
        (paragraph, sentence, quantity, subject)
        for paragraph, sentence, domain in told(report)
        for quantity, subject in subjects(sentence, report, domain)
    )


def _contradiction(report: Report, paragraph: Paragraph, sentence: Sentence, quantity: Quantity, subject: Subject) -> Problem | None:
    readings = [(reading.name, number) for reading in subject.readings if (number := reading.of(report)) is not None]
    if not readings or any(fits(quantity, number) for _, number in readings):
        return None
    said = sentence.text[max(0, quantity.start - 12) : quantity.end]
    right = "，".join(f"{name}是 {number_text(number)}" for name, number in readings)
    return Problem(
        paragraph.path,
        f"正文写“{said}”，表里{right}",
        "改正文，或核对表；正文里写占位符（如 {{ 新收 }}）就不会再错。",
        paragraph.at(sentence.at(quantity.start)),
        left=quantity.digits,
        right=" ".join(number_text(number) for _, number in readings),
    )


@check("N01", "正文的收到申请数与表三一致", clause=CLAUSE, severity=Severity.WARNING)
def requests_received(report: Report) -> Iterator[Problem]:
    """正文说收到、受理多少件申请，应当等于表三的新收，或新收加上年结转；两种说法都可以，写明是哪一种更好。

    不对：
        总体情况:
          依申请公开: 全年收到政府信息公开申请3件。

    对：
        收到和处理政府信息公开申请情况:
          本年新收政府信息公开申请数量: {自然人: 3}
          本年度办理结果:
            予以公开: {自然人: 3}
        总体情况:
          依申请公开: 全年收到政府信息公开申请3件，“12345”热线受理诉求20件。
    """
    yield from _compared(report, "N01")


@check("N02", "正文的申请人数与表三一致", clause=CLAUSE, severity=Severity.WARNING)
def applicants(report: Report) -> Iterator[Problem]:
    """正文说自然人、法人或其他组织各多少件，应当等于表三的列。

    不对：
        总体情况:
          依申请公开: 受理的申请中，自然人提出2件。

    对：
        总体情况:
          依申请公开: 受理的申请中，自然人提出0件。
    """
    yield from _compared(report, "N02")


@check("N03", "正文的办结数和结转数与表三一致", clause=CLAUSE, severity=Severity.WARNING)
def requests_done(report: Report) -> Iterator[Problem]:
    """正文说办结、答复、结转多少件，应当等于表三的“（七）总计”“上年结转”“结转下年度”。

    不对：
        总体情况:
          依申请公开: 年内办结申请5件。

    对：
        总体情况:
          依申请公开: 年内办结申请0件，网民留言办结12件。
    """
    yield from _compared(report, "N03")


@check("N04", "正文的办理结果与表三一致", clause=CLAUSE, severity=Severity.WARNING)
def results(report: Report) -> Iterator[Problem]:
    """正文说予以公开、部分公开、不予公开、无法提供、不予处理、其他处理及其原因各多少件，应当等于表三的组和行。

    不对：
        总体情况:
          依申请公开: 办结的申请中，予以公开4件。

    对：
        总体情况:
          依申请公开: 办结的申请中，予以公开0件，部分公开0件。
    """
    yield from _compared(report, "N04")
    for name, paths in GROUPS.items():
        pattern = re.compile(
            rf"{NOT}(?:有|作出|发生|出现)?(?:依法)?(?:[^，。；]{{0,6}}[和、])?{name}(?:和[^，。；]{{0,6}})?的?(?:情形|决定|情况|申请)"
        )
        yield from denied(report, pattern, Reading(name, paths), ONLY_PART)


@check("N07", "正文的复议诉讼数与表四一致", clause=CLAUSE, severity=Severity.WARNING)
def reviews_and_suits(report: Report) -> Iterator[Problem]:
    """正文说行政复议、行政诉讼及其结果各多少件，应当等于表四；诉讼是两组之和。备案、应诉的件数口径不同，不比。

    不对：
        总体情况:
          监督保障: 因政府信息公开被申请行政复议2件。

    对：
        总体情况:
          监督保障: 因政府信息公开被申请行政复议0件，备案行政复议决定12件。
    """
    yield from _compared(report, "N07")


@check("N11", "正文的规章和规范性文件数与表二一致", clause=CLAUSE, severity=Severity.WARNING)
def documents(report: Report) -> Iterator[Problem]:
    """正文说制发、废止、现行有效多少件，应当等于表二。

    不对：
        总体情况:
          主动公开: 全年制发行政规范性文件3件。

    对：
        总体情况:
          主动公开: 全年制发行政规范性文件0件，修订规章制度3件。
    """
    yield from _compared(report, "N11")
    for words, deed in ((r"制发|制定|出台|印发", "issued"), ("废止", "repealed")):
        pattern = re.compile(rf"{NOT}(?:有)?(?:新)?(?:{words})(?:任何)?(?:行政)?规范性文件")
        path = f"disclosure.normative_documents.{deed}"
        yield from denied(report, pattern, Reading("规范性文件" + words[:2], (path,)), ONLY_PART)


@check("N12", "正文的许可处罚强制数与表二一致", clause=CLAUSE, severity=Severity.WARNING)
def decisions(report: Report) -> Iterator[Problem]:
    """正文说行政许可、行政处罚、行政强制多少件，应当等于表二；写“万件”“余件”时按所写的位数比。

    不对：
        总体情况:
          主动公开: 作出行政处罚决定35件。

    对：
        总体情况:
          主动公开: 作出行政处罚决定0件。
    """
    yield from _compared(report, "N12")
    for key, name in DECISIONS.items():
        pattern = re.compile(rf"{NOT}(?:作出|实施|办理|发生|采取|有)+(?:任何)?(?:[^，。；]{{0,6}}[和、])?{name}")
        yield from denied(report, pattern, Reading(name, (f"disclosure.{key}",)), ONLY_PART)
