"""Slips of typing that have one right answer, as edits of the typed text. The checks F01, F03, F04 report them, `goigen.fixes` mends them.

Pure text: every function takes a *view* of a paragraph, of the same length as the typed text, in which placeholders are digits (or
hanzi, where they stand for a name) and addresses, code and entities are letters. So no rule below has to know of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from goigen.report import Paragraph, Report
from goigen.report.keys import plain
from goigen.report.names import AGENCY
from goigen.report.wording import BRACES, STRAY

HANZI = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
ENDS, OPENERS, CLOSERS, QUOTES, DIGITS = "，。；：！？、", "（《〈【〔", "）》〉】〕", "“”‘’", "0-9０-９%％‰"
SPACE = "[ \u00a0\u3000]"
NUMERAL = "一二三四五六七八九十"
NAMES = frozenset({"机关", "简称"})  # placeholders that print words; all others print a figure
FOLD = "\n"  # stands for the space that YAML puts where a text was wrapped

URL = rf"(?:https?://|ftp://|www\.)[!-~]*(?:[{HANZI}]+[/?=&#%][!-~]*)*(?<![,;:!?.)])"
ALIEN = re.compile(rf"{URL}|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|`[^`]*`|&#?\w+;", re.ASCII)

NUMBER = re.compile(
    rf"(?:^|(?<=[。；：;:])){SPACE}*([(（])({SPACE}*)(?:[{NUMERAL}]{{1,3}}|[0-9]{{1,2}})({SPACE}*)([)）])({SPACE}*)"
    rf"(?=[{HANZI}{QUOTES}《{DIGITS}])"
)
WIDE = str.maketrans(",;:!?()", "，；：！？（）")
WORDS = re.compile(f"[{HANZI}{ENDS}{CLOSERS}{OPENERS}{QUOTES}]")
GAP = re.compile(rf"(?<=\S){SPACE}+(?=\S)")
SOLID = re.compile(f"[{HANZI}{ENDS}{OPENERS}{CLOSERS}]")  # beside these a space is wrong
QUIET = re.compile(f"[{HANZI}{ENDS}{OPENERS}{CLOSERS}{QUOTES}{DIGITS}]")
LABEL = re.compile(f"[{HANZI}]{{1,8}}[：:]")
CAPTION = re.compile(rf"(?:图|表|附件|附表|附图|专栏){SPACE}?[0-9]+$")
TELEPHONE = r"[0-9-]{6,}"
BEHIND_LETTERS = re.compile(r"[A-Za-z][\w.-]* ?[0-9.]*[0-9]$", re.ASCII)  # iOS 17
BEFORE_LETTERS = re.compile(r"[0-9][0-9.]* ?[A-Za-z]")  # 5G, 3 MB
NEAR = 40  # characters before and behind a place that say what it is


@dataclass(frozen=True, slots=True)
class Edit:
    """`typed[start:end]` should read `new`; which check says so."""

    check: str
    start: int
    end: int
    new: str


def mendable(report: Report) -> Iterator[tuple[Paragraph, bool]]:
    """Every text that these rules are for, and whether it is prose: a heading or the title is not, and no program mends it."""
    yield from ((paragraph, True) for paragraph in report.prose())
    yield from ((note, True) for notes in report.notes.values() for note in notes)
    yield from ((label, False) for label in report.labels if not label.path.startswith(f"{AGENCY}."))


@lru_cache(maxsize=1024)
def edits_of(paragraph: Paragraph, *, prose: bool = True) -> list[Edit]:
    """All edits of a paragraph as it was typed, in order; the space of a wrapped line is left alone."""
    typed = list(paragraph.typed)
    for offset, _ in paragraph.spots[1:]:
        if 0 < offset < len(typed) and typed[offset - 1] == " ":
            typed[offset - 1] = FOLD
    return edits("".join(typed), prose=prose)


def edits(typed: str, *, prose: bool = True) -> list[Edit]:
    """All edits of a text, in order. None where a placeholder is broken: what belongs to it cannot be told."""
    if STRAY.search(BRACES.sub("", typed)):
        return []
    view = BRACES.sub(_placeholder, typed)
    view = ALIEN.sub(lambda found: "A" * len(found[0]), view)
    places = list(range(len(view)))  # where each character of the view stands in the typed text
    found: list[Edit] = []
    rules = (_numbers, _brackets, _marks, _spaces if prose else _all_spaces)
    while step := next(filter(None, (list(rule(view)) for rule in rules)), []):  # Why again and again: one edit may call for the next
        found += (_at(edit, places) for edit in step)
        view, places = _applied(view, places, step)
    return sorted(found, key=lambda edit: edit.start)


def _applied(view: str, places: list[int], step: list[Edit]) -> tuple[str, list[int]]:
    pieces, kept, at = [], list[int](), 0
    for edit in sorted(step, key=lambda edit: edit.start):
        pieces += [view[at : edit.start], edit.new]
        kept += places[at : edit.start] + places[edit.start : edit.start + len(edit.new)]
        at = edit.end
    return "".join((*pieces, view[at:])), kept + places[at:]


def _at(edit: Edit, places: list[int]) -> Edit:
    """An edit of the view as one of the typed text."""
    return replace(edit, start=places[edit.start], end=places[edit.end - 1] + 1)


def _placeholder(found: re.Match[str]) -> str:
    """A name or a figure of the same length; of a figure only the ends are digits, for a long one would be a telephone number."""
    end = "机" if plain(found[1]) in NAMES else "0"
    return end.ljust(len(found[0]) - 1, "\0") + end


def _numbers(view: str) -> Iterator[Edit]:
    """F01: （一） and （1） at the head of a sentence have full-width brackets and no spaces."""
    for found in NUMBER.finditer(view):
        for group, right in ((1, "（"), (2, ""), (3, ""), (4, "）"), (5, "")):
            if found[group] != right:
                yield Edit("F01", *found.span(group), right)


def _brackets(view: str) -> Iterator[Edit]:
    """F03: pairs of half-width brackets in Chinese text. `f(x)` is none."""
    opened: list[int] = []
    for at, char in enumerate(view):
        if char in "(（":
            opened.append(at)
        elif char in ")）" and opened and _is_chinese_pair(view, start := opened.pop(), at):
            yield from (Edit("F03", one, one + 1, view[one].translate(WIDE)) for one in (start, at) if view[one] in "()")


def _is_chinese_pair(view: str, start: int, end: int) -> bool:
    before, after = _before(view, start), view[end + 1 : end + 2]
    if view[start] + view[end] != "()" or WORDS.match(before) or WORDS.search(view, start + 1, end):
        return True
    return bool(WORDS.match(after)) and (not before or before.isdigit())


def _before(view: str, at: int) -> str:
    """The last character before a place that is no space."""
    return view[max(at - NEAR, 0) : at].rstrip(" \u00a0\u3000")[-1:]


def _marks(view: str) -> Iterator[Edit]:
    """F03: , ; : beside hanzi, ! ? behind them. Between digits (10:30, 1,234) and in foreign words they stay."""
    for found in re.finditer(r"[,;:!?]", view):
        before, after = _before(view, found.start()), view[found.end() : found.end() + 1]
        if WORDS.match(before) or (found[0] in ",;:" and WORDS.match(after)):
            yield Edit("F03", *found.span(), found[0].translate(WIDE))


def _spaces(view: str) -> Iterator[Edit]:
    """F04 in prose. A line without any mark of a sentence is a list or a signature: its spaces separate."""
    if re.search(f"[{ENDS}]", view):
        yield from _all_spaces(view)


def _all_spaces(view: str) -> Iterator[Edit]:
    for found in GAP.finditer(view):
        if _is_wrong_gap(view[max(found.start() - NEAR, 0) : found.start()], view[found.end() : found.end() + NEAR]):
            yield Edit("F04", *found.span(), "")


def _is_wrong_gap(before: str, after: str) -> bool:
    left, right = before[-1], after[0]
    if left in ENDS or right in ENDS:
        return True
    if not (QUIET.match(left) and QUIET.match(right)) or not (SOLID.match(left) or SOLID.match(right)):
        return False
    if left in CLOSERS and right in OPENERS:
        return False
    separates = LABEL.match(after) or CAPTION.search(before)  # “13号 邮编：150300”, “表2 办理情况”
    telephone = re.search(f"{TELEPHONE}$", before) or re.match(TELEPHONE, after)
    foreign = BEHIND_LETTERS.search(before) or BEFORE_LETTERS.match(after)
    return not separates and not telephone and not foreign
