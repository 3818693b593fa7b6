"""A document before it is drawn, and what a right reading of it is. Variants change both together."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path

import yaml

from goigen.standard import FORM
from tests.reading import foreign_boards as boards
from tests.reading import foreign_prose as prose
from tests.reading.foreign_boards import Board, Cell, Number
from tests.reading.foreign_paper import Look
from tests.reading.foreign_prose import AGENCIES, Agency, Para

FIGURES = Path(__file__).parents[1] / "corpus" / "figures"
ORDINAL = re.compile(r"^(?:[（(][一二三四五六]+[）)]|[1-9][.．、])\s*")

# A heading run into its paragraph is a heading, and its stop is no word: （一）主动公开情况。全年…… （二）改进情况：一是……
RUN_IN = re.compile(r"(.{2,12}情况|主要问题)[。：](.+)")


@dataclass(frozen=True)
class Odd:
    """No number can be read here: the reading must be empty. `must_say`: a finding must say so (nothing is printed to be read)."""

    text: str = ""
    must_say: bool = False


BLANK, UNREADABLE = Odd(), Odd("（读不出）", must_say=True)
Piece = Para | Board | str


@dataclass
class Draft:
    """`excused` are paths that may be left unread if a finding says so; `never` are words that are no prose of the report."""

    agency: Agency
    pieces: list[Piece]
    look: Look
    expected: dict[str, Number | Odd]
    excused: set[str] = field(default_factory=set)
    never: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    notes: list[tuple[str, str]] = field(default_factory=list)
    fees: tuple[int, int | Decimal, int | Decimal] | None = None

    def board(self, key: str) -> Board:
        return next(piece for piece in self.pieces if isinstance(piece, Board) and piece.key == key)

    def boards(self) -> list[Board]:
        return [piece for piece in self.pieces if isinstance(piece, Board)]

    def paras(self) -> list[Para]:
        return [piece for piece in self.pieces if isinstance(piece, Para)]

    def title_of(self, part: str) -> Para:
        return next(para for para in self.paras() if para.kind == "part" and para.part == part)

    def after(self, piece: Piece, *new: Piece) -> None:
        at = next(i for i, known in enumerate(self.pieces) if known is piece)
        self.pieces[at + 1 : at + 1] = new

    def instead(self, piece: Piece, *new: Piece) -> None:
        self.after(piece, *new)
        self.pieces = [known for known in self.pieces if known is not piece]

    def cell(self, path: str) -> Cell:
        return next(cell for board in self.boards() for cell in board.cells if cell.path == path)

    def print_as(self, path: str, text: str, reading: Number | Odd | None = None) -> None:
        """Print a figure otherwise; the right reading stays, unless another is given."""
        self.cell(path).text = text
        if reading is not None:
            self.expected[path] = reading

    def unreadable(self, *paths: str) -> None:
        self.expected |= dict.fromkeys(paths, UNREADABLE)

    def paths(self, prefix: str) -> list[str]:
        return [path for path in FORM.figures if path == prefix or path.startswith(prefix + ".")]

    def sentences(self) -> dict[str, list[str]]:
        """The prose that must be found, by part, without the order numbers that a reader may take off."""
        found: dict[str, list[str]] = {}
        for part, text in self.notes:
            found.setdefault(part, []).append("".join(text.removeprefix("注：").split()))
        for para in self.paras():
            if para.part and para.wanted and not para.fee:
                found.setdefault(para.part, []).extend(_pieces(para))
        return found

    def fee_sentence(self) -> str:
        return next((para.text for para in self.paras() if para.fee), "")


def _pieces(para: Para) -> list[str]:
    """A paragraph without its order number; its heading and its text apart, without the stop of the heading."""
    text = "".join(para.text.split())
    bare = ORDINAL.sub("", text)
    run_in = RUN_IN.fullmatch(bare) if bare != text else None
    return list(run_in.groups()) if run_in else [bare.rstrip("。：") if para.kind == "topic" else bare]


Change = Callable[[Draft], None]


@cache
def figures(agency: str) -> dict[str, Number]:
    file = AGENCIES[agency].file
    if not file:
        return boards.distinct()
    form = yaml.load((FIGURES / f"{file}.yaml").read_text(), Loader=yaml.BaseLoader)
    found = {}
    for path, figure in FORM.figures.items():
        value = form
        for key in figure.yaml_path:
            value = value[key] if isinstance(value, dict) else value
        if isinstance(value, dict):
            raise ValueError(f"{file}: {path}")
        found[path] = int(value) if value.isdigit() else Decimal(value)
    return found


def draft(agency: str) -> Draft:
    """The document as a good typist makes it."""
    who, values = AGENCIES[agency], figures(agency)
    table = {"disclosure": boards.two, "applications": boards.three, "reviews": boards.four}
    text = {"overview": lambda: prose.overview(who, values), "problems": lambda: prose.problems(who)}
    pieces: list[Piece] = [*prose.title(who), *prose.preamble(who)]
    for section in FORM.sections:
        pieces.append(prose.part_title(section.key))
        if section.table:
            pieces.append(table[section.key](values))
        else:
            pieces += text.get(section.key, lambda: prose.other_matters(who))()
    made = Draft(who, pieces, Look(), dict(values), names=set(who.names), fees=who.fees)
    for cell in made.board("reviews").labels():  # as most typists set them
        if cell.row and cell.cols == 1:
            cell.text = "\n".join(cell.text)
    for cell in made.board("applications").labels():
        if cell.row == 2:
            cell.text = "\n".join(cell.text[at : at + 2] for at in range(0, len(cell.text), 2))
    return made
