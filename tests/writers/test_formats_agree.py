"""DOCX, PDF, TXT and HTML of a form carry the same 200 figures and the same words, read back independently of the writers."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache

import pytest

from goigen.layout import lay_out
from goigen.report import load
from goigen.report.wording import number_text
from goigen.source import read_source
from goigen.standard import FORM
from goigen.writers import FORMATS, writer
from tests.support import GOOD_SAMPLES, look, sample
from tests.writers.read_back import Found, bare, from_docx, from_html, from_pdf, from_text

READERS = {"docx": from_docx, "pdf": from_pdf, "txt": from_text, "html": from_html}


@cache
def read_back(name: str, form: str) -> Found:
    return READERS[form](writer(form)(lay_out(sample(name)), look()))


def test_every_format_is_read_back() -> None:
    assert set(READERS) | {"json"} == set(FORMATS)


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize("name", GOOD_SAMPLES)
def test_figures_and_words(name: str, form: str) -> None:
    report, document = sample(name), lay_out(sample(name))
    made = read_back(name, form)
    assert made.figures == [number_text(report.figures[path]) for path in FORM.figures]
    assert made.letters == Counter("".join(cell.text for grid in document.grids() for cell in grid.cells))
    assert made.words == bare("".join(_expected_words(name)))


def _expected_words(name: str) -> list[str]:
    """The title and all text outside the tables, from the report rather than from the Document where that is possible."""
    report, document = sample(name), lay_out(sample(name))
    words = [document.name]
    for block in document.blocks:
        if hasattr(block, "cells"):
            words += [block.heading.text, *(note.text for note in block.notes)]
        else:
            words.append(block.text)
    whole = bare("".join(words))
    for paragraph in report.words()[: len(report.words()) - len(report.labels)]:
        assert bare(paragraph.text) in whole
    assert all(section.title in whole for section in FORM.sections)
    return words


@pytest.mark.parametrize("name", GOOD_SAMPLES)
def test_json_reads_back_as_the_same_report(name: str) -> None:
    report = sample(name)
    data = writer("json")(lay_out(report), look())
    assert json.loads(data)
    again, findings = load(read_source(name, data))
    assert again is not None
    assert findings == ()
    assert {path: number_text(n) for path, n in again.figures.items()} == {path: number_text(n) for path, n in report.figures.items()}
    assert again.agency == report.agency
    prose = [[(t.heading, t.text) for t in r.sections["overview"]] for r in (again, report)]
    assert prose[0] == prose[1]


def test_markup_in_the_form_is_printed_as_text() -> None:
    hostile = "<script>alert(1)</script>&amp;<b>粗</b>{% raw %}]]>"
    text = f"年度: 2023\n机关: {{名称: '甲<b>局'}}\n导语: '{hostile}'\n总体情况: {{'<i>主动公开</i>': '{hostile}'}}\n"
    report, _ = load(read_source("form.yaml", text.encode()))
    assert report is not None
    document = lay_out(report, draft=True)
    for form, reader in READERS.items():
        made = reader(writer(form)(document, look()))
        assert made.words.count(bare(hostile)) == 2, form
        assert "甲<b>局" in made.words
        assert "<i>主动公开</i>" in made.words


def test_an_open_figure_is_an_empty_cell_of_a_draft() -> None:
    report, _ = load(read_source("form.yaml", "年度: 2023\n机关: {名称: 某局}\n".encode()))
    assert report is not None
    document = lay_out(report, draft=True)
    for form, reader in READERS.items():
        made = reader(writer(form)(document, look()))
        assert made.figures == [], form
        assert re.search("草稿", made.words)
