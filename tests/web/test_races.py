"""Fast hands and slow servers: nothing that was typed is lost or overwritten, whatever the order of the answers."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from goigen.pipeline import check_file
from goigen.standard import FORM
from tests.web.browsing import at, go, paste, saved
from tests.web.running import Server

OVERVIEW = FORM.sections[0].name


class Held:
    """Answers that the server has given and the page has not got yet."""

    def __init__(self, page: Page, kind: str) -> None:
        self.page, self.answers, self.open = page, list[tuple[Route, APIResponse]](), False
        page.route(f"**/api/{kind}?*", self.hold)

    def hold(self, route: Route) -> None:
        if self.open:
            route.continue_()
        else:
            self.answers.append((route, route.fetch()))

    def wait(self) -> None:
        """Until the server has answered."""
        for _ in range(3000):
            if self.answers:
                return
            self.page.wait_for_timeout(20)
        raise AssertionError("nothing was asked")

    def let_go(self) -> None:
        self.open = True
        for route, answer in self.answers:
            route.fulfill(response=answer)


@pytest.fixture
def clock(page: Page) -> Iterator[Page]:
    """The page with a clock that can be put forward."""
    page.clock.install()
    yield page
    page.clock.resume()


def figures(folder: Path) -> dict[str, Any]:
    report = check_file(folder / "表.yaml").report
    assert report is not None
    return dict(report.figures)


def test_typing_on_while_a_save_is_on_its_way(page: Page, server: Server, folder: Path) -> None:
    go(page, server, "disclosure")
    held = Held(page, "change")
    at(page, "disclosure.licences").fill("2")
    held.wait()
    at(page, "disclosure.licences").fill("27")
    at(page, "disclosure.penalties").fill("5")
    at(page, "disclosure.fees").focus()
    held.let_go()
    saved(page)
    assert [figures(folder)[f"disclosure.{row}"] for row in ("licences", "penalties")] == [27, 5]
    expect(at(page, "disclosure.licences")).to_have_value("27")
    expect(at(page, "disclosure.penalties")).to_have_value("5")


def test_what_is_typed_after_undo_is_not_undone(page: Page, server: Server, folder: Path) -> None:
    go(page, server, "disclosure")
    held = Held(page, "change")
    at(page, "disclosure.licences").fill("27")
    held.wait()
    page.locator("#undo").click()
    at(page, "disclosure.penalties").fill("5")
    held.let_go()
    expect(at(page, "disclosure.licences")).to_have_value("0")
    saved(page)
    expect(at(page, "disclosure.penalties")).to_have_value("5")
    assert [figures(folder)[f"disclosure.{row}"] for row in ("licences", "penalties")] == [0, 5]


def test_fifty_cells_as_fast_as_one_can(page: Page, server: Server, folder: Path) -> None:
    go(page, server, "applications")
    page.route("**/api/change?*", lambda route: route.fulfill(response=route.fetch()))  # a longer way
    columns = ("natural_person", "company", "research", "public_benefit", "legal_service", "other")
    cells = [f.path for f in FORM.tables[1].figures if f.path not in FORM.tables[1].totals][:50]
    assert cells[0].endswith(columns[0])
    at(page, cells[0]).focus()
    for number in range(50):
        page.keyboard.type(str(number + 3))
        page.keyboard.press("Tab")
    saved(page)
    found = figures(folder)
    assert [found[path] for path in cells] == list(range(3, 53))
    for number, path in enumerate(cells):
        expect(at(page, path)).to_have_value(str(number + 3))


@pytest.mark.parametrize("unanswered", [False, True])
def test_a_page_left_with_the_last_key(page: Page, server: Server, folder: Path, unanswered: bool) -> None:
    go(page, server, "disclosure")
    if unanswered:
        held = Held(page, "change")
        at(page, "disclosure.penalties").fill("5")
        held.wait()
    at(page, "disclosure.licences").focus()
    page.keyboard.type("27")
    page.goto(server.base)
    for _ in range(600):  # the browser sends it behind the page's back
        found = figures(folder)
        if found["disclosure.licences"] == 27:
            break
        page.wait_for_timeout(100)
    assert [found[f"disclosure.{row}"] for row in ("licences", "penalties")] == [27, 5 if unanswered else 0]


def test_who_types_without_a_pause_is_saved_meanwhile(page: Page, server: Server) -> None:
    go(page, server, "problems")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if "/api/change" in request.url else None)
    page.locator("textarea").first.focus()
    for _ in range(600):
        page.keyboard.press("a", delay=20)
        if sent:
            break
    assert sent


def test_a_click_on_what_is_being_drawn_anew_is_not_lost(page: Page, server: Server) -> None:
    go(page, server, "applications")
    received = at(page, "applications.received.natural_person")
    received.fill("5")
    button = page.locator(".finding .go").first
    expect(button).to_contain_text("相差5")
    held = Held(page, "change")
    received.fill("6")
    held.wait()
    button.hover()
    page.mouse.down()
    held.let_go()
    saved(page)
    expect(at(page, "applications.received.total")).to_have_text("6")
    page.mouse.up()
    expect(received).not_to_be_focused()
    expect(page.locator("td.figure :focus")).to_have_attribute("data-mark", "error")
    expect(button).to_contain_text("相差6")


def test_half_a_word_is_not_sent(clock: Page, server: Server, folder: Path) -> None:
    go(clock, server, "problems")
    before = (folder / "表.yaml").read_text()
    sent: list[str] = []
    clock.on("request", lambda request: sent.append(request.url) if "/api/change" in request.url else None)
    clock.locator("textarea").first.focus()
    clock.keyboard.press("End")
    keyboard = clock.context.new_cdp_session(clock)
    for half in ("t", "ti", "ting"):
        keyboard.send("Input.imeSetComposition", {"text": half, "selectionStart": len(half), "selectionEnd": len(half)})
        clock.clock.fast_forward(3000)
    assert (folder / "表.yaml").read_text() == before
    assert sent == []
    keyboard.send("Input.insertText", {"text": "停"})
    clock.clock.fast_forward(3000)
    saved(clock)
    expect(clock.locator("textarea").first).to_have_value("停水信息有3次发布偏晚。停")
    assert "发布偏晚。停" in (folder / "表.yaml").read_text()


def test_an_old_answer_about_the_version_is_no_alarm(clock: Page, server: Server) -> None:
    go(clock, server, "disclosure")
    held = Held(clock, "state")
    clock.clock.fast_forward(6000)
    held.wait()
    at(clock, "disclosure.licences").fill("27")
    clock.clock.fast_forward(1000)
    saved(clock)
    with clock.expect_response("**/api/state?*"):
        held.let_go()
    expect(clock.locator("#notice")).to_be_hidden()


@pytest.mark.skipif(sys.platform == "win32", reason="no signals there")
def test_a_server_that_does_not_answer_is_said_and_waited_for(page: Page, server: Server, folder: Path) -> None:
    go(page, server, "disclosure")
    server.process.send_signal(signal.SIGSTOP)
    try:
        at(page, "disclosure.licences").fill("27")
        expect(page.locator("#saved")).to_contain_text("还没有保存")
        at(page, "disclosure.penalties").fill("5")
        expect(page.locator("#notice")).to_contain_text("连不上")  # it is asked again
    finally:
        server.process.send_signal(signal.SIGCONT)
    saved(page)
    expect(page.locator("#notice")).to_be_hidden()
    assert [figures(folder)[f"disclosure.{row}"] for row in ("licences", "penalties")] == [27, 5]


def test_one_that_cannot_be_written_takes_no_other_along(page: Page, server: Server, folder: Path) -> None:
    text = (folder / "表.yaml").read_text()
    table = FORM.tables[1].name
    row, other = (FORM.figures[f"applications.{name}.natural_person"].yaml_path[1] for name in ("received", "carried_in"))
    (folder / "表.yaml").write_text(text.replace(f"{table}: 0", f"{table}:\n  {row}: [1, 2]\n  {other}: 0"))
    go(page, server, "applications")
    paste(page, "applications.received.natural_person", "7\n8")
    notice = page.locator("#notice")
    expect(notice).to_contain_text("个数不对")
    expect(page.locator("#saved")).to_have_text("有一处没有保存")
    expect(at(page, "applications.received.natural_person")).to_have_value("7")
    expect(at(page, "applications.carried_in.total")).to_have_text("8")
    assert "自然人: 8" in (folder / "表.yaml").read_text()
    at(page, "applications.carried_in.company").fill("9")
    expect(at(page, "applications.carried_in.total")).to_have_text("17")
    expect(notice).to_contain_text("个数不对")
    expect(at(page, "applications.received.natural_person")).to_have_value("7")
    page.get_by_role("button", name="放弃没有保存的").click()
    expect(notice).to_be_hidden()
    expect(at(page, "applications.received.natural_person")).not_to_have_value("7")


def test_a_text_typed_under_a_heading_that_is_being_renamed(page: Page, server: Server, folder: Path) -> None:
    go(page, server, "overview")
    held = Held(page, "change")
    heading = page.locator("input.heading").first
    heading.fill("（一）公开工作")
    heading.press("Tab")
    held.wait()
    page.locator("textarea").nth(1).fill("全年公开30条。")
    held.let_go()
    expect(page.locator(f'[id="p-{OVERVIEW}.公开工作"]')).to_have_value("全年公开30条。")
    saved(page)
    text = (folder / "表.yaml").read_text()
    assert "全年公开30条。" in text
    assert "  主动公开: " not in text


def test_a_heading_is_saved_before_it_is_left(page: Page, server: Server, folder: Path) -> None:
    go(page, server, "overview")
    heading = page.locator("input.heading").first
    heading.focus()
    page.keyboard.press("End")
    page.keyboard.type("情况")
    expect(page.locator(f'[id="p-{OVERVIEW}.主动公开情况"]')).to_be_visible()
    page.keyboard.type("如下")
    expect(page.locator(f'[id="p-{OVERVIEW}.主动公开情况如下"]')).to_be_visible()
    assert "主动公开情况如下:" in (folder / "表.yaml").read_text()


def test_a_new_heading_does_not_overwrite_one_of_its_name(page: Page, server: Server, folder: Path) -> None:
    go(page, server, "overview")
    before = (folder / "表.yaml").read_text()
    page.locator("#new-heading").fill("（一）主动公开")
    page.keyboard.press("Tab")
    page.keyboard.type("新写的")
    expect(page.locator("#notice")).to_contain_text("已经有一个")
    assert (folder / "表.yaml").read_text() == before
    page.locator("#new-heading").fill("其他")
    expect(page.locator(f'[id="p-{OVERVIEW}.其他"]')).to_have_value("新写的")
    saved(page)
    expect(page.locator("#notice")).to_be_hidden()


def test_typing_on_under_a_heading_that_is_being_made(page: Page, server: Server, folder: Path) -> None:
    go(page, server, "overview")
    held = Held(page, "change")
    page.locator("#new-heading").fill("（六）其他")
    page.keyboard.press("Tab")
    page.keyboard.type("全年")
    held.wait()
    page.keyboard.type("答复咨询")
    held.let_go()
    text = page.locator(f'[id="p-{OVERVIEW}.其他"]')
    expect(text).to_have_value("全年答复咨询")
    expect(text).to_be_focused()
    page.keyboard.type("24次。")
    saved(page)
    expect(text).to_have_value("全年答复咨询24次。")
    expect(page.locator("#notice")).to_be_hidden()
    assert "全年答复咨询24次。" in (folder / "表.yaml").read_text()


def test_the_question_of_a_conflict_stays_until_it_is_answered(page: Page, server: Server, folder: Path) -> None:
    go(page, server, "disclosure")
    (folder / "表.yaml").write_text((folder / "表.yaml").read_text() + "\n# 别处\n")
    at(page, "disclosure.licences").fill("27")
    expect(page.locator("#notice")).to_contain_text("刚才填的还没有保存")
    paste(page, "disclosure.penalties", "5\n6")
    page.locator("#undo").click()
    page.get_by_role("button", name="把刚才这几处写进最新的").click()
    saved(page)
    expect(page.locator("#notice")).to_be_hidden()
    text = (folder / "表.yaml").read_text()
    assert "# 别处" in text
    assert figures(folder)["disclosure.licences"] == 27
    assert figures(folder)["disclosure.penalties"] == 5


def test_undo_of_another_step_is_said(page: Page, server: Server) -> None:
    go(page, server, "disclosure")
    at(page, "disclosure.licences").fill("27")
    saved(page)
    go(page, server, "reviews")
    page.locator("#undo").click()
    expect(page.locator("#notice")).to_contain_text("另一步")
    go(page, server, "disclosure")
    expect(at(page, "disclosure.licences")).to_have_value("0")


def test_merged_cells_of_a_spreadsheet(page: Page, server: Server, folder: Path) -> None:
    """They come as their value and blanks, which are not values of the same cell."""
    go(page, server, "disclosure")
    paste(page, "disclosure.penalties", "27\t\t\t\n5\t\t\t\n")
    saved(page)
    assert [figures(folder)[f"disclosure.{row}"] for row in ("penalties", "coercive_measures")] == [27, 5]


def test_where_the_findings_stand_below_the_cell_stays_in_sight(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 683, "height": 384})
    go(page, server, "applications")
    at(page, "applications.received.natural_person").fill("5")
    total = at(page, "applications.results.total.natural_person")
    expect(total).to_have_attribute("data-mark", "error")
    total.focus()
    expect(page.locator("#note")).to_be_visible()
    expect(total).to_be_in_viewport()


def test_the_raw_text_is_not_left_without_a_question(page: Page, server: Server, folder: Path) -> None:
    page.goto(f"{server.base}form/表.yaml?text=1")
    before = (folder / "表.yaml").read_text()
    page.locator("#text").press("Control+End")
    page.keyboard.type("# 没有保存")
    expect(page.locator("#saved")).to_contain_text("还没有保存")
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_text("回到表格").click(no_wait_after=True)
    expect(page.locator("#text")).to_have_value(before + "# 没有保存")
    page.locator("#save").click()
    expect(page.locator('[id="p-机关.名称"]')).to_be_visible()
    assert asked == ["beforeunload"]
    assert (folder / "表.yaml").read_text() == before + "# 没有保存"


def test_a_form_is_made_once_by_a_double_click(page: Page, server: Server, folder: Path) -> None:
    page.locator("#new-year").fill("2024")
    page.locator("#new-agency").fill("某局")
    page.get_by_role("button", name="新建").dblclick(no_wait_after=True)
    expect(page.locator("h1")).to_contain_text("某局")
    assert len(list(folder.glob("*.yaml"))) == 2
