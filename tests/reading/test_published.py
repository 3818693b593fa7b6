"""What only a published report can get wrong: each case is an edit of a page that goigen printed, and the ids that it must raise."""

from __future__ import annotations

import re
from functools import cache

import pytest

from goigen.checks import CHECKS
from goigen.errors import UserError
from goigen.layout import lay_out
from goigen.pipeline import check
from goigen.reading import read_published
from goigen.report import Report
from goigen.writers import writer
from tests.support import look, sample


@cache
def page() -> str:
    return writer("html")(lay_out(sample("complete.yaml")), look()).decode()


def plain_page() -> str:
    """The page without the breaks inside labels, so that the edits below can name them."""
    return re.sub(r"(?<=[\u4e00-\u9fff”、）])<br\s*/?>(?=[\u4e00-\u9fff“])", "", page())


def found(text: str) -> tuple[Report, set[str]]:
    checked = check("report.html", text.encode())
    assert checked.report is not None
    ids = {finding.check for finding in checked.findings}
    return checked.report, ids & {"S01", "S06", "S07", "S08", "S09", "T01", "T02", "F08", "R13"}


def edited(old: str, new: str, count: int = 1) -> str:
    text = plain_page()
    assert re.search(old, text), old
    return re.sub(old, new, text, count=count)


CELL = r"(<td[^>]*>)"
CASES: tuple[tuple[str, str, str, set[str]], ...] = (
    # S07: labels
    ("S07", "其他法律行政法规禁止公开", "其他法律行政止公开", {"S07"}),
    ("S07", "本年制发件数", "本年新制发数量", {"S07"}),
    ("S07", "(?<!\\w)行政规范性文件", "规范性文件", {"S07"}),
    ("S07", "1\\.属于国家秘密", "1、属于 国家秘密", set()),
    ("S07", "（一）予以公开", "(一)予以公开", set()),
    ("S07", "商业企业", "商业<br>企业", set()),
    # S08: the form of 2019
    ("S08", "本年制发件数", "本年新制作数量", {"S08", "S07"}),
    ("S08", "现行有效件数", "对外公开总数量", {"S08", "S07"}),
    ("S08", "(?<=>)行政事业性收费", "政府集中采购", {"S08", "S07"}),
    ("S08", "三、收到和处理政府信息公开申请情况", "三、行政机关收到和处理政府信息公开申请情况", {"S01"}),
    ("S08", "本年废止件数", "本年废止件数（含失效）", {"S07"}),
    ("S08", "(?<=>)(?=全市|2024年)", "政府集中采购另行公布。", set()),
    # S09: figures among the labels
    ("S09", "(?<=>)（六）其他处理", "0", {"S09"}),
    ("S09", "(?<=>)（四）无法提供", "0", {"S09"}),
    ("S09", "(?<=>)（三）不予公开", "12", {"S09"}),
    ("S09", "(?<=>)（六）其他处理", "", set()),
    ("S09", "(?<=>)（六）其他处理", "（六） 其他处理", set()),
    ("S09", "(?<=>)（五）不予处理", "不予处理", set()),
)


@pytest.mark.parametrize(("about", "old", "new", "ids"), CASES)
def test_labels(about: str, old: str, new: str, ids: set[str]) -> None:
    report, raised = found(edited(old, new))
    assert raised == ids
    assert about in CHECKS
    if "S06" not in ids:
        assert report.figures == sample("complete.yaml").figures


def licences(text: str) -> tuple[Report, set[str]]:
    """The page with another text in the one cell of 行政许可."""
    old = rf"(行政许可</th>\s*{CELL})[^<]*"
    assert re.search(old, plain_page())
    return found(re.sub(old, lambda match: match[1] + text, plain_page(), count=1))


VALUES: tuple[tuple[str, int | None, set[str]], ...] = (
    ("22（其中修订16件）", 22, {"T02"}),
    ("22(含失效)", 22, {"T02"}),
    ("22件（不含县区）", 22, {"T02"}),
    ("22", 22, set()),
    ("22件", 22, set()),
    ("１，２２２", 1222, set()),
    ("（22）", None, {"T01"}),
    ("/", None, {"T01"}),
    ("—", None, {"T01"}),
    ("无", None, {"T01"}),
    ("", None, {"S06"}),
    ("　", None, {"S06"}),
    ("待填", None, {"S06"}),
    ("0", 0, set()),
    ("113988<br>89", 11398889, {"R13"}),
    ("27<br>505", 27505, {"R13"}),
    ("1139<br>8889<br>1", 113988891, {"R13"}),
    ("<br>22<br>", 22, set()),
    ("22\u200b", 22, set()),
    ("713<sup>1</sup>", 713, {"T02"}),
    ("<s>9</s>301", 301, set()),
    ("713①", 713, {"T02"}),
    ("713[1]", 713, {"T02"}),
    ("2<br>2", None, {"T01"}),
    ("3 4", None, {"T01"}),
    ("1e3", None, {"T01"}),
)


@pytest.mark.parametrize(("text", "figure", "ids"), VALUES)
def test_values(text: str, figure: int | None, ids: set[str]) -> None:
    report, raised = licences(text)
    assert report.figures["disclosure.licences"] == figure
    assert raised == ids


def test_a_remark_goes_below_the_table() -> None:
    report, _ = licences("22（其中变更16件）")
    assert [note.text for note in report.notes["disclosure"]][-1] == "“行政许可”22，其中变更16件。"


def test_a_missing_total_is_not_computed() -> None:
    old = rf"(（七）总计</th>(?:\s*<td[^>]*>[^<]*</td>){{6}}\s*{CELL})[^<]*"
    assert re.search(old, plain_page())
    report, raised = found(re.sub(old, r"\1", plain_page()))
    assert report.figures["applications.results.total.total"] is None
    assert raised == {"S06"}


def test_findings_name_the_place_in_the_document() -> None:
    checked = check("report.html", edited("(?<=>)（六）其他处理", "0").encode())
    (stray,) = [finding for finding in checked.findings if finding.check == "S09"]
    assert stray.place.line is None
    assert re.fullmatch(r"第2个表格第\d+行", stray.place.where)
    assert "表三" in stray.message


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.txt", b"", "空的"),
        ("a.txt", "XX局2023年部门预算公开说明\n一、部门概况\n".encode(), "部门预算"),
        ("a.txt", "今天天气很好。".encode(), "不是政府信息公开工作年度报告"),
        ("a.pdf", b"%PDF-1.7\n%broken", "PDF"),
        ("a.docx", b"PK\x03\x04broken", "损坏|读不|不是"),
        ("a.doc", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ("a.html", b"<html><body></body></html>", "没有|不是"),
    ],
)
def test_what_is_no_report_is_refused_in_one_sentence(name: str, data: bytes, words: str) -> None:
    with pytest.raises(UserError, match=words) as refused:
        read_published(name, data)
    assert "\n" not in str(refused.value)
    checked = check(name, data)
    assert [finding.check for finding in checked.findings] == ["R00"]
