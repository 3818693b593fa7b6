"""What things are called: an abbreviation means one thing, the agency goes by its full name and one other, the title is complete."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goigen.checks.passages import Passage, prose
from goigen.checks.registry import Problem, check
from goigen.finding import Severity
from goigen.report import Report
from goigen.report.fields import Agency, Particulars, alias_of
from goigen.report.keys import plain
from goigen.report.names import AGENCY

ABBREVIATED = re.compile(r"(?:以下|下文|下)(?:统一|均|统)?(?:简?称)(?:为)?[:\"]?(?P<name>《[^《》]{1,20}》|[^《》()\",;。:]{1,16})")
FULL = re.compile(r"(《.+》|[^《》()\",;。:、]+)(?:\([^()]*)?(?:\([^()]*\))*[(,]*$")
OWN_REGULATION = "《中华人民共和国政府信息公开条例》"  # the program's own preamble abbreviates it
SEVERAL = re.compile(r"(?:两|二|三|四|[2-4])[个部](?P<name>《[^《》]{2,6}》)")
KIND = "政府信息公开工作年度报告"
HAN_YEAR = str.maketrans("〇○零一二三四五六七八九", "000123456789")
PLACE = re.compile(r"(?:省|市|县|区|州|盟|旗|乡|镇|街道|苏木)$")
TOWN_OFFICE = re.compile(r"政府|办事处|管理?委员?会|公所")
OURSELVES = re.compile(r"我(?:局|单位|委|厅|院|中心|镇|乡|街道)(?!的?(?:居|村|群众|企业|范围|境))")
UNITS = re.compile(r"[^省市县区州盟旗]+?(?:自治[区州县旗]|[省市县区州盟旗])")
NAMED = re.compile(r"《[^《》]*》|(?<![称为])\"[^\"]*\"")  # what stands in a title or in quotation marks is the name of something
JOINS = re.compile(r"(?:^|[^\u4e00-\u9fff]|[由经和与向请对为以在是了及将使])$")


@check("S12", "标题和机关名称写全称", clause="国办公开办函〔2021〕30号所附格式", severity=Severity.WARNING)
def title_complete(report: Report) -> Iterator[Problem]:
    """标题由机关、年度和“政府信息公开工作年度报告”组成，年份后面不写“年度”。不填标题，程序按全称拼写。

    机关名称写全称：“红星镇”是地名，机关是“红星镇人民政府”；街道是“办事处”。

    不对：
        标题: 示例县水务局2023年度政府信息公开年度报告

    对：
        标题: 2023年示例县水务局政府信息公开工作年度报告
    """
    name = plain(report.agency.name)
    if re.fullmatch(r"[\u4e00-\u9fff]+", name) and PLACE.search(name):
        path = f"{AGENCY}.{alias_of(Agency, 'name')}"
        yield Problem(path, f"机关名称“{name}”是地名，不是机关全称", "写全称，如“某某镇人民政府”“某某街道办事处”“某某区人民政府”。")
    if report.title:
        path = alias_of(Particulars, "title")
        for what in _title_faults(report, plain(report.title), name):
            yield Problem(path, f"标题“{report.title}”{what}", "不填“标题”，程序写成“机关全称＋年份＋年政府信息公开工作年度报告”。")


def _title_faults(report: Report, title: str, name: str) -> Iterator[str]:
    if not title.rstrip(".。").endswith(KIND):
        yield f"末尾不是“{KIND}”"
    years = re.findall(r"(20\d\d|[二2][〇○零][一二三四五六七八九〇○零]{2})年?(度?)", title)
    if not years:
        yield "没有年份"
    elif report.year and str(report.year) != years[0][0].translate(HAN_YEAR):
        yield f"的年份不是报告年度 {report.year}"
    if years and years[0][1] and "年度报告" in title:
        yield "重复了“年度”"
    whose = re.sub(r"20\d\d年?度?|[二2][〇○零]..年?度?|关于|政府信息公开|工作|年度?报告|的|\W", "", title)
    if not whose:
        yield "没有写机关"
    elif name and not _abbreviates(whose, name, plain(report.agency.short_name)):
        yield f"里的机关“{whose}”与机关名称不同"
    elif report.agency.category == "乡镇街道" and not TOWN_OFFICE.search(whose) and TOWN_OFFICE.search(name):
        yield f"里的“{whose}”是地名，不是机关全称"


def _abbreviates(whose: str, name: str, short: str) -> bool:
    """Whether it is the name, contains it, or leaves some of its characters out."""
    letters = iter(name)
    return name in whose or whose == short or all(letter in letters for letter in whose)


@check("D09", "简称只定义一次，只指一个", clause="国办公开办函〔2021〕30号二（四）：内容准确", severity=Severity.WARNING)
def one_abbreviation_one_thing(report: Report) -> Iterator[Problem]:
    """“以下简称”只在第一次出现时写一次；一个简称只能指一个文件或机关。已经用《条例》指政府信息公开条例，就不能再说“两个《条例》”。

    不写导语时，程序的导语已经用《条例》指政府信息公开条例。

    不对：
        总体情况:
          政府信息管理: 执行《示例县水务局信息发布规程》（以下简称《规程》）和《保密规程》（以下简称《规程》），先审后发。

    对：
        总体情况:
          政府信息管理: 执行《示例县水务局信息发布规程》（以下简称《规程》）和《保密办法》（以下简称《办法》），先审后发。
    """
    known: dict[str, str] = {"《条例》": OWN_REGULATION} if report.preamble is None else {}
    implied = set(known)
    for passage in prose(report):
        for found in ABBREVIATED.finditer(passage.text):
            name, meant = found["name"], _meant(passage.text[max(0, found.start() - 120) : found.start()])
            before = known.get(name)
            same = before and (not meant or before.endswith(meant.strip("《》") + "》" * before.endswith("》")) or meant.endswith(before))
            if before and not same:
                yield passage.problem(found.start(), f"简称“{name}”指了两个：{before}，{meant}", "另取一个简称，或者写全称。")
            elif before and name not in implied:
                yield passage.problem(found.start(), f"简称“{name}”定义了两次", "只在第一次出现时写“以下简称”。")
            known.setdefault(name, meant)
            implied.discard(name)
    several = [(passage, found) for passage in prose(report) for found in SEVERAL.finditer(passage.text) if found["name"] in known]
    for passage, found in {found["name"]: (passage, found) for passage, found in reversed(several)}.values():
        message = f"简称“{found['name']}”已经指{known[found['name']]}，这里又说有几个{found['name']}"
        yield passage.problem(found.start(), message, "分别写出各自的名称。")


def _meant(before: str) -> str:
    """What an abbreviation stands for: the title or the name just before its bracket."""
    found = FULL.search(before)
    return found[1] if found else ""


@check("P05", "机关的称呼前后一致", clause="党政机关公文处理工作条例第十九条；国办公开办函〔2021〕30号二（四）", severity=Severity.WARNING)
def one_name_for_the_agency(report: Report) -> Iterator[Problem]:
    """除了全称，正文里只用一种称呼：或者简称，或者“我局”。又写“区科工信局”，又写“我局”，又写“我单位”，读者分不清是几个机关。

    “本机关”“本局”是法律用语，不算；红星镇、平房区这样的地名不算。第二种称呼用在哪里，就标在哪里。

    不对：
        总体情况:
          主动公开: 我局全年主动公开水质、水价和停水信息24条，县水务局网站由专人维护。

    对：
        总体情况:
          主动公开: 我局全年主动公开水质、水价和停水信息24条，示例县水务局网站由专人维护，市水务局来局里检查一次，依本机关的目录公开。
    """
    seen: dict[str, tuple[Passage, int]] = {}
    for passage in prose(report):
        for at, called in sorted(_called(report, NAMED.sub(lambda name: "□" * len(name[0]), passage.text))):
            seen.setdefault(called, (passage, at))
    if len(seen) > 1:
        first, second, *_ = seen
        passage, at = seen[second]
        names = "、".join(f"“{called}”" for called in seen)
        yield passage.problem(at, f"除全称外，本机关有{len(seen)}种称呼：{names}", f"只用全称和“{first}”一种，其余改掉。")


def _called(report: Report, text: str) -> Iterator[tuple[int, str]]:
    """Where the agency is called by another name than its full one."""
    name, short = plain(report.agency.name), plain(report.agency.short_name)
    for found in OURSELVES.finditer(text):
        yield found.start(), found[0]
    others = set(_shortened(name)) | ({short} if short and not PLACE.search(short) else set())
    if not others - {name}:
        return
    for found in re.finditer("|".join(map(re.escape, sorted({name, *others}, key=len, reverse=True))), text):
        if found[0] != name and (found[0] == short or JOINS.search(text[max(0, found.start() - 1) : found.start()])):
            yield found.start(), found[0]


def _shortened(name: str) -> Iterator[str]:
    """哈尔滨市阿城区某局 → 阿城区某局, 区某局: the name without some of its places."""
    end = 0
    while found := UNITS.match(name, end):
        end = found.end()
        rest = name[end:]
        if len(rest) < 3:
            return
        if name[found.start() :] != name:
            yield name[found.start() :]
        yield found[0][-1] + rest
