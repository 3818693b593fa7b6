"""The Fandol faces (仿宋, 楷体, 黑体, 宋体) into a folder where goigen looks for them.

In goes the folder, out come the five OTF files and their licence; nothing happens when they are there. They are copied from a TeX
Live or a font folder on this machine, or taken out of a Debian package without installing it. goigen does not ship them (GPL with
font exception) and works without: then Noto stands in.
"""

import contextlib
import gzip
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tools import setup_apt as apt

FACES = ("FandolFang-Regular.otf", "FandolKai-Regular.otf", "FandolHei-Regular.otf", "FandolSong-Regular.otf", "FandolSong-Bold.otf")
PACKAGE = "texlive-lang-chinese"
TEXTS = {"README": "README", "COPYING": "COPYING", "COPYING.gz": "COPYING"}
PLACES = (
    "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol",
    "usr/share/texmf-dist/fonts/opentype/public/fandol",
    "usr/local/texlive/*/texmf-dist/fonts/opentype/public/fandol",
    "usr/share/fonts/**",
)


def present(target: Path) -> bool:
    return all((target / face).exists() for face in FACES)


def fetch(target: Path) -> bool:
    """Put the faces into the folder if they are not there yet; whether they are now."""
    if not present(target):
        target.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(OSError, tarfile.TarError):
            for name, data in _installed() or _packaged():
                _write(target / name, data)
    return present(target)


def _installed() -> list[tuple[str, bytes]]:
    """The faces from a folder of this machine that has all of them."""
    for place in PLACES:
        for folder in sorted(Path("/").glob(place)):
            if present(folder):
                return [(face, (folder / face).read_bytes()) for face in FACES]
    return []


def _packaged() -> Iterator[tuple[str, bytes]]:
    """The faces and their licence out of the Debian package (49 MB, kept nowhere)."""
    if not apt.available():
        return
    with tempfile.TemporaryDirectory() as folder:
        deb = apt.download(PACKAGE, Path(folder))
        if deb is None:
            return
        with (
            subprocess.Popen(["dpkg-deb", "--fsys-tarfile", deb], stdout=subprocess.PIPE) as unpacked,
            tarfile.open(fileobj=unpacked.stdout, mode="r|") as archive,
        ):
            for member in archive:
                yield from _wanted(archive, member)


def _wanted(archive: tarfile.TarFile, member: tarfile.TarInfo) -> Iterator[tuple[str, bytes]]:
    path = Path(member.name)
    if path.parent.name != "fandol" or not (path.name in FACES or path.name in TEXTS):
        return
    file = archive.extractfile(member)
    if file:
        data = file.read()
        yield TEXTS.get(path.name, path.name), gzip.decompress(data) if path.suffix == ".gz" else data


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.write_bytes(data)
    part.replace(path)
