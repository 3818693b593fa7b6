"""What the script of the page asks for, as JSON: changes of a form, undo, a whole text, new forms, uploads."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from goigen.errors import UserError
from goigen.forms.blank import blank_form
from goigen.forms.edit import edit, rename
from goigen.forms.edit_keys import below, same, shape
from goigen.forms.edit_said import parsed
from goigen.forms.last_year import LastYear
from goigen.report import load
from goigen.report.fields import Fees, aliases
from goigen.report.names import AGENCY, ANSWERS, FEES, NOTE, PREAMBLE, PROSE, SIX
from goigen.report.shape import TABLES
from goigen.source import LIMIT_BYTES, read_source
from goigen.standard import FORM
from goigen.web.desk import Desk, Known, Version
from goigen.web.order import up
from goigen.web.typed import text_at, typed_figures

Key = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class One(Body):
    """One change: a value under a key, or one under a new heading; another heading; a heading one place up;
    zero for every row below that is not filled in."""

    do: Literal["set", "add", "rename", "up", "zero"] = "set"
    path: Annotated[tuple[Key, ...], Field(min_length=1, max_length=6)]
    value: Annotated[str, StringConstraints(max_length=LIMIT_BYTES)] = ""

    def checked(self) -> One:
        if not is_known(self.path, heading=self.do in ("rename", "up")) or (self.do == "zero" and self.path[0] not in TABLES):
            raise UserError("表里没有这一项")
        return self


class Step(Body):
    """Back, or forward again. `page` and `turn` tell the requests of one page apart from those of others and from each other."""

    version: Digest
    page: Annotated[str, StringConstraints(max_length=40)] = ""
    turn: Annotated[int, Field(ge=0, le=2**50)] = 0

    @property
    def known(self) -> Known:
        return Known(self.version, self.page, self.turn)


class Changes(Step):
    changes: Annotated[tuple[One, ...], Field(min_length=1, max_length=400)]


class Whole(Step):
    text: Annotated[str, StringConstraints(max_length=LIMIT_BYTES)]


class New(Body):
    year: Annotated[int, Field(ge=FORM.first_year, le=2099)]
    agency: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    last: Annotated[str, StringConstraints(max_length=500)] = ""


def is_known(path: tuple[str, ...], *, heading: bool = False) -> bool:
    """Whether the page has a field for this path: only there may it write."""
    top, *rest = path
    if top in TABLES and not heading:
        return shape(path) is not None or rest == [NOTE]
    if top in [section.name for section in PROSE]:
        if top == SIX.name and rest[:1] == [FEES]:
            return len(rest) == 2 and rest[1] in aliases(Fees) and not heading
        return len(rest) == 1 or (not rest and not heading)
    if heading or len(rest) > 1:
        return False
    if top == AGENCY:
        return bool(rest) and rest[0] in below((AGENCY,))
    if top == ANSWERS:
        return bool(rest) and re.fullmatch(r"[A-Z]\d\d", rest[0]) is not None
    return not rest and (top == PREAMBLE or top in below(()))


def change(desk: Desk, body: Changes) -> Version:
    steps = [_step(one.checked()) for one in body.changes]
    only = body.changes[0] if len(body.changes) == 1 and body.changes[0].do == "set" else None
    return desk.change(body.known, steps, where=only and only.path)


def _step(one: One) -> Callable[[str], str]:
    if one.do == "zero":
        return partial(_zeros, path=one.path)
    if one.do == "up":
        return partial(up, path=one.path)
    if one.do == "add":
        return partial(_added, path=one.path, value=one.value)
    return lambda text: (edit if one.do == "set" else rename)(text, one.path, one.value)


def _added(text: str, path: tuple[str, ...], value: str) -> str:
    """The text under a heading that is new: what stands under one of the same name is not overwritten, but may be typed on."""
    if not value.startswith(text_at(parsed(text).root, *path)):
        raise UserError(f"已经有一个“{path[-1]}”了")
    return edit(text, path, value)


def _zeros(text: str, path: tuple[str, ...]) -> str:
    """A zero for every row below that is not filled in; what is filled in stays."""
    typed = typed_figures(parsed(text).root, path[0])
    rows: dict[tuple[str, ...], list[str]] = {}
    for figure in TABLES[path[0]].figures:
        above = shape(figure.yaml_path[:-1])
        row = figure.yaml_path[:-1] if above and above.is_row else figure.yaml_path
        if figure.path not in figure.table.totals and all(map(same, path, row)) and len(path) <= len(row):
            rows.setdefault(row, []).append(typed[figure.path].text)
    for row, texts in rows.items():
        if not any(texts):
            text = edit(text, row, "0")
    return text


def replace(desk: Desk, body: Whole) -> Version:
    return desk.replace(body.known, body.text.encode("utf-8", "replace").decode())


def new_form(body: New, last: bytes | None) -> tuple[str, str]:
    """The name and the text of a new form."""
    before = load(read_source("last.yaml", last))[0] if last is not None else None
    name = f"{body.agency}{body.year}"
    return name, blank_form(year=body.year, agency=" ".join(body.agency.split()), last=LastYear(before) if before else None)
