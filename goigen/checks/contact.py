"""How the public reaches the agency: telephone, postcode, mailbox, link; and numbers and names that belong to a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from goigen.checks.passages import Passage, opening, words
from goigen.checks.registry import Problem, check
from goigen.finding import Severity
from goigen.report import Paragraph, Report
from goigen.report.fields import Agency, alias_of
from goigen.report.names import AGENCY
from goigen.report.numbers import half_width

MOBILE = re.compile(r"(?<![\dA-Za-z.])1[3-9]\d(-?)\d{4}\1\d{4}(?![\d@]|\.\d|[万亿余多]?[元件条次个项人户份吨米立平千])")
REFERENCE = re.compile(r"(?:编号|代码|账号|卡号|单号|[订工]单|文号|流水号?|(?:https?://|www\.)[\w./?=&%#:-]*)[:为是\"]*$")
LONGEST_ADDRESS = 200
MAILBOX = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@(?:(?:vip\.)?(?:qq|foxmail|163|126|188|139|189|wo|yeah|sina|sohu|tom|21cn|aliyun|gmail|hotmail|outlook|icloud|yahoo|live))"
    r"\.(?:com|cn|net)(?:\.cn)?",
    re.IGNORECASE | re.ASCII,
)
DASH = r"[-—–―─－﹣−~～]"
TELEPHONE = re.compile(rf"(?:电话|热线|传真|来电|拨)[号码:：为是请拨打()（）]*(?P<number>[(（]?\d[\d()（）]*(?:{DASH}+[\d]+)*)")
RIGHT = re.compile(r"\(?0\d{2,3}\)?-?\d{7,8}(?:-\d{1,6})?|0\d{2,3}-\d{7,8}|[48]00-?\d{3}-?\d{4}|1[3-9]\d-?\d{4}-?\d{4}|\d{3,6}")
POSTCODE = re.compile(r"(?:邮编|邮政编码)[:为是]*(?P<number>\d+)")
SPACED_LINK = re.compile(r"https?\s*[:：]\s*[/／]\s*[/／]\s*\w|www\s*\.\s*\w|[\w.]\s*\.\s*gov\s*\.\s*cn", re.ASCII | re.IGNORECASE)
LINK = re.compile(
    r"(?:https?://)?(?<![\w.-])(?:[\w-]{1,63}\.){1,8}(?:gov\.cn|com\.cn|org\.cn|cn|com|net|org)(?::\d+)?(?P<path>/[\w./?=&%#-]*)?", re.ASCII
)
HOME = re.compile(r"/?(?:index\.\w+|default\.\w+)?")
COLUMN = re.compile(r"专栏|栏目|专题|→|->|>|年报|首页|版块|板块|频道|平台|路径|\"[^\"]*公开[^\"]*\"")


@lru_cache(maxsize=8)
def _words(report: Report) -> tuple[Passage, ...]:
    """Every word, the agency's own fields first."""
    return tuple(sorted(words(report), key=lambda passage: not passage.path.startswith(f"{AGENCY}.")))


def _field(report: Report, name: str) -> Paragraph | None:
    path = f"{AGENCY}.{alias_of(Agency, name)}"
    return next((label for label in report.labels if label.path == path), None)


@check("P02", "没有个人的手机号", clause="政府信息公开条例第十五条；个人信息保护法第二十八条", severity=Severity.WARNING)
def no_mobile_numbers(report: Report) -> Iterator[Problem]:
    """报告要向社会公布，联系电话用办公电话，不写个人的手机号。确是对外公布的工作手机，请说明。

    不对：
        机关: {联系单位: 示例县水务局办公室, 电话: 13800138000}

    对：
        机关: {联系单位: 示例县水务局办公室, 电话: 0451-86501431}
    """
    for passage in _words(report):
        for found in MOBILE.finditer(passage.text):
            if not REFERENCE.search(passage.text[max(0, found.start() - LONGEST_ADDRESS) : found.start()]):
                message = f"“{found[0][:3]}……{found[0][-2:]}”像是手机号"
                yield passage.problem(found.start(), message, "换成办公电话（区号-号码），或者删掉。")


@check("P03", "不用个人邮箱", clause="政府信息公开条例第十五条；政府网站发展指引", severity=Severity.WARNING)
def no_personal_mailbox(report: Report) -> Iterator[Problem]:
    """对外公布的电子邮箱用单位的政务邮箱，不用 QQ、163、126 等个人邮箱。同一个邮箱只报一次。

    不对：
        机关: {联系单位: 示例县水务局办公室, 电子邮箱: slxswj@163.com}

    对：
        机关: {联系单位: 示例县水务局办公室, 电子邮箱: xxgk@slx.gov.cn}
    """
    seen = set()
    for passage in _words(report):
        for found in MAILBOX.finditer(passage.text):
            if found[0].lower() not in seen:
                seen.add(found[0].lower())
                yield passage.problem(found.start(), f"“{found[0]}”像是个人邮箱", "换成单位的政务邮箱，或者不写邮箱。")


@check("P07", "电话带区号，邮编六位", clause="政府信息公开条例第十二条、第二十九条", severity=Severity.WARNING)
def telephone_and_postcode(report: Report) -> Iterator[Problem]:
    """办公电话写“区号-号码”：区号三四位，号码七八位，中间用半角连字符；邮编是六位数字。

    只看“机关”里填的和自己写的导语里的；全角数字不计较，400 电话、热线短号、分机号都认得。

    不对：
        机关: {联系单位: 示例县水务局办公室, 电话: "88670059", 邮编: "15006"}

    对：
        机关: {联系单位: 示例县水务局办公室, 电话: 0451-86501431、86501432, 邮编: "150060"}
    """
    telephone, postcode = _field(report, "telephone"), _field(report, "postcode")
    if telephone and (fault := _telephone_fault(telephone.text)):
        yield Problem(telephone.path, f"电话“{telephone.text}”{fault}", "写成“区号-号码”，如 0451-86501431。", telephone.place)
    if postcode and not re.fullmatch(r"[0-9]{6}", re.sub(r"\s", "", half_width(postcode.text))):
        yield Problem(postcode.path, f"邮编“{postcode.text}”不是六位数字", "邮政编码是六位数字。", postcode.place)
    for passage in opening(report):
        for found in TELEPHONE.finditer(passage.text):
            number = found["number"]
            if len(re.findall(r"\d", number)) >= 7 and (fault := _telephone_fault(number)):
                yield passage.problem(found.start("number"), f"电话“{number}”{fault}", "写成“区号-号码”，如 0451-86501431。")
        for found in POSTCODE.finditer(passage.text):
            if len(found["number"]) != 6:
                yield passage.problem(found.start("number"), f"邮编“{found['number']}”不是六位数字", "邮政编码是六位数字。")


def _telephone_fault(typed: str) -> str:
    """What is wrong with one or several numbers; nothing where they cannot be told apart."""
    text = re.sub(r"\s", "", half_width(typed.replace("－", "—")))
    first, *others = (part for part in re.split(r"[、,/;]|或|转", text) if part)
    if not re.search(r"\d{5}", text) or re.search(r"[A-Za-z\u4e00-\u9fff]", first):
        return ""
    if re.search(DASH.replace("-", "", 1), first):
        return "的连接号不是半角连字符"
    if re.fullmatch(r"\d{7,8}", first):
        return "没有区号"
    if re.fullmatch(r"0\d{9,11}", first):
        return "的区号和号码之间没有连字符"
    wrong = [part for part in (first, *others) if not RIGHT.fullmatch(part) and not re.fullmatch(r"\d{1,8}", part)]
    return "的位数不对" if wrong else ""


@check("P08", "网址指到年报栏目", clause="政府信息公开条例第二十四条、第四十九条", severity=Severity.WARNING)
def link_to_the_column(report: Report) -> Iterator[Problem]:
    """只给网站首页，读者找不到年度报告：写年报栏目的网址，或者写明查阅路径。网址中间不能有空格。

    不对：
        机关: {网址: www.slx.gov.cn}

    对：
        机关: {网址: www.slx.gov.cn, 查阅路径: 县政府网站→政府信息公开→政府信息公开年报}
    """
    website = _field(report, "website")
    link = LINK.fullmatch(re.sub(r"\s", "", half_width(website.text))) if website else None
    if website and link and HOME.fullmatch(link["path"] or "") and not report.agency.found_at and report.preamble is None:
        yield Problem(website.path, f"网址“{website.text}”只到网站首页", "写年报栏目的网址，或者填“查阅路径”。", website.place)
    for paragraph in report.words():
        for found in SPACED_LINK.finditer(half_width(paragraph.text)):
            if re.search(r"\s", found[0].strip()):
                yield Problem(paragraph.path, f"网址“{found[0]}”中间有空格", "删掉空格，否则打不开。", paragraph.at(found.start()))
                break
    for passage in opening(report):
        for start, sentence in passage.sentences():
            link = LINK.search(sentence)
            if link and sentence[: link.start()][-1:] != "@" and HOME.fullmatch(link["path"] or "") and not COLUMN.search(sentence):
                message = f"导语里的网址“{link[0]}”只到网站首页"
                yield passage.problem(start + link.start(), message, "写年报栏目的网址，或者写明在哪个栏目。")
