"""What the checks of prose share: the sentences that speak of this year, and what contradicts a figure when it is denied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from goigen.checks.passages import rejoined
from goigen.checks.registry import Problem
from goigen.checks.subjects import domain_at
from goigen.checks.vocabulary import Reading
from goigen.prose import Sentence, sentences
from goigen.report import Paragraph, Report
from goigen.report.wording import number_text

CLAUSE = "国办公开办函〔2021〕30号二（四）：内容准确"
NOT = r"(?:未|没有|无|尚无|没|无人|无一|尚未|未曾|从未|零)"


@lru_cache(maxsize=4)
def told(report: Report) -> tuple[tuple[Paragraph, Sentence, str], ...]:
    """The sentences of parts one, five and six that speak of this year, with what the text before them spoke about."""
    return tuple(one for one in everything_told(report) if not other_year(one[1], report))


@lru_cache(maxsize=4)
def everything_told(report: Report) -> tuple[tuple[Paragraph, Sentence, str], ...]:
    """Those that open with another year as well."""
    return tuple(_told(report))


def _told(report: Report) -> Iterator[tuple[Paragraph, Sentence, str]]:
    for topics in report.sections.values():
        for topic in topics:
            for paragraph in rejoined(topic.paragraphs):
                domain = "request"
                for sentence in sentences(paragraph.text):
                    if not SKIPPED.search(sentence.text):
                        yield paragraph, sentence, domain
                    domain = domain_at(sentence.text, len(sentence.text), domain)


SKIPPED = re.compile(r"^改进情况|^预计|^计划|^力争")


def other_year(sentence: Sentence, report: Report) -> bool:
    """Whether a sentence opens with another year: what it counts is not in this year's tables."""
    found = re.match(r"(\d{4})年", sentence.text)
    return found is not None and int(found[1]) != report.year


def contradicts(paragraph: Paragraph, sentence: Sentence, at: int, said: str, report: Report, reading: Reading) -> Problem | None:
    """The text denies what the tables count."""
    number = reading.of(report)
    if not number:
        return None
    message = f"正文写“{said}”，表里{reading.name}是 {number_text(number)}"
    return Problem(paragraph.path, message, "改正文，或核对表。", paragraph.at(sentence.at(at)), left="0", right=number_text(number))


def denied(report: Report, pattern: re.Pattern[str], reading: Reading, unless: re.Pattern[str]) -> Iterator[Problem]:
    for paragraph, sentence in _denials(report):
        for found in pattern.finditer(sentence.text):
            clause = re.split(r"[，；。]", sentence.text[: found.start()])[-1] + found[0]
            clause += re.split(r"[，；。]", sentence.text[found.end() :])[0]
            problem = None if unless.search(clause) else contradicts(paragraph, sentence, found.start(), clause[:24], report, reading)
            if problem:
                yield problem


@lru_cache(maxsize=4)
def _denials(report: Report) -> tuple[tuple[Paragraph, Sentence], ...]:
    """The few sentences that deny anything: twenty patterns ask for them."""
    return tuple((paragraph, sentence) for paragraph, sentence, _ in told(report) if re.search("[未没无零]|0件", sentence.text))
