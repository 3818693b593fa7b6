"""Many reports added up: the figures exactly, the form complete, nothing partial in silence."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from goigen.errors import ExitCode, UserError
from goigen.many.aggregate import Aggregated, Order, aggregate, aggregate_files, check_against
from goigen.many.sum_form import LISTED
from goigen.pipeline import check
from goigen.report import Report, load, value
from goigen.source import read_source
from goigen.standard import FORM
from tests.cli.test_cli import run
from tests.support import ROOT, SAMPLES, patched, sample

FIGURES = ROOT / "tests" / "corpus" / "figures"
ABOVE = "示例市人民政府"


def unit(name: str, patch: str = "") -> tuple[str, Report]:
    report, _ = load(patched(f"机关: {{名称: {name}}}\n{patch}", f"{name}.yaml")[0])
    assert report is not None
    return f"{name}.yaml", report


def form_of(summed: Aggregated) -> Report:
    """The form that was written, read back."""
    report, findings = load(read_source("sum.yaml", summed.text.encode()))
    assert report is not None
    assert findings == ()
    return report


def ids(summed: Aggregated) -> list[str]:
    return [finding.check for finding in summed.findings]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A district: its samples of 2023, each of another unit."""
    (tmp_path / "units").mkdir()
    for name in ("acheng-gongxin-2023", "hongxing-2023", "minimal", "muye-kegong-2023", "pingfang-2023"):
        (tmp_path / "units" / f"{name}.yaml").write_bytes((SAMPLES / f"{name}.yaml").read_bytes())
    return tmp_path


def test_two_published_reports_add_up_as_by_hand() -> None:
    loaded = [load(read_source(name, (FIGURES / name).read_bytes()))[0] for name in ("宿迁市2023.yaml", "宿迁市2024.yaml")]
    one, two = (report for report in loaded if report)
    two = replace(two, particulars=one.particulars, agency=two.agency.model_copy(update={"name": "另一个市人民政府"}))
    form = form_of(aggregate([("a", one), ("b", two)], ABOVE, 2023))
    assert value(form, "disclosure.licences") == 1808595 + 1573179 == 3381774
    assert value(form, "disclosure.fees") == Decimal("131938.5027")  # 59237.2449 + 72701.2578
    assert value(form, "disclosure.rules.in_force") == 23
    assert value(form, "applications.received.natural_person") == 3402 + 3440
    assert value(form, "applications.received.total") == 3511 + 3525
    assert [form.figures[path] for path in FORM.figures] == [value(one, path) + value(two, path) for path in FORM.figures]  # type: ignore[operator]


def test_the_form_is_complete_but_for_what_people_write(folder: Path) -> None:
    summed = aggregate_files(sorted((folder / "units").iterdir()), Order(ABOVE))
    form = form_of(summed)
    assert (form.year, form.agency.name, summed.year) == (2023, ABOVE, 2023)
    assert None not in form.figures.values()
    checked = check("sum.yaml", summed.text.encode())
    assert {finding.check for finding in checked.findings if finding.stops} == {"S03", "S06"}  # prose, which nobody has written yet
    lead = form.sections["overview"][0].text
    assert lead.startswith("本报告所列数据由5个单位的政府信息公开工作年度报告汇总，分别是：")
    assert "、示例县水务局、" in lead
    assert summed.text.count("# 3 示例县水务局（") == 1


def test_decimals_are_exact() -> None:
    amounts = ["0.1", "0.2", "1234567890.000000001", "9999999999", "0.000000000000000001"]
    units = [unit(f"第{n}局", f"主动公开政府信息情况: {{行政事业性收费: {amount}}}") for n, amount in enumerate(amounts)]
    summed = aggregate(units * 1, ABOVE)
    assert summed.figures["disclosure.fees"] == Decimal("11234567889.300000001000000001")
    assert "行政事业性收费: 11234567889.300000001000000001" in summed.text


def test_a_figure_that_a_unit_lacks_is_left_open_and_says_whose_it_is() -> None:
    lacking = "收到和处理政府信息公开申请情况:\n  本年新收政府信息公开申请数量: {自然人: 待填, 商业企业: 2, 总计: 9}\n"
    units = [unit("甲局", "主动公开政府信息情况: {行政许可: 5}"), unit("乙局", f"主动公开政府信息情况: {{行政许可: 待填}}\n{lacking}")]
    summed = aggregate(units, ABOVE)
    assert re.search(r"^  行政许可: 待填 +# 件；缺：乙局$", summed.text, re.M)
    assert re.search(r"^  本年新收政府信息公开申请数量: \{自然人: 待填, 商业企业: 2, 总计: 9\}  # .*“自然人”缺：乙局$", summed.text, re.M)
    form = form_of(summed)
    assert value(form, "disclosure.licences") is None
    assert value(form, "applications.received.total") == 9
    assert value(form, "applications.received.company") == 2
    (finding,) = [finding for finding in summed.findings if finding.check == "R26"]
    assert (finding.check, finding.place.file, finding.stops) == ("R26", "乙局.yaml", False)
    assert "“乙局”缺 2 个数（表二 1 个、表三 1 个）" in finding.message


def test_partial_sums_only_on_request_and_never_in_silence() -> None:
    units = [unit("甲局", "主动公开政府信息情况: {行政许可: 5}"), unit("乙局", "主动公开政府信息情况: {行政许可: 待填}")]
    summed = aggregate(units, ABOVE, partial=True)
    assert re.search(r"^  行政许可: 5 +# 件；缺：乙局，写的是其余单位之和$", summed.text, re.M)
    assert "写的是其余单位之和" in summed.findings[0].message
    nobody = aggregate(units[1:], ABOVE, partial=True)
    assert value(form_of(nobody), "disclosure.licences") is None


def test_printed_totals_that_disagree_are_said_and_stay_in_the_form() -> None:
    wrong = "收到和处理政府信息公开申请情况:\n  本年新收政府信息公开申请数量: {自然人: 3, 总计: 4}"
    summed = aggregate([unit("甲局"), unit("乙局", wrong)], ABOVE)
    told = [finding.message for finding in summed.findings if finding.check == "R27"]
    assert any("表三“一、本年新收政府信息公开申请数量”行（T10）" in message and "是 3 和 4，差在：乙局" in message for message in told)
    assert "{自然人: 3, 总计: 4}" in summed.text
    assert "T10" in {finding.check for finding in check("sum.yaml", summed.text.encode()).findings}
    assert summed.exit_code() is ExitCode.FINDINGS


def test_a_unit_is_counted_once() -> None:
    summed = aggregate([unit("甲局", "主动公开政府信息情况: {行政许可: 5}"), unit("甲 局", "主动公开政府信息情况: {行政许可: 5}")], ABOVE)
    assert ids(summed) == ["R21"]
    assert summed.figures["disclosure.licences"] == 5
    assert "甲局.yaml" in summed.findings[0].message


def test_years_are_not_mixed() -> None:
    units = [unit("甲局"), unit("乙局"), unit("丙局", "年度: 2022\n主动公开政府信息情况: {行政许可: 5}"), unit("丁局", "年度: ")]
    summed = aggregate(units, ABOVE)
    assert [(finding.check, finding.place.file) for finding in summed.findings] == [("R24", "丁局.yaml"), ("R24", "丙局.yaml")]
    assert "“丙局”的报告是 2022 年的，要的是 2023 年的" in summed.findings[1].message
    assert summed.figures["disclosure.licences"] == 0
    assert aggregate(units, ABOVE, 2022).figures["disclosure.licences"] == 5


def test_the_government_itself_is_no_unit() -> None:
    summed = aggregate([unit("甲局", "主动公开政府信息情况: {行政许可: 5}"), unit(ABOVE, "主动公开政府信息情况: {行政许可: 5}")], ABOVE)
    assert (ids(summed), summed.figures["disclosure.licences"], summed.stopped) == (["R22"], 5, False)


def test_what_is_no_sum_by_nature_is_said() -> None:
    units = [unit("甲镇", "主动公开政府信息情况:\n  规章: {本年制发件数: 2, 现行有效件数: 2}"), unit("乙镇")]
    text = aggregate(units, ABOVE).text
    assert re.search(r"^  规章: \{.*按性质不能简单相加：.*报了的是：甲镇$", text, re.M)
    assert len(re.findall(r"国办公开办函〔2016〕201号", text)) == 2
    assert re.search(r"^  行政规范性文件: 0 .*联合发文只由牵头单位计", text, re.M)


def test_hostile_names_stay_text() -> None:
    names = ["甲局\n核实说明: {}", "{{ 新收 }}局", '"]: | #', "=cmd|' /C calc'!A0", "\x1b[31m局"]
    units = [(f"{n}.yaml", replace(report, agency=report.agency.model_copy(update={"name": name}))) for n, name in enumerate(names)
             for _, report in [unit("甲局")]]  # fmt: skip
    summed = aggregate(units, names[0])
    form = form_of(aggregate(units, "示例\n# 市"))
    assert form.answers == {}
    assert "｛｛ 新收 ｝｝局" in form.sections["overview"][0].text
    assert "\x1b" not in summed.text


def test_a_long_list_of_units_stands_at_the_end_only() -> None:
    summed = aggregate((unit(f"第{n}局") for n in range(LISTED + 1)), ABOVE)
    assert form_of(summed).sections["overview"][0].text.endswith(f"由{LISTED + 1}个单位的政府信息公开工作年度报告汇总。")
    assert f"# {LISTED + 1} 第{LISTED}局（" in summed.text


def test_nothing_to_add_is_an_error_that_says_why() -> None:
    with pytest.raises(UserError, match=r"没有一份报告可以汇总$"):
        aggregate([], ABOVE)
    with pytest.raises(UserError, match=r"没有一份报告可以汇总：甲局\.yaml.*是 2023 年的"):
        aggregate([unit("甲局")], ABOVE, 2024)


def test_five_thousand_reports_in_seconds() -> None:
    base = sample("pingfang-2023.yaml")

    def many() -> Iterator[tuple[str, Report]]:
        for number in range(5000):
            yield f"{number}.yaml", replace(base, agency=base.agency.model_copy(update={"name": f"第{number}局"}))

    began = time.perf_counter()
    summed = aggregate(many(), ABOVE)
    assert summed.figures["disclosure.licences"] == 5000 * 27505
    assert len(summed.text) < 2_000_000
    assert time.perf_counter() - began < 20  # about one second alone


def test_own_form_against_the_sum(folder: Path) -> None:
    units = sorted((folder / "units").iterdir())
    summed = aggregate_files(units, Order(ABOVE))
    own = folder / "own.yaml"
    own.write_text(re.sub(r"行政处罚: 335", "行政处罚: 300", (SAMPLES / "pingfang-2023.yaml").read_text()))
    (found,) = [finding for finding in check_against(own, summed).findings if finding.check == "Y08"]
    assert found.message == "表二“行政处罚”和 5 个单位的合计不相等：本表 300、合计 335，相差 35"
    assert (found.left, found.right) == ("300", "335")
    assert "比“哈尔滨市平房区人民政府”一个单位报的 335 还少" in found.hint
    assert "--figure 行政处罚" in found.hint
    own.write_text(own.read_text().replace("年度: 2023", "年度: 2022"))
    with pytest.raises(UserError, match=r"own\.yaml 是 2022 年的，汇总的是 2023 年"):
        check_against(own, summed)


def test_command_writes_a_form_and_never_over_another(folder: Path) -> None:
    ran = run("aggregate", "units", "-o", "sum.yaml", "--agency", ABOVE, cwd=folder)
    assert (ran.returncode, ran.stdout.splitlines()[-2]) == (0, "已写 sum.yaml")
    assert "读了 5 份报告，计入 5 个单位（2023 年）：强制 0 项" in ran.stdout
    before = (folder / "sum.yaml").read_bytes()
    again = run("aggregate", "units", "-o", "sum.yaml", cwd=folder)
    assert (again.returncode, "没有覆盖" in again.stderr, (folder / "sum.yaml").read_bytes() == before) == (2, True, True)
    printed = run("aggregate", "units", "-o", "-", "--agency", ABOVE, cwd=folder)
    assert printed.stdout.encode() == before
    assert run("aggregate", "units", cwd=folder).returncode == 2


def test_command_refuses_what_does_not_balance(folder: Path) -> None:
    wrong = (SAMPLES / "wrong" / "balance-carried.yaml").read_text()
    (folder / "units" / "wrong.yaml").write_text(wrong)
    (folder / "units" / "broken.yaml").write_text("年度：2023\n")
    ran = run("aggregate", "units", "-o", "sum.yaml", cwd=folder)
    assert ran.returncode == 1
    assert "项影响数字的强制项" in ran.stdout
    assert "broken.yaml:1:1: 强制" in ran.stdout
    assert "没有写" in ran.stderr
    assert not (folder / "sum.yaml").exists()
    draft = run("aggregate", "units", "-o", "sum.yaml", "--draft", cwd=folder)
    assert draft.returncode == 1
    text = (folder / "sum.yaml").read_text()
    assert text.splitlines()[1].startswith("# 这是草稿：有 ")
    assert re.search(r"^# units/wrong\.yaml:.*\[R25\]$", text, re.M)
    (folder / "units" / "picture.yaml").write_bytes(b"\x89PNG\r\n")
    assert run("aggregate", "units", "-o", "-", cwd=folder).returncode == 2


def test_command_lists_who_gave_how_much(folder: Path) -> None:
    ran = run("aggregate", "units", "--figure", "新收自然人", cwd=folder)
    lines = [line.split() for line in ran.stdout.splitlines()]
    assert lines[0] == ["哈尔滨市平房区人民政府", "64"]
    assert lines[-1] == ["新收自然人合计", "64"]
    assert len(lines) == 6
    wrong = run("aggregate", "units", "--figure", "新收自然", cwd=folder)
    assert (wrong.returncode, "是不是“新收自然人”" in wrong.stderr) == (2, True)


def test_command_compares_the_own_form_that_lies_among_its_units(folder: Path) -> None:
    own = folder / "units" / "own.yaml"
    text = (SAMPLES / "pingfang-2023.yaml").read_text().replace("哈尔滨市平房区人民政府", ABOVE)
    own.write_text(text.replace("行政处罚: 335", "行政处罚: 336"))
    ran = run("aggregate", "units", "--check", "units/own.yaml", cwd=folder)
    assert "计入 5 个单位" in ran.stdout
    assert "units/own.yaml:52:3: 核实 表二“行政处罚”和 5 个单位的合计不相等：本表 336、合计 335，相差 1 [Y08]" in ran.stdout
    assert ran.returncode == 0
    assert run("aggregate", "units", "--check", "units/own.yaml", "--strict", cwd=folder).returncode == 1
    own.write_text(text)
    assert "[Y08]" not in run("aggregate", "units", "--check", "units/own.yaml", cwd=folder).stdout
