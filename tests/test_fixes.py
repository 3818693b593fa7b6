"""`goigen.fixes`: only wrong characters of prose change, and nothing else reads differently."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goigen.checks import run_checks
from goigen.fixes import FIXED, fix
from goigen.report import Report
from tests.checks.test_cases import BESIDE, cases
from tests.support import SAMPLES, read

BASE = (SAMPLES / "minimal.yaml").read_text()
ASPECT = "  政府信息管理: 信息发布前由办公室审核并作保密审查。\n"
ALL_SAMPLES = sorted(path for path in SAMPLES.rglob("*.yaml") if path.stem != "not-utf8")
PIECES = st.sampled_from(
    [
        *"公开水质一二年，。；：、（）《》“”— ,;:()!?.%\u3000\u00a0#-'\"{}[]|&*",
        *("12", "8:30", "1,234.5", "Word", "(一) ", "（1） ", "一是", "{{ 新收 }}", "{{ 机关 }}", "{{", "http://a.cn/?b=1,2", "a@b.cn"),
        *("&nbsp;", "f(x)", "电话", "邮编:150300 ", "𠮷", "\\", ": ", " #"),
    ]
)
PROSE = st.lists(PIECES, min_size=1, max_size=24).map("".join)
STYLES = {
    "plain": lambda text: f"  政府信息管理: 甲{text.strip()}\n",
    "block": lambda text: f"  政府信息管理: |\n    甲{text}\n    乙{text}\n",
    "folded": lambda text: f"  政府信息管理: >\n    甲{text}\n    乙{text}\n",
    "single": lambda text: "  政府信息管理: '甲{}'\n".format(text.replace("'", "''")),
    "double": lambda text: '  政府信息管理: "甲{}"\n'.format(text.replace("\\", "\\\\").replace('"', '\\"')),
    "flow": lambda text: f"  政府信息管理: [甲{text}, 乙{text}]\n",
    "key": lambda text: f"  甲{text}: 乙{text}\n",
}


def prose(report: Report) -> list[str]:
    return [p.typed for p in (*report.prose(), *(note for notes in report.notes.values() for note in notes))]


def bare(text: str) -> str:
    """A text without what a fix may change."""
    return re.sub("[ \u00a0\u3000]", "", text).translate(str.maketrans("，；：！？（）", ",;:!?()"))


def what_is_said(report: Report) -> dict:
    labels = tuple(replace(label, spots=()) for label in report.labels)
    return vars(replace(report, sections={}, preamble=None, notes={}, labels=labels, places={}, answers={}))


def laws(text: str) -> None:
    fixed, changes = fix(text)
    assert fix(fixed) == (fixed, ())
    assert (fixed == text) is (changes == ())
    assert put_back(fixed, changes) == text
    before, after = read(text)[0], read(fixed)[0]
    assert (before is None) is (after is None)
    if before and after:
        assert what_is_said(before) == what_is_said(after)
        assert list(before.places) == list(after.places)
        assert [bare(one) for one in prose(before)] == [bare(one) for one in prose(after)]
        assert [one.text for one in before.answers.values()] == [one.text for one in after.answers.values()]


def put_back(fixed: str, changes: tuple) -> str:
    """The text from before, from the changes alone: they say everything that was changed."""
    lines = fixed.split("\n")
    for change in changes:  # in order: what stands left of a change is as it was already
        line, at = lines[change.line - 1], change.column - 1
        assert line[at : at + len(change.after)] == change.after
        lines[change.line - 1] = line[:at] + change.before + line[at + len(change.after) :]
    return "\n".join(lines)


@pytest.mark.parametrize("path", ALL_SAMPLES, ids=lambda path: path.stem)
def test_samples_have_nothing_to_mend(path) -> None:
    text = path.read_text()
    assert fix(text) == (text, ())


@pytest.mark.parametrize("text", [pytest.param(BESIDE.split(text)[0], id=name) for name, text in cases()])
def test_laws_hold_for_every_case(text: str) -> None:
    laws(text)


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(text=PROSE, style=st.sampled_from(sorted(STYLES)))
def test_laws_hold_for_any_text_in_any_style(text: str, style: str) -> None:
    laws(BASE.replace(ASPECT, STYLES[style](text)))


@settings(deadline=None, max_examples=200)
@given(text=PROSE)
def test_nothing_is_left_in_a_block_text(text: str) -> None:
    form = BASE.replace(ASPECT, STYLES["block"](text))
    report, findings = read(fix(form)[0])
    assert report is not None
    left = [f for f in run_checks(report, findings).findings if f.check in FIXED and f.path == "总体情况.政府信息管理"]
    assert left == []


@settings(deadline=None, max_examples=100)
@given(data=st.data(), name=st.sampled_from(["complete.yaml", "pingfang-2023.yaml", "hongxing-2023.yaml"]))
def test_a_sample_with_slips_comes_back(data, name: str) -> None:
    """Full-width marks of the block texts typed half-width, and spaces around figures, are all mended again."""
    text = (SAMPLES / name).read_text()
    marks = [
        m.start() for m in re.finditer(r"(?m)(?<=[一-鿿])[，；：](?=[一-鿿])", text) if re.match(r" {4}[^#]*。$", line_of(text, m.start()))
    ]
    spoiled = list(text)
    for at in data.draw(st.sets(st.sampled_from(marks), max_size=12)):
        spoiled[at] = {"，": " ,", "；": ";", "：": ": "}[text[at]]
    fixed, changes = fix("".join(spoiled))
    assert fixed == text
    assert all(change.check in FIXED for change in changes)


def line_of(text: str, at: int) -> str:
    return text[text.rfind("\n", 0, at) + 1 : text.find("\n", at)]


def test_changes_name_place_and_check() -> None:
    text = BASE.replace(ASPECT, "  政府信息管理: (一) 先审核,后发布 24 条。  # 备注, (a) 不动\n")
    fixed, changes = fix(text)
    assert "  政府信息管理: （一）先审核，后发布24条。  # 备注, (a) 不动\n" in fixed
    line = text[: text.index("(一)")].count("\n") + 1
    assert [(change.line, change.column, change.before, change.after, change.check) for change in changes] == [
        (line, 11, "(", "（", "F01"),
        (line, 13, ")", "）", "F01"),
        (line, 14, " ", "", "F01"),
        (line, 18, ",", "，", "F03"),
        (line, 22, " ", "", "F04"),
        (line, 25, " ", "", "F04"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "机关: {名称: 示例县水务局, 地址: 示例路 1 号(县政府院内)}\n",
        "核实说明: {T03: 与财政数据 一致,已核对。}\n",
        "标题: 示例县水务局 2023 年政府信息公开工作年度报告\n",
        "总体情况: {主动公开: 公开水价,水质: 8:30公开, 依申请公开: 无}\n",
        "导语: 见 http://www.example.cn/公开?a=1,2;b=(3)，电话 0451-1234567 邮编 150300，用 f(x) 计算1,234.5元。\n",
    ],
)
def test_what_is_no_prose_stays(line: str) -> None:
    text = f"年度: 2023\n{line}"
    fixed, _ = fix(text)
    assert fixed == text


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_other_line_ends_stay(end: str) -> None:
    text = ("\ufeff# 备注\n" + BASE.replace("审核并作", "审核,并 作")).replace("\n", end)
    fixed, changes = fix(text)
    assert fixed == text.replace("审核,并 作", "审核，并作")
    assert len(changes) == 2
    assert fix("\ufeff导语: 审核,公开 水质。\n")[0] == "\ufeff导语: 审核，公开水质。\n"


def test_escapes_hinder_only_their_own_line() -> None:
    text = BASE.replace(ASPECT, "  政府信息管理: [\"\\u5ba1\\u6838,后发布。\", \"先审核,后发布。\", 'it''s 审核,发布。']\n")
    fixed, changes = fix(text)
    assert '"\\u5ba1\\u6838,后发布。", "先审核，后发布。"' in fixed
    assert len(changes) >= 1
    laws(text)


def test_json_is_mended_too() -> None:
    text = '{"年度": 2023, "总体情况": {"主动公开": "公开水价,水质 24 条。"}, "机关": {"名称": "示例县, 水务局"}}'
    assert fix(text)[0] == text.replace("水价,水质 24 条", "水价，水质24条")


@pytest.mark.parametrize(
    "text", ["", "不是表", "年度：2023\n导语: 甲,乙。\n", "- 甲,乙\n", "导语: [甲,乙\n", "\ud800", "导语: 甲,乙。\x00"]
)
def test_what_is_no_form_stays(text: str) -> None:
    assert fix(text) == (text, ())
