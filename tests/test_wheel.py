"""The wheel, installed where no checkout is, renders a report without a network."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.support import ROOT, SAMPLES

NO_NETWORK = """
import socket
def refuse(*arguments, **named):
    raise OSError("no network here")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_carries_templates_and_forms_and_nothing_of_others(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("templates", "forms"):
        shipped = {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*") if path.is_file()}
        assert len(shipped) >= 3
        assert {f"goigen/{name}" for name in shipped} <= names
    assert {name.split("/")[0] for name in names} == {"goigen", "goigen-0.1.0.dist-info"}


def test_it_renders_alone_and_offline(wheel: Path, tmp_path: Path) -> None:
    site, work = tmp_path / "site", tmp_path / "work"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(site), str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    (site / "sitecustomize.py").write_text(NO_NETWORK)
    work.mkdir()
    (work / "form.yaml").write_bytes((SAMPLES / "minimal.yaml").read_bytes())
    environment = {**os.environ, "PYTHONPATH": str(site)}
    where = [sys.executable, "-c", "import goigen; print(goigen.__file__)"]
    assert str(site) in subprocess.run(where, cwd=work, env=environment, check=True, capture_output=True, text=True).stdout
    render = [sys.executable, "-m", "goigen", "render", "form.yaml", "-f", "docx,pdf,txt,html,json"]
    ran = subprocess.run(render, cwd=work, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert sorted(path.suffix for path in work.glob("示例县*")) == [".docx", ".html", ".json", ".pdf", ".txt"]
