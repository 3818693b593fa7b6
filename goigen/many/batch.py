"""A run over many reports: look at each, find which belong side by side, finish each, write its files. One that fails stops no other."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from goigen.errors import ExitCode, UserError
from goigen.files import STDIN, read_bytes, reason, write_all
from goigen.finding import Finding, Place, Severity
from goigen.many.engine import Lost, Run, Workers
from goigen.many.manifest import Manifest, opened
from goigen.many.remembered import entry_of, plain_finding, remembered
from goigen.many.similar import candidates
from goigen.many.tasks import Input, Outcome, Settings, finish, glance, likeness
from goigen.pipeline import file_stem
from goigen.previous import choose
from goigen.resources import shipped
from goigen.writers.look import load_look

Told = Callable[[Outcome], object]


@dataclass
class Batch:
    """One run. `told` hears of each report when it is done; `previous` are last year's files."""

    paths: Sequence[Path]
    workers: Workers
    previous: Sequence[Path] = ()
    told: Told = str  # nobody by default
    _first: dict[str, Outcome] = field(default_factory=dict)
    _last: dict[str, Outcome] = field(default_factory=dict)
    _like: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def check(self) -> list[Outcome]:
        """All findings of all reports, in the order of the paths."""
        done = dict(self._look(self.paths, self.told))
        self._first = done
        self._beside()
        self._really_alike()
        again = [path for path in self.paths if self._needs_more(str(path))]
        for name, outcome in self._finish(again, None):
            done[name] = outcome
        return [done[str(path)] for path in self.paths]

    def render(self, settings: Settings, folder: Path | None, *, force: bool = False) -> Iterator[Outcome]:
        """Check and write; the outcomes come as they are done. With a folder, what has not changed since the last run is skipped."""
        if folder is None:
            yield from self._render(settings, None, None, force=force)
            return
        with opened(folder) as manifest:
            yield from self._render(settings, folder, manifest, force=force)

    def _render(self, settings: Settings, folder: Path | None, manifest: Manifest | None, *, force: bool) -> Iterator[Outcome]:
        known = manifest if manifest and not force else None
        old = {name: outcome for path in self.paths if known and (outcome := remembered(path, known)) for name in [str(path)]}
        self._first = {**old, **dict(self._look([path for path in self.paths if str(path) not in old], str))}
        self._beside()
        # Why: what only a comparison or the office's workbook needs would stay in memory to the end
        self._first = {name: replace(outcome, sketches=(), figures=()) for name, outcome in self._first.items()}
        doubles = self._doubles(folder, settings)
        wanted, judged_anew = [], []
        for path in self.paths:
            name = str(path)
            entry = known.unchanged(name, self._key(name, settings)) if known and name in old else None
            if name in doubles:
                yield self._done(doubles[name])
            elif entry and folder and entry["like"] == self._likes(name):
                yield self._done(_skipped(self._first[name], folder, entry))
            elif entry:
                judged_anew.append(path)
            elif not self._first[name].readable or self._first[name].failure:
                yield self._done(self._first[name])
            else:
                wanted.append(path)
        for name, outcome in self._finish(judged_anew, None):  # Why: the files are the same, but others have come to be like it
            assert manifest
            entry = manifest.entries[name] | {
                "like": self._likes(name),
                "findings": [plain_finding(finding) for finding in outcome.findings],
            }
            manifest.add(name, entry)
            yield self._done(_skipped(outcome, manifest.folder, entry))
        for name, outcome in self._finish(wanted, settings):
            yield self._done(self._write(name, outcome, folder, manifest, settings))

    def _done(self, outcome: Outcome) -> Outcome:
        self.told(outcome)
        return outcome

    def _look(self, paths: Sequence[Path], told: Told) -> Iterator[tuple[str, Outcome]]:
        """Every report by itself."""
        inputs = {str(path): path for path in paths}
        run: Run[str, Outcome] = Run(self.workers, glance, lambda name: (_input(inputs[name]),))
        for name, outcome in run.over(inputs):
            found = _lost(name, outcome) if isinstance(outcome, Lost) else outcome
            told(found)
            yield name, found

    def _beside(self) -> None:
        """Which reports must be seen together: last year's of the same agency, and others with like words."""
        self._last = dict(self._look(self.previous, str))
        for last in self._last.values():
            if not last.readable:
                raise UserError(f"去年的报告读不出来：{last.name}：{last.findings[0].message if last.findings else last.failure}")
        years: dict[int | None, dict[str, tuple[frozenset[int], ...]]] = defaultdict(dict)
        for name, outcome in self._first.items():
            if outcome.readable:
                years[outcome.year][name] = outcome.sketches
        self._like = {name: others for known in years.values() for name, others in candidates(known).items()}

    def _really_alike(self) -> None:
        """Keep of the candidates those that are alike: only for them a report need be checked once more."""
        inputs = {str(path): path for path in self.paths}

        def load(name: str) -> tuple[Input, tuple[Input, ...]]:
            return _input(inputs[name]), tuple(_input(inputs[other]) for other in self._like[name])

        run: Run[str, tuple[tuple[str, str, float], ...]] = Run(self.workers, likeness, load)
        found = dict(run.over([name for name in self._like if name in inputs]))
        self._like = {
            name: tuple(dict.fromkeys(other for other, _, _ in like)) for name, like in found.items() if like and not isinstance(like, Lost)
        }

    def _choice(self, name: str) -> tuple[Outcome | None, str]:
        first = self._first[name]
        return choose(first.agency, first.year, tuple(self._last.values()))

    def _needs_more(self, name: str) -> bool:
        first = self._first[name]
        return first.readable and bool(self._last or self._like.get(name))

    def _finish(self, paths: Sequence[Path], settings: Settings | None) -> Iterator[tuple[str, Outcome]]:
        inputs = {str(path): path for path in self.paths}

        def load(name: str) -> tuple[Any, ...]:
            last, why = self._choice(name)
            others = tuple(_input(inputs[other]) for other in self._like.get(name, ()))
            return _input(inputs[name]), _input(Path(last.name)) if last else None, why, others, settings

        for name, outcome in Run(self.workers, finish, load).over([str(path) for path in paths]):
            yield name, _lost(name, outcome) if isinstance(outcome, Lost) else outcome

    def _doubles(self, folder: Path | None, settings: Settings) -> dict[str, Outcome]:
        """R11: two forms whose reports would have one name are both stopped, before anything is written."""
        users: dict[tuple[Path, str], list[str]] = defaultdict(list)
        for name, outcome in self._first.items():
            if outcome.readable and (not outcome.stopped or settings.draft):
                stem = file_stem(outcome.agency, outcome.year, draft=settings.draft)
                users[_folder(name, folder).resolve(), stem.casefold()].append(name)
        return {name: _doubled(self._first[name], names) for names in users.values() if len(names) > 1 for name in names}

    def _key(self, name: str, settings: Settings) -> str:
        """All that the files of a report depend on."""
        last, why = self._choice(name)
        parts = (self._first[name].digest, settings, _installed(), last.digest if last else why)
        return sha256(repr(parts).encode()).hexdigest()

    def _likes(self, name: str) -> list[str]:
        """What the findings of a report depend on besides: the others that it may be a copy of."""
        return [self._first[other].digest for other in self._like.get(name, ())]

    def _write(self, name: str, outcome: Outcome, folder: Path | None, manifest: Manifest | None, settings: Settings) -> Outcome:
        """The files of one outcome onto the disk; the outcome without their contents."""
        contents, bare = outcome.contents, replace(outcome, contents={}, sketches=(), figures=())
        if outcome.digest != self._first[name].digest and not outcome.failure:
            return replace(bare, failure="生成的时候又改过，没有写；再运行一次")
        if not contents:
            return bare
        target = _folder(name, folder)
        try:
            if any((target / file).resolve() == Path(name).resolve() for file in contents):
                raise UserError(f"{name} 是表本身，会被同名的报告覆盖；用 -o 写到别的文件夹")
            written = tuple(write_all(target, contents))
        except UserError as error:
            return replace(bare, failure=str(error))
        except OSError as error:
            return replace(bare, failure=reason(error))
        if manifest:
            manifest.add(name, entry_of(outcome, self._key(name, settings), contents) | {"like": self._likes(name)})
        return replace(bare, written=written)


def _skipped(outcome: Outcome, folder: Path, entry: Mapping[str, Any]) -> Outcome:
    return replace(outcome, written=tuple(folder / file for file in entry["files"]), skipped=True)


@cache
def _standard_input() -> Input:
    """Read once: it can't be read again when its turn comes to be finished."""
    return _read(STDIN, "<标准输入>")


def _input(path: Path) -> Input:
    return _standard_input() if path == STDIN else _read(path, str(path))


def _read(path: Path, name: str) -> Input:
    try:
        return Input(name, read_bytes(path))
    except UserError as error:
        return Input(name, None, str(error))


def _lost(name: str, lost: Lost) -> Outcome:
    return Outcome(name, readable=False, code=ExitCode.COULD_NOT_RUN, failure=lost.why)


def _folder(name: str, folder: Path | None) -> Path:
    return folder or (Path() if name in ("-", "<标准输入>") else Path(name).parent)


def _doubled(outcome: Outcome, users: Sequence[str]) -> Outcome:
    other = next(name for name in users if name != outcome.name)
    message = f"和 {other} 会写成同一个文件名，两份都没有写"
    hint = "看看是不是同一机关同一年的表放了两份；或用 -o 分别写到不同的文件夹。"
    double = Finding("R11", Severity.ERROR, Place(outcome.name), "机关.名称", message, hint)
    return replace(outcome, readable=False, findings=(*outcome.findings, double))


@cache
def _installed() -> str:
    """What the files depend on besides their form: the version, the shipped templates, the fonts of this machine."""
    from importlib.metadata import PackageNotFoundError, version  # Why here: checking needs no version

    try:
        installed = version("goigen")
    except PackageNotFoundError:
        installed = "checkout"
    look = load_look(shipped("templates"))
    fonts = [(face.path.name, face.path.stat().st_size) for face in look.faces.used()]
    parts = (installed, look.reference, look.page, look.page_css, look.screen_css, fonts)
    return sha256(repr(parts).encode()).hexdigest()


def report_of(outcomes: Sequence[Outcome]) -> str:
    """The result of a run for other programs."""
    rows = [
        {
            "file": outcome.name,
            "agency": outcome.agency or None,
            "year": outcome.year,
            "digest": outcome.digest,
            "status": "failed" if outcome.failure else "skipped" if outcome.skipped else "written" if outcome.written else "stopped",
            "written": [str(path) for path in outcome.written],
            "failure": outcome.failure or None,
            **{name.value: outcome.count(name) for name in Severity},
        }
        for outcome in outcomes
    ]
    told = json.dumps({"version": 1, "reports": rows}, ensure_ascii=False, indent=2) + "\n"
    return told.encode("utf-8", "backslashreplace").decode()  # Why: the name of a file may hold what is no UTF-8
