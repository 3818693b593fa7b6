"""What a roster says of the reports of a run, and how it is told beside their own findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from goigen.finding import Finding, Place
from goigen.many.attendance import Submission, compare
from goigen.many.roster import Roster
from goigen.many.tasks import Outcome


def attendance(outcomes: Sequence[Outcome], roster: Roster, year: int | None = None) -> list[Finding]:
    """R20 to R28 for the reports that could be read; without a year it is the one that most of them are of."""
    came = [Submission(one.name, one.agency, one.year, Place(one.name)) for one in outcomes if one.readable]
    years = Counter(one.year for one in came if one.year)
    return compare(came, roster, year=year or (years.most_common(1)[0][0] if years else None))


def with_notices(outcomes: Sequence[Outcome], notices: Sequence[Finding]) -> list[Outcome]:
    """The outcomes with what concerns each; what concerns none of them stands last, under the file of the roster."""
    mine: dict[str, list[Finding]] = {outcome.name: [] for outcome in outcomes}
    for notice in notices:
        mine.setdefault(notice.place.file, []).append(notice)
    told = [replace(outcome, findings=(*outcome.findings, *mine.pop(outcome.name))) for outcome in outcomes]
    rest = tuple(notice for notices in mine.values() for notice in notices)
    return [*told, Outcome(rest[0].place.file, findings=rest)] if rest else told
