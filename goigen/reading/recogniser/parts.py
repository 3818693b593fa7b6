"""Paragraphs and tables in reading order → title, preamble and the six parts, by their titles and by the tables themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import lru_cache

from goigen.errors import UserError
from goigen.reading.raw import Block, Cell, RawTable, Words
from goigen.reading.recogniser.labels import bare
from goigen.reading.recogniser.lines import Line, belongs_to, lines_of
from goigen.reading.recogniser.variants import NO_PROSE, PARTS
from goigen.report.keys import plain
from goigen.source.decoding import CONTROL
from goigen.standard import FORM, Section

NUMBERED = re.compile(r"^([一二三四五六七八九十]{1,2})\s*[、，．.:：]\s*")
TITLE = re.compile(r"政府信息(?:与政务)?公开(?:工作)?年度?(?:工作)?报告|政务公开(?:工作)?年度?报告")
TITLE_ENDS = re.compile(rf"(?:{TITLE.pattern})[》]?$")
END = re.compile(r"[。；]")
CONTENTS = re.compile(r"^目\s*录$|[.…·．\s]{2,}\d{1,3}$")
MOST_LINES = 4  # of a title
MOST_BLOCKS = 20_000  # paragraphs and tables of a file
MOST_CELLS = 20_000  # of all its tables; those of the form have some 300
LONGEST_LINE = 60
LONGEST_TITLE = 36  # characters of the title of a part, with all that has been met around it
ALIKE = 0.8
LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
NOISE = re.compile("|".join(f"(?:^|\\s){pattern}" for pattern in NO_PROSE))


@dataclass
class Part:
    """One of the six parts as printed. `heading` is its title there; empty where only its table was found."""

    section: Section
    heading: Words | None
    words: list[Words] = field(default_factory=list)


@dataclass
class Parts:
    """`title` are the lines of the title; `lines` those of the official tables, by key; `foreign` tables that are none of ours."""

    title: list[Words] = field(default_factory=list)
    preamble: list[Words] = field(default_factory=list)
    found: list[Part] = field(default_factory=list)
    lines: dict[str, list[Line]] = field(default_factory=dict)

    def part(self, section: Section) -> Part | None:
        return next((part for part in self.found if part.section is section), None)


def parts_of(blocks: Sequence[Block]) -> Parts:
    """Raises UserError where there is more than any report has: what follows takes its time for every paragraph and cell."""
    _check_size(blocks)
    blocks = [part for block in blocks for part in _without_prose(_visible(block))]
    tables = [block for block in blocks if isinstance(block, RawTable)]
    by_table = belongs_to(line for piece, table in enumerate(tables) for line in lines_of(table, piece))
    homes = {line.piece: key for key, lines in by_table.items() for line in reversed(lines)}
    parts = Parts(lines=by_table)
    before: list[Words] = []
    piece = -1
    for block in _unfolded(blocks):
        if isinstance(block, RawTable):
            piece += 1
            if (key := homes.get(piece)) and not parts.part(FORM.section(key)):
                parts.found.append(Part(FORM.section(key), None))
            continue
        section = part_title(block.text)
        if section and (known := parts.part(section)):
            if known.heading and not any(part.words for part in parts.found):
                parts.found.clear()  # Why: what came before was a table of contents
            elif known.heading or known.words:
                section = None
            else:
                known.heading = block
                continue
        if section:
            parts.found.append(Part(section, block))
        elif parts.found:
            parts.found[-1].words.append(block)
        else:
            before.append(block)
    parts.title, parts.preamble = _opening(before)
    if parts.found:
        parts.found[-1].words = list(_without_noise(parts.found[-1].words))
    return parts


def _check_size(blocks: Sequence[Block]) -> None:
    if len(blocks) > MOST_BLOCKS:
        raise UserError(f"文件有 {len(blocks)} 段，不会是一份年度报告")
    cells = sum(len(block.cells) for block in blocks if isinstance(block, RawTable))
    if cells > MOST_CELLS:
        raise UserError(f"文件里的表格共有 {cells} 格，不会是一份年度报告")


def _visible(block: Block) -> Block:
    """The same without control characters, and with one sign for the end of a line: what YAML does not allow nobody sees on paper."""
    if isinstance(block, Words):
        return replace(block, text=_printable(block.text))
    return replace(block, cells=tuple(replace(cell, text=_printable(cell.text)) for cell in block.cells))


def _printable(text: str) -> str:
    return text if text.isprintable() else CONTROL.sub("", LINE_ENDS.sub("\n", text))


def _without_prose(block: Block) -> Iterator[Block]:
    """A table in which whole rows are prose or the title of a part, as web pages are laid out: those rows come out as paragraphs."""
    if not isinstance(block, RawTable):
        yield block
        return
    rows: dict[int, list[Cell]] = {}
    for cell in block.cells:
        rows.setdefault(cell.row, []).append(cell)
    table: list[Cell] = []
    for cells in rows.values():
        filled = [cell for cell in cells if cell.text.strip()]
        text = filled[0].text.strip() if len(filled) == 1 else ""
        if len(cells) == 1 and text and (part_title(text) or (END.search(text) and len(text) > LONGEST_TITLE)):
            if table:
                yield replace(block, cells=tuple(table))
            table = []
            yield Words(text, block.where)
        else:
            table += cells
    if table:
        yield replace(block, cells=tuple(table))


def _unfolded(blocks: Sequence[Block]) -> Iterator[Block]:
    """A title of a part that runs on into its text becomes a paragraph of its own; broken lines become paragraphs."""
    for block in blocks:
        if isinstance(block, RawTable):
            yield block
            continue
        for line in block.text.split("\n"):
            text = line.strip()
            if not text or (CONTENTS.search(text) and len(text) < LONGEST_LINE):
                continue
            cut = _runs_on(text)
            if cut:
                yield Words(text[:cut].strip(), block.where)
                yield Words(text[cut:].lstrip("。：: 　"), block.where)
            else:
                yield Words(text, block.where)


def _runs_on(text: str) -> int:
    """Where the text begins behind the title of a part, in one paragraph with it."""
    if not NUMBERED.match(text):
        return 0
    for section in FORM.sections:
        for name in (section.name, *PARTS[section.key]):
            found = re.match(rf"{NUMBERED.pattern[1:]}{re.escape(name)}[。：:\s](?=\S)", text)
            if found:
                return found.end()
    return 0


@lru_cache(maxsize=1024)
def part_title(text: str) -> Section | None:
    """The part that a paragraph is the title of: the official words, a known variant, or nearly so with the right number."""
    if len(text) > LONGEST_TITLE or END.search(text.rstrip("。；：:")):
        return None
    number = NUMBERED.match(text)
    words = bare(NUMBERED.sub("", text))
    if not words:
        return None
    for section in FORM.sections:
        if words in {bare(name) for name in (section.name, *PARTS[section.key])}:
            return section if number or words == bare(section.name) else None
    if not number:
        return None
    likeness = {section: SequenceMatcher(None, words, bare(section.name)).ratio() for section in FORM.sections}
    best = max(likeness, key=lambda section: likeness[section])
    return best if likeness[best] >= ALIKE and number[1] == best.number else None


def _opening(before: list[Words]) -> tuple[list[Words], list[Words]]:
    """What stands before part one → the lines of the title, and the preamble. Web pages name the report several times: the last counts."""
    for last in reversed(range(len(before))):
        for first in range(last, max(-1, last - MOST_LINES), -1):
            lines = before[first : last + 1]
            if not all(_may_be_title(line) for line in lines):
                break
            if TITLE_ENDS.search(plain("".join(line.text for line in lines))):
                while first > 0 and last - first < MOST_LINES and not _whole(before[first : last + 1]) and _may_be_title(before[first - 1]):
                    first -= 1
                return before[first : last + 1], list(_without_noise(before[last + 1 :]))
    return [], list(_without_noise(before))


def _whole(lines: list[Words]) -> bool:
    """Whether the lines name an agency and a year already."""
    text = plain("".join(line.text for line in lines))
    rest = TITLE.sub("", re.sub(r"(?:19|20)\d\d年度?|[二〇○零一]{4}年度?|[()]", "", text))
    return bool(re.search(r"\d{4}|[二〇○零一]{4}年", text)) and len(rest) >= 2


def _may_be_title(words: Words) -> bool:
    return len(words.text) <= LONGEST_LINE and not END.search(words.text) and not NOISE.search(words.text)


def _without_noise(words: list[Words]) -> Iterator[Words]:
    """Without what a web page prints around a report: date of publication, source, buttons."""
    for one in words:
        if len(one.text) > 60 or not NOISE.search(one.text):
            yield one
