"""The form as a workbook, for people who fill it in with Excel, WPS or LibreOffice: blank, or with what is known already.

`blank_workbook` and `workbook` are the ways in. The same content gives the same bytes. No macros; nothing that was typed becomes a formula.
"""

from __future__ import annotations

from goigen.errors import UserError
from goigen.forms.last_year import LastYear
from goigen.forms.workbook.answers import write_answers
from goigen.forms.workbook.book import Book
from goigen.forms.workbook.content import Content, blank, of_report, with_raw
from goigen.forms.workbook.points import Points
from goigen.forms.workbook.prose import write_prose
from goigen.forms.workbook.start import write_start, write_summary
from goigen.forms.workbook.tables import TableSheet
from goigen.report import Report, load
from goigen.report.fields import Agency, alias_of
from goigen.report.workbook_words import BOOK, DEFINED_NAME, START
from goigen.source import Mapping, Source
from goigen.standard import FORM


def blank_workbook(*, year: int | None = None, agency: str = "", last: LastYear | None = None) -> bytes:
    """A blank form; with `last` it begins where last year's report ended."""
    return _written(blank(year, agency, last))


def workbook(form: Report | Source) -> bytes:
    """A form that is filled in. From its tree, what could not be understood is kept as it was typed. Raises UserError if it has none."""
    if isinstance(form, Report):
        return _written(of_report(form))
    report, findings = load(form)
    if report is None:
        raise UserError(f"{form.name}：{findings[0].message}")
    content = of_report(report)
    return _written(with_raw(content, form.root) if isinstance(form.root, Mapping) else content)


def _written(content: Content) -> bytes:
    book = Book(BOOK, content.agency.get(alias_of(Agency, "name"), ""))
    points = Points()
    start = write_start(book, content, points)
    for section in FORM.sections:
        if section.table:
            TableSheet(book, section, section.table, content, points).write()
        else:
            write_prose(book, section, content, points)
    write_answers(book, content)
    points.write(book)
    write_summary(start, points)
    book.mark(DEFINED_NAME, f"'{START}'!$A$1", FORM.code)
    return book.data()
