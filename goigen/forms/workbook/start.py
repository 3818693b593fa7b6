"""The first sheet of a workbook form: how to fill it in, the agency, and how much is still open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

from goigen.forms.workbook import looks
from goigen.forms.workbook.book import Book, Page, Style, style
from goigen.forms.workbook.content import Content, Held
from goigen.forms.workbook.points import Points
from goigen.report.fields import LAST_YEAR, Agency, Category, FormModel, Particulars, alias_of
from goigen.report.names import AGENCY, PREAMBLE
from goigen.report.workbook_words import (
    BOOK,
    CONTENT,
    GUIDE,
    ITEM,
    PREAMBLE_HELP,
    REMARK,
    REST,
    START,
    TICK,
)
from goigen.standard import FORM

HOW_TO = (
    f"{GUIDE} 每个部分一页。浅黄色的格填写，其余的格锁着，以免误改（没有密码，确需改动时在“审阅”里撤销工作表保护）。",
    f"{GUIDE} 没有填不等于零：没有就填 0；一组或整张表都是零，在“空格为零”“本表全部为零”处选 {TICK}，不用逐格填。",
    f"{GUIDE} 总计自动计算，不平的数立即变红，表的下面写明哪一行、哪一列不平。鼠标停在右上角有红点的格上，看每一项怎样计。",
    f"{GUIDE} 全部填好后保存，用 goigen check 检查，用 goigen render 生成报告。",
)
TEXTS = (20.0, 62.0, 46.0)
LEAST_PARAGRAPHS = 3
BLANK_LINES = "\n"  # an empty cell for a paragraph begins two lines high
REQUIRED = (alias_of(Particulars, "year"), alias_of(Agency, "name"))


def write_start(book: Book, content: Content, points: Points) -> Page:
    """The first sheet: how to fill in, and the agency. What is open is counted there later, by `write_summary`."""
    page = book.page(START, "#0B4F9E")
    page.columns(TEXTS)
    page.put(0, 0, BOOK, looks.TITLE, columns=3)
    page.height(0, 36)
    for row, line in enumerate(HOW_TO, 2):
        page.put(row, 0, line, looks.GUIDE, columns=3)
        page.height(row, 19)
    row = 2 + len(HOW_TO)
    page.height(row, 22)
    for column, head in enumerate((ITEM, CONTENT, REMARK)):
        page.put(row, column, head, looks.HEAD)
    rows = _Rows(page, points, row + 1)
    rows.field(Particulars, "code", FORM.code, looks.FIELD)
    rows.field(Particulars, "year", _year(content), style(looks.WORD, num_format="0"))
    page.put(rows.row, 0, AGENCY, looks.HEAD, columns=3)
    rows.row += 1
    for field in Agency.model_fields:
        rows.field(Agency, field, content.agency.get(alias_of(Agency, field)), looks.WORD)
    page.put(rows.row, 0, REST, looks.HEAD, columns=3)
    rows.row += 1
    for field in ("title", "issued_on"):
        rows.field(Particulars, field, content.texts.get(alias_of(Particulars, field)), looks.WORD)
    _preamble(page, rows.row, content.preamble)
    page.open_first(row + 2, 1)
    return page


def write_summary(page: Page, points: Points) -> None:
    """The line of the first sheet that says how much is open."""
    page.formula(1, 0, points.summary_elsewhere(), points.summary_now, style(looks.LINK, indent=0, align="center"), columns=3)


def _year(content: Content) -> str | int | None:
    typed = content.texts.get(REQUIRED[0])
    return int(typed) if typed and typed.isdigit() and len(typed) == 4 else typed


@dataclass
class _Rows:
    """Rows of one field each: label, value, explanation."""

    page: Page
    points: Points
    row: int

    def field(self, model: type[FormModel], name: str, held: Held, look: Style) -> None:
        alias = alias_of(model, name)
        self.page.put(self.row, 0, alias, looks.FIELD)
        self.page.put(self.row, 1, held, look)
        self.page.put(self.row, 2, model.model_fields[name].description or "", looks.GUIDE)
        self.page.height(self.row, 36 if (model, name) == (Agency, "category") else 25)
        if rule := _rule(model, name):
            self.page.validate((self.row, 1, self.row, 1), rule)
        if alias in REQUIRED:
            self.points.unfilled(self.page, (self.row, 1), f"“{alias}”还没有填", filled=bool(held))
        self.row += 1


def _rule(model: type[FormModel], name: str) -> dict[str, Any] | None:
    if (model, name) == (Particulars, "year"):
        years = {"validate": "integer", "criteria": "between", "minimum": FORM.first_year, "maximum": LAST_YEAR}
        return {**years, "error_title": "年度不对", "error_message": f"年度是四位数的年份，{FORM.first_year} 年起。"}
    if (model, name) == (Agency, "category"):
        names = list(get_args(Category)[1:])
        return {"validate": "list", "source": names, "error_title": "从名单里选", "error_message": f"类别只能是：{'、'.join(names)}。"}
    return None


def _preamble(page: Page, row: int, paragraphs: Sequence[str]) -> None:
    for index in range(max(LEAST_PARAGRAPHS, len(paragraphs) + 1)):
        page.put(row, 0, PREAMBLE if not index else None, looks.FIELD)
        text = paragraphs[index] if index < len(paragraphs) else None
        page.put(row, 1, text, looks.INPUT)
        page.grow(row, text or BLANK_LINES, TEXTS[1] * 0.92)
        page.put(row, 2, PREAMBLE_HELP if not index else None, looks.GUIDE)
        row += 1
    page.print_area(row - 1, 2)
