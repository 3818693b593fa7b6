"""The sentences that the program writes itself, through the templates in `templates/prose/`: preamble, fee statement, draft mark."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from goigen.report import Fees, Report
from goigen.report.fields import Agency, alias_of
from goigen.report.wording import UNFILLED, number_text
from goigen.resources import shipped
from goigen.standard import FORM

if TYPE_CHECKING:
    from jinja2 import Environment

CONTACT = ("address", "postcode", "telephone", "email")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # Why here: checking a form needs no templates

    loader = FileSystemLoader(shipped("templates") / "prose")
    # Why no autoescape: these are sentences, not markup; every writer escapes for its own format
    return Environment(loader=loader, undefined=StrictUndefined, autoescape=False, keep_trailing_newline=False)


def _sentence(name: str, **values: object) -> str:
    return _environment().get_template(f"{name}.j2").render(values).strip()


def preamble(report: Report) -> str:
    """The default 导语: basis, parts, period, where to find the report, whom to ask."""
    agency = report.agency
    return _sentence(
        "preamble",
        code=FORM.code,
        who=agency.short_name or agency.name or UNFILLED,
        year=report.year or UNFILLED,
        parts=[section.name for section in FORM.sections],
        found_at=agency.found_at,
        website=agency.website,
        office=agency.office,
        contact=[(alias_of(Agency, field), getattr(agency, field)) for field in CONTACT if getattr(agency, field)],
    )


def fee_statement(report: Report, fees: Fees) -> str:
    """The sentence of part six about fees for processing requests."""
    return _sentence(
        "fees",
        year=report.year or UNFILLED,
        notices=number_text(fees.notices),
        charged=number_text(fees.charged),
        received=number_text(fees.received),
    )


def draft_mark() -> str:
    return _sentence("draft")
