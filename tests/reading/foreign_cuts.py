"""Where tables are cut, widened and filled up: page breaks, tables in two, empty rows, notes inside. The right reading stays the same."""

from __future__ import annotations

from dataclasses import replace

from tests.reading.foreign_boards import Board, Cell
from tests.reading.foreign_draft import Change, Draft
from tests.reading.foreign_prose import Para


def new_page_at(path: str) -> Change:
    def change(draft: Draft) -> None:
        board = next(board for board in draft.boards() if any(cell.path == path for cell in board.cells))
        board.breaks.add(board.at(path).row)

    return change


def cut_at(path: str, *, header: bool = False, again: bool = False, between: tuple[str, ...] = ()) -> Change:
    """A table becomes two at the row of a figure, with or without the header once more."""

    def change(draft: Draft) -> None:
        board = next(board for board in draft.boards() if any(cell.path == path for cell in board.cells))
        upper, lower = board.cut(board.at(path).row, again=again)
        if header:
            lower.open_row(0, board.heads)
            lower.cells += [replace(cell) for cell in board.cells if cell.row < board.heads]
            lower.heads = board.heads
        draft.instead(board, upper, *(Para(text, wanted=False) for text in between or ("",)), lower)

    return change


def cut_inside_label(path: str, at: int) -> Change:
    """A row is cut by the page: the rest of its label begins the next table in a row without figures."""

    def change(draft: Draft) -> None:
        cut_at(path)(draft)
        upper, lower = [board for board in draft.boards() if board.key == "applications"]
        top = next(cell for cell in lower.in_row(0) if not cell.path and cell.col == 2)
        row = upper.height
        for cell in upper.cells:
            cell.rows += cell.row + cell.rows == row and cell.col + cell.cols <= 2
        moved = [cell for cell in lower.in_row(0) if cell.col >= 2]
        upper.cells += [replace(cell, row=row, text=cell.text if cell.path else cell.text[:at]) for cell in moved]
        for cell in moved:
            cell.path, cell.text = "", top.text[at:] if cell is top else ""

    return change


def empty_rows(key: str, row: int, count: int = 1) -> Change:
    def change(draft: Draft) -> None:
        board = draft.board(key)
        board.open_row(row, count)
        for number in range(row, row + count):
            board.cells += [Cell(number, col) for col in range(board.width) if board.covering(number, col) is None]

    return change


def empty_column(key: str, col: int, width: float = 0.4) -> Change:
    def change(draft: Draft) -> None:
        board = draft.board(key)
        board.open_column(col, width)
        board.cells += [Cell(row, col) for row in range(board.height) if board.covering(row, col) is None]

    return change


def ragged(key: str, first: int, row: int) -> Change:
    """From a row on, the lines between columns stand a hair further right than above it: the grid has slivers, as dragging makes them."""

    def change(draft: Draft) -> None:
        board = draft.board(key)
        for col in reversed(range(first, board.width)):
            for cell in board.cells:
                start, end = cell.col, cell.col + cell.cols
                below = cell.row >= row
                cell.col += start > col or (below and start == col)
                cell.cols += start < col < end or (start == col and not below) or (end == col and below)
            board.widths.insert(col, 0.07)

    return change


def without_header(key: str) -> Change:
    def change(draft: Draft) -> None:
        board = draft.board(key)
        _, lower = board.cut(board.heads)
        draft.instead(board, lower)

    return change


def first_row(key: str, text: str) -> Change:
    def change(draft: Draft) -> None:
        board = draft.board(key)
        board.open_row(0)
        board.cells.append(Cell(0, 0, text, cols=board.width))
        board.heads += 1

    return change


def last_row(key: str, text: str, *, wanted: bool = True) -> Change:
    """A note inside the table; it must be found as prose of its part, unless it is not wanted."""

    def change(draft: Draft) -> None:
        board = draft.board(key)
        board.cells.append(Cell(board.height, 0, text, cols=board.width))
        if wanted:
            draft.notes.append((key, text))

    return change


def blocks_apart(draft: Draft) -> None:
    """Table two as four tables, an empty paragraph between them."""
    board = draft.board("disclosure")
    starts = [cell.row for cell in board.labels() if cell.cols == 4]
    pieces: list[Board | Para] = []
    for start in reversed(starts[1:]):
        board, lower = board.cut(start)
        pieces = [Para("", wanted=False), lower, *pieces]
    draft.instead(draft.board("disclosure"), board, *pieces)


def suits_apart(draft: Draft) -> None:
    """Table four as two tables: reviews, and suits."""
    board = draft.board("reviews")
    suits = board.split_off(5, 14)
    draft.after(board, Para("", wanted=False), suits)
