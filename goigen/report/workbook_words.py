"""What a form as a workbook carries besides the labels of the standard: the words and marks that its writer and its reader share."""

from __future__ import annotations

from goigen.files import WORKBOOK_NAME, WORKBOOK_WORDS

DEFINED_NAME = WORKBOOK_NAME
BOOK, ALL_ZERO, FEES_ZERO = WORKBOOK_WORDS  # the title of the first sheet; what is ticked for a table and for the fees
AUTHOR = "goigen"
GUIDE = "※"  # begins every line that only explains
CALIBRE = "【口径】"  # begins every note of a cell that goigen has written
CARRIED = "【去年】"  # likewise, with what last year's report says

START = "填表说明"  # sheets that are no part of the report
CHECKS = "核对"

REST = "标题、导语和日期"
PREAMBLE_HELP = "可不填，默认导语由程序写；不要导语就写：无。一格一段"
ITEM, CONTENT, REMARK = "项目", "填写内容", "说明"  # heads of the columns
HEADING, TEXT = "小标题", "正文（一格一段）"
CODE, ANSWER = "编号", "核实的情况"
ORDER, WHERE, TODO = "序号", "在哪一页", "要做什么"

ZERO_REST = "空格为零"  # a group of rows, said beside them
BALANCE = "勾稽核对"  # begins the row labels under a table that only show sums
NO_TICK, TICK = "☐", "☑"
YES = frozenset((TICK, "是", "✓", "✔", "√", "对", "☒", "Y", "y", "yes", "TRUE"))
NO = frozenset((NO_TICK, "", "否", "□", "不是", "N", "n", "no", "FALSE"))
WELL, BROKEN = "✓ ", "✗ "  # begin the lines that say how the balances stand

STILL_OPEN, ALL_DONE = ("还有 ", " 处没有完成"), "都填好了，勾稽关系都相等"

SIGNS = "=+-@\t"  # a text that begins so could be taken for a formula
