"""Workbooks of unusual forms: much text, many answers, totals that contradict, what is to be mended. Nothing is lost on the way."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from goigen.errors import UserError
from goigen.forms.last_year import LastYear
from goigen.forms.workbook.form import blank_workbook, workbook
from goigen.reading.workbook.form import read_workbook
from goigen.report import Report, load
from goigen.report.names import OPEN
from goigen.source import read_source
from goigen.standard import FORM
from tests.forms.test_workbook import FOUR, THREE, TWO, figures, sheet_of
from tests.support import sample

OVERVIEW = FORM.sections[0]


def source(text: str) -> Report:
    report, _ = load(read_source("form.yaml", f"年度: 2023\n{text}".encode()))
    assert report is not None
    return report


def book(form: Report, *, values: bool = True) -> Workbook:
    return load_workbook(BytesIO(workbook(form)), data_only=values)


def again(form: Report) -> Report:
    report, findings = load(read_workbook("form.xlsx", workbook(form)))
    assert report is not None, findings
    return report


def texts(shown: Workbook) -> list[str]:
    return [str(cell.value) for sheet in shown for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_a_paragraph_too_long_for_a_cell_is_refused_and_not_cut() -> None:
    fits = source(f"机关: {{名称: 某局}}\n总体情况: {{主动公开: {'很' * 32_000}}}\n")
    assert "很" * 32_000 in texts(book(fits))
    for text, length in (("很" * 32_001, 32_001), ("𠮷" * 16_001, 32_002)):
        with pytest.raises(UserError, match=f"“一、总体情况”里有一段 {length} 字"):
            workbook(source(f"机关: {{名称: 某局}}\n总体情况: {{主动公开: {text}}}\n"))


def test_many_paragraphs_notes_and_answers_all_come_back() -> None:
    many = [f"第{number}段。" for number in range(40)]
    listed = "[" + ", ".join(many) + "]"
    answers = ", ".join(f"T{number:02}: 说明{number}" for number in range(1, 40))
    form = source(
        f"机关: {{名称: 某局}}\n导语: {listed}\n总体情况: {{主动公开: {listed}}}\n"
        f"主动公开政府信息情况: {{附注: {listed}}}\n核实说明: {{{answers}}}\n"
    )
    back = again(form)
    assert [paragraph.typed for paragraph in back.preamble or ()] == many
    assert [paragraph.typed for topic in back.sections["overview"] for paragraph in topic.paragraphs] == many
    assert [note.typed for note in back.notes["disclosure"]] == many
    assert {check: answer.text for check, answer in back.answers.items()} == {check: one.text for check, one in form.answers.items()}
    assert len(back.answers) > 30


def test_placeholders_stay_as_they_were_typed() -> None:
    words = "收到{{ 新收 }}件。"
    table = f"收到和处理政府信息公开申请情况: {{附注: '{words}'}}\n"
    form = source(f"机关: {{名称: 某局}}\n标题: '{{{{ 机关 }}}}年报'\n导语: '{words}'\n总体情况: {{主动公开: '{words}'}}\n{table}")
    shown = texts(book(form))
    assert shown.count(words) == 3
    assert "{{ 机关 }}年报" in shown


def test_no_preamble_stays_none() -> None:
    assert again(source("机关: {名称: 某局}\n导语: 无\n")).preamble == ()
    assert again(source("机关: {名称: 某局}\n")).preamble is None


def test_a_total_that_is_open_on_purpose_stays_open() -> None:
    path = "applications.received.total"
    open_total = source("机关: {名称: 某局}\n收到和处理政府信息公开申请情况: {本年新收政府信息公开申请数量: {自然人: 3, 总计: 待填}}\n")
    assert open_total.figures[path] is None
    assert sheet_of(book(open_total), THREE)[figures(THREE)[path]].value == OPEN
    assert again(open_total).figures[path] is None


def test_what_could_not_be_read_stays_where_it_was() -> None:
    fees = "信息处理费: {发出收费通知件数: 几件, 收费通知总金额: 12.50, 实际收取总金额: 待填}"
    table = f"{TWO.name}: {{行政许可: 约10, 行政处罚: 3, 行政强制: 待填, 附注: 注。}}"
    form = f"年度: 二三\n标题: 某标题\n机关: {{名称: 某局, 类别: 县}}\n{table}\n其他需要报告的事项: {{{fees}}}\n"
    shown = load_workbook(BytesIO(workbook(read_source("x.yaml", form.encode()))))
    at, sheet = figures(TWO), sheet_of(shown, TWO)
    assert [sheet[at[f"disclosure.{key}"]].value for key in ("licences", "penalties", "coercive_measures")] == ["约10", 3, None]
    start = {row[0].value: row[1].value for row in shown["填表说明"].iter_rows(max_col=2)}
    assert (start["年度"], start["标题"], start["名称"], start["类别"]) == ("二三", "某标题", "某局", "县")
    six = {row[0].value: row[1].value for row in shown["六、其他需要报告的事项"].iter_rows(max_col=2)}
    assert [six[name] for name in ("发出收费通知件数", "收费通知总金额", "实际收取总金额")] == ["几件", 12.5, None]


def test_what_is_filled_in_is_not_among_the_open_points() -> None:
    done = [cell.value for cell in book(sample("complete.yaml"))["核对"]["C"][4:] if cell.value]
    assert done == []
    form = source(
        "机关: {名称: 某局}\n总体情况: {主动公开: 有。, 监督保障: 待填}\n其他需要报告的事项: {信息处理费: {发出收费通知件数: 1}}\n"
    )
    listed = [str(cell.value) for cell in book(form)["核对"]["C"][4:] if cell.value]
    assert not any("“年度”" in text or "“名称”" in text or "主动公开”下面" in text or "件数”还没有" in text for text in listed)
    assert "“监督保障”下面还没有内容" in listed
    assert sum("总金额”还没有填" in text for text in listed) == 2
    numbers = [cell.value for cell in book(form)["核对"]["A"][4:] if cell.value]
    assert numbers == list(range(1, len(listed) + 1))
    assert book(form)["核对"]["A2"].value == f"还有 {len(listed)} 处没有完成"


def test_last_years_requests_are_carried_only_as_a_whole() -> None:
    whole = sample("complete.yaml")
    path = "applications.carried_out.company"
    part = replace(whole, figures={**whole.figures, path: None})
    shown = load_workbook(BytesIO(blank_workbook(last=LastYear(part))), data_only=True)
    at = figures(THREE)
    carried = [place for path, place in at.items() if ".carried_in." in path]
    assert not any(sheet_of(shown, THREE)[place].value for place in carried)
    assert "橙色" not in str(sheet_of(shown, THREE)["A2"].value)
    full = load_workbook(BytesIO(blank_workbook(last=LastYear(whole))))
    assert "橙色" in str(sheet_of(full, THREE)["A2"].value)
    assert sheet_of(full, THREE)[at["applications.carried_in.total"]].data_type == "f"


def test_a_total_whose_parts_are_partly_open_stays_as_typed() -> None:
    base = sample("complete.yaml")
    path, part = "reviews.review.total", "reviews.review.upheld"
    rest = [
        figure.path for figure in FORM.figures.values() if figure.path.startswith("reviews.review.") and figure.path not in (path, part)
    ]
    known = sum(Decimal(base.figures[one] or 0) for one in rest)
    odd = replace(base, figures={**base.figures, part: None, path: int(known)})
    cell = sheet_of(book(odd, values=False), FOUR)[figures(FOUR)[path]]
    assert (cell.data_type, cell.value) == ("n", int(known))
    assert not cell.protection.locked


def test_differences_have_no_sign_and_one_open_side_is_no_fault() -> None:
    base = sample("complete.yaml")
    more = replace(
        base, figures={**base.figures, "applications.carried_out.company": (base.figures["applications.carried_out.company"] or 0) + 2}
    )
    less = replace(
        base, figures={**base.figures, "applications.received.company": (base.figures["applications.received.company"] or 0) + 3}
    )
    for form, by in ((more, 2), (less, 3)):
        listed = [str(cell.value) for cell in book(form)["核对"]["C"][4:] if cell.value]
        assert any(text.startswith("表三“商业企业”列：") and text.endswith(f"，相差{by}") for text in listed)
    half = source("机关: {名称: 某局}\n收到和处理政府信息公开申请情况: {本年新收政府信息公开申请数量: {自然人: 3}}\n")
    assert not any("相差" in str(cell.value) for cell in book(half)["核对"]["C"][4:])


def test_a_whole_number_too_long_for_excel_is_text() -> None:
    base = sample("complete.yaml")
    long = replace(base, figures={**base.figures, "disclosure.licences": 1234567890123456789})
    assert sheet_of(book(long), TWO)[figures(TWO)["disclosure.licences"]].value == "1234567890123456789"
    assert again(long).figures["disclosure.licences"] in (1234567890123456789, None)


def test_an_amount_with_few_digits_is_a_number() -> None:
    base = sample("complete.yaml")
    for typed in ("0.1", "5722.20", "131938.5027"):
        form = replace(base, figures={**base.figures, "disclosure.fees": Decimal(typed)})
        cell = sheet_of(book(form), TWO)[figures(TWO)["disclosure.fees"]]
        assert (cell.data_type, cell.value) == ("n", float(typed))
        places = len(typed.partition(".")[2])
        assert cell.number_format == f"0.{'0' * places}{'#' * 8}"


def test_rows_of_prose_grow_and_are_never_too_high_for_excel() -> None:
    data = workbook(source(f"机关: {{名称: 某局}}\n总体情况: {{主动公开: {'很' * 20_000}}}\n"))
    with zipfile.ZipFile(BytesIO(data)) as package:
        sheet = package.read("xl/worksheets/sheet2.xml").decode()
        everything = "".join(package.read(name).decode() for name in package.namelist() if "worksheets/sheet" in name)
        assert b"2000-01-01T00:00:00Z" in package.read("docProps/core.xml")
    rows = re.findall(r'<row r="\d+"[^>]*>', sheet)
    assert sum("customHeight" not in row for row in rows) >= 10
    assert max(float(height) for height in re.findall(r' ht="([0-9.]+)"', everything)) <= 409.5


def test_a_tick_excuses_what_is_empty_beside_it_and_only_that() -> None:
    formulas = load_workbook(BytesIO(blank_workbook()))
    points = [str(cell.value) for cell in formulas["核对"]["F"][4:] if cell.value]
    assert any('="☑"' in text or "是" in text for text in points)
    at = figures(THREE)
    total = str(sheet_of(formulas, THREE)[at["applications.results.granted.total"]].value)
    assert re.match(r'=IF\(COUNT\(\$\w+\$\d+:\$\w+\$\d+\)=0,IF\(OR\(.*\),0,""\),SUM\(', total)
    assert '"是"' in total
