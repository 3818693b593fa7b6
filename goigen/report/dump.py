"""Report → the keys of the form again, complete: all totals, all default words filled in. What `-f json` writes."""

from __future__ import annotations

from typing import Any

from goigen.report.fields import Particulars, alias_of, form_values
from goigen.report.model import Paragraph, Report, Topic
from goigen.report.names import AGENCY, ANSWERS, BODY, FEES, LEAD, NOTE, PREAMBLE, PROSE, SIX
from goigen.report.shape import TABLES, Shape
from goigen.standard import FORM


def to_form(report: Report, *, title: str, preamble: list[str]) -> dict[str, Any]:
    """Nested plain values under the official names, in the order of the form. Figures are int, Decimal or None."""
    form: dict[str, Any] = form_values(report.particulars)
    issued_on = form.pop(alias_of(Particulars, "issued_on"), None)
    form[AGENCY] = form_values(report.agency)
    form[alias_of(Particulars, "title")] = title
    form[PREAMBLE] = "\n".join(preamble) or "无"
    if issued_on:
        form[alias_of(Particulars, "issued_on")] = issued_on.isoformat()
    for section in FORM.sections:
        if section.table:
            form[section.name] = _table(report, TABLES[section.name], report.notes.get(section.key, ()))
        elif section in PROSE:
            form[section.name] = _prose(report.sections.get(section.key, ()), (BODY, LEAD) if section is SIX else (LEAD, BODY))
    if report.fees:
        form[SIX.name] = {FEES: form_values(report.fees), **form[SIX.name]}
    if report.answers:
        form[ANSWERS] = {check: answer.text for check, answer in report.answers.items()}
    return form


def _table(report: Report, shape: Shape, notes: tuple[Paragraph, ...]) -> object:
    if shape.is_leaf:
        return report.figures[shape.figures[0].path]
    values = {child.name: _table(report, child, ()) for child in shape.children}
    return {**values, NOTE: _words(notes)} if notes else values


def _prose(topics: tuple[Topic, ...], untitled: tuple[str, str]) -> dict[str, str]:
    """Headings with their texts; a part may have two texts without a heading, 概述 and 正文."""
    names = iter(untitled)
    return {topic.heading or next(names): _words(topic.paragraphs) for topic in topics}


def _words(paragraphs: tuple[Paragraph, ...]) -> str:
    return "\n".join(paragraph.text for paragraph in paragraphs)
