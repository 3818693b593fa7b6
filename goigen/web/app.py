"""The routes: which address answers what. Work is done in threads, a few at a time; typesetting and reading keep no typing waiting."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cached_property, partial
from pathlib import Path
from typing import Any, ParamSpec, TypeVar
from urllib.parse import quote

from anyio import CapacityLimiter, Semaphore, to_thread
from pydantic import BaseModel
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from goigen.errors import UserError
from goigen.pipeline import NOTHING
from goigen.previous import Previous
from goigen.resources import shipped
from goigen.web import api, formats, pages, uploads
from goigen.web.desk import Desk, Version
from goigen.web.failures import HANDLERS
from goigen.web.keys import Keys
from goigen.web.security import Gate
from goigen.web.shelf import NotHere, Shelf
from goigen.web.steps import FINISH, FIRST, STEPS
from goigen.web.views import View

P = ParamSpec("P")
T = TypeVar("T")
Handler = Callable[[Request], Awaitable[Response]]
Model = TypeVar("Model", bound=BaseModel)
STATIC = {"style.css": "text/css", "script.js": "text/javascript"}
PREVIEW_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "txt": "text/plain; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "yaml": "application/yaml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Site:
    """One run of the server: its shelf, last year's reports, and a desk for every form that was opened."""

    def __init__(self, shelf: Shelf, previous: Previous = NOTHING) -> None:
        self.shelf, self.previous = shelf, previous
        self.desks: dict[Path, Desk] = {}

    @cached_property
    def quick(self) -> CapacityLimiter:
        return CapacityLimiter(4)

    @cached_property
    def slow(self) -> CapacityLimiter:
        return CapacityLimiter(1)

    def desk(self, name: str) -> Desk:
        path = self.shelf.path(name)
        return self.desks.setdefault(path, Desk(path))

    def view(self, name: str, step: str = FIRST, version: Version | None = None) -> View:
        now = version or self.desk(name).read()
        return View(name, now.data, now.digest, self.previous, step if step in (*STEPS, FINISH) else FIRST)

    @cached_property
    def uploading(self) -> Semaphore:
        return Semaphore(2)

    async def run(self, function: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        return await to_thread.run_sync(partial(function, *args, **named), limiter=self.quick)

    async def run_slowly(self, function: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        return await to_thread.run_sync(partial(function, *args, **named), limiter=self.slow)

    async def home(self, request: Request) -> Response:
        names = await self.run(self.shelf.forms)
        if self.shelf.only is not None and len(names) == 1 and "list" not in request.query_params:
            return RedirectResponse(f"/form/{quote(names[0])}", 303)
        rows = [await self.run(self._row, name) for name in names]
        return HTMLResponse(pages.shelf_page(rows, str(self.shelf.folder), several=self.shelf.only is None))

    def _row(self, name: str) -> dict[str, Any]:
        try:
            return pages.row(self.view(name))
        except UserError as error:
            return {"name": name, "agency": str(error), "year": "—", "errors": 1, "open": 0}

    async def form(self, request: Request) -> Response:
        draw = pages.text_page if "text" in request.query_params else pages.form_page
        name, step = request.path_params["name"], request.query_params.get("step", FIRST)
        return HTMLResponse(await self.run(lambda: draw(self.view(name, step))))

    async def finish(self, request: Request) -> Response:
        return HTMLResponse(await self.run(lambda: pages.form_page(self.view(request.path_params["name"], FINISH))))

    async def explain(self, request: Request) -> Response:
        found = await self.run(pages.explain_page, request.path_params["check"])
        return HTMLResponse(found or pages.message_page("没有这一项检查"), 200 if found else 404)

    async def preview(self, request: Request) -> Response:
        data = await self.run(lambda: formats.preview(self.view(request.path_params["name"])))
        return HTMLResponse(data, headers={"Content-Security-Policy": PREVIEW_POLICY})

    async def download(self, request: Request) -> Response:
        kind, draft = request.path_params["kind"], "draft" in request.query_params
        if kind not in formats.DOWNLOADS:
            raise NotHere("没有这种格式")
        name, data = await self.run_slowly(lambda: formats.download(self.view(request.path_params["name"]), kind, draft=draft))
        place = "inline" if kind == "pdf" and "show" in request.query_params else "attachment"
        headers = {"Content-Disposition": f"{place}; filename*=UTF-8''{quote(name)}"}
        return Response(data, media_type=TYPES[name.rpartition(".")[2]], headers=headers)

    async def static(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in STATIC:
            raise NotHere("没有这个文件")
        return Response((shipped("templates") / "web" / name).read_bytes(), media_type=STATIC[name])

    async def state(self, request: Request) -> Response:
        """The version on disk: asked now and then, whether somebody else has written."""
        return JSONResponse({"version": (await self.run(self.desk(request.query_params.get("form", "")).read)).digest})

    def changing(self, model: type[Model], work: Callable[[Desk, Model], Version]) -> Handler:
        """A handler that changes a form and answers with what the page then has to show."""

        async def handle(request: Request) -> Response:
            body = model.model_validate_json(await request.body())
            name, step = request.query_params.get("form", ""), request.query_params.get("step", FIRST)

            def made() -> dict[str, Any]:
                view = self.view(name, step, work(self.desk(name), body))
                return {**view.answer(), **pages.panel(view)} if view.report else {"version": view.digest, "shape": ""}

            return JSONResponse(await self.run(made))

        return handle

    async def new(self, request: Request) -> Response:
        body = api.New.model_validate_json(await request.body())

        def made() -> str:
            return self.shelf.add(*api.new_form(body, self.desk(body.last).read().data if body.last else None))

        return JSONResponse({"form": await self.run(made)})

    async def upload(self, request: Request) -> Response:
        async with self.uploading:  # Why: each is kept in memory while it comes
            name, text = await self.run_slowly(uploads.form_of, request.query_params.get("name", "")[:200] or "上传", await request.body())
        return JSONResponse({"form": await self.run(self.shelf.add, name, text)})

    def routes(self) -> list[Route]:
        return [
            Route("/", self.home),
            Route("/form/{name:path}", self.form),
            Route("/finish/{name:path}", self.finish),
            Route("/preview/{name:path}", self.preview),
            Route("/download/{kind}/{name:path}", self.download),
            Route("/explain/{check}", self.explain),
            Route("/static/{name}", self.static),
            Route("/api/state", self.state),
            Route("/api/change", self.changing(api.Changes, api.change), methods=["POST"]),
            Route("/api/undo", self.changing(api.Step, lambda desk, body: desk.undo(body.known)), methods=["POST"]),
            Route("/api/redo", self.changing(api.Step, lambda desk, body: desk.redo(body.known)), methods=["POST"]),
            Route("/api/text", self.changing(api.Whole, api.replace), methods=["POST"]),
            Route("/api/new", self.new, methods=["POST"]),
            Route("/api/import", self.upload, methods=["POST"]),
        ]


def build(site: Site, keys: Keys, port: int) -> ASGIApp:
    return Gate(Starlette(routes=site.routes(), exception_handlers=HANDLERS), keys, port)
