"""What the charts show, taken from the official form: every bar with the figures that it adds up. No label is typed here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from goigen.standard import FORM, Figure, Head, Kind, names
from goigen.width import cells

LONG_LABEL = 40  # half-width cells; a head with a longer name is called by its short one, where it has one


@dataclass(frozen=True)
class Entry:
    """One bar: what it is called on the chart, its official name, and the figures that it adds up."""

    key: str
    label: str
    name: str
    paths: tuple[str, ...]


@dataclass(frozen=True)
class Theme:
    """What one chart shows: groups of entries, each with the name of the head above them (empty for none)."""

    key: str
    groups: tuple[tuple[str, tuple[Entry, ...]], ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry for _, entries in self.groups for entry in entries)


def entry(head: Head, paths: Iterable[str], *, short: bool = False) -> Entry:
    return Entry(head.key, head.called if short or cells(head.name) > LONG_LABEL else head.name, head.name, tuple(paths))


DISCLOSURE, APPLICATIONS, REVIEWS = FORM.tables
ROWS = {head.key: head for head in APPLICATIONS.blocks[0].rows}
RESULTS = ROWS["results"]
(APPLICANTS,) = APPLICATIONS.blocks[0].columns


def _below(start: str) -> Iterator[str]:
    """The figures of the last column, 总计, of a row or of all rows below a head."""
    yield from (path for path in FORM.figures if path.startswith(f"{start}.") and path.endswith(".total"))


def _results() -> Theme:
    start = f"{APPLICATIONS.key}.{RESULTS.key}"
    return Theme("results", (("", tuple(entry(part, _below(f"{start}.{part.key}")) for part in RESULTS.parts if part.key != "total")),))


def _applicants() -> Theme:
    start = f"{APPLICATIONS.key}.received"
    groups = [("" if not head.parts else head.label, head.parts or (head,)) for head in APPLICANTS.parts if head.key != "total"]
    return Theme("applicants", tuple((label, tuple(entry(head, [f"{start}.{head.key}"]) for head in heads)) for label, heads in groups))


def _reasons() -> Theme:
    start = f"{APPLICATIONS.key}.{RESULTS.key}"
    groups = [part for part in RESULTS.parts if part.parts]
    return Theme(
        "reasons",
        tuple((part.name, tuple(entry(head, _below(f"{start}.{part.key}.{head.key}")) for head in part.parts)) for part in groups),
    )


def _grouped(key: str, figures: Iterable[tuple[str, Head, Figure]]) -> Theme:
    """Figures by the name of their group, in printing order."""
    groups: dict[str, list[Entry]] = {}
    for label, head, figure in figures:
        groups.setdefault(label, []).append(entry(head, [figure.path]))
    return Theme(key, tuple((label, tuple(entries)) for label, entries in groups.items()))


def _themes() -> Iterator[Theme]:
    yield _results()
    yield _applicants()
    yield _reasons()
    outcomes = [figure for figure in REVIEWS.figures if figure.column[-1].key != "total"]
    yield _grouped("outcomes", (("·".join(names(figure.column[:-1])), figure.column[-1], figure) for figure in outcomes))
    documents, *others = DISCLOSURE.blocks
    yield _grouped("documents", ((f.row[0].name, f.column[0], f) for f in DISCLOSURE.figures if f.block is documents))
    counted = [figure for figure in DISCLOSURE.figures if figure.block in others]
    yield _grouped("decisions", (("", figure.row[0], figure) for figure in counted if figure.kind is Kind.COUNT))
    yield _grouped("fees", (("", figure.row[0], figure) for figure in counted if figure.kind is Kind.AMOUNT))


THEMES = {theme.key: theme for theme in _themes()}


def _suit_totals() -> tuple[Head, tuple[str, ...]]:
    suits = [figure for figure in REVIEWS.figures if figure.column[0].key == "suit" and figure.column[-1].key == "total"]
    return suits[0].column[0], tuple(figure.path for figure in suits)


# What is kept of every unit, for ranking units and for comparing two years
KEYS = (
    *(entry(ROWS[key], [f"{APPLICATIONS.key}.{key}.total"], short=True) for key in ("received", "carried_in")),
    entry(RESULTS.parts[-1], _below(f"{APPLICATIONS.key}.{RESULTS.key}.total"), short=True),
    entry(ROWS["carried_out"], [f"{APPLICATIONS.key}.carried_out.total"]),
    entry(REVIEWS.blocks[0].columns[0], ["reviews.review.total"]),
    entry(*_suit_totals()),
)
RECEIVED = 0  # where KEYS has 新收
