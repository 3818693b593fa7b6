"""Reading published reports: warm, one process (the PDF in its child), and the memory for a file of 50 MB."""

from __future__ import annotations

import base64
import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

from measure import Processes, medians
from rows import Row, milliseconds

from goigen.layout import lay_out
from goigen.reading import read_published
from goigen.report import Report
from goigen.writers import writer
from goigen.writers.look import Look

ROUNDS = 7
BOUNDS = {"docx": 150, "html": 150, "txt": 150, "pdf": 1000}  # milliseconds
PICTURES = 50_000_000  # bytes


def reading(report: Report, look: Look, folder: Path, processes: Processes) -> Iterator[Row]:
    files = {name: writer(name)(lay_out(report), look) for name in BOUNDS}
    taken = medians({name: lambda name=name: read_published(f"report.{name}", files[name]) for name in BOUNDS}, ROUNDS)
    for name, bound in BOUNDS.items():
        pages = "，六页" if name == "pdf" else ""
        yield Row(f"读已发布的 {name.upper()}{pages}", milliseconds(taken[name]), "", taken[name] * 1000, bound, "ms")
    for name, data in (("docx", _docx(files["docx"])), ("html", _html(files["html"]))):
        path = folder / f"large.{name}"
        path.write_bytes(data)
        peak = processes.peak("-m", "goigen", "import", str(path), "-o", str(folder / f"large-{name}.yaml")) / 1e6
        yield Row(f"导入 {len(data) / 1e6:.0f} MB 的 {name.upper()}，内存峰值", "", "", peak, 300, "MB")


def _docx(data: bytes) -> bytes:
    """The same with a picture that no packing makes smaller."""
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("word/media/image1.png", os.urandom(PICTURES))
    return stream.getvalue()


def _html(data: bytes) -> bytes:
    picture = b'<img src="data:image/png;base64,' + base64.b64encode(os.urandom(PICTURES * 3 // 4)) + b'">'
    return data.replace(b"</body>", picture + b"</body>")
