"""Reports of one run beside each other: two of one name, copies, last year's, a report that would overwrite its own form."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from goigen.errors import ExitCode, UserError
from goigen.finding import Finding, Place, Severity
from goigen.many.batch import Batch, report_of
from goigen.many.engine import Inline, Workers, inline
from goigen.many.tasks import Outcome, Settings
from tests.many.test_batch import MINIMAL, unit

TXT = Settings(("txt",))
STOPPED = MINIMAL.replace("收到和处理政府信息公开申请情况: 0", "收到和处理政府信息公开申请情况: 待填")


def render(paths: list[Path], out: Path | None, settings: Settings = TXT) -> list[Outcome]:
    done = {outcome.name: outcome for outcome in Batch(paths, inline()).render(settings, out)}
    assert len(done) == len(paths)
    return [done[str(path)] for path in paths]


def forms(folder: Path, *texts: str) -> list[Path]:
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{number}.yaml" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text)
    return paths


def checks(outcomes: list[Outcome]) -> list[list[str]]:
    return [[finding.check for finding in outcome.findings] for outcome in outcomes]


def named(name: str) -> str:
    return MINIMAL.replace("示例县水务局", name)


@pytest.mark.parametrize(("one", "two"), [("示例县水务局", "示例县水务局"), ("ABC局", "abc局")])
def test_two_of_one_name_are_both_stopped_and_told_of_each_other(tmp_path: Path, one: str, two: str) -> None:
    paths = forms(tmp_path / "units", named(one), named(two), unit(5))
    done = render(paths, tmp_path / "out")
    told = [[finding for finding in outcome.findings if finding.check == "R11"] for outcome in done]
    assert [len(found) for found in told] == [1, 1, 0]
    assert str(paths[1]) in told[0][0].message
    assert str(paths[0]) in told[1][0].message
    assert [bool(outcome.written) for outcome in done] == [False, False, True]
    assert len(list((tmp_path / "out").glob("*.txt"))) == 1
    assert [row["status"] for row in json.loads(report_of(done))["reports"]] == ["stopped", "stopped", "written"]


def test_a_form_that_is_not_written_stands_in_nobodys_way(tmp_path: Path) -> None:
    paths = forms(tmp_path / "units", STOPPED, MINIMAL)
    stopped, written = render(paths, tmp_path / "out")
    assert "R11" not in str(checks([stopped, written]))
    assert (stopped.written, len(written.written)) == ((), 1)
    drafts = render(paths, tmp_path / "drafts", Settings(("txt",), draft=True))
    assert all("R11" in found for found in checks(drafts))


def test_beside_the_forms_only_those_of_one_folder_are_in_each_others_way(tmp_path: Path) -> None:
    apart = [*forms(tmp_path / "a", MINIMAL), *forms(tmp_path / "b", MINIMAL)]
    assert [len(outcome.written) for outcome in render(apart, None)] == [1, 1]
    assert {outcome.written[0].parent.name for outcome in render(apart, None)} == {"a", "b"}
    together = forms(tmp_path / "c", MINIMAL, MINIMAL)
    assert all("R11" in found for found in checks(render(together, None)))
    assert all("R11" in found for found in checks(render(apart, tmp_path / "out")))


def as_json(folder: Path) -> Path:
    """A form under the very name of its report."""
    folder.mkdir()
    (folder / "form.yaml").write_text(MINIMAL)
    (outcome,) = render([folder / "form.yaml"], None, Settings(("json",)))
    (folder / "form.yaml").unlink()
    return outcome.written[0]


def test_a_report_never_overwrites_its_own_form(tmp_path: Path) -> None:
    form = as_json(tmp_path / "units")
    form.write_bytes(form.read_bytes() + b"\n")
    before = form.read_bytes()
    (tmp_path / "link").symlink_to(tmp_path / "units")
    for path, out in ((form, None), (form, tmp_path / "units"), (tmp_path / "link" / form.name, tmp_path / "units")):
        (outcome,) = render([path], out, Settings(("json",)))
        assert "是表本身，会被同名的报告覆盖" in outcome.failure
        assert outcome.exit_code() is ExitCode.COULD_NOT_RUN
        assert form.read_bytes() == before
    (outcome,) = render([form], tmp_path / "out", Settings(("json",)))
    assert len(outcome.written) == 1


def test_a_file_where_the_folder_should_be_is_said_and_stops_no_other(tmp_path: Path) -> None:
    paths = forms(tmp_path / "units", unit(1), unit(2))
    (tmp_path / "units" / "示例县第1局2023年政府信息公开工作年度报告.txt").mkdir()
    done = render(paths, None)
    assert [bool(outcome.failure) for outcome in done] == [True, False]
    assert [row["status"] for row in json.loads(report_of(done))["reports"]] == ["failed", "written"]
    assert done[0].exit_code() is ExitCode.COULD_NOT_RUN


def test_a_copy_of_ones_own_report_of_last_year_is_none(tmp_path: Path) -> None:
    text = unit(1)
    paths = forms(tmp_path / "units", text, text.replace("2023", "2022"), text.replace("第1局", "第2局"))
    done = Batch(paths, inline()).check()
    assert ["Y07" in found for found in checks(done)] == [True, False, True]


def test_last_years_reports_are_used_by_check_and_must_be_readable(tmp_path: Path) -> None:
    paths = forms(tmp_path / "units", unit(1), unit(2))
    last = tmp_path / "last.yaml"
    last.write_text(unit(2).replace("年度: 2023", "年度: 2022"))
    assert checks(Batch(paths, inline(), [last]).check()) == [["R12"], ["Y06"]]
    last.write_text("年度：2022\n")
    for outcomes in (Batch(paths, inline(), [last]).check, lambda: list(Batch(paths, inline(), [last]).render(TXT, None))):
        with pytest.raises(UserError, match=r"去年的报告读不出来：.*last\.yaml"):
            outcomes()


def test_outcomes_stand_in_the_order_of_the_paths(tmp_path: Path) -> None:
    paths = forms(tmp_path / "units", *(unit(number) for number in range(12)))[::-1]
    assert [outcome.name for outcome in Batch(paths, Workers(Inline, 4)).check()] == [str(path) for path in paths]


def test_every_status_for_programs() -> None:
    finding = Finding("R00", Severity.ERROR, Place("x"), "", "没有这个文件")
    rows = json.loads(
        report_of(
            [
                Outcome("a", "甲局", year=2023, written=(Path("a.txt"),)),
                Outcome("b", written=(Path("b.txt"),), skipped=True),
                Outcome("c", written=(Path("c.txt"),), skipped=True, failure="磁盘满了"),
                Outcome("d", findings=(finding, finding), readable=False),
            ]
        )
    )["reports"]
    assert [row["status"] for row in rows] == ["written", "skipped", "failed", "stopped"]
    assert (rows[0]["agency"], rows[0]["year"], rows[0]["written"]) == ("甲局", 2023, ["a.txt"])
    assert (rows[3]["agency"], rows[3]["error"], rows[3]["failure"], rows[2]["failure"]) == (None, 2, None, "磁盘满了")
