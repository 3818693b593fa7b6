"""Pieces of a document → DOCX bytes, by hand in python-docx and XML: fonts, borders, merged cells, page breaks, text boxes, revisions.

Never goigen's writer: what is read back here was written by others.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm

from tests.reading.foreign_boards import Board, Cell
from tests.reading.foreign_prose import Para

LONG_AGO = datetime(2024, 1, 20)
REVISION = 'w:author="校对" w:date="2024-01-20T00:00:00Z"'
NUMBERING = (
    '<w:abstractNum {ns} w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="（%2）"/></w:lvl>'
    "</w:abstractNum>"
)
SPACING = '<w:spacing w:before="0" w:after="0" w:line="579" w:lineRule="atLeast"/>'
CLOSE = '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
FONTS = {"title": "方正小标宋简体", "part": "黑体", "topic": "楷体_GB2312"}


@dataclass
class Look:
    """How a document is dressed. Sizes in points."""

    east: str = "仿宋_GB2312"
    latin: str = "Times New Roman"
    body: float = 16
    cell: float = 10.5
    borders: str = "grid"  # grid, hair, inside, double, cells, style
    fixed: bool = True
    breaks: str = "br"  # a line break in a cell: br or p
    may_split: bool = True
    repeat: bool = False
    styles: bool = False  # headings carry Word's heading styles
    header: str = ""
    pieces_of_runs: bool = False
    controls: bool = False
    tags: bool = False
    nested: bool = False
    landscape: bool = False
    align: str = "center"


class Paper:
    """One document in the making."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.changes = 900

    def write(self, pieces: Iterable[Para | Board | str]) -> bytes:
        document = docx.Document()
        self._page(document)
        numbering = document.part.numbering_part.element
        numbering.insert(0, parse_xml(NUMBERING.format(ns=nsdecls("w"))))
        numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
        xml = "".join(self.piece(piece) for piece in pieces)
        if self.look.nested:
            xml = f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol w:w="8845"/></w:tblGrid><w:tr><w:tc>\
<w:tcPr><w:tcW w:w="8845" w:type="dxa"/></w:tcPr>{xml}<w:p/></w:tc></w:tr></w:tbl><w:p/>'
        body = document.element.body
        for element in list(body)[:-1]:
            body.remove(element)
        for element in parse_xml(f"<w:body {nsdecls('w', 'r')} {NAMESPACES}>{xml}</w:body>"):
            body.insert(len(body) - 1, element)
        out = io.BytesIO()
        document.save(out)
        return _timeless(out.getvalue())

    def _page(self, document: docx.document.Document) -> None:
        section = document.sections[0]
        section.page_width, section.page_height = (Cm(29.7), Cm(21)) if self.look.landscape else (Cm(21), Cm(29.7))
        section.orientation = WD_ORIENT.LANDSCAPE if self.look.landscape else WD_ORIENT.PORTRAIT
        section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Cm(3.7), Cm(3.5), Cm(2.8), Cm(2.6)
        properties = document.core_properties
        properties.created = properties.modified = LONG_AGO
        properties.author = properties.last_modified_by = "办公室"
        if self.look.header:
            section.header.paragraphs[0].text = self.look.header
            footer = section.footer.paragraphs[0]
            footer.alignment = 1
            for text, field in (("— ", False), ("PAGE", True), (" —", False)):
                run = footer.add_run("" if field else text)
                if field:
                    for kind in ("begin", "instr", "end"):
                        run._r.append(parse_xml(_field(kind, text)))

    def piece(self, piece: Para | Board | str) -> str:
        if isinstance(piece, str):
            return piece
        return self.table(piece) if isinstance(piece, Board) else self.paragraph(piece)

    # --- paragraphs

    def paragraph(self, para: Para) -> str:
        size = 22 if para.kind == "title" else self.look.body
        alignment = {"title": "center", "sign": "right"}.get(para.kind, "both")
        indent = "" if para.kind in ("title", "sign") else f'<w:ind w:firstLine="{round(size * 40)}"/>'
        number = f'<w:numPr><w:ilvl w:val="{int(para.kind == "topic")}"/><w:numId w:val="90"/></w:numPr>' if para.numbered else ""
        style = {"part": "Heading1", "topic": "Heading2", "title": "Title"}.get(para.kind, "") if self.look.styles else ""
        named = f'<w:pStyle w:val="{style}"/>' if style else ""
        revised = self.removed(para.was, size) + self.added(para.text, size) if para.was else ""
        runs = revised or self.runs(para.text, size, para.kind)
        if para.boxed:
            inner = f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{runs}</w:p>'
            runs = BOX.format(inner=inner)
        return f'<w:p><w:pPr>{named}{number}{SPACING}{indent}<w:jc w:val="{alignment}"/></w:pPr>{runs}</w:p>'

    def runs(self, text: str, size: float, kind: str = "body") -> str:
        face = FONTS.get(kind, self.look.east)
        if self.look.tags and kind != "title":
            pieces = re.split(r"(\d+年|\d+件)", text)
            tag = '<w:smartTag w:uri="urn:schemas-microsoft-com:office:smarttags" w:element="chsdate">'
            return "".join(
                f"{tag}{self.run(p, size, face)}</w:smartTag>" if i % 2 else self.run(p, size, face) for i, p in enumerate(pieces)
            )
        link = re.search(r"https?://[\w./]+", text)
        if link and not self.look.pieces_of_runs:
            inside = self.run(link[0], size, face)
            before, after = self.run(text[: link.start()], size, face), self.run(text[link.end() :], size, face)
            return f'{before}<w:hyperlink w:anchor="top">{inside}</w:hyperlink>{after}'
        if self.look.pieces_of_runs:
            return "".join(self.run(text[at : at + 3], size, face) for at in range(0, len(text), 3))
        return self.run(text, size, face)

    def run(self, text: str, size: float, face: str = "", tag: str = "w:t") -> str:
        if not text:
            return ""
        fonts = f'<w:rFonts w:ascii="{self.look.latin}" w:hAnsi="{self.look.latin}" w:eastAsia="{face or self.look.east}"/>'
        looks = f'<w:rPr>{fonts}<w:sz w:val="{round(size * 2)}"/></w:rPr>'
        lines = f'</{tag}><w:br/><{tag} xml:space="preserve">'.join(escape(text).split("\n"))
        return f'<w:r>{looks}<{tag} xml:space="preserve">{lines}</{tag}></w:r>'

    def removed(self, text: str, size: float) -> str:
        self.changes += 1
        return f'<w:del w:id="{self.changes}" {REVISION}>{self.run(text, size, tag="w:delText")}</w:del>' if text else ""

    def added(self, text: str, size: float) -> str:
        self.changes += 1
        return f'<w:ins w:id="{self.changes}" {REVISION}>{self.run(text, size)}</w:ins>'

    # --- tables

    def table(self, board: Board) -> str:
        layout = '<w:tblLayout w:type="fixed"/>' if self.look.fixed else ""
        style = '<w:tblStyle w:val="TableGrid"/>' if self.look.borders == "style" else ""
        total = round(sum(board.widths) * 567) if self.look.fixed else 0
        kind = "dxa" if self.look.fixed else "auto"
        looks = f'{style}<w:tblW w:w="{total}" w:type="{kind}"/><w:jc w:val="center"/>{_borders(self.look.borders)}{layout}'
        margins = '<w:tblCellMar><w:left w:w="28" w:type="dxa"/><w:right w:w="28" w:type="dxa"/></w:tblCellMar>'
        grid = "".join(f'<w:gridCol w:w="{round(width * 567)}"/>' for width in board.widths)
        rows = "".join(self.row(board, row) for row in range(board.height))
        return f"<w:tbl><w:tblPr>{looks}{margins}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"

    def row(self, board: Board, row: int) -> str:
        cells, before, col = [], 0, 0
        while col < board.width:
            cell = board.covering(row, col)
            if cell is None and not cells:
                before += 1
            elif cell is None and all(board.covering(row, right) is None for right in range(col, board.width)):
                break
            else:
                cells.append(self.cell(board, cell or Cell(row, col), first=cell is None or cell.row == row, new_page=row in board.breaks))
            col += cell.cols if cell else 1
        gaps = (f'<w:gridBefore w:val="{before}"/>' if before else "") + (
            f'<w:gridAfter w:val="{board.width - col}"/>' if col < board.width else ""
        )
        looks = gaps + ("" if self.look.may_split else "<w:cantSplit/>")
        looks += '<w:trHeight w:val="380"/>'
        looks += "<w:tblHeader/>" if self.look.repeat and row < board.heads else ""
        return f"<w:tr><w:trPr>{looks}</w:trPr>{''.join(cells)}</w:tr>"

    def cell(self, board: Board, cell: Cell, *, first: bool, new_page: bool) -> str:
        width = round(sum(board.widths[cell.col : cell.col + cell.cols]) * 567)
        looks = f'<w:tcW w:w="{width if self.look.fixed else 0}" w:type="{"dxa" if self.look.fixed else "auto"}"/>'
        looks += f'<w:gridSpan w:val="{cell.cols}"/>' if cell.cols > 1 else ""
        looks += ('<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>") if cell.rows > 1 else ""
        looks += _borders("cells", "tcBorders") if self.look.borders == "cells" else ""
        looks += '<w:textDirection w:val="tbRlV"/>' if cell.upright else ""
        looks += '<w:vAlign w:val="center"/>'
        text = cell.text if first else ""
        lines = text.split("\n") if self.look.breaks == "p" else [text]
        top = "<w:pageBreakBefore/>" if new_page and first else ""
        inner = "".join(self.line(line, cell, top) for line in lines)
        if self.look.controls and text:
            inner = f'<w:sdt><w:sdtPr><w:id w:val="{self._next()}"/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>'
        return f"<w:tc><w:tcPr>{looks}</w:tcPr>{inner}</w:tc>"

    def line(self, text: str, cell: Cell, top: str) -> str:
        size = self.look.cell
        if cell.was:
            runs = self.removed(cell.was, size) + self.added(text, size)
        elif self.look.pieces_of_runs:
            runs = "".join(self.run(text[at : at + 2], size) for at in range(0, len(text), 2))
        elif cell.formula:
            code = f'<w:r><w:instrText xml:space="preserve"> {cell.formula} </w:instrText></w:r>'
            runs = f"{FIELD.format('begin')}{code}{FIELD.format('separate')}{self.run(text, size)}{FIELD.format('end')}"
        else:
            runs = self.run(text, size)
        if cell.hidden:
            runs = f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{cell.hidden}</w:t></w:r>" + runs
        if cell.raised:
            runs += f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>{cell.raised}</w:t></w:r>'
        alignment = self.look.align if cell.path else "center" if cell.rows > 1 or cell.col > 2 else "left"
        return f'<w:p><w:pPr>{top}{CLOSE}<w:jc w:val="{alignment}"/></w:pPr>{runs}</w:p>'

    def _next(self) -> int:
        self.changes += 1
        return self.changes


NAMESPACES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
# A text box as Word writes it: the drawing, and the same words once more for programs that do not know it
BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
    '<wp:extent cx="5400000" cy="1260000"/><wp:docPr id="7" name="文本框 7"/><a:graphic>'
    '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>'
    '<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="5400000" cy="1260000"/></a:xfrm><a:prstGeom prst="rect"/></wps:spPr>'
    "<wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
    '</mc:Choice><mc:Fallback><w:pict><v:shape type="#_x0000_t202" style="width:425pt;height:100pt"><v:textbox><w:txbxContent>{inner}'
    "</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def _field(kind: str, code: str) -> str:
    inner = f"<w:instrText {nsdecls('w')}>{code}</w:instrText>"
    return inner if kind == "instr" else f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>'


def _borders(kind: str, tag: str = "tblBorders") -> str:
    """Border elements; none where the look leaves them to a style or to each cell."""
    if kind == "style" or (kind == "cells" and tag == "tblBorders"):
        return ""
    value, size = {"double": ("double", 4), "hair": ("single", 2)}.get(kind, ("single", 4))
    inside = ("insideH", "insideV") if tag == "tblBorders" else ()
    outside = () if kind == "inside" else ("top", "left", "bottom", "right")
    return f"<w:{tag}>" + "".join(f'<w:{side} w:val="{value}" w:sz="{size}" w:space="0"/>' for side in (*outside, *inside)) + f"</w:{tag}>"


def _timeless(data: bytes) -> bytes:
    """The same package without the clock."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (2024, 1, 20, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
