"""Recognised parts → the tree of a form, with a place for everything; what was not found is 待填 or left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from goigen.finding import Place, Severity
from goigen.layout.prose import fee_statement, preamble
from goigen.layout.title import default_title
from goigen.reading.raw import Words
from goigen.reading.recogniser.lines import Line
from goigen.reading.recogniser.log import Log
from goigen.reading.recogniser.particulars import category_of, contact_of, opening_of, signature_of
from goigen.reading.recogniser.parts import Part, Parts, part_title
from goigen.reading.recogniser.tables import TableReading
from goigen.reading.recogniser.topics import Printed, slips, topics_of
from goigen.report import Report
from goigen.report.fields import Agency, Fees, Particulars, alias_of, aliases
from goigen.report.keys import clean_heading, plain
from goigen.report.names import AGENCY, BODY, FEES, LEAD, NOTE, OPEN, PREAMBLE, SIX
from goigen.report.shape import TABLES, Shape
from goigen.source import Mapping, Node, Text
from goigen.standard import FORM, Section

Entry = tuple[Text, Node]
INTRODUCED = re.compile(r"^注\s*[:：]\s*")


def tree(parts: Parts, log: Log) -> Mapping:
    """The whole form in its order. Findings go to the log."""
    start = log.place("")
    last = next((part for part in reversed(parts.found) if part.section is SIX), None)
    signature, day, taken = signature_of(last.words) if last else ("", "", 0)
    opening = opening_of(parts.title, parts.preamble, signature)
    if last and taken and signature == opening.agency:
        del last.words[-taken:]
    else:
        day = ""
    contact = list(contact_of(parts.preamble))
    name = alias_of(Agency, "name")
    agency = [_entry(name, opening.agency or OPEN, log, parts.title), *_category(opening.agency, log)]
    agency += sorted((_entry(key, text, log, [one]) for key, text, one in contact), key=lambda entry: aliases(Agency).index(entry[0].value))
    stub = _stub(opening.year, {name: opening.agency, **{key: text for key, text, _ in contact}})
    entries: list[Entry] = [
        _entry(alias_of(Particulars, "code"), FORM.code, log, ()),
        _entry(alias_of(Particulars, "year"), opening.year or OPEN, log, parts.title),
        (Text(AGENCY, start), Mapping(tuple(agency), start)),
    ]
    if opening.title and opening.title != default_title(stub):
        entries.append(_entry(alias_of(Particulars, "title"), opening.title, log, parts.title))
    printed = "\n".join(one.text for one in parts.preamble)
    if printed != preamble(stub):
        entries.append((Text(PREAMBLE, start), _text(parts.preamble, log) if printed else Text("无", start)))
    if day:
        entries.append(_entry(alias_of(Particulars, "issued_on"), day, log, last.words[-1:] if last else ()))
    for section in FORM.sections:
        entries += _section(section, parts, stub, log)
    return Mapping(tuple(entries), start)


def _stub(year: str, agency: dict[str, str]) -> Report:
    """As much of a report as its default title and preamble are made of."""
    known = {alias_of(Particulars, "year"): year} if year and int(year) >= FORM.first_year else {}
    return Report(Particulars.model_validate(known), Agency.model_validate(agency), figures={}, sections={})


def _category(agency: str, log: Log) -> Iterator[Entry]:
    """What kind of agency its name shows it to be, where the name leaves no doubt."""
    if category := category_of(agency):
        yield _entry(alias_of(Agency, "category"), category, log, ())


def _entry(key: str, value: str, log: Log, words: Sequence[Words]) -> Entry:
    place = log.place(words[0].where if words else "")
    return Text(key, place), Text(value, place)


def _text(words: Sequence[Words], log: Log) -> Text:
    """Paragraphs as one text that knows where each begins."""
    spots: list[tuple[int, Place]] = []
    offset = 0
    for one in words:
        spots.append((offset, log.place(one.where)))
        offset += len(one.text) + 1
    place = spots[0][1] if spots else log.place("")
    return Text("\n".join(one.text for one in words), place, tuple(spots))


def _section(section: Section, parts: Parts, stub: Report, log: Log) -> Iterator[Entry]:
    part = parts.part(section)
    place = _heading(section, part, parts.lines.get(section.key, []), log)
    if section.table:
        reading = TableReading(section.table, log)
        reading.read(parts.lines[section.key])
        notes = [*(part.words if part else []), *(Words(text, at.where) for text, at in reading.notes)]
        yield Text(section.name, place), _table(reading, _introduced(notes), log, place)
    elif part:
        yield Text(section.name, place), _prose(section, part, stub, log, place)


def _heading(section: Section, part: Part | None, lines: Sequence[Line], log: Log) -> Place:
    """Where a part begins; S01 where its title is missing or not the official one."""
    if part and part.heading:
        place = log.place(part.heading.where)
        if plain(part.heading.text.rstrip("。：:")) != plain(section.title):
            log.add("S01", place, section.name, f"标题“{part.heading.text}”应当是“{section.title}”", "照官方格式改标题。")
        return place
    place = log.place(lines[0].where if lines else "")
    inside = any(part_title(cell.text.strip()) is section for line in lines[:1] for cell in line.cells)
    if section.table and not inside:
        missing = "这一部分没有标题" if lines else "没有找到这一部分"
        log.add("S01", place, section.name, f"“{section.title}”{missing}", "六个部分一个也不能少，标题照官方格式。")
    return place


def _introduced(notes: list[Words]) -> list[Words]:
    """The page prints 注： itself."""
    return [Words(INTRODUCED.sub("", note.text), note.where) for note in notes]


def _table(reading: TableReading, notes: list[Words], log: Log, place: Place) -> Node:
    if not reading.cells and not notes:
        return Text("", place)
    entries = _rows(TABLES[reading.table.name], reading, place)
    return Mapping((*entries, (Text(NOTE, place), _text(notes, log))) if notes else entries, place)


def _rows(shape: Shape, reading: TableReading, place: Place) -> tuple[Entry, ...]:
    """The keys of the form below a shape; what was not printed is left out."""
    entries: list[Entry] = []
    for child in shape.children:
        path = child.figures[0].path
        known = next((reading.cells[figure.path].place for figure in child.figures if figure.path in reading.cells), place)
        key = Text(child.name, reading.rows.get(path, known))
        below = _rows(child, reading, key.place)
        if child.is_leaf and path in reading.cells:
            entries.append((key, reading.cells[path]))
        elif below:
            entries.append((key, Mapping(below, key.place)))
    return tuple(entries)


def _prose(section: Section, part: Part, stub: Report, log: Log, place: Place) -> Node:
    words = list(part.words)
    fees = _fees(words, stub) if section is SIX else None
    topics = topics_of(words, section)
    if slipped := list(slips(topics)):
        topic, number = slipped[0]
        others = f"，这一部分共 {len(slipped)} 处" if len(slipped) > 1 else ""
        message = f"小标题“{topic.heading[:20]}”的序号写成“{number}”{others}"
        log.add("F01", log.place(topic.where), section.name, message, "二级标题用“（一）（二）……”。", Severity.WARNING)
    untitled = BODY if section is SIX else LEAD
    entries: list[Entry] = []
    if fees:
        entries.append((Text(FEES, place), Mapping(tuple(_entry(key, text, log, part.words[:1]) for key, text in fees), place)))
    if not fees and len(topics) == 1 and not topics[0].heading:
        return _text(topics[0].words, log)
    entries += [_topic(topic, untitled, log) for topic in topics]
    return Mapping(tuple(entries), place) if entries else Text("", place)


def _topic(topic: Printed, untitled: str, log: Log) -> Entry:
    key = Text(clean_heading(topic.heading) or untitled, log.place(topic.where or (topic.words[0].where if topic.words else "")))
    return key, _text(topic.words, log) if topic.words else Text("", key.place)


def _fees(words: list[Words], stub: Report) -> list[tuple[str, str]] | None:
    """The fees, where part six begins with the sentence that goigen prints; any other wording stays prose, as it was published."""
    sample = dict(zip(aliases(Fees), ("71", "72", "73"), strict=True))
    pattern = re.escape(fee_statement(stub, Fees.model_validate(sample)))
    for number in sample.values():
        pattern = pattern.replace(number, r"(\d+(?:\.\d+)?)", 1)
    found = re.fullmatch(pattern, words[0].text) if words else None
    if not found:
        return None
    del words[0]
    return list(zip(sample, found.groups(), strict=True))
