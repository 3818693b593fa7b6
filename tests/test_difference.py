"""`goigen diff` and the check sheet: what changed, and what an office files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from goigen.difference import as_data, as_text, prose_changes
from goigen.errors import UserError
from goigen.filing import write_sheet
from goigen.layout.sheet import Sheet, lay_out_sheet
from goigen.pipeline import check_file
from goigen.report import Report, load
from goigen.writers import outline
from tests.support import SAMPLES, look, patched, sample
from tests.writers.read_back import from_docx, from_html

OLD, NEW = (
    "主动公开政府信息情况: {行政许可: 100}\n总体情况: {主动公开: 旧的一段。}\n",
    "主动公开政府信息情况: {行政许可: 125, 行政事业性收费: 1.50}\n总体情况: {主动公开: 新的一段。}\n",
)


def test_figures_and_paragraphs_that_changed() -> None:
    (old, _), (new, _) = (load(patched(text)[0]) for text in (OLD, NEW))
    assert old is not None
    assert new is not None
    text = as_text(old, new)
    assert "表二“行政许可”：100 → 125，相差 25（+25.0%）" in text
    assert "表二“行政事业性收费”：0 → 1.50，相差 1.50" in text
    assert "    - 旧的一段。\n    + 新的一段。" in text
    data = json.loads(json.dumps(as_data(old, new)))
    assert data["figures"][0] == {
        "path": "主动公开政府信息情况.行政许可",
        "old": "100",
        "new": "125",
        "difference": "25",
        "percent": "+25.0%",
    }
    assert "没有变化" in as_text(old, old)


def test_a_figure_of_tables_three_and_four_is_named_by_row_and_column() -> None:
    text = as_text(sample("minimal.yaml"), sample("pingfang-2023.yaml"))
    assert "表三“一、本年新收政府信息公开申请数量”·“自然人”：0 → 64" in text
    assert "表四“行政复议”·“结果维持”：0 → 17" in text


def test_a_sheet_has_every_finding_and_the_hash_of_the_form(tmp_path: Path) -> None:
    paths = [SAMPLES / "complete.yaml", SAMPLES / "wrong" / "balance-carried.yaml", SAMPLES / "minimal.yaml"]
    results = [check_file(path) for path in paths]
    for ending, reader in ((".docx", from_docx), (".html", from_html)):
        made = reader(write_sheet(tmp_path / f"审核单{ending}", results, look(), "0").read_bytes())
        everything = made.words + "".join(made.cells)
        assert all(checked.digest in everything for checked in results)
        assert all(finding.check in made.cells for checked in results for finding in checked.findings)
        assert {"通过", "退回"} <= set(made.cells)
        assert "没有查出问题。" in made.words
    with pytest.raises(UserError, match=r"不能写成 \.xls"):
        write_sheet(tmp_path / "a.xls", results, look(), "0")


def test_one_report_has_no_overview() -> None:
    checked = check_file(SAMPLES / "wrong" / "balance-carried.yaml")
    document = lay_out_sheet([Sheet("f.yaml", "某局", "2023", "abc", checked.findings)], "0")
    assert "各机关一览" not in outline.write(document).decode()
    assert [len(grid.heights) for grid in document.grids()] == [1 + len(checked.findings)]


def reports(*patches: str) -> list[Report]:
    loaded = [load(patched(text)[0])[0] for text in patches]
    return [report for report in loaded if report]


ELSEWHERE = {
    "标题": ("年度: 2023\n", "标题: 某局年报\n", "    + 某局年报"),
    "机关": ("机关: {电话: 0451-1}\n", "机关: {电话: 0451-2}\n", "    - 电话：0451-1\n    + 电话：0451-2"),
    "导语": ("年度: 2023\n", "导语: 无\n", "    + 无"),
    "主动公开政府信息情况": ("年度: 2023\n", "主动公开政府信息情况: {附注: 口径有变。}\n", "    + 口径有变。"),
    "其他需要报告的事项": (
        "其他需要报告的事项: {信息处理费: {发出收费通知件数: 1, 收费通知总金额: 12.50, 实际收取总金额: 0}}\n",
        "其他需要报告的事项: {信息处理费: {发出收费通知件数: 1, 收费通知总金额: 13, 实际收取总金额: 0}}\n",
        "    - 收费通知总金额：12.50\n    + 收费通知总金额：13",
    ),
    "总体情况": ("总体情况: {旧名: 一样。}\n", "总体情况: {新名: 一样。}\n", "    - 旧名"),
}


@pytest.mark.parametrize("part", ELSEWHERE)
def test_nothing_that_changed_is_called_unchanged(part: str) -> None:
    before, after, told = ELSEWHERE[part]
    old, new = reports(before, after)
    text = as_text(old, new)
    assert f"  {part}\n" in text
    assert told in text
    assert part in {change["part"] for change in as_data(old, new)["prose"]}
    assert as_text(new, new).count("没有变化") == 2


def test_paragraphs_put_in_and_taken_out_are_each_said() -> None:
    old, new = reports("总体情况: {主动公开: [一。, 二。]}\n", "总体情况: {主动公开: [一。, 二。, 三。]}\n")
    assert [(change.old, change.new) for change in prose_changes(old, new)] == [((), ("三。",))]
    assert [(change.old, change.new) for change in prose_changes(new, old)] == [(("三。",), ())]
    assert as_text(old, new).endswith("正文：\n  总体情况\n    + 三。")
    assert as_text(old, old).split("\n") == ["数字：", "  没有变化", "正文：", "  没有变化"]


def test_a_paragraph_repeated_in_a_long_text_is_still_the_same() -> None:
    many = ", ".join(["甲。", "乙。"] * 150)
    old, new = reports(f"总体情况: {{主动公开: [{many}]}}\n", f"总体情况: {{主动公开: [{many}, 丙。]}}\n")
    assert [(change.old, change.new) for change in prose_changes(old, new)] == [((), ("丙。",))]


def test_a_figure_that_was_open_has_no_difference() -> None:
    old, new = reports(
        "主动公开政府信息情况: {行政许可: 待填, 行政处罚: 0}\n", "年度: 2024\n主动公开政府信息情况: {行政许可: 5, 行政处罚: 3}\n"
    )
    data = as_data(old, new)
    assert (data["old"]["year"], data["new"]["year"]) == (2023, 2024)
    assert [(f["old"], f["new"], f["difference"], f["percent"]) for f in data["figures"]] == [
        (None, "5", None, None),
        ("0", "3", "3", None),
    ]
    assert "“行政许可”：〔待填〕 → 5，相差 —" in as_text(old, new)
    assert [(f["old"], f["new"]) for f in as_data(new, old)["figures"]] == [("5", None), ("3", "0")]
