"""A function in a child process: its value, its sentence, and no child that lives on."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest

from goigen.errors import InternalError, UserError
from goigen.reading import guard
from tests.support import ROOT

# What the child is asked to do. It finds these by the name of this module.


def doubled(number: int) -> tuple[int, int]:
    return number * 2, os.getpid()


def noisy() -> str:
    print("not an answer", flush=True)
    os.write(1, b"nor this")
    return "answer"


def refusing() -> None:
    raise UserError("读不了")


def mistaken() -> None:
    raise ValueError("a bug")


def leaving() -> None:
    sys.exit(3)


def dying() -> None:
    os._exit(3)


def sleeping(seconds: float) -> None:
    time.sleep(seconds)


def turning() -> None:
    while True:
        pass


def growing(megabytes: int) -> int:
    return len(bytearray(megabytes << 20))


def unpicklable() -> object:
    return lambda: None


def deep() -> None:
    deep()


def run(function: object, *args: object, seconds: float = 20, megabytes: int = 1024) -> object:
    return guard.bounded(function, *args, seconds=seconds, megabytes=megabytes)


def refusal(function: object, *args: object, seconds: float = 20, megabytes: int = 1024) -> str:
    with pytest.raises(UserError) as caught:
        run(function, *args, seconds=seconds, megabytes=megabytes)
    return str(caught.value)


def alive(process: int) -> bool:
    """Whether a process runs; one that has ended and waits to be collected does not."""
    try:
        return " Z " not in Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False


def ends(process: int) -> bool:
    for _ in range(100):
        if not alive(process):
            return True
        time.sleep(0.1)
    return False


linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")


def test_the_value_comes_from_one_warm_child() -> None:
    (first, child), (second, same) = run(doubled, 4), run(doubled, 5)
    assert (first, second) == (8, 10)
    assert child == same != os.getpid()


def test_what_the_function_prints_disturbs_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(noisy) == "answer"
    assert tuple(capfd.readouterr()) == ("", "")


def test_its_user_error_is_raised_again_and_the_child_stays() -> None:
    _, child = run(doubled, 1)
    assert refusal(refusing) == "读不了"
    assert run(doubled, 1) == (2, child)


@pytest.mark.parametrize("function", [mistaken, leaving, unpicklable, deep])
def test_a_bug_is_a_bug(function: object) -> None:
    with pytest.raises(InternalError, match="Traceback"):
        run(function)


@pytest.mark.parametrize("function", [turning, lambda: None])
def test_time_and_what_cannot_be_sent(function: object) -> None:
    if function is turning:
        _, child = run(doubled, 1)
        assert "0.3 秒" in refusal(turning, seconds=0.3)
        assert run(doubled, 1) != (2, child)
    else:
        with pytest.raises((pickle.PicklingError, AttributeError)):
            run(function)


def test_a_child_that_dies_is_told_and_replaced() -> None:
    assert "意外中止" in refusal(dying)
    assert run(doubled, 3)[0] == 6


@pytest.mark.skipif(sys.platform != "linux", reason="no memory limit there")
def test_memory_is_bounded_for_each_call_by_itself() -> None:
    assert "400 MB" in refusal(growing, 600, megabytes=400)
    assert run(growing, 600, megabytes=1500) == 600 << 20
    assert "400 MB" in refusal(growing, 600, megabytes=400)


def test_a_narrow_limit_does_not_bind_the_next_file() -> None:
    _, child = run(doubled, 1)
    assert run(doubled, 1, megabytes=100) == (2, child)
    assert run(len, bytes(120_000_000)) == 120_000_000
    assert run(doubled, 1) == (2, child)


def test_a_large_file_goes_there_and_back() -> None:
    data = bytes(30_000_000)
    assert run(bytes, data) == data


def test_threads_take_turns() -> None:
    with ThreadPoolExecutor(4) as pool:
        assert [value for value, _ in pool.map(lambda number: run(doubled, number), range(12))] == [*range(0, 24, 2)]


@linux
def test_a_fork_starts_a_child_of_its_own() -> None:
    _, child = run(doubled, 1)
    code = (
        "import os; from goigen.reading import guard; from tests.reading.test_guard import doubled\n"
        "first = guard.bounded(doubled, 1, seconds=20, megabytes=1024)[1]\n"
        "if os.fork() == 0:\n"
        "    other = guard.bounded(doubled, 1, seconds=20, megabytes=1024)[1]; guard.close(); os._exit(other == first)\n"
        "assert os.wait()[1] == 0 and guard.bounded(doubled, 1, seconds=20, megabytes=1024)[1] == first"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=60)
    assert alive(child)


SCRIPT = """
import os, sys, time
from goigen.reading import guard
from tests.reading.test_guard import doubled, sleeping
print(guard.bounded(doubled, 1, seconds=20, megabytes=1024)[1], flush=True)
{then}
"""


def started(tmp_path: Path, then: str) -> tuple[subprocess.Popen[str], int]:
    """A script without the guard `if __name__ == "__main__"`, and the child that it started."""
    script = tmp_path / "script.py"
    script.write_text(SCRIPT.format(then=then))
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    return process, int(process.stdout.readline())


@linux
@pytest.mark.parametrize("then", ["", "os._exit(0)", "raise SystemExit(2)", "os.kill(os.getpid(), 9)"])
def test_no_child_outlives_its_parent(tmp_path: Path, then: str) -> None:
    process, child = started(tmp_path, then)
    _, errors = process.communicate(timeout=30)
    assert errors == ""
    assert ends(child)


@linux
def test_ctrl_c_ends_the_child_at_once(tmp_path: Path) -> None:
    process, child = started(tmp_path, "guard.bounded(sleeping, 60, seconds=90, megabytes=1024)")
    time.sleep(0.5)
    os.kill(child, signal.SIGINT)  # as the terminal sends it to both
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=10)
    assert errors.strip().endswith("KeyboardInterrupt")
    assert ends(child)


@linux
def test_ctrl_c_is_for_the_parent_alone() -> None:
    _, child = run(doubled, 1)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(run, sleeping, 1)
        time.sleep(0.4)
        os.kill(child, signal.SIGINT)
        assert waiting.result() is None
    assert run(doubled, 1) == (2, child)


@linux
def test_a_busy_child_without_a_parent_ends_when_its_time_is_over(tmp_path: Path) -> None:
    process, child = started(tmp_path, "guard.bounded(sleeping, 600, seconds=1, megabytes=1024)")
    time.sleep(0.3)
    process.kill()
    process.communicate(timeout=10)
    assert ends(child)


def test_a_folder_with_a_module_of_a_known_name_is_no_trap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    guard.close()
    (tmp_path / "pickle.py").write_text("raise SystemExit('not this one')")
    monkeypatch.chdir(tmp_path)
    assert run(doubled, 2)[0] == 4
    guard.close()


def test_the_life_of_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same here, where it can be seen: each request has its answer, and the end of the requests is the end."""
    limits: list[int | None] = []
    monkeypatch.setattr(guard, "_limit_memory", limits.append)
    answers = BytesIO()
    for function in (doubled, refusing, mistaken, unpicklable):
        guard._answer(answers, guard._limited(512, function, (2,) if function is doubled else ()))
    answers.seek(0)
    assert [pickle.load(answers)[0] for _ in range(4)] == ["value", "refused", "bug", "bug"]
    assert limits == [512] * 4
