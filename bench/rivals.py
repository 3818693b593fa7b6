"""What goigen is compared with: docxtpl filling an equal template, and LibreOffice turning the same DOCX into a PDF."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from docxtpl import DocxTemplate
from lxml import etree

from goigen.document import Block, Cell, Document, Grid, Paragraph

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Template:
    """The document as a docxtpl template: a placeholder for each figure and each paragraph of prose, all else as it is printed."""

    def __init__(self, document: Document, write: Callable[[Document], bytes], folder: Path) -> None:
        self.values: dict[str, str] = {}
        self._path = folder / "template.docx"
        self._path.write_bytes(write(replace(document, blocks=tuple(map(self._block, document.blocks)))))

    def render(self) -> bytes:
        """Open, fill and save, as one does for each report."""
        template, written = DocxTemplate(self._path), BytesIO()
        template.render(self.values)
        template.save(written)
        return written.getvalue()

    def _block(self, block: Block) -> Block:
        if isinstance(block, Grid):
            notes = tuple(map(self._paragraph, block.notes))
            return replace(block, cells=tuple(map(self._cell, block.cells)), notes=notes)
        return self._paragraph(block) if isinstance(block, Paragraph) else block

    def _paragraph(self, paragraph: Paragraph) -> Paragraph:
        return replace(paragraph, text=self._placeholder(paragraph.text))

    def _cell(self, cell: Cell) -> Cell:
        return replace(cell, lines=(self._placeholder(cell.text),)) if cell.role == "figure" else cell

    def _placeholder(self, text: str) -> str:
        name = f"value_{len(self.values)}"
        self.values[name] = text
        return f"{{{{ {name} }}}}"


def words(docx: bytes) -> list[str]:
    """The text of a DOCX by paragraph."""
    with ZipFile(BytesIO(docx)) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    return ["".join(text.text or "" for text in paragraph.iter(W + "t")) for paragraph in body.iter(W + "p")]


class Office:
    """LibreOffice, a new process for every conversion, with a profile of its own that the first one makes."""

    def __init__(self, program: str, folder: Path) -> None:
        self._source = folder / "report.docx"
        self._made = folder / "office" / "report.pdf"
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        self._command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(self._made.parent), str(self._source)]
        self.version = subprocess.run([program, profile, "--version"], check=True, capture_output=True, text=True).stdout.split(" ")[1]

    def convert(self, docx: bytes) -> bytes:
        self._source.write_bytes(docx)
        self._made.unlink(missing_ok=True)
        subprocess.run(self._command, check=True, capture_output=True)
        return self._made.read_bytes()


def office_program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")
