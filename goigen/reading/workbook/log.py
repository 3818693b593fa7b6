"""What the reader of a workbook form notes: findings at cells, which cells it has used, and what the form itself prints around them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from goigen.finding import Finding, Place, Severity
from goigen.reading.recogniser.lines import BANNERS
from goigen.reading.workbook.page import Page, Spot
from goigen.reading.xlsx.sheet import UNCALCULATED
from goigen.report import workbook_words as words
from goigen.report.fields import Agency, Fees, Particulars, aliases
from goigen.report.keys import plain
from goigen.report.names import AGENCY, ANSWERS, FEES, NOTE, PREAMBLE
from goigen.source import Text
from goigen.standard import FORM
from goigen.standard.heads import Head

ERRORS = frozenset(("#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#N/A", "#NUM!", "#NULL!"))
OWN_STARTS = tuple(map(plain, (words.GUIDE, words.WELL, words.BROKEN, words.BALANCE)))
MOST_STRAYS = 20  # of one workbook; the rest is counted
SHOWN = 30


@cache
def printed_words() -> frozenset[str]:
    """Everything that the form prints and nobody fills in, as it is compared."""

    def below(head: Head) -> set[str]:
        return {plain(head.label)}.union(*map(below, head.parts))

    blocks = [block for table in FORM.tables for block in table.blocks]
    heads = {text for block in blocks for head in (*block.rows, *block.columns) for text in below(head)}
    models = (Particulars, Agency, Fees)
    fields = {str(field.description) for model in models for field in model.model_fields.values()}
    own = {value for name, value in vars(words).items() if name.isupper() and isinstance(value, str)}
    named = {alias for model in models for alias in aliases(model)} | {AGENCY, ANSWERS, FEES, NOTE, PREAMBLE, FORM.code}
    titles = {section.title for section in FORM.sections} | set(BANNERS) | {block.corner for block in blocks}
    return frozenset(heads | set(map(plain, fields | own | named | titles)))


def is_printed(text: str) -> bool:
    """Whether a text is one that goigen itself writes around the cells, so that nothing is lost when it is not read."""
    compared = plain(text)
    if text.startswith(words.STILL_OPEN[0]) and text.endswith(words.STILL_OPEN[1]):
        return True
    return compared.startswith(OWN_STARTS) or compared in printed_words() or text in words.YES | words.NO


@dataclass
class Log:
    """`used` are the cells whose text went into the form."""

    findings: list[Finding] = field(default_factory=list)
    used: set[tuple[int, Spot]] = field(default_factory=set)
    strays: int = 0

    def add(self, check: str, place: Place, path: str, message: str, hint: str = "", severity: Severity = Severity.ERROR) -> None:
        self.findings.append(Finding(check, severity, place, path, message, hint))

    def use(self, page: Page, spot: Spot) -> None:
        self.used.add((page.number, spot))

    def text(self, page: Page, spot: Spot, path: str, *, figure: bool = False, amount: bool = False) -> Text:
        """The text of a cell, which is used now; what a formula failed to give is reported here, if not by who reads figures."""
        self.use(page, spot)
        held = page.cells.get(spot)
        place = page.place(spot)
        if held is None:
            return Text("", place)
        if held.text == UNCALCULATED:
            hint = "在 Excel 或 WPS 里打开、保存一次就会算出来；或者直接填写内容。"
            self.add("S06", place, path, "这一格是公式，还没有计算过，没有读到内容", hint)
            return Text("", place)
        if not figure and held.formula and held.text in ERRORS:
            self.add("R05", place, path, f"这一格的公式出错了，显示的是“{held.text}”", "改正公式，或者直接填写内容。")
            return Text("", place)
        return Text(held.amount if amount else held.text, place)

    def stray(self, page: Page, rows: range) -> None:
        """Typed texts in these rows that went nowhere."""
        balances = {row for (row, _), held in page.cells.items() if held.text.startswith(words.BALANCE)}
        for spot, held in sorted(page.cells.items()):
            if spot[0] in balances and held.text.lstrip("-").isdigit():  # a sum of ours, pasted as a value
                continue
            if spot[0] not in rows or held.formula or (page.number, spot) in self.used or is_printed(held.text):
                continue
            self.strays += 1
            if self.strays <= MOST_STRAYS:
                hint = "要印在报告里的，移到相应的格里（表下面的话写在“附注”）；只给自己看的，可以不管。"
                self.add("R03", page.place(spot), "", f"“{shown(held.text)}”写在表格以外，没有读", hint, Severity.WARNING)

    def close(self, place: Place) -> None:
        if self.strays > MOST_STRAYS:
            message = f"还有 {self.strays - MOST_STRAYS} 格写在表格以外，没有读"
            self.add("R03", place, "", message, severity=Severity.WARNING)


def shown(text: str) -> str:
    flat = " ".join(text.split())
    return flat[:SHOWN] + ("…" if len(flat) > SHOWN else "")
