"""The foreign documents in other formats, as LibreOffice writes them. Nothing of goigen is used.

A conversion happens once a session, all files of a format in one call, two calls at a time; the workers of a parallel run share it.
"""

from __future__ import annotations

import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pylopdf_fonts_zh_cn

from tests.reading.foreign import FORMATS, VARIANTS, document
from tests.support import tool

# What a PDF need not prove once more: the inside of Word's XML, and words that stand on paper as in Word
NOT_ON_PAPER = frozenset(
    """look-runs-in-pieces look-content-controls look-smart-tags look-hidden-text label-breaks-as-paragraphs title-numbers-by-word
    plain-city-next label-dunhao label-half-width-brackets label-without-ordinals label-wrong-ordinals label-notes-added
    label-two-a-line-in-four title-local-wordings title-wide-spaces title-half-width-topics title-full-stop-and-colon
    title-short-name title-without-preamble around-fee-in-words around-fee-split around-other-preamble around-annexes
    figure-units figure-none figure-dashes figure-no-numbers figure-formula-fields figure-table-lost figure-table-as-picture
    figure-blanks figure-one-sixth-row-zero figure-totals-blank head-rows-exchanged cut-in-two table-note-inside""".split()
)
SOME = {"html": 4, "doc": 12, "odt": 12}  # every so many variants, and always these
ALWAYS = {
    "html": {"figure-zeros-merged", "figure-merged", "head-not-merged", "look-all-in-a-layout-table", "title-numbers-by-word"},
    "doc": {"plain-county", "title-numbers-by-word", "table-rows-shifted", "label-one-character-a-line"},
    "odt": {"plain-city", "look-upright-groups", "title-in-a-text-box", "figure-slashes"},
}
FILTERS = {"html": "html:HTML (StarWriter)", "docx": "docx:MS Word 2007 XML", "doc": "doc:MS Word 97"}
FONTS = f"""<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{Path(pylopdf_fonts_zh_cn.__file__).parent}</dir>
</fontconfig>"""


def chosen(form: str) -> list[str]:
    """The variants that are tried in a format: `docx`, `pdf`, `html`, `doc`, `odt`, `doc.docx`, `odt.docx`."""
    sensible = [name for name, variant in VARIANTS.items() if form not in variant.no]
    first = form.partition(".")[0]
    if first == "pdf":
        return [name for name in sensible if name not in NOT_ON_PAPER]
    if first not in SOME:
        return sensible
    shift = sorted(SOME).index(first)
    return [name for i, name in enumerate(VARIANTS) if name in sensible and (i % SOME[first] == shift or name in ALWAYS[first])]


CASES = [(name, form) for form in FORMATS for name in chosen(form)]


class Office:
    """Converted documents in one folder, made when the first one is asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.soffice = tool("soffice")

    def bytes_of(self, name: str, form: str) -> bytes:
        if form == "docx":
            return document(name).docx
        self._ready()
        return (self.folder / form / f"{name}.{form.rpartition('.')[2]}").read_bytes()

    def _ready(self) -> None:
        done = self.folder / "done.json"
        if done.exists():
            return
        self.folder.mkdir(exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            _lock(lock.fileno())
            if not done.exists():
                self._convert()
                done.write_text(json.dumps(FORMATS))

    def _convert(self) -> None:
        (self.folder / "fonts.conf").write_text(FONTS)
        source = self.folder / "source"
        source.mkdir()
        for name in VARIANTS:
            (source / f"{name}.docx").write_bytes(document(name).docx)
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda forms: [self._call(form) for form in forms], (["pdf"], ["html", "doc", "odt", "doc.docx", "odt.docx"])))

    def _call(self, form: str) -> None:
        first, _, back = form.partition(".")
        files = [self.folder / (first if back else "source") / f"{name}.{first if back else 'docx'}" for name in chosen(form)]
        target, profile = self.folder / form, (self.folder / f"profile-{'pdf' if form == 'pdf' else 'other'}").as_uri()
        kind = FILTERS.get(back or first, back or first)
        command = [self.soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind, "--outdir", str(target)]
        fonts = {**os.environ, "FONTCONFIG_FILE": str(self.folder / "fonts.conf")}
        subprocess.run([*command, *map(str, files)], env=fonts, check=True, capture_output=True, timeout=300)
        missing = [file.stem for file in files if not (target / f"{file.stem}.{back or first}").exists()]
        assert not missing, (form, missing)


def _lock(handle: int) -> None:
    """Wait for another worker; released when the file is closed."""
    import fcntl  # only where LibreOffice is tried, which is not Windows

    fcntl.flock(handle, fcntl.LOCK_EX)
