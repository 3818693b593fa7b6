"""Document → HTML, through `page.html.j2`: one self-contained file for the web, and the same page for the PDF writer."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from jinja2 import StrictUndefined, Template, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from goigen.document import Cell, Document, Grid
from goigen.errors import UserError
from goigen.writers.faces import Role
from goigen.writers.look import Look

MarkUp = Callable[[str, Role], Markup]
RULE = 0.18  # mm, the 0.5 pt rule of a cell, which stands outside its height


def write(document: Document, look: Look) -> bytes:
    """A page without scripts or references to anything outside it."""
    return page(document, look.page, screen_css=look.screen_css).encode()


def page(document: Document, template: str, *, screen_css: str = "", runs: MarkUp | None = None) -> str:
    """The page as text. `runs` marks up the texts of a page on paper by face; without it they are only escaped."""
    try:
        return _template(template).render(
            document=document,
            screen_css=Markup(screen_css),
            scope=scope,
            width=width,
            tall_class=tall_class,
            runs=runs or escaped,
            on_paper=runs is not None,
        )
    except TemplateError as error:
        raise UserError(f"版式文件 page.html.j2 不对：{error}") from None


def escaped(text: str, role: Role) -> Markup:  # noqa: ARG001
    return escape(text)


@cache
def _template(text: str) -> Template:
    # Why sandboxed: an agency may take its templates from others
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(text)


def scope(cell: Cell) -> str:
    """The scope of a header cell: what it is the head of."""
    if cell.role in ("stub", "group"):
        return "rowgroup" if cell.role == "group" else "row"
    return "colgroup" if cell.column_span > 1 else "col"


def tall_class(height: float) -> str:
    """The class of a cell that gives its row the height; see the PDF writer."""
    return f"mm{height * 1000:.0f}"


def width(grid: Grid, column: int) -> str:
    """A column's share of the table, in per cent."""
    return f"{100 * grid.widths[column] / sum(grid.widths):.3f}%"
