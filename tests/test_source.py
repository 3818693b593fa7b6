"""Bytes → tree: encodings, places, the slips of people who type Chinese, limits."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goigen.errors import UserError
from goigen.source import LIMIT_BYTES, Mapping, Source, Text, read_source, spot


def source(text: str) -> Source:
    return read_source("form.yaml", text.encode())


def only(text: str) -> tuple[str, str]:
    (finding,) = source(text).findings
    return str(finding.place), finding.message


def test_every_scalar_is_text_with_its_place() -> None:
    root = source("邮编: 010010\n机关: {电话: 0451-1, 网址: no}\n").root
    assert isinstance(root, Mapping)
    (_, postcode), (_, agency) = root.entries
    assert isinstance(postcode, Text)
    assert (postcode.value, str(postcode.place)) == ("010010", "form.yaml:1:5")
    assert isinstance(agency, Mapping)
    assert [value.value for _, value in agency.entries if isinstance(value, Text)] == ["0451-1", "no"]
    assert [str(value.place) for _, value in agency.entries] == ["form.yaml:2:10", "form.yaml:2:22"]


def test_paragraphs_of_a_block_have_their_own_lines() -> None:
    root = source("概述: |\n\n  第一段。\n\n  　　第二段。\n其他: 甲\n").root
    assert isinstance(root, Mapping)
    text = root.entries[0][1]
    assert isinstance(text, Text)
    assert [(words, str(spots[0][1])) for words, spots in text.paragraphs()] == [
        ("第一段。", "form.yaml:3:3"),
        ("第二段。", "form.yaml:5:5"),
    ]


def test_lines_of_a_wrapped_text_join_without_a_space_between_hanzi() -> None:
    root = source("概述: 全年共\n  公开 120 条\n  信息\n").root
    assert isinstance(root, Mapping)
    text = root.entries[0][1]
    assert isinstance(text, Text)
    assert [words for words, _ in text.paragraphs()] == ["全年共公开120条信息"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("概述: |\n\n    一段。\n    二〇段\n", "4:6"),
        ("概述: 折行的\n  文字 abc\n  二〇段 # 注\n", "3:4"),
        ("概述: >\n  折行的\n  二〇段\n", "3:4"),
        ("概述: '二〇段'\n", "1:7"),
        ('概述: "甲\n  二〇段"\n', "2:4"),
        ("{概述: 二〇段, 其他: 甲}", "1:7"),
    ],
)
def test_a_character_is_found_where_it_stands(text: str, place: str) -> None:
    root = source(text).root
    assert isinstance(root, Mapping)
    value = root.entries[0][1]
    assert isinstance(value, Text)
    found = [str(spot(spots, words.index("〇"))) for words, spots in value.paragraphs() if "〇" in words]
    assert found == [f"form.yaml:{place}"]


def test_an_escaped_control_character_is_found() -> None:
    assert only('名称: "甲\\x07"') == ("form.yaml:1:5", "这里有一个看不见的控制字符 U+0007")


def test_a_damaged_byte_is_shown_where_it_is() -> None:
    data = "年度: 2023\n机关: {名称: 某局}\n".encode()
    (finding,) = read_source("f", data[:-4] + b"\xe5" + data[-2:]).findings
    assert (finding.check, str(finding.place)) == ("R07", "f:2:11")


def test_json_with_surrogates_is_read() -> None:
    root = source('{"机关": {"名称": "\\ud842\\udfb7"}}').root
    assert isinstance(root, Mapping)
    assert isinstance(root.entries[0][1], Mapping)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("年度：2023\n机关: 1", "1:1", "全角"),
        ("年度：2023", "1:1", "全角"),
        ("年度:2023\n机关: 1", "1:1", "少一个空格"),
        ("机关:\n\t名称: 某局", "2:2", "Tab"),
        ("机关: {名称: 某局", "1:5", "花括号"),
        ("机关: [某局", "1:5", "方括号"),
        ("名称: '某局\n年度: 2023\n", "1:5", "引号"),
        ("导语: {{ 年度 }}年\n年度: 2023", "1:1", "占位符"),
        ("导语: @某局\n", "1:1", "开头"),
        ("不予公开: 0  # 全零\n  属于国家秘密:\n  其他: 1\n", "2:3", "已经写了内容"),
        ("导语: *某局\n", "1:1", "开头"),
        ("机关:\n  名称: 某局\n 简称: 局", "3:2", "缩进"),
        ("年度: 2023\n---\n年度: 2024", "2:1", "两份"),
        ("", "1:1", "空"),
        ("  \n\n", "1:1", "空"),
        ("年度: 20\x0723", "1:7", "U+0007"),
        ("年度: 20\x0c23", "1:7", "U+000C"),
        ("年度: !!python/object:os.system 2023", "1:5", "标签"),
        ("年度: &a 2023", "1:5", "引用"),
        ("- " * 100 + "深", "1:129", "64 层"),
        ("{" * 5000, "1:65", "64 层"),
    ],
)
def test_slips_are_explained_where_they_are(text: str, place: str, words: str) -> None:
    where, message = only(text)
    assert where == f"form.yaml:{place}"
    assert words in message


def test_aliases_are_refused_and_never_expanded() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20))
    findings = source(bomb).findings
    assert {finding.check for finding in findings} == {"R08"}
    assert len(findings) == 21 + 40


def test_encodings_are_recognised_and_said() -> None:
    text = "年度: 2023\n机关: {名称: 某局}\n"
    plain = read_source("f", text.encode())
    assert plain.findings == ()
    assert read_source("f", text.encode("utf-8-sig")).root == plain.root
    for encoding in ("gb18030", "utf-16"):
        other = read_source("f", text.encode(encoding))
        assert other.root == plain.root
        assert [(finding.check, finding.severity.value) for finding in other.findings] == [("R07", "info")]
    assert read_source("f", text.replace("\n", "\r\n").encode()).root == plain.root


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04rest", "Office"),
        (b"%PDF-1.7", "PDF"),
        (b"\xd0\xcf\x11\xe0old", "旧版"),
        (b"\x89PNG\r\n", "图片"),
        (bytes(range(256)), "读不出"),
        (b"\xff\xfe\x00", "读不出"),
    ],
)
def test_what_is_no_text_cannot_be_read(data: bytes, words: str) -> None:
    with pytest.raises(UserError, match=words):
        read_source("f", data)


def test_too_large_a_file_is_not_parsed() -> None:
    (finding,) = read_source("f", b"a: b\n" * (LIMIT_BYTES // 5 + 1)).findings
    assert finding.check == "R08"
    assert "2 MiB" in finding.message


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(alphabet=st.sampled_from("年度机关:：{}[]\"'|>- \n\t#&*!%@`，a1"), max_size=80), st.text(max_size=60)))
def test_any_text_gives_a_tree_or_findings(text: str) -> None:
    try:
        found = read_source("f", text.encode("utf-8", "surrogatepass"))
    except UserError:
        return
    assert found.root is not None or found.findings
    assert all(finding.place.line and finding.place.column for finding in found.findings)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_a_tree_or_a_reason(data: bytes) -> None:
    try:
        found = read_source("f", data)
    except UserError:
        return
    assert found.root is not None or found.findings
