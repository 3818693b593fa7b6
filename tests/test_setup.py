"""The set-up holds together: the tasks that help lists, the lock against pyproject.toml, the fonts that are already on a machine."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools import fonts

ROOT = Path(__file__).resolve().parent.parent
LOCKED = re.compile(r"^([a-z0-9-]+)==([^ ;]+).* \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE)


def locked(name: str) -> dict[str, str]:
    return {package: version for package, version, _ in LOCKED.findall((ROOT / "requirements" / name).read_text("utf-8"))}


def test_help_lists_every_task():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    tasks = set(re.findall(r"^([a-z-]+):(?!=)", makefile, re.MULTILINE))
    assert {"demo", "test"} <= tasks
    assert set(re.findall(r"^([a-z-]+):.*## \S", makefile, re.MULTILINE)) == tasks
    assert set(re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[0].split()) == tasks


def test_ci_runs_what_a_developer_runs():
    assert (ROOT / ".ci" / "run").read_text("utf-8").splitlines()[-1] == "make test"


def test_lock_satisfies_every_dependency():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [Requirement(text) for text in [*project["dependencies"], *project["optional-dependencies"]["dev"]]]
    versions = locked("lock.txt")
    assert len(wanted) > 20
    assert [str(need) for need in wanted if not need.specifier.contains(versions.get(canonicalize_name(need.name), "0"))] == []


def test_benchmark_lock_agrees():
    versions, bench = locked("lock.txt"), locked("bench.txt")
    assert "docxtpl" in bench
    assert {name: version for name, version in bench.items() if versions.get(name, version) != version} == {}


@pytest.mark.parametrize("name", ["lock.txt", "bench.txt"])
def test_lock_pins_by_hash_and_names_no_machine(name):
    text = (ROOT / "requirements" / name).read_text("utf-8")
    # Some packages have a version of their own for older Pythons
    assert len(locked(name)) == len(set(re.findall(r"^([\w.-]+)(?:\[.*\])?==", text, re.MULTILINE))) > 0
    assert re.findall(r"^.*(?:://|--index|--find-links|/tmp|/home|/root).*$", text, re.MULTILINE) == []


def test_fonts_of_this_machine_are_copied(tmp_path, monkeypatch):
    installed, target = tmp_path / "opentype" / "fandol", tmp_path / "target"
    installed.mkdir(parents=True)
    for face in fonts.FACES:
        (installed / face).write_text(face)
    monkeypatch.setattr(fonts, "PLACES", (str(tmp_path.relative_to("/")) + "/**",))
    monkeypatch.setattr(fonts, "_packaged", lambda: pytest.fail("nothing need be downloaded"))
    assert fonts.fetch(target)
    assert sorted(path.name for path in target.iterdir()) == sorted(fonts.FACES)


def test_no_fonts_is_no_error(tmp_path, monkeypatch):
    monkeypatch.setattr(fonts, "PLACES", ())
    monkeypatch.setattr(fonts.apt, "available", lambda: False)
    assert not fonts.fetch(tmp_path / "target")
