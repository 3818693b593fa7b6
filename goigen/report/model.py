"""The typed report: what every check and the layout read. Values only; it knows nothing of YAML or of paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from goigen.errors import InternalError
from goigen.finding import Place
from goigen.report.fields import Agency, Fees, Particulars
from goigen.report.numbers import Number
from goigen.source import Spots, spot


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of prose with its placeholders filled. `typed` is as it stands in the form."""

    text: str
    typed: str
    path: str
    spots: Spots

    @property
    def place(self) -> Place:
        return self.spots[0][1]

    def at(self, offset: int) -> Place:
        """The place of a character of `text`; of the paragraph, where a placeholder has moved it."""
        return spot(self.spots, offset) if self.text == self.typed else self.place


@dataclass(frozen=True)
class Topic:
    """A sub-heading of a prose part with its paragraphs; an empty heading is printed as none."""

    heading: str
    paragraphs: tuple[Paragraph, ...]
    path: str

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


@dataclass(frozen=True)
class Answer:
    """What the filer says under 核实说明 about the findings of one check."""

    text: str
    place: Place


@dataclass(frozen=True, eq=False)
class Report:
    """One agency's report of one year.

    `figures` has all 200 paths of the standard; None stands for a figure that was not filled in or could not be read. `preamble` is
    None where the default one is wanted. `labels` are the short texts outside the prose (headings, title, agency). `unfilled`,
    `absent` (parts without a key) and `unread` (what was typed but could not be understood, and has its finding) are YAML paths;
    `places` says where each YAML path stands in the file.
    """

    particulars: Particulars
    agency: Agency
    figures: Mapping[str, Number | None]
    sections: Mapping[str, tuple[Topic, ...]]
    preamble: tuple[Paragraph, ...] | None = None
    title: str = ""
    fees: Fees | None = None
    notes: Mapping[str, tuple[Paragraph, ...]] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    labels: tuple[Paragraph, ...] = ()
    unfilled: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    unread: frozenset[str] = frozenset()
    places: Mapping[str, Place] = field(default_factory=dict)

    @property
    def year(self) -> int | None:
        return self.particulars.year

    def place(self, path: str) -> Place:
        """Where a YAML path stands; the nearest key above it, if it was not written itself."""
        while path not in self.places and path:
            path = path.rpartition(".")[0]
        return self.places[path]

    def prose(self) -> tuple[Paragraph, ...]:
        """The preamble and the text of parts one, five and six, in printing order."""
        below = (p for topics in self.sections.values() for topic in topics for p in topic.paragraphs)
        return (*(self.preamble or ()), *below)

    def words(self) -> tuple[Paragraph, ...]:
        """Everything that the filer wrote and the report prints: prose, notes, headings, title, agency."""
        return (*self.prose(), *(note for notes in self.notes.values() for note in notes), *self.labels)


def value(report: Report, path: str) -> Number | None:
    """The figure at a path of the standard, e.g. `applications.results.total.total`."""
    try:
        return report.figures[path]
    except KeyError:
        raise InternalError(f"no such figure: {path}") from None
