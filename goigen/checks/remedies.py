"""What part five says: problems with their remedies, deeds and not plans, matters and not phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goigen.checks.parts import HEADINGS, PROBLEMS
from goigen.checks.passages import Passage, part, passages
from goigen.checks.registry import Problem, check
from goigen.finding import Severity
from goigen.report import Report
from goigen.report.keys import plain

INLINE = re.compile(
    r"(?:^|[。;])(?:\([一二12]\)|[12]\.)?"
    r"(?:(?P<problems>存在的?(?:主要)?问题|主要问题|问题)|(?P<remedies>改进(?:情况|措施)|整改(?:情况|措施)|下一步[^。,:]{0,8}))(?:[:。]|$)"
)
COUNTS = (
    re.compile(r"([一二三四五六七八九])是"),
    re.compile(r"\(([一二三四五六七八九])\)"),
    re.compile(r"(?<![\d.])([1-9])[.、](?!\d)"),
    re.compile(r"\(([1-9])\)"),
    re.compile(r"第([一二三四五六七八九])[,、]"),
)
ORDER = "一二三四五六七八九"
PLANS = (
    r"下一步|下一年|下年度|明年|今后|接下来|拟(?!定|公开|制)|计划|打算|力争|"
    r"将(?:会|要|进一步|继续|持续|不断|重点|着力|加强|强化|加大|扩大|深入|认真|严格|从|以|按|围绕|组织|开展|定期|积极|全面|切实|努力|通过|采取|坚持|针对)"
)
DONE = r"已|(?<![为除明])了(?!解)|年内|本年|今年|全年|当年|年初|年底前?完成|[上下]半年|\d月|先后"
COUNTED = re.compile(r"\d+(?:次|场|期|条|件|篇|人|个|份|家|项)")
STOCK = re.compile(
    r"(?:有待|还需|仍需|尚需|需要|亟待|亟需)(?:进一步|继续|不断|持续)*(?:提高|加强|提升|完善|加大|丰富|增强|强化|改善|改进|优化|拓宽|拓展|健全|规范|深化)|"
    r"形式(?:比较|较为|还|相对|较)?单一|仍有(?:一定的?)?(?:不足|差距)|(?:业务)?(?:能力|水平|素质|意识)(?:还|仍)?(?:不足|不够|不强)"
)
ORDINAL = re.compile(r"20\d\d年|-?\d[.、]|[(]\d[)]")
PARTICULAR = re.compile(r"\d|《|[“\"]|例如|比如|[两三四五六七八九十]+(?:次|场|期|条|件|篇|个|家)")
LEAD = re.compile(r"存在|如下|主要表现|成效|取得|要求相比|期[盼望待]|同时|问题和不足")
COLLECTIVE = re.compile(
    r"(?:部分|一些|个别|多数|大多数|少数|某些|有的)地(?:区|方)|(?:多数|大部分|大多数)部门|各级政府(?:部门)?|各级行政机关|各地区、?各部门"
)
ABOVE = re.compile(r"[省厅部]|自治区|国家|总局")


@check("Q03", "改进情况与问题条数相配", clause="政府信息公开条例第五十条第一款第四项", severity=Severity.WARNING)
def remedies_match_problems(report: Report) -> Iterator[Problem]:
    """列了几个问题，就要有几条改进，最好次序相同。改进比问题多没有关系，如另写上年问题的整改。

    只数“一是……二是……”“（一）”“1.”这样依次编号的条目；有一边没有编号，就不比。

    不对：
        存在的主要问题及改进情况:
          主要问题: 一是更新偏晚3次，二是解读材料只有2篇，三是目录没有更新。
          改进情况: 一是已规定提前一天发布，二是已补写解读材料4篇。

    对：
        存在的主要问题及改进情况:
          主要问题: 一是更新偏晚3次，二是解读材料只有2篇。
          改进情况: 一是已规定提前一天发布，二是已补写解读材料4篇，三是上年所列的问题已经改完。
    """
    problems, remedies = _halves(report)
    asked, done = _counted(problems), _counted(remedies)
    if remedies and 2 <= done < asked:
        message = f"主要问题列了{asked}条，改进情况只有{done}条"
        yield remedies[0].problem(0, message, "每个问题都写上做了什么改进；一条改进管几个问题的，在“核实说明”里写明。")


@check("Q04", "改进情况写已经做的", clause="政府信息公开条例第五十条第一款第四项", severity=Severity.WARNING)
def remedies_done(report: Report) -> Iterator[Problem]:
    """改进情况是一年里已经做了什么。只写“下一步将……”，是计划，不是改进情况；计划可以写在后面。

    有“已”“了”“年内”“今年”、带数的工作，就算写了做过的事；没有“将”“下一步”“下年”等词的，也不问。

    不对：
        存在的主要问题及改进情况:
          主要问题: 停水信息有3次发布偏晚。
          改进情况: 2024年，我局将进一步加强管理，提高发布的时效。

    对：
        存在的主要问题及改进情况:
          主要问题: 停水信息有3次发布偏晚。
          改进情况: 已规定停水信息提前一天发布，2024年将进一步加强管理。
    """
    _, remedies = _halves(report)
    text = "。".join(passage.text for passage in remedies)
    year, following = report.year, (report.year or 0) + 1
    planned = re.search(rf"{PLANS}|{following}年", text) or _headed_by_plans(report)
    # Why: a number told of a plan (2026年对12个栏目补齐) is no deed
    deeds = [clause for clause in re.split("[,。;]", text) if COUNTED.search(clause) and not re.search(rf"{PLANS}|{following}年", clause)]
    if remedies and planned and not deeds and not re.search(rf"{DONE}|{year}年", text):
        said = planned[0] if isinstance(planned, re.Match) else "下一步"
        yield remedies[0].problem(0, f"改进情况只写了以后的打算（“{said}”），没有写已经做了什么", "先写一年里做了的改进，再写打算。")


def _headed_by_plans(report: Report) -> bool:
    headings = [plain(topic.heading) for topic in report.sections.get(PROBLEMS.key, ()) if re.search(HEADINGS["改进"], topic.heading)]
    return bool(headings) and all(re.search("下一步|打算|计划", heading) for heading in headings)


@check("Q05", "问题写得具体", clause="国办公开办函〔2021〕30号二（四）：不得敷衍塞责", severity=Severity.WARNING)
def problems_have_an_object(report: Report) -> Iterator[Problem]:
    """“有待进一步加强”“形式比较单一”谁都能写。问题要说清是哪件事、哪个单位、差在哪里，最好有数。

    套话有两处以上、占问题的一半以上，又没有一个数、一个文件、一个名称的，才报出来。

    不对：
        存在的主要问题及改进情况:
          主要问题: 一是公开的质量有待进一步提高。二是人员的业务能力有待加强。

    对：
        存在的主要问题及改进情况:
          主要问题: 一是公开的质量有待进一步提高，停水信息有3次偏晚。二是人员的业务能力有待加强。
    """
    problems, _ = _halves(report)
    text = ORDINAL.sub("", "。".join(passage.text for passage in problems))
    if not PARTICULAR.search(text):
        clauses = [clause for clause in re.split(r"[。,;:]", text) if len(clause) > 3 and not LEAD.search(clause)]
        stock = [found[0] for clause in clauses if (found := STOCK.search(clause))]
        if len(stock) >= 2 and 2 * len(stock) > len(clauses):
            message = f"主要问题多是套话：{'、'.join(f'“{words}”' for words in stock[:3])}"
            yield problems[0].problem(0, message, "写明是哪件事、差在哪里，最好有数。")


@check("Q07", "问题是本机关的", clause="国办公开办函〔2021〕30号二（四）：不得敷衍塞责", severity=Severity.WARNING)
def problems_of_our_own(report: Report) -> Iterator[Problem]:
    """“部分地区”“各级政府部门”说的不是一个部门、一个乡镇自己的事，多半是从别处抄来的泛论。

    只问类别是政府部门和乡镇街道的（省级部门不问），第五部分有两种以上这样的说法，又没有一个自己的数。

    不对：
        机关: {类别: 政府部门}
        存在的主要问题及改进情况:
          主要问题: 一些地区重视不够，多数部门公开不及时。
          改进情况: 已要求各级政府部门加强培训。

    对：
        机关: {类别: 政府部门}
        存在的主要问题及改进情况:
          主要问题: 一些地区停水信息偏晚，全年3次，多数部门已经接入平台。
          改进情况: 已规定提前一天发布。
    """
    if report.agency.category not in ("政府部门", "乡镇街道") or ABOVE.search(plain(report.agency.name)):
        return
    written = part(report, PROBLEMS.key)
    text = re.sub(r"20\d\d年", "", "".join(passage.text for passage in written))
    places = [(passage, found) for passage in written for found in COLLECTIVE.finditer(passage.text)]
    if len({found[0] for _, found in places}) >= 2 and not re.search(r"\d", text):
        passage, found = places[0]
        said = "、".join(dict.fromkeys(f"“{found[0]}”" for _, found in places))
        yield passage.problem(found.start(), f"第五部分泛泛地说{said}，没有本机关自己的情况", "写本机关的问题和数。")


def _halves(report: Report) -> tuple[tuple[Passage, ...], tuple[Passage, ...]]:
    """The problems and the remedies, told by headings or by words such as “主要问题：” in the text; else nothing."""
    halves: tuple[list[Passage], list[Passage]] = ([], [])
    for topic in report.sections.get(PROBLEMS.key, ()):
        heading = plain(topic.heading)
        side = 1 if re.search(HEADINGS["改进"], heading) else 0 if re.search(HEADINGS["问题"], heading) else None
        for passage in passages(topic.paragraphs):
            end = 0
            for found in INLINE.finditer(passage.text) if not heading else ():
                if side is not None and found.start() > end:
                    halves[side].append(passage.cut(end, found.start()))
                side, end = (0 if found["problems"] else 1), found.end()
            if side is not None and end < len(passage.text):
                halves[side].append(passage.cut(end, len(passage.text)))
    return tuple(halves[0]), tuple(halves[1])


def _counted(half: tuple[Passage, ...]) -> int:
    """How many items are numbered in order, in the manner that comes first; 0 where two rows of numbers are mixed."""
    text = "\n".join(passage.text for passage in half)
    rows = [row for pattern in COUNTS if (row := list(pattern.finditer(text)))]
    first = min(rows, key=lambda row: row[0].start(), default=[])
    numbers = [ORDER.find(found[1]) + 1 or int(found[1]) for found in first]
    return len(numbers) if numbers == list(range(1, len(numbers) + 1)) else 0
