"""What conversions and copying leave behind in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goigen.checks.registry import Problem, check
from goigen.report import Report

BOOKMARKS = (
    r"\[bookmark:[^\]]*\]?|_GoBack|\\\* ?MERGEFORMAT|HYPERLINK +(?:\\|[\"“]|http|www)\S*|PAGEREF _Toc\S*|_Toc\d{6,}"
    r"|错误 ?[!！] ?(?:未找到引用源|未定义书签|超链接引用无效|文档中没有)"
)
CELL_DEBRIS = re.compile(BOOKMARKS)  # all of it that a table may hold as well
DEBRIS = (
    (CELL_DEBRIS, "文档转换留下的书签或域代码"),
    (re.compile(r"^[-•●▪◆]\s*\d+[.、．]"), "文档转换留下的列表符号"),
    (re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u00ad]"), "看不见的字符"),
    (re.compile("[\ufffd\ue000-\uf8ff]|锟斤拷"), "丢失或私用的字符"),
    (re.compile(r"\t"), "制表符"),
    (re.compile(r"^(?!无)[\u4e00-\u9fff]$"), "单独成段的一个字，像是表格里掉出来的"),
)


@check("F08", "没有转换残留", clause="国办公开办函〔2021〕30号二（四）：内容准确")
def no_debris(report: Report) -> Iterator[Problem]:
    """从旧文档或网页复制时，书签、域代码、列表符号、看不见的字符会混进正文，印出来就是错字。

    不对：
        存在的主要问题及改进情况:
          改进情况: "[bookmark: _GoBack]我们加强了对各科室的督促指导，补发信息十条。"

    对：
        存在的主要问题及改进情况:
          改进情况: 我们加强了对各科室的督促指导，补发信息十条。
    """
    for paragraph in report.words():
        for pattern, what in DEBRIS:
            if found := pattern.search(paragraph.text):
                shown = found[0].strip() if found[0].strip().isprintable() and found[0].strip() else f"U+{ord(found[0][0]):04X}"
                yield Problem(paragraph.path, f"“{shown[:30]}”是{what}", "把它删掉。", paragraph.at(found.start()))
