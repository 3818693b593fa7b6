"""The package around the text: opening a reference, describing the report, and zipping so that bytes can be reproduced.

Comes in: bytes of a reference. Goes out: bytes of a DOCX. No clock: all dates follow from the report's year.
"""

from __future__ import annotations

import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

import docx
from docx.document import Document as Package
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from goigen.document import Document
from goigen.errors import UserError
from goigen.writers.docx_xml import FORBIDDEN, Element

SUBJECT = "政府信息公开工作年度报告"
LANGUAGE = "zh-CN"

NOT_A_DOCX = "版式文件 reference.docx 不是有效的 DOCX 文件，请用 Word 或 WPS 另存为“Word 文档（*.docx）”后再试。"
BROKEN = (BadZipFile, EOFError, KeyError, NotImplementedError, RuntimeError, ValueError, zlib.error, etree.XMLSyntaxError)

CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
DC = "http://purl.org/dc/elements/1.1/"
TERMS = "http://purl.org/dc/terms/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"

# Why: they belong to the text of the reference, which we drop: a comment must not survive the sentence it was about. The styles
# "with effects" are Word 2010's second copy of the styles, which nobody keeps up to date.
DROPPED = {"comments", "commentsExtended", "commentsExtensible", "commentsIds", "people", "image", "hyperlink", "oleObject"}
DROPPED |= {"stylesWithEffects"}

EPOCH = (1980, 1, 1, 0, 0, 0)


def open_reference(reference: bytes) -> Package:
    """The reference as a package without its text; its styles, settings, page and footers remain."""
    try:
        package = docx.Document(BytesIO(reference))
    except BROKEN as error:
        raise UserError(NOT_A_DOCX) from error
    body = package.element.body
    if body is None:
        raise UserError(NOT_A_DOCX)
    body.clear_content()
    body.get_or_add_sectPr()
    for key, relation in list(package.part.rels.items()):
        if relation.reltype.rsplit("/", 1)[-1] in DROPPED:
            package.part.drop_rel(key)
    return package


def describe(package: Package, document: Document) -> None:
    """Put the report's own properties in the place of whatever the reference says of itself."""
    whole = package.part.package
    assert whole is not None
    ours = {
        RELATIONSHIP_TYPE.CORE_PROPERTIES: ("/docProps/core.xml", CONTENT_TYPE.OPC_CORE_PROPERTIES, _core(document)),
        RELATIONSHIP_TYPE.EXTENDED_PROPERTIES: ("/docProps/app.xml", CONTENT_TYPE.OFC_EXTENDED_PROPERTIES, _application(document)),
    }
    for key, relation in list(whole.rels.items()):
        if relation.reltype in {*ours, RELATIONSHIP_TYPE.THUMBNAIL}:
            del whole.rels[key]
    for kind, (name, content_type, root) in ours.items():
        blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        whole.relate_to(Part(PackURI(name), content_type, blob, whole), kind)


def _core(document: Document) -> Element:
    day = f"{_year_after(document.year):04d}-01-01T00:00:00Z"
    root = etree.Element(f"{{{CORE}}}coreProperties", nsmap={"cp": CORE, "dc": DC, "dcterms": TERMS, "xsi": XSI})
    for tag, text in (
        (f"{{{DC}}}title", document.name),
        (f"{{{DC}}}subject", SUBJECT),
        (f"{{{DC}}}creator", document.agency),
        (f"{{{CORE}}}keywords", f"政府信息公开；年度报告；{document.year}年"),
        (f"{{{DC}}}language", LANGUAGE),
        (f"{{{CORE}}}lastModifiedBy", document.agency),
        (f"{{{CORE}}}revision", "1"),
    ):
        etree.SubElement(root, tag).text = FORBIDDEN.sub("", text)
    for tag in ("created", "modified"):
        etree.SubElement(root, f"{{{TERMS}}}{tag}", {f"{{{XSI}}}type": "dcterms:W3CDTF"}).text = day
    return root


def _application(document: Document) -> Element:
    root = etree.Element(f"{{{EXTENDED}}}Properties", nsmap={"ep": EXTENDED})
    for tag, text in (("Application", "goigen"), ("DocSecurity", "0"), ("Company", document.agency), ("AppVersion", "16.0000")):
        etree.SubElement(root, f"{{{EXTENDED}}}{tag}").text = FORBIDDEN.sub("", text)
    return root


def _year_after(year: str) -> int:
    return min(int(year) + 1, 9999) if year.isdecimal() else EPOCH[0]


def save(package: Package, compression: int = ZIP_DEFLATED) -> bytes:
    """The package as bytes that depend on its content alone: python-docx writes the clock into every member."""
    written, rewritten = BytesIO(), BytesIO()
    package.save(written)
    with ZipFile(written) as source, ZipFile(rewritten, "w") as target:
        for name in source.namelist():
            member = ZipInfo(name, EPOCH)
            member.create_system = 0
            member.external_attr = 0
            target.writestr(member, source.read(name), compression, 6)
    return rewritten.getvalue()
