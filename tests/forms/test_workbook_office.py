"""The workbook form through LibreOffice: its sums equal goigen's, its formats survive, and what comes out is still read as a form."""

from __future__ import annotations

import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from goigen.files import is_workbook_form
from goigen.forms.workbook.form import blank_workbook, workbook
from goigen.pipeline import check
from goigen.reading.workbook.form import read_workbook
from goigen.report import Report, load
from goigen.standard import FORM
from tests.forms.test_workbook import figures, sheet_of
from tests.reading.test_round_trip import words
from tests.support import sample, tool

TWO, THREE, FOUR = FORM.tables


def saved(book: Workbook) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def filled(report: Report) -> Workbook:
    """The blank form with the figures of a report typed into its open cells; nothing is calculated yet."""
    book = load_workbook(BytesIO(blank_workbook(year=2024, agency="宿迁市人民政府")))
    for table in FORM.tables:
        for path, place in figures(table).items():
            if path not in table.totals:
                sheet_of(book, table)[place] = float(report.figures[path] or 0)
    return book


def ticked() -> Workbook:
    book = load_workbook(BytesIO(blank_workbook()))
    for table in (TWO, FOUR):
        sheet = sheet_of(book, table)
        next(cell for cell in sheet[3] if cell.value == "☐").value = "☑"
    sheet = sheet_of(book, THREE)
    for row in sheet.iter_rows(min_row=5):
        for cell in row:
            if cell.value == "☐":
                cell.value = "☑"
    sheet[figures(THREE)["applications.received.natural_person"]] = 5
    sheet[figures(THREE)["applications.results.granted.natural_person"]] = 4
    return book


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("office")
    contents = {
        "complete": workbook(sample("complete.yaml")),
        "typed": saved(filled(sample("complete.yaml"))),
        "ticked": saved(ticked()),
    }
    for name, data in contents.items():
        (folder / f"{name}.xlsx").write_bytes(data)
    command = [tool("soffice"), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx"]
    names = [str(folder / f"{name}.xlsx") for name in contents]
    subprocess.run([*command, "--outdir", str(folder / "out"), *names], check=True, capture_output=True, timeout=180)
    return {name: Path(folder, "out", f"{name}.xlsx").read_bytes() for name in contents}


@pytest.mark.parametrize("name", ["complete", "typed"])
def test_its_totals_equal_ours(recalculated: dict[str, bytes], name: str) -> None:
    report = sample("complete.yaml")
    book = load_workbook(BytesIO(recalculated[name]), data_only=True)
    for table in FORM.tables:
        for path, place in figures(table).items():
            assert sheet_of(book, table)[place].value == pytest.approx(float(report.figures[path] or 0)), path
    states = [str(row[0].value) for row in sheet_of(book, THREE).iter_rows(min_row=30) if str(row[0].value)[:1] in "✓✗"]
    assert [state[0] for state in states] == ["✓"] * 3


def test_ticks_make_zeros_and_a_broken_balance_is_named(recalculated: dict[str, bytes]) -> None:
    book = load_workbook(BytesIO(recalculated["ticked"]), data_only=True)
    assert sheet_of(book, FOUR)[figures(FOUR)["reviews.suit.direct.total"]].value == 0
    three, where = sheet_of(book, THREE), figures(THREE)
    assert three[where["applications.results.total.total"]].value == 4
    assert three[where["applications.results.total.company"]].value == 0
    complaint = "表三“自然人”列：一＋二＝5，三（七）＋四＝4，相差1"
    assert any(str(row[0].value).startswith(f"✗ {complaint}") for row in three.iter_rows())
    listed = [str(cell.value) for cell in book["核对"]["C"] if cell.value]
    assert complaint in listed
    assert not any("格没有填" in text for text in listed)
    links = [cell.value for cell in load_workbook(BytesIO(recalculated["ticked"]))["核对"]["C"] if "HYPERLINK" in str(cell.value)]
    assert len(links) > 50
    report, findings = load(read_workbook("x.xlsx", recalculated["ticked"]))
    assert report is not None
    assert findings == ()
    assert report.figures["applications.results.total.natural_person"] == 4
    assert None not in report.figures.values()


def test_formats_rules_and_notes_survive(recalculated: dict[str, bytes]) -> None:
    before = load_workbook(BytesIO(workbook(sample("complete.yaml"))))
    after = load_workbook(BytesIO(recalculated["complete"]))
    for table in FORM.tables:
        old, new = sheet_of(before, table), sheet_of(after, table)
        assert len([rule for area in new.conditional_formatting for rule in area.rules]) >= len(table.equations)
        assert len(new.data_validations.dataValidation) >= len(old.data_validations.dataValidation) / 3
        assert new.protection.sheet
        notes = [cell.comment.text for row in new.iter_rows() for cell in row if cell.comment]
        assert notes
        assert all("【口径】" in note for note in notes)


def test_what_was_saved_by_another_program_is_read_as_the_same_form(recalculated: dict[str, bytes]) -> None:
    original = sample("complete.yaml")
    data = recalculated["complete"]
    assert is_workbook_form(data)
    report, findings = load(read_workbook("x.xlsx", data))
    assert report is not None
    assert findings == ()
    assert report.figures == original.figures
    assert words(report) == words(original)
    assert report.agency == original.agency
    assert [finding.check for finding in check("x.xlsx", data).findings] == ["T03"]
