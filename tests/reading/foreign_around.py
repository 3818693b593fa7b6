"""What stands around the report in published files: page metadata, contents, signature, annexes, text boxes, notes."""

from __future__ import annotations

from tests.reading.foreign_boards import Board, Cell
from tests.reading.foreign_draft import Change, Draft
from tests.reading.foreign_prose import Para


def listed(rows: list[list[str]], widths: list[float]) -> Board:
    """A table that is none of the report's."""
    return Board("", [Cell(row, col, text) for row, texts in enumerate(rows) for col, text in enumerate(texts)], widths)


def metadata(draft: Draft) -> None:
    """The table that web sites put above a document."""
    rows = [
        ["索引号", "01470-2/2025-00012", "分类", "政府信息公开年报"],
        ["发布机构", draft.agency.office, "公开日期", f"{draft.agency.year + 1}-01-20"],
        ["名称", f"{draft.agency.year}年年度报告", "文号", "无"],
        ["关键词", "信息公开；年报", "时效", "有效"],
    ]
    draft.pieces.insert(0, listed(rows, [2.2, 6, 2.2, 5]))
    draft.never.add("索引号")


def annex_table(draft: Draft) -> None:
    """A table of other statistics after part six, with words of the report's own tables in it."""
    rows = [
        ["指标名称", "单位", "数量"],
        ["主动公开政府信息数", "条", "5521"],
        ["其中：规范性文件", "件", "77"],
        ["行政许可公示数", "条", "8080"],
        ["总计", "条", "13678"],
    ]
    draft.pieces += [Para("附件：政务公开相关指标统计表", wanted=False), listed(rows, [8, 3, 4])]


def annexes(draft: Draft) -> None:
    texts = ["附件：1.政府信息主动公开目录", "2.政府信息公开申请表（自然人）", "3.政府信息公开申请表（法人或其他组织）"]
    draft.pieces += [Para(text, wanted=False) for text in texts]


def signed(draft: Draft) -> None:
    draft.pieces += [Para("", wanted=False), Para(draft.agency.name, "sign"), Para(f"{draft.agency.year + 1}年1月20日", "sign")]


def contents(draft: Draft) -> None:
    """The six parts listed before they begin, each on a line of its own with its page."""
    titles = [para.text for para in draft.paras() if para.kind == "part"]
    lines = [Para(f"{title}{'…' * 12}{page}", wanted=False) for page, title in enumerate(titles, 1)]
    last = next(para for para in draft.paras() if para.kind == "title")
    draft.after(last, Para("目  录", wanted=False), *lines)


def boxed_title(draft: Draft) -> None:
    next(para for para in draft.paras() if para.kind == "title").boxed = True


def title_as(text: str, *names: str) -> Change:
    """Another title. `names`: what may be read as the agency then; an empty one allows that none is found."""

    def change(draft: Draft) -> None:
        next(para for para in draft.paras() if para.kind == "title").text = text
        draft.names |= set(names)

    return change


def without_preamble(draft: Draft) -> None:
    draft.pieces = [piece for piece in draft.pieces if not (isinstance(piece, Para) and piece.part == "preamble")]


def preamble_as(*texts: str) -> Change:
    def change(draft: Draft) -> None:
        without_preamble(draft)
        draft.after(next(para for para in draft.paras() if para.kind == "title"), *(Para(text, part="preamble") for text in texts))

    return change


def prose_after(key: str, *texts: str) -> Change:
    """Words between a table and the next part; they belong to the table's part."""

    def change(draft: Draft) -> None:
        draft.after(draft.board(key), *(Para(text, "note", wanted=False) for text in texts))
        draft.notes += [(key, text) for text in texts]

    return change


def lead_in(key: str, text: str) -> Change:
    """A sentence between the title of a part and its table; nothing is asked about it."""
    return lambda draft: draft.after(draft.title_of(key), Para(text, wanted=False))


def fee_as(text: str, fees: tuple[int, int, int] | None = None) -> Change:
    def change(draft: Draft) -> None:
        next(para for para in draft.paras() if para.fee).text = text
        draft.fees = fees

    return change


def header(text: str) -> Change:
    def change(draft: Draft) -> None:
        draft.look.header = text
        draft.never.add("".join(text.split()))

    return change
