"""How time and memory are measured: medians of interleaved runs in this process and in new ones, so that a machine's drift cancels."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
# Why a small process between: a child begins with the peak of the one that forked it
PEAK = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); "
PEAK += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"


def medians(tasks: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Seconds that each task takes, run in turn: A B C, A B C … The first round only warms up."""
    taken: dict[str, list[float]] = {name: [] for name in tasks}
    for turn in range(rounds + 1):
        for name, task in tasks.items():
            start = perf_counter()
            task()
            if turn:
                taken[name].append(perf_counter() - start)
    return {name: statistics.median(times) for name, times in taken.items()}


class Processes:
    """New Pythons that keep their bytecode in one folder: neither a fresh .venv nor PYTHONDONTWRITEBYTECODE slows them after the first."""

    def __init__(self, folder: Path) -> None:
        self._environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        self._environment["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run to the end, and raise where it failed."""
        command = [sys.executable, *arguments]
        return subprocess.run(command, cwd=ROOT, env=self._environment, check=True, capture_output=True, text=True, encoding="utf-8")

    def imported(self, *arguments: str) -> set[str]:
        """The top-level modules that a run imports."""
        lines = self.run("-X", "importtime", *arguments).stderr.splitlines()
        return {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in lines if line.startswith("import time:")}

    def peak(self, *arguments: str) -> float:
        """The most memory that a run held at once, in bytes."""
        unit = 1 if sys.platform == "darwin" else 1024
        return int(self.run("-c", PEAK, sys.executable, *arguments).stdout) * unit


def machine(versions: Sequence[str]) -> str:
    """What the figures were measured on."""
    known = Path("/proc/cpuinfo")
    lines = known.read_text(encoding="utf-8").splitlines() if known.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    cpu = models[0] if models else platform.processor() or platform.machine()
    return f"{cpu}，{os.cpu_count()} 核，{platform.system()}，Python {platform.python_version()}，{'，'.join(versions)}"
