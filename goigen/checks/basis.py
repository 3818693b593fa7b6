"""Documents that the text cites: the superseded format, the present one, document numbers, the old regulation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goigen.checks.passages import Passage, prose
from goigen.checks.registry import Problem, check
from goigen.finding import Severity
from goigen.report import Report
from goigen.standard import FORM

ISSUER = "国务院办公厅政府信息与政务公开办公室"
TITLE = f"{ISSUER}关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知"
BEFORE, AFTER = r"[〔\[(【{﹝]", r"[〕\])】}﹞]"
OLD_FORMAT = re.compile(rf"国办公开办函{BEFORE}?2019{AFTER}?第?60号|{ISSUER}关于政府信息公开工作年度报告有关事项的通知")
ENDED = re.compile(r"废止|停止|停用|不再|不用|改用|失效|代替|替代|取代")
FORMAT = re.compile(
    r"(?P<issuer>国务院办公厅(?:政府信息与政务公开办公室)?)?《?(?P<about>关于(?P<issued>印发)?[《〈<]*)"
    r"(?P<country>中华人民共和国)?政府信息公开工作年度报告格式[》〉>]*的通知[》〉>]*"
)
FORMAT_NUMBER = re.compile(r"国办公开办函(?P<before>.?)2021(?P<after>.?)(?P<ordinal>第?0*)30号")
CITED_NUMBER = re.compile(rf"[(,]*(?:国办[\u4e00-\u9fff]*?{BEFORE}?\d{{4}}{AFTER}?第?\d+号)")
NUMBER = re.compile(
    rf"(?P<code>[A-Za-z\u4e00-\u9fff]{{0,20}})(?P<before>{BEFORE})(?P<year>\d{{2,4}}年?)(?P<after>{AFTER})"
    r"(?P<ordinal>第?)(?P<number>\d+)(?P<unit>号?)"
)
HALF = re.compile(  # 临政办发2023〕17号
    rf"(?<=[发函字办规通])(?:{BEFORE}(?P<open>(?:19|20)\d\d)(?!\d*{AFTER})|(?:19|20)\d\d{AFTER})第?\d{{1,4}}号(?![楼院线门])"
)
ANOTHER = re.compile(r"(?:[、和]\d+)*号(?![楼院线门])")
OFFICIAL = re.compile(r"[发函字办规通报文政请会呈令]$")  # how the code of an office ends
SLIP = re.compile(r"(?:[书单证表告]|编号|字号|(?<![办发函政])字|字第)$")  # a letter to one person: it has a number of its own kind
ANOTHER_NUMBER = re.compile(rf"[(,]*(?!国)[\u4e00-\u9fff]{{2,12}}{BEFORE}")
OLD_DECREE = re.compile(r"国务院令第?492号|国务院第492号令")
AWARE = re.compile(r"711|[原旧]的?(?:《[^《》]*》|条例)|已废止|修订前")
OLD_ARTICLE = re.compile(
    r"《(?:中华人民共和国)?(?:政府信息公开)?条例》(?:\([^()]*\))*第三十[一二]条(?=[^。]{0,40}(?:年度报告|本报告|年报))"
)
NEW_REGULATION = re.compile(
    r"(?<![创更革重清])新(?:近?修[订改]|颁布|出台|施行|实施)?(?:后?的)?《(?:中华人民共和国政府信息公开)?(?:政府信息公开)?条例》"
)


@check("D03", "没有引用2019年的旧格式", clause="国办公开办函〔2021〕30号", severity=Severity.WARNING)
def no_old_format(report: Report) -> Iterator[Problem]:
    """国办公开办函〔2019〕60号规定的是试行的旧格式。2021年度起按国办公开办函〔2021〕30号编制，再引旧文件，多半是照抄了从前的报告。

    只认文号“国办公开办函〔2019〕60号”和该通知的全称；说它已经停用的句子不问。

    不对：
        总体情况:
          政府信息管理: 按照国办公开办函〔2019〕60号的要求编制年度报告，发布前由办公室审核。

    对：
        总体情况:
          政府信息管理: 按照国办公开办函〔2021〕30号的要求编制年度报告，发布前由办公室审核。
    """
    for passage in prose(report):
        for start, sentence in passage.sentences():
            if (found := OLD_FORMAT.search(sentence)) and not ENDED.search(sentence):
                message = f"引用了旧格式的文件：“{found[0]}”"
                yield passage.problem(start + found.start(), message, f"{report.year or 2021}年度的格式是{FORM.code}，请改引这个文件。")


@check("D04", "引用现行格式时标题和文号无误", clause="国办公开办函〔2021〕30号", severity=Severity.WARNING)
def format_cited_right(report: Report) -> Iterator[Problem]:
    """引用报告格式的通知时，标题不漏字，文号用六角括号。不引用也可以；只引文号、只引格式的名称也可以。

    全称是《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）。
    地方转发的通知不问；书名号的单双不在这里查。

    不对：
        总体情况:
          政府信息管理: 按照《关于〈中华人民共和国政府信息公开工作年度报告格式〉的通知》编制年度报告，发布前由办公室审核。

    对：
        总体情况:
          政府信息管理: 按照《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）编制年度报告，发布前由办公室审核。
    """
    for passage in prose(report):
        for found in FORMAT.finditer(passage.text):
            if "转发" in passage.text[max(0, found.start() - 40) : found.start()] or ANOTHER_NUMBER.match(passage.text, found.end()):
                continue
            for what in _title_faults(passage, found):
                yield passage.problem(found.start(), f"引用的报告格式通知{what}", f"全称是《{TITLE}》（{FORM.code}）。")
        for found in FORMAT_NUMBER.finditer(passage.text):
            if found[0] != FORM.code:
                yield passage.problem(found.start(), f"文号“{found[0]}”写法不对", f"应当是“{FORM.code}”，年份用六角括号，不加“第”字。")


def _title_faults(passage: Passage, found: re.Match[str]) -> Iterator[str]:
    if not found["issued"]:
        yield "标题漏了“印发”二字"
    if not found["country"]:
        yield "标题漏了“中华人民共和国”"
    if found["issuer"] == "国务院办公厅":
        yield f"发文机关不对，应当是“{ISSUER}”"
    number = CITED_NUMBER.match(passage.text, found.end())
    if number and not FORMAT_NUMBER.search(number[0]):
        yield f"文号是“{number[0].lstrip('(,')}”，不对"


@check("D07", "文号完整、格式正确", clause="党政机关公文处理工作条例第九条；GB/T 9704-2012 7.2.5", severity=Severity.WARNING)
def document_numbers(report: Report) -> Iterator[Problem]:
    """发文字号由机关代字、年份、顺序号组成，如“国办函〔2020〕109号”：年份四位数，用六角括号〔〕；顺序号不加“第”，不编虚位，后面有“号”。

    法院的案号如“（2023）苏13行初45号”、法令如“国务院令第711号”不是这种文号，不会误报。

    不对：
        总体情况:
          政府信息管理: 按照县里的通知（〔2024〕1号）编制年度报告，发布前由办公室审核。

    对：
        总体情况:
          政府信息管理: 按照县里的通知（示政办函〔2024〕1号）编制年度报告，发布前由办公室审核。
    """
    for passage in prose(report):
        for found in NUMBER.finditer(passage.text):
            if not FORMAT_NUMBER.search(found[0]) and (faults := _number_faults(passage.text, found)):
                shown = passage.text[max(found.start(), found.start("before") - 8) : found.end()]
                hint = "写成“机关代字〔年份〕顺序号号”，如“国办函〔2020〕109号”。"
                yield passage.problem(found.start("before"), f"文号“{shown}”{'，'.join(faults)}", hint)
        for found in HALF.finditer(passage.text):
            shown = passage.text[max(found.start() - 8, 0) : found.end()]
            fault = "的年份后面缺右括号" if found["open"] else "的年份前面缺左括号"
            yield passage.problem(found.start(), f"文号“{shown}”{fault}", "写成“机关代字〔年份〕顺序号号”。")


def _number_faults(text: str, found: re.Match[str]) -> list[str]:
    numbered = ANOTHER.match(text, found.end("number"))
    if found["before"] != "〔" and not (OFFICIAL.search(found["code"]) and numbered and re.match("19|20", found["year"])):
        return []  # other brackets also hold other numbers
    faults = []
    if not found["code"] and text[found.start() - 1 : found.start()] not in ("×", "*"):
        faults.append("缺少机关代字")
    if (found["before"], found["after"]) != ("〔", "〕"):
        faults.append("的年份没有用六角括号")
    if not re.fullmatch(r"\d{4}", found["year"]):
        faults.append("的年份不是四位数")
    slip = SLIP.search(found["code"])
    if found["ordinal"] and not slip:
        faults.append("多了“第”字")
    if found["number"].startswith("0") and not slip:
        faults.append("的顺序号前面多了 0")
    if not numbered and text[found.end("number") :][:1] in ("", ")", "》", "。", ";", ","):
        faults.append("后面缺“号”字")
    return faults


@check("D08", "没有引用旧条例", clause="政府信息公开条例第五十六条（2019年5月15日起施行）", severity=Severity.WARNING)
def no_old_regulation(report: Report) -> Iterator[Problem]:
    """现行的政府信息公开条例由国务院令第711号公布，2019年5月15日起施行。年度报告里再引旧令、旧条款，或者称“新《条例》”，都是从前的报告留下的。

    只认第492号令、以第三十一条或第三十二条为年度报告依据的句子（那是旧条例的条款，现行条例是第四十九条、第五十条）、“新《条例》”这类说法。

    不对：
        总体情况:
          监督保障: 组织学习新修订的《政府信息公开条例》，工作考核、社会评议由县里统一组织，没有责任追究的情形。

    对：
        总体情况:
          监督保障: 创新《条例》的学习方式，工作考核、社会评议由县里统一组织，没有责任追究的情形。
    """
    kinds = (
        (OLD_DECREE, "引用的是旧条例的令号", "现行条例是国务院令第711号。"),
        (OLD_ARTICLE, "引用的是旧条例的条款", "现行条例关于年度报告的规定在第四十九条、第五十条。"),
        (NEW_REGULATION, "称条例为“新”", "现行条例2019年已经施行，直接写《条例》或它的全称。"),
    )
    for pattern, what, hint in kinds:
        places = [(passage, found) for passage in prose(report) for found in pattern.finditer(passage.text)]
        if pattern is OLD_DECREE:
            places = [(passage, found) for passage, found in places if not AWARE.search(passage.text)]
        if places:
            passage, found = places[0]
            more = f"（共{len(places)}处）" if len(places) > 1 else ""
            yield passage.problem(found.start(), f"“{found[0]}”{more}{what}", hint)
