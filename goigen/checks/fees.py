"""Part six: whether what is said of the fees for processing requests is whole, and whether its numbers fit together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goigen.checks.fee_words import AMOUNT, COUNTED, FEE_NOTICE, LISTED, OTHER_FEES, SPLIT, fee_statements, yuan
from goigen.checks.parts import FEES_PATH
from goigen.checks.passages import NUMBER, part
from goigen.checks.registry import Problem, check
from goigen.finding import Severity
from goigen.report import Report, value
from goigen.report.fields import Fees, alias_of
from goigen.report.names import SIX
from goigen.report.wording import number_text

CLAUSE = "国办函〔2020〕109号《政府信息公开信息处理费管理办法》"
NOTHING_RECEIVED = re.compile(r"(?:未|没有|尚未)(?:实际)?(?:收取|收到|收费|缴)|逾期未缴|(?:均|全部)已?(?:缴|收)|实际收取.{0,6}(?:无|零)")
NIL = re.compile(
    r"(?:无|未|没有|不|零)[^。;]{0,30}(?:处理费|收费|收取|费用)|(?:处理费|收费|收取)[^。;,]{0,24}(?:为零|无|没有|未|零元|零件)|零收费"
)
ASKED = re.compile(rf"(?:发出|出具|送达|开具)(?:信息处理费)?{FEE_NOTICE}(?P<a>{NUMBER})[件份次]|收取(?:了)?信息处理费(?P<b>{NUMBER})元")
MILLIONS = re.compile(rf"信息处理费[^。;]{{0,16}}?(?P<n>{NUMBER})万元")


@check("Q11", "信息处理费写全三项", clause=CLAUSE, severity=Severity.WARNING)
def fee_statement_whole(report: Report) -> Iterator[Problem]:
    """收取过信息处理费的，要写发出收费通知几件、总金额多少、实际收取多少；没有收取的，写“没有收取”就够了。

    填“信息处理费”三个数，由程序写成一句话；自己在正文里写的，才查这一项。

    不对：
        其他需要报告的事项: 本年度收取信息处理费2230元。

    对：
        其他需要报告的事项: 本年度发出信息处理费收费通知3件，总金额2230元，申请人均未缴费。
    """
    told = list(fee_statements(report))
    if report.fees or not told:
        return
    first, text = told[0], "。".join(one.text for one in told)
    if not any(one.some for one in told):
        if not NIL.search(text) and all(n is None for one in told for n in (one.notices, one.charged, one.received)):
            yield first.passage.problem(first.at, "提到信息处理费，没有写发出收费通知的件数和金额", "没有收取的，写“没有收取信息处理费”。")
        return
    read = {
        "发出收费通知的件数": any(one.notices is not None for one in told),
        "总金额": any(one.charged is not None for one in told) or bool(LISTED.search(text) or COUNTED.search(text)),
        "实际收取的金额": any(one.received is not None for one in told) or bool(NOTHING_RECEIVED.search(text)),
    }
    missing = [what for what, known in read.items() if not known]
    if missing:
        yield first.passage.problem(first.at, f"信息处理费没有写{'、'.join(missing)}", "填“信息处理费”三个数，由程序写成一句话。")


@check("Q12", "信息处理费的数前后相合", clause=CLAUSE, severity=Severity.WARNING)
def fee_numbers_agree(report: Report) -> Iterator[Problem]:
    """实际收取不多于收费通知总金额；没有发出通知，就没有金额，发出了通知，就有金额；逐笔列出的金额，加起来等于总金额。

    不对：
        其他需要报告的事项:
          信息处理费: {发出收费通知件数: 3, 收费通知总金额: 2230, 实际收取总金额: 2320}

    对：
        其他需要报告的事项:
          信息处理费: {发出收费通知件数: 3, 收费通知总金额: 2230, 实际收取总金额: 400}
    """
    fees = report.fees
    if fees:
        numbers = [None if n is None else float(n) for n in (fees.notices, fees.charged, fees.received)]
        for field, message in _disagreements(*numbers):
            yield Problem(f"{FEES_PATH}.{alias_of(Fees, field)}", message, "核对收费通知和缴款凭证。")
    for told in fee_statements(report):
        for _, message in _disagreements(told.notices, told.charged, told.received):
            yield told.passage.problem(told.at, message, "核对收费通知和缴款凭证。")
        listed = LISTED.search(told.text)
        if listed and told.charged is not None:
            amounts = [yuan(found["n"]) for found in AMOUNT.finditer(listed["list"])]
            if sum(amounts) != told.charged:
                message = f"逐笔金额之和是 {sum(amounts):g} 元，写的总金额是 {told.charged:g} 元"
                yield told.passage.problem(listed.start("list"), message, "核对每一笔和总金额。")
        for split in SPLIT.finditer(told.text):
            if wrong := _split_wrongly(split):
                yield told.passage.problem(split.start("yuan"), wrong, "核对每一笔和总金额。")
        if fees and fees.notices is not None and told.notices is not None and told.notices != fees.notices:
            message = f"正文写发出收费通知 {told.notices:g} 件，上面填的是 {number_text(fees.notices)} 件"
            yield told.passage.problem(told.at, message, "改正一处；正文里写占位符 {{ 收费通知件数 }} 就不会再错。")


def _split_wrongly(split: re.Match[str]) -> str | None:
    """`25件、2950元，其中……`: the amounts may not exceed the total, and meet it where the counts do."""
    counts = [int(found) for found in re.findall(r"(\d+)[件笔份次]", split["list"])]
    amount, total = sum(yuan(found["n"]) for found in AMOUNT.finditer(split["list"])), yuan(split["yuan"])
    if amount > total or (sum(counts) == int(split["count"]) and amount != total):
        return f"各处金额之和是 {amount:g} 元，写的总金额是 {total:g} 元"
    if sum(counts) > int(split["count"]):
        return f"各处件数之和是 {sum(counts)} 件，写的总数是 {split['count']} 件"
    return None


def _disagreements(notices: float | None, charged: float | None, received: float | None) -> Iterator[tuple[str, str]]:
    if notices == 0 and charged:
        yield "charged", f"没有发出收费通知，总金额却是 {charged:g} 元"
    elif notices and charged == 0:
        yield "charged", f"发出收费通知 {notices:g} 件，总金额却是 0 元"
    if charged is not None and received is not None and received > charged:
        yield "received", f"实际收取 {received:g} 元，多于收费通知总金额 {charged:g} 元"
    elif notices == 0 and received and charged is None:
        yield "received", f"没有发出收费通知，却实际收取 {received:g} 元"


@check("Q13", "信息处理费是十元的整数倍", clause=f"{CLAUSE}第四条、第五条", severity=Severity.WARNING)
def fees_in_tens(report: Report) -> Iterator[Problem]:
    """按件计收每件100元起，按页计收每页10元起，每一笔和总金额都是10元的整数倍。

    不对：
        其他需要报告的事项:
          信息处理费: {发出收费通知件数: 3, 收费通知总金额: 2235, 实际收取总金额: 2230}

    对：
        其他需要报告的事项:
          信息处理费: {发出收费通知件数: 3, 收费通知总金额: 2230, 实际收取总金额: 400}
    """
    hint = "核对收费通知；邮寄费等不是信息处理费，不要算在里面。"
    for field in ("charged", "received") if report.fees else ():
        amount = getattr(report.fees, field)
        if amount is not None and amount % 10:
            message = f"{alias_of(Fees, field)} {number_text(amount)} 元不是 10 元的整数倍"
            yield Problem(f"{FEES_PATH}.{alias_of(Fees, field)}", message, hint)
    for told in fee_statements(report):
        wrong = {found["n"]: found.start() for found in reversed(list(AMOUNT.finditer(told.text, told.at))) if yuan(found["n"]) % 10}
        for amount, at in reversed(wrong.items()):
            yield told.passage.problem(at, f"信息处理费 {amount} 元不是 10 元的整数倍", hint)


@check("Q14", "信息处理费不与别处混淆", clause=f"{CLAUSE}；政府信息公开条例第二十条第八项", severity=Severity.WARNING)
def fees_not_confused(report: Report) -> Iterator[Problem]:
    """信息处理费以元计，写在第六部分；行政事业性收费以万元计，填在表二，两者不是一回事，不互相比较。

    报出来的只有两种：把表二的金额当作信息处理费写；第六部分说没有收取，总体情况却写了发出收费通知或收取的金额。

    不对：
        总体情况:
          依申请公开: 全年新收政府信息公开申请0件，发出信息处理费收费通知3件。

    对：
        总体情况:
          依申请公开: 全年新收政府信息公开申请0件，发出收费通知0件，不收取信息处理费。
    """
    income = value(report, "disclosure.fees")
    for passage in part(report, SIX.key):
        for found in MILLIONS.finditer(passage.text):
            if income and not OTHER_FEES.search(found[0]) and yuan(found["n"]) == float(income):
                message = f"信息处理费写的“{found['n']}万元”是表二的行政事业性收费"
                yield passage.problem(found.start("n"), message, "信息处理费以元计，按发出的收费通知另外统计。")
    told = list(fee_statements(report))
    nil = (
        not any((report.fees.notices, report.fees.charged, report.fees.received))
        if report.fees
        else any(NIL.search(one.text) for one in told)
    )
    if nil and not any(one.some for one in told):
        for passage in part(report, "overview"):
            for found in ASKED.finditer(passage.text):
                if yuan(found["a"] or found["b"]):
                    message = f"总体情况写“{found[0]}”，第六部分说没有收取信息处理费"
                    yield passage.problem(found.start(), message, "核对两处，写成一致。")
