"""The form over HTTP: what is typed is saved, told back with its findings, undone; what somebody else wrote is never overwritten."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

from goigen.cli.serve import command
from goigen.errors import UserError
from goigen.files import write_all
from goigen.forms.blank import blank_form
from goigen.forms.workbook.form import workbook
from goigen.layout import lay_out
from goigen.pipeline import check_file
from goigen.report.numbers import parse_number
from goigen.source import read_source
from goigen.standard import FORM
from goigen.web import desk as desks
from goigen.web import server, uploads
from goigen.web.desk import Conflict, Desk, Known
from goigen.web.order import up
from goigen.web.shelf import Shelf
from goigen.web.steps import STEPS, fields_of
from goigen.web.typed import typed_figures
from goigen.writers import writer
from tests.support import GOOD_SAMPLES, SAMPLES, look, sample
from tests.web.running import Inside, inside

MINIMAL = (SAMPLES / "minimal.yaml").read_text()
YEAR, LICENCES = ["年度"], list(FORM.figures["disclosure.licences"].yaml_path)
PERSON = list(FORM.figures["applications.received.natural_person"].yaml_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.yaml").write_text(MINIMAL)
    return tmp_path


@pytest.fixture
def site(folder: Path) -> Iterator[Inside]:
    with inside(folder) as site:
        yield site


def version(site: Inside) -> str:
    found: str = site.client.get("/api/state?form=a.yaml").json()["version"]
    return found


def send(site: Inside, *changes: dict[str, Any], known: str = "", step: str = "disclosure") -> httpx.Response:
    body = {"version": known or version(site), "changes": list(changes)}
    return site.client.post(f"/api/change?form=a.yaml&step={step}", json=body)


def test_a_change_is_saved_and_answered_with_what_the_page_shows(site: Inside, folder: Path) -> None:
    answer = send(site, {"path": PERSON, "value": "5"}, step="applications").json()
    assert answer["version"] == version(site)
    assert answer["fields"]["p-" + ".".join(PERSON)] == ["5", ""]
    assert answer["fields"]["p-" + ".".join([*PERSON[:-1], "商业企业"])] == ["", "0"]
    assert answer["fields"]["p-" + ".".join([*PERSON[:-1], "总计"])] == ["5", ""]
    assert "error" in answer["marks"].values()
    assert "T12" in answer["findings"]
    assert "处要改" in answer["nav"]
    assert (folder / "a.yaml").read_text() != MINIMAL
    assert [path.name for path in folder.iterdir()] == ["a.yaml"]  # nothing is left lying about


def test_the_later_of_two_is_told_and_writes_nothing(site: Inside, folder: Path) -> None:
    known = version(site)
    send(site, {"path": LICENCES, "value": "5"})
    before = (folder / "a.yaml").read_bytes()
    for url, body in (
        ("change", {"changes": [{"path": LICENCES, "value": "6"}]}),
        ("undo", {}),
        ("redo", {}),
        ("text", {"text": "年度: 2021\n"}),
    ):
        answer = site.client.post(f"/api/{url}?form=a.yaml", json={"version": known, **body})
        assert (answer.status_code, "在别处" in answer.json()["message"]) == (409, True)
    assert (folder / "a.yaml").read_bytes() == before


def test_undo_and_redo(site: Inside, folder: Path) -> None:
    texts = [MINIMAL]
    for path, value in ((LICENCES, "5"), (YEAR, "2024"), (PERSON, "1")):
        assert send(site, {"path": path, "value": value}).status_code == 200
        texts.append((folder / "a.yaml").read_text())
    for direction, wanted in (("undo", texts[2::-1]), ("redo", texts[1:])):
        for text in wanted:
            assert site.client.post(f"/api/{direction}?form=a.yaml", json={"version": version(site)}).status_code == 200
            assert (folder / "a.yaml").read_text() == text
        answer = site.client.post(f"/api/{direction}?form=a.yaml", json={"version": version(site)})
        assert (answer.status_code, answer.json()["message"][:2]) == (400, "没有")


def test_typing_on_in_one_field_is_one_step(site: Inside, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "PAUSE", 3600)  # on a slow machine three requests may take longer than the pause
    for value in ("2", "27", "275"):
        send(site, {"path": LICENCES, "value": value})
    site.client.post("/api/undo?form=a.yaml", json={"version": version(site)})
    assert (folder / "a.yaml").read_text() == MINIMAL


def test_what_an_editor_wrote_is_not_undone(site: Inside, folder: Path) -> None:
    send(site, {"path": LICENCES, "value": "5"})
    (folder / "a.yaml").write_text(MINIMAL.replace("2023", "2022"))
    answer = site.client.post("/api/undo?form=a.yaml", json={"version": version(site)})
    assert (answer.status_code, "别处改过" in answer.json()["message"]) == (400, True)
    assert "2022" in (folder / "a.yaml").read_text()


def test_zero_for_every_row_that_is_open_and_for_no_other(site: Inside, folder: Path) -> None:
    (folder / "a.yaml").write_text(blank_form(year=2023, agency="某局"))
    send(site, {"path": PERSON, "value": "5"})
    for table in FORM.tables:
        assert send(site, {"do": "zero", "path": [table.name]}).status_code == 200
    report = check_file(folder / "a.yaml").report
    assert report is not None
    assert {path for path, number in report.figures.items() if number} == {
        f"applications.received.{c}" for c in ("natural_person", "total")
    }
    assert None not in report.figures.values()
    assert send(site, {"do": "zero", "path": ["总体情况"]}).status_code == 400


def test_what_is_not_filled_in_is_told_in_the_words_of_the_page(site: Inside, folder: Path) -> None:
    (folder / "a.yaml").write_text(blank_form(year=2023, agency="某局"))
    page = site.client.get("/form/a.yaml?step=applications").text
    assert "全是零就写" not in page
    assert "没有填的行都是 0”" in page
    assert "其中一格填 0" in send(site, {"path": PERSON, "value": "5"}, step="applications").json()["findings"]


def request(site: Inside, known: str, turn: int, *changes: dict[str, Any], page: str = "甲") -> int:
    body = {"version": known, "page": page, "turn": turn, "changes": list(changes)}
    return site.client.post("/api/change?form=a.yaml&step=disclosure", json=body).status_code


def test_a_page_that_missed_its_answer_goes_on_from_what_it_wrote(site: Inside, folder: Path) -> None:
    known = version(site)
    assert request(site, known, 1, {"path": LICENCES, "value": "5"}) == 200
    assert request(site, known, 2, {"path": LICENCES, "value": "6"}, {"path": YEAR, "value": "2024"}) == 200
    assert request(site, known, 1, {"path": PERSON, "value": "1"}, page="乙") == 409
    assert request(site, known, 1, {"path": PERSON, "value": "1"}, page="") == 409
    assert request(site, version(site), 1, {"path": PERSON, "value": "1"}, page="乙") == 200
    assert request(site, known, 3, {"path": LICENCES, "value": "7"}) == 409


def test_a_request_that_was_overtaken_by_a_later_one_writes_nothing(site: Inside, folder: Path) -> None:
    known = version(site)
    assert request(site, known, 2, {"path": LICENCES, "value": "27"}) == 200
    assert request(site, known, 1, {"path": LICENCES, "value": "2"}) == 409
    assert request(site, version(site), 1, {"path": LICENCES, "value": "2"}) == 409
    report = check_file(folder / "a.yaml").report
    assert report is not None
    assert report.figures["disclosure.licences"] == 27


MOVED = """\
总体情况:   # 五个方面
  # 关于甲
  甲: |
    一
    # 不是注释

    二

  # 关于乙
  # 还是乙
  乙: 三  # 行尾
  丙: |
    四
# 关于表二
主动公开政府信息情况: 0
"""


def test_a_heading_goes_up_with_the_comments_above_it() -> None:
    once = up(MOVED, ("总体情况", "丙"))
    assert once.index("  丙: |\n    四\n") < once.index("  # 关于乙\n  # 还是乙\n  乙: 三  # 行尾\n") < once.index("# 关于表二")
    assert up(once, ("总体情况", "乙")) == MOVED
    twice = up(once, ("总体情况", "丙"))
    assert twice.startswith("总体情况:   # 五个方面\n  丙: |\n    四\n  # 关于甲\n  甲: |")
    assert up(MOVED.replace("\n", "\r\n"), ("总体情况", "丙")) == once.replace("\n", "\r\n")
    assert up("总体情况:\n  甲: 1\n  乙: 2", ("总体情况", "乙")) == "总体情况:\n  乙: 2\n  甲: 1\n"
    for text, heading in ((MOVED, "甲"), (MOVED, "丁"), ("总体情况: {甲: 1, 乙: 2}\n", "乙"), ("总体情况: 0\n", "乙"), ("年度: 1\n", "乙")):
        with pytest.raises(UserError):
            up(text, ("总体情况", heading))


@pytest.mark.parametrize("name", GOOD_SAMPLES)
def test_headings_of_every_sample_change_places_and_back(name: str) -> None:
    text = (SAMPLES / name).read_text()
    for section in ("overview", "problems"):
        title = FORM.section(section).name
        for before, after in pairwise([topic.heading for topic in sample(name).sections[section] if topic.heading]):
            assert up(up(text, (title, after)), (title, before)) == text


def test_several_changes_are_made_together_or_not_at_all(site: Inside, folder: Path) -> None:
    good, bad = {"path": LICENCES, "value": "5"}, {"do": "rename", "path": ["总体情况", "没有的"], "value": "x"}
    answer = send(site, good, bad)
    assert (answer.status_code, answer.json()["message"]) == (400, "表里没有“没有的”")
    assert (folder / "a.yaml").read_text() == MINIMAL


@pytest.mark.parametrize("name", GOOD_SAMPLES)
def test_the_page_shows_what_the_report_says(name: str) -> None:
    """Every figure that the cells show, typed, implied or computed, is that of the report."""
    root, report = read_source(name, (SAMPLES / name).read_bytes()).root, sample(name)
    for table in FORM.tables:
        typed = typed_figures(root, table.name)
        for figure in table.figures:
            text, number = typed[figure.path].text, report.figures[figure.path]
            assert parse_number(text, figure.kind) == number if text else figure.path in table.totals, figure.path
    for step in STEPS:
        assert all(field.label and field.path for field in fields_of(step, root, report, None))


def test_every_step_of_every_sample_is_drawn(site: Inside, folder: Path) -> None:
    samples = {f"{path.parent.name}-{path.name}": path.read_bytes() for path in SAMPLES.rglob("*.yaml")}
    assert len(samples) > 20
    write_all(folder, samples)
    for name in samples:
        for step in STEPS:
            answer = site.client.get(f"/form/{name}?step={step}")
            assert (answer.status_code, "<main" in answer.text) == (200, True), (name, step)
        assert site.client.get(f"/finish/{name}").status_code == 200
    assert site.client.get("/").status_code == 200


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_field_can_be_typed_into(site: Inside, folder: Path, path: Path) -> None:
    """Whatever the page offers to fill in is taken, and stands there afterwards."""
    text = path.read_text()
    (folder / "a.yaml").write_text(text)
    for step in STEPS:
        report = check_file(folder / "a.yaml").report
        assert report is not None
        fields = [field for field in fields_of(step, read_source("a", text.encode()).root, report, None) if field.kind != "sum"]
        changes = [{"path": list(field.path), "value": "政府部门" if field.kind == "choice" else "7"} for field in fields]
        answer = send(site, *changes, step=step)
        assert answer.status_code == 200, answer.text
        shown = answer.json()["fields"]
        assert {shown[field.id][0] for field in fields} <= {"7", "政府部门"}


def test_a_file_in_gbk_is_opened_as_text_and_saved_in_utf8(site: Inside, folder: Path) -> None:
    (folder / "a.yaml").write_bytes(MINIMAL.encode("gb18030"))
    page = site.client.get("/form/a.yaml")
    assert "保存，就转为 UTF-8" in page.text
    assert "示例县水务局" in page.text
    assert "UTF-8" in send(site, {"path": YEAR, "value": "2024"}).json()["message"]
    answer = site.client.post("/api/text?form=a.yaml", json={"version": version(site), "text": MINIMAL})
    assert answer.status_code == 200
    assert (folder / "a.yaml").read_text() == MINIMAL


def test_lines_of_windows_and_the_mark_of_utf8_stay(site: Inside, folder: Path) -> None:
    data = b"\xef\xbb\xbf" + MINIMAL.replace("\n", "\r\n").encode()
    (folder / "a.yaml").write_bytes(data)
    site.client.post("/api/text?form=a.yaml", json={"version": version(site), "text": MINIMAL.replace("2023", "2024")})
    assert (folder / "a.yaml").read_bytes() == data.replace(b"2023", b"2024")
    send(site, {"path": YEAR, "value": "2023"})
    assert (folder / "a.yaml").read_bytes() == data


def test_a_disk_that_takes_nothing_is_said(site: Inside, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise UserError("写不了 a.yaml：磁盘满了；原有的文件没有改动")

    monkeypatch.setattr(desks, "write_all", full)
    answer = send(site, {"path": LICENCES, "value": "5"})
    assert (answer.status_code, "磁盘满了" in answer.json()["message"]) == (507, True)
    monkeypatch.undo()
    assert send(site, {"path": LICENCES, "value": "5"}).status_code == 200
    assert (folder / "a.yaml").read_text() != MINIMAL


def test_many_at_once_on_one_form_lose_nothing(folder: Path) -> None:
    """Of those that knew the same version one is taken, all others are told."""
    desk = Desk(folder / "a.yaml")
    known, results = desk.read().digest, []
    gate = threading.Barrier(8)

    def write(number: int) -> None:
        gate.wait()
        try:
            desk.change(Known(known), [lambda text: f"{text}# {number}\n"])
            results.append(True)
        except Conflict:
            results.append(False)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [False] * 7 + [True]
    assert (folder / "a.yaml").read_text().count("# ") == MINIMAL.count("# ") + 1


def test_a_bug_of_ours_is_said_without_the_words_of_the_form(
    site: Inside, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("正文里的话")

    monkeypatch.setattr("goigen.web.views.checked", broken)
    answer = site.client.get("/form/a.yaml?step=agency")
    assert (answer.status_code, "程序自己出错了" in answer.text) == (500, True)
    err = capfd.readouterr().err
    assert "RuntimeError" in err
    assert "正文里的话" not in err


def test_a_new_form_never_takes_the_place_of_another(site: Inside, folder: Path) -> None:
    body = {"year": 2024, "agency": " ../../示例县\x00水务局 ", "last": "a.yaml"}
    names = [site.client.post("/api/new", json=body).json()["form"] for _ in range(2)]
    assert names == ["示例县_水务局2024.yaml", "示例县_水务局2024（2）.yaml"]
    assert (folder / "a.yaml").read_text() == MINIMAL
    assert not list(folder.parent.glob("示例县*"))


def upload(site: Inside, name: str, data: bytes) -> httpx.Response:
    return site.client.post("/api/import", params={"name": name}, content=data)


def test_an_upload_becomes_a_new_form(site: Inside, folder: Path) -> None:
    document = lay_out(sample("pingfang-2023.yaml"))
    for kind in ("docx", "html", "txt"):
        answer = upload(site, f"../../年报.{kind}", writer(kind)(document, look()))
        assert answer.status_code == 200, answer.text
        report = check_file(folder / answer.json()["form"]).report
        assert report is not None
        assert dict(report.figures) == dict(sample("pingfang-2023.yaml").figures)
    book = workbook(read_source("a.yaml", (SAMPLES / "pingfang-2023.yaml").read_bytes()))
    answer = upload(site, "填报表.xlsx", book)
    report = check_file(folder / answer.json()["form"]).report
    assert report is not None
    assert dict(report.figures) == dict(sample("pingfang-2023.yaml").figures)
    answer = upload(site, "另一份.yaml", MINIMAL.encode())
    assert (folder / answer.json()["form"]).read_text() == MINIMAL
    assert len(list(folder.glob("*.yaml"))) == 6


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b"%PDF-1.4 broken"),
        ("a.docx", b"PK\x03\x04 broken"),
        ("a.txt", "今天天气很好。".encode()),
        ("a.png", b"\x89PNG\r\n"),
        ("a.yaml", b"- 1\n"),
        ("", b""),
        ("x" * 500 + "\x00.exe", b"MZ"),
    ],
)
def test_an_upload_that_is_no_report_leaves_nothing_behind(site: Inside, folder: Path, name: str, data: bytes) -> None:
    answer = upload(site, name, data)
    assert answer.status_code == 400
    assert answer.json()["message"]
    assert "/tmp" not in answer.json()["message"]
    assert [path.name for path in folder.iterdir()] == ["a.yaml"]


def test_an_upload_that_takes_too_long_is_given_up(site: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "SECONDS", 0.0)
    monkeypatch.setattr("goigen.reading.guard._START", 0.0)
    answer = upload(site, "a.docx", writer("docx")(lay_out(sample("minimal.yaml")), look()))
    assert (answer.status_code, "没有读完" in answer.json()["message"]) == (400, True)


def test_downloads_and_previews(site: Inside, folder: Path) -> None:
    assert site.client.get("/download/yaml/a.yaml").content == MINIMAL.encode()
    assert site.client.get("/download/exe/a.yaml").status_code == 404
    (folder / "a.yaml").write_text(MINIMAL.replace("2023", "年"))
    refused = site.client.get("/download/txt/a.yaml")
    assert (refused.status_code, "强制" in refused.text) == (400, True)
    draft = site.client.get("/download/txt/a.yaml?draft=1")
    assert "草稿" in draft.text
    assert "草稿" in site.client.get("/preview/a.yaml").text
    (folder / "a.yaml").write_text("年度: [\n")
    assert site.client.get("/preview/a.yaml").status_code == 400


def test_a_shelf_is_a_folder_or_a_form(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    for path in (tmp_path / "nothing.yaml", tmp_path / "a.json"):
        with pytest.raises(UserError):
            Shelf(path)


def test_the_command_starts_the_server(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    seen: dict[str, Any] = {}
    monkeypatch.setattr("goigen.cli.serve.serve", lambda path, **asked: seen.update(path=path, **asked))
    result = CliRunner().invoke(command, [str(folder), "--port", "8765", "--no-browser"])
    assert result.exit_code == 0
    assert (seen["path"], seen["port"], seen["browser"]) == (folder, 8765, False)


def test_a_port_in_use_and_a_missing_library_are_said(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    with server.listen(0) as taken, pytest.raises(UserError, match="已经有别的程序在用"):
        server.listen(taken.getsockname()[1])
    monkeypatch.setitem(__import__("sys").modules, "uvicorn", None)
    with pytest.raises(UserError, match=r"goigen\[web\]"):
        server.serve(folder, port=0, previous=None, browser=False, say=lambda _: None)


def interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_the_browser_is_given_an_address_of_its_own(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    said, opened = io.StringIO(), []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setattr("uvicorn.Server.run", interrupted)
    server.serve(folder, port=0, previous=None, browser=True, say=said.write)  # type: ignore[arg-type]
    (address,) = opened
    assert address.startswith("http://127.0.0.1:")
    assert address not in said.getvalue()
