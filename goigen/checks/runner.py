"""Report → findings of all checks, with the filer's answers applied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from goigen.checks.registry import CHECKS, Check, Problem, Scope, Units
from goigen.finding import Finding, Severity
from goigen.report import Report
from goigen.report.keys import nearest

FOUND_LATER = {"R10"}  # only typesetting finds it; the pipeline applies its answer


@dataclass(frozen=True)
class Checked:
    """The findings in order of place, and the checks that crashed: a bug of ours, which the findings name too."""

    findings: tuple[Finding, ...]
    crashed: tuple[str, ...] = ()


def run_checks(
    report: Report,
    earlier: Iterable[Finding] = (),
    *,
    last: Report | None = None,
    others: tuple[Report, ...] = (),
    units: Units | None = None,
) -> Checked:
    """Run every check for which there is something to look at.

    `earlier` are the findings of reading, which the answers concern as well; `last` is last year's report, `others` are the other
    reports of the same run, `units` the sum of the units below.
    """
    beside: dict[Scope, tuple[object, ...] | None] = {
        Scope.REPORT: (),
        Scope.YEARS: (last,) if last else None,
        Scope.FOLDER: (others,) if others else None,
        Scope.UNITS: (units,) if units else None,
    }
    findings = list(earlier)
    crashed = []
    for entry in CHECKS.values():
        arguments = beside[entry.scope]
        if entry.run is None or arguments is None:
            continue
        try:
            findings += [_finding(entry, problem, report) for problem in entry.run(report, *arguments)]
        except Exception as error:
            crashed.append(entry.id)
            message = f"检查 {entry.id} 自己出错了（{type(error).__name__}: {error}），它要查的内容没有查"
            findings.append(Finding(entry.id, Severity.ERROR, report.place(""), "", message, "请把这份表和这句话发给 goigen 的维护者。"))
    judged = [answered(finding, report) for finding in findings]
    unasked = {entry.id for entry in CHECKS.values() if beside[entry.scope] is None}
    judged += _idle_answers(report, judged, FOUND_LATER | unasked)
    return Checked(tuple(sorted(judged, key=lambda finding: finding.order)), tuple(crashed))


def _finding(entry: Check, problem: Problem, report: Report) -> Finding:
    return Finding(
        check=entry.id,
        severity=problem.severity or entry.severity,
        place=problem.place or report.place(problem.path),
        path=problem.path,
        message=problem.message,
        hint=problem.hint,
        left=problem.left,
        right=problem.right,
    )


def answered(finding: Finding, report: Report) -> Finding:
    answer = report.answers.get(finding.check)
    return replace(finding, answer=answer.text) if answer and finding.severity is Severity.WARNING else finding


def _idle_answers(report: Report, findings: list[Finding], unasked: set[str]) -> Iterator[Finding]:
    """R09: what stands under 核实说明 must answer something."""
    for check_id, answer in report.answers.items():
        found = {finding.severity for finding in findings if finding.check == check_id}
        if Severity.WARNING in found or check_id in unasked:
            continue
        hint = "删掉这一条；改了内容以后不再需要的说明也要删。"
        if check_id not in CHECKS:
            meant = nearest(check_id, CHECKS)
            message, hint = f"没有编号为“{check_id}”的检查", f"是不是“{meant}”？" if meant else "编号写在每条提醒末尾的方括号里。"
        elif Severity.ERROR in found:
            message, hint = f"{check_id} 是强制项，说明不能代替改正", "改好数字或内容，再删掉这一条。"
        else:
            message = f"{check_id} 没有查出要核实的内容，这条说明没有对象"
        yield Finding("R09", Severity.WARNING, answer.place, f"核实说明.{check_id}", message, hint)
