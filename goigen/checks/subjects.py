"""What a quantity in prose is about: which figures of the tables it may stand for. When not sure: nothing.

A *reading* is one way to understand the words: a name for the message, and the figures that add up to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from goigen.checks.binding import (
    all_of_it,
    dealt,
    kind_behind,
    left_open,
    of_its_block,
    of_its_head,
    of_one_applicant,
    of_one_channel,
    together,
    without_brackets,
)
from goigen.checks.decided import decision, document, document_in_turn
from goigen.checks.vocabulary import (
    ALL_RECEIVED,
    APPLIES,
    BY_APPLICANT,
    CARRIED_IN,
    CARRIED_OUT,
    COURTS,
    DOMAINS,
    DONE,
    DONE_BEFORE,
    DONE_BEHIND,
    ELSEWHERE,
    FILLER,
    GROUPS,
    OURS,
    OUTCOMES,
    PART,
    PERSONS,
    REASONS,
    RECEIVED,
    SOMETHING_ELSE,
    TAKEN,
    WHOLE,
    A,
    Reading,
    Subject,
)
from goigen.prose import Quantity, Sentence
from goigen.report import Report
from goigen.standard import FORM, trails

OF_ALL_OR_LESS = re.compile(r"占全[市县区省国][^，；。]*$|扣除|剔除|减去|除去")
DECIDED = re.compile(rf"申请(?:依法)?(?:作出|予以|给予|决定)?(?:{'|'.join(GROUPS)})(?:的?(?:答复|决定|处理))?")  # 对3件申请作出不予公开决定
COUNTED = frozenset(("件", "宗", "起", "份", "例", "件次", "部"))  # the units of what the tables count; 部 only of rules and documents


def subject(quantity: Quantity, sentence: Sentence, report: Report, domain: str, wide: str = "") -> Subject | None:
    """What the quantity counts. `domain` is request, review or suit: what the text speaks about just there."""
    year = report.year or 0
    if domain == "request" and left_open(quantity, sentence):
        return Subject("N03", (CARRIED_OUT,))
    words = _own_words(quantity, sentence, report)
    if words is None:
        return None
    near, after = words
    if not near and not after:  # …结转下年度继续办理，共152件
        near = FILLER.sub("", re.split(r"[，；：。]", without_brackets(sentence.text[: quantity.start]).rstrip("，共计：为合总"))[-1])
        near = "" if re.search(r"\d", near) else near
    wide = wide or re.split(r"[，；：。]", sentence.text[: quantity.start])[-1]
    if near and (found := _subject(near, wide, year, domain, is_near=True)):
        return found
    found = _subject(after, "", year, domain, is_near=False) if after else None
    # Why: words before the number that say something unknown may change what the words behind it mean
    return found if found and (not near or found.readings == (CARRIED_OUT,)) else None


def _own_words(quantity: Quantity, sentence: Sentence, report: Report) -> tuple[str, str] | None:
    """The words before and behind, without fillers and the agency's own names; None where they lead out of the tables' scope."""
    near, after = together(quantity, sentence), quantity.after
    near = _own_names(report.agency.name, report.agency.short_name).sub("", near)
    if any(year not in (report.year, (report.year or 0) - 1, (report.year or 0) + 1) for year in _years(near + after)):
        return None
    if re.search(r"上一?年|去年|上年度", near) and not re.search(r"结转|转来|遗留", near + after):
        return None
    if "季度" in after or re.search(r"[由从]$|(?:没有|未有|无|未发生|未出现)$", near):
        return None
    near = all_of_it(near, sentence)
    if "清理" in near:
        near = re.sub(r"清理(?:后|并|、)?(?=废止)", "", near)
    other = [year for year in _years(near + after) if year != report.year]
    if other and not re.search(r"结转|转入|转来|转到", near + after):
        return None
    foreign = ELSEWHERE.search(near) or PART.search(near) or re.search(r"同比|较上|比上|上年同期|减少|增加|下降|增长", near)
    if foreign and not any(re.search(words, near + after) for words, _ in REASONS):
        return None
    if OF_ALL_OR_LESS.search(sentence.text, 0, quantity.start):
        return None
    if SOMETHING_ELSE.search(near) or (re.search(r"期限内|超期|月[上中下]?旬", after) and "办结" not in after):
        return None
    near, after = FILLER.sub("", near), FILLER.sub("", after)
    return "" if re.fullmatch("依?法?对", near) and DECIDED.fullmatch(after) else near, after


@lru_cache(maxsize=8)
def _own_names(name: str, short_name: str) -> re.Pattern[str]:
    """The agency, and the place where it is the government: 沭阳县收到 is all of it, as the county reports."""
    places = re.findall(r"[^省市县区]+[省市县区](?=人民政府$|政府$)", name)
    office = ["[省市县区]?政府办(?:公室)?"] if name.endswith("办公室") else []
    return re.compile("|".join([*(re.escape(own) for own in (name, short_name, *places) if own), *office]) or "(?!)")


def _years(text: str) -> list[int]:
    return [int(found) for found in re.findall(r"(\d{4})年", text)]


def _subject(text: str, wide: str, year: int, domain: str, *, is_near: bool) -> Subject | None:
    if domain == "request":
        return _request(text, wide, year, is_near=is_near) or decision(text) or document(text)
    return _court(text, wide, domain) or decision(text)


def _request(text: str, wide: str, year: int, *, is_near: bool) -> Subject | None:
    if re.search(rf"(?:上一?年度?|{year - 1}年度?|去年|历年|以前年度).{{0,6}}(?:结转|转来|遗留|转入)|结转上", text):
        return Subject("N03", (CARRIED_IN,))
    if re.search(r"年初|上年末", text):
        return Subject("N03", (CARRIED_IN,)) if "在办" in text else None
    if re.search(
        rf"(?:结转|转入|转到|延至)(?:至|到)?(?:下|次|明|{year + 1})|未(?:到(?:答复|办理|法定)*期|届满?|办结)|在办|正在办理|未届", text
    ):
        return Subject("N03", (CARRIED_OUT,))
    if text == "结转":
        return Subject("N03", (CARRIED_OUT, CARRIED_IN))
    if text.endswith("各"):
        return None
    reason = next((path for words, path in REASONS if re.search(words, text)), None)
    if reason:
        return Subject("N04", (Reading(_row_name(reason), (f"{A}.results.{reason}.total",)),))
    together = re.search(r"合计|共计|[两二三]类|[两二三]者", re.split(r"\d[件份宗起]", wide)[-1])
    groups = [name for name in GROUPS if name in (wide if together else text)]
    if "全部" in text and "部分公开" in text:
        groups = ["予以公开", "部分公开"]
    if groups == ["部分公开"] and re.search(r"全部或|完全或", text):
        groups = ["予以公开", "部分公开"]
    if groups and BY_APPLICANT.search(text):
        return None
    if groups:
        readings = [Reading("、".join(groups), tuple(path for name in groups for path in GROUPS[name]))]
        return Subject("N04", tuple(readings))
    if text in ("公开", "同意公开", "全部公开") and is_near:
        both = (*GROUPS["予以公开"], *GROUPS["部分公开"])
        return Subject("N04", (Reading("予以公开", GROUPS["予以公开"]), Reading("予以公开、部分公开", both)))
    return _person(text) or _whole(text, is_near=is_near)


def _row_name(path: str) -> str:
    rows = (trail for trail in trails(FORM.tables[1].blocks[0].rows))
    return next(trail[-1].called for trail in rows if ".".join(head.key for head in trail) == f"results.{path}")


def _person(text: str) -> Subject | None:
    if "等" in text:
        return None
    found = next(((match, keys) for words, keys in PERSONS if (match := re.search(words, text))), None)
    if found is None or not all(APPLIES.fullmatch(part) for part in (text[: found[0].start()], text[found[0].end() :])):
        return None  # 高新技术企业认定9件: a subject of requests, and no applicant
    name, keys = found[0][0], found[1]

    def column(*rows: str) -> tuple[str, ...]:
        return tuple(f"{A}.{row}.{key}" for row in rows for key in keys)

    if re.search(r"答复|办结", text):
        return Subject("N02", (Reading(f"办结的{name}", column("results.total")),))
    both = Reading(f"新收加上年结转的{name}", column("received", "carried_in"))
    return Subject("N02", (Reading(f"新收的{name}", column("received")), both, Reading(f"办结的{name}", column("results.total"))))


def _whole(text: str, *, is_near: bool) -> Subject | None:
    if (DONE_BEFORE if is_near else DONE_BEHIND).fullmatch(text):
        return Subject("N03", (DONE,)) if not re.search(r"未|不|延长|延期|暂缓|(?:答复|办结)(?:期|时限)", text) else None
    if re.search(r"新收|新增", text) and re.search(r"申请|新收$|新增$", text) and not re.search("含|包括", text):
        return Subject("N01", (RECEIVED,))
    if re.search(rf"(?:收到|受理|接收|接到|收|应办理|需办理|办理|登记|处理){OURS}(?:申请|诉求)(?:事项|件|案件|公开)?$", text):
        return Subject("N01", (RECEIVED, ALL_RECEIVED, *((DONE,) if re.search(r"办理|处理", text) else ())))
    if re.search(
        r"^(?:政府信息公开|依申请公开|信息公开)?申请(?:总量|总数|数量|件数|公开)?$|(?:^|受理|收到)依申请公开(?:申请|事项|案件|件)?(?:受理|收到)?$",
        text,
    ):
        return Subject("N01", (RECEIVED, ALL_RECEIVED))
    if is_near and re.search(r"^(?:在|全市|全县|全区|本机关|我局|本局)?(?:受理|收到|接收|收|应办理|需办理|依申请公开受理)$", text):
        return Subject("N01", (RECEIVED, ALL_RECEIVED))
    # Why no other words: 有3件申请征求了第三方意见
    if not is_near and re.search(r"^(?:政府信息公开|依申请公开|信息公开)?申请(?:事项|案件|件)?(?:$|[均都全已得])", text):
        return Subject("N01", (RECEIVED, ALL_RECEIVED))
    return None


def _court(text: str, wide: str, domain: str) -> Subject | None:
    if re.search(r"[定见议决]书|文书|材料|卷宗|案卷|请求", text):
        return None  # papers that somebody asked for
    name, blocks = COURTS[domain]
    if domain == "suit" and re.search(r"直接|未经复议", text):
        name, blocks = "未经复议直接起诉", blocks[:1]
    elif domain == "suit" and re.search(r"复议(?:之)?后", text):
        name, blocks = "复议后起诉", blocks[1:]
    both = re.search("复议", wide) and re.search("诉讼", wide) and re.search(r"合计|总计|共", wide)
    if both and not re.search(r"复议(?:之)?后|未经复议", wide):
        everything = tuple(f"{block}.total" for _, all_blocks in COURTS.values() for block in all_blocks)
        return Subject("N07", (Reading("行政复议和行政诉讼", everything),))
    outcome = next((key for words, key in OUTCOMES if re.search(words, text)), None)
    if outcome:
        called = next(head for head in FORM.tables[2].blocks[0].columns[0].parts if head.key == outcome).name
        return Subject("N07", (Reading(f"{name}的{called}", tuple(f"{block}.{outcome}" for block in blocks)),))
    totals, open_ones = tuple(f"{block}.total" for block in blocks), tuple(f"{block}.pending" for block in blocks)
    decided = Reading(f"已审结的{name}", totals, open_ones)
    if re.search(r"审结", text):
        return Subject("N07", (decided,))
    if re.search(r"复议|诉讼|起诉", text):
        still_open = Reading(f"尚未审结的{name}", open_ones)
        return Subject("N07", (Reading(name, totals), decided, *((still_open,) if "审结" in wide else ())))
    return None


def _of_one_kind(quantity: Quantity, said: str, sentence: Sentence) -> bool:
    """`行政强制29351件（其中行政强制措施28802件、行政强制执行549件）`."""
    in_brackets = re.search(r"（(?:其中|含|包括)[^）]*$", said)
    return bool(in_brackets or ("强制措施" in quantity.near and "强制执行" in sentence.text))


def _of_documents(quantity: Quantity, said: str, found: Subject) -> bool:
    """`印发文件58件，公开42件，其中部分公开6件`; `公文228份，其中主动公开96份、依申请公开101份`; `规范性文件597件，年内新增50件`."""
    near = FILLER.sub("", quantity.near)
    attributes = near in ("依申请公开", "新增") or found.check == "N04"
    published = near == "公开" or (attributes and re.search(r"文件|公文|属性", said))
    return bool(published and not re.search(r"申请|答复|办结", said.replace("依申请公开", "")))


def domain_at(text: str, end: int, before: str = "request") -> str:
    """What the text speaks about at an offset: the last of the words that say so."""
    found = [match.lastgroup or before for match in DOMAINS.finditer(text, 0, end)]
    return found[-1] if found else before


def subjects(sentence: Sentence, report: Report, before: str) -> Iterator[tuple[Quantity, Subject]]:
    """Every quantity of a sentence that can be understood, with what it counts."""
    elsewhere = -1  # the end of the clause group (；) in which the text speaks about something else
    names = dealt(sentence)
    seen: list[tuple[Quantity, Subject | None]] = []
    for quantity in sentence.quantities:
        if quantity.unit not in COUNTED:
            continue
        group = sentence.text.count("；", 0, quantity.start)
        if elsewhere == group and not WHOLE.search(quantity.near):
            continue
        said = found = _understood(quantity, sentence, report, before, names)
        if found is None and (TAKEN.search(quantity.near) or PART.search(quantity.near) or BY_APPLICANT.search(quantity.near)):
            elsewhere = group
        if found and found.check in ("N02", "N04"):
            found = of_its_head(found, quantity, seen, sentence, report)
        if found and found.check == "N03" and (of_one_applicant(seen) or of_one_channel(quantity, sentence)):
            found = None
        if found or said is None:
            seen.append((quantity, found))
        if found:
            yield quantity, found


def _understood(
    quantity: Quantity, sentence: Sentence, report: Report, before: str, names: dict[int, tuple[str, int] | None]
) -> Subject | None:
    if quantity.start in names:
        name = names[quantity.start]
        if name is None:
            return None
        domain = domain_at(sentence.text, name[1], before)
        return subject(replace(quantity, near=name[0], after=""), sentence, report, domain, wide=name[0])
    kind = kind_behind(quantity, sentence)
    found = None if kind == "" else subject(quantity, sentence, report, kind or domain_at(sentence.text, quantity.start, before))
    said = sentence.text[: quantity.start]
    if found and found.check == "N12" and _of_one_kind(quantity, said, sentence):
        found = None
    if found and found.check in ("N01", "N04") and _of_documents(quantity, said, found):
        found = None
    if found and found.check == "N07":
        found = of_its_block(found, said)
    if (
        found
        and found.check == "N12"
        and re.search(r"(?:清单|目录|职权|权力)[^作办实处，；。]*(?:，(?:其中|包括|含)[^作办实；。]*)?$", said)
    ):
        return None  # 权责清单286件，包括行政许可23件
    if found is None and domain_at(sentence.text, quantity.start, before) == "request":
        found = document_in_turn(quantity, said)
    return None if found and quantity.unit == "部" and found.check != "N11" else found
