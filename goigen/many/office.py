"""The office's workbook: one line a unit, all figures as a flat table, the pairs that are too alike. Text is text and never a formula."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from goigen.finding import Finding, Severity
from goigen.many.tasks import Outcome
from goigen.standard import FORM, Figure
from goigen.writers.xlsx import cell_text

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

UNITS = (
    ("机关", 36),
    ("年度", 7),
    ("状态", 10),
    ("强制", 7),
    ("核实已说明", 11),
    ("核实未说明", 11),
    ("提示", 7),
    ("第一条问题", 60),
    ("名单核对", 44),
    ("应当公布的日期", 15),
    ("文件", 40),
    ("SHA-256", 66),
)
PAIRS = (("机关", 36), ("和它相似的机关", 36), ("部分", 26), ("相似度", 9), ("文件", 40), ("相似的文件", 40))
# 条例第四十九条; the day of townships is that of the departments, unless the place says otherwise
GOVERNMENTS = frozenset(("省级政府", "设区的市级政府", "县级政府"))
MISSING = "R20"


def write_office(path: Path, outcomes: Sequence[Outcome], notices: Sequence[Finding] = ()) -> bytes:
    """The workbook of many reports; `notices` are what comparing with a roster found. The bytes have no clock in them."""
    import xlsxwriter  # Why here: only this sheet asks for it

    # Why a folder: rows go to the disk as they come, so that five thousand units need no more memory than fifty
    with TemporaryDirectory(prefix="goigen-") as folder:
        target = Path(folder, path.name or "office.xlsx")
        options = {"constant_memory": True, "tmpdir": folder, "strings_to_formulas": False, "strings_to_urls": False}
        book = xlsxwriter.Workbook(str(target), options)
        book.set_properties({"title": "政府信息公开工作年度报告审核表", "created": datetime(2000, 1, 1)})
        head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter", "bg_color": "#EDEDED"})
        _sheet(book.add_worksheet("各机关"), head, UNITS, _units(outcomes, notices))
        columns = (("机关", 36), ("年度", 7), *((_called(figure), 14) for figure in FORM.figures.values()))
        _sheet(book.add_worksheet("全部数"), head, columns, _figures(outcomes))
        _sheet(book.add_worksheet("相似"), head, PAIRS, _pairs(outcomes))
        book.close()
        return target.read_bytes()


def _sheet(sheet: Worksheet, head: Format, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[object]]) -> None:
    for column, (_, width) in enumerate(columns):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, 0, len(columns) - 1)
    for column, (name, _) in enumerate(columns):
        sheet.write_string(0, column, name, head)
    for row, values in enumerate(rows, 1):
        for column, value in enumerate(values):
            if value is None or value == "":
                continue
            if isinstance(value, str):
                sheet.write_string(row, column, cell_text(value))
            else:
                sheet.write_number(row, column, value)


def _called(figure: Figure) -> str:
    """A name of one line for a figure, which no other has: 表三·本年度办理结果·不予公开·属于国家秘密·自然人."""
    return "·".join((figure.table.called, *figure.yaml_path[1:]))


def _units(outcomes: Sequence[Outcome], notices: Sequence[Finding]) -> Iterator[Sequence[object]]:
    said: dict[str, list[Finding]] = defaultdict(list)
    for notice in notices:
        said[notice.place.file].append(notice)
    names = {outcome.name for outcome in outcomes}
    for outcome in outcomes:
        yield _unit(outcome, said.get(outcome.name, []))
    for notice in notices:
        if notice.place.file not in names:
            status = "缺交" if notice.check == MISSING else "名单"
            yield ("", None, status, None, None, None, None, "", notice.message, "", notice.place.file, "")


def _unit(outcome: Outcome, notices: list[Finding]) -> Sequence[object]:
    stopping = [finding for finding in outcome.findings if finding.stops]
    asked = [finding for finding in outcome.findings if finding.open]
    first = next(iter([*stopping, *asked, *outcome.findings]), None)
    answered = sum(finding.answer is not None for finding in outcome.findings)
    return (
        outcome.agency or "（没有读出机关）",
        outcome.year,
        _status(outcome, stopping, asked, notices),
        len(stopping),
        answered,
        len(asked),
        outcome.count(Severity.INFO),
        f"{first.message} [{first.check}]" if first else outcome.failure,
        "；".join(notice.message for notice in notices),
        _deadline(outcome),
        outcome.name,
        outcome.digest,
    )


def _status(outcome: Outcome, stopping: list[Finding], asked: list[Finding], notices: list[Finding]) -> str:
    if not outcome.readable or outcome.failure:
        return "读不出"
    if stopping or any(notice.stops for notice in notices):
        return "退回"
    return "待说明" if asked or notices else "通过"


def _deadline(outcome: Outcome) -> str:
    if not outcome.year:
        return ""
    return f"{outcome.year + 1}-03-31" if outcome.category in GOVERNMENTS else f"{outcome.year + 1}-01-31"


def _figures(outcomes: Sequence[Outcome]) -> Iterator[Sequence[object]]:
    """One line a unit, blank where a figure is open."""
    for outcome in outcomes:
        if outcome.readable:
            yield outcome.agency, outcome.year, *outcome.figures


def _pairs(outcomes: Sequence[Outcome]) -> Iterator[Sequence[object]]:
    """Each pair once, the most alike first."""
    agencies = {outcome.name: outcome.agency for outcome in outcomes}
    pairs: dict[tuple[str, str, str], float] = {}
    for outcome in outcomes:
        for other, part, likeness in outcome.like:
            first, second = sorted((outcome.name, other))
            pairs[first, second, part] = likeness
    for (first, second, part), likeness in sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0])):
        yield agencies.get(first, ""), agencies.get(second, ""), part, round(likeness, 3), first, second
