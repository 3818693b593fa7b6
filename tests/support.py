"""What tests share: samples, patches over a complete form, tools that may be absent."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from goigen.checks import run_checks
from goigen.document import Document
from goigen.finding import Finding
from goigen.many.sums import Sums
from goigen.report import Report, load
from goigen.report.keys import normalise
from goigen.report.shape import TABLES, Shape
from goigen.resources import shipped
from goigen.source import Mapping, Node, Source, Text, read_source
from goigen.writers import docx
from goigen.writers.look import Look, load_look

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "sample_inputs"
SHARED = ROOT.parent / "shared"
GOOD_SAMPLES = tuple(sorted(path.name for path in SAMPLES.glob("*.yaml")))
DELETED = "（删去）"
MARK = re.compile(r"# ← ([A-Z0-9 ]+)")


def shared(name: str) -> Path:
    """A folder of the contract, which lies beside the repository at work and nowhere else."""
    folder = SHARED / name
    if not folder.exists():
        pytest.skip(f"../shared/{name} is not here")
    return folder


def tool(name: str) -> str:
    """The path of a program that looks at results; its absence skips, but fails in CI, which installs it."""
    path = shutil.which(name)
    if path is None:
        (pytest.fail if os.environ.get("GOIGEN_CI") else pytest.skip)(f"{name} is not installed")
    return path


@cache
def look() -> Look:
    return load_look(shipped("templates"))


def write_docx(document: Document, reference: bytes) -> bytes:
    """The DOCX in the styles of a reference of its own."""
    return docx.write(document, replace(look(), reference=reference))


@cache
def sample(name: str) -> Report:
    report, _ = load(read_source(name, (SAMPLES / name).read_bytes()))
    assert report is not None
    return report


def read(text: str, name: str = "form.yaml") -> tuple[Report | None, tuple[Finding, ...]]:
    return load(read_source(name, text.encode()))


def _zero(shape: Shape, indent: str) -> str:
    if shape.is_leaf:
        return f"{indent}{shape.name}: 0\n" if not shape.is_sum else ""
    if shape.optional:
        return ""
    return f"{indent}{shape.name}:\n" + "".join(_zero(child, indent + "  ") for child in shape.children)


@cache
def complete_form() -> Source:
    """A form without findings in which every row stands: minimal.yaml with its tables written out as zeros."""
    text = (SAMPLES / "minimal.yaml").read_text()
    for name, shape in TABLES.items():
        text = re.sub(rf"^{name}: 0.*\n", lambda _, shape=shape: _zero(shape, ""), text, flags=re.M)
    return read_source("base.yaml", text.encode())


def patched(text: str, name: str = "patch.yaml") -> tuple[Source, Source]:
    """The complete form with a patch over it, and the patch; what the patch brings keeps its own lines."""
    patch, base = read_source(name, text.encode()), complete_form()
    assert base.root is not None
    merged = merge(base.root, patch.root) if patch.root else None
    return Source(name, merged, patch.lines, patch.findings), patch


def merge(base: Node, patch: Node) -> Node:
    if not (isinstance(base, Mapping) and isinstance(patch, Mapping)):
        return patch
    entries = [list(entry) for entry in base.entries]
    for key, value in patch.entries:
        same = [entry for entry in entries if normalise(entry[0].value) == normalise(key.value)]
        used = [entry for entry in same if entry[0].place.file == key.place.file]
        if not same or used:  # a key that the patch gives twice stays double
            entries.append([key, value])
        elif isinstance(value, Text) and value.value == DELETED:
            entries.remove(same[0])
        else:
            same[0][:] = [key, merge(same[0][1], value)]
    return Mapping(tuple((key, value) for key, value in entries), patch.place)


BESIDE = re.compile(r"^=== (去年|另一份|下级)\n", re.M)


def patched_beside(text: str) -> tuple[Source, Source | None, tuple[Source, ...], tuple[Source, ...]]:
    """A patched form, last year's (after a line `=== 去年`), the others of its run (`=== 另一份`), its units (`=== 下级`)."""
    own, *beside = BESIDE.split(text)
    pairs = list(zip(beside[::2], beside[1::2], strict=True))
    last = [patched(f"年度: 2022\n{other}", "last.yaml")[0] for kind, other in pairs if kind == "去年"]
    others = tuple(patched(other, "other.yaml")[0] for kind, other in pairs if kind == "另一份")
    units = tuple(patched(other, "unit.yaml")[0] for kind, other in pairs if kind == "下级")
    return patched(own)[0], last[0] if last else None, others, units


def findings_of(
    source: Source, last: Source | None = None, others: tuple[Source, ...] = (), units: tuple[Source, ...] = ()
) -> tuple[Finding, ...]:
    """What the checks say of a form, beside last year's, beside the other forms of a run, against the sum of its units."""
    report, findings = load(source)
    beside = tuple(other for other, _ in map(load, others) if other)
    below = Sums()
    for number, (unit, _) in enumerate(map(load, units), 1):
        assert unit is not None
        below.add(f"第{number}个单位", "unit.yaml", unit)
    again = {"last": load(last)[0] if last else None, "others": beside, "units": below.below() if units else None}
    return run_checks(report, findings, **again).findings if report else findings


def expected(text: str) -> set[tuple[int, str]]:
    """The (line, id) pairs that a file's own marks `# ← T12` announce."""
    return {(number, check) for number, line in enumerate(text.split("\n"), 1) if (mark := MARK.search(line)) for check in mark[1].split()}


def text_of(path: Path) -> str:
    """The text of a wrong sample, one of which is GBK on purpose."""
    return path.read_bytes().decode("gb18030" if path.stem == "not-utf8" else "utf-8")


def placed(findings: tuple[Finding, ...]) -> set[tuple[int | None, str]]:
    return {(finding.place.line, finding.check) for finding in findings}


class TextSnapshot(SingleFileSnapshotExtension):
    """One readable file a snapshot."""

    file_extension = "txt"
    _write_mode = WriteMode.TEXT


class HtmlSnapshot(TextSnapshot):
    file_extension = "html"
