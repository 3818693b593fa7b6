"""Sums of what really comes in: blanks, other years, errors that concern no figure, reports without a name, a program that crashed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from goigen.errors import ExitCode
from goigen.finding import Severity
from goigen.many import aggregate as module
from goigen.many.aggregate import Aggregated, Order, aggregate, aggregate_files
from goigen.many.sum_form import LISTED, NAMED
from goigen.many.sums import Sums
from goigen.pipeline import check_file
from goigen.standard import FORM
from tests.many.test_aggregate import ABOVE, ids, unit
from tests.support import SAMPLES

MINIMAL = (SAMPLES / "minimal.yaml").read_text()
FIVE = "主动公开政府信息情况: {行政许可: 5}"


def summed(folder: Path, *texts: str, order: Order | None = None) -> Aggregated:
    for number, text in enumerate(texts):
        (folder / f"{number}.yaml").write_text(text)
    return aggregate_files(sorted(folder.glob("*.yaml")), order or Order(ABOVE))


def test_a_report_of_another_year_does_not_keep_its_unit_from_being_counted() -> None:
    old, new = unit("甲局", f"年度: 2022\n{FIVE}"), unit("甲局", FIVE)
    for units in ([old, new, unit("乙局")], [new, old, unit("乙局")]):
        found = aggregate(units, ABOVE)
        assert (found.year, found.figures["disclosure.licences"], ids(found)) == (2023, 5, ["R24"])


def test_the_year_is_that_of_most_and_of_two_the_later_and_never_none() -> None:
    years = [("甲局", 2022), ("乙局", 2023), ("丙局", 2022)]
    assert aggregate([unit(name, f"年度: {year}") for name, year in years], ABOVE).year == 2022
    assert aggregate([unit(name, f"年度: {year}") for name, year in [*years, ("丁局", 2023)]], ABOVE).year == 2023
    unknown = [unit(name, "年度: ") for name in ("甲局", "乙局", "丙局")]
    assert aggregate([*unknown, unit("丁局")], ABOVE).year == 2023
    alone = aggregate(unknown, ABOVE)
    assert (alone.year, len(alone.sums.units)) == (None, 3)


def test_an_open_figure_is_said_once_and_breaks_no_balance() -> None:
    table = "收到和处理政府信息公开申请情况:\n  本年新收政府信息公开申请数量: {自然人: 待填, 商业企业: 2, 总计: 9}\n"
    found = aggregate([unit("甲局"), unit("乙局", table)], ABOVE)
    assert [one.check for one in found.findings if "本年新收" in one.message or one.check == "R26"] == ["R26"]


def test_totals_are_not_counted_among_what_is_lacking() -> None:
    found = aggregate([unit("甲局"), unit("乙局", "收到和处理政府信息公开申请情况: {本年新收政府信息公开申请数量: 待填}")], ABOVE)
    (finding,) = [one for one in found.findings if one.check == "R26"]
    assert "缺 6 个数（表三 6 个）" in finding.message


def test_decimals_and_blanks_and_zero() -> None:
    fees = "主动公开政府信息情况: {{行政事业性收费: {}}}"
    units = [unit("甲局", fees.format("0.10")), unit("乙局", fees.format("1234.567")), unit("丙局", fees.format("待填"))]
    found = aggregate(units, ABOVE)
    assert found.figures["disclosure.fees"] is None
    assert aggregate(units, ABOVE, partial=True).figures["disclosure.fees"] == Decimal("1234.667")
    assert aggregate(units[2:], ABOVE, partial=True).figures["disclosure.fees"] is None
    assert found.figures["disclosure.licences"] == 0


def test_errors_that_concern_no_figure_do_not_stop_the_sum(tmp_path: Path) -> None:
    wordless = MINIMAL.replace("  主动公开: ", "  主动公开: 待填 #", 1)
    found = summed(tmp_path, wordless)
    assert [(one.check, one.severity) for one in found.findings] == [("R25", Severity.INFO)]
    assert "和数字无关的强制项，数照常计入" in found.findings[0].message
    assert (found.stopped, found.exit_code(), found.exit_code(strict=True)) == (False, ExitCode.FINE, ExitCode.FINE)


def test_open_figures_and_an_open_year_are_no_faults_of_the_figures(tmp_path: Path) -> None:
    blank = MINIMAL.replace("收到和处理政府信息公开申请情况: 0", "收到和处理政府信息公开申请情况: 待填").replace("水务局", "民政局")
    found = summed(tmp_path, MINIMAL, blank)
    assert ids(found) == ["R26"]
    assert (found.exit_code(), found.exit_code(strict=True)) == (ExitCode.FINE, ExitCode.FINDINGS)
    yearless = MINIMAL.replace("年度: 2023", "年度: ").replace("水务局", "教育局")
    found = summed(tmp_path, MINIMAL, blank, yearless)
    assert ids(found) == ["R24", "R26"]


def test_a_report_without_a_name_is_called_by_its_file(tmp_path: Path) -> None:
    found = summed(tmp_path, MINIMAL.replace("{名称: 示例县水务局}", "{}"), MINIMAL)
    assert [name for name, _ in found.sums.units] == ["0", "示例县水务局"]


def test_a_program_that_crashed_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.yaml").write_text(MINIMAL)
    checked = check_file(tmp_path / "a.yaml")
    monkeypatch.setattr(module, "check_file", lambda _: replace(checked, crashed=True))
    assert aggregate_files([tmp_path / "a.yaml"], Order(ABOVE)).exit_code() is ExitCode.BUG


def test_a_file_that_cannot_be_read_stops_no_other_and_is_said(tmp_path: Path) -> None:
    (tmp_path / "z.yaml").write_bytes(b"")
    (tmp_path / "y.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "0.yaml").write_text(MINIMAL)
    (tmp_path / "x.yaml").symlink_to("nowhere")
    found = aggregate_files(sorted(tmp_path.iterdir()), Order(ABOVE))
    assert (found.read, len(found.sums.units), found.stopped) == (4, 1, True)
    assert {Path(one.place.file).name for one in found.findings} == {"x.yaml", "y.docx", "z.yaml"}
    assert found.exit_code() is ExitCode.COULD_NOT_RUN


def test_the_largest_share_is_that_of_the_unit_with_most() -> None:
    sums = Sums()
    for name, number in (("甲局", 3), ("乙局", 7), ("丙局", 5)):
        sums.add(name, f"{name}.yaml", unit(name, f"主动公开政府信息情况: {{行政许可: {number}}}")[1])
    assert sums.below().largest["disclosure.licences"] == (7, "乙局")
    assert set(sums.below().figures) == set(FORM.figures)


def test_the_form_says_of_how_many_and_of_which_year() -> None:
    text = aggregate([unit("甲局"), unit("乙局")], ABOVE).text
    assert text.startswith("# 由 2 个单位 2023 年的报告汇总，")
    assert aggregate([unit("甲局", "年度: ")], ABOVE).text.startswith("# 由 1 个单位的报告汇总，")
    assert "总计" not in text.partition("# ———— 汇总了哪些单位")[0].partition("收到和处理政府信息公开申请情况:")[2]


def test_a_hundred_units_are_named_and_ten_in_a_comment() -> None:
    many = [unit(f"第{n}局", "主动公开政府信息情况: {行政许可: 待填}" if n < NAMED else "") for n in range(LISTED)]
    text = aggregate(many, ABOVE).text
    assert "，分别是：第0局、" in text
    assert f"、第{LISTED - 1}局。" in text
    assert "缺：" + "、".join(f"第{n}局" for n in range(NAMED)) + "\n" in text
    more = aggregate([*many, unit("又一局", "主动公开政府信息情况: {行政许可: 待填}")], ABOVE).text
    assert f"、第{NAMED - 1}局等 {NAMED + 1} 个单位\n" in more


def test_a_row_that_is_lacking_as_a_whole_lists_no_columns() -> None:
    text = aggregate([unit("甲局"), unit("乙局", "收到和处理政府信息公开申请情况: {本年新收政府信息公开申请数量: 待填}")], ABOVE).text
    (line,) = [line for line in text.splitlines() if line.startswith("  本年新收政府信息公开申请数量:")]
    assert line.split()[1] == "待填"
    assert line.endswith("缺：乙局")
    assert "自然人" not in line


def test_rules_are_remarked_upon_by_name_only_where_somebody_has_them() -> None:
    assert "报了的是" not in aggregate([unit("甲局")], ABOVE).text


SEVERAL = "主动公开政府信息情况: {{行政许可: {}, 行政处罚: {}, 行政强制: {}, 行政事业性收费: {}}}"


def test_a_sum_that_lies_among_its_units_is_noticed() -> None:
    units = [unit("甲局", SEVERAL.format(1, 2, 3, "0.10")), unit("乙局", SEVERAL.format(4, 0, 6, "1.15"))]
    above = unit("某县人民政府", SEVERAL.format(5, 2, 9, "1.25"))
    (finding,) = aggregate([*units, above]).findings
    assert (finding.check, finding.severity, finding.place.file) == ("R22", Severity.WARNING, "某县人民政府.yaml")
    assert "正好是其余 2 个单位之和" in finding.message
    assert ids(aggregate(units)) == []
    assert ids(aggregate([*units, unit("某县人民政府", SEVERAL.format(5, 2, 9, "1.26"))])) == []
    assert ids(aggregate([unit("甲局", SEVERAL.format(1, 2, 3, 4)), unit("乙局", SEVERAL.format(1, 2, 3, 4))])) == []
    assert ids(aggregate([unit(name, "主动公开政府信息情况: {行政许可: 1}") for name in ("甲局", "乙局")] + [unit("丙局")])) == []
    twins = [unit(name, SEVERAL.format(1, 2, 3, 4)) for name in ("甲局", "乙局")]
    assert ids(aggregate([*twins, unit("丙局")])) == []
    (first,) = aggregate([above, *units]).findings
    assert first.message == finding.message
    (own,) = aggregate([*units, above], "某县人民政府").findings
    assert "它就是各单位之和，没有再计入" in own.message
