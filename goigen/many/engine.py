"""Tasks over any `concurrent.futures.Executor`: this process, warm worker processes, or a Dask cluster. Knows nothing of reports.

A worker that dies takes nobody's work with it: what was under way is tried again, each task alone, and one that kills its worker twice
comes out as Lost.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar

from goigen.errors import UserError

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

P = ParamSpec("P")
Key = TypeVar("Key")
Result = TypeVar("Result")
PATIENCE = 3  # seconds without a result before it is asked whether all workers are alive
M_MMAP_THRESHOLD = -3  # of malloc.h
IN_FLIGHT = 3  # tasks a worker: enough that none waits, few enough that memory stays flat


@dataclass(frozen=True)
class Lost:
    """A task that could not be done because its worker died, twice."""

    why: str


class Inline(Executor):
    """Does each task at once, in this process: for a few reports the start of workers would take longer than the work."""

    def submit(self, fn: Callable[P, Result], /, *args: P.args, **kwargs: P.kwargs) -> Future[Result]:
        future: Future[Result] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


@dataclass
class Workers:
    """An executor and how to get a new one when it broke. `width` is how many tasks it does at once."""

    start: Callable[[], Executor]
    width: int
    remote: bool = False
    executor: Executor = field(init=False)

    def __post_init__(self) -> None:
        self.executor = self.start()

    def restart(self) -> None:
        stop(self.executor)
        self.executor = self.start()

    def wounded(self) -> bool:
        """Whether a worker process is dead and no longer replaced."""
        return any(process.exitcode is not None for process in _processes(self.executor))

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        stop(self.executor)


def inline() -> Workers:
    return Workers(Inline, 1)


def processes(count: int) -> Workers:
    """Worker processes that stay warm. Why spawn: it is the one way that all systems have, and it never copies a lock that is held."""
    import multiprocessing  # Why here: one form needs no processes
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("spawn")
    return Workers(lambda: ProcessPoolExecutor(count, context, initializer=_begin, initargs=(os.getpid(),)), count)


def dask(address: str) -> Workers:
    """The workers of a Dask cluster, through the standard Executor protocol of its client. Raises UserError."""
    try:
        from distributed import Client
    except ImportError:
        raise UserError("--dask 要先安装：pip install 'goigen[dask]'") from None
    try:
        client = Client(address, timeout=10, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise UserError(f"连不上 Dask 调度器 {address}：{error}") from None
    width = max(1, sum(client.nthreads().values()))
    return Workers(lambda: client.get_executor(pure=False, retries=3), width, remote=True)


def _begin(parent: int) -> None:
    """In a new worker: Ctrl-C is the parent's affair, and a worker whose parent was killed goes as well."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(50_000, 20, 20)
    _give_memory_back()
    threading.Thread(target=_leave_with, args=(parent,), daemon=True).start()


def _give_memory_back() -> None:
    """Large blocks go back to the system when they are freed. Why: glibc keeps room in every worker for the largest font it has seen."""
    import ctypes

    with contextlib.suppress(OSError, AttributeError, TypeError):  # Why: other systems have no such switch, and need none
        ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, 1 << 20)


def _leave_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def _processes(executor: Executor) -> list[BaseProcess]:
    return list((getattr(executor, "_processes", None) or {}).values())  # no public way before Python 3.14


def stop(executor: Executor) -> None:
    """End the workers now: what they are doing is thrown away."""
    processes = _processes(executor)
    manager, results = getattr(executor, "_executor_manager_thread", None), getattr(executor, "_result_queue", None)
    with contextlib.suppress(Exception):  # Why: a cluster that is gone has nothing left to stop
        executor.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.kill()
    for process in processes:
        process.join(1)
    if manager and results:
        results._writer.close()  # Why: a worker killed in the middle of a result leaves half of it, and the thread waits for the rest
        manager.join(1)  # Why: Python, leaving while the thread closes its pipe, writes into it and prints a traceback


@dataclass
class Run(Generic[Key, Result]):
    """One pass of a function over many tasks. `load` makes the arguments of a task when its turn comes, so that few are in memory."""

    workers: Workers
    function: Callable[..., Result]
    load: Callable[[Key], tuple[Any, ...]]

    def over(self, keys: Iterable[Key]) -> Iterator[tuple[Key, Result | Lost]]:
        """Results as they come, not in order."""
        waiting: dict[Future[Result], Key] = {}
        coming = iter(keys)
        while True:
            waiting |= self._fill(coming, len(waiting))
            if not waiting:
                return
            done = self._done(waiting)
            broken: list[Key] = []
            for future in done:
                key = waiting.pop(future)
                try:
                    yield key, future.result()
                except (BrokenExecutor, CancelledError):
                    broken.append(key)
                except Exception as error:
                    if type(error).__name__ == "KilledWorker":
                        yield key, Lost("处理它的工作进程几次意外结束，可能是内存不够")
                    elif self.workers.remote:
                        reason = " ".join(str(error).split())[:120]
                        raise UserError(f"集群做不了：{reason}；各台机器要装同一版本的 goigen") from error
                    else:
                        raise
            if broken or not done:
                yield from self._again([*broken, *waiting.values()])
                waiting.clear()

    def _fill(self, coming: Iterator[Key], under_way: int) -> dict[Future[Result], Key]:
        added: dict[Future[Result], Key] = {}
        while under_way + len(added) < IN_FLIGHT * self.workers.width:
            key = next(coming, None)
            if key is None:
                break
            added[self._submit(key)] = key
        return added

    def _submit(self, key: Key) -> Future[Result]:
        try:
            return self.workers.executor.submit(self.function, *self.load(key))
        except BrokenExecutor:
            self.workers.restart()
            return self.workers.executor.submit(self.function, *self.load(key))

    def _done(self, futures: Iterable[Future[Result]]) -> set[Future[Result]]:
        """Waits; nothing where no future will ever be done, because a worker died while it sent a result and keeps the lock."""
        while True:
            done, _ = wait(futures, PATIENCE, FIRST_COMPLETED)
            if done or self.workers.wounded():
                return done

    def _again(self, keys: list[Key]) -> Iterator[tuple[Key, Result | Lost]]:
        """Each alone, so that the one at fault is known."""
        self.workers.restart()
        for key in keys:
            yield key, self._alone(key)

    def _alone(self, key: Key) -> Result | Lost:
        for _ in range(2):  # Why twice: a worker may die of something else, and what is left undone has to be done by hand
            future = self._submit(key)
            with contextlib.suppress(BrokenExecutor):
                if self._done([future]):
                    return future.result()
            self.workers.restart()
        return Lost("处理它的工作进程两次意外结束，可能是内存不够")
