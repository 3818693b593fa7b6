"""The six parts and the five aspects of part one: is everything there that the form asks for, in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goigen.checks.registry import Problem, check
from goigen.report import Report, Topic
from goigen.report.keys import plain
from goigen.report.shape import TABLES, Shape
from goigen.standard import FORM

OVERVIEW = FORM.section("overview")
PROBLEMS = FORM.section("problems")
ASPECTS = {  # what headings and sentences call the five aspects of part one
    "依申请公开": r"依申请|申请公开|公开申请",
    "主动公开": r"主动公开|主动发布|重点领域.{0,6}公开",
    "政府信息公开平台建设": r"平台|网站|新媒体|渠道建设",
    "监督保障": r"监督|保障|考核",
    "政府信息管理": r"信息.{0,14}管理|公文.{0,4}管理",
}
TOP_NUMBER = re.compile(r"^[一二三四五六七八九十]、(?![一二三四五六七八九十百千两几])")
PREAMBLE = re.compile(r"根据《|按照《|编制|统计期限|电子版|查阅|下载|联系|电话|邮编|地址|网址|组成|如有疑问|如对本")
LEAST_OVERVIEW = 20


def aspects_of(text: str) -> set[str]:
    """Which of the five aspects a sub-heading announces or a text mentions, whatever they are called."""
    compared = plain(text)
    return {aspect for aspect, words in ASPECTS.items() if re.search(words, compared)}


@check("S01", "六个部分齐全", clause="国办公开办函〔2021〕30号所附格式")
def six_parts(report: Report) -> Iterator[Problem]:
    """报告由六个部分组成，标题和次序由程序打印；表里写文字的三个部分一个也不能缺。

    不对：
        存在的主要问题及改进情况: （删去）

    对：
        存在的主要问题及改进情况:
          主要问题: 个别单位更新信息不够及时，全年被提醒三次。
          改进情况: 已建立每周巡查制度，全年整改栏目五个。
    """
    for name in report.absent:
        yield Problem(name, f"缺少“{name}”这一部分", f"补上“{name}:”，六个部分一个也不能少。")


@check("S02", "正文里没有另起一级序号", clause="国办公开办函〔2021〕30号所附格式；GB/T 9704-2012 7.3.3")
def one_run_of_numbers(report: Report) -> Iterator[Problem]:
    """“一、”到“六、”只用于六个部分。正文里再写“一、……”，就成了第二套一级标题。

    下一级标题写成“标题: 正文”，序号（一）（二）由程序编；正文里的条目用“1.”或“一是”。

    不对：
        存在的主要问题及改进情况:
          主要问题: 一、公开的内容不够全面，群众关心的事项更新得慢。

    对：
        存在的主要问题及改进情况:
          主要问题: 一是公开的内容不够全面，群众关心的事项更新得慢。
    """
    for paragraph in report.prose():
        if found := TOP_NUMBER.match(paragraph.text):
            message = f"“{paragraph.text[:16]}”用了一级序号“{found[0]}”，它只属于六个部分的标题"
            yield Problem(paragraph.path, message, "改成“1.”或“一是”；若是小标题，写成“标题: 正文”。", paragraph.place)


@check("S03", "总体情况写全五个方面", clause="国办公开办函〔2021〕30号一（一）；政府信息公开条例第五十条")
def five_aspects(report: Report) -> Iterator[Problem]:
    """总体情况要从主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障五个方面写，每个方面都要有内容。

    小标题可以带“情况”“方面”“工作”，也可以不设小标题，但五个方面都要写到。

    不对：
        总体情况:
          监督保障: （删去）

    对：
        总体情况:
          监督保障工作: 把政务公开列入年度考核，组织社会评议一次，未发生需要追究责任的情形。
    """
    topics = report.sections.get(OVERVIEW.key, ())
    written = "\n".join(topic.text for topic in topics)
    if not written.strip() or _only_preamble(topics):
        return
    blank = [topic for topic in topics if aspects_of(topic.heading) and not topic.paragraphs]
    for topic in blank:
        if topic.path not in report.unread:
            yield Problem(topic.path, f"总体情况的“{topic.heading}”下面没有内容", "写明这一方面一年里做了什么。")
    found = aspects_of(written).union(*(aspects_of(topic.heading) for topic in topics))
    for aspect in OVERVIEW.topics:
        if aspect not in found:
            yield Problem(OVERVIEW.name, f"总体情况没有写“{aspect}”", f"补一节“{aspect}”；五个方面缺一不可。")


@check("S04", "总体情况不只是导语", clause="国办公开办函〔2021〕30号一（一）")
def more_than_preamble(report: Report) -> Iterator[Problem]:
    """编制依据、统计期限、联系方式属于导语，不能代替总体情况。

    不对：
        总体情况: 本报告根据《中华人民共和国政府信息公开条例》编制。如对本报告有疑问，请联系办公室，电话：0451-1234567。

    对：
        总体情况: 主动公开信息20条，依申请公开2件，加强政府信息管理，平台建设平稳，监督保障到位，开展培训一次。
    """
    topics = report.sections.get(OVERVIEW.key, ())
    if any(topic.paragraphs for topic in topics) and _only_preamble(topics):
        yield Problem(OVERVIEW.name, "总体情况里只有编制依据、联系方式之类，没有工作内容", "这些话放到“导语”里，这里写五个方面的工作。")


def _only_preamble(topics: tuple[Topic, ...]) -> bool:
    clauses = [clause for topic in topics for clause in re.split(r"[。！；，;,\n]", topic.text)]
    return (
        any(PREAMBLE.search(clause) for clause in clauses)
        and sum(len(clause) for clause in clauses if not PREAMBLE.search(clause)) < LEAST_OVERVIEW
    )


@check("S06", "没有漏填的项", clause="国办公开办函〔2021〕30号所附格式：各表各格都要填报")
def nothing_unfilled(report: Report) -> Iterator[Problem]:
    """没有填不等于零。空着、写“~”或“待填”的行、组、表，以及缺了的行，都算没有填。

    一行、一组、整张表都是零时，写一个 0 就够了。

    不对：
        收到和处理政府信息公开申请情况:
          本年度办理结果:
            予以公开: 待填

    对：
        收到和处理政府信息公开申请情况:
          上年结转政府信息公开申请数量: 0
    """
    for path in report.unfilled:
        shape = _shape(path)
        if shape is None:
            yield Problem(path, f"“{path.rpartition('.')[2]}”还没有填")
        elif shape.is_leaf:
            yield Problem(path, f"{shape.label}还没有填", "没有就写 0。")
        else:
            size = f"（{len(shape.figures)} 个数）" if not shape.is_row else "这一行"
            yield Problem(path, f"{shape.label}{size}还没有填", f"全是零就写“{shape.name}: 0”。")
    for topic in _blank_topics(report):
        yield Problem(topic.path, f"小标题“{topic.heading}”下面还没有内容", "补上内容，或删去这个小标题。")


def _shape(path: str) -> Shape | None:
    """The part of a table that a YAML path names; None if it stands outside the tables."""
    table, *keys = path.split(".")
    shape = TABLES.get(table)
    for key in keys:
        shape = next((child for child in shape.children if child.name == key), None) if shape else None
    return shape


def _blank_topics(report: Report) -> Iterator[Topic]:
    """Headings without text that no other check asks about."""
    for section in FORM.sections:
        topics = report.sections.get(section.key, ())
        for topic in topics if any(topic.paragraphs for topic in topics) else ():
            asked = section is PROBLEMS or (section is OVERVIEW and aspects_of(topic.heading))
            if topic.heading and not topic.paragraphs and not asked:
                yield topic
