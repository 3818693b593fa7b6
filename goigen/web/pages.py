"""The HTML pages: the list of forms, the steps of one form, its raw text, the manual page of a check, an error."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from goigen.checks import CHECKS
from goigen.errors import UserError
from goigen.finding import Severity
from goigen.report.names import ANSWERS
from goigen.report.wording import placeholder_names, wording
from goigen.resources import shipped
from goigen.source import LIMIT_BYTES
from goigen.source.decoding import decode
from goigen.standard import FORM
from goigen.web.formats import DOWNLOADS
from goigen.web.steps import CHOICES, FINISH, STEPS, UNTITLED, identity, step_of
from goigen.web.views import View
from goigen.writers.html import scope

NAMES = {
    "scope": scope,
    "identity": identity,
    "step_of": step_of,
    "steps": STEPS,
    "choices": CHOICES,
    "downloads": DOWNLOADS,
    "first_year": FORM.first_year,
    "answers": ANSWERS,
    "untitled": UNTITLED,
    "tables": [table.key for table in FORM.tables],
}


@cache
def environment() -> Environment:
    loader = FileSystemLoader(shipped("templates") / "web")
    found = Environment(loader=loader, undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    found.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    found.globals.update(**NAMES)
    return found


def page(template: str, **values: object) -> str:
    return environment().get_template(f"{template}.html.j2").render(values)


def shelf_page(forms: list[dict[str, Any]], folder: str, *, several: bool) -> str:
    return page("list", forms=forms, folder=folder, several=several)


def row(view: View) -> dict[str, Any]:
    """What the list says of one form."""
    findings, report = view.checked.findings, view.report
    return {
        "name": view.name,
        "agency": (report.agency.name if report else "") or "（没有填机关）",
        "year": (report.year if report else None) or "—",
        "errors": sum(finding.severity is Severity.ERROR for finding in findings),
        "open": sum(finding.open for finding in findings),
    }


def form_page(view: View) -> str:
    """A step of a form; the raw text where it cannot be read as one."""
    report = view.report
    if report is None or not is_utf8(view.data):
        return text_page(view)
    if view.step == FINISH:
        return finish_page(view)
    return page(
        "form",
        report=report,
        grid=view.grid,
        fields={field.id: field for field in view.fields},
        cells={figure.path: identity(".".join(figure.yaml_path)) for figure in FORM.figures.values()},
        part=next((section.name for section in FORM.sections if section.key == view.step), ""),
        placeholders=placeholders(view),
        **panel_values(view),
    )


def finish_page(view: View) -> str:
    return page("finish", stopped=view.checked.stopped, **panel_values(view))


def panel_values(view: View) -> dict[str, Any]:
    return {"view": view, "states": view.states, "findings": view.findings, "name": view.name, "step": view.step}


def panel(view: View) -> dict[str, str]:
    """The parts of the page that are drawn again after each change."""
    return {"nav": page("steps", **panel_values(view)), "findings": page("findings", **panel_values(view))}


def placeholders(view: View) -> list[tuple[str, str]]:
    """Every name that prose can use, with what it says now."""
    report = view.report
    assert report is not None
    look_up = wording(report.particulars, report.agency, report.fees, report.figures)
    return [(name, look_up(name) or "") for name in placeholder_names()]


def is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def text_page(view: View) -> str:
    """The whole file in one field, with what is wrong in it."""
    try:
        text = decode(view.name, view.data)[0] if len(view.data) <= LIMIT_BYTES else ""
    except UserError:
        text = ""
    text = text or view.data[:LIMIT_BYTES].decode("utf-8", "replace")
    return page("text", view=view, text=text, findings=view.checked.findings, name=view.name, utf8=is_utf8(view.data))


def explain_page(check: str) -> str | None:
    entry = CHECKS.get(check.upper())
    return page("explain", entry=entry) if entry else None


def message_page(message: str) -> str:
    return page("message", message=message)
