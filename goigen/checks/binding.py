"""Which words belong to a quantity that do not stand just before it: lists dealt out by 分别为, kinds named behind, the head of 其中."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from goigen.checks.vocabulary import (
    ALL_OF_US,
    ALL_RECEIVED,
    CARRIED_IN,
    CARRIED_OUT,
    CHANGED,
    COURTS,
    DIFFERENCE,
    DONE,
    EVERY_WAY,
    FILLER,
    RECEIVED,
    SOMETHING_ELSE,
    WAYS,
    A,
    Reading,
    Subject,
)
from goigen.prose import Quantity, Sentence
from goigen.report import Report

DEALT = re.compile(r"分别(?:为|是|有|达到?|占|计|共|共有|约)*$")
TOGETHER = re.compile(r"(?:[两二三四五六七八](?:者|类|项|种|部分|方面))?的?(?:件数|数量|数)?$")
AND = re.compile(r"、|以及|和|及|与")
INSIDE = re.compile(r"其中|包括|[里中]，|[里中](?!心|介|小)[^，]*$|含|：")
KIND_BEHIND = re.compile(
    r"(?:涉及|涉)?(?:政府信息公开|信息公开|依申请公开)?(?:类|领域|方面)?(?:的)?(?:[一二]审|再审)?(?:行政)?(?P<kind>复议|诉讼)"
)
CAUSED_BEHIND = re.compile(r"(?:提起|申请|引起|引发)(?:政府信息公开)?(?:行政)?(?P<kind>复议|诉讼)")
OTHER_CASES = re.compile(r"(?!(?:政府信息公开|信息公开|依申请公开|行政)?(?:类|领域)?的?(?:案件|案))[^，。；]{1,12}案件?(?!卷)")
NAMED_WITH_BRACKETS = re.compile(r"(?P<name>[^，。；：、（）\d]{1,8})（[^（）\d含其包]{1,4}）$")
STILL_OPEN = re.compile(r"(?:全[市县区省镇]|我[局委县市区]|截至|到|至|年底|期末|仍|尚|还|剩余?|其|，)*")
CARRIED_ON = re.compile(
    r"[^，。；\d]*(?:，[^，。；\d]{0,6}(?:结转|转入|转到|顺延|延至)(?:至|到)?(?:下一?年|次年|明年|\d{4}年)[^\d，。；]*(?:[，。；]|$)|"
    r"(?:处于|处在|仍在|尚在|还在)(?:法定|规定)?(?:的)?(?:办理|答复)(?:期限?|时限)?(?:内|中|之中|过程中)[，。；])"
)

BLOCKS = re.compile(r"(?P<direct>直接起诉|未经复议)|(?P<after_review>复议(?:之)?后(?:起诉|提起))")
BLOCK_NAMES = dict(zip(COURTS["suit"][1], ("未经复议直接起诉", "复议后起诉"), strict=True))


def dealt(sentence: Sentence) -> dict[int, tuple[str, int] | None]:
    """`A、B分别为1件、2件`: for the start of each number its name and where that ends; None where the two lists do not fit together."""
    found: dict[int, tuple[str, int] | None] = {}
    for position, quantity in enumerate(sentence.quantities):
        if re.match(r"分别", quantity.after):  # 1件、2件分别为A、B
            found.update((other.start, None) for other in _row_before(sentence, position))
        if quantity.start in found:
            continue
        if "分别" not in quantity.near:
            row = _row(sentence, position) if quantity.near else ()
            if len(row) > 1 and "，" not in sentence.text[quantity.end : row[-1].start]:
                found.update((other.start, None) for other in row)  # 已审结134件、57件
            continue
        ends = sentence.text.rfind("分别", 0, quantity.start)
        begins = max(sentence.text.rfind(mark, 0, ends) for mark in "，；：。（）") + 1
        listed, row = sentence.text[begins:ends], _row(sentence, position)
        if not AND.search(listed):
            continue  # 分别为A1件、B2件: every number has its name beside it
        names = _names(listed, begins, len(row)) if DEALT.search(quantity.near) and not re.search(r"\d", listed) else None
        found.update((other.start, names[turn] if names else None) for turn, other in enumerate(row))
    return found


def _row(sentence: Sentence, position: int) -> Sequence[Quantity]:
    """The numbers that follow each other with nothing between but a mark or 和."""
    row = [sentence.quantities[position]]
    for other in sentence.quantities[position + 1 :]:
        if not re.fullmatch(r"[、，]?(?:和|及|以及|与)?", sentence.text[row[-1].end : other.start]):
            break
        row.append(other)
    return row


def _row_before(sentence: Sentence, position: int) -> Sequence[Quantity]:
    start = position
    while start and re.fullmatch(
        r"[、，]?(?:和|及|以及|与)?", sentence.text[sentence.quantities[start - 1].end : sentence.quantities[start].start]
    ):
        start -= 1
    return sentence.quantities[start : position + 1]


def _names(listed: str, begins: int, count: int) -> list[tuple[str, int]] | None:
    """The list as so many names: parted at 、 alone, with the last 和 as well, or at every 和."""
    every = [found.span() for found in AND.finditer(listed)]
    marks = [span for span in every if listed[span[0]] == "、" or listed[span[0] : span[1]] == "以及"]
    last = [span for span in every if span not in marks and span[0] > max((end for _, end in marks), default=0)]
    for cuts in (marks, sorted({*marks, *last[-1:]}), every):
        if len(cuts) + 1 == count and count > 1:
            starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(listed)]
            return [(TOGETHER.sub("", listed[a:b]), begins + b) for a, b in zip(starts, ends, strict=True)]
    return None


def kind_behind(quantity: Quantity, sentence: Sentence) -> str | None:
    """Reviews or suits named behind the number (57件行政诉讼案件); "" where other cases, or both kinds, are named there."""
    if re.search(r"复议|诉讼|起诉", quantity.near):
        return None
    judged = re.search(r"维持|纠正|纠错|败诉|审", quantity.near)
    named = KIND_BEHIND.match(quantity.after) or (None if judged else CAUSED_BEHIND.match(quantity.after))
    if re.search(r"[里中]，?(?:又|另|还)?有?$", sentence.text[: quantity.start]) and named and re.match("提起|引", quantity.after):
        return ""  # 维持的88件中，有52件提起行政诉讼
    if not named:
        return "" if judged and OTHER_CASES.match(quantity.after) else None
    clause = re.split(r"[，。；（\d]", sentence.text[quantity.end :])[0]
    if "复议" in clause and "诉讼" in clause and re.search(r"复议(?:案件|申请)?(?:、|和|及|与|或)", clause):
        return ""
    return "review" if named["kind"] == "复议" else "suit"


def of_its_head(
    found: Subject, quantity: Quantity, seen: Sequence[tuple[Quantity, Subject | None]], sentence: Sentence, report: Report
) -> Subject | None:
    """A part of a counted whole (其中自然人118件), which counts within that whole; None where the whole is not a row of the tables."""
    before = [(other, meant) for other, meant in seen if (meant is None or meant.check != found.check) and _may_be_head(other, sentence)]
    if not before:
        return None if sentence.text.startswith("其中") else found  # its whole stands in the sentence before
    head, meant = before[-1]
    between = sentence.text[head.end : quantity.start]
    inside = INSIDE.search(between) and not re.search(r"；(?!其中|包括)", between)
    if found.check == "N04":
        foreign = meant is None and inside and not _is_a_whole(head, report)
        other_rows = meant is not None and (meant.check == "N02" or set(meant.readings) & {CARRIED_IN, CARRIED_OUT})
        return None if foreign or (inside and other_rows) else found
    if meant is None:
        return None if inside and not _is_a_whole(head, report) else found
    if inside and [one.check for _, one in before if one].count("N04") > 1:
        return None  # the applicants of several results together
    return Subject("N02", (*_applicants(found, meant), *found.readings))


def _may_be_head(quantity: Quantity, sentence: Sentence) -> bool:
    """Neither in brackets nor a difference."""
    before = sentence.text[: quantity.start]
    return before.count("（") <= before.count("）") and not (DIFFERENCE.search(quantity.near) or CHANGED.search(quantity.near))


def _is_a_whole(quantity: Quantity, report: Report) -> bool:
    return quantity.value in [one.of(report) for one in (RECEIVED, ALL_RECEIVED, DONE)]


def _applicants(found: Subject, head: Subject) -> list[Reading]:
    """The columns of the head's own rows, where it is a row that the applicants' readings have not got."""
    keys, person = [path.rpartition(".")[2] for path in found.readings[0].plus], found.readings[0].name.rpartition("的")[2]
    keys = list(dict.fromkeys(keys))
    return [
        Reading(f"{row.name}的{person}", tuple(f"{path.removesuffix('.total')}.{key}" for path in row.plus for key in keys))
        for row in head.readings
        if row not in (RECEIVED, ALL_RECEIVED, DONE) and all(path.startswith(f"{A}.") for path in row.plus)
    ]


def left_open(quantity: Quantity, sentence: Sentence) -> bool:
    """`仍有31件申请处于办理期内，依规结转至下年`: said behind the number, of what is left."""
    if not CARRIED_ON.match(sentence.text[quantity.end :]) or SOMETHING_ELSE.search(sentence.text):
        return False
    still = STILL_OPEN.fullmatch(FILLER.sub("", all_of_it(quantity.near, sentence)))
    return bool(still and ("申请" in sentence.text or re.search(r"[仍尚还剩余]", quantity.near)))


def all_of_it(near: str, sentence: Sentence) -> str:
    """Without the words that name every channel, the register or the end of the year: what they count is no part."""
    ways = EVERY_WAY.findall(sentence.text)
    if (
        len(ways) == 1
        and re.search("网|线上", ways[0])
        and not re.search(WAYS, sentence.text.replace(ways[0], ""))
        and ALL_OF_US.match(ways[0])
    ):
        near = EVERY_WAY.sub("", near) if len(re.findall(WAYS, ways[0])) > 1 else near
    if re.search(r"依申请公开|信息公开申请", sentence.text):
        near = re.sub("登记(?:并|、)?受理|受理登记", "受理", near)
    return re.sub(r"截[至止](?:\d{4}年)?(?:12月(?:31日|底)|年底)", "", near)


def of_its_block(found: Subject, before: str) -> Subject:
    """`复议后起诉10件，维持8件`: an outcome may be that of the block counted just before it."""
    names = [match.lastgroup for match in BLOCKS.finditer(before)]
    block = COURTS["suit"][1][names[-1] == "after_review"] if names else ""
    own = [
        Reading(f"{BLOCK_NAMES[block]}的{one.name.rpartition('的')[2]}", tuple(path for path in one.plus if path.startswith(f"{block}.")))
        for one in found.readings
        if block and not one.minus and len(one.plus) > 1 and one.name.startswith("行政诉讼的")
    ]
    return replace(found, readings=(*own, *found.readings))


def of_one_applicant(seen: Sequence[tuple[Quantity, Subject | None]]) -> bool:
    """`法律服务机构提出的6件申请，办结5件`: whether the text has so far counted one kind of applicants, and no whole."""
    return len(seen) == 1 and seen[0][1] is not None and seen[0][1].check == "N02"


def of_one_channel(quantity: Quantity, sentence: Sentence) -> bool:
    """`通过信函提交6件，答复5件`: whether the group of clauses has so far counted what came one way, and no whole."""
    begins = sentence.text.rfind("；", 0, quantity.start)
    before = [one for one in sentence.quantities if begins < one.start < quantity.start and one.unit == quantity.unit]
    return bool(before and re.search(WAYS, before[0].near) and (begins > 0 or len(before) == 1))


def together(quantity: Quantity, sentence: Sentence) -> str:
    """The words before a number; `收到公民、法人的申请24件` is not about legal persons alone."""
    if sentence.text[: quantity.start - len(quantity.near)][-1:] not in ("、", "）"):
        return quantity.near
    clause = re.split(r"[，；：。（）\d]", sentence.text[: quantity.start])[-1]
    everybody = re.fullmatch(
        r"(?P<deed>[^、]*)(?:公民|自然人|个人)、(?:企业、)?法人(?:(?:和|或者?|及|、)?其他组织)?(?P<rest>[^、]*)", clause
    )
    if everybody and "分别" not in clause:
        return everybody["deed"] + everybody["rest"]
    named = NAMED_WITH_BRACKETS.search(sentence.text[: quantity.start - len(quantity.near)])  # 县（区）答复2419件
    return named["name"] + quantity.near if named else quantity.near


def without_brackets(text: str) -> str:
    """What stands before a number, less the brackets; nothing where they change what is counted: 公开类答复（含部分公开）1902件."""
    bracket = re.search(r"（([^（）]*)）$", text)
    if bracket and re.search("公开|处理|提供", bracket[1]):
        return ""
    return re.sub(r"（[^（）\d]*）", "", text)
