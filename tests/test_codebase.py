"""Tests about the code base itself: one declaration, budgets, nothing stale, everything in the manual."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

from goigen.checks import CHECKS
from goigen.cli import VERBS
from goigen.report.fields import Agency, Fees, Particulars, aliases
from goigen.report.wording import figure_names
from goigen.standard import FORM
from goigen.standard.heads import Head
from tests.support import ROOT
from tools.derived import derived

MODULES = sorted((ROOT / "goigen").rglob("*.py"))
PURE_DATA = {"form2021.py"}


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    yield from (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef))


def length(node: ast.FunctionDef) -> int:
    """Lines without the docstring: a manual page is no code."""
    first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node
    return (node.end_lineno or 0) - first.lineno + 1


def test_modules_and_functions_keep_their_budgets() -> None:
    lines = {path: len(path.read_text().splitlines()) for path in MODULES}
    assert len(lines) > 40
    assert median(lines.values()) <= 100
    assert {path.name for path, count in lines.items() if count > 300} <= PURE_DATA
    lengths = {f"{path.name}:{node.name}": length(node) for path in MODULES for node in functions(path)}
    assert len(lengths) > 200
    assert median(lengths.values()) <= 12
    assert {name: count for name, count in lengths.items() if count > 50} == {}


def test_every_module_says_what_it_is_for() -> None:
    assert [path.name for path in MODULES if not ast.get_docstring(ast.parse(path.read_text()))] == []


def labels() -> set[str]:
    def below(head: Head) -> Iterator[str]:
        yield from filter(None, (head.label, head.name))
        for part in head.parts:
            yield from below(part)

    heads = [head for table in FORM.tables for block in table.blocks for head in (*block.rows, *block.columns)]
    return {label for head in heads for label in below(head) if len(label) > 4} | {table.name for table in FORM.tables}


def strings(path: Path) -> Iterator[str]:
    """The string constants of a module that are no docstrings."""
    tree = ast.parse(path.read_text())
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = {id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, documented) and ast.get_docstring(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def test_labels_are_typed_in_the_standard_and_nowhere_else() -> None:
    found = labels()
    assert len(found) > 40
    elsewhere = [path for path in MODULES if path.parent.name != "standard" and path.parent.name != "checks"]
    again = {(path.name, text) for path in elsewhere for text in strings(path) if text in found}
    assert again == set()


def test_every_path_of_a_figure_in_the_code_exists() -> None:
    tables = "|".join(table.key for table in FORM.tables)
    pattern = re.compile(rf"(?:{tables})(?:\.[a-z_]+)+\.?")
    used = {(path.name, text) for path in MODULES for text in strings(path) if pattern.fullmatch(text)}
    assert len(used) > 3
    known = {".".join(path.split(".")[:depth]) for path in FORM.figures for depth in range(1, 6)}
    assert {(name, text) for name, text in used if text.rstrip(".") not in known} == set()


def test_every_figure_has_a_placeholder_of_its_own() -> None:
    alone = {paths[0] for paths in figure_names().values() if len(paths) == 1}
    assert alone == set(FORM.figures)


def test_every_id_that_reading_reports_has_a_manual_page() -> None:
    reading = [path for path in MODULES if "checks" not in path.parts]
    used = {text for path in reading for text in strings(path) if re.fullmatch(r"[A-Z]\d\d", text)}
    assert len(used) >= 10
    assert used <= set(CHECKS) | {"T10", "T11", "T12", "T20"}


@pytest.mark.parametrize("path", derived(), ids=lambda path: path.name)
def test_derived_files_are_up_to_date(path: Path) -> None:
    assert path.read_bytes() == derived()[path], "运行 make derived"


def test_every_verb_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    assert [verb for verb in VERBS if f"goigen {verb}" not in readme] == []


def test_the_blank_form_has_every_key() -> None:
    blank = (ROOT / "forms" / "blank.yaml").read_text()
    keys = [*aliases(Particulars), *aliases(Agency), *aliases(Fees), *(section.name for section in FORM.sections)]
    assert len(keys) > 20
    assert [key for key in keys if not re.search(rf"^\s*{key}:", blank, flags=re.M)] == []
