"""The command line as a user meets it: streams, exit codes, Chinese, no traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from goigen.cli import VERBS
from tests.support import ROOT, SAMPLES, TextSnapshot

HEAVY = ("weasyprint", "docx", "pdfplumber", "openpyxl", "jinja2", "fontTools", "lxml")


def run(*arguments: str, cwd: Path = ROOT, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[str]:
    """One run of the program in a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-m", "goigen", *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **environment},
        check=False,
    )
    made = subprocess.CompletedProcess(ran.args, ran.returncode, ran.stdout.decode(), ran.stderr.decode())
    assert "Traceback" not in made.stdout + made.stderr
    return made


def test_help_is_chinese_and_names_every_verb() -> None:
    page = run("--help").stdout
    assert all(verb in page for verb in VERBS)
    for verb in VERBS:
        ran = run(verb, "--help")
        assert (ran.returncode, ran.stdout[:3]) == (0, "用法：")
        assert "显示这一页" in ran.stdout
        assert not {"Usage", "Options", "Show this"} & set(ran.stdout.split())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("chek",), "没有 chek 这个命令"),
        (("check",), "缺少"),
        (("check", "--formt", "json", "x"), "没有 --formt 这个选项"),
        (("check", "--format", "xml", "x"), "只能是 text"),
        (("render", "-f", "doc", "x.yaml"), "不认识格式"),
        (("render", "x.yaml", "--template", "none"), "没有版式文件夹"),
        (("new", "a.docx"), "只能生成 .yaml"),
        (("explain", "T99"), "没有“T99”"),
        (("check", "--strict=1", "x"), "不带值"),
        (("check", "x", "--format"), "要跟一个值"),
        (("new", "a.yaml", "b.yaml"), "参数太多"),
        (("new", "x.yaml", "--year", "1999"), "2021 到 2099"),
    ],
)
def test_misuse_is_one_chinese_sentence_and_exit_2(arguments: tuple[str, ...], words: str) -> None:
    ran = run(*arguments)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert words in ran.stderr
    assert ran.stderr.startswith("goigen：")


def test_check_prints_findings_on_stdout(snapshot: SnapshotAssertion) -> None:
    ran = run("check", "sample_inputs/wrong/balance-carried.yaml")
    assert ran.returncode == 1
    assert ran.stderr == ""
    assert ran.stdout == snapshot(extension_class=TextSnapshot)


def test_all_messages(snapshot: SnapshotAssertion) -> None:
    """The wording of every finding that the wrong samples raise."""
    assert run("check", "sample_inputs/wrong").stdout == snapshot(extension_class=TextSnapshot)


def test_json_is_stable() -> None:
    document = json.loads(run("check", "--format", "json", "sample_inputs/wrong/balance-carried.yaml").stdout)
    assert document["version"] == 1
    assert document["summary"] == {"files": 1, "error": 2, "warning": 0, "answered": 0, "info": 0}
    (file,) = document["files"]
    finding = file["findings"][0]
    assert list(finding) == ["id", "severity", "answered", "line", "column", "path", "message", "hint", "clause", "left", "right"]
    assert (finding["id"], finding["severity"], finding["left"], finding["right"]) == ("T12", "error", "64", "63")


def test_github_annotations_are_escaped(tmp_path: Path) -> None:
    (tmp_path / "a,b.yaml").write_text("年度: '20%'\n")
    lines = run("check", "--format", "github", "a,b.yaml", cwd=tmp_path).stdout.splitlines()
    assert any(line.startswith("::error file=a%2Cb.yaml,line=1,col=5,title=R05::") and "20%25" in line for line in lines)


def test_standard_input_and_other_encodings(tmp_path: Path) -> None:
    good = (SAMPLES / "minimal.yaml").read_bytes()
    assert run("check", "-", stdin=good).returncode == 0
    assert run("check", "-", stdin=b"").returncode == 1
    ran = run("render", "-", "-f", "txt", cwd=tmp_path, stdin=good, LC_ALL="C", PYTHONIOENCODING="ascii")
    assert ran.returncode == 0
    assert [path.suffix for path in tmp_path.iterdir()] == [".txt"]


def test_a_terminal_without_the_character_gets_a_substitute(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("年度: 𠮷年\n")
    command = [sys.executable, "-m", "goigen", "check", "a.yaml"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"}
    ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert ran.returncode == 1, ran.stderr
    assert "年度“?年”不对" in ran.stdout.decode("gbk")


def test_new_then_check_asks_only_for_what_is_unfilled(tmp_path: Path) -> None:
    assert run("new", "a.yaml", "--year", "2024", "--agency", "某县: 水务局", cwd=tmp_path).returncode == 0
    before = (tmp_path / "a.yaml").read_bytes()
    again = run("new", "a.yaml", cwd=tmp_path)
    assert again.returncode == 2
    assert "没有覆盖" in again.stderr
    assert (tmp_path / "a.yaml").read_bytes() == before
    document = json.loads(run("check", "--format", "json", "a.yaml", cwd=tmp_path).stdout)
    assert {finding["id"] for file in document["files"] for finding in file["findings"]} == {"S06"}
    assert document["files"][0]["agency"] == "某县: 水务局"
    drafted = run("render", "a.yaml", "--draft", "-f", "txt", cwd=tmp_path)
    assert drafted.returncode == 1
    assert "草稿" in next(tmp_path.glob("*（草稿）.txt")).read_text()


def test_new_from_last_year_brings_agency_headings_and_carried_requests(tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    last = str(SAMPLES / "complete.yaml")
    assert run("new", "b.yaml", "--from", last, cwd=tmp_path).returncode == 0
    assert (tmp_path / "b.yaml").read_text() == snapshot(extension_class=TextSnapshot)


def test_a_check_loads_no_heavy_library() -> None:
    script = "import sys; from goigen.cli import run; sys.argv = ['goigen', 'check', 'sample_inputs/complete.yaml']; run(); "
    script += f"print([name for name in {HEAVY} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"


def test_doctor_schema_and_explain_answer() -> None:
    assert "正文、表格（仿宋）" in run("doctor").stdout
    assert json.loads(run("schema").stdout)["title"].startswith("政府信息公开工作年度报告")
    assert "T12  强制" in run("explain").stdout
    assert "依据：" in run("explain", "t12").stdout
    assert "{{ 新收 }}" in run("explain", "占位符").stdout
    assert "（七）总计" in run("explain", "表项").stdout


def test_completion_knows_verbs_and_options() -> None:
    ran = run(_GOIGEN_COMPLETE="bash_source")
    assert ran.returncode in (0, 2)
    found = subprocess.run(
        [sys.executable, "-c", "from goigen.cli import main; main()"],
        env={**os.environ, "_GOIGEN_COMPLETE": "bash_complete", "COMP_WORDS": "goigen re", "COMP_CWORD": "1"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "render" in found.stdout


def test_a_bug_of_ours_is_said_to_be_ours(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    import goigen.cli.check
    from goigen import cli

    def broken(*_: object) -> None:
        raise RuntimeError("oops")

    monkeypatch.setattr(goigen.cli.check, "_checked", broken)
    monkeypatch.setattr(sys, "argv", ["goigen", "check", str(SAMPLES / "minimal.yaml")])
    assert cli.run() == 3
    assert "不是表的问题" in capsys.readouterr().err


def test_fix_writes_the_form_back_with_only_the_slips_mended(tmp_path: Path) -> None:
    head, prose, rest = (SAMPLES / "minimal.yaml").read_text().partition("总体情况:")
    text = head + prose + rest.replace("，", ",", 1)
    (tmp_path / "a.yaml").write_text(text)
    ran = run("check", "--fix", "a.yaml", cwd=tmp_path)
    assert "已改 “,” → “，” [F03]" in ran.stderr
    assert (tmp_path / "a.yaml").read_text() == (SAMPLES / "minimal.yaml").read_text()
    assert run("check", "--fix", "-", stdin=text.encode()).returncode == 2
    (tmp_path / "b.yaml").write_bytes(text.encode("gb18030"))
    assert "不是 UTF-8" in run("check", "--fix", "b.yaml", cwd=tmp_path).stderr


def test_diff_sheet_and_previous_from_the_command_line(tmp_path: Path) -> None:
    new = (SAMPLES / "minimal.yaml").read_text()
    (tmp_path / "old.yaml").write_text(new.replace("年度: 2023", "年度: 2022"))
    (tmp_path / "new.yaml").write_text(new)
    assert "没有变化" in run("diff", "old.yaml", "new.yaml", cwd=tmp_path).stdout
    assert json.loads(run("diff", "old.yaml", "new.yaml", "--format", "json", cwd=tmp_path).stdout)["figures"] == []
    assert "没有这个文件" in run("diff", "none.yaml", "new.yaml", cwd=tmp_path).stderr
    ran = run("check", "new.yaml", "--previous", "old.yaml", "--sheet", "审核单.txt", cwd=tmp_path)
    assert ran.returncode == 0, ran.stdout
    assert "示例县水务局" in (tmp_path / "审核单.txt").read_text()
    assert run("check", "new.yaml", "--sheet", "nowhere/x/审核单.xls", cwd=tmp_path).returncode == 2
