"""Document → PDF through WeasyPrint: tagged (PDF/UA-1), every font embedded, nothing fetched but our own font files."""

from __future__ import annotations

import gc
import re
import warnings
import zlib
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from xml.etree.ElementTree import TreeBuilder

from cssselect2 import ElementWrapper
from lxml.etree import HTMLParser, fromstring
from markupsafe import Markup, escape

from goigen.document import Document
from goigen.errors import UserError
from goigen.writers.faces import UNDRAWABLE, Face, Faces, Role
from goigen.writers.html import RULE, page, tall_class
from goigen.writers.look import Look

with warnings.catch_warnings():
    # Why: it warns where a machine has no fonts of its own; we bring ours
    warnings.simplefilter("ignore")
    from weasyprint import CSS, HTML
    from weasyprint.html import UA, UA_COUNTER_STYLE
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

    from pydyf import PDF

# Which face each element is set in; the runs inside a text override it character by character.
ELEMENTS: dict[str, Role] = {"h1": "title", "h2, p.draft": "heading", "h3": "topic", "td": "latin", "html": "body"}


def write(document: Document, look: Look) -> bytes:
    """One PDF file; the same Document and Look give the same bytes."""
    runs = _Runs(look.faces)
    html = page(document, look.page, runs=runs.mark_up)
    fonts = _fonts(look.faces, tuple(sorted({*runs.used, *_elements(look.faces).values()}, key=lambda face: face.family)))
    fetcher = _OurFonts({face.path.as_uri(): face for face in look.faces.used()})
    # Why no base_url: a relative address in a template has nothing to be relative to
    laid_out = _Page(html, fetcher)
    collecting = gc.isenabled()
    gc.disable()  # Why: thousands of boxes that live until the end; collecting among them takes a tenth of the time
    try:
        pdf: bytes = laid_out.write_pdf(
            stylesheets=[_stylesheet(look.page_css), fonts, _heights(document)],
            font_config=_configuration(),
            finisher=_compress,
            pdf_variant="pdf/ua-1",
        )
    except FatalURLFetchingError as error:
        raise UserError(str(error)) from None
    finally:
        if collecting:
            gc.enable()
    return pdf


class _OurFonts(URLFetcher):  # type: ignore[misc]
    """Serves the font files that we name ourselves and refuses everything else."""

    def __init__(self, faces: dict[str, Face]) -> None:
        super().__init__()
        self.faces = faces

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002
        if url not in self.faces:
            raise FatalURLFetchingError(f"版式里引用了 {url[:200]}；生成报告时不读取任何外部内容")
        return URLFetcherResponse(url, self.faces[url].path.read_bytes())


def _heights(document: Document) -> CSS:
    """Row heights as classes. Why: elements alike share one computed style, which a style attribute would prevent."""
    heights = sorted({height for grid in document.grids() for height in grid.heights})
    return _stylesheet("".join(f".{tall_class(height)} {{ height: {height - RULE}mm }}" for height in heights))


class _Page(HTML):  # type: ignore[misc]
    """The page, parsed by lxml: the parser that WeasyPrint brings, made for any page of the web, takes twenty times as long."""

    def __init__(self, html: str, fetcher: URLFetcher) -> None:
        parser = HTMLParser(target=_Builder(), remove_comments=True)  # type: ignore[arg-type]  # its stubs allow for bytes, which never come
        root = fromstring(html, parser)
        self.base_url, self.url_fetcher, self.media_type = None, fetcher, "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:  # noqa: ARG002
        return [_defaults()]


class _Builder(TreeBuilder):
    """Why: WeasyPrint keeps what it knows by element, and lxml's elements are new objects each time one looks."""

    def start(self, tag: str, attrs: Mapping[str, str]) -> Element:
        return super().start(tag, dict(attrs))


def _compress(_: object, pdf: PDF) -> None:
    """Why: left to itself each stream is compressed twice, for the file and for its fingerprint, and as slowly as can be."""
    for stream in pdf.objects:
        if getattr(stream, "compress", False):
            stream.compress = False
            if stream.extra.get("Type") == "/Metadata":  # Why not: other programs look for it among the bytes
                continue
            _, _, content = stream.data.partition(b"\nstream\n")
            stream.stream = [zlib.compress(content.removesuffix(b"\nendstream"), 6)]
            stream.extra["Filter"] = "/FlateDecode"


@cache
def _defaults() -> CSS:
    """Why: the default stylesheet gives every element six styles for list markers and footnotes, a sixth of the whole time."""
    return CSS(string=re.sub(r"(?m)^::(marker|footnote|note).*$", "", UA), counter_style=UA_COUNTER_STYLE.copy())


class _Runs:
    """Marks up texts by face, and remembers which faces were used."""

    def __init__(self, faces: Faces) -> None:
        self.faces = faces
        self.used: set[Face] = set()
        self._marked: dict[tuple[str, Role], Markup] = {}

    def mark_up(self, text: str, role: Role) -> Markup:
        if (text, role) not in self._marked:
            self._marked[text, role] = self._mark_up(text, role)
        return self._marked[text, role]

    def _mark_up(self, text: str, role: Role) -> Markup:
        own = self.faces.stacks[role][0]
        pieces = []
        for face, run in self.faces.runs(text, role):
            self.used.add(face)
            drawn = escape("".join(char if char.isspace() or face.covers(char) else UNDRAWABLE for char in run))
            # Why a class: elements alike share one computed style; a style attribute keeps WeasyPrint from seeing that
            pieces.append(drawn if face is own else f'<span class="{face.family}">{drawn}</span>')
        return Markup("".join(pieces))


def _elements(faces: Faces) -> dict[str, Face]:
    return {"@page": faces.stacks["number"][0], **{element: faces.stacks[role][0] for element, role in ELEMENTS.items()}}


@cache
def _configuration() -> FontConfiguration:
    return FontConfiguration()


@lru_cache(maxsize=64)
def _stylesheet(css: str) -> CSS:
    return CSS(string=css, font_config=_configuration(), url_fetcher=_OurFonts({}))


@cache
def _fonts(faces: Faces, used: tuple[Face, ...]) -> CSS:
    """The faces of one document as @font-face rules, and the face of each element."""
    rules = [f'@font-face {{ font-family: {face.family}; src: url("{face.path.as_uri()}"); }}' for face in used]
    rules += [f".{face.family} {{ font-family: {face.family}; }}" for face in used]
    rules += [f"{element} {{ font-family: {face.family}; }}" for element, face in _elements(faces).items()]
    fetcher = _OurFonts({face.path.as_uri(): face for face in used})
    return CSS(string="\n".join(rules), font_config=_configuration(), url_fetcher=fetcher)
