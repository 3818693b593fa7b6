"""Files are found once, read with a reason where they can't be, and written whole or not at all."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from goigen.errors import UserError
from goigen.files import find_forms, read_bytes, safe_name, write_all
from tests.support import ROOT


def test_forms_of_a_folder_come_sorted_and_once(tmp_path: Path) -> None:
    names = [
        "b.yaml",
        "a.yml",
        "c.json",
        "x.txt",
        ".hidden.yaml",
        "report.schema.json",
        "某局2023年政府信息公开工作年度报告.json",
        "d/e.yaml",
    ]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    found = [path.relative_to(tmp_path).as_posix() for path in find_forms([tmp_path, tmp_path / "b.yaml"])]
    assert found == ["a.yml", "b.yaml", "c.json", "d/e.yaml"]


def test_what_has_no_forms_comes_out_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    odd = [tmp_path / "none", Path("长" * 300)]
    assert list(find_forms([tmp_path, *odd])) == [tmp_path / "loop.yaml", *odd]
    for path in (tmp_path / "loop.yaml", Path("长" * 300)):
        with pytest.raises(UserError, match=r"链接绕成了圈|文件名太长"):
            read_bytes(path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError, match="里没有表"):
        read_bytes(tmp_path / "empty")


def test_what_cannot_be_read_says_why(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="没有这个文件"):
        read_bytes(tmp_path / "none.yaml")


def test_files_are_replaced_together_and_leave_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    assert write_all(tmp_path / "new", {"a": b"1", "b": b"2"}) == [tmp_path / "new/a", tmp_path / "new/b"]
    write_all(tmp_path, {"a": b"new"})
    assert (tmp_path / "a").read_bytes() == b"new"
    assert (tmp_path / "a").stat().st_mode & 0o777 == (tmp_path / "new/a").stat().st_mode & 0o777
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "new"]


def test_a_file_is_replaced_in_one_step_not_written_over(tmp_path: Path) -> None:
    """Who still has the old file open, or a second name for it, keeps the old one whole."""
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "kept").hardlink_to(tmp_path / "a")
    write_all(tmp_path, {"a": b"new"})
    assert ((tmp_path / "a").read_bytes(), (tmp_path / "kept").read_bytes()) == (b"new", b"old")


def test_a_folder_in_the_way_leaves_everything_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "b").mkdir()
    with pytest.raises(UserError, match="写不了"):
        write_all(tmp_path, {"a": b"new", "b": b"new"})
    assert (tmp_path / "a").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from goigen.errors import UserError
from goigen.files import write_all
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_all(Path(sys.argv[1]), {"a": b"x" * 10, "b": b"y" * 5000})
except UserError as error:
    print(error)
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE") or not hasattr(signal, "SIGXFSZ"), reason="this system has no limit of file size")
def test_a_disk_that_fills_up_keeps_the_old_files(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    ran = subprocess.run([sys.executable, "-c", FULL_DISK, str(tmp_path)], capture_output=True, text=True, cwd=ROOT, check=True)
    assert "原有的文件没有改动" in ran.stdout
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"old"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("某局", "某局.pdf"),
        ("../../etc/passwd", "_.._etc_passwd.pdf"),
        ("a\\b:c*?\x01", "a_b_c___.pdf"),
        (" .. ", "_.pdf"),
        ("长" * 300, "长" * 65 + ".pdf"),
    ],
)
def test_names_of_files_are_safe_everywhere(text: str, name: str) -> None:
    assert safe_name(text, ".pdf") == name
