"""Two reports → what changed: figures cell by cell, prose by paragraph. For two years, or two versions of one form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from goigen.report import Number, Report, Topic, value
from goigen.report.fields import FormModel, Particulars, alias_of, form_values
from goigen.report.names import AGENCY, PREAMBLE, SIX
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
    """Paragraphs of one part that were taken out or put in; also a line of the agency, of the fees, a note below a table."""

    part: str
    old: tuple[str, ...]
    new: tuple[str, ...]


def figure_changes(old: Report, new: Report) -> Iterator[FigureChange]:
    for path, figure in FORM.figures.items():
        before, after = value(old, path), value(new, path)
        if before != after:
            yield FigureChange(figure, before, after)


def prose_changes(old: Report, new: Report) -> Iterator[ProseChange]:
    before, after = dict(_parts(old)), dict(_parts(new))
    for part, texts in before.items():
        for kind, a, b, c, d in SequenceMatcher(None, texts, after[part], autojunk=False).get_opcodes():
            if kind != "equal":
                yield ProseChange(part, tuple(texts[a:b]), tuple(after[part][c:d]))


def _parts(report: Report) -> Iterator[tuple[str, list[str]]]:
    """Everything that a report says besides the figures of its tables, in printing order."""
    yield alias_of(Particulars, "title"), [report.title] if report.title else []
    yield AGENCY, _fields(report.agency)
    preamble = [paragraph.text for paragraph in report.preamble or ()]
    yield PREAMBLE, preamble or ([] if report.preamble is None else ["无"])
    for section in FORM.sections:
        notes = [note.text for note in report.notes.get(section.table.key, ())] if section.table else []
        fees = _fields(report.fees) if section is SIX and report.fees else []
        yield section.name, [*fees, *_paragraphs(report.sections.get(section.key, ())), *notes]


def _fields(model: FormModel) -> list[str]:
    return [f"{name}：{number_text(text) if isinstance(text, Number) else text}" for name, text in form_values(model).items()]


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
