"""`goigen import`, and published reports where forms may stand: check, --previous, new --from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from goigen.layout import lay_out
from goigen.writers import writer
from tests.cli.test_cli import run
from tests.support import SAMPLES, look, sample

NAME = "哈尔滨市平房区人民政府2023年政府信息公开工作年度报告"


@pytest.fixture
def published(tmp_path: Path) -> Path:
    path = tmp_path / f"{NAME}.docx"
    path.write_bytes(writer("docx")(lay_out(sample("pingfang-2023.yaml")), look()))
    return path


def test_a_report_becomes_a_form_that_renders(published: Path) -> None:
    ran = run("import", published.name, cwd=published.parent)
    form = published.with_name(f"{NAME}.yaml")
    assert f"已写 {form.name}" in ran.stdout
    assert form.read_text().startswith(f"# 由 {published.name} 读出")
    again = run("render", form.name, "-o", "again", "-f", "txt", cwd=published.parent)
    assert again.returncode == 0
    text = (published.parent / "again" / f"{NAME}.txt").read_bytes()
    assert text == writer("txt")(lay_out(sample("pingfang-2023.yaml")), look())


def test_a_report_becomes_a_workbook_that_renders(published: Path) -> None:
    assert run("import", published.name, "-o", "form.xlsx", cwd=published.parent).returncode == 0
    assert run("render", "form.xlsx", "-o", "again", "-f", "txt", cwd=published.parent).returncode == 0
    text = (published.parent / "again" / f"{NAME}.txt").read_bytes()
    assert text == writer("txt")(lay_out(sample("pingfang-2023.yaml")), look())


def test_a_form_is_written_only_where_one_can_be_read(published: Path) -> None:
    ran = run("import", published.name, "-o", "form.docx", cwd=published.parent)
    assert (ran.returncode, "只能生成 .yaml 或 .xlsx" in ran.stderr) == (2, True)
    assert not published.with_name("form.docx").exists()


def test_an_existing_form_is_not_overwritten(published: Path) -> None:
    published.with_name("form.yaml").write_text("mine")
    ran = run("import", published.name, "-o", "form.yaml", cwd=published.parent)
    assert (ran.returncode, published.with_name("form.yaml").read_text()) == (2, "mine")
    assert "没有覆盖" in ran.stderr


def test_to_standard_output_only_the_form_is_printed(published: Path) -> None:
    ran = run("import", published.name, "-o", "-", cwd=published.parent)
    assert ran.stdout.splitlines()[1].startswith("格式: ")
    assert "强制 0 项" in ran.stderr


def test_a_form_is_not_imported_and_a_stranger_is_refused(tmp_path: Path) -> None:
    ran = run("import", str(SAMPLES / "minimal.yaml"))
    assert ran.returncode == 2
    assert "这不是已发布的报告" in ran.stderr
    (tmp_path / "a.txt").write_text("2023年部门预算公开说明")
    ran = run("import", "a.txt", cwd=tmp_path)
    assert ran.returncode == 2
    assert "部门预算" in ran.stderr


def test_check_reads_what_was_published(published: Path) -> None:
    found = json.loads(run("check", str(published), "--format", "json").stdout)["files"][0]
    assert found["year"] == 2023
    assert all(finding["line"] is None for finding in found["findings"])
    wrong = published.with_name("wrong.txt")
    text = writer("txt")(lay_out(sample("pingfang-2023.yaml")), look()).decode()
    wrong.write_text(text.replace("（七）总计", "（七）合计"))
    ran = run("check", str(wrong))
    assert ran.returncode == 1
    assert "第2个表格第" in ran.stdout
    assert "[S07]" in ran.stdout


def test_a_folder_gives_each_report_once(published: Path) -> None:
    folder = published.parent
    (folder / f"{NAME}.txt").write_bytes(writer("txt")(lay_out(sample("pingfang-2023.yaml")), look()))
    assert len(json.loads(run("check", str(folder), "--format", "json").stdout)["files"]) == 1
    (folder / "form.yaml").write_bytes((SAMPLES / "pingfang-2023.yaml").read_bytes())
    (file,) = json.loads(run("check", str(folder), "--format", "json").stdout)["files"]
    assert file["file"].endswith("form.yaml")


def test_last_year_may_be_a_published_report(published: Path) -> None:
    form = published.with_name("2024.yaml")
    ran = run("new", str(form), "--from", str(published))
    assert ran.returncode == 0
    text = form.read_text()
    assert "年度: 2024" in text
    assert "去年现行有效 9 件" in text
    ran = run("check", str(form), "--previous", str(published))
    assert "[R12]" not in ran.stdout
