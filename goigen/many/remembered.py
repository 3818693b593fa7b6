"""An outcome ↔ its line in the manifest: what a later run must know of a report that has not changed."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from goigen.errors import UserError
from goigen.files import STDIN, read_bytes
from goigen.finding import Finding, Place, Severity
from goigen.many.manifest import VERSION, Manifest
from goigen.many.tasks import Excerpts, Outcome


def entry_of(outcome: Outcome, key: str, contents: Mapping[str, bytes]) -> dict[str, Any]:
    return {
        "version": VERSION,
        "key": key,
        "digest": outcome.digest,
        "agency": outcome.agency,
        "category": outcome.category,
        "year": outcome.year,
        "files": {name: sha256(data).hexdigest() for name, data in contents.items()},
        "sketches": [sorted(sketch) for sketch in outcome.sketches],
        "findings": [plain_finding(finding) for finding in outcome.findings],
        "quoted": outcome.lines.quoted,
    }


def plain_finding(finding: Finding) -> dict[str, Any]:
    place = finding.place
    return {
        "check": finding.check,
        "severity": finding.severity.value,
        "place": [place.file, place.line, place.column, place.where, place.rank],
        **{name: getattr(finding, name) for name in ("path", "message", "hint", "left", "right", "answer")},
    }


def remembered(path: Path, manifest: Manifest) -> Outcome | None:
    """What the last run found of an input that has not changed since."""
    entry = manifest.entries.get(str(path))
    if entry is None or path == STDIN:
        return None
    try:
        if sha256(read_bytes(path)).hexdigest() != entry["digest"]:
            return None
        findings = tuple(
            Finding(**{**plain, "severity": Severity(plain["severity"]), "place": Place(*plain["place"])}) for plain in entry["findings"]
        )
        quoted = Excerpts({int(line): text for line, text in entry["quoted"].items()})
        sketches = tuple(frozenset(sketch) for sketch in entry["sketches"])
        known = {name: entry[name] for name in ("agency", "category", "year", "digest")}
        return Outcome(str(path), **known, findings=findings, lines=quoted, sketches=sketches)
    except (UserError, KeyError, TypeError, ValueError):
        return None
