"""The statistics of a district: the numbers are the sums, every label can be drawn, nothing from outside, the same bytes every time."""

from __future__ import annotations

import random
import re
import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from fontTools import subset
from fontTools.ttLib import TTFont
from lxml import html
from syrupy.assertion import SnapshotAssertion

from goigen.cli.stats import command
from goigen.errors import UserError
from goigen.many.charts.chart import Bar, Chart, Group
from goigen.many.charts.draw import DARK, PALE, draw
from goigen.many.charts.faces import chain, drawable
from goigen.many.charts.measure import LABEL_CELLS, broken
from goigen.many.charts.svg import finished
from goigen.many.stats.gather import Gathered, clean, gather
from goigen.many.stats.page import Page, lay_out_stats, ordinal, pictures, write_page
from goigen.many.stats.words import growth, share, shown, signed
from goigen.report import Report
from goigen.standard import FORM
from goigen.width import cells
from goigen.writers.faces import UNDRAWABLE, Faces
from tests.support import SAMPLES, HtmlSnapshot, sample

FACES = Faces()
TOTALS = frozenset().union(*(table.totals for table in FORM.tables))
HOSTILE = ("<script>alert(1)</script>局", "甲&乙\n局 <!-- -->", "$x^2$局\\alpha", "\u202e反\x07向\ud800局", "长" * 300 + "局")


def balanced(figures: dict[str, int]) -> dict[str, int]:
    """The figures with all totals computed, so that every equation holds."""
    for _ in range(2):
        for equation in (equation for table in FORM.tables for equation in table.equations):
            if equation.total:
                figures[equation.total.path] = sum(figures[figure.path] for figure in equation.left)
        for figure in FORM.figures.values():
            if figure.path.startswith("applications.received."):
                column = figure.column[-1].key
                figures[figure.path] = figures[f"applications.results.total.{column}"]
    return figures


def report(name: str, year: int | None = 2023, number: Callable[[], int] = lambda: 0) -> Report:
    base = sample("minimal.yaml")
    figures = {path: 0 if path in TOTALS or ".carried_" in path else number() for path in FORM.figures}
    particulars = base.particulars.model_copy(update={"year": year})
    return replace(base, particulars=particulars, agency=base.agency.model_copy(update={"name": name}), figures=balanced(figures))


def without(one: Report, path: str) -> Report:
    return replace(one, figures={**one.figures, path: None})


def gathered(reports: Iterable[Report]) -> Gathered:
    found = Gathered()
    for number, one in enumerate(reports):
        found.add(Path(f"{number}.yaml"), one)
    return found


def district(names: Iterable[str], year: int = 2023, seed: int = 1) -> list[Report]:
    rng = random.Random(seed)
    return [report(name, year, lambda: int(rng.paretovariate(1.1)) - 1) for name in names]


def page_of(reports: Iterable[Report], previous: Iterable[Report] | None = None) -> Page:
    page = lay_out_stats(gathered(reports), gathered(previous) if previous is not None else None)
    assert page is not None
    return page


def tree(page: Page) -> html.HtmlElement:
    return html.document_fromstring(write_page(page))


def tables(page: html.HtmlElement) -> list[dict[str, list[str]]]:
    """The tables with charts: group and name of a row → its cells."""
    found = []
    for table in page.xpath("//section[figure]/table"):
        rows, group = {}, ""
        for row in table.xpath(".//tr[td]|.//tr[@class='group']"):
            head = row.xpath("string(th)")
            if row.get("class") == "group":
                group = f"{head}/"
            else:
                rows[("" if row.getparent().tag == "tfoot" else group) + head] = [cell.text for cell in row.xpath("td")]
        found.append(rows)
    return found


def numbers(rows: dict[str, list[str]]) -> list[int]:
    return [int(cells[0].replace(",", "")) for cells in rows.values()]


def drawn(page: Page) -> list[str]:
    """Every text that stands in a picture, as matplotlib comments it in its SVG."""
    return [
        text
        for chart in page.charts
        if chart.groups
        for text in re.findall(r"<!-- (.*?) -->", draw(chart, chain(FACES), "svg", alone=True).decode())
    ]


@pytest.fixture(scope="module")
def names() -> list[str]:
    return [f"平房区第{number}街道办事处" for number in range(60)]


def test_the_page_has_the_sums_of_the_figures(names: list[str]) -> None:
    reports = district(names)
    results, applicants, reasons, outcomes, _, _, documents, decisions = tables(tree(page_of(reports)))

    def total(*paths: str) -> int:
        return sum(one.figures[path] for one in reports for path in paths)

    rest = [total(f"applications.results.{key}.total") for key in ("granted", "partial")]
    parts = {key: [p for p in FORM.figures if re.fullmatch(rf"applications\.results\.{key}\.\w+\.total", p)] for key in
             ("refused", "unavailable", "not_processed", "otherwise")}  # fmt: skip
    assert [len(paths) for paths in parts.values()] == [8, 3, 5, 3]
    sums = [*rest, *(total(*paths) for paths in parts.values())]
    assert numbers(results) == [*sums, total("applications.results.total.total")]
    persons = ("natural_person", "company", "research", "public_benefit", "legal_service", "other", "total")
    assert numbers(applicants) == [total(f"applications.received.{key}") for key in persons]
    assert numbers(reasons) == [*(total(path) for paths in parts.values() for path in paths), sum(sums[2:])]
    courts = ("review", "suit.direct", "suit.after_review")
    ends = ("upheld", "corrected", "otherwise", "pending")
    assert numbers(outcomes) == [total(f"reviews.{court}.{end}") for court in courts for end in ends]
    kinds = ("rules", "normative_documents")
    assert numbers(documents) == [total(f"disclosure.{kind}.{key}") for kind in kinds for key in ("issued", "repealed", "in_force")]
    three = [total(f"disclosure.{kind}") for kind in ("licences", "penalties", "coercive_measures")]
    assert numbers(decisions) == [*three, sum(three)]


def test_units_are_ranked_and_the_rest_is_added_up(names: list[str]) -> None:
    reports = district(names)
    received = sorted((one.figures["applications.received.total"] for one in reports), reverse=True)
    units, sizes = tables(tree(page_of(reports)))[4:6]
    assert numbers(units) == [*received[:20], sum(received[20:]), sum(received)]
    assert list(units)[20] == "其余40个单位"
    assert sum(numbers(sizes)[:-1]) == numbers(sizes)[-1] == 60
    assert numbers(sizes)[3] == sum(50 <= number < 100 for number in received)


def test_the_titles_say_what_the_numbers_say() -> None:
    few = replace(report("甲局"), figures=balanced({**dict.fromkeys(FORM.figures, 0), "applications.results.granted.natural_person": 3,
                                                "applications.results.partial.company": 1}))  # fmt: skip
    results, applicants = page_of([few]).charts[:2]
    assert results.title == "办结的4件申请中，予以公开最多，3件，占75.0%"
    assert applicants.title == "新收的4件申请中，自然人最多，3件，占75.0%"


def test_every_number_of_a_table_is_printed_at_its_bar(names: list[str]) -> None:
    page = page_of(district(names), district(names[5:], 2022, 2))
    texts = drawn(page)
    charts = [chart for chart in page.charts if chart.groups]
    assert len(charts) == 10
    for chart in charts:
        for bar in chart.bars():
            assert bar.text in texts
            assert bar.called in chart.description()
            assert bar.text in chart.description()


def test_every_character_of_every_label_has_a_glyph(names: list[str]) -> None:
    odd = ["朱镕基喆㎡局", "𠮷田局", *HOSTILE, *names[:10]]
    page = page_of(district(odd), district(odd, 2022, 3))
    texts = "".join(drawn(page))
    assert {"镕", "喆", "㎡", UNDRAWABLE, "−"} <= set(texts)
    files = [frozenset(TTFont(face.path, fontNumber=0).getBestCmap()) for face in chain(FACES)]
    assert [char for char in set(texts) if not any(ord(char) in file for file in files)] == []
    pictured = [draw(chart, chain(FACES), "svg").decode() for chart in page.charts if chart.groups]
    assert not any("DejaVu" in picture or "<text" in picture for picture in pictured)


def test_a_character_that_no_face_has_is_named_under_the_chart() -> None:
    page = page_of(district(["𠮷田局", "甲局"]))
    units = next(chart for chart in page.charts if chart.key == "units")
    assert "没有“𠮷”" in units.notes[-1].text
    assert "𠮷田局" in write_page(page).decode()
    assert drawable("𠮷田", chain(FACES)) == f"{UNDRAWABLE}田"


def test_a_rare_hanzi_falls_back_to_another_face(tmp_path: Path) -> None:
    """Noto Sans SC without 镕 stands in for a face of few characters; Noto Serif SC draws it."""
    noto = chain(FACES)[0].path
    font = TTFont(noto)
    subsetter = subset.Subsetter()
    subsetter.populate(unicodes=[*range(0x20, 0x7F), *map(ord, "局（）%−最多件占")])
    subsetter.subset(font)
    font.save(tmp_path / "NotoSansSC-Regular.otf")
    shutil.copy(noto.with_name("NotoSerifSC-Regular.otf"), tmp_path)
    faces = chain(Faces((tmp_path,)))
    chart = Chart("units", "", groups=(Group("", (Bar("镕局", 3, "3", ("3",)),)),))
    svg = draw(chart, faces, "svg").decode()
    assert [face.path.name for face in faces if face.covers("镕")] == ["NotoSerifSC-Regular.otf"]
    assert re.search(r'id="NotoSerifSC[^"]*"', svg)
    assert re.search(r'id="NotoSansSC[^"]*"', svg)


def test_the_same_reports_give_the_same_bytes(names: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = page_of(district(names), district(names, 2022, 2))
    first = write_page(page), pictures(page, ("svg", "png"))
    noto = chain(FACES)[0].path.parent
    shutil.copytree(noto, tmp_path / "fonts")
    elsewhere = Faces((tmp_path / "fonts",))
    monkeypatch.setenv("MPL_IGNORE_SYSTEM_FONTS", "1")
    import matplotlib

    matplotlib.rcParams["axes.facecolor"] = "red"
    monkeypatch.setitem(matplotlib.rcParams, "font.size", 30)
    assert (write_page(page, elsewhere), pictures(page, ("svg", "png"), elsewhere)) == first
    assert matplotlib.rcParams["font.size"] == 30
    matplotlib.rcdefaults()


def test_the_page_needs_nothing_but_itself(names: list[str]) -> None:
    data = write_page(page_of(district(names), district(names, 2022, 2))).decode()
    page = html.document_fromstring(data.encode())
    assert not page.xpath("//script|//link|//img|//iframe|//*[@src]|//svg//style")
    assert not set(re.findall(r"https?://[^\"' ]+", data)) - {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids)) > 100
    targets = set(re.findall(r'href="#([^"]+)"', data)) | set(re.findall(r"url\(#([^)]+)\)", data))
    assert len(targets) > 50
    assert targets <= set(ids)
    assert "#111111" in data
    assert "#years-111111" not in data


def test_a_screen_reader_gets_the_numbers(names: list[str]) -> None:
    page = tree(page_of(district(names)))
    pictured = page.xpath("//figure/*[local-name()='svg']")
    assert len(pictured) == len(page.xpath("//figure/following-sibling::table")) == 8
    for svg in pictured:
        said = svg.get("aria-labelledby").split()
        assert svg.get("role") == "img"
        title, description = (svg.xpath(f"*[@id='{one}']")[0].text for one in said)
        assert title == svg.getparent().xpath("string(figcaption)").partition("　")[2]
        assert description.startswith("横条图。")
    assert not page.xpath("//th[not(@scope)]")
    assert len(page.xpath("//table/caption")) == len(page.xpath("//table"))


def test_hostile_names_are_only_text() -> None:
    page = page_of(district([*HOSTILE, "甲局"]), district(HOSTILE, 2022, 2))
    data = write_page(page)
    assert b"<script" not in data
    assert b"&lt;script&gt;alert(1)&lt;/script&gt;" in data
    rows = set(tables(html.document_fromstring(data))[4])
    assert {"<script>alert(1)</script>局", "甲&乙 局 <!-- -->", "$x^2$局\\alpha", "反向局"} <= rows
    assert any("$x^2$局\\alpha" in text for text in drawn(page))
    for name, picture in pictures(page, ("svg",)).items():
        assert b"<script" not in picture, name
        assert html.document_fromstring(picture) is not None
    assert clean(" a\n\tb\x00 ") == "a b"


def test_a_long_label_keeps_its_beginning_and_its_end() -> None:
    name = "哈尔滨市平房区人力资源和社会保障局劳动人事争议仲裁委员会办公室驻区政务服务中心综合窗口管理处"
    first, second = broken(name)
    assert name.startswith(first)
    assert second == "…" + name[-len(second) + 1 :]
    assert max(cells(first), cells(second)) <= LABEL_CELLS
    assert broken("长" * 30) == ("长" * 20, "长" * 10)


def test_300_units_with_long_names_stay_within_the_picture() -> None:
    from matplotlib.image import imread

    many = [f"{'很长的单位名称' * 8}第{number}办公室" for number in range(300)]
    page = page_of(district(many), district(many, 2022, 2))
    for name, picture in pictures(page, ("png",)).items():
        pixels = imread(BytesIO(picture))[..., :3]
        edges = (pixels[0], pixels[-1], pixels[:, :3], pixels[:, -3:])
        assert all((edge == 1).all() for edge in edges), name
        assert pixels.shape[0] < 2000, name
    assert len(write_page(page)) < 1_500_000


def test_it_is_readable_without_colour() -> None:
    def light(colour: str) -> float:
        return sum(weight * int(colour[at : at + 2], 16) for weight, at in ((0.299, 1), (0.587, 3), (0.114, 5))) / 255

    assert light(DARK) + 0.25 < light(PALE) < 0.75
    page = page_of(district(["甲局", "乙局"]), district(["甲局", "乙局"], 2022, 2))
    both = next(chart for chart in page.charts if chart.key == "years")
    assert b"<pattern" in draw(both, chain(FACES), "svg")
    assert all(bar.text.startswith("2023年") and bar.before_text.startswith("2022年") for bar in both.bars())


def test_no_requests_at_all_is_said(names: list[str]) -> None:
    page = page_of(map(report, names))
    assert not tree(page).xpath("//figure")
    said = [chart.nothing for chart in page.charts]
    assert said[0] == "计入的60个单位都没有办结的申请。"
    assert said[4] == "计入的60个单位都没有新收的申请。"
    assert pictures(page, ("svg", "png")) == {}


def test_one_unit_has_no_ranking() -> None:
    page = page_of(district(["独一局"]))
    assert [chart.key for chart in page.charts] == ["results", "applicants", "reasons", "outcomes", "documents", "decisions"]
    assert page.facts[0].text == "1个"


def test_a_unit_with_an_open_figure_is_left_out_and_named(names: list[str]) -> None:
    reports = district(names)
    path = "applications.results.refused.third_party.total"
    page = page_of([without(reports[0], path), *reports[1:]])
    results, applicants, reasons = page.charts[:3]
    for chart in (results, reasons):
        assert [note.names for note in chart.notes] == [(names[0],)]
    assert applicants.notes == ()
    assert results.total[1] == shown(sum(one.figures["applications.results.total.total"] for one in reports[1:]))
    page = page_of(without(one, "applications.received.total") for one in reports[:3])
    assert next(chart for chart in page.charts if chart.key == "units").nothing == "没有一个单位填了新收的数。"
    assert page.facts[1].text == "—（没有一个单位填了）"
    assert "25个" in write_page(page_of(without(one, path) for one in reports[:25])).decode()
    every = page_of(without(one, path) for one in reports[:25])
    assert every.charts[0].nothing == "没有一个单位填全了这几项数。"
    assert [len(note.names) for note in every.lists()] == [25]


def test_two_years_are_compared_unit_by_unit(names: list[str]) -> None:
    new, old = district(names), district([*names[5:], "撤销局"], 2022, 2)
    page = page_of(new, [without(old[0], "applications.carried_in.total"), *old[1:]])
    totals, changes = page.charts[-2:]
    by_name = {one.agency.name: one.figures for one in old}
    both = [(one.figures, by_name[one.agency.name]) for one in new[6:]]
    for at, path in ((0, "applications.received.total"), (2, "applications.results.total.total"), (4, "reviews.review.total")):
        now, before = sum(figures[path] for figures, _ in both), sum(figures[path] for _, figures in both)
        assert list(totals.bars())[at].row[:3] == (shown(before), shown(now), signed(now - before))
    assert "54个单位" in totals.notes[0].text
    assert [note.names for note in totals.notes[1:]] == [(names[5],), tuple(names[:5]), ("撤销局",)]
    moves = {one.agency.name: one.figures["applications.received.total"] - by_name[one.agency.name]["applications.received.total"]
             for one in new[5:]}  # fmt: skip
    ups = sorted((move for move in moves.values() if move > 0), reverse=True)[:10]
    downs = sorted(move for move in moves.values() if move < 0)[:10][::-1]
    assert [bar.length for bar in changes.bars()] == [*ups, *downs]
    assert all(moves[bar.label] == bar.length for bar in changes.bars())


@pytest.mark.parametrize(
    ("old", "said"),
    [
        (["甲局", "乙局"], "两年都有报告的2个单位，新收都没有变化。"),
        (["丙局"], "没有一个单位2023年和2022年的数都能比较。"),
    ],
)
def test_years_with_nothing_to_compare(old: list[str], said: str) -> None:
    assert page_of(map(report, ("甲局", "乙局")), [report(name, 2022) for name in old]).charts[-1].nothing == said


def test_last_year_must_be_another_year() -> None:
    with pytest.raises(UserError, match="也是2023年的报告"):
        page_of([report("甲局")], [report("甲局")])


def test_what_is_not_counted_is_said() -> None:
    uneven = report("丁局")
    uneven = replace(uneven, figures={**uneven.figures, "applications.received.total": 5})
    page = page_of([report("甲局"), report("甲 局"), report("乙局", 2021), report("丙局", None), uneven])
    assert [(note.text[:5], note.names) for note in page.notes] == [
        ("不是202", ("乙局（2021年）", "丙局（没有写年度）")),
        ("名称相同的", ("甲 局",)),
        ("数之间的勾", ("丁局",)),
    ]
    assert page.facts[0].text == "2个"


def test_the_words_of_numbers() -> None:
    assert [share(*pair) for pair in ((1, 3), (0, 5), (1, 100_000), (99_999, 100_000), (5, 5), (0, 0))] == [
        "33.3%", "0.0%", "不足0.1%", "超过99.9%", "100.0%", "—"]  # fmt: skip
    assert [signed(number) for number in (1200, -3, 0)] == ["+1,200", "−3", "0"]
    assert [growth(*pair) for pair in ((3, 2), (1, 2), (2, 2), (1, 0))] == ["+50.0%", "−50.0%", "0.0%", "—"]
    assert [ordinal(number) for number in (1, 10, 11, 20, 21)] == ["一", "十", "十一", "二十", "二十一"]


def test_the_page_reads_so(names: list[str], snapshot: SnapshotAssertion) -> None:
    page = page_of(district(names[:25]), district(names[2:25], 2022, 2))
    text = re.sub(r"<svg.*?</svg>", "<svg/>", write_page(page).decode(), flags=re.S)
    assert re.sub(r"<style>.*?</style>", "<style/>", text, flags=re.S) == snapshot(extension_class=HtmlSnapshot)


def test_finished_keeps_what_is_drawn() -> None:
    chart = Chart("x", "", groups=(Group("", (Bar("甲", 3, "3", ("3",), before=2, before_text="2"),)),))
    raw = draw(chart, chain(FACES), "svg")
    done = finished(raw, "x", "题<", "文&", alone=True)
    assert done.count(b"<path") == raw.count(b"<path")
    assert done.count(b"<use") == raw.count(b"<use")
    assert "题&lt;".encode() in done


def folder(path: Path, *, year: str = "2023", names: tuple[str, ...] = ("甲局", "乙局")) -> Path:
    path.mkdir()
    text = re.sub("2023", year, (SAMPLES / "pingfang-2023.yaml").read_text())
    for number, name in enumerate(names):
        (path / f"{number}.yaml").write_text(text.replace("哈尔滨市平房区人民政府", name))
    return path


def run(*arguments: object) -> int:
    return int(command.main([str(argument) for argument in arguments], standalone_mode=False))


def test_the_command_writes_the_page_and_the_pictures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reports, last = folder(tmp_path / "各单位"), folder(tmp_path / "去年", year="2022", names=("甲局",))
    page = reports / "统计.html"
    for _ in range(2):  # the second run must not read the page of the first
        assert run(reports, "--previous", last, "-o", page, "--images", tmp_path / "图") == 0
    assert "2023年和2022年的合计" in page.read_text()
    written = sorted(path.name for path in (tmp_path / "图").iterdir())
    assert "01-results.png" in written
    assert "01-results.svg" in written
    assert f"已写 {page}" in capsys.readouterr().out


def test_the_command_writes_pictures_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(folder(tmp_path / "各单位"), "--images", "图", "--format", "png") == 0
    assert {path.suffix for path in (tmp_path / "图").iterdir()} == {".png"}
    assert not (tmp_path / "统计.html").exists()


def test_one_bad_file_never_stops_the_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reports = folder(tmp_path / "各单位")
    (reports / "坏.yaml").write_text("年度: [")
    assert run(reports, "-o", tmp_path / "a.html") == 2
    assert "坏.yaml：" in capsys.readouterr().err
    assert "没有读出来的文件" in (tmp_path / "a.html").read_text()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("空",), "没有读出一份报告"),
        (("各单位", "-o", "a.pdf"), "以 .html 结尾"),
        (("各单位", "--format", "svg"), "要用 --images"),
        (("各单位", "--previous", "空", "-o", "a.html"), "--previous 的报告一份也没有读出来"),
        (("成品", "-o", "成品/甲.html"), "会被统计覆盖"),
    ],
)
def test_misuse_is_said_in_chinese(arguments: tuple[str, ...], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder(tmp_path / "各单位")
    (tmp_path / "空").mkdir()
    (tmp_path / "成品").mkdir()
    (tmp_path / "成品" / "甲.html").write_text("<p>年报</p>")
    with pytest.raises(UserError, match=words):
        run(*arguments)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(("各单位", "空", "成品"))


def test_without_matplotlib_the_remedy_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(UserError, match=r"pip install 'goigen\[stats\]'"):
        run(tmp_path)


def test_gather_survives_a_bug_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken_reader(name: str, data: bytes) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("goigen.many.stats.gather.read", broken_reader)
    found = gather([SAMPLES / "minimal.yaml"])
    assert found.most() is None
    assert "请把这个文件发给维护者" in found.unread[0][1]


def test_a_file_whose_name_is_no_utf8_is_named_as_far_as_it_can_be(tmp_path: Path) -> None:
    (tmp_path / "甲坏.yaml".encode("gbk").decode("utf-8", "surrogateescape")).write_text("年度: [")
    found = gather([SAMPLES / "minimal.yaml", *tmp_path.iterdir()])
    page = lay_out_stats(found)
    assert page is not None
    (note,) = page.notes
    assert note.text == "没有读出来的文件"
    assert ".yaml（" in write_page(page).decode()
