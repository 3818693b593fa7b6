"""Findings → the check sheet as a Document: what a clerk hands in with the report, and what an office files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from goigen.document import Block, Cell, CellRole, Document, Grid, Heading, Paragraph
from goigen.finding import Finding, Severity
from goigen.layout.breaking import break_lines
from goigen.layout.grids import CELL_PADDING, LEADING, MM_PER_POINT

TITLE = ("政府信息公开工作年度报告", "审核单")
SIZE = 10.5
ROW_PADDING = 2.0  # mm
FINDINGS = (("级别", 14.0), ("编号", 13.0), ("位置", 20.0), ("内容", 65.0), ("说明或建议", 44.0))
AGENCIES = (("机关", 66.0), ("年度", 15.0), ("强制", 15.0), ("核实", 15.0), ("已说明", 17.0), ("提示", 15.0), ("结论", 13.0))


@dataclass(frozen=True)
class Sheet:
    """What the sheet needs to know of one report."""

    name: str
    agency: str
    year: str
    digest: str
    findings: tuple[Finding, ...]

    def count(self, severity: Severity) -> int:
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def verdict(self) -> str:
        if self.count(Severity.ERROR):
            return "退回"
        return "待说明" if any(finding.open for finding in self.findings) else "通过"


def lay_out_sheet(sheets: Sequence[Sheet], version: str) -> Document:
    """One part a report; before them, where there are several, a table with one line an agency."""
    first = sheets[0]
    several = len(sheets) > 1
    blocks: list[Block] = [_overview(sheets)] if several else []
    for number, sheet in enumerate(sheets, 1):
        blocks += _report(sheet, f"{number}." if several else "")
    blocks.append(Paragraph(f"goigen {version} 生成。强制项必须改正；核实项请核对，无误的在表里写明；提示供参考。", "note"))
    return Document(TITLE, "政务公开主管部门" if several else first.agency, first.year, tuple(blocks))


def _overview(sheets: Sequence[Sheet]) -> Grid:
    rows = [(sheet.agency, sheet.year, *_counts(sheet), sheet.verdict) for sheet in sheets]
    return _grid("agencies", "各机关一览", AGENCIES, rows)


def _counts(sheet: Sheet) -> Iterator[str]:
    yield str(sheet.count(Severity.ERROR))
    yield str(sheet.count(Severity.WARNING))
    yield str(sum(finding.answer is not None for finding in sheet.findings))
    yield str(sheet.count(Severity.INFO))


def _report(sheet: Sheet, number: str) -> Iterator[Block]:
    heading = f"{number}{sheet.agency} {sheet.year}年：{sheet.verdict}"
    facts = (Paragraph(f"文件：{sheet.name}", "note"), Paragraph(f"SHA-256：{sheet.digest}", "note"))
    if not sheet.findings:
        yield Heading(1, heading)
        yield from facts
        yield Paragraph("没有查出问题。")
        return
    rows = [(f.severity.label, f.check, _place(f), f.message, _remark(f)) for f in sheet.findings]
    yield _grid("findings", heading, FINDINGS, rows, *facts)


def _place(finding: Finding) -> str:
    line = finding.place.line
    return f"第 {line} 行" if line else finding.place.where or "全文"


def _remark(finding: Finding) -> str:
    return f"说明：{finding.answer}" if finding.answer else finding.hint


def _grid(key: str, heading: str, columns: Sequence[tuple[str, float]], rows: Sequence[Sequence[str]], *notes: Paragraph) -> Grid:
    widths = tuple(width for _, width in columns)
    em = SIZE * MM_PER_POINT
    leading = SIZE * LEADING
    cells = []
    heights = []
    for number, row in enumerate((tuple(name for name, _ in columns), *rows)):
        broken = [break_lines(text, (width - CELL_PADDING) / em) for text, width in zip(row, widths, strict=True)]
        heights.append(round(max(map(len, broken)) * leading * MM_PER_POINT + ROW_PADDING, 3))
        long = max(widths)
        for column, lines in enumerate(broken):
            role: CellRole = "stub" if number and widths[column] > long / 2 else "head"
            cells.append(Cell(number, column, lines, role))
    return Grid(key, Heading(1, heading), tuple(cells), widths, tuple(heights), SIZE, leading, 1, notes=tuple(notes), whole=False)
