"""Table two: figures that are possible but seldom right. The filer is asked, never stopped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from goigen.checks.registry import Problem, check
from goigen.finding import Severity
from goigen.report import Agency, Report, value
from goigen.report.keys import plain
from goigen.report.wording import number_text
from goigen.standard import FORM

CHARGES = FORM.figures["disclosure.fees"]
DOCUMENTS = ("disclosure.rules", "disclosure.normative_documents")

# Own estimate: 10 000 万元 are 100 million yuan. A county's bureau or a township hardly collects as much, and hardly to the very 万元.
MANY_WAN_YUAN = 10_000
# Own estimate, after a county's justice bureau that published 101, its government's stock. A city's commission has 55 of its own.
MANY_DOCUMENTS = 50

ANOTHER_PRICE = re.compile(r"每|标准|单价|信息处理费|处理费|收费通知")
YUAN = re.compile(r"(?<![\d.,])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?元(?!/)")
# What ends in 区 without being a district of the county's rank
COUNTY = re.compile(r"(?<=[一-龥])(?:县(?![域级])|(?<!红)旗|(?<![治地灌景园矿护发新特林社小库港政范作验能税假])区(?!域))(?=[一-龥]{2})")
GOVERNMENT = re.compile(r"政府(?:办公室|办公厅)?$")
SMALL_SEAT = re.compile(r"(?:[镇乡]人民政府|街道办事处|苏木)$")


def of_county_rank(agency: Agency) -> bool:
    """A county's bureau or a township, as far as category and name tell; the bureau of a county-level city cannot be told."""
    if agency.category == "乡镇街道":
        return True
    if agency.category not in ("", "政府部门"):
        return False
    if SMALL_SEAT.search(agency.name):
        return True
    return bool(COUNTY.search(agency.name)) and not GOVERNMENT.search(agency.name)


@check("T04", "收费金额没有把元填成万元", clause="年度报告格式表二：本年收费金额（单位：万元）", severity=Severity.WARNING)
def charges_in_wan_yuan(report: Report) -> Iterator[Problem]:
    """表二的收费金额以万元计；把以元计的数填进去，就大了一万倍。

    正文写“行政事业性收费 N 元”而表里也是 N，或县级部门、乡镇街道填了一万以上的整数，就请核实。比去年大很多的由 Y04 查。

    不对：
        主动公开政府信息情况:
          行政事业性收费: 350000

    对：
        主动公开政府信息情况:
          行政事业性收费: 35
    """
    amount = value(report, CHARGES.path)
    if not amount:
        return
    name, typed, meant = CHARGES.row[-1].title, number_text(amount), number_text(Decimal(amount) / 10_000)
    hint = f"若原数是 {typed} 元，就改填 {meant}；确实是 {typed} 万元，在核实说明里写明收的是什么。"
    path = ".".join(CHARGES.yaml_path)
    if any(yuan == amount for yuan in _yuan(report)):
        yield Problem(path, f"表二“{name}”填了 {typed}（万元），正文写的是 {typed} 元，单位差一万倍", hint)
    elif of_county_rank(report.agency) and amount >= MANY_WAN_YUAN and amount == int(amount):
        yield Problem(path, f"表二“{name}”填了 {typed}，以万元计就是 {number_text(int(amount) // 10_000)} 亿元上下，可能填的是元", hint)


def _yuan(report: Report) -> Iterator[Decimal]:
    """The sums in yuan that sentences about 行政事业性收费 name."""
    for paragraph in report.words():
        for sentence in re.split(r"[。；;]", plain(paragraph.text)):
            _, _, rest = sentence.partition(CHARGES.row[-1].name)
            for found in YUAN.finditer(rest):
                if not ANOTHER_PRICE.search(rest[: found.start()]):
                    yield Decimal(found[0].removesuffix("元").replace(",", ""))


@check("T06", "现行有效的文件不少于本年制发的", clause="年度报告格式表二：第二十条第（一）项", severity=Severity.WARNING)
def documents_in_force(report: Report) -> Iterator[Problem]:
    """本年制发的文件，除了当年就废止的，年末都应当现行有效，所以制发件数不会大于废止和现行有效件数之和。

    最常见的原因是只填了制发，没有填现行有效（它是年末的全部存量，不只是本年的）。

    不对：
        主动公开政府信息情况:
          行政规范性文件: {本年制发件数: 5, 现行有效件数: 0}

    对：
        主动公开政府信息情况:
          行政规范性文件: {本年制发件数: 5, 本年废止件数: 3, 现行有效件数: 2}
    """
    for row in DOCUMENTS:
        figures = [FORM.figures[f"{row}.{column}"] for column in ("issued", "repealed", "in_force")]
        issued, repealed, in_force = (value(report, figure.path) for figure in figures)
        if issued is None or repealed is None or in_force is None or issued <= repealed + in_force:
            continue
        name, kept = figures[0].row[-1].title, repealed + in_force
        message = f"表二“{name}”本年制发 {issued} 件，大于废止 {repealed} 件＋现行有效 {in_force} 件＝{kept} 件"
        hint = "“现行有效件数”是年末全部有效的件数，本年制发的也在内；当年失效、尚未施行的，在核实说明里写明件数。"
        yield Problem(".".join(figures[0].yaml_path[:-1]), message, hint, left=str(issued), right=str(kept))


@check("T07", "规范性文件是本机关自己的", clause="政府信息公开条例第十条第三款、第二十条第一项", severity=Severity.WARNING)
def own_documents(report: Report) -> Iterator[Problem]:
    """行政规范性文件只计本机关制发的。县级部门、乡镇街道现行有效 50 件以上很少见，多半把县政府的或一般公文也算了进来。

    认不出级别的机关（如县级市的部门）不问，政府和政府办公室不问。

    不对：
        主动公开政府信息情况:
          行政规范性文件: {现行有效件数: 101}

    对：
        主动公开政府信息情况:
          行政规范性文件: {现行有效件数: 12}
    """
    figure = FORM.figures["disclosure.normative_documents.in_force"]
    stock = value(report, figure.path)
    if stock is not None and stock > MANY_DOCUMENTS and of_county_rank(report.agency):
        message = f"表二“{figure.row[-1].title}”现行有效 {stock} 件，县级部门和乡镇街道很少超过 {MANY_DOCUMENTS} 件"
        hint = "只计本机关制发的行政规范性文件，不计上级政府的文件和一般公文；确有这么多，在核实说明里写明。"
        yield Problem(".".join(figure.yaml_path[:-1]), message, hint)
