"""What the text says did not happen, or happened without exception, against the tables. 核实, and silent when not sure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from goigen.checks.registry import Problem, check
from goigen.checks.telling import CLAUSE, NOT, contradicts, denied, told
from goigen.checks.vocabulary import ALL_RECEIVED, CARRIED_OUT, COURTS, PERSONS, RECEIVED, SOMETHING_ELSE, A, Reading
from goigen.finding import Severity
from goigen.prose import Sentence
from goigen.report import Paragraph, Report

OURS = (
    r"(?:[的到过了曾]|任何|有关|公民|法人|和|或者?|及|、|其他组织|企业|组织|群众|公众|书面|提出|提交|"
    r"政府信息公开|信息公开|依申请公开|依申请|政府信息)*"
)
NO_REQUEST = re.compile(
    rf"(?:{NOT}(?:收到|接到|受理|接收|人提出|提出)?{OURS}(?:申请(?!延|复议|行政复议|人对)|依申请公开事项)|"
    rf"{NOT}(?:发生|产生|出现|办理)(?:过|了)?(?:任何)?(?:政府信息)?(?:依申请公开|(?:政府)?信息公开申请)(?:政府信息)?(?:的)?"
    r"(?:事项|件|案件|业务|申请|情况|情形)?(?=[，；。]|$)|零申请|申请(?:为零|0件))"
)
ONLY_A_PART = re.compile(
    r"季度|半年|\d月|[镇乡]|街道|异议|投诉|超期|逾期|公租房|复议|诉讼|上年|上一年|结转|办结|对|涉密|科室|(?<![本我])单位"
)
ALL_DONE = re.compile(
    r"(?:均|都|全部|全数|悉数|已全部)(?:已|能|做到|予以|在|法定|期限|按|时|按期|按时|依法|如期|规定|内|给予)*(?:办结|办理完毕|答复完毕|答复)(?!件|总|数|量|的)"
)
RATE_DONE = re.compile(r"办结率(?:为|达到?|均为)?100%")
NOTHING_CARRIED = re.compile(rf"{NOT}(?:有)?(?:结转|转入)(?:下|{{}})?|{NOT}(?:有)?(?:尚未|未)?(?:办结|结转)的?(?:申请|事项)|{NOT}结转")
COURT_WORDS = {"review": r"(?:行政)?复议", "suit": r"(?:行政)?(?:诉讼|起诉)"}
NO_FAULT = re.compile(
    r"零纠错|零败诉|(?:未|没有|无)(?:有|曾|出现|发生|存在|产生|任何|过|[一1][件起宗例次]|一)*(?:案件?)?(?:被判|判决|被法院判决?)?败诉(?!风险|率)|"
    r"败诉(?:率|案件|数)?(?:均|保持)?为?(?:零|0(?![.\d])[%件起]?)|"
    r"(?:未|没有|无)(?:有|曾|出现|发生|存在|任何|[一1][件起宗例次]|一)*(?:案件?)?被?(?:复议机关|法院)?纠[正错]|均被?(?:复议机关|法院)?维持"
)

BOTH = re.compile(r"复议(?:案件)?(?:[、和与及]|以及)(?:行政)?诉讼(?:案件)?(?:全部|[均都双皆])")  # 复议和诉讼均实现零纠错


@check("N05", "正文说没有申请时表三为零", clause=CLAUSE, severity=Severity.WARNING)
def no_requests(report: Report) -> Iterator[Problem]:
    """正文说未收到申请、零申请，表三的新收应当是 0；说某类申请人没有申请，那一列应当是 0。

    不对：
        收到和处理政府信息公开申请情况:
          本年新收政府信息公开申请数量: {自然人: 1}
          本年度办理结果:
            予以公开: {自然人: 1}
        总体情况:
          依申请公开: 全年未收到政府信息公开申请。

    对：
        总体情况:
          依申请公开: 全年未收到政府信息公开申请。
    """
    persons = re.compile("|".join(words for words, _ in PERSONS[2:] if words))
    whole = re.compile(f"{ONLY_A_PART.pattern}|{persons.pattern}")
    both = re.compile(r"公民、?(?:法人|企业)")
    for problem in denied(report, NO_REQUEST, RECEIVED, ONLY_A_PART):
        if not persons.search(problem.message.partition("，表里")[0]) or both.search(problem.message):
            yield problem
    for words, keys in PERSONS:
        reading = Reading(
            f"新收加上年结转的{words.split('|')[-1]}", tuple(f"{A}.{row}.{key}" for row in ("received", "carried_in") for key in keys)
        )
        pattern = re.compile(rf"{NOT}(?:收到|接到|受理)?(?:来自)?(?:{words})(?:提出|提交)?的?{OURS}申请")
        yield from (p for p in denied(report, pattern, reading, ONLY_A_PART) if not whole.search(p.path) and not both.search(p.message))


@check("N06", "正文说全部办结时没有结转", clause=CLAUSE, severity=Severity.WARNING)
def all_done(report: Report) -> Iterator[Problem]:
    """正文说申请均已办结、没有结转，表三的“四、结转下年度继续办理”应当是 0。

    不对：
        收到和处理政府信息公开申请情况:
          本年新收政府信息公开申请数量: {自然人: 1}
          结转下年度继续办理: {自然人: 1}
        总体情况:
          依申请公开: 收到申请1件，均已办结。

    对：
        收到和处理政府信息公开申请情况:
          本年新收政府信息公开申请数量: {自然人: 2}
          本年度办理结果:
            予以公开: {自然人: 1}
          结转下年度继续办理: {自然人: 1}
        总体情况:
          依申请公开: 收到申请2件，除1件结转下年度外均已办结。
    """
    for paragraph, sentence, _ in told(report):
        text = sentence.text
        if "申请" not in text and not re.search(r"新收|受理\d", text):
            continue
        found = ALL_DONE.search(text) or RATE_DONE.search(text) or NOTHING_CARRIED.search(text)
        if found is None or _is_partial(text, found.start(), report):
            continue
        problem = contradicts(paragraph, sentence, found.start(), found[0], report, CARRIED_OUT)
        if problem and "100%" in found[0]:
            problem = replace(problem, left="100")
        if problem:
            yield problem


def _is_partial(text: str, at: int, report: Report) -> bool:
    """Whether “all” is said of less than all requests, or of something else."""
    before = re.split(r"[；。]", text[:at])[-1]
    old_only = re.search(r"结转|遗留", before) and not re.search(r"新收|收到|受理", before)
    part = re.search(r"除|其余|其他申请|季度|半年|以外|外，|\d月", before)
    other = SOMETHING_ELSE.search(before) or re.search(r"网民|诉求|答复率", before)
    late = re.search(r"上年|上一年", text[at : at + 12])
    counted = [int(number) for number in re.findall(r"(\d+)件", before)]
    known = {int(n) for reading in (RECEIVED, ALL_RECEIVED) if (n := reading.of(report)) is not None}
    foreign = counted and not known & set(counted) and not re.search(r"政府信息公开|信息公开|依申请", before)
    return bool(old_only or part or other or late or foreign)


@check("N08", "正文说没有复议诉讼、没有纠错时表四为零", clause=CLAUSE, severity=Severity.WARNING)
def no_reviews(report: Report) -> Iterator[Problem]:
    """正文说未发生行政复议、行政诉讼，表四的总计应当是 0；说零纠错、无败诉、均被维持，“结果纠正”应当是 0。

    不对：
        政府信息公开行政复议、行政诉讼情况:
          行政复议: {结果纠正: 1}
        总体情况:
          监督保障: 考核一次。全年未发生因政府信息公开引起的行政复议、行政诉讼。

    对：
        政府信息公开行政复议、行政诉讼情况:
          行政复议: {结果维持: 1}
        总体情况:
          监督保障: 考核一次。行政复议1件，被维持，未被纠错；全年未发生行政诉讼。
    """
    unless = re.compile(r"超期|逾期|不当|程序|[镇乡]|街道|(?<![我本])局|连续|未经|各单位|其余|负面|科室|委属|直属|应诉|没有一件因")
    between = (
        r"(?:[的被因由类]|方面|领域|相关|有关|任何|发生|收到|产生|有|出现|涉及|政府信息公开|信息公开|依申请公开|公开|引起|引发|工作|申请|提起|案件|"
        r"而|、|和|或者?|及|也)*"
    )
    for domain, words in COURT_WORDS.items():
        other = COURT_WORDS["suit" if domain == "review" else "review"]
        pattern = re.compile(rf"{NOT}{between}(?:{other}(?:案件)?(?:[、和或及]|或者)?)?{between}{words}")
        pattern = re.compile(rf"{pattern.pattern}|{words}(?:案件)?(?:[、和与及]{other}(?:案件)?)?(?:均|都|保持|实现|为)*零发生")
        name, blocks = COURTS[domain]
        yield from denied(report, pattern, Reading(f"{name}总计", tuple(f"{block}.total" for block in blocks)), unless)
    for paragraph, sentence, domain in told(report):
        for found in NO_FAULT.finditer(sentence.text):
            yield from _no_fault(report, paragraph, sentence, found, domain, unless)


def _no_fault(
    report: Report, paragraph: Paragraph, sentence: Sentence, found: re.Match[str], domain: str, unless: re.Pattern[str]
) -> Iterator[Problem]:
    group = re.split(r"[；。]", sentence.text[: found.start()])[-1]
    if unless.search(group + found[0]):
        return
    last = [m[0] for m in re.finditer(r"复议|诉讼", group)] or (
        ["诉讼"] if "败诉" in found[0] else ["复议"] if domain != "suit" else ["诉讼"]
    )
    suits = "败诉" in found[0] or last[-1] == "诉讼"
    name, blocks = COURTS["suit" if suits else "review"]
    if "败诉" not in found[0] and BOTH.search(group):
        name, blocks = "行政复议和行政诉讼", tuple(block for _, every in COURTS.values() for block in every)
    corrected = Reading(f"{name}的结果纠正", tuple(f"{block}.corrected" for block in blocks))
    problem = contradicts(paragraph, sentence, found.start(), found[0], report, corrected)
    if problem:
        yield problem
