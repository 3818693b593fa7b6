"""The law of the workbook form: form → workbook → form keeps everything; and how it is told from a published workbook."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from goigen.checks import run_checks
from goigen.collecting import find_reports, fix_file
from goigen.errors import ExitCode, UserError
from goigen.files import find_forms, is_form_file, is_workbook_form
from goigen.finding import Finding
from goigen.forms.filled import filled_form
from goigen.forms.workbook.form import blank_workbook, workbook
from goigen.layout import lay_out
from goigen.pipeline import check, check_file, import_file, read
from goigen.reading import is_published
from goigen.reading.workbook.form import read_workbook
from goigen.report import Report, load
from goigen.report.wording import number_text
from goigen.source import Mapping, read_source
from goigen.writers import writer
from tests.cli.test_cli import run
from tests.reading.generated import form
from tests.reading.test_round_trip import words
from tests.support import GOOD_SAMPLES, SAMPLES, look

TIMES = int(os.environ.get("GOIGEN_LAWS", "1"))
COUNT, BATCHES = 60, 3


def again(data: bytes) -> tuple[Report, tuple[Finding, ...]]:
    report, findings = load(read_workbook("form.xlsx", data))
    assert report is not None
    return report, findings


def everything(report: Report) -> dict[str, object]:
    return {
        **words(report),
        "all": report.agency,
        "figures": dict(report.figures),
        "answers": {check_id: answer.text for check_id, answer in report.answers.items()},
        "typed": [paragraph.typed for paragraph in (*report.prose(), *(note for notes in report.notes.values() for note in notes))],
        "labels": sorted((label.path, label.typed) for label in report.labels),
    }


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_report_comes_back_as_it_was(batch: int) -> None:
    for number in range(COUNT * TIMES // BATCHES):
        report = form(random.Random(f"workbook-{batch}-{number}"))
        back, findings = again(workbook(report))
        assert findings == (), (batch, number)
        assert everything(back) == everything(report), (batch, number)


@pytest.mark.parametrize("name", GOOD_SAMPLES)
def test_a_sample_comes_back_with_the_same_findings(name: str) -> None:
    source = read_source(name, (SAMPLES / name).read_bytes())
    report, findings = load(source)
    assert report is not None
    back, problems = again(workbook(source))
    assert everything(back) == everything(report)
    told = [sorted((f.check, f.message, f.answer) for f in run_checks(*pair).findings) for pair in ((report, findings), (back, problems))]
    assert told[0] == told[1]


def test_through_yaml_and_back() -> None:
    report = form(random.Random("yaml"))
    source = read_workbook("form.xlsx", workbook(report))
    assert isinstance(source.root, Mapping)
    back, findings = load(read_source("form.yaml", filled_form(source.root, "form.xlsx").encode()))
    assert back is not None
    assert findings == ()
    assert everything(back) == everything(report)


def test_the_blank_workbook_says_only_what_is_unfilled_and_where() -> None:
    findings = check("年报.xlsx", blank_workbook()).findings
    assert {finding.check for finding in findings} == {"S06"}
    assert len(findings) == 8
    assert str(findings[0].place) == "年报.xlsx:工作表“填表说明”B9"
    assert all(finding.place.where for finding in findings)
    assert any("选 ☑" in finding.hint for finding in findings)
    assert not any(": 0”" in finding.hint for finding in findings)


@pytest.mark.parametrize(
    ("path", "told"),
    [("reviews.review.total", "T20"), ("applications.results.total.natural_person", "T11"), ("applications.received.total", "T10")],
)
def test_a_typed_total_is_compared_and_one_that_is_missing_says_so(path: str, told: str) -> None:
    report = form(random.Random("total"))
    number = report.figures[path]
    assert isinstance(number, int)
    odd, _ = again(workbook(replace(report, figures={**report.figures, path: number + 1})))
    assert odd.figures[path] == number + 1
    assert told in {finding.check for finding in run_checks(odd).findings}
    missing, _ = again(workbook(replace(report, figures={**report.figures, path: None})))
    assert missing.figures[path] is None


def test_a_published_workbook_is_no_form_and_a_form_no_published_workbook(tmp_path: Path) -> None:
    published = writer("xlsx")(lay_out(form(random.Random("published"))), look())
    assert is_published("x.xlsx", published)
    assert not is_workbook_form(published)
    assert not is_published("x.xlsx", blank_workbook())
    stream = BytesIO()
    Workbook().save(stream)
    files = {
        "年报.xlsx": blank_workbook(),
        "已发布.xlsx": published,
        "空.xlsx": stream.getvalue(),
        "坏.xlsx": b"PK\x03\x04",
        "表.yaml": b"",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    assert [path.name for path in find_forms([tmp_path])] == ["年报.xlsx", "表.yaml"]
    assert {path.name for path in find_reports([tmp_path])} == set(files)
    assert is_form_file(tmp_path / "年报.xlsx")
    assert not is_form_file(tmp_path / "没有.xlsx")


def test_a_form_wins_over_a_report_of_the_same_name(tmp_path: Path) -> None:
    (tmp_path / "年报.xlsx").write_bytes(blank_workbook())
    (tmp_path / "年报.docx").write_bytes(b"PK")
    assert [path.name for path in find_reports([tmp_path])] == ["年报.xlsx"]


def test_a_workbook_becomes_yaml_by_import_and_is_not_mended(tmp_path: Path) -> None:
    report = form(random.Random("import"))
    path = tmp_path / "年报.xlsx"
    path.write_bytes(workbook(report))
    text, checked = import_file(path)
    assert checked.report is not None
    back, _ = load(read_source("x.yaml", text.encode()))
    assert back is not None
    assert everything(back) == everything(report)
    with pytest.raises(UserError, match="不能自动改"):
        fix_file(path)
    assert check_file(path).exit_code() in (ExitCode.FINE, ExitCode.FINDINGS)


def test_the_same_report_is_printed_from_both_kinds_of_form() -> None:
    source = read_source("complete.yaml", (SAMPLES / "complete.yaml").read_bytes())
    one, _ = load(source)
    other, _ = load(read("complete.xlsx", workbook(source)))
    assert one is not None
    assert other is not None
    for name in ("txt", "docx", "json"):
        assert writer(name)(lay_out(one), look()) == writer(name)(lay_out(other), look())


@pytest.mark.parametrize("typed", ["5722.20", "5722.2", "0.1000", "12.00", "3", "0.30", "9999999999.12345"])
def test_decimals_stay_as_they_were_typed(typed: str) -> None:
    report = form(random.Random("decimals"))
    back, findings = again(workbook(replace(report, figures={**report.figures, "disclosure.fees": Decimal(typed)})))
    assert findings == ()
    assert number_text(back.figures["disclosure.fees"]) == typed


def test_from_nothing_to_the_report_on_the_command_line(tmp_path: Path) -> None:
    assert run("new", "a.xlsx", "--year", "2023", "--agency", "=示例局", cwd=tmp_path).returncode == 0
    assert (tmp_path / "a.xlsx").read_bytes() == blank_workbook(year=2023, agency="=示例局")
    assert "没有覆盖" in run("new", "a.xlsx", cwd=tmp_path).stderr
    checked = run("check", "a.xlsx", cwd=tmp_path)
    assert checked.returncode == 1
    assert "a.xlsx:工作表“三、收到和处理政府信息公开申请情况”" in checked.stdout
    (tmp_path / "b.xlsx").write_bytes(workbook(read_source("minimal.yaml", (SAMPLES / "minimal.yaml").read_bytes())))
    assert "示例县水务局2023年政府信息公开工作年度报告.txt" in run("render", "b.xlsx", "-f", "txt", cwd=tmp_path).stdout
    assert run("new", "c.xlsx", "--from", "b.xlsx", cwd=tmp_path).returncode == 0
    report, _ = again((tmp_path / "c.xlsx").read_bytes())
    assert (report.agency.name, report.year) == ("示例县水务局", 2024)
    assert report.figures["applications.carried_in.total"] == 0
