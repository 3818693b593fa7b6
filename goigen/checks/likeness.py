"""Text taken over from last year's report, or from another agency's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest
from zlib import crc32

from goigen.checks.registry import Problem, Scope, check
from goigen.finding import Severity
from goigen.report import Report
from goigen.report.keys import plain
from goigen.standard import FORM, Section


@dataclass(frozen=True)
class Part:
    """A part that is compared: how alike it may be, and from how many characters on."""

    section: Section
    limit: float
    least: int


# The limits are the catalogue's; one county deducts points for 雷同, a checker in use prints a rate of 42 % for a city's two years.
# The lengths are own estimates: a few short sentences that say “nothing happened” are the same every year, and rightly.
PARTS = (Part(FORM.section("overview"), limit=0.7, least=150), Part(FORM.section("problems"), limit=0.8, least=60))
LEAST_SENTENCE = 12  # characters; shorter ones repeat by chance
SHOWN = 18
SKETCH = 64  # the smallest hashes of a text stand for it; texts that share fewer than a quarter of them are not alike
CLOSEST = 3  # at most so many others are compared in full


@check("Y06", "文字不是去年的旧文", clause="政府信息公开条例第五十条", severity=Severity.WARNING, scope=Scope.YEARS)
def like_last_year(report: Report, last: Report) -> Iterator[Problem]:
    """存在的主要问题及改进情况和去年相似八成以上、总体情况相似七成以上，就请核实。年份不同不算不同；很短的文字不比。

    问题延续到今年是可以的，但要写明今年做到了哪一步。

    不对：
        存在的主要问题及改进情况:
          主要问题: 一是停水信息有时发布偏晚，群众来电反映过三次；二是水价调整的解读只有文字，没有图表，看懂的人不多。
          改进情况: 已规定停水信息至少提前一天发布，由值班人员核对；水价解读配上图表，并在营业厅张贴。
        === 去年
        存在的主要问题及改进情况:
          主要问题: 一是停水信息有时发布偏晚，群众来电反映过三次；二是水价调整的解读只有文字，没有图表，看懂的人不多。
          改进情况: 已规定停水信息至少提前一天发布，由值班人员核对；水价解读配上图表，并在营业厅张贴。

    对：
        存在的主要问题及改进情况:
          主要问题: 一是停水信息仍有一次发布偏晚，原因是夜间抢修没有人发布；二是用水水质的数据分散在三个栏目，群众不好找。
          改进情况: 已安排夜班人员抢修时同步发布；去年规定的提前一天公告全年执行，水质数据已并入一个栏目。
        === 去年
        存在的主要问题及改进情况:
          主要问题: 一是停水信息有时发布偏晚，群众来电反映过三次；二是水价调整的解读只有文字，没有图表，看懂的人不多。
          改进情况: 已规定停水信息至少提前一天发布，由值班人员核对；水价解读配上图表，并在营业厅张贴。
    """
    for part in PARTS:
        mine, theirs = _texts(report, part), _texts(last, part)
        if mine and theirs and (likeness := alike(mine, theirs)) >= part.limit:
            message = f"“{part.section.name}”和去年的相似度是 {int(100 * likeness)}%{_repeated(report, last, part)}"
            hint = "改写为今年的事实；问题确实延续的，写明今年做到了哪一步，或在核实说明里写明。"
            yield Problem(part.section.name, message, hint)


@check("Y07", "文字不是别的机关的", clause="政府信息公开条例第五十条", severity=Severity.WARNING, scope=Scope.FOLDER)
def like_another_agency(report: Report, others: tuple[Report, ...]) -> Iterator[Problem]:
    """同一批的几份表互相比较：总体情况相似七成以上、存在的主要问题及改进情况相似八成以上的，写明和哪个机关相似。

    只比同一年、不同机关的表。导语本来就相同，不比；很短的文字不比。

    不对：
        存在的主要问题及改进情况:
          主要问题: 一是公开的内容不够全面，群众关心的事项更新得慢；二是政策解读的形式单一，图表和视频用得少。
          改进情况: 已建立每周巡查的制度，栏目更新由专人负责；全年制作图解八篇、短视频两条，下一步继续增加。
        === 另一份
        机关: {名称: 示例县教育局}
        存在的主要问题及改进情况:
          主要问题: 一是公开的内容不够全面，群众关心的事项更新得慢；二是政策解读的形式单一，图表和视频用得少。
          改进情况: 已建立每周巡查的制度，栏目更新由专人负责；全年制作图解八篇、短视频两条，下一步继续增加。

    对：
        存在的主要问题及改进情况:
          主要问题: 一是停水信息有时发布偏晚，群众来电反映过三次；二是水价调整的解读只有文字，没有图表，看懂的人不多。
          改进情况: 已规定停水信息至少提前一天发布，由值班人员核对；水价解读配上图表，并在营业厅张贴。
        === 另一份
        机关: {名称: 示例县教育局}
        存在的主要问题及改进情况:
          主要问题: 一是招生政策的公告发布得晚，家长来电询问较多；二是学校收费的公示没有统一的格式，不便比较。
          改进情况: 已把招生公告提前到四月；统一了收费公示的表格，全县二十三所学校都按新表公示。
    """
    name = plain(report.agency.name)
    siblings = [other for other in others if other.year == report.year and plain(other.agency.name) != name]
    for part in PARTS:
        mine = _texts(report, part)
        texts = {at: text for at, other in enumerate(siblings) if mine and (text := _texts(other, part))}
        closest = sorted((at for at, text in texts.items() if _near(mine, text)), key=lambda at: -_shared(mine, texts[at]))
        found = [(alike(*sorted((mine, texts[at]))), siblings[at]) for at in closest[:CLOSEST]]
        same = sorted((pair for pair in found if pair[0] >= part.limit), key=lambda pair: -pair[0])
        if same:
            likeness, other = same[0]
            further = "、".join(f"“{sibling.agency.name}”" for _, sibling in same[1:])
            message = f"“{part.section.name}”和“{other.agency.name}”的相似度是 {int(100 * likeness)}%{_repeated(report, other, part)}"
            hint = "各写各的事实，模板只供参考结构；确是统一办理的事项，在核实说明里写明。"
            yield Problem(part.section.name, message + (f"；和{further}也相似" if further else ""), hint)


def sketches(report: Report) -> tuple[frozenset[int], ...]:
    """What stands for the compared parts of a report, one sketch each, so that many reports can be searched for alike ones."""
    return tuple(_sketch(text) if (text := _texts(report, part)) else frozenset() for part in PARTS)


def likenesses(report: Report, other: Report) -> Iterator[tuple[str, float]]:
    """The parts in which two agencies' reports of one year are too alike, with how much."""
    if report.year == other.year and plain(report.agency.name) != plain(other.agency.name):
        for part in PARTS:
            mine, theirs = _texts(report, part), _texts(other, part)
            if mine and theirs and (likeness := alike(*sorted((mine, theirs)))) >= part.limit:
                yield part.section.name, likeness


def near(first: frozenset[int], second: frozenset[int], least: float = 0.25) -> bool:
    """Whether the texts of two sketches may be alike: whether they share so much of the smaller one."""
    return bool(first and second) and len(first & second) >= least * min(len(first), len(second))


def _texts(report: Report, part: Part) -> str:
    """The text of a part as it is compared; empty where there is too little of it."""
    text = bare("".join(topic.text for topic in report.sections.get(part.section.key, ())))
    return text if len(text) >= part.least else ""


@lru_cache(maxsize=256)
def bare(text: str) -> str:
    """Without spaces, punctuation and years."""
    return re.sub(r"(?:19|20)\d\d年度?|\W", "", plain(text))


@lru_cache(maxsize=256)
def alike(first: str, second: str) -> float:
    """How much of two texts is the same, from 0 to 1. Why pairs of characters: single ones meet by chance in any two texts."""
    if first == second:
        return 1.0
    if not _near(first, second):
        return 0.0
    from rapidfuzz.distance import Indel  # Why here: only reports that may be alike pay for loading it

    return Indel.normalized_similarity(_pairs(first), _pairs(second))


def _pairs(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(len(text) - 1)]


@lru_cache(maxsize=64)  # of 10 KB each
def _sketch(text: str) -> frozenset[int]:
    return frozenset(nsmallest(SKETCH, {crc32(text[at : at + 3].encode()) for at in range(len(text) - 2)}))


def _shared(first: str, second: str) -> int:
    return len(_sketch(first) & _sketch(second))


def _near(first: str, second: str) -> bool:
    """Whether two texts can be alike at all: cheap, because a folder of hundreds of forms has tens of thousands of pairs."""
    shorter, longer = sorted((first, second), key=len)
    return 2 * len(shorter) > len(longer) and near(_sketch(first), _sketch(second))


def _repeated(report: Report, other: Report, part: Part) -> str:
    """`，“一是……”等 4 句一字未改`; empty if no whole sentence is the same."""
    theirs = {bare(sentence) for sentence in _sentences(other, part)}
    same = [s for s in _sentences(report, part) if len(bare(s)) >= LEAST_SENTENCE and bare(s) in theirs]
    if not same:
        return ""
    longest = max(same, key=len)
    shown = longest if len(longest) <= SHOWN else longest[:SHOWN] + "…"
    return f"，“{shown}”" + (f"等 {len(same)} 句" if len(same) > 1 else "这一句") + "一字未改"


def _sentences(report: Report, part: Part) -> list[str]:
    text = "\n".join(topic.text for topic in report.sections.get(part.section.key, ()))
    return [sentence.strip() for sentence in re.split(r"[。！？；;!?\n]", text) if sentence.strip()]
