"""Source → Report: figures at any level, totals, prose, placeholders, what is unfilled."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from goigen.report import load, value
from goigen.standard import FORM
from tests.support import findings_of, patched, read, sample, shared


def figures(text: str) -> dict[str, object]:
    report, _ = load(patched(text)[0])
    assert report is not None
    return {path: number for path, number in report.figures.items() if number}


def test_ways_of_writing_a_row_mean_the_same() -> None:
    head = "收到和处理政府信息公开申请情况:\n  本年新收政府信息公开申请数量: "
    rows = ("{自然人: 3, 其他: 1}", "[3, 0, 0, 0, 0, 1]", "[3, 0, 0, 0, 0, 1, 4]", "{自然人: ３件, 其他: '1', 总计: 4}")
    meanings = [figures(head + row) for row in rows]
    assert meanings[0]["applications.received.total"] == 4
    assert all(meaning == meanings[0] for meaning in meanings)


def test_totals_are_computed_only_where_they_are_absent() -> None:
    found = figures(
        "收到和处理政府信息公开申请情况:\n"
        "  本年度办理结果:\n"
        "    予以公开: {自然人: 2, 总计: 9}\n"
        "    部分公开: {商业企业: 1}\n"
        "政府信息公开行政复议、行政诉讼情况:\n"
        "  行政复议: {结果维持: 17, 结果纠正: 1}\n"
    )
    assert found["applications.results.granted.total"] == 9
    assert found["applications.results.partial.total"] == 1
    assert found["applications.results.total.natural_person"] == 2
    assert found["applications.results.total.total"] == 10
    assert found["reviews.review.total"] == 18


def test_a_row_of_totals_that_names_some_columns_has_zero_in_the_others() -> None:
    text = "收到和处理政府信息公开申请情况:\n  本年度办理结果:\n    予以公开: {商业企业: 1}\n    总计: {自然人: 1}\n"
    report, _ = load(patched(text)[0])
    assert report is not None
    assert value(report, "applications.results.total.company") == 0


def test_decimals_stay_as_typed() -> None:
    found = figures("主动公开政府信息情况:\n  行政事业性收费: 5,722.20万元")
    assert str(found["disclosure.fees"]) == "5722.20"


def test_a_table_with_nothing_but_a_note_is_unfilled() -> None:
    report, findings = read("年度: 2023\n政府信息公开行政复议、行政诉讼情况:\n  附注: 含上年度结转数量。\n")
    assert report is not None
    assert findings == ()
    assert "政府信息公开行政复议、行政诉讼情况" in report.unfilled
    assert [note.text for note in report.notes["reviews"]] == ["含上年度结转数量。"]


def test_prose_keeps_headings_order_and_lines() -> None:
    report, _ = read(
        "总体情况:\n  概述: 先说的话。\n  （二）依申请公开情况：: |\n    一段。\n    二段。\n  主动公开:\n   - 甲。\n   - 乙。\n"
    )
    assert report is not None
    topics = report.sections["overview"]
    assert [topic.heading for topic in topics] == ["", "依申请公开情况", "主动公开"]
    assert [paragraph.text for topic in topics for paragraph in topic.paragraphs] == ["先说的话。", "一段。", "二段。", "甲。", "乙。"]
    assert [paragraph.place.line for paragraph in topics[1].paragraphs] == [4, 5]


def test_placeholders_are_filled_and_an_open_figure_is_shown_as_such() -> None:
    text = "收到和处理政府信息公开申请情况:\n  本年新收政府信息公开申请数量: {自然人: 2}\n"
    text += "导语: '{{新收}} {{ 机关 }} {{ 上年度 }} {{ 行政许可 }}'\n"
    report, findings = load(patched(text + "主动公开政府信息情况: {行政许可: 待填}\n")[0])
    assert report is not None
    assert report.preamble is not None
    assert report.preamble[0].text == "2 示例县水务局 2022 〔待填〕"
    assert findings == ()


def test_fees_as_figures_and_in_one_word() -> None:
    report, _ = load(patched("其他需要报告的事项: {信息处理费: 无}")[0])
    assert report is not None
    assert report.fees is not None
    assert report.fees.model_dump() == {"notices": 0, "charged": Decimal(0), "received": Decimal(0)}


def test_findings_of_every_kind_come_at_once() -> None:
    text = (
        "年度: 20233\n机关: {名字: 某局}\n总体情况: '{{ 无此名 }}'\n"
        "收到和处理政府信息公开申请情况:\n  本年新收政府信息公开申请数量: 约10\n  结转下年度继续办理: [1, 2]\n"
    )
    found = {finding.check for finding in findings_of(patched(text)[0])}
    assert {"R05", "R03", "R06", "T01", "R04", "S03"} <= found


def test_figures_of_published_reports_balance() -> None:
    for path in shared("figures").glob("*.yaml"):
        report, findings = read(path.read_text(), path.name)
        assert report is not None
        assert findings == ()
        assert None not in report.figures.values()
        for equation in FORM.equations:
            left, right = (sum(report.figures[f.path] or 0 for f in side) for side in (equation.left, equation.right))
            assert left == right, (path.name, equation.check)


def test_samples_carry_the_figures_of_the_seeds() -> None:
    city = sample("complete.yaml")
    report, _ = read((shared("figures") / "宿迁市2024.yaml").read_text())
    assert report is not None
    assert city.figures == report.figures
    assert value(sample("pingfang-2023.yaml"), "disclosure.fees") == Decimal("5722.21")


SOME_TEXT = st.sampled_from(
    "0|3|约10|待填|~||{自然人: 1}|[1, 0, 0, 0, 0, 0]|[1]|{}|[]|{甲: 1}|-1|1.5|{自然人: {a: 1}}|{自然人: }|{附注: 甲}".split("|")
)
KEYS = [".".join(figure.yaml_path[:depth]) for figure in FORM.figures.values() for depth in range(1, len(figure.yaml_path) + 1)]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(set(KEYS))), SOME_TEXT)
def test_no_figure_is_lost_without_a_finding(path: str, typed: str) -> None:
    """Whatever stands anywhere in a table: either every figure has a number, or a 强制 finding says why not."""
    keys = path.split(".")
    text = "".join(f"{'  ' * depth}{key}:\n" for depth, key in enumerate(keys[:-1])) + f"{'  ' * (len(keys) - 1)}{keys[-1]}: {typed}\n"
    source, _ = patched(text)
    report, _ = load(source)
    assert report is not None
    if None in report.figures.values():
        assert any(finding.stops for finding in findings_of(source))
