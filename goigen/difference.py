"""Two reports → what changed: figures cell by cell, prose by paragraph. For two years, or two versions of one form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from goigen.report import Number, Report, Topic, value
from goigen.report.wording import number_text
from goigen.standard import FORM, Figure


@dataclass(frozen=True)
class FigureChange:
    """One figure that is not the same; None stands for one that was not filled in."""

    figure: Figure
    old: Number | None
    new: Number | None

    @property
    def label(self) -> str:
        heads = [head.title for head in (*self.figure.row[-1:], *self.figure.column) if head.label and (head.name or not self.figure.row)]
        return self.figure.table.called + "·".join(f"“{head}”" for head in heads)

    @property
    def by(self) -> Number | None:
        return None if self.old is None or self.new is None else self.new - self.old

    @property
    def percent(self) -> str:
        return f"{100 * float(self.by) / float(self.old):+.1f}%" if self.by is not None and self.old else ""


@dataclass(frozen=True)
class ProseChange:
    """Paragraphs of one part that were taken out or put in."""

    part: str
    old: tuple[str, ...]
    new: tuple[str, ...]


def figure_changes(old: Report, new: Report) -> Iterator[FigureChange]:
    for path, figure in FORM.figures.items():
        before, after = value(old, path), value(new, path)
        if before != after:
            yield FigureChange(figure, before, after)


def prose_changes(old: Report, new: Report) -> Iterator[ProseChange]:
    for section in FORM.sections:
        if section.table is None:
            before, after = (_paragraphs(report.sections.get(section.key, ())) for report in (old, new))
            for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
                if kind != "equal":
                    yield ProseChange(section.name, tuple(before[a:b]), tuple(after[c:d]))


def _paragraphs(topics: tuple[Topic, ...]) -> list[str]:
    return [text for topic in topics for text in (*([topic.heading] if topic.heading else []), *(p.text for p in topic.paragraphs))]


def as_text(old: Report, new: Report) -> str:
    lines = ["数字："]
    for change in figure_changes(old, new):
        before, after = (number_text(n) for n in (change.old, change.new))
        by = f"，相差 {number_text(change.by) if change.by is not None else '—'}" + (f"（{change.percent}）" if change.percent else "")
        lines.append(f"  {change.label}：{before} → {after}{by}")
    lines += ["  没有变化"] if len(lines) == 1 else []
    lines.append("正文：")
    changes = list(prose_changes(old, new))
    for prose in changes:
        lines.append(f"  {prose.part}")
        lines += [f"    - {text}" for text in prose.old] + [f"    + {text}" for text in prose.new]
    return "\n".join(lines if changes else [*lines, "  没有变化"])


def as_data(old: Report, new: Report) -> dict[str, Any]:
    """The same for other programs; figures as text, exact."""
    return {
        "version": 1,
        "old": {"agency": old.agency.name, "year": old.year},
        "new": {"agency": new.agency.name, "year": new.year},
        "figures": [
            {
                "path": ".".join(change.figure.yaml_path),
                "old": None if change.old is None else number_text(change.old),
                "new": None if change.new is None else number_text(change.new),
                "difference": None if change.by is None else number_text(change.by),
                "percent": change.percent or None,
            }
            for change in figure_changes(old, new)
        ],
        "prose": [{"part": prose.part, "old": list(prose.old), "new": list(prose.new)} for prose in prose_changes(old, new)],
    }
