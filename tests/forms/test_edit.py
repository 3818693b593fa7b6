"""One value of a form's text is changed, and nothing else: by examples, and by a law over forms, keys and values."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goigen.forms.blank import blank_form
from goigen.forms.edit import CannotEdit, clean, edit, rename
from goigen.forms.edit_said import read
from goigen.report import Report, load
from goigen.report.fields import Agency, alias_of
from goigen.report.names import AGENCY, ANSWERS, BODY, FEES, LEAD, NOTE, PREAMBLE, SIX
from goigen.report.shape import TABLES, Shape
from goigen.source import read_source
from goigen.standard import FORM
from tests.support import GOOD_SAMPLES, SAMPLES

TWO, THREE, FOUR = TABLES
RULES, RECEIVED = TABLES[TWO].children[0].name, TABLES[THREE].children[0].name
RESULTS = TABLES[THREE].children[2]
REFUSED = RESULTS.children[2]
PERSON, COMPANY, *_, OTHER, TOTAL = (child.name for child in TABLES[THREE].children[0].children)
ISSUED, REPEALED, IN_FORCE = (child.name for child in TABLES[TWO].children[0].children)
OVERVIEW = FORM.sections[0]
NAME = alias_of(Agency, "name")

EXAMPLES = {
    "an empty row": (f"{TWO}:\n  {RULES}:   # 三项\n", (TWO, RULES, ISSUED), "3", f"{TWO}:\n  {RULES}: {{{ISSUED}: 3}}   # 三项\n"),
    "an empty figure": ("年度:    # 年\n机关:\n", ("年度",), "2023", "年度: 2023    # 年\n机关:\n"),
    "a figure between braces": (
        f"{TWO}:\n  {RULES}: {{{ISSUED}: 3, {IN_FORCE}: '9'}}  # 注\n",
        (TWO, RULES, IN_FORCE),
        "27,505",
        f"{TWO}:\n  {RULES}: {{{ISSUED}: 3, {IN_FORCE}: '27,505'}}  # 注\n",
    ),
    "a column that the row does not name": (
        f"{TWO}:\n  {RULES}: {{{ISSUED}: 3, {IN_FORCE}: 9}}\n",
        (TWO, RULES, REPEALED),
        "1",
        f"{TWO}:\n  {RULES}: {{{ISSUED}: 3, {REPEALED}: 1, {IN_FORCE}: 9}}\n",
    ),
    "the first column": (
        f"{TWO}:\n  {RULES}: {{{IN_FORCE}: 9}}\n",
        (TWO, RULES, ISSUED),
        "1",
        f"{TWO}:\n  {RULES}: {{{ISSUED}: 1, {IN_FORCE}: 9}}\n",
    ),
    "a figure taken out of a row is not zero": (
        f"{TWO}:\n  {RULES}: {{{ISSUED}: 3, {IN_FORCE}: 9}}\n",
        (TWO, RULES, ISSUED),
        "",
        f"{TWO}:\n  {RULES}: {{{ISSUED}: 待填, {IN_FORCE}: 9}}\n",
    ),
    "an item of a list": (f"{TWO}:\n  {RULES}: [1,2, 3] # 次序\n", (TWO, RULES, REPEALED), "5", f"{TWO}:\n  {RULES}: [1,5, 3] # 次序\n"),
    "a list in lines": (
        f"{THREE}:\n  {RECEIVED}: [64, 0,\n    0, 0, 0, 0, 64]\n",
        (THREE, RECEIVED, TOTAL),
        "",
        f"{THREE}:\n  {RECEIVED}: [64, 0,\n    0, 0, 0, 0]\n",
    ),
    "a total behind a list": (
        f"{THREE}:\n  {RECEIVED}: [6, 0, 0, 0, 0, 0]\n",
        (THREE, RECEIVED, TOTAL),
        "6",
        f"{THREE}:\n  {RECEIVED}: [6, 0, 0, 0, 0, 0, 6]\n",
    ),
    "a row of zeros": (f"{TWO}:\n  {RULES}: 0   # 无权\n", (TWO, RULES, ISSUED), "3", f"{TWO}:\n  {RULES}: {{{ISSUED}: 3}}   # 无权\n"),
    "one of a row of zeros taken out": (
        f"{TWO}:\n  {RULES}: 0\n",
        (TWO, RULES, REPEALED),
        "",
        f"{TWO}:\n  {RULES}: {{{ISSUED}: 0, {REPEALED}: 待填, {IN_FORCE}: 0}}\n",
    ),
    "a group of zeros": (
        f"{FOUR}:\n  行政诉讼: 0  # 没有\n  行政复议: 0\n",
        (FOUR, "行政诉讼", "复议后起诉", "结果维持"),
        "2",
        f"{FOUR}:\n  行政诉讼:  # 没有\n    未经复议直接起诉: 0\n    复议后起诉: {{结果维持: 2}}\n  行政复议: 0\n",
    ),
    "a table of zeros": (
        f"{FOUR}: 0\n其他: 1\n",
        (FOUR, "行政诉讼", "复议后起诉", "结果维持"),
        "2",
        f"{FOUR}:\n  行政复议: 0\n  行政诉讼:\n    未经复议直接起诉: 0\n    复议后起诉: {{结果维持: 2}}\n其他: 1\n",
    ),
    "fees between braces": (
        f"{SIX.name}: {{{FEES}: 0}}\n",
        (SIX.name, FEES, "收费通知总金额"),
        "12.50",
        f"{SIX.name}: {{{FEES}: {{发出收费通知件数: 0, 收费通知总金额: 12.50, 实际收取总金额: 0}}}}\n",
    ),
    "a text keeps its header, comment and indentation": (
        f"{OVERVIEW.name}:\n  {LEAD}: |-   # 可不填\n      旧的。\n      第二段。\n\n  # 下一段的说明\n  主动公开: 有\n",
        (OVERVIEW.name, LEAD),
        "新的：\n\n\n  # 不是注释",
        f"{OVERVIEW.name}:\n  {LEAD}: |-   # 可不填\n      新的：\n\n\n      # 不是注释\n\n  # 下一段的说明\n  主动公开: 有\n",
    ),
    "a text that was empty": (
        f"{OVERVIEW.name}:\n  {LEAD}: |   # 可不填\n\n  主动公开: |\n",
        (OVERVIEW.name, LEAD),
        "一段。",
        f"{OVERVIEW.name}:\n  {LEAD}: |   # 可不填\n    一段。\n\n  主动公开: |\n",
    ),
    "a text on one line stays on it": (
        f"{OVERVIEW.name}:\n  主动公开: '旧的'  # 注\n",
        (OVERVIEW.name, "主动公开"),
        "it's：新的",
        f"{OVERVIEW.name}:\n  主动公开: 'it''s：新的'  # 注\n",
    ),
    "a text that gets paragraphs": (
        f"{OVERVIEW.name}:\n  主动公开: 旧的  # 注\n",
        (OVERVIEW.name, "主动公开"),
        "一。\n二。",
        f"{OVERVIEW.name}:\n  主动公开: |  # 注\n    一。\n    二。\n",
    ),
    "a missing text, with a heading typed with its number before it": (
        f"{OVERVIEW.name}:\n  （一）主动公开: |\n    有。\n\n  监督保障: 有\n",
        (OVERVIEW.name, "依申请公开"),
        "有。",
        f"{OVERVIEW.name}:\n  （一）主动公开: |\n    有。\n  依申请公开: |\n    有。\n\n  监督保障: 有\n",
    ),
    "a missing part goes between its neighbours": (
        f"年度: 2023\n机关: {{名称: 某局}}\n{SIX.name}:\n",
        (TWO, RULES, ISSUED),
        "1",
        f"年度: 2023\n机关: {{名称: 某局}}\n{TWO}:\n  {RULES}: {{{ISSUED}: 1}}\n{SIX.name}:\n",
    ),
    "before the first key": ("# 说明\n机关: {名称: 某局}\n", ("年度",), "2023", "# 说明\n年度: 2023\n机关: {名称: 某局}\n"),
    "a file without a last line break": ("年度: 2023", (AGENCY, NAME), "某局", "年度: 2023\n机关:\n  名称: 某局"),
    "lines of Windows, with the mark of UTF-8": (
        "\ufeff年度: 2023\r\n机关: # 机关\r\n",
        (AGENCY, NAME),
        "𠮷林某局",
        "\ufeff年度: 2023\r\n机关: # 机关\r\n  名称: 𠮷林某局\r\n",
    ),
    "an answer": (
        f"年度: 2023\n{ANSWERS}:  # 可不填\n",
        (ANSWERS, "T13"),
        "是: 同一人\n反复",
        f'年度: 2023\n{ANSWERS}:  # 可不填\n  T13: "是: 同一人 反复"\n',
    ),
    "a second answer": (f"{ANSWERS}:\n  T13: 是\n", (ANSWERS, "P02"), "是", f"{ANSWERS}:\n  T13: 是\n  P02: 是\n"),
    "a note": (f"{TWO}: 0\n", (TWO, NOTE), "注。", None),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples(name: str) -> None:
    text, path, value, wanted = EXAMPLES[name]
    if wanted is None:
        assert said(edit(text, path, value), path) == value
    else:
        assert edit(text, path, value) == wanted


def said(text: str, path: tuple[str, ...]) -> object:
    found: object = read(text)
    for name in path:
        found = dict(found)[name]  # type: ignore[call-overload]
    return found


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (f"{TWO}:\n  {RULES}: 约10\n", (TWO, RULES, ISSUED)),
        (f"{TWO}:\n  {RULES}: [1, 2]\n", (TWO, RULES, ISSUED)),
        (f"{TWO}:\n  {RULES}:\n    {ISSUED}: 3\n", (TWO, RULES)),
        (f"{OVERVIEW.name}: 一段话\n", (OVERVIEW.name, LEAD)),
        ("年度: [", ("年度",)),
        ("", ("年度",)),
        ("# 只有说明\n", ("年度",)),
        ("- 年度\n", ("年度",)),
        ("年度: &a 2023\n", ("年度",)),
    ],
)
def test_what_is_refused(text: str, path: tuple[str, ...]) -> None:
    with pytest.raises(CannotEdit):
        edit(text, path, "5")


def test_a_heading_is_renamed() -> None:
    text = f"{OVERVIEW.name}:\n  主动公开: |   # 一\n    有。\n  甲: 有\n"
    assert rename(text, (OVERVIEW.name, "主动公开"), "公开: 情况") == text.replace("主动公开:", '"公开: 情况":')
    for path, heading in ((("甲",), "乙"), ((OVERVIEW.name, "甲"), "（一）主动公开"), ((OVERVIEW.name, "甲"), " ")):
        with pytest.raises(CannotEdit):
            rename(text, path, heading)


def test_nothing_changes_where_it_says_so_already() -> None:
    text = (SAMPLES / "pingfang-2023.yaml").read_text()
    assert edit(text, (AGENCY, NAME), "哈尔滨市平房区人民政府") == text
    assert edit(text, (PREAMBLE,), "") == text


def test_what_no_form_can_hold_is_taken_out() -> None:
    assert clean("\x07a\ud800\u2028 b\r\n\tc\ufeff\n\n") == "a\nb\nc"


def leaves(shape: Shape) -> list[tuple[str, ...]]:
    return [figure.yaml_path for figure in shape.figures]


PROSE_PATHS = [
    (PREAMBLE,),
    *((OVERVIEW.name, topic) for topic in OVERVIEW.topics),
    (SIX.name, BODY),
    (THREE, NOTE),
    (OVERVIEW.name, "另一个"),
]
WORD_PATHS = [("年度",), (AGENCY, NAME), (AGENCY, "电话"), (SIX.name, FEES, "收费通知总金额"), (ANSWERS, "T13"), ("标题",)]
FIGURE_PATHS = [path for shape in TABLES.values() for path in leaves(shape)]
TEXTS = {name: (SAMPLES / name).read_text() for name in GOOD_SAMPLES} | {
    "blank": blank_form(),
    "windows": blank_form().replace("\n", "\r\n"),
}
COMMENTS = {name: {found[0] for found in re.finditer(r"(?<!\S)# .*", text)} for name, text in TEXTS.items()}
ANYTHING = st.one_of(
    st.sampled_from(["0", "27,505件", "- x", "{a: b}", "# 说", "'", '"', "a: b", "~", "|", "{{ 新收 }}：", ""]), st.text(max_size=40)
)
CHANGES = st.lists(st.tuples(st.sampled_from(PROSE_PATHS + WORD_PATHS + FIGURE_PATHS * 2), ANYTHING), min_size=1, max_size=8)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.sampled_from(sorted(TEXTS)), changes=CHANGES)
def test_only_the_value_changes(name: str, changes: list[tuple[tuple[str, ...], str]]) -> None:
    text = TEXTS[name]
    for path, value in changes:
        new = edit(text, path, value)
        assert all(new.count(comment) >= text.count(comment) for comment in COMMENTS[name])
        assert len(gone(text, new)) <= 1 + text_at(text, path).count("\n") + 1
        the_rest_stays(text, new, path)
        text = new


def gone(before: str, after: str) -> list[str]:
    """The lines, but blank ones, that are no longer there or no longer the same."""
    stretches = SequenceMatcher(None, one := before.splitlines(), after.splitlines(), autojunk=False).get_opcodes()
    return [line for kind, start, end, _, _ in stretches if kind != "equal" for line in one[start:end] if line.strip()]


def text_at(text: str, path: tuple[str, ...]) -> str:
    try:
        found = said(text, path)
    except (KeyError, ValueError, TypeError):
        return ""
    return found if isinstance(found, str) else ""


def typed(report: Report, section: str) -> list[tuple[str, list[str]]]:
    return [(topic.heading, [paragraph.typed for paragraph in topic.paragraphs]) for topic in report.sections.get(section, ())]


def the_rest_stays(before: str, after: str, path: tuple[str, ...]) -> None:
    """Every figure that is in no sum with the changed one, and in no row that was all open, is what it was."""
    (one, _), (two, _) = (load(read_source("form.yaml", text.encode())) for text in (before, after))
    assert one is not None
    assert two is not None
    assert one.agency == two.agency or path[0] == AGENCY
    for section in FORM.sections:
        if section.name != path[0]:
            assert typed(one, section.key) == typed(two, section.key)
    for figure in FORM.figures.values():
        other = figure.yaml_path[0] != path[0] or figure.yaml_path[:-1] != path[:-1]
        if other and figure.path not in figure.table.totals:
            assert one.figures[figure.path] == two.figures[figure.path], figure.path
