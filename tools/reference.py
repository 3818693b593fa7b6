"""Builds `templates/reference.docx`: page, grid, page numbers and styles of GB/T 9704-2012 under the names that Word shows.

    python -m tools.reference            write it
    python -m tools.reference --check    fail if the file in the checkout is stale

Only theme and package skeleton come from python-docx's default template. Members are stored, not deflated: no zlib version shows.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZIP_STORED

import docx
from docx.document import Document as Package
from docx.opc.constants import RELATIONSHIP_TYPE
from lxml import etree

from goigen.document import Document
from goigen.writers.docx_package import describe, save
from goigen.writers.docx_table import TABLE_STYLE, borders, cell_margins
from goigen.writers.docx_xml import NO_INDENT, RED, Element, Properties, Runs, element, elements

TARGET = Path(__file__).resolve().parent.parent / "templates" / "reference.docx"

SONG, FANG, KAI, HEI, TITLE_SONG = "宋体", "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体"
LATIN = "Times New Roman"

LINE = 579  # twips: 28.95 pt, 22 lines in 225 mm
NARROWER = -848  # 1/4096 pt that a character of the grid is less than 16 pt: 28 in 156 mm
FOOTER = 1446  # twips from the page's foot to the number's: the dashes of a 14 pt line then stand 7 mm below the type area

# Why: LibreOffice gives a character of 16 pt two cells of a grid of 15.79 pt. So paragraphs stay off the grid (their exact
# distance of lines is that of the grid), and a spacing of −0.3 pt brings 28 characters on a line there too.
OFF_GRID: Properties = {"snapToGrid": {"val": "0"}}
TIGHTER = -6  # twips

# Why: both stand in the middle of the same room at the right, so the agency is centred over the date whatever their lengths;
# a date of the usual length then ends four characters before the margin.
AT_RIGHT = {**NO_INDENT, "left": "4200"}

ON: Mapping[str, str] = {}
OFF = {"val": "0"}

PARAGRAPH_ORDER = (
    *("keepNext", "keepLines", "widowControl", "kinsoku", "overflowPunct", "autoSpaceDE", "autoSpaceDN"),
    *("snapToGrid", "spacing", "ind", "jc", "outlineLvl"),
)


@dataclass(frozen=True)
class Look:
    """One paragraph style. `size` in points; `line`, `before` and `after` in twips; what is empty or 0 is inherited."""

    key: str
    name: str
    font: str = ""
    latin: str = LATIN
    size: float = 0
    line: int = 0
    before: int = 0
    after: int = 0
    based_on: str = "Normal"
    followed_by: str = "Normal"
    properties: Properties = field(default_factory=dict)
    colour: Properties = field(default_factory=dict)


BODY: Properties = {"widowControl": OFF, "kinsoku": ON, "overflowPunct": OFF, **OFF_GRID}
NOTE_INDENT = {"firstLineChars": "200", "firstLine": "420"}  # two characters of its size, as in the plain text
INDENTED: Properties = {"ind": {"firstLineChars": "200", "firstLine": "632"}, "jc": {"val": "both"}}
HEADING: Properties = {"keepNext": ON, "keepLines": ON}
CENTRED: Properties = {"ind": NO_INDENT, "jc": {"val": "center"}}
TABLE: Properties = {"autoSpaceDE": OFF, "autoSpaceDN": OFF, **OFF_GRID, **CENTRED}
SIGNED: Properties = {"keepLines": ON, "ind": AT_RIGHT, "jc": {"val": "center"}}

LOOKS = (
    Look("Normal", "Normal", FANG, size=16, line=LINE, based_on="", properties={**BODY, **INDENTED}),
    Look("Title", "Title", TITLE_SONG, size=22, line=700, after=LINE, properties={**HEADING, **CENTRED}),
    Look("Heading1", "heading 1", HEI, size=16, properties={**HEADING, "outlineLvl": {"val": "0"}}),
    Look("Heading2", "heading 2", KAI, size=16, properties={**HEADING, "outlineLvl": {"val": "1"}}),
    Look("TableText", "表格文字", FANG, size=10.5, line=280, followed_by="TableText", properties=TABLE),
    Look("TableFigure", "表格数字", based_on="TableText", followed_by="TableFigure"),
    Look("TableNote", "附注", FANG, size=10.5, line=340, before=80, properties={**OFF_GRID, "ind": NOTE_INDENT}),
    Look("Signer", "署名", before=LINE, followed_by="SignatureDate", properties={**SIGNED, "keepNext": ON}),
    Look("SignatureDate", "成文日期", properties=SIGNED),
    Look("DraftMark", "草稿标记", HEI, size=14, line=400, properties=CENTRED, colour=RED),
    Look("Header", "header", SONG, size=9, line=240, followed_by="Header", properties=CENTRED),
    Look("Footer", "footer", SONG, SONG, size=14, line=280, followed_by="Footer", properties={"ind": NO_INDENT}),
)

# Name, another name for it, PANOSE, family, pitch, Unicode ranges, code pages. Why the other name: Windows has 仿宋 without _GB2312.
FONTS = (
    (LATIN, "", "02020603050405020304", "roman", "variable", "E0002EFF C000785B 00000009 00000000", "000001FF 00000000"),
    (SONG, "SimSun", "02010600030101010101", "auto", "variable", "00000203 288F0000 00000016 00000000", "00040001 00000000"),
    (HEI, "SimHei", "02010609060101010101", "modern", "fixed", "800002BF 38CF7CFA 00000016 00000000", "00040001 00000000"),
    (FANG, "仿宋", "02010609030101010101", "modern", "fixed", "00000001 080E0000 00000010 00000000", "00040000 00000000"),
    (KAI, "楷体", "02010609030101010101", "modern", "fixed", "00000001 080E0000 00000010 00000000", "00040000 00000000"),
    (TITLE_SONG, "方正小标宋_GBK", "02010601030101010101", "auto", "variable", "00000001 080E0000 00000010 00000000", "00040000 00000000"),
)

WORD = "http://schemas.microsoft.com/office/word"
WORD_SETTINGS = {
    "compatibilityMode": "15",
    "overrideTableStyleFontSizeAndJustification": "1",
    "enableOpenTypeFeatures": "1",
    "doNotFlipMirrorIndents": "1",
    "differentiateMultirowTableHeaders": "1",
}
UNUSED = {"stylesWithEffects", "customXml", "numbering", "webSettings"}


def build() -> bytes:
    """The reference document, the same bytes every time."""
    package = docx.Document()
    for key, relation in list(package.part.rels.items()):
        if relation.reltype.rsplit("/", 1)[-1] in UNUSED:
            del package.part.rels[key]
    _refill(package.styles.element, _styles())
    _refill(package.settings.element, _settings())
    _fonts(package)
    _page(package)
    describe(package, Document(title=("政府信息公开工作年度报告版式",), agency="goigen", year="2021", blocks=()))
    return save(package, ZIP_STORED)


def _refill(root: Element, children: list[Element]) -> None:
    """Put new children into the root of a part, and drop the namespaces that only the old ones used."""
    root.attrib.clear()
    root[:] = children
    etree.cleanup_namespaces(root, keep_ns_prefixes=["r", "w"])


def _styles() -> list[Element]:
    language = element("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")
    latent = {"defLockedState": "0", "defUIPriority": "99", "defSemiHidden": "1", "defUnhideWhenUsed": "1", "defQFormat": "0"}
    return [
        element("docDefaults", element("rPrDefault", element("rPr", _face(FANG), *_size(16), language)), element("pPrDefault")),
        element("latentStyles", count="376", **latent),
        _foundation("character", "DefaultParagraphFont", "Default Paragraph Font"),
        _foundation("table", "TableNormal", "Normal Table", _no_margins()),
        _foundation("numbering", "NoList", "No List"),
        *map(_paragraph_style, LOOKS),
        _table_style(),
    ]


def _foundation(kind: str, key: str, name: str, *properties: Element) -> Element:
    """One of the styles that Word expects to be the default of its kind."""
    hidden = (element("uiPriority", val="99"), element("semiHidden"), element("unhideWhenUsed"))
    return element("style", element("name", val=name), *hidden, *properties, type=kind, default="1", styleId=key)


def _no_margins() -> Element:
    sides = (("top", "0"), ("left", "108"), ("bottom", "0"), ("right", "108"))
    margins = element("tblCellMar", *(element(side, w=width, type="dxa") for side, width in sides))
    return element("tblPr", element("tblInd", w="0", type="dxa"), margins)


def _paragraph_style(look: Look) -> Element:
    kind = {"default": "1"} if look.key == "Normal" else {} if look.name.isascii() else {"customStyle": "1"}
    made = element("style", element("name", val=look.name), type="paragraph", styleId=look.key, **kind)
    if look.based_on:
        made.append(element("basedOn", val=look.based_on))
    made.extend([element("next", val=look.followed_by), element("uiPriority", val="1"), element("qFormat")])
    spacing = {"before": str(look.before), "after": str(look.after)}
    if look.line:
        spacing |= {"line": str(look.line), "lineRule": "exact"}
    every = {**look.properties, "spacing": spacing}
    made.append(element("pPr", *elements({tag: every[tag] for tag in PARAGRAPH_ORDER if tag in every})))
    if look.font:
        made.append(element("rPr", _face(look.font, look.latin), *_character(look)))
    return made


def _character(look: Look) -> list[Element]:
    """Grid, colour, spacing and size, in the order of the schema. Only text of the grid's own size keeps to it."""
    on_grid = look.size == LOOKS[0].size
    properties: Properties = {
        **({} if on_grid else OFF_GRID),
        **look.colour,
        "spacing": {"val": str(TIGHTER if on_grid else 0)},
    }
    return [*elements(properties), *_size(look.size)]


def _face(eastern: str, latin: str = LATIN) -> Element:
    return element("rFonts", ascii=latin, eastAsia=eastern, hAnsi=latin, cs=latin)


def _size(points: float) -> list[Element]:
    return [element(tag, val=str(round(points * 2))) for tag in ("sz", "szCs")]


def _table_style() -> Element:
    named = (element("name", val=TABLE_STYLE), element("basedOn", val="TableNormal"), element("uiPriority", val="1"), element("qFormat"))
    properties = (
        element("pPr", *elements(OFF_GRID)),
        element("tblPr", borders(), cell_margins()),
        element("tcPr", element("vAlign", val="center")),
    )
    return element("style", *named, *properties, type="table", customStyle="1", styleId="ReportTable")


def _settings() -> list[Element]:
    asian = map(element, ("balanceSingleByteDoubleByteWidth", "doNotExpandShiftReturn", "useFELayout"))
    choices = (element("compatSetting", name=name, uri=WORD, val=value) for name, value in WORD_SETTINGS.items())
    return [
        element("zoom", percent="100"),
        element("defaultTabStop", val="632"),
        element("autoHyphenation", val="0"),
        element("evenAndOddHeaders"),
        element("characterSpacingControl", val="compressPunctuation"),
        element("compat", *asian, *choices),
        element("themeFontLang", val="en-US", eastAsia="zh-CN"),
        element("decimalSymbol", val="."),
        element("listSeparator", val=","),
    ]


def _page(package: Package) -> None:
    section = package.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        _refill(footer.part.element, [_page_number(side)])
    page = package.element.body.get_or_add_sectPr()
    footers = [child for child in page if child.tag.endswith("footerReference")]
    grid = element("docGrid", type="linesAndChars", linePitch=str(LINE), charSpace=str(NARROWER))
    margins = element("pgMar", top="2098", right="1474", bottom="1984", left="1587", header="850", footer=str(FOOTER), gutter="0")
    _refill(page, [*footers, element("pgSz", w="11906", h="16838"), margins, element("cols", space="720"), grid])
    _refill(package.element, list(package.element))


def _page_number(side: str) -> Element:
    """— 1 —, one character in from that margin."""
    indent = element("ind", **{f"{side}Chars": "100", side: "280"})
    properties = element("pPr", element("pStyle", val="Footer"), indent, element("jc", val=side))
    text = Runs()
    return element("p", properties, text.make(["— "]), element("fldSimple", text.make(["1"]), instr=" PAGE "), text.make([" —"]))


def _fonts(package: Package) -> None:
    part = package.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    root = element("fonts", *(_font(*font) for font in FONTS))
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _font(name: str, other: str, panose: str, family: str, pitch: str, ranges: str, pages: str) -> Element:
    made = element("font", name=name)
    if other:
        made.append(element("altName", val=other))
    charset = "00" if name == LATIN else "86"
    for tag, value in (("panose1", panose), ("charset", charset), ("family", family), ("pitch", pitch)):
        made.append(element(tag, val=value))
    bits = zip(("usb0", "usb1", "usb2", "usb3", "csb0", "csb1"), (*ranges.split(), *pages.split()), strict=True)
    made.append(element("sig", **dict(bits)))
    return made


def main(arguments: list[str]) -> int:
    """Write the reference, or compare it."""
    made = build()
    if "--check" not in arguments:
        TARGET.write_bytes(made)
    elif not TARGET.exists() or TARGET.read_bytes() != made:
        print("templates/reference.docx is stale: run python -m tools.reference", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
