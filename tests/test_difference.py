"""`goigen diff` and the check sheet: what changed, and what an office files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from goigen.difference import as_data, as_text
from goigen.errors import UserError
from goigen.filing import write_sheet
from goigen.layout.sheet import Sheet, lay_out_sheet
from goigen.pipeline import check_file
from goigen.report import load
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
