"""What only the cells of a published table can still hold: labels of the form of 2019 (S08), debris of a conversion (F08)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from goigen.checks.typography import CELL_DEBRIS
from goigen.reading.labels import bare
from goigen.reading.log import Log
from goigen.reading.raw import Block, Cell, RawTable
from goigen.standard.form2019 import CODE, OLD_LABELS


def leftovers(blocks: Sequence[Block], log: Log) -> None:
    """One finding for each old label, and for each cell with debris."""
    known = {bare(label): label for label in OLD_LABELS}
    for where, cell in _cells(blocks):
        if label := known.pop(bare(cell.text), None):
            log.add("S08", log.place(where), "", f"“{label}”是 2019 年格式（{CODE}）的项目", "改用 2021 年的格式；旧格式的数不能照搬。")
        if found := CELL_DEBRIS.search(cell.text):
            log.add("F08", log.place(where), "", f"表格里的“{found[0]}”是文档转换留下的书签或域代码", "删掉。")


def _cells(blocks: Sequence[Block]) -> Iterator[tuple[str, Cell]]:
    for table in (block for block in blocks if isinstance(block, RawTable)):
        for cell in table.cells:
            yield f"{table.where}第{cell.row + 1}行第{cell.column + 1}列", cell
