"""Tasks over executors: all done once, the dead replaced, the culprit named."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from goigen.errors import UserError
from goigen.many.engine import Lost, Run, Workers, dask, inline, processes


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


def test_an_error_of_a_task_comes_out() -> None:
    with inline() as workers, pytest.raises(TypeError):
        list(Run(workers, double, lambda number: (None,)).over([1]))


def test_no_cluster_is_said() -> None:
    with pytest.raises(UserError, match="连不上"):
        dask("tcp://127.0.0.1:1")


SCHEDULER = """
import sys, time
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        print(cluster.scheduler_address, *[worker.pid for worker in cluster.workers.values()], flush=True)
        sys.stdin.readline()
"""


@pytest.fixture
def cluster(tmp_path: Path):
    """A local cluster of two workers in processes of their own: its address and the workers' pids."""
    pytest.importorskip("distributed")
    script = tmp_path / "cluster.py"
    script.write_text(SCHEDULER)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2]), "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
    with subprocess.Popen([sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment) as ran:
        assert ran.stdout is not None
        address, *pids = ran.stdout.readline().split()
        yield address, [int(pid) for pid in pids]
        ran.kill()


def test_a_cluster_loses_nothing_when_a_worker_is_killed(cluster: tuple[str, list[int]]) -> None:
    address, pids = cluster
    assert len(pids) == 2
    with dask(address) as workers:
        assert isinstance(workers, Workers)
        run: Run[int, int] = Run(workers, slow, lambda number: (number,))
        found = []
        for done in run.over(range(60)):
            found.append(done)
            if len(found) == 10:
                os.kill(pids[0], signal.SIGKILL)
    assert sorted(found) == [(number, 2 * number) for number in range(60)]
