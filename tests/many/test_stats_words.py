"""What the page of statistics says, without drawing it: which year, which units, in what order, in what words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from goigen.errors import UserError
from goigen.many.charts.chart import Bar, Chart
from goigen.many.stats.gather import UNNAMED, Gathered, gather
from goigen.many.stats.page import MOST_NAMES, Page, lay_out_stats
from goigen.many.stats.units import MOST_UNITS, SIZES, units
from goigen.many.stats.words import bar_of, changed, largest, share, shown
from goigen.many.stats.years import MOST_CHANGES
from goigen.report import Report
from goigen.standard import FORM
from tests.many.test_stats import balanced, gathered, page_of, report, without


def asked(name: str, received: int, year: int | None = 2023, **figures: int) -> Report:
    zero = dict.fromkeys(FORM.figures, 0)
    own = {"applications.results.granted.natural_person": received, **{path.replace("__", "."): n for path, n in figures.items()}}
    return replace(report(name, year), figures=balanced({**zero, **own}))


def chart(page: Page, key: str) -> Chart:
    return next(one for one in page.charts if one.key == key)


def labels(one: Chart) -> list[str]:
    return [bar.label for bar in one.bars()]


def unit_charts(reports: Iterable[Report]) -> list[Chart]:
    this = gathered(reports).most()
    assert this is not None
    return list(units(this))


def test_the_year_is_that_of_most_reports_and_of_two_the_later() -> None:
    assert page_of([report("甲局"), report("乙局"), report("丙局", 2024)]).title.startswith("2023年")
    assert page_of([report("甲局", 2024), report("乙局", 2023)]).title.startswith("2024年")
    assert page_of([report("甲局", 2023), report("乙局", 2024)]).title.startswith("2024年")
    assert page_of([report("甲局", None)]).title == "政府信息公开工作年度报告统计"


def test_last_year_is_taken_even_if_most_reports_are_older() -> None:
    old = [asked("甲局", 1, 2021), asked("乙局", 1, 2021), asked("甲局", 4, 2022)]
    assert chart(page_of([asked("甲局", 5)], old), "years").heading == "2023年和2022年的合计"
    assert chart(page_of([asked("甲局", 5)], old[:2]), "years").heading == "2023年和2021年的合计"


def test_previous_reports_of_which_none_can_be_read_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("年度: [")
    with pytest.raises(UserError, match=r"--previous 的报告一份也没有读出来：.*a\.yaml"):
        lay_out_stats(gathered([report("甲局")]), gather([tmp_path / "a.yaml"]))
    assert lay_out_stats(Gathered()) is None


def test_a_file_that_is_not_there_is_named_once(tmp_path: Path) -> None:
    missing = tmp_path / "a.yaml"
    assert gather([missing]).unread == [(str(missing), "没有这个文件")]


def test_unread_files_of_last_year_are_told_as_well(tmp_path: Path) -> None:
    previous = gathered([report("甲局", 2022)])
    previous.unread.append(("去年.yaml", "坏了"))
    page = lay_out_stats(gathered([report("甲局")]), previous)
    assert page is not None
    assert [note.names for note in page.notes] == [("去年.yaml（坏了）",)]


def test_a_unit_without_a_name_is_called_by_its_file() -> None:
    found = Gathered()
    for file in ("丁局.yaml", "\u200b.yaml"):
        found.add(Path(file), report(""))
    this = found.most()
    assert this is not None
    assert [unit.name for unit in this.units.values()] == ["丁局", UNNAMED]


def test_units_that_are_as_large_stand_by_name() -> None:
    (ranking,) = unit_charts([asked("乙局", 2), asked("丙局", 3), asked("甲局", 2), asked("丁局", 2)])
    assert labels(ranking) == ["丙局", *sorted(("乙局", "甲局", "丁局"))]


def test_sizes_are_shown_only_where_not_every_unit_has_its_bar() -> None:
    many = [asked(f"第{number:02}局", 1) for number in range(MOST_UNITS)]
    assert [one.key for one in unit_charts(many)] == ["units"]
    assert len(labels(unit_charts(many)[0])) == MOST_UNITS
    assert [one.key for one in unit_charts([*many, asked("又一局", 1)])] == ["units", "sizes"]


def test_every_unit_is_in_the_class_that_its_number_says() -> None:
    numbers = [0, 0, 0, *(n for start in SIZES[1:] for n in (start - 1, start, start + 1))]
    _, sizes = unit_charts(asked(f"第{at:02}局", number) for at, number in enumerate([*numbers, *range(2, 8)]))
    assert labels(sizes) == ["0件", "1—9件", "10—49件", "50—99件", "100—499件", "500件以上"]
    assert [bar.length for bar in sizes.bars()] == [4, 9, 3, 3, 3, 2]
    assert sizes.title == "1—9件最多，9个单位，占37.5%；4个单位没有新收"
    _, none = unit_charts([*(asked(f"第{at:02}局", 0) for at in range(MOST_UNITS)), asked("甲局", 1)])
    assert none.title == "0件最多，20个单位，占95.2%"


def test_shares_are_rounded_half_up_and_amounts_are_written_out() -> None:
    assert [share(1, 2000), share(1, 2001), share(1, 8), share(1999, 2000)] == ["0.1%", "不足0.1%", "12.5%", "超过99.9%"]
    assert [shown(Decimal("1E+4")), shown(Decimal("1234.50")), shown(1234)] == ["10,000", "1,234.50", "1,234"]
    assert [changed(5, 5), changed(6, 4), changed(4, 6), changed(3, 0)] == ["没有变化", "增加2件（+50.0%）", "减少2件（−33.3%）", "增加3件"]
    assert [bar_of("甲", "", 0, 5).text, bar_of("甲", "", 0, None).text, bar_of("甲", "", 2, 5).text] == ["0", "0", "2（40.0%）"]


def test_the_largest_are_named_up_to_two() -> None:
    bars = [Bar(name, 3, "3", ("3",)) for name in "甲乙丙"]
    assert largest([*bars[:1], Bar("丁", 2, "2", ())]) == ("甲最多，3件", 3)
    assert largest(bars[:2]) == ("甲、乙最多，各3件", 3)
    assert largest(bars) == ("甲、乙等3项最多，各3件", 3)


def test_who_rose_and_who_fell_most() -> None:
    changes = [(f"升{n:02}", 10, 10 + n) for n in range(1, 13)] + [(f"降{n:02}", 30, 30 - n) for n in range(1, 13)] + [("平局", 5, 5)]
    page = page_of([asked(name, new) for name, _, new in changes], [asked(name, old, 2022) for name, old, _ in changes])
    moved = chart(page, "changes")
    assert labels(moved) == [f"升{n:02}" for n in range(12, 2, -1)] + [f"降{n:02}" for n in range(3, 13)]
    assert len(labels(moved)) == 2 * MOST_CHANGES
    assert moved.title == "升12增加最多（10→22件）；降12减少最多（30→18件）"
    assert "增加的单位12个，减少的12个，不变的1个" in moved.notes[0].text
    assert next(iter(moved.bars())).row == ("10", "22", "+12")
    received = next(iter(chart(page, "years").bars()))
    assert received.row == ("485", "485", "0", "0.0%")
    assert chart(page, "years").title == "2023年新收485件，比2022年没有变化"


def test_two_years_of_which_only_the_earlier_had_anything() -> None:
    page = page_of([asked("甲局", 0)], [asked("甲局", 3, 2022)])
    assert chart(page, "years").title == "2023年新收0件，比2022年减少3件（−100.0%）"
    assert chart(page_of([asked("甲局", 0)], [asked("甲局", 0, 2022)]), "years").nothing == "两年都有报告的1个单位，两年的这几项都是0。"


def test_units_that_cannot_be_compared_are_named() -> None:
    half = without(asked("乙局", 3, 2022), "applications.carried_in.total")
    page = page_of([asked("甲局", 5), asked("乙局", 5)], [asked("甲局", 4, 2022), half, asked("甲局", 9, 2022)])
    years = chart(page, "years")
    assert [(note.text[:4], note.names) for note in years.notes[1:]] == [("没有计入", ("乙局",)), ("2022", ("甲局",))]
    assert next(iter(years.bars())).row[:2] == ("4", "5")


def test_outcomes_of_review_and_suit_in_words() -> None:
    page = page_of([asked("甲局", 1, reviews__review__upheld=3, reviews__review__corrected=1)])
    assert chart(page, "outcomes").title == "行政复议4件，其中结果纠正1件，占25.0%；没有行政诉讼"
    documents = chart(page_of([asked("甲局", 1, disclosure__rules__issued=2)]), "documents")
    assert "计了两次" in documents.notes[0].text
    assert chart(page, "documents").notes == ()
    decisions = chart(page_of([asked("甲局", 1, disclosure__licences=2, disclosure__penalties=6)]), "decisions")
    assert decisions.title.endswith("最多，6件，占75.0%")
    assert "行政处罚" in decisions.title


def test_facts_say_how_many_units_did_not_fill_in() -> None:
    page = page_of([asked("甲局", 5), without(asked("乙局", 3), "applications.received.total")])
    assert page.facts[1].text == "5件（1个单位没有填，没有计入）"
    assert page.facts[2].text == "0件"


def test_long_lists_of_names_go_to_the_end() -> None:
    def page(count: int) -> Page:
        return page_of(without(asked(f"第{n}局", 1), "applications.received.total") for n in range(count))

    assert page(MOST_NAMES).lists() == {}
    assert [len(note.names) for note in page(MOST_NAMES + 1).lists()] != []
