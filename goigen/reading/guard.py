"""A function and a foreign file → its value, read in a child process that is ended when it takes too long or too much memory.

One child is kept for the files to come, and replaced when it had to be ended. It lives no longer than this process: it goes when its
standard input closes. Nothing is known here of any format.
"""

from __future__ import annotations

import atexit
import faulthandler
import gc
import os
import pickle
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import IO, TypeVar

from goigen.errors import InternalError, UserError

T = TypeVar("T")

# Why not multiprocessing: it runs the main script again in each child, which a script without a guard of its own does not survive
_CHILD = "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); from goigen.reading import guard; guard.serve()"
_GRACE = 5.0  # seconds that a child whose parent is gone may outlast its time
_MEGABYTE = 1 << 20


def bounded(function: Callable[..., T], *args: object, seconds: float, megabytes: int) -> T:
    """What the function returns or the UserError that it raises. It, its arguments and its value must be picklable.

    `megabytes` bounds the address space of the child where the system can do that (Linux), the 100 of Python itself included.
    """
    request = pickle.dumps((seconds, megabytes, function, args))
    with _lock:
        child = _warm()
        try:
            kind, value = child.ask(request, seconds)
        except BaseException:  # Ctrl-C among them: what the child is at now, nobody waits for
            child.end()
            raise
        if kind in _FATAL:
            child.end()
    if kind == "value":
        return value  # type: ignore[return-value]
    if kind == "refused":
        raise UserError(value)
    if kind == "bug":
        raise InternalError(value)
    raise UserError(_FATAL[kind].format(seconds=seconds, megabytes=megabytes))


_FATAL = {
    "late": "这份文件 {seconds:g} 秒还没有读完，可能已损坏，或者不是一份年度报告",
    "memory": "读这份文件要用的内存超过 {megabytes} MB，文件可能已损坏，或者太大",
    "gone": "读这份文件时程序意外中止，文件可能已损坏",
}


class _Child:
    """The process that reads, as its parent sees it."""

    def __init__(self) -> None:
        self.parent = os.getpid()
        command = [sys.executable, "-P", "-X", "utf8", "-c", _CHILD]
        window = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows would open one for it
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, creationflags=window)
        self.fresh = True

    @property
    def usable(self) -> bool:
        """Why the parent counts: after a fork, two processes would talk to one child."""
        return self.parent == os.getpid() and self.process.poll() is None

    def ask(self, request: bytes, seconds: float) -> tuple[str, object]:
        """The answer; a thread waits for it, since on Windows a pipe cannot be waited for with a time limit."""
        answers: list[tuple[str, object]] = []

        def exchange() -> None:
            assert self.process.stdin is not None
            assert self.process.stdout is not None
            # Why: whatever goes wrong here is told as no answer: a broken pipe, half an answer, a value that cannot be loaded
            with suppress(Exception):
                if self.fresh:
                    pickle.dump(sys.path, self.process.stdin)
                self.process.stdin.write(request)
                self.process.stdin.flush()
                answers.append(pickle.load(self.process.stdout))

        waiting = threading.Thread(target=exchange, daemon=True)
        waiting.start()
        late = monotonic() + seconds + (_START if self.fresh else 0)
        while waiting.is_alive() and monotonic() < late:
            waiting.join(0.2)  # Why so short: on Windows, Ctrl-C is not seen before it ends
        self.fresh = False
        if waiting.is_alive():
            self.process.kill()  # which also ends the thread: its pipe breaks
            waiting.join()
            return "late", None
        return answers[0] if answers else ("gone", None)

    def end(self) -> None:
        """Ends the process and closes its pipes; in a fork of the parent, only the pipes."""
        if self.parent == os.getpid():
            self.process.kill()
            self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]


_START = 20.0  # seconds that starting Python may take, on top, on a busy machine
_lock = threading.Lock()
_kept: list[_Child] = []


def _warm() -> _Child:
    """The child that is kept, or a new one."""
    if not (_kept and _kept[0].usable):
        close()
        _kept.append(_Child())
    return _kept[0]


@atexit.register
def close() -> None:
    """Ends the child that is kept; the next file starts another."""
    while _kept:
        _kept.pop().end()


def serve() -> None:
    """The life of the child: request after request, until the parent closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole terminal; the parent sees to its child
    requests, sys.stdin = sys.stdin.buffer, None
    with open(os.devnull, "wb") as nothing, os.fdopen(os.dup(1), "wb") as answers:  # noqa: PTH123
        os.dup2(nothing.fileno(), 1)  # what a library prints must not come between
        gc.freeze()
        with suppress(EOFError, BrokenPipeError):
            while True:
                seconds, megabytes, function, args = pickle.load(requests)
                faulthandler.dump_traceback_later(seconds + _GRACE, exit=True, file=nothing)
                _answer(answers, _limited(megabytes, function, args))
                del args
                _limit_memory(None)  # Why: the next request may be large, and may have a higher limit
                faulthandler.cancel_dump_traceback_later()
                gc.collect()  # now that nobody waits


def _limited(megabytes: int, function: Callable[..., object], args: tuple[object, ...]) -> tuple[str, object]:
    _limit_memory(megabytes)
    try:
        return "value", function(*args)
    except UserError as error:
        return "refused", str(error)
    except MemoryError:
        return "memory", None
    except BaseException:  # SystemExit among them: the child must answer
        return "bug", traceback.format_exc()


def _limit_memory(megabytes: int | None) -> None:
    """Sets the limit, or lifts it. Why not on Windows and macOS: they have no such limit, and the time limit stands."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * _MEGABYTE if megabytes else hard, hard))


def _answer(answers: IO[bytes], answer: tuple[str, object]) -> None:
    try:
        packed = pickle.dumps(answer)
    except MemoryError:
        packed = pickle.dumps(("memory", None))
    except Exception:
        packed = pickle.dumps(("bug", traceback.format_exc()))
    answers.write(packed)
    answers.flush()
