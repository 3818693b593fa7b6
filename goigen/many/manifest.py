"""What an earlier run left in an output folder: which input gave which files, so that unchanged reports are skipped.

One line a report, its own SHA-256 and then JSON, appended when its files stand on the disk: a run that is killed loses at most the line
it was writing. Half a line, a damaged one and one that was changed by hand are not believed. A lock keeps two runs from one folder.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from goigen.errors import UserError
from goigen.files import TEMPORARY, reason

FOLDER = ".goigen"
VERSION = 2


@dataclass
class Manifest:
    """The entries by input path. An entry is `key` (all that the files depend on), `files` (name → SHA-256) and what is told again."""

    folder: Path
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    stream: BinaryIO | None = None

    def unchanged(self, name: str, key: str) -> dict[str, Any] | None:
        """The entry of an input whose files would come out the same and still stand there, whole."""
        entry = self.entries.get(name)
        if entry is None or entry["key"] != key or not entry["files"]:
            return None
        return entry if all(_digest(self.folder / file) == digest for file, digest in entry["files"].items()) else None

    def add(self, name: str, entry: dict[str, Any]) -> None:
        self.entries[name] = entry
        if self.stream:
            with contextlib.suppress(OSError):  # Why: the files of the report stand; the next run only writes them once more
                self.stream.write(_line(name, entry))


def _line(name: str, entry: dict[str, Any]) -> bytes:
    """Why ASCII: the name of a file may hold bytes that are no UTF-8."""
    told = json.dumps({"input": name, **entry}).encode("ascii")
    return sha256(told).hexdigest().encode() + b" " + told + b"\n"


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            found = sha256()
            while chunk := stream.read(1 << 20):
                found.update(chunk)
            return found.hexdigest()
    except OSError:
        return ""


@contextlib.contextmanager
def opened(folder: Path) -> Iterator[Manifest]:
    """The manifest of a folder for the time of one run. Raises UserError where another run has it, or the folder cannot be written."""
    try:
        (folder / FOLDER).mkdir(parents=True, exist_ok=True)
        lock = (folder / FOLDER / "lock").open("a+")
    except OSError as error:
        raise UserError(f"写不了 {folder}：{reason(error)}") from None
    with lock:
        if not _locked(lock):
            raise UserError(f"另一个 goigen 正在写 {folder}，等它做完再来")
        for left in folder.glob(f"{TEMPORARY}*"):  # of a run that was killed
            with contextlib.suppress(OSError):
                left.unlink()
        path = folder / FOLDER / "manifest.txt"
        manifest = Manifest(folder, dict(_entries(path)))
        try:
            _compact(path, manifest)
            stream = path.open("ab", buffering=0)
        except OSError as error:
            raise UserError(f"写不了 {path}：{reason(error)}") from None
        with stream as manifest.stream:
            yield manifest


def _entries(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError:
        return
    for line in lines:
        digest, _, told = line.partition(b" ")
        if digest == sha256(told).hexdigest().encode():
            entry = json.loads(told)
            if entry.get("version") == VERSION:
                yield entry.pop("input"), entry


def _compact(path: Path, manifest: Manifest) -> None:
    """One line an input again, and no half line at the end."""
    temporary = path.with_suffix(".new")
    temporary.write_bytes(b"".join(_line(name, entry) for name, entry in manifest.entries.items()))
    temporary.replace(path)


def _locked(stream: TextIO) -> bool:
    """Whether this run now has the lock; the system takes it back when the process ends, however it ends."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
