"""Reports that others wrote, in five formats: every figure right, or said to be unread; none wrong in silence. `-s` prints a table."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

import pytest

from goigen.finding import Finding, Severity
from goigen.reading import read_published
from goigen.report import Number, Report, load
from goigen.standard import FORM, Figure
from tests.reading.foreign import VARIANTS, Foreign, document
from tests.reading.foreign_convert import CASES, Office
from tests.reading.foreign_draft import Odd

LEAST_WHOLE = 0.95
SHOWN = 30
TIDY = ("plain-", "look-")  # documents in which there is nothing to be said about the tables


@dataclass(frozen=True)
class Outcome:
    """How the 200 figures of one document were read: paths by verdict, and what is wrong with its words."""

    right: int
    silent: tuple[str, ...] = ()
    reported: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    noise: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        return self.right == len(FORM.figures)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of a run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def office(shared: Path) -> Office:
    return Office(shared / "foreign")


def outcome(office: Office, name: str, form: str) -> Outcome:
    """Read once a run, for the case itself and for the summary."""
    known = office.folder.parent / f"outcome-{name}-{form}.json"
    if not known.exists():
        known.write_text(json.dumps(asdict(examine(document(name), office.bytes_of(name, form), form))))
    fields = json.loads(known.read_text())
    return Outcome(fields.pop("right"), **{key: tuple(value) for key, value in fields.items()})


def examine(foreign: Foreign, data: bytes, form: str) -> Outcome:
    source = read_published(f"{foreign.variant.name}.{form.rpartition('.')[2]}", data)
    report, findings = load(source)
    if report is None:
        said = " ".join(finding.message for finding in findings)
        return Outcome(0, missing=tuple(FORM.figures) if not said else (), reported=tuple(FORM.figures) if said else (), words=(said,))
    verdicts = {path: judge(foreign, figure, report, findings) for path, figure in FORM.figures.items()}
    by = {word: tuple(path for path, verdict in verdicts.items() if verdict == word) for word in ("silent", "reported", "missing")}
    told = {word: tuple(_told(foreign, report, path) for path in paths) for word, paths in by.items()}
    noise = tuple(f"{f.check} {f.path} {f.message}" for f in findings if f.severity is Severity.ERROR)
    return Outcome(Counter(verdicts.values())["right"], **told, words=tuple(wrong_words(foreign, report)), noise=noise)


def _told(foreign: Foreign, report: Report, path: str) -> str:
    return f"{path}: {report.figures[path]}, not {foreign.expected[path]}"


def judge(foreign: Foreign, figure: Figure, report: Report, findings: Iterable[Finding]) -> str:
    """right, reported (wrong or unread, and said), missing (unread, and not said), silent (wrong, and not said)."""
    path = figure.path
    value, wanted = report.figures[path], foreign.expected[path]
    said = any(_names(finding, figure) for finding in findings)
    if value is None:
        open_to_see = said or any(_touches(known, figure) for known in report.unfilled)
        if isinstance(wanted, Odd):
            return "right" if open_to_see or not wanted.must_say else "missing"
        if open_to_see:
            return "right" if path in foreign.excused else "reported"
        return "missing"
    return "right" if _same(value, wanted) else "reported" if said else "silent"


def _same(value: Number, wanted: Number | Odd) -> bool:
    return not isinstance(wanted, Odd) and value == wanted


def _touches(path: str, figure: Figure) -> bool:
    """Whether a YAML path is the figure's, or above it; the whole file is no place."""
    return bool(path) and (".".join(figure.yaml_path) + ".").startswith(path + ".")


def _names(finding: Finding, figure: Figure) -> bool:
    """A finding at or above the figure, or one whose message has the figure's row and column in quotation marks."""
    if _touches(finding.path, figure):
        return True
    heads = [trail[-1] for trail in (figure.row, figure.column) if trail and trail[-1].name]
    words = [{head.name, head.label, head.title, head.called} for head in heads]
    return all(any(f"“{word}”" in finding.message for word in known) for known in words)


# --- words


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@cache
def _sentence(text: str) -> str:
    return _bare(text)


def prose(report: Report) -> dict[str, str]:
    """The words of each part, without spaces and line breaks."""
    found = {"preamble": "".join(p.text for p in report.preamble or ())}
    for key, topics in report.sections.items():
        found[key] = "".join(topic.heading + "".join(p.text for p in topic.paragraphs) for topic in topics)
    for key, notes in report.notes.items():
        found[key] = "".join(note.text for note in notes)
    return {key: _bare(text) for key, text in found.items()}


def wrong_words(foreign: Foreign, report: Report) -> Iterable[str]:
    found = prose(report)
    for part, sentences in foreign.sentences.items():
        for sentence in sentences:
            if _sentence(sentence) not in found.get(part, ""):
                elsewhere = [key for key, text in found.items() if _sentence(sentence) in text]
                yield f"{part}: {sentence!r} not found{f', but in {elsewhere}' if elsewhere else ''}"
    yield from wrong_fees(foreign, report, found.get("other_matters", ""))
    yield from (f"{word!r} is no prose" for word in foreign.never if any(_bare(word) in text for text in found.values()))
    yield from (
        f"{key}: {word!r} of a table" for key, text in found.items() for word in ("区分处理的，只计", "信息内容本年") if word in text
    )
    if report.agency.name not in foreign.names and not (not report.agency.name and "" in foreign.names):
        yield f"agency {report.agency.name!r}"
    if report.year != foreign.year:
        yield f"year {report.year}"
    contact = {
        "postcode": report.agency.postcode,
        "phone": report.agency.telephone,
        "website": report.agency.website,
        "address": report.agency.address,
    }
    for key, value in contact.items():
        if value and _plain(value) != _plain(foreign.contact[key]):
            yield f"{key} {value!r}"


def _plain(text: str) -> str:
    return re.sub(r"\s|^https?://|/$", "", text).replace("—", "-").replace("－", "-")


def wrong_fees(foreign: Foreign, report: Report, text: str) -> Iterable[str]:
    """The fee sentence stands in part six, or its three numbers were read; other numbers are wrong."""
    fees = report.fees
    if fees is None:
        if _bare(foreign.fee) not in text:
            yield f"fee sentence {foreign.fee!r} lost"
    elif (fees.notices, fees.charged, fees.received) != (foreign.fees or (0, 0, 0)):
        yield f"fees {fees}"


# --- tests


@pytest.mark.parametrize(("name", "form"), CASES, ids=lambda value: str(value))
def test_every_figure_and_sentence_is_read_or_said_to_be_unread(office: Office, name: str, form: str) -> None:
    found = outcome(office, name, form)
    wrong = {"silent": found.silent, "words": found.words}
    if not VARIANTS[name].hard:
        wrong |= {"reported": found.reported, "missing": found.missing}
    if name.startswith(TIDY):
        wrong["noise"] = found.noise
    told = [f"{kind}: {line}" for kind, lines in wrong.items() for line in lines]
    assert not told, "\n".join(told[:SHOWN])


@pytest.mark.parametrize("name", list(VARIANTS))
def test_a_variant_is_the_same_bytes_again(name: str) -> None:
    first = document(name)
    assert document.__wrapped__(name).docx == first.docx
    assert first.expected.keys() == FORM.figures.keys()


@pytest.mark.parametrize("wrong", [1, -1])
def test_the_judge_sees_a_figure_wrong_in_silence(wrong: int) -> None:
    foreign = document("plain-distinct")
    path = "applications.results.granted.company"
    value = foreign.expected[path]
    assert isinstance(value, int)
    found = examine(replace(foreign, expected={**foreign.expected, path: value + wrong}), foreign.docx, "docx")
    assert found.silent == (f"{path}: {value}, not {value + wrong}",)
    blank = examine(replace(foreign, expected={**foreign.expected, path: Odd()}), foreign.docx, "docx")
    assert len(blank.silent) == 1


def test_nearly_all_documents_are_read_wholly_right(office: Office) -> None:
    outcomes = {case: outcome(office, *case) for case in CASES}
    print(f"\n{'variant':36}{'format':10}{'right':>6}{'silent':>7}{'said':>6}{'lost':>6}  words")
    for (name, form), found in outcomes.items():
        mark = " *" if VARIANTS[name].hard else ""
        counts = f"{found.right:6}{len(found.silent):7}{len(found.reported):6}{len(found.missing):6}"
        print(f"{name + mark:36}{form:10}{counts}  {len(found.words) or ''}")
    whole = sum(found.whole for found in outcomes.values())
    print(f"{len(outcomes)} documents, {whole} wholly right; silently wrong: {sum(len(found.silent) for found in outcomes.values())}")
    assert len(outcomes) >= 48
    assert not any(found.silent for found in outcomes.values())
    assert whole >= LEAST_WHOLE * len(outcomes)
