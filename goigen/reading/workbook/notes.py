"""The notes that stand at the cells of a sheet. What cannot be read of them is left: they are no part of a form."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

from lxml import etree

from goigen.reading.workbook.page import Spot
from goigen.reading.workbook.scan import number_of
from goigen.reading.xlsx import (
    MAIN,
    REFERENCE,
    STRICT,
)


def notes_of(package: zipfile.ZipFile, path: str) -> Iterator[tuple[Spot, str]]:
    """The notes of the cells of a sheet. What cannot be read of them is left: they are no part of the form."""
    folder, _, name = path.rpartition("/")
    related = f"{folder}/_rels/{name}.rels"
    if related not in package.namelist():
        return
    for relation in etree.fromstring(package.read(related)):
        if str(relation.get("Type")).endswith("/comments"):
            target = str(relation.get("Target"))
            part = target.removeprefix("/") if target.startswith("/") else f"xl/{target.removeprefix('../')}"
            if part in package.namelist():
                yield from _comments(package.read(part))


def _comments(content: bytes) -> Iterator[tuple[Spot, str]]:
    for comment in etree.fromstring(content).iter(*(f"{space}comment" for space in (MAIN, STRICT))):
        found = REFERENCE.fullmatch(str(comment.get("ref")))
        text = "".join(node.text or "" for node in comment.iter(*(f"{space}t" for space in (MAIN, STRICT))))
        if found and text.strip():
            yield (int(found[2]), number_of(found[1])), text.strip()
