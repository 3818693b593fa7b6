"""What only a published report can still hold: labels of the form of 2019 (S08), debris of a conversion and placeholders (F08)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from goigen.checks.typography import CELL_DEBRIS
from goigen.reading.raw import Block, Cell, RawTable, Words
from goigen.reading.recogniser.labels import bare
from goigen.reading.recogniser.log import Log
from goigen.report.wording import BRACES
from goigen.standard.form2019 import CODE, OLD_LABELS


def leftovers(blocks: Sequence[Block], log: Log) -> None:
    """One finding for each old label, for each cell with debris, and for each paragraph with a placeholder of a template."""
    known = {bare(label): label for label in OLD_LABELS}
    for where, cell in _cells(blocks):
        if label := known.pop(bare(cell.text), None):
            log.add("S08", log.place(where), "", f"“{label}”是 2019 年格式（{CODE}）的项目", "改用 2021 年的格式；旧格式的数不能照搬。")
        if found := CELL_DEBRIS.search(cell.text):
            log.add("F08", log.place(where), "", f"表格里的“{found[0]}”是文档转换留下的书签或域代码", "删掉。")
    for words in (block for block in blocks if isinstance(block, Words)):
        if found := BRACES.search(words.text):
            message = f"正文里的“{found[0][:40]}”是模板的占位符，没有换成数；读成表以后会换成表里的数"
            log.add("F08", log.place(words.where), "", message, "写上应有的数或文字。")


def _cells(blocks: Sequence[Block]) -> Iterator[tuple[str, Cell]]:
    for table in (block for block in blocks if isinstance(block, RawTable)):
        for cell in table.cells:
            yield f"{table.where}第{cell.row + 1}行第{cell.column + 1}列", cell
