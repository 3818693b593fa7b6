"""The sheet of a workbook form for the answers to what was to be verified."""

from __future__ import annotations

from goigen.forms.workbook import looks
from goigen.forms.workbook.book import Book
from goigen.forms.workbook.content import Content
from goigen.forms.workbook.prose import PROSE
from goigen.report.names import ANSWERS
from goigen.report.workbook_words import (
    ANSWER,
    CODE,
    GUIDE,
)

LEAST_ANSWERS = 12
ANSWERING = f"{GUIDE} goigen check 查出的“核实”项，确实无误的，把提醒末尾方括号里的编号写在左边，情况写在右边，如 T03：与财政决算一致。"


def write_answers(book: Book, content: Content) -> None:
    page = book.page(ANSWERS, "#7A7A7A")
    page.columns((14.0, PROSE[1]))
    page.put(0, 0, ANSWERS, looks.PART, columns=2)
    page.height(0, 30)
    page.put(1, 0, ANSWERING, looks.GUIDE, columns=2)
    page.height(1, 32)
    page.put(2, 0, CODE, looks.HEAD)
    page.put(2, 1, ANSWER, looks.HEAD)
    answers = list(content.answers.items())
    for index in range(max(LEAST_ANSWERS, len(answers) + 3)):
        check, answer = answers[index] if index < len(answers) else (None, None)
        page.put(3 + index, 0, check, looks.TOPIC)
        page.put(3 + index, 1, answer, looks.PROSE)
        page.grow(3 + index, answer or "", PROSE[1] * 0.88)
    page.print_area(2 + max(LEAST_ANSWERS, len(answers) + 3), 1)
    page.open_first(3, 0)
