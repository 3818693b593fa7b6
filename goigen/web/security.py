"""Who may ask, and for how much: the one gate in front of every page. It reads no form and knows no page.

Only this machine can connect, but any web page that its browser shows could try: by a name that it lets point here (DNS rebinding), by a
form that posts here (CSRF), in a frame. So the name in the request, where it comes from and a secret are asked for, each time.
"""

from __future__ import annotations

from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from goigen.web.keys import Keys

LARGEST_UPLOAD = 64 * 1024 * 1024
LARGEST = 4 * 1024 * 1024  # of any other request: a form has at most 2 MiB
LONGEST_URL = 4096
UPLOADS = "/api/import"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
WELCOME = """<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><link rel="icon" href="data:,">
<meta http-equiv="refresh" content="0;url={target}"><title>正在打开</title><p>正在打开……<a href="{target}">没反应请点这里</a></p></html>"""
CLOSED = """<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><link rel="icon" href="data:,"><title>打不开</title>
<p>请用运行 goigen serve 的窗口里显示的完整网址打开。服务重新启动以后，网址会换。</p></html>"""


class TooLarge(Exception):
    """More came than was allowed."""


class Gate:
    """ASGI middleware: refuses what is not ours, bounds what is, and puts the protecting headers on every answer."""

    def __init__(self, app: ASGIApp, keys: Keys, port: int) -> None:
        self.app, self.keys = app, keys
        self.cookie = f"goigen_{port}"  # Why the port: cookies do not tell ports apart
        self.hosts = (f"127.0.0.1:{port}", f"localhost:{port}")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        answer = self.refusal(scope, headers)
        started = False

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                present = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    present.setdefault(name, value)
            await send(message)

        if answer is None:
            try:
                await self.app(scope, bounded(receive, limit(scope)), guarded)
                return
            except TooLarge:
                if started:
                    return
                answer = too_large(scope)
            except Exception:  # Why: once it is answered it has been reported too, without the words of the form
                if started:
                    return
                raise
        await answer(scope, receive, guarded)

    def refusal(self, scope: Scope, headers: Headers) -> Response | None:
        """Why this request is not answered; None if it may pass."""
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self.hosts:
            return PlainTextResponse("这个地址不对", 421)
        if len(scope["raw_path"]) + len(scope["query_string"]) > LONGEST_URL:
            return PlainTextResponse("网址太长", 414)
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return PlainTextResponse("不能这样访问", 405)
        if scope["method"] == "GET" and (typed := parse_qs(scope["query_string"].decode("latin-1")).get("token")):
            return self.welcome(scope, typed[0])
        if not any(self.keys.admits(value) for value in cookies(headers.getlist("cookie"), self.cookie)):
            return JSONResponse({"message": "请重新打开网页"}, 403) if is_api(scope) else HTMLResponse(CLOSED, 403)
        if scope["method"] == "POST" and not self.from_here(headers, hosts[0]):
            return JSONResponse({"message": "这个请求不是从本页发出的"}, 403)
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()):
            return PlainTextResponse("请求不对", 400)
        return too_large(scope) if int(length[:20]) > limit(scope) else None

    def welcome(self, scope: Scope, typed: str) -> Response:
        """The secret of the address becomes a cookie. Why a page and not a redirect: from a link elsewhere, a strict cookie is not sent."""
        if not self.keys.opens(typed):
            return HTMLResponse(CLOSED, 403)
        answer = HTMLResponse(WELCOME.format(target=quote("/" + scope["path"].lstrip("/\\"))))
        answer.set_cookie(self.cookie, self.keys.cookie, httponly=True, samesite="strict", path="/")
        return answer

    def from_here(self, headers: Headers, host: str) -> bool:
        """Whether a page of ours sends this: browsers say so in one of two ways, and no page can make them lie."""
        origins, sites = headers.getlist("origin"), headers.getlist("sec-fetch-site")
        right = all(origin == f"http://{host}" for origin in origins) and all(site == "same-origin" for site in sites)
        return right and bool(origins or sites)


def cookies(values: Iterable[str], name: str) -> Iterable[str]:
    for value in values:
        try:
            morsel = SimpleCookie(value).get(name)
        except CookieError:
            continue
        if morsel:
            yield morsel.value


def is_api(scope: Scope) -> bool:
    return bool(scope["path"].startswith("/api/"))


def limit(scope: Scope) -> int:
    return LARGEST_UPLOAD if scope["path"] == UPLOADS else LARGEST


def too_large(scope: Scope) -> Response:
    return JSONResponse({"message": f"内容超过 {limit(scope) // 1024 // 1024} MiB，没有收下"}, 413)


def bounded(receive: Receive, most: int) -> Receive:
    """The body, cut off with TooLarge where it is longer than it may be, whatever its header said."""
    left = most

    async def counted() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise TooLarge
        return message

    return counted
