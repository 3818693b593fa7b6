"""Published-looking reports that goigen did not write, each with what a right reading of it is.

A variant is an agency and a row of changes to its document. `hard`: a reader may fail, if it says so in a finding. `no`: formats in
which the variant makes no sense. Everything is made from data; the same variant is the same bytes on any day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from tests.reading.foreign_boards import Number
from tests.reading.foreign_draft import Change, Odd, draft
from tests.reading.foreign_paper import Paper
from tests.reading.foreign_variants import TABLE

FORMATS = ("docx", "pdf", "html", "doc.docx", "odt.docx")


@dataclass(frozen=True)
class Variant:
    name: str
    agency: str
    changes: tuple[Change, ...]
    hard: bool = False
    no: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Foreign:
    """A document and its right reading. `names` are the acceptable names of the agency; an empty one allows none.

    `fees` are the notices, the amount and what was received, where the fee sentence states them; the sentence is `fee`.
    """

    variant: Variant
    docx: bytes
    expected: Mapping[str, Number | Odd]
    excused: frozenset[str]
    names: frozenset[str]
    year: int
    sentences: Mapping[str, tuple[str, ...]]
    fee: str
    fees: tuple[int, int | Decimal, int | Decimal] | None
    contact: Mapping[str, str]
    never: frozenset[str]


def _variant(name: str, agency: str, *changes: Change, hard: bool = False, no: str = "") -> Variant:
    return Variant(name, agency, changes, hard, frozenset(no.split()))


VARIANTS = {name: _variant(name, agency, *changes, **more) for name, agency, changes, more in TABLE}
assert len(VARIANTS) == len(TABLE)


@cache
def document(name: str) -> Foreign:
    variant = VARIANTS[name]
    made = draft(variant.agency)
    for change in variant.changes:
        change(made)
    who = made.agency
    return Foreign(
        variant,
        Paper(made.look).write(made.pieces),
        made.expected,
        frozenset(made.excused),
        frozenset(made.names),
        who.year,
        {part: tuple(texts) for part, texts in made.sentences().items()},
        made.fee_sentence(),
        made.fees,
        {"postcode": who.postcode, "phone": who.phone, "website": who.website, "address": who.address},
        frozenset(made.never),
    )
