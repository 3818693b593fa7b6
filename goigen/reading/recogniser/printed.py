"""What one cell of a published table says: its figure as printed, and what else was written beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from goigen.report.numbers import FULL_WIDTH

REMARK = re.compile(r"^(?P<figure>\d[\d,，.]*\s*(?:件|万元)?)\s*[（(](?P<remark>[^（）()]*[^\d（）()\s][^（）()]*)[)）]$")
MARKED = re.compile(r"^(?P<figure>\d[\d,，.]*\s*(?:件|万元)?)\s*(?P<remark>[⁰¹²³⁴-⁹①-⑳*※†]+|\[\d+\])$")
BROKEN = re.compile(r"^[1-9][\d,.]+(?:\n[\d,.]+)+$")  # no column is so narrow that one digit fills it
INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202d\u2060-\u2064\ufeff\u00ad]")  # not U+202E: it turns the digits after it round


@dataclass(frozen=True)
class Printed:
    """`remark` is text beside the figure: 22（其中修订16件）; `broken` says that its digits stand on several lines."""

    figure: str
    remark: str = ""
    broken: bool = False


def printed(text: str) -> Printed:
    """Never a guess: what is no figure stays as it is, for the form's own reading to refuse."""
    cleaned = INVISIBLE.sub("", text).replace("\xa0", " ").strip().translate(FULL_WIDTH)
    lines = "\n".join(part.strip() for part in cleaned.split("\n") if part.strip())
    if BROKEN.match(lines):
        return Printed(lines.replace("\n", ""), broken=True)
    if found := REMARK.match(lines) or MARKED.match(lines):
        return Printed(found["figure"], remark=found["remark"])
    return Printed(" ".join(lines.split("\n")))
