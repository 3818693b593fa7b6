"""Tables spoilt on purpose: a figure is read as a person reads it, or a finding says that it was not. What is imported loads again."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import escape

import pytest

from goigen.errors import UserError
from goigen.finding import Finding
from goigen.forms.filled import filled_form
from goigen.reading import read_published
from goigen.report import Report, load
from goigen.source import Mapping, read_source
from goigen.standard import FORM
from tests.reading import foreign_boards as boards
from tests.reading.foreign_boards import Cell
from tests.reading.test_foreign import _names, prose

Rows = list[list[Cell]]
Tables = dict[str, Rows]
Change = Callable[[Tables], None]
VALUES = boards.distinct()
OVERVIEW = "（一）主动公开。全年主动公开信息12条，做到应公开尽公开。\n（二）依申请公开。全年收到申请若干件，均按期答复。"
PROBLEMS = "一是公开内容不够全面，二是更新不够及时。下一步将加强培训，提升质量。"
TITLE = "示例县水务局2023年政府信息公开工作年度报告"


# --- documents


def tables() -> Tables:
    made = {"disclosure": boards.two(VALUES), "applications": boards.three(VALUES), "reviews": boards.four(VALUES)}
    return {key: [[replace(cell) for cell in board.in_row(row)] for row in range(board.height)] for key, board in made.items()}


def shown(found: Tables) -> dict[str, str]:
    return {cell.path: cell.text for rows in found.values() for row in rows for cell in row if cell.path}


def _parts(drawn: dict[str, str], problems: str) -> Iterator[str]:
    for section in FORM.sections:
        yield section.title
        yield drawn.get(section.key, {"overview": OVERVIEW, "problems": problems}.get(section.key, "没有其他需要报告的事项。"))


def page(found: Tables, problems: str = PROBLEMS, instead: dict[str, str] | None = None) -> bytes:
    drawn = {key: _grid(rows) for key, rows in found.items()} | (instead or {})
    words = [f"<p>{escape(text)}</p>" if not text.startswith("<table") else text for text in _parts(drawn, problems)]
    return f"<html><body><h1>{TITLE}</h1>{''.join(words)}</body></html>".replace("\n", "</p><p>").encode()


def _grid(rows: Rows) -> str:
    cells = ["".join(f"<td rowspan={c.rows} colspan={c.cols}>{escape(c.text)}</td>" for c in row) for row in rows]
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>".replace("\n", "<br>")


def tabbed(found: Tables, problems: str = PROBLEMS) -> bytes:
    """A row a line; where cells were merged, blank ones are left."""
    return "\n".join((TITLE, *_parts({key: f"\n{_lines(rows)}\n" for key, rows in found.items()}, problems))).encode()


def _lines(rows: Rows) -> str:
    covered = {(c.row + i, c.col + j) for row in rows for c in row for i in range(c.rows) for j in range(c.cols)}
    texts = {(cell.row, cell.col): cell.text for row in rows for cell in row}
    width = 1 + max(column for _, column in covered)
    return "\n".join("\t".join(texts.get((row, column), "") for column in range(width)).rstrip("\t") for row in range(len(rows)))


def stacked(found: Tables, problems: str = PROBLEMS) -> bytes:
    """A cell a line, as copying leaves it: no spans can be seen."""
    drawn = {key: "\n" + "\n\n".join("\n".join(f"\t{c.text}" for c in row) for row in rows) + "\n\n" for key, rows in found.items()}
    return "\n".join((TITLE, *_parts(drawn, problems))).encode()


WRITERS = {"html": page, "tabs": tabbed, "cells": stacked}


def read(data: bytes, name: str) -> tuple[Report, tuple[Finding, ...]]:
    report, findings = load(read_published(f"x.{'html' if name == 'html' else 'txt'}", data))
    assert report is not None
    return report, tuple(findings)


def silent(data: bytes, expected: dict[str, str], name: str = "html") -> list[str]:
    """The figures that were read otherwise than a person reads them, without a finding."""
    report, findings = read(data, name)
    wrong = ((path, report.figures[path]) for path in FORM.figures if report.figures[path] is not None)
    wrong = ((path, value) for path, value in wrong if str(value) != expected.get(path))
    return [f"{path}: {value}, not {expected.get(path)}" for path, value in wrong if not _said(findings, path)]


def _said(findings: tuple[Finding, ...], path: str) -> bool:
    return any(_names(finding, FORM.figures[path]) for finding in findings)


# --- what is done to the tables


def called(rows: Rows, text: str) -> tuple[int, int]:
    return next((r, i) for r, row in enumerate(rows) for i, cell in enumerate(row) if not cell.path and text in cell.text)


def move(rows: Rows, places: dict[int, int]) -> None:
    """Columns change places, label and figures alike."""
    for row in rows:
        for cell in row:
            cell.col = places.get(cell.col, cell.col) if cell.cols == 1 else cell.col
        row.sort(key=lambda cell: cell.col)


def drop(rows: Rows, text: str) -> None:
    gone, _ = called(rows, text)
    for number, row in enumerate(rows[:gone]):
        for cell in row:
            cell.rows -= number + cell.rows > gone
    del rows[gone]
    for row in rows[gone:]:
        for cell in row:
            cell.row -= 1


def fees_in_yuan(found: Tables) -> None:
    rows = found["disclosure"]
    row, index = called(rows, "本年收费金额")
    rows[row][index].text = "本年收费金额（单位：元）"
    rows[row + 1][1].path, rows[row + 1][1].text = "", "69372500"


def last_year_only(found: Tables) -> None:
    rows = found["disclosure"]
    row, _ = called(rows, "本年处理决定数量")
    for line, label in ((row, "上一年项目数量"), (row + 1, "77")):
        rows[line][1].cols, rows[line][1].col = 1, 3
        rows[line].insert(1, Cell(line, 1, label, 2))
    rows[row + 1][2].text = ""


def merged_down(found: Tables) -> None:
    rows = found["applications"]
    row, index = called(rows, "1.属于国家秘密")
    rows[row][index + 1].rows, rows[row][index + 1].path = 2, ""
    del rows[row + 1][1]


def beside(key: str) -> Change:
    """Last year's table stands right of this year's, in which nothing is filled in."""

    def change(found: Tables) -> None:
        width = max(cell.col + cell.cols for row in found[key] for cell in row)
        for row in found[key]:
            other = [replace(cell, col=cell.col + width, path="") for cell in row]
            for cell in row:
                cell.text = "" if cell.path else cell.text
            row += other

    return change


def ninth_reason(found: Tables) -> None:
    """Somebody adds 9.其他 to 不予公开, and 3.其他 of 其他处理 is not printed."""
    rows = found["applications"]
    drop(rows, "3.其他")
    row, _ = called(rows, "（四）无法提供")
    for number, line in enumerate(rows):
        for cell in line:
            cell.row += number >= row
            cell.rows += cell.text.startswith(("（三）", "三、"))
    rows.insert(row, [Cell(row, 2, "9.其他"), *(Cell(row, 3 + i, str(900 + i)) for i in range(7))])


def blank_first(found: Tables) -> None:
    """The first figure is blank, and a column of the header was merged with the next one."""
    rows = found["reviews"]
    rows[3][0].text = ""
    rows[2][2].cols = 2
    del rows[2][3]
    for cell in rows[3]:
        cell.path = "" if cell.path.startswith("reviews.suit.direct") else cell.path


def short_row(found: Tables) -> None:
    """The last cell of a row is missing: all others stand where they stood."""
    rows = found["applications"]
    row, _ = called(rows, "（一）予以公开")
    del rows[row][-1]


def slipped_under_other_order(found: Tables) -> None:
    move(found["reviews"], {7: 9, 9: 7})
    found["reviews"][3] = [Cell(3, 0), *(replace(cell, col=cell.col + 1) for cell in found["reviews"][3])]


def spare_column(found: Tables) -> None:
    """A blank column within the header; in one row a cell is missing instead."""
    rows = found["applications"]
    for row in rows:
        for cell in row:
            cell.cols += cell.cols == 7
            cell.col += cell.cols != 8 and cell.col > 3
    rows[1].insert(1, Cell(1, 4, rows=2))
    for number, row in enumerate(rows[3:], 3):
        row.insert(next(i for i, cell in enumerate(row) if cell.path) + 1, Cell(number, 4))
    short, _ = called(rows, "（二）部分公开")
    del rows[short][-3]
    for cell in rows[short]:
        cell.path = ""


def two_rows_in_four(found: Tables) -> None:
    """The row of this year lacks a cell, last year's below it is whole."""
    last = [replace(cell, row=4, path="", text=f"{5 + cell.col}") for cell in found["reviews"][3]]
    found["reviews"][3].pop(7)
    found["reviews"].append(last)


def labels_across_groups(found: Tables) -> None:
    """商业企业 stands where 自然人 belongs, and the other way round."""
    rows = found["applications"]
    first, second = (rows[row][index] for row, index in (called(rows, "自然人"), called(rows, "商业企业")))
    first.text, second.text = second.text, first.text
    other = {"natural_person": "company", "company": "natural_person"}
    for cell in (cell for row in rows for cell in row if cell.path):
        stem, _, person = cell.path.rpartition(".")
        cell.path = f"{stem}.{other.get(person, person)}"


CASES: tuple[tuple[str, Change], ...] = (
    ("html", fees_in_yuan),
    ("html", last_year_only),
    ("html", merged_down),
    *(("html", beside(key)) for key in ("disclosure", "applications", "reviews")),
    ("html", ninth_reason),
    ("cells", ninth_reason),
    ("html", blank_first),
    ("html", short_row),
    ("tabs", short_row),
    ("html", slipped_under_other_order),
    ("html", spare_column),
    ("cells", two_rows_in_four),
    *((name, lambda found: drop(found["applications"], "（七）总计")) for name in WRITERS),  # a total that nobody printed
    *((name, lambda found: move(found["reviews"], {1: 2, 2: 1})) for name in WRITERS),
    *((name, lambda found: move(found["applications"], {3: 9, 9: 3})) for name in WRITERS),
    *((name, labels_across_groups) for name in WRITERS),
)


@pytest.mark.parametrize(("name", "change"), CASES)
def test_no_figure_is_wrong_in_silence(name: str, change: Change) -> None:
    found = tables()
    change(found)
    assert not silent(WRITERS[name](found), {path: text for path, text in shown(found).items() if text}, name)


@pytest.mark.parametrize("name", list(WRITERS))
def test_groups_in_another_order(name: str) -> None:
    """复议后起诉 stands before 未经复议直接起诉."""
    found = tables()
    row, index = called(found["reviews"], "未经复议直接起诉")
    first, second = found["reviews"][row][index : index + 2]
    first.text, second.text = second.text, first.text
    for cell in found["reviews"][3]:
        kind = cell.path.partition("suit.")[2]
        other = {"direct": "after_review", "after_review": "direct"}.get(kind.partition(".")[0], "")
        cell.path = f"reviews.suit.{other}.{kind.partition('.')[2]}" if other else cell.path
    assert not silent(WRITERS[name](found), shown(found), name)


def test_a_table_of_part_one_is_not_table_two() -> None:
    found = tables()
    del found["disclosure"]
    other = "<table><tr><td>类别</td><td>数量</td></tr><tr><td>行政许可</td><td>12</td></tr><tr><td>行政处罚</td><td>30</td></tr></table>"
    assert not silent(page(found, instead={"disclosure": other}), shown(found))


SPOIL = 60  # documents


@pytest.mark.parametrize("name", list(WRITERS))
def test_tables_spoilt_by_chance(name: str) -> None:
    chance = random.Random(f"spoilt-{name}")
    for _ in range(SPOIL // len(WRITERS)):
        found = tables()
        expected = _spoil(found, chance)
        wrong = silent(WRITERS[name](found), expected, name)
        assert not wrong, wrong[:5]


def _spoil(found: Tables, chance: random.Random) -> dict[str, str]:
    """Swaps whole columns and rows, blanks figures, drops a cell with a figure at the end of a row; returns what can still be read."""
    columns = chance.sample(range(4, 9), 2)
    move(found["applications"], {columns[0]: columns[1], columns[1]: columns[0]})
    outcomes = [chance.randrange(3) * 5 + place for place in chance.sample(range(5), 2)]
    if outcomes[0] // 5 == outcomes[1] // 5:
        move(found["reviews"], {outcomes[0]: outcomes[1], outcomes[1]: outcomes[0]})
    for rows in found.values():
        cells = [cell for row in rows for cell in row if cell.path]
        for cell in chance.sample(cells, 3):
            cell.text = ""
    expected = {path: text for path, text in shown(found).items() if text}
    row = chance.choice([row for row in found["applications"] if row[-1].path])
    del row[-1]
    return expected


# --- the form that is written


WEIRD = (
    *("- 一", "# 井", "a: b", "“引”：号", "'单", '"双', "|", ">-", "{{", "}}", "{a: 1}", "[1]", "&x", "*x", "!x", "%x", "@x", "`x", "? x"),
    *(": x", "x:", "---", "...", "\ttab", "a\tb", " 前空格", "　全角空格", "x #y", "\\u0041", "\\", "010010", "1e3", "12:30", "<<", "="),
    *("a\x85b", "a\u2028b", "a\u2029b", "a\x07b", "a\x0bb", "a\x0cb", "a\x7fb", "a\ufffeb", "a\ufeffb", "\u200b", "a\rb", "很长" * 3000),
    *("概述", "正文", "信息处理费", "附注", "导语", "机关", "待填", "无", "~", "null", "no"),
)


def again(data: bytes, name: str) -> tuple[Report, Report]:
    """A published report, and the form that it is imported as."""
    source = read_published(name, data)
    assert isinstance(source.root, Mapping)
    report, _ = load(source)
    text = filled_form(source.root, "x: y #{.html")
    loaded, findings = load(read_source("y.yaml", text.encode()))
    assert report is not None
    assert loaded is not None, findings
    return report, loaded


@pytest.mark.parametrize("weird", WEIRD, ids=ascii)
def test_any_words_load_again(weird: str) -> None:
    for words in (weird, f"{weird}\n（一）{weird}\n{weird}\n{PROBLEMS}\n（二）{weird}\n{PROBLEMS}\n（三）{weird}。{PROBLEMS}"):
        report, loaded = again(tabbed({}, words), "x.txt")
        assert prose(loaded) == prose(report)
        assert loaded.figures == report.figures


def test_zeros_beside_an_open_total_load_again() -> None:
    """A column of totals was not printed: the zeros of its rows are no open figures."""
    found = tables()
    for row in found["applications"]:
        for cell in row:
            cell.text = "0" if cell.path else cell.text
            cell.cols -= cell.cols == 7
        row[:] = [cell for cell in row if cell.col != 9]
    report, loaded = again(page(found), "x.html")
    assert report.figures["applications.received.company"] == 0
    assert loaded.figures == report.figures


def test_a_row_without_a_label_where_the_first_column_is_unknown() -> None:
    found = tables()
    for row in found["applications"]:
        row[:] = [cell for cell in row if cell.col != 3 or not (cell.path or cell.text == "自然人")]
    line, index = called(found["applications"], "5.属于三类内部事务信息")
    found["applications"][line][index].text = "？"
    assert not silent(page(found), shown(found))


# --- what is no report


RULE = f"+{'-+' * 400}"
HUGE = ("测试。\n" * 30_000, "\t行政许可\n\n" * 30_000, f"{RULE}\n|{' |' * 400}\n{RULE}")


@pytest.mark.parametrize("text", HUGE, ids=("paragraphs", "cells", "columns"))
def test_more_than_any_report_has_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="不会是"):
        read_published("x.txt", f"一、总体情况\n{text}\n".encode())


def test_a_placeholder_in_the_words_is_said() -> None:
    source = read_published("x.html", page(tables(), "全年新收{{ 新收 }}件，存在的问题是公开不够。"))
    assert [finding.check for finding in source.findings] == ["F08"]
