"""Document → a readable outline: what is on the page, for snapshots and for eyes."""

from __future__ import annotations

from collections.abc import Iterator

from goigen.document import Cell, Document, Grid, Heading


def write(document: Document) -> bytes:
    return ("\n".join(_lines(document)) + "\n").encode()


def _lines(document: Document) -> Iterator[str]:
    yield "title " + " / ".join(document.title)
    yield f"agency {document.agency} year {document.year}{' draft' if document.draft else ''}"
    for block in document.blocks:
        match block:
            case Heading():
                yield f"{'#' * block.level} {block.text}"
            case Grid():
                yield from _grid(block)
            case _:
                yield f"{block.role}: {block.text}"


def _grid(grid: Grid) -> Iterator[str]:
    yield f"# {grid.heading.text}"
    yield f"grid {grid.key} {len(grid.heights)}×{len(grid.widths)} {grid.size}pt, {sum(grid.heights):.1f} mm high"
    yield "  widths " + " ".join(f"{width:.1f}" for width in grid.widths)
    for cells in grid.rows():
        yield "  " + " | ".join(map(_cell, cells))
    for note in grid.notes:
        yield f"note: {note.text}"


def _cell(cell: Cell) -> str:
    spans = f" [{cell.row_span}×{cell.column_span}]" if (cell.row_span, cell.column_span) != (1, 1) else ""
    return "/".join(cell.lines) + spans
