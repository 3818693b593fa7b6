"""What an edit must know of the form's keys: which come below a key and in what order, which are rows of figures, which take prose."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from goigen.report.fields import Agency, Fees, aliases
from goigen.report.keys import clean_heading, normalise
from goigen.report.load import TOP
from goigen.report.names import AGENCY, BODY, FEES, LEAD, NOTE, OPEN, PREAMBLE, PROSE, SIX
from goigen.report.shape import TABLES, Shape

Path = tuple[str, ...]
PARTS = {section.name: (LEAD, *section.topics) for section in PROSE} | {SIX.name: (FEES, LEAD, BODY)}


@cache
def shape(at: Path) -> Shape | None:
    """The key of an official table with this path; None for any other."""
    found = TABLES.get(at[0]) if at else None
    for name in at[1:]:
        found = next((child for child in found.children if same(child.name, name)), None) if found else None
    return found


def below(at: Path) -> tuple[str, ...]:
    """The known keys below a key, in the order of the blank form."""
    if not at:
        return TOP
    if at == (AGENCY,):
        return aliases(Agency)
    if at == (SIX.name, FEES):
        return aliases(Fees)
    if len(at) == 1 and at[0] in PARTS:
        return PARTS[at[0]]
    names = tuple(child.name for child in found.children) if (found := shape(at)) else ()
    return (*names, NOTE) if len(at) == 1 and names else names


def is_row(at: Path) -> bool:
    """Whether what stands below is a row of figures, written on one line."""
    found = shape(at)
    return bool(found and found.is_row) or at == (SIX.name, FEES)


def needed(at: Path) -> tuple[str, ...]:
    """The keys below that a `0` stands for: all but the totals, which are computed."""
    if at == (SIX.name, FEES):
        return aliases(Fees)
    found = shape(at)
    return tuple(child.name for child in found.children if not (child.is_sum if found.is_row else child.optional)) if found else ()


def takes_prose(at: Path) -> bool:
    """Whether the text under this key may have several paragraphs."""
    return at[0] == PREAMBLE or (at[0] in PARTS and FEES not in at) or (at[-1] == NOTE and at[0] in TABLES)


def nothing(at: Path) -> str:
    """What is written between braces where a figure is taken out: left out, it would read as zero."""
    found = shape(at)
    return OPEN if found and found.is_leaf and not found.is_sum else ""


def same(key: str, name: str) -> bool:
    """Whether a typed key is this name: order numbers, widths and quotation marks do not count."""
    return normalise(clean_heading(key)) == normalise(clean_heading(name))


def find(keys: Sequence[str], name: str) -> int | None:
    """The first of these keys with this name, as the reader takes it."""
    return next((number for number, key in enumerate(keys) if same(key, name)), None)


def slot(keys: Sequence[str], at: Path, name: str) -> int:
    """Where a new key goes among those that are there: behind those that come before it in the blank form, a strange one last."""
    known = [normalise(key) for key in below(at)]
    if normalise(name) not in known:
        return len(keys)
    before = set(known[: known.index(normalise(name))])
    return max((number for number, key in enumerate(keys, 1) if normalise(clean_heading(key)) in before), default=0)
