"""The plain text: tables that align, merged cells, narrow enough."""

from __future__ import annotations

from dataclasses import replace

import lxml.html
import pytest
from syrupy.assertion import SnapshotAssertion

from goigen.layout import lay_out
from goigen.width import cells
from goigen.writers import html, json, outline, text
from tests.support import GOOD_SAMPLES, HtmlSnapshot, TextSnapshot, look, sample


@pytest.mark.parametrize("name", GOOD_SAMPLES)
def test_outline(name: str, snapshot: SnapshotAssertion) -> None:
    assert outline.write(lay_out(sample(name))).decode() == snapshot(extension_class=TextSnapshot)


def test_outline_of_a_draft(snapshot: SnapshotAssertion) -> None:
    assert outline.write(lay_out(sample("minimal.yaml"), draft=True)).decode() == snapshot(extension_class=TextSnapshot)


def test_text_whole(snapshot: SnapshotAssertion) -> None:
    assert text.write(lay_out(sample("pingfang-2023.yaml")), look()).decode() == snapshot(extension_class=TextSnapshot)


def test_html_whole(snapshot: SnapshotAssertion) -> None:
    assert html.write(lay_out(sample("minimal.yaml")), look()).decode() == snapshot(extension_class=HtmlSnapshot)


@pytest.mark.parametrize("name", GOOD_SAMPLES)
def test_tables_align_and_are_narrow(name: str) -> None:
    for grid in lay_out(sample(name)).grids():
        lines = list(text.draw(grid))
        assert len({cells(line) for line in lines}) == 1
        assert cells(lines[0]) <= 110
        assert all(line[0] in "+|" and line[-1] in "+|" for line in lines)


def test_eight_digits_in_every_column_of_table_three_are_still_narrow() -> None:
    report = sample("complete.yaml")
    figures = {path: 11398889 if path.startswith("applications.") else number for path, number in report.figures.items()}
    lines = list(text.draw(lay_out(replace(report, figures=figures)).grids()[1]))
    assert {cells(line) for line in lines} == {cells(lines[0])}
    assert cells(lines[0]) <= 110
    assert sum(line.count("11398889") for line in lines) == 175


def test_html_is_one_file_with_scopes_and_captions() -> None:
    page = html.write(lay_out(sample("complete.yaml")), look()).decode()
    assert "<script" not in page
    assert "http" not in page.replace("www.", "").partition("<body")[0]
    assert page.count("<caption>") == 3
    assert page.count("<th ") == page.count("scope=")
    assert 'rowspan="22"' in page


def test_a_hostile_name_stays_text_in_the_head_of_the_page() -> None:
    hostile = '甲"><script>局'
    document = replace(lay_out(sample("minimal.yaml")), agency=hostile, title=(hostile,))
    page = lxml.html.fromstring(html.write(document, look()).decode())
    assert page.findall(".//script") == []
    assert page.findtext(".//title") == hostile
    assert page.find(".//meta[@name='author']").get("content") == hostile


def test_amounts_are_exact_numbers_in_json() -> None:
    assert '"行政事业性收费": 72701.2578,' in json.write(lay_out(sample("complete.yaml")), look()).decode()
