"""The Document as a DOCX whose look comes from a reference document.

Comes in: a Document and the bytes of `reference.docx`. Goes out: bytes. Wording, order, spans and widths are the Document's;
fonts, sizes, margins and page numbers are the reference's. Nothing is decided here but how WordprocessingML says it.
"""

from __future__ import annotations

from collections.abc import Iterator

from docx.document import Document as Package

from goigen.document import Document, Grid, Heading, Paragraph
from goigen.writers.docx_package import describe, open_reference, save
from goigen.writers.docx_table import table
from goigen.writers.docx_xml import NO_INDENT, RED, Element, Properties, Styles
from goigen.writers.look import Look

HEADINGS = {1: "heading 1", 2: "heading 2"}
PARAGRAPHS = {"body": "Normal", "note": "附注", "signature": "署名", "date": "成文日期", "draft": "草稿标记"}
KEEP: Properties = {"keepNext": {}}
ABOVE_GRID: Properties = {**KEEP, "spacing": {"after": "100"}}  # twips: the rule of the table must not touch the words
DRAFT = "草稿"

# Why: the style centres the agency over its date, in the room of that many characters at the right.
SIGNATURE_ROOM = 14
LONG_SIGNATURE: Properties = {"ind": NO_INDENT | {"leftChars": "0", "left": "0"}, "jc": {"val": "right"}}


def write(document: Document, look: Look) -> bytes:
    """The report as a DOCX in the styles of the reference. Raises UserError where the reference is no DOCX."""
    package = open_reference(look.reference)
    styles = Styles(package.styles.element)
    body = package.element.body
    body[0:0] = list(_body(document, styles))
    if document.draft:
        _mark_pages(package, styles)
    describe(package, document)
    return save(package)


def _body(document: Document, styles: Styles) -> Iterator[Element]:
    if document.title:
        yield styles.paragraph("Title", document.title)
    for block in document.blocks:
        if isinstance(block, Grid):
            yield from _grid(block, styles)
        elif isinstance(block, Heading):
            yield styles.paragraph(HEADINGS[block.level], (block.text,), KEEP)
        else:
            yield _paragraph(block, styles)
    if document.blocks and isinstance(document.blocks[-1], Grid) and not document.blocks[-1].notes:
        yield styles.paragraph("附注", ())


def _grid(grid: Grid, styles: Styles) -> Iterator[Element]:
    breaks: Properties = {"pageBreakBefore": {}} if grid.new_page else {}
    yield styles.paragraph(HEADINGS[grid.heading.level], (grid.heading.text,), {**ABOVE_GRID, **breaks})
    yield table(grid, styles)
    for note in grid.notes:
        yield _paragraph(note, styles)


def _paragraph(paragraph: Paragraph, styles: Styles) -> Element:
    direct: Properties = {}
    if paragraph.role == "signature":
        direct = {**KEEP, **(LONG_SIGNATURE if len(paragraph.text) > SIGNATURE_ROOM else {})}
    characters = RED if paragraph.role == "draft" else None
    return styles.paragraph(PARAGRAPHS[paragraph.role], (paragraph.text,), direct, characters)


def _mark_pages(package: Package, styles: Styles) -> None:
    """A red mark at the head of every page, above whatever header the reference has."""
    section = package.sections[-1]
    headers = [section.header]
    if package.settings.odd_and_even_pages_header_footer:
        headers.append(section.even_page_header)
    if section.different_first_page_header_footer:
        headers.append(section.first_page_header)
    for header in headers:
        fresh = header.is_linked_to_previous
        root = header.part.element
        if fresh:
            del root[:]
        root.insert(0, styles.paragraph("草稿标记", (DRAFT,), None, RED))
