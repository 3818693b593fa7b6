"""The title, broken into lines as GB/T 9704 asks: whole words, agency first, the report's name below."""

from __future__ import annotations

import re

from goigen.report import Report
from goigen.report.wording import UNFILLED

MOST_CHARACTERS = 20  # of 22 pt on a line of 156 mm
KIND = "政府信息公开工作年度报告"


def default_title(report: Report) -> str:
    return f"{report.agency.name or UNFILLED}{report.year or UNFILLED}年{KIND}"


def title_lines(title: str, agency: str) -> tuple[str, ...]:
    """Agency and the rest on lines of their own; a part that is too long for its line is halved."""
    title = re.sub(r"(?<=[^\x00-\xff])\s+|\s+(?=[^\x00-\xff])", "", title.strip())
    if agency and title.startswith(agency) and len(title) > len(agency):
        parts = [agency, title[len(agency) :]]
    elif len(title) > MOST_CHARACTERS and title.endswith(KIND) and len(title) > len(KIND):
        parts = [title[: -len(KIND)], KIND]
    else:
        parts = [title]
    return tuple(line for part in parts for line in _fitted(part))


def _fitted(part: str) -> list[str]:
    lines = -(-len(part) // MOST_CHARACTERS)
    size = -(-len(part) // lines)
    return [part[start : start + size] for start in range(0, len(part), size)]
