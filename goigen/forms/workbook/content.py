"""What stands in a form, as its workbook shows it: from a report, from the tree of a form, or from last year's report. No cells yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from goigen.forms.last_year import CARRIED, STOCKS, LastYear
from goigen.report import Number, Report, value
from goigen.report.fields import Agency, Particulars, alias_of, aliases, form_values
from goigen.report.keys import normalise
from goigen.report.names import AGENCY, ANSWERS, BODY, FEES, LEAD, NOTE, OPEN, PREAMBLE, PROSE, SIX
from goigen.report.shape import TABLES, Shape
from goigen.report.wording import number_text
from goigen.report.workbook_words import CARRIED as LAST
from goigen.source import Mapping as MappingNode
from goigen.source import Node, Text
from goigen.standard import FORM, Section

Topic = tuple[str, tuple[str, ...]]  # a heading (概述 or 正文 where it is printed without one) and its paragraphs
Held = Number | str | None  # what stands in the cell of a figure; a text where it was no number
TITLE = alias_of(Particulars, "title")


@dataclass(frozen=True)
class Content:
    """Texts by the names of the form, figures by their paths. `remarks` go beside figures; `carried` are those from last year."""

    texts: Mapping[str, str] = field(default_factory=dict)  # 年度, 标题, 成文日期
    agency: Mapping[str, str] = field(default_factory=dict)
    preamble: tuple[str, ...] = ()
    figures: Mapping[str, Held] = field(default_factory=dict)
    sections: Mapping[str, tuple[Topic, ...]] = field(default_factory=dict)
    fees: Mapping[str, Held] = field(default_factory=dict)
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    carried: frozenset[str] = frozenset()


def untitled(section: Section) -> str:
    """What the text of a part is called that is printed without a heading."""
    return BODY if section is SIX else LEAD


def blank(year: int | None, agency: str, last: LastYear | None) -> Content:
    """Nothing filled in but what last year's report gives."""
    known = {**(last.agency() if last else {}), **({alias_of(Agency, "name"): agency} if agency else {})}
    year = year or (last.year if last else None)
    headings = {section.key: _headings(section, last) for section in PROSE}
    found = Content(texts={alias_of(Particulars, "year"): str(year)} if year else {}, agency=known, sections=headings)
    if last is None:
        return found
    carried = {path: number for path, number in _carried(last.report) if number is not None}
    figures = dict(carried) if len(carried) == len(list(_carried(last.report))) else {}
    remarks = dict.fromkeys(figures, f"{LAST}去年年报的“{FORM.figures[f'{CARRIED[1]}.total'].row[-1].title}”，请核对。")
    remarks |= {f"{row}.in_force": text for row, text in _stocks(last.report)}
    return replace(found, figures=figures, remarks=remarks, carried=frozenset(figures))


def _headings(section: Section, last: LastYear | None) -> tuple[Topic, ...]:
    headings = (last.headings(section.key) if last else ()) or section.topics
    return ((untitled(section), ()), *((heading, ()) for heading in headings))


def _carried(last: Report) -> Iterator[tuple[str, Number | None]]:
    for path, figure in FORM.figures.items():
        row, _, column = path.rpartition(".")
        if row == CARRIED[0] and path not in figure.table.totals:
            yield path, value(last, f"{CARRIED[1]}.{column}")


def _stocks(last: Report) -> Iterator[tuple[str, str]]:
    for row, path in STOCKS.items():
        number = value(last, path)
        if number is not None:
            yield row, f"{LAST}去年末{FORM.figures[path].column[-1].called} {number_text(number)} 件。"


def of_report(report: Report) -> Content:
    """Everything in a report, its placeholders as they were typed."""
    typed = {label.path: label.typed for label in report.labels}
    texts = {name: str(told) for name, told in form_values(report.particulars).items()}
    if report.title:
        texts[TITLE] = typed.get(TITLE, report.title)
    return Content(
        texts=texts,
        agency={name: str(told) for name, told in form_values(report.agency).items()},
        preamble=_preamble(report),
        figures=_figures(report),
        sections={section.key: tuple(_topics(report, section)) for section in PROSE},
        fees=report.fees.model_dump(by_alias=True) if report.fees else {},
        notes={key: tuple(note.typed for note in notes) for key, notes in report.notes.items()},
        answers={check: answer.text for check, answer in report.answers.items()},
    )


def _preamble(report: Report) -> tuple[str, ...]:
    if report.preamble is None:
        return ()
    return tuple(paragraph.typed for paragraph in report.preamble) or ("无",)


def _topics(report: Report, section: Section) -> Iterator[Topic]:
    for topic in report.sections.get(section.key, ()):
        told = topic.path.removeprefix(f"{section.name}.") if topic.path != section.name else untitled(section)
        yield told, tuple(paragraph.typed for paragraph in topic.paragraphs)


def _figures(report: Report) -> dict[str, Held]:
    """The figures; a total that says 待填 although its parts are known says so here too."""
    figures: dict[str, Held] = dict(report.figures)
    for equation in FORM.equations:
        total = equation.total
        if total and figures[total.path] is None and all(figures[part.path] is not None for part in equation.left):
            figures[total.path] = OPEN
    return figures


def with_raw(content: Content, root: MappingNode) -> Content:
    """What was typed and could not be understood, put back where it stood: the filer shall mend it, not lose it."""
    top = _children(root)
    particulars = {name: text for name in aliases(Particulars) if (text := _typed(top.get(name)))}
    agency = {name: text for name, node in _children(top.get(AGENCY)).items() if (text := _typed(node))}
    fees = {name: text for name, node in _children(_children(top.get(SIX.name)).get(FEES)).items() if (text := _typed(node))}
    known = {**content.figures}
    for name, shape in TABLES.items():
        for path, text in _leaves(shape, top.get(name)):
            if known.get(path) is None:
                known[path] = text
    kept = {name: told for name, told in content.fees.items() if told is not None}
    return replace(
        content,
        texts={**particulars, **content.texts},
        agency={**agency, **content.agency},
        figures=known,
        fees={**fees, **kept},
        answers=content.answers or {key: text for key, node in _children(top.get(ANSWERS)).items() if (text := _typed(node))},
        preamble=content.preamble or tuple(filter(None, [_typed(top.get(PREAMBLE))])),
    )


def _children(node: Node | None) -> dict[str, Node]:
    return {normalise(key.value): child for key, child in node.entries} if isinstance(node, MappingNode) else {}


def _typed(node: Node | None) -> str:
    return node.value.strip() if isinstance(node, Text) and not node.unfilled else ""


def _leaves(shape: Shape, node: Node | None) -> Iterator[tuple[str, str]]:
    """The texts that stand where one figure is wanted."""
    if shape.is_leaf:
        if text := _typed(node):
            yield shape.figures[0].path, text
        return
    below = _children(node)
    for child in shape.children:
        if child.name != NOTE:
            yield from _leaves(child, below.get(normalise(child.name)))
