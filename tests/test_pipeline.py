"""Whole forms through the pipeline: what is written, what stops, what a run of many does."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from goigen import pipeline
from goigen.checks import CHECKS
from goigen.document import Document
from goigen.errors import ExitCode
from goigen.layout import lay_out
from goigen.many.batch import Batch
from goigen.many.engine import inline
from goigen.many.tasks import Outcome, Settings
from goigen.pipeline import Job, check, render
from goigen.report import Report
from goigen.writers import writer
from goigen.writers.faces import NOTO, Faces
from tests.support import SAMPLES, look, sample

MINIMAL = (SAMPLES / "minimal.yaml").read_text()
NAME = "示例县水务局2023年政府信息公开工作年度报告"


def forms(folder: Path, **texts: str) -> list[Path]:
    paths = [folder / f"{name}.yaml" for name in texts]
    for path, text in zip(paths, texts.values(), strict=True):
        path.write_text(text)
    return paths


def render_files(paths: list[Path], settings: Settings, folder: Path | None = None) -> list[Outcome]:
    """What a run in this process makes of these files, in their order."""
    done = {outcome.name: outcome for outcome in Batch(paths, inline()).render(settings, folder)}
    return [done[str(path)] for path in paths]


def test_one_form_is_written_beside_itself(tmp_path: Path) -> None:
    (rendered,) = render_files(forms(tmp_path, a=MINIMAL), Settings(("txt", "json")))
    assert [path.name for path in rendered.written] == [f"{NAME}.txt", f"{NAME}.json"]
    assert rendered.exit_code() is ExitCode.FINE


def test_a_form_with_a_mandatory_finding_writes_nothing_and_stops_no_other(tmp_path: Path) -> None:
    bad, good = render_files(forms(tmp_path, a="年度: 2023\n", b=MINIMAL), Settings(("txt",)), tmp_path / "out")
    assert (bad.written, bad.exit_code()) == ((), ExitCode.FINDINGS)
    assert [path.name for path in (tmp_path / "out").glob("[!.]*")] == [f"{NAME}.txt"]
    assert good.exit_code() is ExitCode.FINE


def test_plain_text_in_the_encoding_of_old_systems(tmp_path: Path) -> None:
    (rendered,) = render_files(forms(tmp_path, a=MINIMAL), Settings(("txt",), encoding="gb18030"))
    assert "年度报告" in rendered.written[0].read_text("gb18030")


def test_a_draft_says_so_in_its_name(tmp_path: Path) -> None:
    (rendered,) = render_files(forms(tmp_path, a="年度: 2023\n机关: {名称: 某局}\n"), Settings(("txt",), draft=True))
    assert [path.name for path in rendered.written] == ["某局2023年政府信息公开工作年度报告（草稿）.txt"]
    assert rendered.exit_code() is ExitCode.FINDINGS


def test_two_forms_of_one_name_are_both_stopped(tmp_path: Path) -> None:
    (tmp_path / f"{NAME}.txt").write_text("old")
    rendered = render_files(forms(tmp_path, a=MINIMAL, b=MINIMAL), Settings(("txt",)))
    assert [[finding.check for finding in one.findings] for one in rendered] == [["R11"], ["R11"]]
    assert (tmp_path / f"{NAME}.txt").read_text() == "old"


def test_names_that_only_become_equal_when_made_safe_are_found_too(tmp_path: Path) -> None:
    one, two = MINIMAL.replace("示例县水务局", "示例县/水务局"), MINIMAL.replace("示例县水务局", "示例县_水务局")
    rendered = render_files(forms(tmp_path, a=one, b=two), Settings(("txt",)))
    assert [one.written for one in rendered] == [(), ()]
    long = [MINIMAL.replace("示例县水务局", "长" * 90).replace("年度: 2023", f"年度: {year}") for year in (2022, 2023)]
    rendered = render_files(forms(tmp_path, c=long[0], d=long[1]), Settings(("txt",)))
    assert len({file for one in rendered for file in one.written}) == 2


def test_a_form_is_never_overwritten_by_its_own_report(tmp_path: Path) -> None:
    path = tmp_path / f"{NAME}.json"
    path.write_text(json.dumps({"年度": 2023}))
    ((rendered,)) = render_files([path], Settings(("json",), draft=True))
    assert rendered.exit_code() is ExitCode.FINDINGS
    path.write_bytes(writer("json")(lay_out(sample("minimal.yaml")), look()))
    before = path.read_bytes()
    ((rendered,)) = render_files([path], Settings(("json",)))
    assert "表本身" in rendered.failure
    assert path.read_bytes() == before


def test_a_bug_at_one_form_does_not_stop_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(report: Report, *, draft: bool = False) -> Document:
        if report.agency.name == "坏局":
            raise ZeroDivisionError
        return lay_out(report, draft=draft)

    monkeypatch.setattr(pipeline, "lay_out", broken)
    paths = forms(tmp_path, a=MINIMAL.replace("示例县水务局", "坏局"), b=MINIMAL)
    first, second = render_files(paths, Settings(("txt",)))
    assert (first.exit_code(), second.exit_code()) == (ExitCode.BUG, ExitCode.FINE)
    assert "程序自己出错了" in first.failure


def test_what_cannot_be_read_or_written_is_said_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "blocked").mkdir()
    (tmp_path / "blocked" / f"{NAME}.txt").mkdir()
    binary = tmp_path / "b.yaml"
    binary.write_bytes(b"PK\x03\x04")
    paths = [*forms(tmp_path, a=MINIMAL), binary, tmp_path / "none.yaml"]
    written, unread, missing = render_files(paths, Settings(("txt",)), tmp_path / "blocked")
    assert "写不了" in written.failure
    assert {one.exit_code() for one in (written, unread, missing)} == {ExitCode.COULD_NOT_RUN}
    assert [finding.check for finding in (*unread.findings, *missing.findings)] == ["R00", "R00"]
    assert "没有这个文件" in missing.findings[0].message


def test_rare_characters_are_named_when_a_pdf_is_made(tmp_path: Path) -> None:
    always = replace(look(), faces=Faces((Path(str(files(NOTO))),)))
    text = MINIMAL.replace("示例县水务局", "示例县水务局\U0001f600")
    shown, _ = render(check("form.yaml", text.encode()), Job(("pdf",), always))
    (finding,) = shown.findings
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
