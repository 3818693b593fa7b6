"""The law: import(render(form)) = form, figures and prose, for every format that goigen writes."""

from __future__ import annotations

import os
import random

import pytest

from goigen.forms.filled import filled_form
from goigen.layout import lay_out
from goigen.pipeline import read
from goigen.report import Report, load
from goigen.source import Mapping, read_source
from goigen.writers import FORMATS, writer
from tests.reading.generated import form
from tests.support import look

# How many forms of each format a run tries; GOIGEN_LAWS=20 makes thousands of them
TIMES = int(os.environ.get("GOIGEN_LAWS", "1"))
COUNTS = {"txt": 100, "html": 50, "docx": 50, "json": 100, "pdf": 5}
BATCHES = 5


def words(report: Report) -> dict[str, object]:
    """What a report says, as far as it is printed."""
    prose = {
        key: [(topic.heading, [paragraph.text for paragraph in topic.paragraphs]) for topic in topics]
        for key, topics in report.sections.items()
    }
    notes = {key: [paragraph.text for paragraph in paragraphs] for key, paragraphs in report.notes.items() if paragraphs}
    return {
        "year": report.year,
        "agency": report.agency.name,
        "title": report.title,
        "preamble": None if report.preamble is None else [paragraph.text for paragraph in report.preamble],
        "issued": report.particulars.issued_on,
        "fees": report.fees,
        "notes": notes,
        **prose,
    }


@pytest.mark.parametrize("batch", range(BATCHES))
@pytest.mark.parametrize("name", FORMATS)
def test_what_is_printed_is_read_again(name: str, batch: int) -> None:
    assert set(COUNTS) == set(FORMATS)
    for number in range(COUNTS[name] * TIMES // BATCHES):
        report = form(random.Random(f"{name}-{batch}-{number}"))
        data = writer(name)(lay_out(report), look())
        source = read(f"report.{name}", data)
        again, findings = load(source)
        assert again is not None
        assert findings == (), (batch, number)
        assert again.figures == report.figures, (batch, number)
        if name != "json":  # it gives the default title and preamble in full
            assert words(again) == words(report), (batch, number)
        assert isinstance(source.root, Mapping)
        imported, problems = load(read_source("imported.yaml", filled_form(source.root, "x").encode()))
        assert imported is not None
        assert problems == ()
        assert imported.figures == report.figures
        assert words(imported) == words(again)
