"""The three tables as typists lay them out: cells with positions and spans, filled with figures. Not goigen's grids, on purpose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from goigen.standard import FORM, Head, Table, keys, trails

Number = int | Decimal
THREE_WIDTHS = [1.2, 2.1, 4.5, 1.1, 1.1, 1.1, 1.3, 1.2, 1.0, 1.2]  # cm


@dataclass
class Cell:
    """One cell where it stands. `path` names the figure that it shows; `was` is what a tracked change deleted from it.

    `hidden` is text that Word does not show, `raised` a mark in superscript after the text, `formula` the field that computed the text.
    """

    row: int
    col: int
    text: str = ""
    cols: int = 1
    rows: int = 1
    path: str = ""
    was: str = ""
    upright: bool = False
    hidden: str = ""
    raised: str = ""
    formula: str = ""

    @property
    def plain(self) -> str:
        return "".join(self.text.split())


@dataclass
class Board:
    """A table on paper. `heads` rows stand at its head; `breaks` are rows that begin a new page."""

    key: str
    cells: list[Cell]
    widths: list[float]
    heads: int = 0
    breaks: set[int] = field(default_factory=set)

    @property
    def height(self) -> int:
        return max(cell.row + cell.rows for cell in self.cells)

    @property
    def width(self) -> int:
        return len(self.widths)

    def at(self, path: str) -> Cell:
        return next(cell for cell in self.cells if cell.path == path)

    def called(self, label: str) -> Cell:
        """The first cell whose text, without spaces, begins with the label or is it after its ordinal."""
        return next(cell for cell in self.cells if not cell.path and (cell.plain.startswith(label) or cell.plain.endswith(label)))

    def labels(self) -> list[Cell]:
        return [cell for cell in self.cells if not cell.path]

    def in_row(self, row: int) -> list[Cell]:
        return sorted((cell for cell in self.cells if cell.row == row), key=lambda cell: cell.col)

    def covering(self, row: int, col: int) -> Cell | None:
        for cell in self.cells:
            if cell.row <= row < cell.row + cell.rows and cell.col <= col < cell.col + cell.cols:
                return cell
        return None

    def open_row(self, row: int, count: int = 1) -> None:
        """Make room for rows; cells that run across the place grow."""
        for cell in self.cells:
            if cell.row >= row:
                cell.row += count
            elif cell.row + cell.rows > row:
                cell.rows += count
        self.breaks = {number + count if number >= row else number for number in self.breaks}

    def open_column(self, col: int, width: float) -> None:
        for cell in self.cells:
            if cell.col >= col:
                cell.col += 1
            elif cell.col + cell.cols > col:
                cell.cols += 1
        self.widths.insert(col, width)

    def drop_row(self, row: int) -> None:
        """Take a row out; cells that run across it shrink."""
        self.cells = [cell for cell in self.cells if not (cell.row == row and cell.rows == 1)]
        for cell in self.cells:
            if cell.row > row:
                cell.row -= 1
            elif cell.row + cell.rows > row:
                cell.rows -= 1

    def drop_column(self, col: int) -> None:
        self.cells = [cell for cell in self.cells if not (cell.col == col and cell.cols == 1)]
        for cell in self.cells:
            if cell.col > col:
                cell.col -= 1
            elif cell.col + cell.cols > col:
                cell.cols -= 1
        del self.widths[col]

    def cut(self, row: int, *, again: bool = False) -> tuple[Board, Board]:
        """Two tables: above the row and from it. A cell that runs across is cut; its text is written again on request."""
        upper, lower = [], []
        for cell in self.cells:
            below = cell.row + cell.rows - row
            if cell.row >= row:
                lower.append(replace(cell, row=cell.row - row))
            elif below > 0:
                upper.append(replace(cell, rows=row - cell.row))
                lower.append(replace(cell, row=0, rows=below, text=cell.text if again else ""))
            else:
                upper.append(cell)
        return Board(self.key, upper, list(self.widths), self.heads), Board(self.key, lower, list(self.widths))

    def split_off(self, first: int, last: int) -> Board:
        """The columns first to last as a table of their own; cells that run across must not exist."""
        taken = [cell for cell in self.cells if first <= cell.col <= last]
        self.cells = [cell for cell in self.cells if not first <= cell.col <= last]
        board = Board(self.key, [replace(cell, col=cell.col - first) for cell in taken], self.widths[first : last + 1], self.heads)
        del self.widths[first : last + 1]
        return board


def shown(value: Number) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def table(name: str) -> Table:
    return next(table for table in FORM.tables if table.key == name)


def _path(key: str, *trail: tuple[Head, ...]) -> str:
    return ".".join((key, *(name for heads in trail for name in keys(heads))))


def two(figures: Mapping[str, Number]) -> Board:
    board = Board("disclosure", [], [4.0] * 4)
    row = 0
    for block in table("disclosure").blocks:
        span = 3 // len(block.columns)
        board.cells.append(Cell(row, 0, block.banner, 4))
        board.cells.append(Cell(row + 1, 0, block.corner))
        board.cells += [Cell(row + 1, 1 + i * span, column.label, span) for i, column in enumerate(block.columns)]
        row += 2
        for head in block.rows:
            board.cells.append(Cell(row, 0, head.label))
            for i, column in enumerate(block.columns):
                path = _path("disclosure", (head,), (column,))
                board.cells.append(Cell(row, 1 + i * span, shown(figures[path]), span, path=path))
            row += 1
    return board


def three(figures: Mapping[str, Number]) -> Board:
    block = table("applications").blocks[0]
    board = Board("applications", [Cell(0, 0, block.corner, 3, 3)], list(THREE_WIDTHS), 3)
    (applicants,) = block.columns
    natural, organisations, total = applicants.parts
    board.cells += [
        Cell(0, 3, applicants.label, 7),
        Cell(1, 3, natural.label, rows=2),
        Cell(1, 4, organisations.label, 5),
        Cell(1, 9, total.label, rows=2),
    ]
    board.cells += [Cell(2, 4 + i, head.label) for i, head in enumerate(organisations.parts)]
    row = 3
    for trail in trails(block.rows):
        depth = len(trail)
        for level, head in enumerate(trail):
            if not any(cell.text == head.label and level < depth - 1 for cell in board.cells):
                size = len(list(head.leaf_trails()))
                board.cells.append(Cell(row, level, head.label, 1 if level < depth - 1 else 3 - level, size))
        for i, column in enumerate(trails(block.columns)):
            path = _path("applications", trail, column)
            board.cells.append(Cell(row, 3 + i, shown(figures[path]), path=path))
        row += 1
    return board


def four(figures: Mapping[str, Number]) -> Board:
    block = table("reviews").blocks[0]
    board = Board("reviews", [], [1.05] * 15, 3)
    review, suit = block.columns
    board.cells += [Cell(0, 0, review.label, 5), Cell(0, 5, suit.label, 10)]
    board.cells += [Cell(1, 5 + 5 * i, part.label, 5) for i, part in enumerate(suit.parts)]
    for i, trail in enumerate(trails(block.columns)):
        path = _path("reviews", trail)
        above = 1 if i < 5 else 2
        board.cells.append(Cell(above, i, trail[-1].label, rows=3 - above))
        board.cells.append(Cell(3, i, shown(figures[path]), path=path))
    return board


def distinct() -> dict[str, Number]:
    """A balanced report in which no two figures of a table are alike, so that no shift can go unseen."""
    figures: dict[str, Number] = dict(zip((f.path for f in table("disclosure").figures), range(301, 400), strict=False))
    figures["disclosure.fees"] = Decimal("6937.25")
    parts = table("applications").balances[0].left
    leaves = [".".join(keys(trail)) for trail in trails(table("applications").blocks[0].rows)]
    inner = [leaf for leaf in leaves if leaf.startswith("results.") and leaf != "results.total"]
    counts = iter(n for n in range(11, 400) if n % 10)
    rows: dict[str, dict[str, int]] = {leaf: {part: next(counts) for part in parts} for leaf in (*inner, "carried_in", "carried_out")}
    rows["results.total"] = {part: sum(rows[leaf][part] for leaf in inner) for part in parts}
    rows["received"] = {part: rows["results.total"][part] + rows["carried_out"][part] - rows["carried_in"][part] for part in parts}
    for leaf, row in rows.items():
        figures |= {f"applications.{leaf}.{part}": count for part, count in row.items()}
        figures[f"applications.{leaf}.total"] = sum(row.values())
    for block, first in (("review", 41), ("suit.direct", 51), ("suit.after_review", 61)):
        outcomes = dict(zip(("upheld", "corrected", "otherwise", "pending"), range(first, first + 4), strict=True))
        figures |= {f"reviews.{block}.{name}": count for name, count in outcomes.items()}
        figures[f"reviews.{block}.total"] = sum(outcomes.values())
    assert figures.keys() == FORM.figures.keys()
    return figures


def rows_below(board: Board, first: int) -> Iterator[list[Cell]]:
    for row in range(first, board.height):
        yield board.in_row(row)
