"""The only place where the stages meet: bytes → Source → Report → Findings, and Report → Document → files. Reads top to bottom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from goigen.checks import CHECKS, Scope, answered, run_checks
from goigen.errors import ExitCode, UserError
from goigen.files import FORM_ENDINGS, STDIN, find_forms, read_bytes, reason, safe_name, write_all
from goigen.finding import Finding, Place, Severity
from goigen.fixes import Change, fix
from goigen.forms.filled import filled_form
from goigen.layout import lay_out
from goigen.layout.sheet import Sheet, lay_out_sheet
from goigen.previous import Previous, usable
from goigen.reading import ENDINGS, is_published, read_published
from goigen.report import Report, load
from goigen.source import Mapping, Source, read_source
from goigen.writers import writer
from goigen.writers.look import Look

NOTHING = Previous()
PREFERRED = (*sorted(FORM_ENDINGS), *ENDINGS)  # of several files of one name, the first is read


@dataclass(frozen=True)
class Checked:
    """One form after all checks. `report` is None where it could not be parsed; `lines` are those of the file, for showing."""

    name: str
    report: Report | None
    findings: tuple[Finding, ...]
    lines: tuple[str, ...] = ()
    unreadable: bool = False
    crashed: bool = False
    reading: tuple[Finding, ...] = ()  # those of the findings that reading made
    digest: str = ""  # SHA-256 of the input

    @property
    def stopped(self) -> bool:
        """Whether a finding forbids to publish it."""
        return any(finding.stops for finding in self.findings)

    def exit_code(self, *, strict: bool = False) -> ExitCode:
        if self.crashed:
            return ExitCode.BUG
        if self.unreadable:
            return ExitCode.COULD_NOT_RUN
        open_ones = strict and any(finding.open for finding in self.findings)
        return ExitCode.FINDINGS if self.stopped or open_ones else ExitCode.FINE


@dataclass(frozen=True)
class Rendered:
    """One form after rendering: its findings, and the files that were written; `failure` where writing failed."""

    checked: Checked
    files: tuple[Path, ...] = ()
    failure: str = ""

    def exit_code(self, *, strict: bool = False) -> ExitCode:
        return max(ExitCode.COULD_NOT_RUN if self.failure else ExitCode.FINE, self.checked.exit_code(strict=strict))


@dataclass(frozen=True)
class Job:
    """What a run of `render` was asked for. `folder` is None where each report goes beside its form."""

    formats: tuple[str, ...]
    look: Look
    folder: Path | None = None
    draft: bool = False
    encoding: str = "utf-8"  # of the plain text
    previous: Previous = NOTHING


def fix_file(path: Path) -> tuple[Change, ...]:
    """Mend in a form what has one right answer; nothing else of the file changes. Raises UserError where it cannot be written."""
    data = read_bytes(path)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise UserError(f"{path}：不是 UTF-8 编码，没有改；先另存为 UTF-8") from None
    fixed, changes = fix(text)
    if changes:
        write_all(path.parent, {path.name: fixed.encode()})
    return changes


def read_previous(path: Path | None) -> Previous:
    """Last year's reports: a form or a published report, or all of them below a folder. Raises UserError where one cannot be read."""
    if path is None:
        return NOTHING
    checked = [check_file(form) for form in find_reports([path])]
    for one in checked:
        if one.report is None:
            raise UserError(f"去年的报告读不出来：{one.name}：{one.findings[0].message}")
    return usable((one.name, one.report) for one in checked)


def find_reports(paths: Iterable[Path]) -> list[Path]:
    """The files named, and below the folders named all forms and published reports, of each report one file.

    What goigen has written beside a form is not read again: it would say everything twice.
    """
    given = list(paths)
    named = set(given)
    found = list(find_forms(given, frozenset(ENDINGS)))
    forms = [path for path in found if path.suffix.lower() in FORM_ENDINGS]
    written = {(path.parent, stem) for path in forms if path not in named for stem in _outputs(path)} if len(forms) < len(found) else set()
    kept: dict[tuple[Path, str], Path] = {}
    for path in sorted(found, key=lambda path: PREFERRED.index(path.suffix.lower()) if path.suffix.lower() in PREFERRED else -1):
        if path in named:
            kept[path, ""] = path
        elif (path.parent, path.stem) not in written or path in forms:
            kept.setdefault((path.parent, path.stem), path)
    return [path for path in found if path in set(kept.values())]


def _outputs(form: Path) -> Iterator[str]:
    """The names, without an ending, under which the reports of a form are written."""
    report = check_file(form).report
    if report:
        yield from (Path(file_name(report, "x", draft=draft)).stem for draft in (False, True))


def check_files(paths: Iterable[Path], previous: Previous = NOTHING) -> list[Checked]:
    """All findings of many forms, those included that only show when they are laid side by side."""
    alone = [check_file(path, previous) for path in paths]
    return [_beside(checked, alone, previous) for checked in alone]


def _beside(checked: Checked, all_checked: list[Checked], previous: Previous) -> Checked:
    """The form once more, with the others of the run to compare it with."""
    others = tuple(other.report for other in all_checked if other.report and other is not checked)
    if checked.report is None or not others or not any(entry.scope is Scope.FOLDER for entry in CHECKS.values()):
        return checked
    again = run_checks(checked.report, checked.reading, last=previous.of(checked.report), others=others)
    return replace(checked, findings=again.findings)


def read(name: str, data: bytes) -> Source:
    """A form or a published report as a tree. Raises UserError where it is neither, or cannot be read."""
    return read_published(name, data) if is_published(name, data) else read_source(name, data)


def import_file(path: Path) -> tuple[str, Checked]:
    """A published report as the text of a form, and what checking that form finds. Raises UserError."""
    name, data = str(path), read_bytes(path)
    if not is_published(name, data):
        raise UserError(f"{name}：这不是已发布的报告；表（.yaml、.json）不用导入，直接 goigen check 或 render")
    try:
        source = read_published(name, data)
    except UserError as error:
        raise UserError(f"{name}：{error}") from None
    assert isinstance(source.root, Mapping)
    report, findings = load(source)
    assert report is not None
    checked = run_checks(report, findings)
    return filled_form(source.root, path.name), Checked(name, report, checked.findings, digest=sha256(data).hexdigest())


def check(name: str, data: bytes, previous: Previous = NOTHING) -> Checked:
    """All findings of one form or published report. `name` is what the findings call the file; `previous` may hold last year's report."""
    try:
        source = read(name, data)
    except UserError as error:
        return _unreadable(name, str(error))
    report, findings = load(source)
    if report is None:
        return Checked(name, None, tuple(sorted(findings, key=lambda finding: finding.order)), source.lines)
    reading = (*findings, *previous.complaints(report))
    checked = run_checks(report, reading, last=previous.of(report))
    return Checked(name, report, checked.findings, source.lines, crashed=bool(checked.crashed), reading=reading)


def check_file(path: Path, previous: Previous = NOTHING) -> Checked:
    name = "<标准输入>" if path == STDIN else str(path)
    try:
        data = read_bytes(path)
        return replace(check(name, data, previous), digest=sha256(data).hexdigest())
    except UserError as error:
        return _unreadable(name, str(error))


def _unreadable(name: str, message: str) -> Checked:
    finding = Finding("R00", Severity.ERROR, Place(name), "", message.removeprefix(f"{name}："))
    return Checked(name, None, (finding,), unreadable=True)


def render(checked: Checked, job: Job) -> tuple[Checked, dict[str, bytes]]:
    """The files of one report by name, and its findings with what only the typesetting shows."""
    report = checked.report
    if report is None or (checked.stopped and not job.draft):
        return checked, {}
    document = lay_out(report, draft=job.draft)
    if "pdf" in job.formats:
        shown = [answered(finding, report) for finding in _rare_characters(report.place(""), job.look, document.text())]
        checked = replace(checked, findings=(*checked.findings, *shown))
    files = {name: writer(name)(document, job.look) for name in job.formats}
    if "txt" in files:
        files["txt"] = files["txt"].decode().encode(job.encoding)
    return checked, {file_name(report, name, draft=job.draft): data for name, data in files.items()}


def render_files(paths: Iterable[Path], job: Job) -> Iterator[Rendered]:
    """Check and write many forms, one after the other; one that fails never stops the others."""
    forms = list(paths)
    for path, checked in _distinct(list(zip(forms, check_files(forms, job.previous), strict=True)), job):
        try:
            shown, contents = render(checked, job)
            folder = _folder(path, job)
            if path != STDIN and any((folder / name).resolve() == path.resolve() for name in contents):
                raise UserError(f"{path} 是表本身，会被同名的报告覆盖；用 -o 写到别的文件夹")
            yield Rendered(shown, tuple(write_all(folder, contents)) if contents else ())
        except UserError as error:
            yield Rendered(checked, failure=str(error))
        except OSError as error:
            yield Rendered(checked, failure=f"{path}：{reason(error)}")
        except Exception as error:  # Why: a bug of ours at one form must not cost the others theirs
            yield Rendered(replace(checked, crashed=True), failure=f"{path}：程序自己出错了，请把这份表发给维护者（{error!r}）")


def _folder(path: Path, job: Job) -> Path:
    return job.folder or (Path() if path == STDIN else path.parent)


def _distinct(forms: list[tuple[Path, Checked]], job: Job) -> list[tuple[Path, Checked]]:
    """R11: two forms whose reports would have one name are both stopped, before anything is written."""
    users: dict[tuple[Path, str] | None, list[str]] = defaultdict(list)
    targets = [_target(path, checked, job) for path, checked in forms]
    for target, (_, checked) in zip(targets, forms, strict=True):
        users[target].append(checked.name)
    return [
        (path, _doubled(checked, users[target]) if target and len(users[target]) > 1 else checked)
        for target, (path, checked) in zip(targets, forms, strict=True)
    ]


def _target(path: Path, checked: Checked, job: Job) -> tuple[Path, str] | None:
    """Where the report of a form will be written; None if it will not."""
    report = checked.report
    if report is None or (checked.stopped and not job.draft):
        return None
    return _folder(path, job).resolve(), file_name(report, "", draft=job.draft).casefold()


def _doubled(checked: Checked, users: list[str]) -> Checked:
    other = next(name for name in users if name != checked.name)
    message = f"和 {other} 会写成同一个文件名，两份都没有写"
    hint = "看看是不是同一机关同一年的表放了两份；或用 -o 分别写到不同的文件夹。"
    place = checked.report.place("机关.名称") if checked.report else Place(checked.name)
    double = Finding("R11", Severity.ERROR, place, "机关.名称", message, hint)
    return replace(checked, report=None, findings=(*checked.findings, double))


SHEET_FORMATS = (".docx", ".xlsx", ".pdf", ".html", ".txt")


def write_sheet(path: Path, results: Iterable[Checked], look: Look, version: str) -> Path:
    """The check sheet of these forms as a file; the ending decides the format. Raises UserError."""
    ending = path.suffix.lower()
    if ending not in SHEET_FORMATS:
        raise UserError(f"审核单不能写成 {ending or '没有扩展名的文件'}，可以用：{'、'.join(SHEET_FORMATS)}")
    document = lay_out_sheet([_sheet(checked) for checked in results], version)
    (written,) = write_all(path.parent, {path.name: writer(ending[1:])(document, look)})
    return written


def _sheet(checked: Checked) -> Sheet:
    report = checked.report
    agency, year = (report.agency.name, report.year) if report else ("", None)
    return Sheet(checked.name, agency or "（没有读出机关）", str(year or "—"), checked.digest or "—", checked.findings)


def file_name(report: Report, ending: str, *, draft: bool = False) -> str:
    """〈机关名称〉〈年度〉年政府信息公开工作年度报告.docx"""
    rest = f"{report.year or '未填年度'}年政府信息公开工作年度报告{'（草稿）' if draft else ''}.{ending}"
    return safe_name(report.agency.name or "未填机关", rest)


def _rare_characters(place: Place, look: Look, texts: Iterable[str]) -> Iterator[Finding]:
    """R10: characters that the body's face lacks are drawn by another face; the filer is told which."""
    lacking = look.faces.substitutes(texts)
    drawn = "、".join(f"“{char}”" for char, face in lacking.items() if face)
    if drawn:
        hint = "不影响阅读；想要字体一致，可在本机安装收字更全的仿宋。"
        yield Finding("R10", Severity.INFO, place, "", f"PDF 的正文字体里没有{drawn}，已用别的字体代替", hint)
    boxes = "、".join(f"“{char}”（U+{ord(char):04X}）" for char, face in lacking.items() if face is None)
    if boxes:
        hint = "换一个写法；确需此字，请在本机安装收有此字的字体。"
        yield Finding("R10", Severity.WARNING, place, "", f"没有字体能画出{boxes}，PDF 里印成了〓", hint)
