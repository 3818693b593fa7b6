"""The same runs over a Dask cluster of two workers, one of which is killed in the middle: nothing is lost and nothing done twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from goigen.many.batch import Batch
from goigen.many.engine import Run, Workers, dask, inline
from goigen.many.tasks import Outcome, Settings
from tests.many.test_batch import contents, unit

FAST = Settings(("txt", "html"))


def slow(number: int) -> int:
    time.sleep(0.05)
    return 2 * number


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


def test_a_folder_is_rendered_whole_though_a_worker_is_killed(cluster: tuple[str, list[int]], tmp_path: Path) -> None:
    address, pids = cluster
    paths = [tmp_path / f"{number:02}.yaml" for number in range(30)]
    for number, path in enumerate(paths):
        path.write_text(unit(number))
    list(Batch(paths, inline()).render(FAST, tmp_path / "right"))
    told: Counter[str] = Counter()

    def tell(outcome: Outcome) -> None:
        told[outcome.name] += 1
        if sum(told.values()) == 3:
            os.kill(pids[1], signal.SIGKILL)

    with dask(address) as workers:
        done = list(Batch(paths, workers, told=tell).render(FAST, tmp_path / "out"))
    assert [outcome.failure for outcome in done if outcome.failure] == []
    assert set(told.values()) == {1}
    assert contents(tmp_path / "out") == contents(tmp_path / "right")
