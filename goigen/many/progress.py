"""How far a run is, on standard error, with its rate and the time left; silent where nobody watches."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from typing import TextIO

WIDTH = 24
OFTEN = 0.1  # seconds between two drawings


@dataclass
class Progress:
    """Counts reports. `what` says what is done with them."""

    what: str
    total: int
    stream: TextIO = field(default_factory=lambda: sys.stderr)
    done: int = 0
    _began: float = field(default_factory=time.monotonic)
    _drawn: float = 0.0

    @property
    def watched(self) -> bool:
        return self.total > 1 and self.stream.isatty()

    def step(self, *_: object) -> None:
        self.done += 1
        now = time.monotonic()
        if self.watched and (now - self._drawn > OFTEN or self.done == self.total):
            self._drawn = now
            self.stream.write(f"\r\x1b[K{self.line(now - self._began)}")
            self.stream.flush()

    def line(self, seconds: float) -> str:
        filled = WIDTH * self.done // max(1, self.total)
        rate = self.done / seconds if seconds else 0.0
        left = f"，还要 {_time((self.total - self.done) / rate)}" if rate and self.done < self.total else ""
        return f"{self.what} [{'#' * filled}{'.' * (WIDTH - filled)}] {self.done}/{self.total}，每秒 {rate:.1f} 份{left}"

    def clear(self) -> None:
        """Make room for a line of text."""
        if self.watched and self._drawn:
            self.stream.write("\r\x1b[K")
            self.stream.flush()


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} 分 {rest} 秒" if minutes else f"{rest} 秒"
