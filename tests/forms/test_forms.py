"""The blank form and the JSON Schema, tried on real forms."""

from __future__ import annotations

import jsonschema
import pytest
import yaml

from goigen.checks import run_checks
from goigen.forms.blank import blank_form, quoted
from goigen.forms.schema import schema
from goigen.report import load
from goigen.source import Mapping, Text, read_source
from tests.support import GOOD_SAMPLES, SAMPLES


def plain(text: str) -> object:
    """The form as an editor with the YAML 1.2 core schema sees it."""
    loader = type("Loader", (yaml.SafeLoader,), {})
    kept = {"tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:null"}
    loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in rules if tag in kept] for first, rules in loader.yaml_implicit_resolvers.items()
    }
    return yaml.load(text, Loader=loader)


def test_the_schema_is_one() -> None:
    jsonschema.Draft7Validator.check_schema(schema())


@pytest.mark.parametrize("name", GOOD_SAMPLES)
def test_good_forms_fit_the_schema(name: str) -> None:
    form = plain((SAMPLES / name).read_text())
    errors = [error.message for error in jsonschema.Draft7Validator(schema()).iter_errors(form)]
    if name == "muye-kegong-2023.yaml":  # ordinals before keys, which the reader forgives and an editor need not
        assert errors
    else:
        assert errors == []


@pytest.mark.parametrize(
    ("wrong", "key"),
    [("{规章: -1}", "规章"), ("{规章: [1]}", "规章"), ("{规则: 0}", "规则"), ("约10", "约10")],
)
def test_wrong_forms_do_not(wrong: str, key: str) -> None:
    form = {**plain((SAMPLES / "minimal.yaml").read_text()), "主动公开政府信息情况": plain(wrong)}  # type: ignore[dict-item]
    assert not jsonschema.Draft7Validator(schema()).is_valid(form), key


def test_the_blank_form_has_nothing_wrong_but_what_is_unfilled() -> None:
    report, findings = load(read_source("blank.yaml", blank_form().encode()))
    assert report is not None
    checked = run_checks(report, findings).findings
    assert {finding.check for finding in checked} == {"S06"}
    assert len(checked) == 8
    jsonschema.validate(plain(blank_form(year=2024, agency="某局")), schema())


@pytest.mark.parametrize("text", ["某局", "a: b", "# x", "- x", "{x}", "x:", " x ", '"x"', "&a", "0451", "某局 #1", "null"])
def test_a_quoted_text_reads_back_as_itself(text: str) -> None:
    root = read_source("f", f"k: {quoted(text)}\n".encode()).root
    assert isinstance(root, Mapping)
    value = root.entries[0][1]
    assert isinstance(value, Text)
    assert value.value == text
