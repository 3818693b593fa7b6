"""The page in Debian's Chromium, as a clerk uses it: filling in, pasting, mending, two windows, a server that dies."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Keyboard, Page, expect

from goigen.layout import lay_out
from goigen.pipeline import check_file
from goigen.standard import FORM
from goigen.web.steps import STEPS
from goigen.writers import writer
from tests.support import SAMPLES, look, sample
from tests.web.browsing import NAME, at, cell, go, new_page, paste, saved
from tests.web.running import Server, running

_, APPLICATIONS, _ = FORM.tables
SIZES = {"desk": (1366, 768), "tablet": (1024, 768), "upright": (820, 1180), "enlarged": (683, 384)}


def tab_to(page: Page, field: str) -> None:
    """With the Tab key alone."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id || document.activeElement.getAttribute('href') || ''") == field:
            return
    raise AssertionError(f"Tab does not come to {field}")


def type_in(keyboard: Keyboard, text: str) -> None:
    """Words with the Tab key between them."""
    for number, word in enumerate(text.split("\t")):
        if number:
            keyboard.press("Tab")
        keyboard.type(word)


def next_page(page: Page, address: str) -> None:
    """With the keyboard to the link of the next step, and through it."""
    for _ in range(160):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.turn a')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(address))


def test_from_nothing_to_the_finished_pdf_with_the_keyboard_alone(page: Page, server: Server, folder: Path) -> None:
    keyboard = page.keyboard
    tab_to(page, "new-year")
    type_in(keyboard, "2023\t" + NAME)
    keyboard.press("Enter")
    page.wait_for_url(re.compile("/form/"))
    tab_to(page, "p-机关.联系单位")
    keyboard.type("局办公室")
    next_page(page, "step=overview")
    for number, topic in enumerate(FORM.sections[0].topics):
        tab_to(page, f"p-总体情况.{topic}")
        keyboard.type(OVERVIEW[number])
    tab_to(page, "new-heading")
    type_in(keyboard, "其他工作\t全年答复咨询24次。")
    next_page(page, "step=disclosure")
    tab_to(page, cell(page, "disclosure.rules.issued"))
    keyboard.press("0")
    keyboard.press("Enter")
    type_in(keyboard, "2\t1\t9")
    for number in ("27", "3", "0", "5722.21"):
        keyboard.press("ArrowDown")
        keyboard.type(number)
    next_page(page, "step=applications")
    tab_to(page, cell(page, "applications.received.natural_person"))
    type_in(keyboard, "4\t1")
    keyboard.press("ArrowDown")
    keyboard.press("ArrowLeft")
    keyboard.type("1")
    keyboard.press("Enter")
    type_in(keyboard, "5\t1")
    expect(at(page, "applications.results.granted.total")).to_have_text("6")
    page.keyboard.press("Shift+Tab")
    saved(page)
    while page.evaluate("document.activeElement.id") != "zero":
        keyboard.press("Shift+Tab")
    keyboard.press("Enter")
    expect(page.locator("#findings")).to_contain_text("没有要改")
    expect(at(page, "applications.results.total.total")).to_have_text("6")
    next_page(page, "step=reviews")
    tab_to(page, cell(page, "reviews.review.upheld"))
    keyboard.type("0")
    saved(page)
    while page.evaluate("document.activeElement.id") != "zero":
        keyboard.press("Shift+Tab")
    keyboard.press("Enter")
    expect(page.locator("#findings")).to_contain_text("没有要改")
    next_page(page, "step=problems")
    tab_to(page, "p-存在的主要问题及改进情况.主要问题")
    keyboard.type("停水信息有3次发布偏晚。")
    tab_to(page, "p-存在的主要问题及改进情况.改进情况")
    keyboard.type("已规定停水信息至少提前一天发布，并由值班人员核对。")
    next_page(page, "step=other_matters")
    for name in ("发出收费通知件数", "收费通知总金额", "实际收取总金额"):
        tab_to(page, f"p-其他需要报告的事项.信息处理费.{name}")
        keyboard.type("0")
    next_page(page, "/finish/")
    expect(page.locator("main")).to_contain_text("可以生成正式报告")
    tab_to(page, "get-pdf")
    with page.expect_download() as waiting:
        keyboard.press("Enter")
    data = Path(waiting.value.path()).read_bytes()
    assert data.startswith(b"%PDF")
    assert waiting.value.suggested_filename == f"{NAME}2023年政府信息公开工作年度报告.pdf"
    report = check_file(folder / f"{NAME}2023.yaml").report
    assert report is not None
    assert [report.figures[f"applications.{row}.total"] for row in ("received", "carried_in", "results.granted")] == [5, 1, 6]
    assert [topic.heading for topic in report.sections["overview"]][-1] == "其他工作"


OVERVIEW = [
    "全年主动公开水质、水价和停水信息24条。",
    "全年新收政府信息公开申请{{ 新收 }}件，上年结转{{ 上年结转 }}件，办结{{ 办结 }}件。",
    "信息发布前由办公室审核并作保密审查。",
    "信息统一在县政府网站公开，栏目由专人维护。",
    "工作考核、社会评议由县里统一组织，全年没有责任追究的情形。",
]


def test_a_block_from_a_spreadsheet_lands_in_its_cells(page: Page, server: Server, folder: Path) -> None:
    go(page, server, "applications")
    paste(page, "applications.received.natural_person", "3\t1\t0\t0\t0\t0\t99\r\n1,000\t0\t0\t0\t0\t2\t1002\r\n5\t1\t0\t0\t0\t2\n")
    saved(page)
    expect(at(page, "applications.carried_in.total")).to_have_text("1002")
    report = check_file(folder / "表.yaml").report
    assert report is not None
    rows = [[report.figures[f.path] for f in APPLICATIONS.figures if f.path.startswith(f"applications.{row}.")] for row in ROWS]
    assert rows == [[3, 1, 0, 0, 0, 0, 4], [1000, 0, 0, 0, 0, 2, 1002], [5, 1, 0, 0, 0, 2, 8]]
    page.keyboard.press("Control+z")
    expect(at(page, "applications.received.natural_person")).to_have_value("0")
    assert (folder / "表.yaml").read_text() == (SAMPLES / "minimal.yaml").read_text()
    paste(page, "applications.carried_out.other", "7\t8\t9\n1")
    saved(page)
    expect(page.locator("#notice")).to_contain_text("另有 2 格在表格外面")  # also when it has been saved: nobody reads that fast
    at(page, "applications.received.natural_person").fill("4")
    expect(page.locator("#notice")).to_be_hidden()


ROWS = ("received", "carried_in", "results.granted")


def test_a_wrong_total_shows_beside_its_cell_and_clears(page: Page, server: Server) -> None:
    go(page, server, "applications")
    at(page, "applications.received.natural_person").fill("5")
    granted = at(page, "applications.results.granted.natural_person")
    granted.fill("3")
    total = at(page, "applications.results.total.natural_person")
    expect(total).to_have_attribute("data-mark", "error")
    expect(page.locator("#steps")).to_contain_text("处要改")
    total.focus()
    expect(page.locator("#note")).to_be_visible()
    expect(page.locator("#note")).to_contain_text("相差2")
    expect(page.locator("#note a")).to_have_attribute("href", "/explain/T12")
    granted.fill("5")
    expect(total).not_to_have_attribute("data-mark", "error")
    expect(page.locator("#findings")).to_contain_text("没有要改")
    expect(total).to_have_text("5")
    expect(page.locator("#note")).to_be_hidden()


def test_moving_like_in_a_spreadsheet(page: Page, server: Server) -> None:
    go(page, server, "applications")
    person, company = (f"applications.received.{column}" for column in ("natural_person", "company"))
    at(page, person).focus()
    for key, path in (
        ("ArrowRight", company),
        ("ArrowDown", company.replace("received", "carried_in")),
        ("Enter", "applications.results.granted.company"),
        ("Shift+Enter", company.replace("received", "carried_in")),
        ("ArrowUp", company),
        ("ArrowLeft", person),
    ):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.id") == cell(page, path)
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.tagName") == "OUTPUT"
    at(page, person).focus()
    page.keyboard.type("12")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.id") == cell(page, person)
    page.keyboard.press("Escape")
    expect(at(page, person)).to_have_value("0")


def test_the_server_dies_and_one_goes_on(browser: Browser, folder: Path) -> None:
    with running(folder) as server:
        page = new_page(browser, server)
        go(page, server, "disclosure")
        at(page, "disclosure.licences").fill("27")
        saved(page)
        server.process.kill()
        server.process.wait()
        at(page, "disclosure.penalties").fill("5")
        expect(page.locator("#notice")).to_contain_text("连不上")
        expect(page.locator("#saved")).to_have_text("没有保存")
    with running(folder, port=server.port) as again:
        other = page.context.new_page()
        other.goto(again.url)
        other.wait_for_url(re.compile(r"/$"))
        expect(page.locator("#saved")).to_have_text("已保存")  # the window that waited has the new cookie now
        expect(page.locator("#notice")).to_be_hidden()
        go(other, again, "disclosure")
        expect(at(other, "disclosure.licences")).to_have_value("27")
        expect(at(other, "disclosure.penalties")).to_have_value("5")
    page.context.close()


def test_two_windows_on_one_form(page: Page, server: Server, folder: Path) -> None:
    other = page.context.new_page()
    for window in (page, other):
        go(window, server, "disclosure")
    at(page, "disclosure.licences").fill("27")
    saved(page)
    at(other, "disclosure.penalties").fill("5")
    expect(other.locator("#notice")).to_contain_text("在别处")
    assert "27" in (folder / "表.yaml").read_text()
    other.get_by_role("button", name="把刚才这几处写进最新的").click()
    expect(at(other, "disclosure.licences")).to_have_value("27")
    expect(at(other, "disclosure.penalties")).to_have_value("5")
    (folder / "表.yaml").write_text((folder / "表.yaml").read_text().replace("27", "28"))
    at(other, "disclosure.fees").fill("1.50")
    other.get_by_role("button", name="载入最新的，放弃刚才这几处").click()
    expect(at(other, "disclosure.licences")).to_have_value("28")
    expect(at(other, "disclosure.fees")).to_have_value("0")


def test_a_window_hears_of_an_editor(page: Page, server: Server, folder: Path) -> None:
    go(page, server, "disclosure")
    (folder / "表.yaml").write_text((folder / "表.yaml").read_text().replace("2023", "2024"))
    expect(page.locator("#notice")).to_contain_text("在别处")
    page.get_by_role("button", name="载入最新的").click()
    expect(page.locator("h1")).to_contain_text("2024")


def test_a_finding_to_be_confirmed_is_answered_in_its_place(page: Page, server: Server, folder: Path) -> None:
    go(page, server, "disclosure")
    for column in ("issued", "in_force"):
        at(page, f"disclosure.rules.{column}").fill("3")
    page.locator("#answer-T05").fill("本机关有规章制定权")
    expect(page.locator("#steps [aria-current] .state")).to_have_text("已完成")
    page.locator("h2").first.click()
    expect(page.locator(".finding")).to_contain_text("已说明")
    assert "T05: 本机关有规章制定权" in (folder / "表.yaml").read_text()


def test_a_figure_is_put_into_the_prose(page: Page, server: Server, folder: Path) -> None:
    go(page, server, "problems")
    text = page.locator('[id="p-存在的主要问题及改进情况.主要问题"]')
    text.fill("共件。")
    text.focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.locator('[data-for="p-存在的主要问题及改进情况.主要问题"]').click()
    page.keyboard.type("新收")
    expect(page.locator("#insert-now")).to_have_text("现在是：0")
    page.get_by_role("button", name="插入", exact=True).click()
    expect(text).to_have_value("共{{ 新收 }}件。")
    saved(page)
    assert "共{{ 新收 }}件。" in (folder / "表.yaml").read_text()


def test_a_long_text_is_saved_too(page: Page, server: Server, folder: Path) -> None:
    go(page, server, "problems")
    page.locator("textarea").first.fill("停水信息有3次发布偏晚。\n" * 1300)
    saved(page)
    assert (folder / "表.yaml").read_text().count("停水信息有3次发布偏晚。") == 1300


def test_a_heading_is_renamed(page: Page, server: Server, folder: Path) -> None:
    go(page, server, "overview")
    heading = page.locator("input.heading").first
    heading.fill("（一）主动公开工作")
    heading.press("Tab")
    expect(page.locator('[id="p-总体情况.主动公开工作"]')).to_be_visible()
    assert "  （一）主动公开工作: 全年" in (folder / "表.yaml").read_text()


def test_a_heading_goes_up(page: Page, server: Server, folder: Path) -> None:
    go(page, server, "overview")
    second, third = (page.locator("input.heading").nth(number).input_value() for number in (1, 2))
    tab_to(page, f"up-p-总体情况.{third}")
    page.keyboard.press("Enter")
    expect(page.locator("input.heading").nth(1)).to_have_value(third)
    expect(page.locator(f'[id="up-p-总体情况.{third}"]')).to_be_focused()
    saved(page)
    text = (folder / "表.yaml").read_text()
    assert text.index(f"  {third}:") < text.index(f"  {second}:")


def test_last_years_figures_stand_in_grey(browser: Browser, folder: Path) -> None:
    last = folder / "last"
    last.mkdir()
    (last / "2022.yaml").write_text((SAMPLES / "minimal.yaml").read_text().replace("2023", "2022").replace("申请情况: 0", "申请情况: 0"))
    with running(folder / "表.yaml", previous=last) as server:
        page = new_page(browser, server, "/form/")
        go(page, server, "applications")
        expect(page.locator(".figure .last").first).to_contain_text("0")
        assert page.locator(".figure .last").count() == len(APPLICATIONS.figures)
        page.close()


def test_a_published_report_is_read_into_a_new_form(page: Page, server: Server, folder: Path) -> None:
    file = folder.parent / "年报.docx"
    file.write_bytes(writer("docx")(lay_out(sample("pingfang-2023.yaml")), look()))
    page.locator("#file").set_input_files(file)
    page.wait_for_url(re.compile("/form/"))
    expect(page.locator("h1")).to_contain_text("哈尔滨市平房区人民政府")
    page.goto(server.base)
    expect(page.locator(".list tbody tr")).to_have_count(2)
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.items.add(new File(["不是年报"], "通知.txt", { type: "text/plain" }));
          document.getElementById("drop").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }"""
    )
    expect(page.locator("#notice")).to_contain_text("不是政府信息公开工作年度报告")
    assert len(list(folder.glob("*.yaml"))) == 2


def test_what_is_downloaded_is_what_the_command_line_writes(page: Page, server: Server, folder: Path, tmp_path: Path) -> None:
    kinds = ("docx", "pdf", "txt", "html", "json")
    out = tmp_path / "out"
    out.mkdir()
    command = [sys.executable, "-m", "goigen", "render", str(folder / "表.yaml"), "-o", str(out), "-f", ",".join(kinds)]
    subprocess.run(command, check=True, capture_output=True)
    written = {path.suffix[1:]: path for path in out.iterdir()}
    go(page, server, "finish")
    for kind in kinds:
        with page.expect_download() as waiting:
            page.locator(f"#get-{kind}").click()
        assert waiting.value.suggested_filename == written[kind].name
        assert Path(waiting.value.path()).read_bytes() == written[kind].read_bytes()
    for kind, start in (("yaml", b"# yaml"), ("sheet", b"PK"), ("xlsx", b"PK")):
        with page.expect_download() as waiting:
            page.locator(f"#get-{kind}").click()
        assert Path(waiting.value.path()).read_bytes().startswith(start)


def test_a_form_that_cannot_be_read_is_mended_as_text(page: Page, server: Server, folder: Path) -> None:
    (folder / "表.yaml").write_text((SAMPLES / "minimal.yaml").read_text().replace("机关: {", "机关: {{{"))
    go(page, server, "agency")
    expect(page.locator("main")).to_contain_text("写法有错")
    page.locator("button.go").first.click()
    assert page.evaluate("document.activeElement.id") == "text"
    page.locator("#text").fill(page.locator("#text").input_value().replace("{{{", "{"))
    page.locator("#save").click()
    expect(page.locator('[id="p-机关.名称"]')).to_have_value(NAME)


def test_what_no_field_holds_is_mended_in_the_raw_text(page: Page, server: Server, folder: Path) -> None:
    (folder / "错.yaml").write_text((SAMPLES / "wrong" / "unknown-key.yaml").read_text())
    go(page, server, "finish", "错.yaml")
    page.locator(".finding").get_by_text("不认识“备注”").click()
    page.wait_for_url(re.compile("step=agency"))
    page.locator(".finding").get_by_text("不认识“备注”").click()
    page.wait_for_url(re.compile("text=1"))
    expect(page.locator("#text")).to_be_focused()
    assert page.evaluate("getSelection().toString()").startswith("备注")


def test_the_printed_page_stands_beside_the_form(page: Page, server: Server) -> None:
    go(page, server, "agency")
    page.get_by_role("button", name="预览").click()
    frame = page.frame_locator("#preview")
    expect(frame.locator("h1")).to_contain_text(NAME)
    page.locator('[id="p-机关.名称"]').fill("另一个局")
    expect(frame.locator("h1")).to_contain_text("另一个局")


OVERFLOW = """() => document.documentElement.scrollWidth > innerWidth
  || [...document.querySelectorAll(".paper, .bar .tools")].some((e) => e.scrollWidth > e.clientWidth)
  || document.querySelector(".bar .tools")?.offsetHeight > 60"""
NAMELESS = """() => [...document.querySelectorAll("input, textarea, select, button, output, iframe, a[href]")]
  .filter((e) => e.offsetParent && !(e.labels?.length || e.getAttribute("aria-label") || e.title || e.textContent.trim()))
  .map((e) => e.outerHTML.slice(0, 80))"""
PALE = """() => {
  const channel = (v) => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
  const light = (c) => { const [r, g, b] = c.match(/[\\d.]+/g).map((v) => channel(v / 255)); return .2126 * r + .7152 * g + .0722 * b; };
  const ground = (e) => {
    for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (!/, 0\\)$/.test(c)) return c; }
    return "rgb(255, 255, 255)";
  };
  return [...document.querySelectorAll("body *")].filter((e) => {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()) || (e.value ?? "") !== "";
    if (!own || !e.offsetParent || e.closest(".hidden, .skip") || e.disabled) return false;
    const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x);
    return (a + .05) / (b + .05) < 4.5;
  }).map((e) => e.outerHTML.slice(0, 100));
}"""


@pytest.mark.parametrize("size", SIZES)
def test_every_step_fits_is_labelled_and_readable(browser: Browser, server: Server, folder: Path, tmp_path: Path, size: str) -> None:
    shots = Path(os.environ.get("GOIGEN_SHOTS", tmp_path / "shots"))
    shots.mkdir(parents=True, exist_ok=True)
    (folder / "wrong.yaml").write_text((SAMPLES / "wrong" / "balance-row.yaml").read_text())
    (folder / "long.yaml").write_text(
        (SAMPLES / "minimal.yaml").read_text().replace(NAME, "示例省示例自治州示例县经济技术开发区管理委员会" * 4)
    )
    width, height = SIZES[size]
    page = new_page(browser, server, viewport={"width": width, "height": height})
    addresses = {"list": "?list=1", "long": "form/long.yaml?step=applications", "text": "form/wrong.yaml?text=1", "explain": "explain/T12"}
    addresses |= {f"{form}-{step}": f"form/{form}.yaml?step={step}" for form in ("表", "wrong") for step in STEPS}
    addresses |= {f"{form}-finish": f"finish/{form}.yaml" for form in ("表", "wrong")}
    for name, address in addresses.items():
        page.goto(server.base + address)
        page.screenshot(path=shots / f"{size}-{name}.png", full_page=True)
        assert not page.evaluate(OVERFLOW), name
        assert page.evaluate(NAMELESS) == [], name
        assert page.evaluate(PALE) == [], name
    page.close()
