"""A browser, a folder with a form, a server on it, a window: for every test of the page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.support import SAMPLES, tool
from tests.web.browsing import PATIENCE, new_page
from tests.web.running import Server, running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = tool("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"] if os.geteuid() == 0 else [], timeout=PATIENCE)
        yield browser
        browser.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a form that has nothing wrong."""
    forms = tmp_path / "forms"
    forms.mkdir()
    (forms / "表.yaml").write_text((SAMPLES / "minimal.yaml").read_text())
    return forms


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    with running(folder) as server:
        yield server


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    page = new_page(browser, server, viewport={"width": 1366, "height": 768}, accept_downloads=True)
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda request: troubles.append(request.url) if not request.url.startswith((server.base, "data:")) else None)
    page.reload()
    yield page
    page.context.close()
    assert troubles == []
