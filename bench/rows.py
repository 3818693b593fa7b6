"""One line of the result: what was measured, beside what, and the most that is allowed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One measured bound: our figure, whose figure it is compared with, and the most (or, with `least`, the least) that is allowed."""

    what: str
    ours: str
    rival: str
    measured: float
    bound: float
    unit: str = "倍"
    least: bool = False

    @property
    def cells(self) -> tuple[str, ...]:
        good = self.measured >= self.bound if self.least else self.measured <= self.bound
        bound = f"{'≥ ' if self.least else ''}{self.bound:g} {self.unit}"
        return self.what, self.ours, self.rival, f"{self.measured:.3g} {self.unit}", bound, "合格" if good else "超出"


def ratio(what: str, ours: float, rival: str, theirs: float, bound: float) -> Row:
    return Row(what, milliseconds(ours), f"{rival} {milliseconds(theirs)}", ours / theirs, bound)


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 0.1 else f"{seconds * 1000:.0f} ms"
