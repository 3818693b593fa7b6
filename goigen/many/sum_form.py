"""The sum of many reports → the text of a YAML form for the government above: figures filled in, prose and particulars left open.

Comments say what is lacking and from whom, and what by its nature is no sum; the list of the units stands at the end of the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from goigen.checks.many import BY_NATURE, by_nature
from goigen.finding import Finding
from goigen.forms.blank import blank_form
from goigen.many.sums import RULES, Sums, total
from goigen.report import Number
from goigen.report.names import OPEN
from goigen.report.shape import Shape
from goigen.report.wording import number_text
from goigen.reporters import clean
from goigen.standard import FORM

LISTED = 100  # units that the paragraph names; more would fill pages, and stand at the end of the file only
NAMED = 10  # names in one comment
BRACES = str.maketrans("{}", "｛｝")  # Why: two braces in a unit's name would be a placeholder


def sum_form(sums: Sums, agency: str, year: int | None, *, partial: bool = False, unsolved: Iterable[Finding] = ()) -> str:
    """The complete form; `unsolved` are findings that it was written in spite of."""
    open_ones = list(unsolved)
    head = [
        f"# 由 {len(sums.units)} 个单位{f' {year} 年' if year else ''}的报告汇总，单位名单在文件末尾。数已填好，机关信息和正文请自己填。"
    ]
    head += [f"# 这是草稿：有 {len(open_ones)} 个问题没有解决，列在文件末尾。"] if open_ones else []
    body = blank_form(year=year, agency=clean(agency), last=_Known(sums, year, partial), lead=paragraph(sums))
    return "\n".join([*head, body, *_tail(sums, open_ones)]) + "\n"


def paragraph(sums: Sums) -> str:
    """What part one says of where its figures come from."""
    names = "、".join(clean(name).translate(BRACES) for name, _ in sums.units)
    listed = f"，分别是：{names}" if len(sums.units) <= LISTED else ""
    return f"本报告所列数据由{len(sums.units)}个单位的政府信息公开工作年度报告汇总{listed}。"


def some(names: list[str]) -> str:
    """At most a few names, and how many there are."""
    shown = "、".join(clean(name) for name in names[:NAMED])
    return shown if len(names) <= NAMED else f"{shown}等 {len(names)} 个单位"


def _tail(sums: Sums, unsolved: list[Finding]) -> Iterator[str]:
    if unsolved:
        yield "# ———— 没有解决的问题 ————"
        yield from (f"# {clean(f'{finding.place}: {finding.message}')} [{finding.check}]" for finding in unsolved)
        yield ""
    yield "# ———— 汇总了哪些单位 ————"
    yield from (f"# {number} {clean(name)}（{clean(file)}）" for number, (name, file) in enumerate(sums.units, 1))


@dataclass(frozen=True)
class _Known:
    """The sums, asked by the blank form for what it can use."""

    sums: Sums
    year: int | None
    partial: bool

    def agency(self) -> dict[str, str]:
        return {}

    def headings(self, section: str) -> tuple[str, ...]:  # noqa: ARG002
        return ()

    @cached_property
    def figures(self) -> dict[str, Number | None]:
        return self.sums.figures(partial=self.partial)

    @cached_property
    def told_totals(self) -> frozenset[str]:
        """The totals that the form must state: the program could not compute them, or they contradict what it would compute."""
        pairs = ((e.total.path, total(self.figures, tuple(f.path for f in e.left))) for e in FORM.equations if e.total)
        return frozenset(path for path, computed in pairs if self.figures[path] is not None and self.figures[path] != computed)

    def row(self, shape: Shape) -> tuple[str, str]:
        leaves = shape.children or (shape,)
        if shape.optional and not any(leaf.figures[0].path in self.told_totals for leaf in leaves):
            return "", ""
        return self._numbers(shape, leaves), "；".join(filter(None, (self._lacking(leaves), self._remark(shape))))

    def _numbers(self, shape: Shape, leaves: tuple[Shape, ...]) -> str:
        numbers = {leaf.name: self.figures[leaf.figures[0].path] for leaf in leaves if not leaf.is_sum}
        told = [leaf for leaf in leaves if leaf.is_sum and leaf.figures[0].path in self.told_totals]
        if shape.is_leaf or (not told and set(numbers.values()) == {None}):
            return _text(next(iter(numbers.values())))
        numbers |= {leaf.name: self.figures[leaf.figures[0].path] for leaf in told}
        shown = [f"{name}: {_text(number)}" for name, number in numbers.items() if number != 0]
        return f"{{{', '.join(shown)}}}" if shown else "0"

    def _lacking(self, leaves: tuple[Shape, ...]) -> str:
        """Who has no figure for which columns."""
        parts = [leaf for leaf in leaves if not leaf.is_sum]
        groups: dict[tuple[str, ...], list[str]] = {}
        for leaf in parts:
            if names := self.sums.lacking.get(leaf.figures[0].path):
                groups.setdefault(tuple(names), []).append(leaf.name)
        said = []
        for lacking, columns in groups.items():
            which = "" if len(columns) == len(parts) else "“" + "”“".join(columns) + "”"
            said.append(f"{which}缺：{some(list(lacking))}{'，写的是其余单位之和' if self.partial else ''}")
        return "；".join(said)

    def _remark(self, shape: Shape) -> str:
        words = by_nature(shape)
        if words and words == BY_NATURE["disclosure.rules"] and any(self.figures[path] for path in RULES):
            words += f"。报了的是：{some(self.sums.makers)}"
        return f"按性质不能简单相加：{words}" if words else ""


def _text(number: Number | None) -> str:
    return OPEN if number is None else number_text(number)
