"""Marks and spaces between the words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goigen.checks.mending import CLOSERS, edits_of, mendable
from goigen.checks.registry import Problem, check
from goigen.finding import Severity
from goigen.report import Paragraph, Report
from goigen.report.wording import BRACES
from goigen.source import spot

MARKS = "GB/T 15834-2011《标点符号用法》"
AROUND = 4  # characters shown on each side of the spot
LEAST_SENTENCE = 20
NO_SENTENCE = re.compile(r"^(?:附件|附表|附[：:]|注[：:])|[0-9]日$")
NUMBERED = re.compile(r"^(?:[（(]?[一二三四五六七八九十0-9]{1,3}[)）.．、]|[①-⑳])")
END = re.compile(f"[。！？…；：.!?;:”’\"'A-Za-z0-9/{CLOSERS}]$")
DANGLING = re.compile("[，、,]$")
SINGLE = re.compile("〈[^〈〉]*〉")  # what it holds may have 《》 again
NESTED = re.compile("《[^《》]*(?:《|[<＜][^《》<>＜＞]*[>＞])|<<[^<>]+>>")


@check("F03", "标点是全角的", clause=MARKS, severity=Severity.WARNING)
def marks_full_width(report: Report) -> Iterator[Problem]:
    """中文里的逗号、分号、冒号、括号、问号、叹号用全角。数字中间的（10:30、1,234）、网址、邮箱和外文里的不算。

    不对：
        总体情况:
          主动公开: 推进决策、执行、管理、服务和结果五公开;明确专人负责,按时更新。

    对：
        总体情况:
          主动公开: 推进决策、执行、管理、服务和结果五公开；工作日8:30至17:30接受咨询，网址为http://www.example.gov.cn/?id=1。
    """
    yield from report_edits(report, "F03", "“{}”用了半角标点", "换成全角的“，；：！？（）”。")


@check("F04", "汉字之间、汉字和数字之间没有空格", clause="国办公开办函〔2021〕30号二（四）：内容准确", severity=Severity.WARNING)
def no_spaces(report: Report) -> Iterator[Problem]:
    """从网页、PDF 复制来的文字常在数字两边或词的中间带着空格，印出来疏密不匀。外文两边的空格不算。

    不对：
        总体情况:
          主动公开: 2023 年，全局主动公开通知、公示等政府信息 10 条，进一步完 善目录。

    对：
        总体情况:
          主动公开: 2023年，全局主动公开通知、公示等政府信息10条，用 OFD 格式发布3条。
    """
    yield from report_edits(report, "F04", "“{}”中间有空格", "把空格删掉。")


def report_edits(report: Report, check_id: str, message: str, hint: str) -> Iterator[Problem]:
    """One finding a paragraph for the edits of one check; `message` has `{}` for the spot."""
    for paragraph, prose in mendable(report):
        mine = [edit for edit in edits_of(paragraph, prose=prose) if edit.check == check_id]
        if mine:
            first, last = mine[0].start, mine[0].end
            if check_id == "F01":  # both brackets of the number are one spot
                last = max(edit.end for edit in mine if edit.start < first + 8)
                mine = [edit for edit in mine if edit.start == first or edit.start > last]
            count = f"，这一段共 {len(mine)} 处" if len(mine) > 1 else ""
            place = spot(paragraph.spots, first) if prose else paragraph.place
            yield Problem(paragraph.path, message.format(_quoted(paragraph, first, last)) + count, hint, place)


def _quoted(paragraph: Paragraph, start: int, end: int) -> str:
    """The spot with a few characters on each side, placeholders whole."""
    left, right = max(start - AROUND, 0), end + AROUND
    for found in BRACES.finditer(paragraph.typed):
        left = found.start() if found.start() < left < found.end() else left
        right = found.end() if found.start() < right < found.end() else right
    return paragraph.typed[left:right]


@check("F06", "每段有句末标点", clause=f"{MARKS}4.1", severity=Severity.WARNING)
def paragraphs_end(report: Report) -> Iterator[Problem]:
    """成句的段落用句号、分号或冒号结束。没有标点的短行当作列表或小标题，不查。

    不对：
        总体情况:
          监督保障: 把政务公开列入年度考核，组织社会评议一次，没有需要责任追究的情形

    对：
        总体情况:
          监督保障: 把政务公开列入年度考核，组织社会评议一次，没有需要责任追究的情形。
    """
    topics = [topic.paragraphs for section in report.sections.values() for topic in section]
    for paragraphs in (report.preamble or (), *topics):
        for paragraph in paragraphs:
            if _is_open(paragraph.text, last=paragraph is paragraphs[-1]):
                message = f"“……{paragraph.text[-12:]}”后面没有句末标点"
                yield Problem(
                    paragraph.path, message, "补上句号；若是一句话被拆成了几行，请接成一行。", paragraph.at(len(paragraph.text) - 1)
                )


def _is_open(text: str, *, last: bool) -> bool:
    if NO_SENTENCE.search(text):
        return False
    if DANGLING.search(text):
        return last
    sentence = len(text) >= LEAST_SENTENCE * (2 if NUMBERED.match(text) else 1) and re.search("[，。；,]", text)
    return bool(sentence) and not END.search(text)


@check("F09", "书名号里面用单书名号", clause=f"{MARKS}4.15：书名号里还要用书名号时，外用双、里用单", severity=Severity.WARNING)
def nested_titles(report: Report) -> Iterator[Problem]:
    """文件名里又有文件名时，外面用《》，里面用〈〉，不用《》，也不用小于号和大于号。

    不对：
        总体情况:
          政府信息管理: 执行《关于印发《示例县政府信息公开办法》的通知》，信息发布前由办公室审核。

    对：
        总体情况:
          政府信息管理: 执行《关于印发〈示例县政府信息公开办法〉的通知》，信息发布前由办公室审核。
    """
    for paragraph in report.words():
        if found := list(NESTED.finditer(SINGLE.sub(lambda inner: "〈" * len(inner[0]), paragraph.text))):
            count = f"，这一段共 {len(found)} 处" if len(found) > 1 else ""
            shown = paragraph.text[found[0].start() : found[0].end() + 2 * AROUND]
            message = f"“{shown}……”里的书名号没有写成〈〉，或少了一个》{count}"
            yield Problem(paragraph.path, message, "里面一层用〈〉：《关于印发〈……〉的通知》。", paragraph.at(found[0].start()))
