"""What typists put in the place of figures, and rows and columns that are not there. Each change says what a right reading is then."""

from __future__ import annotations

from decimal import Decimal

from goigen.standard import FORM
from tests.reading.foreign_boards import Board, Cell, Number, shown, table, three
from tests.reading.foreign_changes import FULL_WIDTH
from tests.reading.foreign_draft import BLANK, Change, Draft, Odd, figures
from tests.reading.foreign_prose import Para

APPLICANTS = ("natural_person", "company", "research", "public_benefit", "legal_service", "other", "total")


def prints(texts: dict[str, str], *, same: bool = True, excused: bool = False) -> Change:
    """Some figures printed in other words: the same reading, or no number at all; `excused` if a reader may refuse them aloud."""

    def change(draft: Draft) -> None:
        for path, text in texts.items():
            draft.print_as(path, text, None if same else Odd(text))
        draft.excused |= set(texts) if excused else set()

    return change


def corrected(values: dict[str, str]) -> Change:
    """Other figures than the agency's, printed and to be read."""

    def change(draft: Draft) -> None:
        for path, text in values.items():
            draft.print_as(path, text, Decimal(text) if "." in text else int(text))

    return change


def full_width(draft: Draft) -> None:
    for board in draft.boards():
        for cell in board.cells:
            cell.text = cell.text.translate(FULL_WIDTH) if cell.path else cell.text


def padded(*paths: str) -> Change:
    """Spaces of three kinds around figures."""

    def change(draft: Draft) -> None:
        for path in paths:
            draft.print_as(path, f" \u3000{draft.cell(path).text}\u00a0 ")

    return change


def thousands(draft: Draft) -> None:
    for board in draft.boards():
        for cell in board.cells:
            if cell.path and len(cell.text.partition(".")[0]) > 3:
                cell.text = f"{Decimal(cell.text):,}"


def zeros_as(text: str, rows: tuple[str, ...]) -> Change:
    """The zeros of some rows are printed as a blank, a slash, a dash: no number can be read there."""

    def change(draft: Draft) -> None:
        changed = 0
        for prefix in rows:
            for path in draft.paths(prefix):
                if draft.expected[path] == 0:
                    draft.print_as(path, text, Odd(text))
                    changed += 1
        assert changed > 5, rows

    return change


def blank_totals(draft: Draft) -> None:
    for path in [path for official in FORM.tables for path in official.totals]:
        draft.print_as(path, "", BLANK)


def merge_zeros(*rows: str) -> Change:
    """The seven zeros of a row stand as one 0 in a merged cell: zero, or not readable if that is said."""

    def change(draft: Draft) -> None:
        for row in rows:
            assert all(draft.expected[path] == 0 for path in draft.paths(row)), row
            _merge(draft, row, "0")
            draft.excused |= set(draft.paths(row))

    return change


def merge_figures(row: str, text: str) -> Change:
    """A row of which only one number is printed, across all its columns: none of the seven can be known."""

    def change(draft: Draft) -> None:
        _merge(draft, row, text)
        draft.unreadable(*draft.paths(row))

    return change


def _merge(draft: Draft, row: str, text: str) -> None:
    board = draft.board("applications")
    first = board.at(f"{row}.natural_person")
    board.cells = [cell for cell in board.cells if not (cell.path and cell.row == first.row)]
    board.cells.append(Cell(first.row, first.col, text, cols=7))


def one_sixth_row(draft: Draft) -> None:
    """（六）其他处理 is one row, as in the form of 2019; its parts are not printed."""
    board = draft.board("applications")
    sixth = board.called("（六）")
    sums = [sum(_number(draft, f"applications.results.otherwise.{part}.{column}") for part in PARTS) for column in APPLICANTS]
    for row in range(sixth.row + 2, sixth.row, -1):
        board.drop_row(row)
    board.cells = [cell for cell in board.cells if cell is sixth or not (cell.row == sixth.row and cell.col >= 1)]
    sixth.rows, sixth.cols = 1, 2
    board.cells += [Cell(sixth.row, 3 + i, str(total)) for i, total in enumerate(sums)]
    for column, total in zip(APPLICANTS, sums, strict=True):
        paths = [f"applications.results.otherwise.{part}.{column}" for part in PARTS]
        if total:
            draft.unreadable(*paths)
        draft.excused |= set(paths)


PARTS = ("not_corrected", "fee_unpaid", "other")


def _number(draft: Draft, path: str) -> Number:
    value = draft.expected[path]
    assert isinstance(value, int | Decimal)
    return value


def without_row(key: str, path: str) -> Change:
    """A row is not there: its figures cannot be read, and must not become zero in silence."""

    def change(draft: Draft) -> None:
        board = draft.board(key)
        row = board.at(path).row
        lost = [cell.path for cell in board.in_row(row) if cell.path]
        board.drop_row(row)
        draft.unreadable(*lost)

    return change


def without_column(draft: Draft) -> None:
    board = draft.board("applications")
    board.drop_column(board.called("法律").col)
    draft.unreadable(*(path for path in FORM.figures if path.endswith(".legal_service")))


def no_table(key: str, text: str) -> Change:
    def change(draft: Draft) -> None:
        draft.instead(draft.board(key), Para(text, wanted=False))
        draft.unreadable(*draft.paths(key))

    return change


def swap_columns(first: str, second: str) -> Change:
    """Two columns of table three have changed places, with their heads."""

    def change(draft: Draft) -> None:
        board = draft.board("applications")
        one, other = board.called(first).col, board.called(second).col
        for cell in board.cells:
            if cell.row >= 2 and cell.cols == 1:
                cell.col = {one: other, other: one}.get(cell.col, cell.col)

    return change


def swap_rows(board: Board, first: str, second: str) -> None:
    one, other = board.at(first).row, board.at(second).row
    for cell in board.cells:
        if cell.rows == 1:
            cell.row = {one: other, other: one}.get(cell.row, cell.row)


def carried_in_first(draft: Draft) -> None:
    swap_rows(draft.board("applications"), "applications.received.total", "applications.carried_in.total")


def tracked(*paths: str) -> Change:
    """Figures, and a sentence, corrected under tracked changes: the old ones are still in the file."""

    def change(draft: Draft) -> None:
        for path in paths:
            draft.cell(path).was = shown(_number(draft, path) + 7)
        para = next(para for para in draft.paras() if para.part == "overview" and para.wanted and para.kind == "body")
        para.was = "这一句是旧稿，已经删去。"
        draft.never.add(para.was)

    return change


def marked(field: str, texts: dict[str, str]) -> Change:
    """Something beside figures that is no part of them: hidden text, a mark in superscript, the formula that computed them."""

    def change(draft: Draft) -> None:
        for path, text in texts.items():
            setattr(draft.cell(path), field, text)

    return change


def summed_by_word(draft: Draft) -> None:
    """The totals of table three are fields that Word has computed."""
    for path in table("applications").totals:
        draft.cell(path).formula = "=SUM(LEFT)" if path.endswith(".total") else "=SUM(ABOVE)"


def last_years_table(draft: Draft) -> None:
    """An annex repeats table three with the figures of the year before."""
    other = {path: value + 1 for path, value in figures("distinct").items()}
    board = three(other)
    board.key = ""
    for cell in board.cells:
        cell.path = ""
    draft.pieces += [Para(f"附件：{draft.agency.year - 1}年收到和处理政府信息公开申请情况（供对照）", wanted=False), board]
