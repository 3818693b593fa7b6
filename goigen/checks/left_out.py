"""Ids of the catalogue that are reserved and not checked, each with the reason; they are listed in the manual.

No program should decide them.
"""

LEFT_OUT: dict[str, str] = {
    "D11": "政治表述是否过时要由人判断，名单也要由人维护；程序误报一次，损失大于查出十次。",
    "F07": "“的、地、得”要懂句子结构才能判断，按词表查会把正确的句子也报出来。",
    "F10": "一句话有没有写完，要懂意思才能判断。",
    "N16": "正文的自我评价和所写的问题是否矛盾，要懂意思才能判断。",
    "P06": "正文里出现别的机关名称往往是正常的（转办、联合发文），分不清是否模板残留。",
    "Q06": "措施是否对题，要懂意思才能判断。",
}
