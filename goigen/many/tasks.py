"""What a worker does with one report: bytes in, an Outcome out. Pure but for the fonts of the machine; everything here can be pickled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from goigen.checks.likeness import likenesses, sketches
from goigen.errors import ExitCode, UserError
from goigen.finding import Finding, Severity
from goigen.pipeline import NOTHING, Checked, Job, check, render, report_in, unreadable
from goigen.previous import Previous, usable
from goigen.report import Number, Report
from goigen.resources import shipped
from goigen.standard import FORM
from goigen.writers.look import Look, load_look

TEMPLATES = ("reference.docx", "page.html.j2", "page.css", "screen.css")


@dataclass(frozen=True)
class Input:
    """One file: what the findings call it, and its bytes; None where it could not be read, and `why`."""

    name: str
    data: bytes | None
    why: str = ""


@dataclass(frozen=True)
class Settings:
    """What `render` was asked for, as values that travel: `own` are the template files that replace goigen's."""

    formats: tuple[str, ...]
    draft: bool = False
    encoding: str = "utf-8"
    own: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True)
class Excerpts(Sequence[str]):
    """The lines of a file that findings quote; all others are empty. Why: a thousand whole files need not be kept."""

    quoted: dict[int, str]

    def __len__(self) -> int:
        return max(self.quoted, default=0)

    def __getitem__(self, index: int) -> str:  # type: ignore[override]
        return self.quoted.get(index + 1, "")


@dataclass(frozen=True)
class Outcome:
    """One report after its turn. `contents` are the files to be written, `written` those that were; `failure` says why there are none."""

    name: str
    agency: str = ""
    category: str = ""
    year: int | None = None
    digest: str = ""
    findings: tuple[Finding, ...] = ()
    lines: Excerpts = field(default_factory=lambda: Excerpts({}))
    readable: bool = True  # whether there is a report to render
    code: ExitCode = ExitCode.FINE
    sketches: tuple[frozenset[int], ...] = ()
    figures: tuple[Number | None, ...] = ()  # in the order of the form: thousands of reports are in memory at once
    like: tuple[tuple[str, str, float], ...] = ()  # others too alike: file, part, how much of 1
    contents: dict[str, bytes] = field(default_factory=dict)
    written: tuple[Path, ...] = ()
    failure: str = ""
    skipped: bool = False  # nothing had changed since the last run

    @property
    def stopped(self) -> bool:
        return any(finding.stops for finding in self.findings)

    def exit_code(self, *, strict: bool = False) -> ExitCode:
        open_ones = strict and any(finding.open for finding in self.findings)
        failed = ExitCode.COULD_NOT_RUN if self.failure else ExitCode.FINE
        return max(failed, self.code, ExitCode.FINDINGS if self.stopped or open_ones else ExitCode.FINE)

    def count(self, severity: Severity) -> int:
        return sum(finding.severity is severity for finding in self.findings)


def glance(form: Input) -> Outcome:
    """A report checked by itself."""
    return _outcome(_checked(form), form)


def _checked(form: Input, previous: Previous = NOTHING, others: tuple[Report, ...] = ()) -> Checked:
    """A file that cannot be read is a finding like any other."""
    return check(form.name, form.data, previous, others=others) if form.data is not None else unreadable(form.name, form.why)


def finish(form: Input, last: Input | None, why: str, others: tuple[Input, ...], settings: Settings | None) -> Outcome:
    """A report checked beside last year's and beside those like it; with settings also laid out and written to bytes."""
    previous = Previous(why=why)
    if last:
        previous = usable([(last.name, _checked(last).report)])
    siblings = dict(_reports(others))
    checked = _checked(form, previous, tuple(siblings.values()))
    if settings is None:
        return replace(_outcome(checked, form), like=tuple(_like(checked.report, siblings)))
    job = Job(settings.formats, _look(settings.own), draft=settings.draft, encoding=settings.encoding)
    try:
        shown, contents = render(checked, job)
        return _outcome(shown, form, contents)
    except UserError as error:
        return _outcome(checked, form, failure=str(error))
    except Exception as error:  # Why: a bug of ours at one form must not cost the others theirs
        failure = f"程序自己出错了，请把这份表发给维护者（{error!r}）"
        return _outcome(checked, form, failure=failure, bug=True)


def likeness(form: Input, others: tuple[Input, ...]) -> tuple[tuple[str, str, float], ...]:
    """Which of the others a report is too alike: file, part, how much. Far cheaper than to check it once more."""
    mine = dict(_reports((form,))).get(form.name)
    return tuple(_like(mine, dict(_reports(others))))


def _reports(inputs: Iterable[Input]) -> Iterator[tuple[str, Report]]:
    for one in inputs:
        if one.data is not None and (report := report_in(one.name, one.data)):
            yield one.name, report


def _like(report: Report | None, siblings: dict[str, Report]) -> Iterator[tuple[str, str, float]]:
    for name, other in siblings.items() if report else ():
        assert report
        yield from ((name, part, likeness) for part, likeness in likenesses(report, other))


def _outcome(checked: Checked, form: Input, contents: dict[str, bytes] | None = None, failure: str = "", *, bug: bool = False) -> Outcome:
    return Outcome(
        name=checked.name,
        agency=checked.agency,
        category=checked.report.agency.category if checked.report else "",
        year=checked.year,
        digest=sha256(form.data or b"").hexdigest(),
        findings=checked.findings,
        lines=Excerpts(dict(_quoted(checked))),
        readable=checked.report is not None,
        code=ExitCode.BUG if bug or checked.crashed else ExitCode.COULD_NOT_RUN if checked.unreadable else ExitCode.FINE,
        sketches=sketches(checked.report) if checked.report else (),
        figures=tuple(checked.report.figures[path] for path in FORM.figures) if checked.report else (),
        contents=contents or {},
        failure=failure,
    )


def _quoted(checked: Checked) -> Iterator[tuple[int, str]]:
    for finding in checked.findings:
        number = finding.place.line
        if number and number <= len(checked.lines):
            yield number, checked.lines[number - 1]


@lru_cache(maxsize=2)
def _look(own: tuple[tuple[str, bytes], ...]) -> Look:
    """The look of this worker, read once: the fonts are those of its machine."""
    if not own:
        return load_look(shipped("templates"))
    import tempfile  # Why here: few agencies have templates of their own

    with tempfile.TemporaryDirectory(prefix="goigen-") as folder:
        for name, data in own:
            Path(folder, name).write_bytes(data)
        return load_look(shipped("templates"), Path(folder))


def templates_of(folder: Path | None) -> tuple[tuple[str, bytes], ...]:
    """The files of an agency's own templates folder, to travel with the settings. Raises UserError where one cannot be read."""
    if folder is None:
        return ()
    load_look(shipped("templates"), folder)
    return tuple((name, (folder / name).read_bytes()) for name in TEMPLATES if (folder / name).exists())
