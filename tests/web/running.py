"""The server for tests: the application without a socket, or a whole server in a child process."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partialmethod
from pathlib import Path
from typing import Any

import httpx
from starlette.types import ASGIApp

from goigen.collecting import read_previous
from goigen.web.app import Site, build
from goigen.web.keys import Keys
from goigen.web.shelf import Shelf

PORT = 8123
BASE = f"http://127.0.0.1:{PORT}"
SERVE = """
import sys
from pathlib import Path
from goigen.web.server import serve
path, port, previous = sys.argv[1:]
serve(Path(path), port=int(port), previous=Path(previous) if previous else None, browser=False, say=lambda text: print(text, flush=True))
"""


class Client:
    """Asks the application without a socket, so that even what no client would send arrives."""

    def __init__(self, app: ASGIApp, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.http = httpx.AsyncClient(transport=httpx.ASGITransport(app, raise_app_exceptions=False), base_url=BASE)  # type: ignore[arg-type]
        self.cookies, self.headers = self.http.cookies, self.http.headers

    def request(self, method: str, url: str, **options: Any) -> httpx.Response:
        return self.loop.run_until_complete(self.http.request(method, url, **options))

    get = partialmethod(request, "GET")
    post = partialmethod(request, "POST")


@dataclass
class Inside:
    """The application for one that has the cookie and says that it is our page, and for a stranger."""

    client: Client
    stranger: Client
    keys: Keys


@contextmanager
def inside(path: Path, previous: Path | None = None) -> Iterator[Inside]:
    keys = Keys()
    app = build(Site(Shelf(path), read_previous(previous)), keys, PORT)
    loop = asyncio.new_event_loop()
    client, stranger = Client(app, loop), Client(app, loop)
    client.cookies.set(f"goigen_{PORT}", keys.cookie, domain="127.0.0.1")
    client.headers["origin"] = BASE
    try:
        yield Inside(client, stranger, keys)
    finally:
        for one in (client, stranger):
            loop.run_until_complete(one.http.aclose())
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()


@dataclass
class Server:
    """A server in a child process; `url` opens it."""

    process: subprocess.Popen[str]
    url: str
    port: int

    @property
    def base(self) -> str:
        return self.url.partition("?")[0]


@contextmanager
def running(path: Path, *, port: int = 0, previous: Path | str = "") -> Iterator[Server]:
    command = [sys.executable, "-c", SERVE, str(path), str(port), str(previous)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            lines = [process.stdout.readline().strip() for _ in range(3)]
            url = lines[1]
            assert url.startswith("http"), (lines, process.stderr and process.stderr.read())
            yield Server(process, url, int(url.split(":")[2].split("/")[0]))
        finally:
            process.terminate()
            process.communicate(timeout=90)
