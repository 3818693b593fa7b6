"""What stands on a sheet of a workbook form, cell by cell, and how people are told where."""

from __future__ import annotations

from dataclasses import dataclass, field

from openpyxl.utils.cell import get_column_letter

from goigen.finding import Place
from goigen.reading.xlsx.sheet import Area

Spot = tuple[int, int]  # row and column, from 1


@dataclass(frozen=True, slots=True)
class Held:
    """What stands in a cell, as text. `formula` says that it was calculated, not typed; `places` how many decimals its format shows."""

    text: str
    formula: bool = False
    places: int = 0

    @property
    def amount(self) -> str:
        """An amount with the zeros that it was typed with: 5.20, which a spreadsheet keeps as 5.2."""
        whole, stop, decimals = self.text.partition(".")
        padded = f"{whole}.{decimals.ljust(self.places, '0')}" if self.places else self.text
        return padded if self.places and whole.isdigit() and (decimals.isdigit() or not stop) else self.text


@dataclass(slots=True)
class Page:
    """One sheet. `merged` are areas by their first cell; `number` is its place among the sheets."""

    file: str
    title: str
    number: int
    hidden: bool = False
    cells: dict[Spot, Held] = field(default_factory=dict)
    merged: dict[Spot, Area] = field(default_factory=dict)
    notes: list[tuple[Spot, str]] = field(default_factory=list)
    _rows: dict[int, list[tuple[int, Held]]] = field(default_factory=dict)

    def row(self, number: int) -> list[tuple[int, Held]]:
        """What stands in a row, by column, from the left."""
        if not self._rows:
            for (row, column), held in sorted(self.cells.items()):
                self._rows.setdefault(row, []).append((column, held))
        return self._rows.get(number, [])

    def place(self, spot: Spot) -> Place:
        """The cell as people are told: 工作表“三、……”D12."""
        row, column = spot
        where = f"工作表“{self.title}”{get_column_letter(column)}{row}"
        return Place(self.file, where=where, rank=self.number * 10_000_000 + row * 500 + min(column, 499))

    @property
    def whole(self) -> Place:
        return Place(self.file, where=f"工作表“{self.title}”", rank=self.number * 10_000_000)
