"""Runs the pages on this machine: a socket on 127.0.0.1, uvicorn on it, the browser at its address."""

from __future__ import annotations

import contextlib
import errno
import gc
import os
import socket
import webbrowser
from collections.abc import Callable
from pathlib import Path

from goigen.collecting import read_previous
from goigen.errors import UserError
from goigen.files import reason
from goigen.web.shelf import Shelf

HOST = "127.0.0.1"
MOST_CONNECTIONS = 256


def serve(path: Path, *, port: int, previous: Path | None, browser: bool, say: Callable[[str], None]) -> None:
    """Answers until it is interrupted. Raises UserError where it cannot begin."""
    try:
        import uvicorn

        from goigen.web.app import Site, build
        from goigen.web.keys import Keys
    except ImportError as error:
        raise UserError(f"网页填报还要装几个库（缺 {error.name}）：pip install 'goigen[web]'") from None
    shelf = Shelf(path)
    site = Site(shelf, read_previous(previous))
    listening = listen(port)
    port = listening.getsockname()[1]
    keys = Keys()
    # Why no access log and no server header: addresses carry the secret, and nobody needs to know what answers
    config = uvicorn.Config(
        build(site, keys, port),
        log_level="error",
        access_log=False,
        server_header=False,
        date_header=False,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=3,
        lifespan="off",
        ws="none",
        http="h11",
        loop="asyncio",
    )
    address = f"http://{HOST}:{port}/?token="
    say(f"在浏览器里打开（只有这台电脑能打开）：\n{address}{keys.token}\n填的内容随时存进 {shelf.folder}；填完按 Ctrl+C 结束。")
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)  # Why: every check makes and drops thousands of small objects, hardly any of them in cycles
    if browser:
        webbrowser.open(address + keys.once)
    with listening, contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is the way to end it
        uvicorn.Server(config).run(sockets=[listening])


def listen(port: int) -> socket.socket:
    """A socket that only this machine can reach. Bound before anything is shown, so that the address is right."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # Why not on Windows: there it lets two programs have one port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        listening.listen(128)
    except (OSError, OverflowError) as error:
        listening.close()
        taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
        raise UserError(
            f"端口 {port} {'已经有别的程序在用' if taken else f'用不了：{reason(error)}'}；用 --port 换一个，或不写，由系统挑"
        ) from None
    return listening
