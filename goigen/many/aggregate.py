"""Many reports → one form for the government above, with everything that stands in the way of the sum as findings.

Reports are read, added and let go one by one, so that thousands need little memory. What a sum is stands in `sums`, how it is written
in `sum_form`, who came and who did not in `attendance`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from goigen.errors import ExitCode, UserError
from goigen.finding import Finding, Place, Severity
from goigen.many.attendance import Submission, compare
from goigen.many.roster import Roster
from goigen.many.sum_form import some, sum_form
from goigen.many.sums import Sums, total
from goigen.pipeline import Checked, check_file
from goigen.report import Number, Report
from goigen.report.fields import Agency, Particulars, alias_of
from goigen.report.keys import plain
from goigen.report.names import AGENCY, ANSWERS, PREAMBLE, PROSE
from goigen.report.reading import join
from goigen.report.wording import number_text
from goigen.standard import FORM, Axis, Equation

UNFILLED = "S06"
# A finding below these keys leaves the figures as they are
NO_FIGURES = frozenset(
    (AGENCY, ANSWERS, PREAMBLE, *(alias_of(Particulars, name) for name in ("title", "issued_on")), *(p.name for p in PROSE))
)
YEAR, NAME = alias_of(Particulars, "year"), join(AGENCY, alias_of(Agency, "name"))
TABLES = {table.name: table.called for table in FORM.tables}


@dataclass(frozen=True)
class Order:
    """What was asked for: whose sum, of which year (None: that of most reports), and whether partial sums will do.

    `asked` are figures of which each unit's share is wanted.
    """

    agency: str = ""
    year: int | None = None
    partial: bool = False
    roster: Roster | None = None
    asked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Aggregated:
    """The sum, and what was found on the way. `read` counts the reports that came, `unreadable` and `crashed` say how badly it went."""

    order: Order
    year: int | None
    sums: Sums
    findings: tuple[Finding, ...]
    read: int
    unreadable: bool = False
    crashed: bool = False

    @property
    def stopped(self) -> bool:
        """Whether the sum is wrong or not whole; it is then only a draft."""
        return any(finding.stops for finding in self.findings)

    @cached_property
    def figures(self) -> dict[str, Number | None]:
        return self.sums.figures(partial=self.order.partial)

    @cached_property
    def text(self) -> str:
        """The YAML form."""
        unsolved = [finding for finding in self.findings if finding.stops]
        return sum_form(self.sums, self.order.agency, self.year, partial=self.order.partial, unsolved=unsolved)

    def exit_code(self, *, strict: bool = False) -> ExitCode:
        if self.crashed:
            return ExitCode.BUG
        if self.unreadable:
            return ExitCode.COULD_NOT_RUN
        return ExitCode.FINDINGS if self.stopped or (strict and any(finding.open for finding in self.findings)) else ExitCode.FINE


def aggregate(units: Iterable[tuple[str, Report]], agency: str = "", year: int | None = None, *, partial: bool = False) -> Aggregated:
    """Reports that are loaded already, each with the name of its file. Raises UserError where there is none."""
    tally = _Tally(Order(agency, year, partial))
    for name, report in units:
        tally.add(name, report)
    return tally.finish()


def aggregate_files(paths: Iterable[Path], order: Order) -> Aggregated:
    """Read and check many forms or published reports, and add them up. Raises UserError where none could be counted."""
    tally = _Tally(order)
    for path in paths:
        tally.take(check_file(path))
    return tally.finish()


def check_against(path: Path, summed: Aggregated) -> Checked:
    """All findings of a government's own report, those against the sum of its units (Y08) included. Raises UserError: of another year."""
    checked = check_file(path, units=summed.sums.below())
    if checked.year and summed.year and checked.year != summed.year:
        raise UserError(f"{path} 是 {checked.year} 年的，汇总的是 {summed.year} 年，不能核对；换成同一年度的表")
    return checked


@dataclass
class _Tally:
    """The sums by year, while the reports go by, and of each report only who and when."""

    order: Order
    by_year: dict[int | None, Sums] = field(default_factory=dict)
    came: list[Submission] = field(default_factory=list)
    counted: set[tuple[int | None, str]] = field(default_factory=set)
    places: dict[str, Place] = field(default_factory=dict)  # of the files that were counted
    findings: list[Finding] = field(default_factory=list)
    read: int = 0
    unreadable: bool = False
    crashed: bool = False

    def take(self, checked: Checked) -> None:
        """A report with its findings."""
        self.unreadable |= checked.unreadable
        self.crashed |= checked.crashed
        if checked.report is None:
            self.read += 1
            self.findings += checked.findings
            return
        self.add(checked.name, checked.report)
        whose = checked.agency or checked.name
        stopping = [finding for finding in checked.findings if finding.stops and not _is_open_figure(finding)]
        about_figures = [finding for finding in stopping if finding.path.partition(".")[0] not in NO_FIGURES]
        if about_figures:
            self.findings.append(_faulty(whose, about_figures))
        elif stopping:
            message = f"“{whose}”还有 {len(stopping)} 项和数字无关的强制项，数照常计入"
            self.findings.append(Finding("R25", Severity.INFO, stopping[0].place, "", message, "用 goigen check 看是哪几项。"))

    def add(self, file: str, report: Report) -> None:
        """Count a report, unless it is the agency's own, of another year than was asked for, or the second of its unit."""
        order, name = self.order, report.agency.name
        self.read += 1
        self.came.append(Submission(file, name, report.year, _place(file, report)))
        key = (order.roster.key(name) if order.roster else plain(name)) or f"/{file}"
        own = bool(order.agency) and plain(name) == plain(order.agency)
        if own or (order.year and report.year != order.year) or (report.year, key) in self.counted:
            return
        self.counted.add((report.year, key))
        self.places[file] = self.came[-1].place
        self.by_year.setdefault(report.year, Sums(order.asked)).add(name or Path(file).stem, file, report)

    def finish(self) -> Aggregated:
        year = self.order.year or self._usual_year()
        sums = self.by_year.get(year)
        found = compare(self.came, self.order.roster, year=year, agency=self.order.agency)
        if sums is None:
            first = next((finding for finding in (*found, *self.findings)), None)
            raise UserError("没有一份报告可以汇总" + (f"：{first.place}: {first.message}" if first else ""))
        found += [*self.findings, *self._lacking(sums), *self._sum_of_all(sums), *_uneven(sums, self.order.agency)]
        found.sort(key=lambda finding: (not finding.stops, finding.order))
        return Aggregated(self.order, year, sums, tuple(found), self.read, self.unreadable, self.crashed)

    def _usual_year(self) -> int | None:
        """The year of most reports; of two that are as frequent, the later."""
        counts = Counter(one.year for one in self.came if one.year in self.by_year)
        return max(counts, key=lambda year: (year is not None, counts[year], year or 0), default=None)

    def _lacking(self, sums: Sums) -> Iterator[Finding]:
        """R26, once a unit."""
        files: dict[str, str] = dict(reversed(sums.units))
        wording = "写的是其余单位之和" if self.order.partial else "写成了“待填”"
        for name, paths in sums.lacks().items():
            counts = Counter(TABLES[FORM.figures[path].table.name] for path in paths)
            listed = "、".join(f"{table} {count} 个" for table, count in counts.items())
            message = f"“{name}”缺 {len(paths)} 个数（{listed}），汇总表里这些数{wording}"
            yield Finding("R26", Severity.WARNING, self.places[files[name]], "", message, "请它补上，再汇总一次。")

    def _sum_of_all(self, sums: Sums) -> Iterator[Finding]:
        """R22: a unit that has as much as all others together, everywhere, is what an earlier run wrote into the same folder."""
        if found := sums.sum_of_the_others():
            name, file = found
            message = f"“{name}”的每一个数都正好是其余 {len(sums.units) - 1} 个单位之和，像是以前汇总的表，又计入了一次"
            hint = "是汇总的表就移到别的文件夹，或用 --agency 写明汇总的机关，再汇总一次。"
            yield Finding("R22", Severity.WARNING, self.places[file], "", message, hint)


def _place(file: str, report: Report) -> Place:
    return report.place(NAME) if report.places else Place(file)


def _is_open_figure(finding: Finding) -> bool:
    """A figure that was not filled in: R26 says so; a year that was not: R24."""
    return finding.check == UNFILLED and (finding.path == YEAR or finding.path.partition(".")[0] in TABLES)


def _faulty(whose: str, stopping: list[Finding]) -> Finding:
    first = stopping[0]
    which = "" if len(stopping) == 1 else "，第一项是"
    message = f"“{whose}”有 {len(stopping)} 项影响数字的强制项{which}：{first.message} [{first.check}]"
    return Finding("R25", Severity.ERROR, first.place, "", message, "用 goigen check 看这一份，改好再汇总。")


def _uneven(sums: Sums, agency: str) -> Iterator[Finding]:
    """R27: the sum of the printed totals against the sum of the parts; errors of units that cancel are R25 only."""
    for equation in FORM.equations:
        left, right = (total(sums.known, tuple(f.path for f in side)) for side in (equation.left, equation.right))
        if left == right or any(sums.lacking.get(f.path) for f in (*equation.left, *equation.right)):
            continue
        units = sums.uneven[equation]
        who = f"，差在：{some(units)}" if units else ""
        sides = [number_text(side) for side in (left, right)]
        message = f"{_line(equation)}：各单位合计后，等式两边是 {sides[0]} 和 {sides[1]}{who}"
        place = Place(agency or "汇总")
        yield Finding("R27", Severity.ERROR, place, "", message, "改好这几份报告再汇总。", left=sides[0], right=sides[1])


def _line(equation: Equation) -> str:
    """Which row, column or group, and by which rule: 表三“自然人”列应当“新收＋…＝…”."""
    head = (equation.line or equation.left[0].column[:-1])[-1]
    kind = "" if not equation.line else "列" if equation.axis is Axis.ROWS else "行"
    return f"{equation.table.called}“{head.title}”{kind}（{equation.check}）"
