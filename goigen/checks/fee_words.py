"""What part six says in words about the fees for processing requests. Not a check."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from goigen.checks.passages import NUMBER, Passage, part
from goigen.report import Report
from goigen.report.names import SIX

FEE_NOTICE = r"(?:[收缴交付计]费|缴款|缴纳费用)(?:的)?(?:告知|通知|决定)+[书单函]?"  # what a notice is called besides its name in the rules
ABOUT = re.compile(rf"信息处理费|{FEE_NOTICE}")
OTHER_FEES = re.compile(r"行政事业性收费|邮寄费|邮费|工本费|复印费|诉讼费|无关|不属于|不包括|不含")
NOTICES = re.compile(
    rf"{FEE_NOTICE}(?:共|共计|合计|总计|数量为?|件数为?|为|总数为?)?[:,]?(?P<a>{NUMBER})[件份次笔张封]|"
    rf"(?P<b>{NUMBER})[件份次笔张封](?:的)?(?:政府信息公开)?(?:信息处理费)?的?{FEE_NOTICE}"
)
CHARGED = re.compile(
    rf"(?:总金额|收费金额|通知金额|金额(?:合计|共计|总计)|应收(?:信息处理费)?(?:总?金额|费用)?|(?:涉及|收费|通知)?金额|合计|共计|总计)(?:为|是|共|约|:|,)*(?P<n>{NUMBER})元"
)
RECEIVED = re.compile(
    rf"(?:实际收取|实收|已收取?|收取|收到|收缴|缴纳|缴费|到账)(?:了)?(?:总?金额|费用|信息处理费|总额|合计|共计?|\d+[件笔份次][,、]?)*(?:为|是|:|,)*(?P<n>{NUMBER})元"
)
LISTED = re.compile(rf"(?:分别(?:为|是|收取)?|为|[:(])(?P<list>{NUMBER}元(?:[、,和]{NUMBER}元)+)")
COUNTED = re.compile(rf"(?:信息处理费|{FEE_NOTICE})共?\d+[件笔份次][,、]?(?:金额|合计|共计|共|计)*{NUMBER}元")  # 收取信息处理费25件、2950元
PART = rf"(?:[^\d,;。、:()]+\d+[件笔份次](?:[,、]|计|共)?{NUMBER}元)"
SPLIT = re.compile(  # 25件、2950元，其中市直2件420元，沭阳县9件1500元
    rf"(?P<count>\d+)[件笔份次][,、]?(?:金额|合计|共计|共|总金额|总计|计)*(?:为)?(?P<yuan>{NUMBER})元[,:(]?(?:其中|分别为|分别是|包括|含)[,:]?"
    rf"(?P<list>{PART}(?:[,;、]{PART})+)"
)
AMOUNT = re.compile(rf"(?<![\d.,])(?P<n>{NUMBER})元")


@dataclass(frozen=True)
class Told:
    """What the sentences of part six about the fee say; None where nothing was read. `at` is where they begin."""

    passage: Passage
    at: int
    text: str
    notices: float | None
    charged: float | None
    received: float | None

    @property
    def some(self) -> bool:
        """Whether fees were asked for or taken."""
        return any((self.notices, self.charged, self.received))


def fee_statements(report: Report) -> Iterator[Told]:
    """One reading a passage; clauses about other fees are blanked out."""
    for passage in part(report, SIX.key):
        bare = re.sub(r"[^。;,]*", lambda clause: "□" * len(clause[0]) if OTHER_FEES.search(clause[0]) else clause[0], passage.text)
        about = ABOUT.search(bare)
        if about:
            yield Told(passage, about.start(), bare, _first(NOTICES, bare), _charged(bare), _first(RECEIVED, bare))


def _charged(text: str) -> float | None:
    """The total of the notices; a total that says how it was received is none."""
    found = next((f for f in CHARGED.finditer(text) if not re.search("收取|实收|收到|缴", text[max(0, f.start() - 4) : f.start()])), None)
    return yuan(found["n"]) if found else None


def _first(pattern: re.Pattern[str], text: str) -> float | None:
    found = pattern.search(text)
    return yuan(next(group for group in found.groups() if group)) if found else None


def yuan(text: str) -> float:
    return float(text.replace(",", ""))
