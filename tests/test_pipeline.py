"""Whole forms through the pipeline: what is written, what stops, what a run of many does."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from goigen import pipeline
from goigen.checks import CHECKS
from goigen.errors import ExitCode
from goigen.pipeline import Job, check, render_files
from goigen.writers.faces import NOTO, Faces
from tests.support import SAMPLES, look

MINIMAL = (SAMPLES / "minimal.yaml").read_text()
NAME = "示例县水务局2023年政府信息公开工作年度报告"


def forms(folder: Path, **texts: str) -> list[Path]:
    paths = [folder / f"{name}.yaml" for name in texts]
    for path, text in zip(paths, texts.values(), strict=True):
        path.write_text(text)
    return paths


def test_one_form_is_written_beside_itself(tmp_path: Path) -> None:
    (rendered,) = render_files(forms(tmp_path, a=MINIMAL), Job(("txt", "json"), look()))
    assert [path.name for path in rendered.files] == [f"{NAME}.txt", f"{NAME}.json"]
    assert rendered.exit_code() is ExitCode.FINE


def test_a_form_with_a_mandatory_finding_writes_nothing_and_stops_no_other(tmp_path: Path) -> None:
    bad, good = render_files(forms(tmp_path, a="年度: 2023\n", b=MINIMAL), Job(("txt",), look(), tmp_path / "out"))
    assert (bad.files, bad.exit_code()) == ((), ExitCode.FINDINGS)
    assert [path.name for path in (tmp_path / "out").iterdir()] == [f"{NAME}.txt"]
    assert good.exit_code() is ExitCode.FINE


def test_plain_text_in_the_encoding_of_old_systems(tmp_path: Path) -> None:
    (rendered,) = render_files(forms(tmp_path, a=MINIMAL), Job(("txt",), look(), encoding="gb18030"))
    assert "年度报告" in rendered.files[0].read_text("gb18030")


def test_a_draft_says_so_in_its_name(tmp_path: Path) -> None:
    (rendered,) = render_files(forms(tmp_path, a="年度: 2023\n机关: {名称: 某局}\n"), Job(("txt",), look(), None, draft=True))
    assert [path.name for path in rendered.files] == ["某局2023年政府信息公开工作年度报告（草稿）.txt"]
    assert rendered.exit_code() is ExitCode.FINDINGS


def test_two_forms_of_one_name_are_both_stopped(tmp_path: Path) -> None:
    (tmp_path / f"{NAME}.txt").write_text("old")
    rendered = list(render_files(forms(tmp_path, a=MINIMAL, b=MINIMAL), Job(("txt",), look())))
    assert [[finding.check for finding in one.checked.findings] for one in rendered] == [["R11"], ["R11"]]
    assert (tmp_path / f"{NAME}.txt").read_text() == "old"


def test_what_cannot_be_read_or_written_is_said_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "blocked").mkdir()
    (tmp_path / "blocked" / f"{NAME}.txt").mkdir()
    binary = tmp_path / "b.yaml"
    binary.write_bytes(b"PK\x03\x04")
    paths = [*forms(tmp_path, a=MINIMAL), binary, tmp_path / "none.yaml"]
    written, unread, missing = render_files(paths, Job(("txt",), look(), tmp_path / "blocked"))
    assert "写不了" in written.failure
    assert {one.exit_code() for one in (written, unread, missing)} == {ExitCode.COULD_NOT_RUN}
    assert [finding.check for finding in (*unread.checked.findings, *missing.checked.findings)] == ["R00", "R00"]
    assert "没有这个文件" in missing.checked.findings[0].message


def test_rare_characters_are_named_when_a_pdf_is_made(tmp_path: Path) -> None:
    always = replace(look(), faces=Faces((Path(str(files(NOTO))),)))
    text = MINIMAL.replace("示例县水务局", "示例县水务局\U0001f600")
    (rendered,) = render_files(forms(tmp_path, a=text), Job(("pdf",), always))
    (finding,) = rendered.checked.findings
    assert (finding.check, finding.severity.value) == ("R10", "warning")
    assert "\U0001f600" in finding.message


def test_strict_asks_for_answers() -> None:
    text = MINIMAL.replace(
        "主动公开政府信息情况: 0",
        "主动公开政府信息情况: {规章: 0, 行政规范性文件: 0, 行政许可: 0, 行政处罚: 0, 行政强制: 0, 行政事业性收费: 1.234}",
    )
    checked = check("form.yaml", text.encode())
    assert (checked.exit_code(), checked.exit_code(strict=True)) == (ExitCode.FINE, ExitCode.FINDINGS)
    answered = check("form.yaml", (text + "核实说明: {T03: 与财政数据一致。}\n").encode())
    assert answered.exit_code(strict=True) is ExitCode.FINE
    assert [finding.answer for finding in answered.findings] == ["与财政数据一致。"]


def test_a_check_that_crashes_is_named_and_hides_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(report: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setitem(CHECKS, "T12", replace(CHECKS["T12"], run=broken))  # type: ignore[arg-type]
    checked = check("form.yaml", MINIMAL.replace("年度: 2023", "年度: 20233").encode())
    assert checked.exit_code() is ExitCode.BUG
    assert {"R05", "T12"} == {finding.check for finding in checked.findings}
    assert pipeline.check("form.yaml", b"\x00\x01").exit_code() is ExitCode.COULD_NOT_RUN
