"""Reports that came in, against the list of units: who is missing, came twice, is unknown, goes by another name, or is of another year.

Findings only; nothing is left out here, and nothing added up.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from goigen.finding import Finding, Place, Severity
from goigen.many.roster import Roster, line
from goigen.report.keys import plain

LEAST_ALIKE = 50  # of 100: 住建局 and 住房和城乡建设局 are 55 alike, 教育局 and 水务局 33
SURELY_ALIKE = 70
REGION = re.compile(r"^(?:\w{1,7}?(?:省|自治区))?(?:\w{1,9}?(?:(?<!城)市(?![场政容])|自治州|盟))?(?:\w{1,7}?[区县旗])?")
SUFFIX = re.compile(r"(?:人民政府)?(?:办公室|办事处)?$")


@dataclass(frozen=True)
class Submission:
    """One report that came in: its file, and whose and of which year it says it is."""

    file: str
    agency: str
    year: int | None
    place: Place  # of the agency's name


def compare(came: Iterable[Submission], roster: Roster | None, *, year: int | None, agency: str = "") -> list[Finding]:
    """R20 to R24 and R28: what came in against the list, or without one against each other. `agency` is the one above, itself no unit."""
    found = list(roster.findings) if roster else []
    first: dict[str, Submission] = {}
    for one in came:
        if agency and plain(one.agency) == plain(agency):
            found.append(_itself(one))
            continue
        key = (roster.key(one.agency) if roster else plain(one.agency)) or f"/{one.file}"
        if one.year != year:
            found.append(_other_year(one, year))
            first.setdefault(key, one)
        elif key in first and first[key].year == year:
            found.append(_twice(one, first[key]))
        else:
            first[key] = one
    return [*found, *(_against(roster, first, agency) if roster else ())]


def _itself(one: Submission) -> Finding:
    message = f"这是汇总的机关“{one.agency}”自己的报告，它就是各单位之和，没有再计入"
    return Finding("R22", Severity.WARNING, one.place, "", message, "把它移到别的文件夹；要拿它和各单位之和核对，用 --check。")


def _other_year(one: Submission, year: int | None) -> Finding:
    told = f"是 {one.year} 年的" if one.year else "没有写年度"
    message = f"“{one.agency or one.file}”的报告{told}，要的是 {year} 年的，没有计入"
    return Finding("R24", Severity.ERROR, one.place, "", message, "换成同一年度的报告；要汇总的年度不对，用 --year 指定。")


def _twice(one: Submission, first: Submission) -> Finding:
    called = "" if plain(one.agency) == plain(first.agency) else f"（那一份叫“{first.agency}”）"
    message = f"“{one.agency}”交了两份，另一份是 {first.file}{called}，这一份没有计入"
    return Finding("R21", Severity.ERROR, one.place, "", message, "只留定稿的一份，把另一份移到别的文件夹。")


def _against(roster: Roster, first: dict[str, Submission], agency: str) -> Iterator[Finding]:
    """Every unit that came, looked for in the list; then every unit of the list that did not come."""
    region, theirs = _regions(roster, first)
    cores = {key: _core(entry.name, region) for key, entry in roster.names.items()}
    missing = {core: key for key, core in cores.items() if key not in first and key != plain(agency)}
    alike = Counter(cores.values())
    strangers = []
    for key, one in first.items():
        core = _core(one.agency, theirs)
        if key in roster.names and plain(one.agency) != key:
            yield Finding("R23", Severity.INFO, one.place, "", f"“{one.agency}”是“{roster.names[key].name}”的简称或曾用名，按它计")
        elif key not in roster.names and alike[core] == 1 and core in missing:
            called = roster.names[missing.pop(core)].name
            hint = "照名单改机关的名称；名单写得不对就改名单。"
            yield Finding("R23", Severity.INFO, one.place, "", f"“{one.agency}”在名单里叫“{called}”，按它计", hint)
        elif key not in roster.names:
            strangers.append((one, core))
    left = [key for key, core in cores.items() if (core in missing or alike[core] > 1) and key not in first and key != plain(agency)]
    yield from _strangers(strangers, roster, _Names({key: cores[key] for key in left}), _Names(cores))


def _strangers(strangers: list[tuple[Submission, str]], roster: Roster, missing: _Names, everybody: _Names) -> Iterator[Finding]:
    """R23 with the unit that each probably is, which is then no longer missing, else R22; R20 for who is missing still."""
    for one, core in strangers:
        if not one.agency:
            yield Finding("R22", Severity.ERROR, one.place, "", "没有写机关名称，认不出是名单上的哪个单位", "在表里填上机关的名称。")
        elif key := missing.likest(core, LEAST_ALIKE):
            missing.drop(key)
            entry = roster.names[key]
            message = f"名单里没有“{one.agency}”，最像的是“{entry.name}”（{line(entry.place)}），它还没有交"
            is_it = f"是它，就在名单那一行的“曾用名”或“简称”里写上“{one.agency}”，或改报告里的名称；"
            yield Finding("R23", Severity.ERROR, one.place, "", message, f"{is_it}不是它，就是它没有交，而这一份不该放进来。")
        else:
            key = everybody.likest(core, SURELY_ALIKE)
            close = f"，最像的是“{roster.names[key].name}”，但它已经交了" if key else ""
            hint = "不该放进来就移走；名单漏了它就补上。"
            yield Finding("R22", Severity.ERROR, one.place, "", f"名单里没有“{one.agency}”{close}", hint)
    for entry in (roster.names[key] for key in missing.cores):
        hint = "催它交；不用单独报告的，从名单里删去。"
        yield Finding("R20", Severity.ERROR, entry.place, "", f"“{entry.name}”没有交报告", hint)


def _regions(roster: Roster, first: dict[str, Submission]) -> tuple[str, str]:
    """What the names of the list, and what those of the reports begin with: 平房区 and 哈尔滨市平房区."""
    listed, told = (_region(names) for names in ([e.name for e in roster.entries], [one.agency for one in first.values()]))
    return listed, told if told.endswith(listed) or listed.endswith(told) else listed  # Why: reports of another region are none of ours


def _region(names: list[str]) -> str:
    """What most names begin with, 示例县: it says nothing about which unit is meant."""
    region = ""
    for length in range(1, max(map(len, names)) if len(names) > 2 else 0):
        start, count = Counter(plain(name)[:length] for name in names).most_common(1)[0]
        if count * 2 <= len(names) or not start.startswith(region):
            break
        region = start
    return region


def _core(name: str, region: str) -> str:
    """A name without the region before it and the words for a government and its office after it."""
    bare = plain(name)
    return SUFFIX.sub("", bare.removeprefix(region)) or bare


def _bare(core: str) -> str:
    return REGION.sub("", core) or core


class _Names:
    """Names of the list by key, to be searched for the most similar one."""

    def __init__(self, cores: dict[str, str]) -> None:
        self.cores = cores
        self.bare = {key: _bare(core) for key, core in cores.items()}

    def drop(self, key: str) -> None:
        del self.cores[key], self.bare[key]

    def likest(self, core: str, least: int) -> str | None:
        """The key of the most similar name, if one is similar at all; of units that are called alike, the one of the nearest region."""
        from rapidfuzz import fuzz, process  # Why here: only a name that is not in the list pays for loading it

        found = process.extract(_bare(core), self.bare, scorer=fuzz.ratio, score_cutoff=least, limit=5)
        return max(found, key=lambda hit: hit[1] + fuzz.ratio(core, self.cores[hit[2]]))[2] if found else None
