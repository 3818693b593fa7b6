"""The DOCX on paper, as LibreOffice sets it: whole tables, headings above them, lines and page numbers where GB/T 9704 wants them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pdfplumber
import pylopdf_fonts_zh_cn
import pytest

from goigen.document import Cell, Document, Grid, Paragraph
from tests.support import write_docx as write
from tests.writers.test_docx import DRAFT, REFERENCE, ROOT, SMALL, plain, sample

FONTS_CONF = f"""<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{Path(pylopdf_fonts_zh_cn.__file__).parent}</dir>
</fontconfig>"""


def tall(rows: int) -> Grid:
    """A grid that no page can hold, with a header of two rows."""
    head = (
        Cell(0, 0, ("项目",), "corner", 2, 1),
        Cell(0, 1, ("数量",), "head", 1, 2),
        Cell(1, 1, ("甲",), "head"),
        Cell(1, 2, ("乙",), "head"),
    )
    body = [
        cell
        for row in range(2, rows)
        for cell in (Cell(row, 0, (f"第{row}行",), "stub"), *(Cell(row, column, (f"{row}{column}",), "figure") for column in (1, 2)))
    ]
    return plain((*head, *body), rows, 3, header_rows=2)


@pytest.fixture(scope="module")
def complete() -> Document:
    return sample(ROOT / "sample_inputs" / "complete.yaml")


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory, complete: Document) -> Iterator[dict[str, pdfplumber.PDF]]:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        (pytest.fail if os.environ.get("GOIGEN_CI") == "1" else pytest.skip)("LibreOffice (soffice) is not installed")
    folder = tmp_path_factory.mktemp("office")
    (folder / "fonts.conf").write_text(FONTS_CONF)
    documents = {
        "complete": complete,
        "draft": DRAFT,
        "tall": replace(SMALL, blocks=(*(Paragraph("一段话。") for _ in range(15)), tall(60))),
    }
    for name, document in documents.items():
        (folder / f"{name}.docx").write_bytes(write(document, REFERENCE))
    command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf", "--outdir", folder]
    fonts = {**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")}
    subprocess.run([*command, *sorted(folder.glob("*.docx"))], env=fonts, check=True, capture_output=True, timeout=300)
    with ExitStack() as opened:
        yield {name: opened.enter_context(pdfplumber.open(folder / f"{name}.pdf")) for name in documents}


def rows_of(page: pdfplumber.page.Page) -> list[int]:
    return [len(table.rows) for table in page.find_tables()]


def test_each_table_stands_whole_below_its_heading(papers: dict[str, pdfplumber.PDF], complete: Document) -> None:
    pages = papers["complete"].pages
    assert len(pages) in (8, 9)
    assert [rows for page in pages for rows in rows_of(page)] == [14, 28, 4]
    texts = ["".join((page.extract_text() or "").split()) for page in pages if rows_of(page)]
    for grid in complete.grids():
        assert [text for text in texts if grid.heading.text in text], grid.heading.text
    [page] = [page for page in pages if 28 in rows_of(page)]
    assert page.find_tables()[0].bbox[3] < (297 - 35) / 25.4 * 72


def test_the_page_holds_22_lines_of_28_characters_and_the_number_below(papers: dict[str, pdfplumber.PDF]) -> None:
    page = papers["complete"].pages[1]
    lines = page.extract_text_lines()
    assert len(lines) == 22 + 1
    assert max(sum(char["text"] > "\u2e80" for char in line["chars"]) for line in lines) == 28
    number, odd = lines[-1], papers["complete"].pages[2].extract_text_lines()[-1]
    assert "".join(number["text"].split()) == "—2—"
    assert number["x0"] < 110 < 480 < odd["x1"]
    middle = (number["top"] + number["bottom"]) / 2 / 72 * 25.4
    assert 297 - 35 + 5 < middle < 297 - 35 + 9


def test_a_table_too_long_for_a_page_breaks_between_rows_and_repeats_its_header(papers: dict[str, pdfplumber.PDF]) -> None:
    tables = [table for page in papers["tall"].pages for table in page.extract_tables()]
    assert len(tables) > 1
    assert all(table[0][0] == "项目" and table[1][1] == "甲" for table in tables)
    assert sum(len(table) - 2 for table in tables) == 58


def test_the_draft_mark_is_red_on_every_page(papers: dict[str, pdfplumber.PDF]) -> None:
    assert len(papers["draft"].pages) > 1
    for page in papers["draft"].pages:
        above = [char for char in page.chars if char["bottom"] < 37 / 25.4 * 72]
        assert "".join(char["text"] for char in above) == "草稿"
        assert {char["non_stroking_color"] for char in above} == {(1.0, 0.0, 0.0)}
