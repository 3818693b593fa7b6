"""The standard → JSON Schema of the form, so that an editor offers keys and explains them while one types.

It is a help for writing, not a second set of checks: what the reader tolerates (ordinals before keys, full-width digits) it need not allow.
"""

from __future__ import annotations

import json
from typing import Any, get_args

from goigen.report.fields import Agency, Category, Fees, FormModel, Particulars, alias_of
from goigen.report.names import AGENCY, ANSWERS, FEES, NOTE, PREAMBLE
from goigen.report.shape import TABLES, Shape
from goigen.standard import FORM, Kind, Section

Schema = dict[str, Any]
TEXT: Schema = {"type": ["string", "number", "boolean", "null"]}
PARAGRAPHS: Schema = {"type": ["string", "null"]}
UNFILLED: Schema = {"enum": [None, "待填"]}
ZERO: Schema = {"const": 0}


def schema() -> Schema:
    """Draft 7, which yaml-language-server knows best."""
    properties: Schema = {
        **_fields(Particulars, ("code", "year")),
        AGENCY: _object(_fields(Agency), "填报的机关"),
        **_fields(Particulars, ("title", "issued_on")),
        PREAMBLE: {**PARAGRAPHS, "description": "可不填。不要导语就写：无"},
        **{section.name: _table(TABLES[section.name]) if section.table else _prose(section) for section in FORM.sections},
        ANSWERS: {"type": ["object", "null"], "additionalProperties": {"type": "string"}, "description": "按编号说明核实项"},
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": f"政府信息公开工作年度报告（{FORM.code}）",
        **_object(properties, ""),
        "required": [alias_of(Particulars, "year"), AGENCY, *(section.name for section in FORM.sections)],
    }


def schema_text() -> str:
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def _object(properties: Schema, description: str) -> Schema:
    plain = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**plain, "description": description} if description else plain


def _fields(model: type[FormModel], only: tuple[str, ...] = ()) -> Schema:
    return {
        str(field.alias): {**_value(model, name), "description": field.description}
        for name, field in model.model_fields.items()
        if name in (only or model.model_fields)
    }


def _value(model: type[FormModel], field: str) -> Schema:
    if (model, field) == (Agency, "category"):
        return {"enum": [*get_args(Category)[1:], None]}
    if (model, field) == (Particulars, "year"):
        return {"anyOf": [{"type": "integer", "minimum": FORM.first_year, "maximum": 2099}, {"type": ["string", "null"]}]}
    return TEXT


def _prose(section: Section) -> Schema:
    properties: Schema = dict.fromkeys(section.topics, PARAGRAPHS)
    extra: Schema = PARAGRAPHS
    if section.key == "other_matters":
        properties[FEES] = {"anyOf": [ZERO, UNFILLED, _object(_fields(Fees), "")], "description": "单位：件、元；没有收取就写 0"}
    parts = {"type": "object", "properties": properties, "additionalProperties": extra}
    return {"anyOf": [PARAGRAPHS, parts], "description": section.title}


def _table(shape: Shape) -> Schema:
    found = _shape(shape)
    for option in found["anyOf"]:
        if "properties" in option:
            option["properties"] = {**option["properties"], NOTE: {**PARAGRAPHS, "description": "印在表下面"}}
    return {**found, "description": next(s.title for s in FORM.sections if s.table is shape.table)}


def _shape(shape: Shape) -> Schema:
    label = {"description": shape.heads[-1].label} if shape.heads else {}
    if shape.is_leaf:
        return {**_number(shape.figures[0].kind), **label}
    options = [ZERO, UNFILLED, _object({child.name: _shape(child) for child in shape.children}, "")]
    if shape.is_row:
        least = sum(not child.is_sum for child in shape.children)
        options.append({"type": "array", "items": _number(shape.figures[0].kind), "minItems": least, "maxItems": len(shape.children)})
    return {"anyOf": options, **label}


def _number(kind: Kind) -> Schema:
    number = {"type": "integer", "minimum": 0} if kind is Kind.COUNT else {"type": "number", "minimum": 0}
    # Why text too: 27,505 and 5722.20万元 are read as well
    return {"anyOf": [number, {"type": "string", "pattern": r"^[0-9０-９][0-9０-９,，.．]*\s*(件|万元)?$"}, UNFILLED]}
