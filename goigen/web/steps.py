"""A form → what the page shows of it, step by step: the fields with their texts, and which findings belong to which step.

Labels come from the standard and the models, the figures that nobody typed from the report; nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal, get_args

from goigen.finding import Finding, Severity
from goigen.forms.hints import hint
from goigen.layout.prose import preamble
from goigen.report import Report
from goigen.report.fields import Agency, Category, Fees, FormModel, Particulars, alias_of
from goigen.report.keys import clean_heading
from goigen.report.names import AGENCY, BODY, FEES, LEAD, NOTE, PREAMBLE, SIX
from goigen.report.numbers import half_width
from goigen.report.wording import number_text
from goigen.source import Mapping, Node, Text
from goigen.standard import FORM, Figure, Section
from goigen.web.typed import node_at, text_at, typed_figures

Kind = Literal["figure", "sum", "line", "text", "choice"]
Path = tuple[str, ...]
FIRST, FINISH = "agency", "finish"  # the steps before the six parts and after them
STEPS: dict[str, str] = {FIRST: f"{AGENCY}和标题", **{section.key: section.title for section in FORM.sections}}
OF_SECTION = {section.name: section.key for section in FORM.sections}
CHOICES = get_args(Category)[1:]
UNTITLED = {LEAD: "印在最前面，没有小标题；可不填", BODY: "没有小标题；可不填"}
DEFAULT = "可不填。空着就用程序写的这一段；不要导语就写：无"


@dataclass(frozen=True)
class Field:
    """One thing to fill in. `shadow` is shown where nothing was typed; `last` is last year's; a sum cannot be typed into."""

    path: Path
    label: str
    text: str
    kind: Kind
    shadow: str = ""
    help: str = ""
    last: str = ""

    @cached_property
    def id(self) -> str:
        return identity(".".join(self.path))


@dataclass(frozen=True)
class State:
    """How far a step is."""

    key: str
    title: str
    errors: int
    open: int

    @property
    def words(self) -> str:
        parts = [f"{self.errors} 处要改" if self.errors else "", f"{self.open} 处待核实" if self.open else ""]
        return "，".join(filter(None, parts)) or "已完成"


def identity(path: str) -> str:
    """The id of the element for a path of the form: without blanks, which would end it."""
    return "p-" + "".join(path.split())


def step_of(path: str) -> str:
    return OF_SECTION.get(path.partition(".")[0], FIRST)


def states(findings: tuple[Finding, ...]) -> list[State]:
    def count(key: str, *, errors: bool) -> int:
        mine = (finding for finding in findings if step_of(finding.path) == key)
        return sum(finding.severity is Severity.ERROR if errors else finding.open for finding in mine)

    return [State(key, title, count(key, errors=True), count(key, errors=False)) for key, title in STEPS.items()]


def fields_of(step: str, root: Node | None, report: Report, last: Report | None) -> list[Field]:
    """All fields of a step, in the order of the page."""
    if step == FINISH:
        return []
    if step == FIRST:
        return list(_agency(root, report))
    section = FORM.section(step)
    return list(_table(section, root, report, last) if section.table else _prose(section, root))


def marks(step: str, fields: list[Field], findings: tuple[Finding, ...]) -> dict[str, str]:
    """How the fields are marked, by their ids: what is not filled in as open, what is wrong by the grade of the worst finding."""
    grades = ("error", "warning", "info", "open")
    found: dict[str, str] = {}
    for finding in findings:
        if step_of(finding.path) != step or finding.answer is not None:
            continue
        mine = identity(finding.path)
        below = [field for field in fields if field.id == mine or field.id.startswith(f"{mine}.")]
        unfilled = finding.check == "S06"
        for field in [f for f in below if f.kind != "sum" and not f.text] if unfilled else below[:1]:
            grade = "open" if unfilled else finding.severity.value
            found[field.id] = min(grade, found.get(field.id, "open"), key=grades.index)
    return found


def _line(model: type[FormModel], name: str, root: Node | None, *above: str) -> Field:
    alias = alias_of(model, name)
    path = (*above, alias)
    kind: Kind = "choice" if (model, name) == (Agency, "category") else "line"
    return Field(path, alias, text_at(root, *path), kind, help=str(model.model_fields[name].description or ""))


def _agency(root: Node | None, report: Report) -> Iterator[Field]:
    yield _line(Particulars, "year", root)
    for name in Agency.model_fields:
        yield _line(Agency, name, root, AGENCY)
    yield _line(Particulars, "title", root)
    yield _line(Particulars, "issued_on", root)
    yield Field((PREAMBLE,), PREAMBLE, text_at(root, PREAMBLE), "text", preamble(report), DEFAULT)


def _table(section: Section, root: Node | None, report: Report, last: Report | None) -> Iterator[Field]:
    assert section.table is not None
    typed = typed_figures(root, section.name)
    for figure in section.table.figures:
        known, number = typed[figure.path], report.figures[figure.path]
        computed = figure.path in section.table.totals and not known.text
        text = ("" if number is None else number_text(number)) if computed else "" if known.implied else known.text
        before = last.figures[figure.path] if last else None
        label, help = told(figure)
        yield Field(
            figure.yaml_path,
            label,
            text,
            "sum" if computed else "figure",
            shadow="0" if known.implied else "",
            help=help,
            last="" if before is None else number_text(before),
        )
    path = (section.name, NOTE)
    yield Field(path, NOTE, text_at(root, *path), "text", help="可不填。印在表下面")


@cache
def told(figure: Figure) -> tuple[str, str]:
    """The heads over a figure, row, then column, for those who hear the page; and what it counts."""
    rows = [head.title for head in figure.row[-1:]]
    columns = [head.title for head in figure.column if head.name or len(figure.column) == 1]
    return "，".join((*rows, *columns)), hint(figure.path)


def _prose(section: Section, root: Node | None) -> Iterator[Field]:
    node = node_at(root, section.name)
    if section is SIX:
        for name in Fees.model_fields:
            field = _line(Fees, name, root, section.name, FEES)
            zero = node_at(root, section.name, FEES)
            said = isinstance(zero, Text) and half_width(zero.value).strip() == "0"
            yield Field(field.path, field.label, "0" if said else field.text, "line", help=f"单位：{field.help}；没有收取就填 0")
    if isinstance(node, Text) and not node.unfilled:
        yield Field((section.name,), section.name, text_at(root, section.name), "text")
        return
    for heading in _headings(section, node):
        path = (section.name, heading)
        yield Field(path, heading, text_at(root, *path), "text", help=UNTITLED.get(heading, ""))


def _headings(section: Section, node: Node | None) -> list[str]:
    """The headings as they stand in the form; those of the blank form where none stands there."""
    keys = [clean_heading(key.value) for key, _ in node.entries] if isinstance(node, Mapping) else []
    present = [key for key in dict.fromkeys(keys) if key != FEES]
    if section is SIX:
        return present if BODY in present or LEAD in present else [*present, BODY]
    first = [LEAD] if section.key == FORM.sections[0].key and LEAD not in present else []
    return [*first, *(present or section.topics)]
