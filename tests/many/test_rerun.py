"""A second run over the same folder: what it may skip, what makes it write again, and what it still says of what it skipped."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest

from goigen.errors import UserError
from goigen.finding import Severity
from goigen.many import batch, manifest
from goigen.many.batch import Batch
from goigen.many.engine import inline
from goigen.many.manifest import opened
from goigen.many.remembered import remembered
from goigen.many.tasks import Outcome, Settings
from tests.many.test_batch import MINIMAL, contents, unit
from tests.support import look

TXT = Settings(("txt",))


@pytest.fixture
def units(tmp_path: Path) -> Path:
    folder = tmp_path / "units"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.yaml").write_text(unit(number))
    return folder


def rendered(folder: Path, out: Path, settings: Settings = TXT, previous: Sequence[Path] = ()) -> dict[str, Outcome]:
    run = Batch(sorted(folder.glob("*.yaml")), inline(), previous)
    return {Path(outcome.name).stem: outcome for outcome in run.render(settings, out)}


def skipped(done: dict[str, Outcome]) -> set[str]:
    return {name for name, outcome in done.items() if outcome.skipped}


def checks(outcome: Outcome) -> list[str]:
    return [finding.check for finding in outcome.findings]


def signed(entry: dict[str, object]) -> bytes:
    told = json.dumps(entry).encode()
    return sha256(told).hexdigest().encode() + b" " + told


ALTERED: dict[str, Callable[[bytes], bytes]] = {
    "an agency of another type": lambda line: line.replace(b'"agency": "', b'"agency": 5, "x": "'),
    "a year of another type": lambda line: line.replace(b'"year": 2023', b'"year": "x"'),
    "without what it is like": lambda line: line.replace(b'"like"', b'"lake"'),
    "an input that is a list": lambda line: line.replace(b'{"input": ', b'{"input": [], "x": '),
    "findings made up": lambda line: line.replace(b'"findings": []', b'"findings": [{"check": 1}]'),
    "its sum cut off": lambda line: line.partition(b" ")[2],
    "of an older version": lambda line: signed({**json.loads(line.partition(b" ")[2]), "version": manifest.VERSION - 1}),
    "without a version": lambda line: signed({k: v for k, v in json.loads(line.partition(b" ")[2]).items() if k != "version"}),
    "bytes that are no text": lambda line: b"\xff\xfe" + line,
    "brackets without end": lambda _: b"[" * 100_000,
}


@pytest.mark.parametrize("name", ALTERED)
def test_a_line_that_was_changed_is_not_believed_and_the_others_are(units: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    rendered(units, out)
    right, path = contents(out), out / ".goigen" / "manifest.txt"
    first, line, third = sorted(path.read_bytes().splitlines(), key=lambda line: json.loads(line.partition(b" ")[2])["input"])
    assert ALTERED[name](line) != line
    path.write_bytes(b"\n".join([first, ALTERED[name](line), third, b""]))
    assert skipped(rendered(units, out)) == {"0", "2"}
    assert contents(out) == right
    assert skipped(rendered(units, out)) == {"0", "1", "2"}


def test_a_manifest_grows_by_one_line_a_report_and_shrinks_again(units: Path, tmp_path: Path) -> None:
    for word in ("一", "二", "三"):
        (units / "0.yaml").write_text(unit(0).replace("全年公开", f"{word}年公开"))
        rendered(units, tmp_path / "out")
    rendered(units, tmp_path / "out")
    assert (tmp_path / "out" / ".goigen" / "manifest.txt").read_bytes().count(b"\n") == 3


def test_the_manifest_is_on_the_disk_as_soon_as_the_report_is(units: Path, tmp_path: Path) -> None:
    path = tmp_path / "out" / ".goigen" / "manifest.txt"
    run = Batch(sorted(units.glob("*.yaml")), inline())
    told = [path.read_bytes().count(b"\n") for outcome in run.render(TXT, tmp_path / "out")]
    assert told == [1, 2, 3]


def test_what_a_killed_run_left_is_cleared_away(units: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / ".goigen-half.txt").write_text("half")
    rendered(units, tmp_path / "out")
    assert not list((tmp_path / "out").glob(".goigen-*"))


def test_a_form_whose_name_is_no_utf8_is_skipped_like_any_other(tmp_path: Path) -> None:
    """As a folder unpacked from a ZIP of Windows has them."""
    folder = tmp_path / "units"
    folder.mkdir()
    (folder / "某局.yaml".encode("gbk").decode("utf-8", "surrogateescape")).write_text(MINIMAL)
    assert skipped(rendered(folder, tmp_path / "out")) == set()
    assert len(skipped(rendered(folder, tmp_path / "out"))) == 1
    run = Batch(list(folder.glob("*.yaml")), inline())
    (row,) = json.loads(batch.report_of(list(run.render(TXT, tmp_path / "out"))).encode())["reports"]
    assert row["status"] == "skipped"
    assert Path(row["file"]).exists()


@pytest.mark.parametrize(
    "settings",
    [Settings(("txt", "json")), replace(TXT, draft=True), replace(TXT, encoding="gb18030"), replace(TXT, own=(("page.css", b"p {}"),))],
    ids=["formats", "draft", "encoding", "own templates"],
)
def test_other_settings_write_again(units: Path, tmp_path: Path, settings: Settings) -> None:
    rendered(units, tmp_path / "out")
    assert skipped(rendered(units, tmp_path / "out", settings)) == set()
    assert skipped(rendered(units, tmp_path / "out", settings)) == {"0", "1", "2"}


def test_last_years_report_counts(units: Path, tmp_path: Path) -> None:
    out, last = tmp_path / "out", tmp_path / "last.yaml"
    rendered(units, out)
    last.write_text(unit(1).replace("年度: 2023", "年度: 2022"))
    done = rendered(units, out, previous=[last])
    assert [checks(done[name]) for name in "012"] == [["R12"], ["Y06"], ["R12"]]
    assert skipped(rendered(units, out, previous=[last])) == {"0", "1", "2"}
    last.write_text(last.read_text().replace("行政许可: 0", "行政许可: 1") + "# 改过\n")
    assert skipped(rendered(units, out, previous=[last])) == {"0", "2"}
    assert checks(rendered(units, out, previous=[last])["0"]) == ["R12"]
    assert skipped(rendered(units, out)) == set()


def test_another_version_of_the_program_writes_again(units: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rendered(units, tmp_path / "out")
    monkeypatch.setattr(batch, "_installed", lambda: "another")
    assert skipped(rendered(units, tmp_path / "out")) == set()


def test_templates_and_fonts_are_part_of_what_is_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    font = tmp_path / "face.ttf"
    font.write_bytes(b"1234")
    faces = SimpleNamespace(used=lambda: [SimpleNamespace(path=font)])
    looks = [
        look(),
        *(replace(look(), **{name: other}) for name, other in
          (("reference", b"x"), ("page", "x"), ("page_css", "x"), ("screen_css", "x"), ("faces", faces))),
    ]  # fmt: skip
    found = []
    for one in looks:
        monkeypatch.setattr(batch, "load_look", lambda _, one=one: one)
        found.append(batch._installed.__wrapped__())
    font.write_bytes(b"12345")
    found.append(batch._installed.__wrapped__())
    assert len(set(found)) == len(looks) + 1


def test_findings_that_a_copy_brought_are_kept_and_go_with_it(units: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    rendered(units, out)
    (units / "3.yaml").write_text(unit(1).replace("示例县第1局", "示例县第3局"))
    done = rendered(units, out)
    assert [checks(done[name]) for name in "0123"] == [[], ["Y07"], [], ["Y07"]]
    with monkeypatch.context() as patch:
        patch.setattr(batch, "finish", None)  # nothing is checked once more
        again = rendered(units, out)
    assert skipped(again) == {"0", "1", "2", "3"}
    assert [again[name].findings for name in "0123"] == [done[name].findings for name in "0123"]
    (units / "3.yaml").unlink()
    alone = rendered(units, out)
    assert skipped(alone) == {"0", "1", "2"}
    assert checks(alone["1"]) == []


def test_everything_that_was_found_is_told_again(tmp_path: Path) -> None:
    folder = tmp_path / "units"
    folder.mkdir()
    (folder / "a.yaml").write_text(
        MINIMAL.replace("名称: 示例县水务局", "名称: 示例县水务局, 类别: 县级政府", 1) + "核实说明: {T03: 没有对象。}\n"
    )
    (folder / "b.json").write_text("{}")
    first = rendered(folder, tmp_path / "out")["a"]
    again = rendered(folder, tmp_path / "out")["a"]
    assert again.skipped
    assert first.findings
    for name in ("agency", "category", "year", "digest", "findings", "readable", "code", "written"):
        assert getattr(again, name) == getattr(first, name), name
    assert again.category == "县级政府"
    with opened(tmp_path / "out") as known:
        kept = remembered(folder / "a.yaml", known)
    assert kept is not None
    assert kept.sketches
    assert again.count(Severity.INFO) == first.count(Severity.INFO)


def test_a_manifest_that_cannot_be_written_is_said(units: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(manifest, "_compact", full)
    with pytest.raises(UserError, match="写不了"), opened(tmp_path / "out"):
        pass
    monkeypatch.undo()
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="写不了"):
        rendered(units, tmp_path / "file" / "out")


def test_a_disk_that_fills_up_under_the_manifest_costs_no_report(units: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def write(self, _: bytes) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

        def __enter__(self) -> Full:
            return self

        def __exit__(self, *_: object) -> None:
            pass

    opener = Path.open
    monkeypatch.setattr(Path, "open", lambda path, mode="r", *a, **k: Full() if mode == "ab" else opener(path, mode, *a, **k))
    done = rendered(units, tmp_path / "out")
    monkeypatch.undo()
    assert all(outcome.written and not outcome.failure for outcome in done.values())
    assert skipped(rendered(units, tmp_path / "out")) == set()
