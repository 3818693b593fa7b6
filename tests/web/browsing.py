"""What tests in the browser share: where things are on the page, and how long to wait for them."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from goigen.standard import FORM
from tests.web.running import Server

NAME = "示例县水务局"
PATIENCE = 90_000  # ms for whatever is waited for: nothing is wrong because a slow machine with other work takes long
expect.set_options(timeout=PATIENCE)


def new_page(browser: Browser, server: Server, opens: str = r"/$", **options: Any) -> Page:
    """A window of its own on the server, once the page that it opens with is there."""
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(server.url)
    page.wait_for_url(re.compile(opens))
    return page


def go(page: Page, server: Server, step: str, form: str = "表.yaml") -> None:
    page.goto(f"{server.base}finish/{form}" if step == "finish" else f"{server.base}form/{form}?step={step}")


def cell(page: Page, path: str) -> str:
    """The id of the cell of a figure."""
    return "p-" + ".".join(FORM.figures[path].yaml_path)


def at(page: Page, path: str) -> Locator:
    return page.locator(f'[id="{cell(page, path)}"]')


def saved(page: Page) -> None:
    expect(page.locator("#saved")).to_have_text("已保存")


def paste(page: Page, path: str, text: str) -> None:
    at(page, path).focus()
    page.evaluate(
        """([id, text]) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          const field = document.getElementById(id);
          field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        [cell(page, path), text],
    )
