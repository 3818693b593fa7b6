"""What typists, converters and web editors do to labels, titles and merged cells. The right reading stays the same."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from tests.reading.foreign_boards import Cell
from tests.reading.foreign_draft import Change, Draft

FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


def looks(**values: object) -> Change:
    return lambda draft: draft.__setattr__("look", replace(draft.look, **values))  # type: ignore[arg-type]


def widths(key: str, *values: float) -> Change:
    return lambda draft: draft.board(key).widths.__setitem__(slice(None), values)


def relabel(pattern: str, into: str, key: str = "", *, times: int = 0) -> Change:
    """Every label in which a pattern occurs, with it replaced; at least one must have it."""

    def change(draft: Draft) -> None:
        cells = [c for board in draft.boards() if key in ("", board.key) for c in board.labels() if re.search(pattern, c.text)]
        assert cells, pattern
        for cell in cells:
            cell.text = re.sub(pattern, into, cell.text, count=times)

    return change


def retitle(**titles: str) -> Change:
    """Other words for the titles of parts, by key."""

    def change(draft: Draft) -> None:
        for key, text in titles.items():
            draft.title_of(key).text = text

    return change


def titles(pattern: str, into: str, kind: str = "part") -> Change:
    def change(draft: Draft) -> None:
        for para in draft.paras():
            if para.kind == kind:
                para.text = re.sub(pattern, into, para.text)

    return change


def word_numbers(draft: Draft) -> None:
    """Word sets the numbers of parts and of headings; the text has none."""
    for para in draft.paras():
        if para.kind in ("part", "topic"):
            para.text = re.sub(r"^(?:.、|（.）|\d\.)", "", para.text)
            para.numbered = True


def break_labels(every: int) -> Change:
    """Line breaks inside all labels, after so many characters."""

    def change(draft: Draft) -> None:
        for board in draft.boards():
            for cell in board.labels():
                cell.text = "\n".join(cell.plain[at : at + every] for at in range(0, len(cell.plain), every))

    return change


def space_labels(space: str, least: int = 0, most: int = 4) -> Change:
    """Short labels are spread with spaces."""

    def change(draft: Draft) -> None:
        for board in draft.boards():
            for cell in board.labels():
                if least <= len(cell.plain) <= most:
                    cell.text = space.join(cell.plain)

    return change


def upright_groups(draft: Draft) -> None:
    for cell in draft.board("applications").labels():
        cell.upright = cell.rows > 2 and cell.row > 2


def ungroup(*, again: bool) -> Change:
    """Group cells of table three are not merged down: their label is in each row again, or only in the first."""

    def change(draft: Draft) -> None:
        board = draft.board("applications")
        for cell in [cell for cell in board.labels() if cell.rows > 1 and cell.row > 2]:
            for row in range(cell.row + 1, cell.row + cell.rows):
                board.cells.append(replace(cell, row=row, rows=1, text=cell.text if again else ""))
            cell.rows = 1

    return change


def unmerge_headers(draft: Draft) -> None:
    """The corner, 申请人情况 and 法人或其他组织 stand in their first cell; the others beside them are empty."""
    board = draft.board("applications")
    for cell in [cell for cell in board.labels() if cell.row < 3 and cell.cols * cell.rows > 1]:
        area = [(row, col) for row in range(cell.row, cell.row + cell.rows) for col in range(cell.col, cell.col + cell.cols)]
        board.cells += [Cell(row, col) for row, col in area[1:]]
        cell.rows = cell.cols = 1


def split_header_words(draft: Draft) -> None:
    """商业 over 企业 in two rows, as a converter leaves it (seed 004)."""
    board = draft.board("applications")
    board.open_row(3)
    for cell in board.in_row(2):
        first, *rest = re.findall("..?", cell.plain)
        if len(rest) == 1:
            cell.text = first
            board.cells.append(Cell(3, cell.col, rest[0]))
        else:
            cell.rows = 2
    for cell in board.labels():
        if cell.row < 2 and cell.row + cell.rows == 3:
            cell.rows += 1
    board.heads = 4


def one_header_row(separator: str) -> Change:
    """Table four with one header row; the groups are named in it before the outcome, or (no separator) nowhere."""

    def change(draft: Draft) -> None:
        board = draft.board("reviews")
        groups = ["行政复议"] * 5 + ["未经复议直接起诉"] * 5 + ["复议后起诉"] * 5
        words = [next(c.plain for c in board.labels() if c.col == col and c.row + c.rows == 3 and c.cols == 1) for col in range(15)]
        figures = [replace(cell, row=1) for cell in board.cells if cell.path]
        names = [f"{group}{separator}{word}" if separator else word for group, word in zip(groups, words, strict=True)]
        board.cells = [Cell(0, col, name) for col, name in enumerate(names)]
        board.cells += figures
        board.heads = 1

    return change


def stray_zero(draft: Draft) -> None:
    """A typed 0 stands in a cell of its own left of （六）其他处理 (seeds 000 and 002)."""
    board = draft.board("applications")
    results, sixth = board.called("三、"), board.called("（六）")
    end = results.row + results.rows
    results.rows = sixth.row - results.row
    board.cells.append(Cell(sixth.row, 0, "0", rows=sixth.rows))
    board.cells.append(Cell(sixth.row + sixth.rows, 0, rows=end - sixth.row - sixth.rows))


def shift_left(*paths: str) -> Change:
    """In the rows of these figures the empty cells below the groups are lost and everything moved left (seed 001)."""

    def change(draft: Draft) -> None:
        board = draft.board("applications")
        rows = {board.at(path).row for path in paths}
        for group in [cell for cell in board.labels() if cell.rows > 1 and cell.row > 2]:
            board.cells.remove(group)
            start = group.row
            for row in range(group.row, group.row + group.rows):
                if row + 1 == group.row + group.rows or row in rows or row + 1 in rows:
                    board.cells.append(replace(group, row=start, rows=row + 1 - start, text=group.text if start == group.row else ""))
                    start = row + 1
        board.cells = [cell for cell in board.cells if cell.row not in rows or cell.path or cell.text]
        for row in rows:
            cells = board.in_row(row)
            for col, cell in zip(_starts(cells), cells, strict=True):
                cell.col = col

    return change


def _starts(cells: list[Cell]) -> list[int]:
    starts = [0]
    for cell, _ in pairwise(cells):
        starts.append(starts[-1] + cell.cols)
    return starts
