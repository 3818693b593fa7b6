"""Tasks over executors: all done once, the dead replaced, the culprit named."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from goigen.errors import UserError
from goigen.many import engine
from goigen.many.engine import Lost, Run, dask, inline, processes
from tests.support import ROOT


def double(number: int) -> int:
    return 2 * number


def double_or_die(number: int) -> int:
    """13 kills its worker each time."""
    if number == 13:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def double_or_die_once(number: int, mark: str) -> int:
    if number == 7 and not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def double_or_die_telling(number: int, mark: str) -> int:
    """7 dies once, in the middle of sending its result: the worst moment, as the pipe is then left half written and locked."""
    if number == 7 and not Path(mark).exists():
        Path(mark).touch()

        def half(connection: Connection, data: bytes) -> None:
            os.write(connection.fileno(), (1000).to_bytes(4, "big") + data[:5])
            os.kill(os.getpid(), signal.SIGKILL)

        Connection._send_bytes = half  # type: ignore[attr-defined]
    return 2 * number


def slow(number: int) -> int:
    time.sleep(0.05)
    return 2 * number


@pytest.mark.parametrize("crew", [inline, lambda: processes(2)])
def test_every_task_is_done_once(crew: object) -> None:
    with crew() as workers:  # type: ignore[operator]
        run: Run[int, int] = Run(workers, double, lambda number: (number,))
        found = list(run.over(range(100)))
    assert sorted(found) == [(number, 2 * number) for number in range(100)]


def test_few_tasks_are_loaded_ahead() -> None:
    """Memory stays flat: what is not yet under way is not in memory."""
    loaded: list[int] = []
    with inline() as workers:
        run: Run[int, int] = Run(workers, double, lambda number: (loaded.append(number) or number,))
        for done, _ in enumerate(run.over(range(50)), 1):
            assert len(loaded) <= done + 6


def test_a_task_that_kills_its_worker_is_lost_alone() -> None:
    with processes(2) as workers:
        run: Run[int, int | Lost] = Run(workers, double_or_die, lambda number: (number,))
        found = dict(run.over(range(30)))
    assert isinstance(found.pop(13), Lost)
    assert found == {number: 2 * number for number in range(30) if number != 13}


def test_a_worker_that_dies_once_costs_nothing(tmp_path: Path) -> None:
    mark = str(tmp_path / "died")
    with processes(2) as workers:
        run: Run[int, int] = Run(workers, double_or_die_once, lambda number: (number, mark))
        found = dict(run.over(range(20)))
    assert Path(mark).exists()
    assert found == {number: 2 * number for number in range(20)}


def test_a_worker_that_dies_while_it_tells_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "PATIENCE", 0.3)
    mark = str(tmp_path / "died")
    with processes(2) as workers:
        run: Run[int, int] = Run(workers, double_or_die_telling, lambda number: (number, mark))
        found = dict(run.over(range(20)))
    assert Path(mark).exists()
    assert found == {number: 2 * number for number in range(20)}
    assert not [thread for thread in threading.enumerate() if "ExecutorManager" in type(thread).__name__]


def heap(give_back: bool) -> int:
    """How much the heap of a new process grows by a large block after another was freed, in MB."""
    script = f"""
import re
from goigen.many.engine import _give_memory_back
def heap():
    found = re.search(r"^(\\w+)-(\\w+) .*\\[heap\\]$", open("/proc/self/maps").read(), re.M)
    return int(found[2], 16) - int(found[1], 16)
if {give_back}:
    _give_memory_back()
before, first = heap(), bytearray(30 << 20)
del first
second = bytearray(25 << 20)
print((heap() - before) >> 20)
"""
    return int(subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True).stdout)


@pytest.mark.skipif(not Path("/lib/x86_64-linux-gnu/libc.so.6").exists(), reason="a habit of glibc")
def test_a_worker_gives_large_blocks_back() -> None:
    assert heap(give_back=False) > 20
    assert heap(give_back=True) < 5


def test_an_error_of_a_task_comes_out() -> None:
    with inline() as workers, pytest.raises(TypeError):
        list(Run(workers, double, lambda number: (None,)).over([1]))


def test_no_cluster_is_said() -> None:
    with pytest.raises(UserError, match="连不上"):
        dask("tcp://127.0.0.1:1")
