"""What went wrong while a request was answered → one sentence: to the script as JSON, to a person as a page."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from goigen.errors import UserError
from goigen.web.desk import Conflict, NotSaved
from goigen.web.pages import message_page
from goigen.web.security import TooLarge, is_api
from goigen.web.shelf import NotHere

STATUS: dict[type[Exception], int] = {NotHere: 404, Conflict: 409, NotSaved: 507}


def failed(request: Request, error: Exception) -> Response:
    if isinstance(error, TooLarge):
        raise error  # the gate answers it
    if isinstance(error, UserError):
        return _said(request, str(error), STATUS.get(type(error), 400))
    if isinstance(error, ValidationError):
        return _said(request, "请求的内容不对", 400)
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    print(f"goigen serve: {type(error).__name__} ({where})", file=sys.stderr)  # Why not its words: they may quote the form
    return _said(request, "程序自己出错了，没有改动您的表；请刷新再试", 500)


def missing(request: Request, error: Exception) -> Response:
    return _said(request, "没有这一页", getattr(error, "status_code", 404))


def _said(request: Request, message: str, status: int) -> Response:
    if is_api(request.scope):
        return JSONResponse({"message": message}, status)
    return HTMLResponse(message_page(message), status)


HANDLERS: dict[Any, Any] = {HTTPException: missing, UserError: failed, ValidationError: failed, Exception: failed}
