"""Runs over folders: incremental, killed and resumed, two at once, files that change, disks that fill."""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from goigen import files
from goigen.errors import UserError
from goigen.finding import Severity
from goigen.many import batch
from goigen.many.batch import Batch, report_of
from goigen.many.engine import inline, processes
from goigen.many.manifest import opened
from goigen.many.progress import Progress
from goigen.many.tasks import Outcome, Settings
from tests.support import ROOT, SAMPLES

MINIMAL = (SAMPLES / "minimal.yaml").read_text()
FAST = Settings(("txt", "html"))


def unit(number: int) -> str:
    """A form of its own: name and prose differ."""
    chance = random.Random(number)
    letters = "水电路桥山林田湖草沙城乡村镇企商学医文体农工交通财税金融科技环保住建民政"
    words = "和".join("".join(chance.sample(letters, 12)) for _ in range(16))
    text = MINIMAL.replace("示例县水务局", f"示例县第{number}局")
    return text.replace("主动公开: ", f"主动公开: {words}，全年公开本局信息{number + 10}条。", 1)


@pytest.fixture
def units(tmp_path: Path) -> Path:
    folder = tmp_path / "units"
    folder.mkdir()
    for number in range(12):
        (folder / f"{number:02}.yaml").write_text(unit(number))
    return folder


def rendered(folder: Path, out: Path | None, settings: Settings = FAST, *, force: bool = False) -> dict[str, Outcome]:
    paths = sorted(folder.glob("*.yaml"))
    return {Path(o.name).name: o for o in Batch(paths, inline()).render(settings, out, force=force)}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith(".")}


def test_processes_write_the_same_bytes(units: Path, tmp_path: Path) -> None:
    rendered(units, tmp_path / "one")
    with processes(2) as workers:
        done = list(Batch(sorted(units.glob("*.yaml")), workers).render(FAST, tmp_path / "two"))
    assert len(done) == 12
    assert len(contents(tmp_path / "one")) == 24
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_what_has_not_changed_is_skipped(units: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert not any(outcome.skipped for outcome in rendered(units, out).values())
    before = contents(out)
    (units / "03.yaml").write_text(unit(3).replace("全年公开", "一年公开"))
    (out / "示例县第5局2023年政府信息公开工作年度报告.txt").write_text("half")
    (out / "示例县第6局2023年政府信息公开工作年度报告.html").unlink()
    again = rendered(units, out)
    assert {name for name, outcome in again.items() if not outcome.skipped} == {"03.yaml", "05.yaml", "06.yaml"}
    changed = {name for name, data in contents(out).items() if data != before[name]}
    assert {name[:6] for name in changed} == {"示例县第3局"}
    assert not any(outcome.skipped for outcome in rendered(units, out, force=True).values())
    assert not any(outcome.skipped for outcome in rendered(units, out, Settings(("txt",))).values())


def test_skipped_reports_keep_their_findings(units: Path, tmp_path: Path) -> None:
    (units / "00.yaml").write_text(unit(0) + "核实说明: {T03: 没有对象。}\n")
    first = rendered(units, tmp_path / "out")["00.yaml"]
    again = rendered(units, tmp_path / "out")["00.yaml"]
    assert again.skipped
    assert [finding.check for finding in again.findings] == ["R09"]
    assert again.findings == first.findings
    assert again.lines[again.findings[0].place.line - 1] == first.lines[first.findings[0].place.line - 1] != ""


def test_a_copy_is_found_among_many_and_changes_what_is_skipped(units: Path, tmp_path: Path) -> None:
    rendered(units, tmp_path / "out")
    (units / "11.yaml").write_text(unit(4).replace("示例县第4局", "示例县第11局"))
    again = rendered(units, tmp_path / "out")
    alike = {name for name, outcome in again.items() if "Y07" in {finding.check for finding in outcome.findings}}
    assert {"04.yaml", "11.yaml"} <= alike


def test_two_runs_at_once_are_refused(units: Path, tmp_path: Path) -> None:
    with opened(tmp_path / "out"), pytest.raises(UserError, match="另一个 goigen 正在写"):
        rendered(units, tmp_path / "out")
    assert len(rendered(units, tmp_path / "out")) == 12


def test_a_damaged_manifest_is_not_believed(units: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    rendered(units, out)
    path = out / ".goigen" / "manifest.txt"
    lines = path.read_text().splitlines()
    path.write_text("\n".join(['{"input": "x"', "[]", "\x00", *lines[:5], lines[5][: len(lines[5]) // 2]]))
    assert sum(outcome.skipped for outcome in rendered(units, out).values()) == 5


def test_a_form_that_changes_during_the_run_is_not_written(units: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def meddle(known: object) -> dict[str, tuple[str, ...]]:
        (units / "02.yaml").write_text(unit(2) + "# changed\n")
        return {}

    monkeypatch.setattr(batch, "candidates", meddle)
    done = rendered(units, tmp_path / "out")
    assert "又改过" in done["02.yaml"].failure
    assert not list((tmp_path / "out").glob("示例县第2局*"))
    assert sum(bool(outcome.written) for outcome in done.values()) == 11


def test_a_full_disk_leaves_no_half_file(units: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fsync = os.fsync
    calls = iter(range(1000))

    def full(handle: int) -> None:
        if next(calls) == 7:
            raise OSError(errno.ENOSPC, "No space left on device")
        fsync(handle)

    monkeypatch.setattr(files.os, "fsync", full)
    done = rendered(units, tmp_path / "out")
    failed = [outcome for outcome in done.values() if outcome.failure]
    assert [("磁盘满了" in outcome.failure) for outcome in failed] == [True]
    assert len(contents(tmp_path / "out")) == 22
    monkeypatch.undo()
    assert sum(not outcome.skipped for outcome in rendered(units, tmp_path / "out").values()) == 1


def test_the_result_is_written_for_programs(units: Path, tmp_path: Path) -> None:
    (units / "00.yaml").write_text("年度: 2023\n")
    (units / "01.yaml").write_bytes(b"\x00")
    done = list(rendered(units, tmp_path / "out").values())
    rows = {Path(row["file"]).name: row for row in json.loads(report_of(done))["reports"]}
    assert (rows["00.yaml"]["status"], rows["02.yaml"]["status"]) == ("stopped", "written")
    assert rows["00.yaml"]["error"] == done[0].count(Severity.ERROR) or rows["00.yaml"]["error"] > 0
    assert len(rows["02.yaml"]["written"]) == 2


def start(units: Path, out: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "goigen", "render", str(units), "-o", str(out), "-f", "txt,html", "-j", "2"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, start_new_session=True)


KILLS = 50


def test_killed_at_any_moment_a_rerun_finishes_the_work(units: Path, tmp_path: Path) -> None:
    for number in range(12, 60):
        (units / f"{number}.yaml").write_text(unit(number))
    rendered(units, tmp_path / "right")
    right = contents(tmp_path / "right")
    out, chance = tmp_path / "out", random.Random(5)
    for _ in range(KILLS):
        ran = start(units, out)
        time.sleep(chance.uniform(0.05, 1.6))
        os.killpg(ran.pid, signal.SIGKILL)
        ran.communicate()
        if out.exists():
            half = {name for name, data in contents(out).items() if data != right.get(name)}
            assert half == set()
    ran = start(units, out)
    said, _ = ran.communicate()
    assert ran.returncode == 0, said.decode()
    assert contents(out) == right
    assert not list(out.glob(".goigen-*"))


def test_workers_go_when_their_parent_is_killed(units: Path, tmp_path: Path) -> None:
    ran = start(units, tmp_path / "out")
    time.sleep(1.0)
    os.kill(ran.pid, signal.SIGKILL)
    ran.communicate()

    def alive() -> bool:
        return subprocess.run(["pgrep", "-g", str(ran.pid)], capture_output=True, check=False).returncode == 0

    for _ in range(100):
        if not alive():
            return
        time.sleep(0.1)
    pytest.fail("workers outlived their parent")


def test_ctrl_c_ends_the_run_and_says_what_is_done(units: Path, tmp_path: Path) -> None:
    for number in range(12, 200):
        (units / f"{number:03}.yaml").write_text(unit(number))
    ran = start(units, tmp_path / "out")
    while ran.poll() is None and not list((tmp_path / "out").glob("*.txt")):
        time.sleep(0.02)
    os.kill(ran.pid, signal.SIGINT)
    _, said = ran.communicate(timeout=60)
    assert ran.returncode == 2, said.decode()
    assert "已中断，做完了" in said.decode()
    assert "Traceback" not in said.decode()


def test_progress_says_rate_and_time_left() -> None:
    class Terminal:
        text = ""

        def isatty(self) -> bool:
            return True

        def write(self, text: str) -> None:
            self.text += text

        def flush(self) -> None:
            pass

    terminal = Terminal()
    progress = Progress("生成", 100, terminal)  # type: ignore[arg-type]
    progress.done = 50
    assert progress.line(10) == f"生成 [{'#' * 12}{'.' * 12}] 50/100，每秒 5.0 份，还要 10 秒"
    progress.step()
    assert "51/100" in terminal.text
