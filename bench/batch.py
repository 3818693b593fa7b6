"""Many reports: two workers beside one, a second run, the usual way of doing it. GOIGEN_BENCH says how many; 1000 take long."""

from __future__ import annotations

import os
import random
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

from measure import ROOT
from rivals import Office, Template
from rows import Row

from goigen.document import Document
from goigen.errors import ExitCode
from goigen.layout import lay_out
from goigen.many.batch import Batch
from goigen.many.engine import processes
from goigen.many.tasks import Settings
from goigen.pipeline import check

FORM = ROOT / "sample_inputs" / "complete.yaml"
REPORTS = int(os.environ.get("GOIGEN_BENCH", "48"))
CHANGED = 3
RIVALS = min(50, REPORTS // 8)  # reports that the other way is measured with
LETTERS = "水电路桥山林田湖草沙城乡村镇企商学医文体农工交通财税金融科技环保住建民政"
ALL = Settings(("docx", "pdf", "txt"))


def units(folder: Path, count: int) -> list[Path]:
    """Forms of agencies of their own, with words of their own."""
    text = FORM.read_text(encoding="utf-8")
    folder.mkdir()
    paths = []
    for number in range(count):
        chance = random.Random(number)
        own = text.replace("宿迁市人民政府", f"示例市第{number}局").split("，")
        words = ["，" + "".join(chance.sample(LETTERS, 10)) for _ in own[1:]]
        path = folder / f"{number:05}.yaml"
        path.write_text(own[0] + "".join(word + part for word, part in zip(words, own[1:], strict=True)), encoding="utf-8")
        paths.append(path)
    return paths


def batch(template_of: Callable[[Document], Template], office: Office | None, folder: Path) -> Iterator[Row]:
    paths = units(folder / "units", REPORTS)
    few = paths[: REPORTS // 4]
    one, _ = _timed(few, folder / "one", 1)
    _, memory_few = _timed(few, folder / "few", 2)
    two, memory_many = _timed(paths, folder / "two", 2)
    rates = REPORTS / two, len(few) / one
    what = f"{REPORTS} 份 DOCX、PDF、TXT，2 个进程对 1 个"
    yield Row(what, f"每秒 {rates[0]:.2f} 份", f"每秒 {rates[1]:.2f} 份", rates[0] / rates[1], 1.8, least=True)
    what = f"进程树的内存，{REPORTS} 份对 {len(few)} 份"
    yield Row(what, f"{memory_many:.0f} MB", f"{memory_few:.0f} MB", memory_many / memory_few, 1.15)
    for path in paths[:CHANGED]:
        path.write_text(path.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    again, _ = _timed(paths, folder / "two", 2)
    yield Row(f"改了 {CHANGED} 份再运行，对第一次", f"{again:.2f} s", f"{two:.1f} s", again / two * 100, 3 if REPORTS >= 1000 else 100, "%")
    if office:
        theirs = sum(_otherwise(template_of(_document(path)), office) for path in paths[:RIVALS]) / RIVALS
        yield Row(
            "每份 DOCX 和 PDF，2 个进程，对 docxtpl 加 LibreOffice",
            f"{two / REPORTS * 1000:.0f} ms",
            f"{theirs * 1000:.0f} ms",
            theirs / (two / REPORTS),
            5,
            least=True,
        )


def _document(path: Path) -> Document:
    report = check(str(path), path.read_bytes()).report
    assert report is not None
    return lay_out(report)


def _otherwise(template: Template, office: Office) -> float:
    """Seconds for one of the same reports."""
    start = perf_counter()
    office.convert(template.render())
    return perf_counter() - start


def _timed(paths: list[Path], out: Path, width: int) -> tuple[float, float]:
    """Seconds for a run with warm workers, and the most memory of the process tree in MB."""
    with processes(width) as workers, Watched() as watched:
        list(Batch(paths[:2], workers).render(ALL, out / "warm"))
        start = perf_counter()
        done = list(Batch(paths, workers).render(ALL, out))
        seconds = perf_counter() - start
    assert all(outcome.exit_code() is ExitCode.FINE for outcome in done)
    shutil.rmtree(out / "warm")
    return seconds, watched.peak / 1e6


class Watched:
    """The most memory that this process and its children held at once, sampled; shared pages count once each."""

    def __enter__(self) -> Watched:
        self.peak = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(0.2):
            self.peak = max(self.peak, sum(_proportional(pid) for pid in _tree(os.getpid())))


def _tree(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from _tree(int(child))


def _proportional(pid: int) -> int:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in rollup.splitlines() if line.startswith("Pss:")), 0)
