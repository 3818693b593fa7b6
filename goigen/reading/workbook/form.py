"""A form that was filled in as a workbook → its tree, with a cell for every place. It is no published report: it says what is unfilled.

Reading goes by heads: rows may have moved, sheets may be renamed, in another order, or pasted into one. What is not read is said.
"""

from __future__ import annotations

from goigen.finding import Place, Severity
from goigen.reading.workbook.cells import pages_of
from goigen.reading.workbook.fields import answers_of, fields_of
from goigen.reading.workbook.log import Log, is_printed
from goigen.reading.workbook.page import Page
from goigen.reading.workbook.prose import ProseReader
from goigen.reading.workbook.regions import NOWHERE, Region, regions_of
from goigen.reading.workbook.tables import TableReader
from goigen.report.keys import plain
from goigen.report.names import ANSWERS
from goigen.report.reading import all_unfilled
from goigen.report.workbook_words import CALIBRE, CARRIED, CHECKS, START
from goigen.source import Mapping, Node, Source, Text
from goigen.standard import FORM


def read_workbook(name: str, data: bytes) -> Source:
    """The tree of the form. Raises UserError where the workbook cannot be read."""
    pages = pages_of(name, data)
    log = Log()
    found: dict[str, tuple[Region, Node]] = {}
    top: list[tuple[Text, Node]] = []
    for region in (region for page in pages for region in regions_of(page)):
        if region.kind == CHECKS:
            continue
        if region.kind == START:
            top += [entry for entry in fields_of(region.page, region.rows, log) if not _known(entry, top, log)]
        elif region.kind != NOWHERE:
            _keep(found, region, _node(region, log), log)
        _leftovers(region, log)
    _remarks(pages, log)
    root = Place(name)
    log.close(root)
    entries = (*top, *((Text(_name(kind), node.place), node) for kind, (_, node) in found.items()))
    return Source(name, Mapping(tuple(entries), root), findings=tuple(log.findings))


def _name(kind: str) -> str:
    return ANSWERS if kind == ANSWERS else FORM.section(kind).name


def _node(region: Region, log: Log) -> Node:
    if region.kind == ANSWERS:
        return answers_of(region.page, region.rows, log)
    section = FORM.section(region.kind)
    if section.table:
        return TableReader(region.page, section, section.table, log).read(region.rows)
    return ProseReader(region.page, section, log).read(region.rows)


def _keep(found: dict[str, tuple[Region, Node]], region: Region, node: Node, log: Log) -> None:
    """One region of each kind; where two are filled in, both are named and the first is kept."""
    if region.kind not in found or all_unfilled(found[region.kind][1]):
        found[region.kind] = region, node
        return
    first, kept = found[region.kind]
    if all_unfilled(node) or _texts(node) == _texts(kept):
        return
    message = f"“{_name(region.kind)}”有两处，内容不同：工作表“{first.page.title}”和“{region.page.title}”，用了前一处"
    place = region.page.place((region.rows[0], 1))
    log.add("R02", place, _name(region.kind), message, "只留一处；多半是把两份表贴在了一起。")


def _texts(node: Node) -> object:
    if isinstance(node, Mapping):
        return {plain(key.value): _texts(child) for key, child in node.entries if not all_unfilled(child)}
    return node.value if isinstance(node, Text) else None


def _known(entry: tuple[Text, Node], top: list[tuple[Text, Node]], log: Log) -> bool:
    """Whether the first sheet stands there twice; a second one that says something else is told."""
    key, node = entry
    before = next(((other, told) for other, told in top if other.value == key.value), None)
    if before is None:
        return False
    if all_unfilled(before[1]):
        top.remove(before)
        return False
    if not all_unfilled(node) and _texts(node) != _texts(before[1]):
        message = f"“{key.value}”写了两次，另一处在{before[0].place.where}，用了那一处"
        log.add("R02", key.place, key.value, message, "只留一处；多半是把两份表贴在了一起。")
    return True


def _leftovers(region: Region, log: Log) -> None:
    if region.kind != NOWHERE:
        log.stray(region.page, region.rows)
        return
    typed = [held for row in region.rows for _, held in region.page.row(row) if not held.formula and not is_printed(held.text)]
    if typed and len(region.rows) and region.rows[0] == min(row for row, _ in region.page.cells):
        hint = "不是表里的内容，可以不管；要印在报告里的，移到相应的格里。"
        message = f"工作表“{region.page.title}”里有 {len(typed)} 格内容没有读"
        log.add("R03", region.page.whole, "", message, hint, Severity.INFO)


def _remarks(pages: list[Page], log: Log) -> None:
    """Notes that people have written at cells, and sheets that they have hidden."""
    for page in pages:
        for spot, text in page.notes:
            if not text.startswith((CALIBRE, CARRIED)):
                log.add("R03", page.place(spot), "", f"批注“{text[:30]}”没有读", "批注不印在报告里。", Severity.INFO)
