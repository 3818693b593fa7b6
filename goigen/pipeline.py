"""The only place where the stages meet: bytes → Source → Report → Findings, and Report → Document → files. Reads top to bottom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from goigen.checks import Units, answered, run_checks
from goigen.errors import ExitCode, UserError
from goigen.files import STDIN, is_workbook_form, read_bytes, safe_name
from goigen.finding import Finding, Place, Severity
from goigen.forms.filled import filled_form
from goigen.layout import lay_out
from goigen.previous import Previous
from goigen.reading import is_published, read_published
from goigen.reading.workbook.hints import in_cells
from goigen.report import Report, load
from goigen.source import Mapping, Source, read_source
from goigen.writers import writer
from goigen.writers.look import Look

NOTHING = Previous()


@dataclass(frozen=True)
class Checked:
    """One form after all checks. `report` is None where it could not be parsed; `lines` are those of the file, for showing."""

    name: str
    report: Report | None
    findings: tuple[Finding, ...]
    lines: tuple[str, ...] = ()
    unreadable: bool = False
    crashed: bool = False
    digest: str = ""  # SHA-256 of the input

    @property
    def agency(self) -> str:
        return self.report.agency.name if self.report else ""

    @property
    def year(self) -> int | None:
        return self.report.year if self.report else None

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
class Job:
    """What a run of `render` was asked for. `folder` is None where each report goes beside its form."""

    formats: tuple[str, ...]
    look: Look
    draft: bool = False
    encoding: str = "utf-8"  # of the plain text


def report_in(name: str, data: bytes) -> Report | None:
    """A report without its checks, to be compared with; None where there is none to read."""
    try:
        return load(read(name, data))[0]
    except UserError:
        return None


def read(name: str, data: bytes) -> Source:
    """A form or a published report as a tree. Raises UserError where it is neither, or cannot be read."""
    if is_workbook_form(data):
        from goigen.reading.workbook.form import read_workbook  # Why here: a form in YAML needs no openpyxl

        return read_workbook(name, data)
    return read_published(name, data) if is_published(name, data) else read_source(name, data)


def import_file(path: Path) -> tuple[str, Checked]:
    """A published report, or a form as a workbook, as the text of a form, and what checking that form finds. Raises UserError."""
    name, data = str(path), read_bytes(path)
    if not is_published(name, data) and not is_workbook_form(data):
        raise UserError(f"{name}：这不是已发布的报告；表（.yaml、.json）不用导入，直接 goigen check 或 render")
    try:
        source = read(name, data)
    except UserError as error:
        raise UserError(f"{name}：{error}") from None
    assert isinstance(source.root, Mapping)
    report, findings = load(source)
    assert report is not None
    checked = run_checks(report, findings)
    return filled_form(source.root, path.name), Checked(name, report, checked.findings, digest=sha256(data).hexdigest())


def check(name: str, data: bytes, previous: Previous = NOTHING, *, others: tuple[Report, ...] = (), units: Units | None = None) -> Checked:
    """All findings of one form or published report.

    `name` is what the findings call the file; `previous` may hold last year's report; `others` are reports of the same run that it
    may be a copy of; `units` the sum of the units below it.
    """
    try:
        source = read(name, data)
    except UserError as error:
        return unreadable(name, str(error))
    report, findings = load(source)
    if report is None:
        return Checked(name, None, tuple(sorted(findings, key=lambda finding: finding.order)), source.lines)
    checked = run_checks(report, (*findings, *previous.complaints(report)), last=previous.of(report), others=others, units=units)
    return Checked(name, report, in_cells(checked.findings), source.lines, crashed=bool(checked.crashed))


def check_file(path: Path, previous: Previous = NOTHING, *, units: Units | None = None) -> Checked:
    name = "<标准输入>" if path == STDIN else str(path)
    try:
        data = read_bytes(path)
        return replace(check(name, data, previous, units=units), digest=sha256(data).hexdigest())
    except UserError as error:
        return unreadable(name, str(error))


def unreadable(name: str, message: str) -> Checked:
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


def file_name(report: Report, ending: str, *, draft: bool = False) -> str:
    """〈机关名称〉〈年度〉年政府信息公开工作年度报告.docx"""
    return f"{file_stem(report.agency.name, report.year, draft=draft)}.{ending}"


def file_stem(agency: str, year: int | None, *, draft: bool = False) -> str:
    """The name of a report's files without their ending."""
    rest = f"{year or '未填年度'}年政府信息公开工作年度报告{'（草稿）' if draft else ''}"
    return safe_name(agency or "未填机关", rest)


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
