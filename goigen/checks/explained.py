"""Whether the report itself already says why a figure is what it is: then nobody needs to ask."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goigen.report import Paragraph, Report
from goigen.report.keys import plain
from goigen.standard import FORM

OVERVIEW = FORM.section("overview")
SENTENCE_END = re.compile(r"[。！？；;!?]")


def is_explained(report: Report, table: str, about: str, why: str, *, after: int = 0) -> bool:
    """Whether part one or the note below a table has a sentence about the matter (a pattern) that gives a reason (a pattern).

    The reason may stand up to `after` sentences later in the same topic.
    """
    return any(
        re.search(about, sentence) and re.search(why, "".join(said[at : at + after + 1]))
        for said in _texts(report, table)
        for at, sentence in enumerate(said)
    )


def exactly(number: object) -> str:
    """A pattern for a number that is not part of a longer one."""
    return rf"(?<![\d.]){re.escape(str(number))}(?![\d.]*\d)"


def _texts(report: Report, table: str) -> Iterator[list[str]]:
    for topic in report.sections.get(OVERVIEW.key, ()):
        yield _sentences(topic.paragraphs)
    yield _sentences(report.notes.get(table, ()))


def _sentences(paragraphs: tuple[Paragraph, ...]) -> list[str]:
    return [sentence for paragraph in paragraphs for sentence in SENTENCE_END.split(plain(paragraph.text)) if sentence]
