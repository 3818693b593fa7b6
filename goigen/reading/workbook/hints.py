"""Advice that was worded for the lines of a YAML form → the same for the cells of a workbook. Only words change."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from goigen.finding import Finding
from goigen.report.workbook_words import ALL_ZERO, FEES_ZERO, TICK, ZERO_REST

IN_A_CELL = re.compile(r"工作表“.+”(?:[A-Z]{1,3}\d+)?")
WORDED = (
    (re.compile(r"全是零就写“[^”]*: 0”。"), f"全是零就在“{ZERO_REST}”或“{ALL_ZERO}”处选 {TICK}，不用逐格填。"),
    (re.compile(r"写成 \{.*\}；全是零就写 0。"), f"三格都填数；全是零就在“{FEES_ZERO}”处选 {TICK}。"),
    (re.compile(r"补上“([^”]*):”，六个部分一个也不能少。"), r"补上“\1”的工作表，六个部分一个也不能少；可以从一份新的表里复制过来。"),
    (re.compile(r"若是小标题，写成“标题: 正文”。"), "若是小标题，写在左边“小标题”一列。"),
)


def in_cells(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings of a run; those of a workbook form say what to do in its cells."""
    return tuple(_reworded(finding) if IN_A_CELL.fullmatch(finding.place.where) else finding for finding in findings)


def _reworded(finding: Finding) -> Finding:
    hint = finding.hint
    for pattern, words in WORDED:
        hint = pattern.sub(words, hint)
    return replace(finding, hint=hint)
