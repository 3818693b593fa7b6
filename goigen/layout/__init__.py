"""Report → Document. All wording, order, numbering and arithmetic of the printed page happens here, once."""

from __future__ import annotations

from collections.abc import Iterator

from goigen.document import Block, Document, Heading, Paragraph
from goigen.layout.grids import grid
from goigen.layout.prose import draft_mark, fee_statement, preamble
from goigen.layout.title import default_title, title_lines
from goigen.report import Report, Topic
from goigen.report.dump import to_form
from goigen.report.wording import UNFILLED
from goigen.standard import FORM, Section

__all__ = ["lay_out"]

NUMERALS = "一二三四五六七八九"


def lay_out(report: Report, *, draft: bool = False) -> Document:
    """The report as it stands on paper. With `draft` it carries a mark, and open figures are empty cells."""
    title = report.title or default_title(report)
    opening = [preamble(report)] if report.preamble is None else [p.text for p in report.preamble]
    return Document(
        title=title_lines(title, report.agency.name),
        agency=report.agency.name or UNFILLED,
        year=str(report.year or UNFILLED),
        blocks=(
            *([Paragraph(draft_mark(), "draft")] if draft else []),
            *(Paragraph(text) for text in opening),
            *(block for section in FORM.sections for block in _section(report, section)),
            *_signature(report),
        ),
        draft=draft,
        data=to_form(report, title=title, preamble=opening),
    )


def _section(report: Report, section: Section) -> Iterator[Block]:
    if section.table:
        notes = tuple(Paragraph(note.text, "note") for note in report.notes.get(section.key, ()))
        yield grid(report, section, section.table, _introduced(notes))
        return
    yield Heading(1, section.title)
    if section.key == "other_matters" and report.fees:
        yield Paragraph(fee_statement(report, report.fees))
    yield from _topics(report.sections.get(section.key, ()))


def _introduced(notes: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """The first note begins with 注：, however it was typed."""
    if not notes:
        return ()
    first, *others = notes
    text = first.text if first.text.startswith(("注：", "附注：", "说明：")) else f"注：{first.text}"
    return (Paragraph(text, "note"), *others)


def _topics(topics: tuple[Topic, ...]) -> Iterator[Block]:
    """Headed topics are numbered （一）（二）… in order; text without a heading is not."""
    number = 0
    for topic in topics:
        if topic.heading:
            number += 1
            yield Heading(2, f"（{numeral(number)}）{topic.heading}")
        yield from (Paragraph(paragraph.text) for paragraph in topic.paragraphs)


def numeral(number: int) -> str:
    """1 → 一, 12 → 十二, 30 → 三十; beyond 99, which no report needs, in digits."""
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else NUMERALS[tens - 1]) + ("十" if tens else "") + (NUMERALS[ones - 1] if ones else "")


def _signature(report: Report) -> Iterator[Paragraph]:
    day = report.particulars.issued_on
    if day:
        yield Paragraph(report.agency.name or UNFILLED, "signature")
        yield Paragraph(f"{day.year}年{day.month}月{day.day}日", "date")
