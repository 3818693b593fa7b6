"""Which files of folders are read: each report once, nothing that goigen wrote itself, and what a person named in any case."""

from __future__ import annotations

from pathlib import Path

import pytest

from goigen.collecting import find_reports, fix_file, read_previous
from goigen.errors import UserError
from goigen.forms.workbook.form import blank_workbook
from tests.support import SAMPLES

MINIMAL = (SAMPLES / "minimal.yaml").read_text()
REPORT = "示例县水务局2023年政府信息公开工作年度报告"


def folder(path: Path, **files: str) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (path / name.replace("__", ".")).write_text(text)
    return path


def found(*paths: Path) -> list[str]:
    return [path.name for path in find_reports(paths)]


def test_what_goigen_wrote_beside_a_form_is_not_read_again(tmp_path: Path) -> None:
    from goigen.pipeline import check_file, file_name

    report = check_file(SAMPLES / "minimal.yaml").report
    assert report is not None
    written = [Path(file_name(report, "html", draft=draft)).name for draft in (False, True)]
    units = folder(tmp_path / "units", a__yaml=MINIMAL)
    for name in written:
        (units / name).write_text("<p>年报</p>")
    assert len(set(written)) == 2
    assert found(units) == ["a.yaml"]
    assert found(units, units / written[0]) == ["a.yaml", written[0]]
    (units / "别的.html").write_text("<p>年报</p>")
    assert found(units) == ["a.yaml", "别的.html"]
    elsewhere = folder(tmp_path / "elsewhere")
    (elsewhere / written[0]).write_text("<p>年报</p>")
    assert sorted(found(units, elsewhere)) == sorted(["a.yaml", "别的.html", written[0]])


def test_a_form_that_has_the_name_of_a_report_is_still_a_form(tmp_path: Path) -> None:
    units = folder(tmp_path, **{f"{REPORT}__yaml": MINIMAL, "b__yaml": MINIMAL})
    assert sorted(found(units)) == sorted([f"{REPORT}.yaml", "b.yaml"])


def test_of_several_files_of_one_name_the_form_is_read(tmp_path: Path) -> None:
    units = folder(tmp_path, a__yaml=MINIMAL, a__html="<p>年报</p>", b__html="<p>年报</p>", b__txt="年报")
    (units / "a.docx").write_bytes(b"PK")
    assert "a.yaml" in found(units)
    assert len([name for name in found(units) if name.startswith("a.")]) == 1
    assert len([name for name in found(units) if name.startswith("b.")]) == 1
    assert sorted(found(units, units / "a.html"))[:2] == ["a.html", "a.yaml"]


def test_a_form_named_for_itself_does_not_hide_reports_of_its_folder(tmp_path: Path) -> None:
    units = folder(tmp_path, a__yaml=MINIMAL, **{f"{REPORT}__html": "<p>年报</p>"})
    assert found(units / "a.yaml", units / f"{REPORT}.html") == ["a.yaml", f"{REPORT}.html"]


def test_last_years_reports_of_a_folder_without_one_that_can_be_read(tmp_path: Path) -> None:
    folder(tmp_path / "last", a__yaml=MINIMAL, b__yaml="年度：2022\n")
    with pytest.raises(UserError, match=r"去年的报告读不出来：.*b\.yaml"):
        read_previous(tmp_path / "last")
    assert read_previous(None).reports == ()


SLIP = MINIMAL.replace("审核并作", "审核,并作")


def test_a_form_is_mended_and_one_without_slips_is_not_touched(tmp_path: Path) -> None:
    units = folder(tmp_path, a__yaml=SLIP, b__yaml=MINIMAL)
    before = (units / "b.yaml").stat()
    assert [change.after for change in fix_file(units / "a.yaml")] == ["，"]
    assert (units / "a.yaml").read_text() == MINIMAL.replace("审核并作", "审核，并作")
    assert fix_file(units / "b.yaml") == ()
    after = (units / "b.yaml").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_what_cannot_be_mended_is_said_and_left_alone(tmp_path: Path) -> None:
    gbk, book = tmp_path / "gbk.yaml", tmp_path / "a.xlsx"
    gbk.write_bytes(SLIP.encode("gb18030"))
    book.write_bytes(blank_workbook())
    for path, words in ((gbk, "不是 UTF-8 编码，没有改"), (book, "工作簿里的文字不能自动改"), (tmp_path / "none.yaml", "没有这个文件")):
        before = path.read_bytes() if path.exists() else b""
        with pytest.raises(UserError, match=words):
            fix_file(path)
        assert (path.read_bytes() if path.exists() else b"") == before
