"""The keys of the form that are neither in the official tables nor fields of a model, each typed once."""

from goigen.standard import FORM

AGENCY = "机关"
PREAMBLE = "导语"
ANSWERS = "核实说明"
LEAD = "概述"  # prose at the head of a part, printed without a heading
BODY = "正文"  # likewise, in part six
FEES = "信息处理费"
NOTE = "附注"
OPEN = "待填"  # said on purpose, also of a total, which the program would compute if nothing were said

SIX = FORM.section("other_matters")
PROSE = tuple(section for section in FORM.sections if section.table is None)
