"""Published PDF → paragraphs and raw tables in reading order, as printed.

Call it through guard.bounded: it holds the sizes of what it unpacks within bounds, but not the time that a hostile file takes.
Scans are refused; a table without rules comes as lines; nothing is interpreted.
"""

from __future__ import annotations

from collections.abc import Sequence

from goigen.errors import UserError
from goigen.reading.raw import Block

DAMAGED = "PDF 文件已损坏，读不出来"
LOCKED = "PDF 设了打开密码，读不了；请先用密码打开，另存为一份不带密码的"
CIPHER = "PDF 的加密方式不认识，读不了；请另存为一份不加密的"
SCAN = "PDF 是扫描件，页面是图片，没有可读的文字；请改用 Word 原件，或先做文字识别（OCR）"
NO_TEXT = "PDF 里没有可读的文字（文字可能已转成图形）；请改用 Word 原件，或先做文字识别（OCR）"
NO_CODES = "PDF 的字体没有带文字编码，读出来是乱码；请改用 Word 原件，或先做文字识别（OCR）"

_FEW = 30  # characters a page: what a scanner stamps on its pages


def read(data: bytes) -> tuple[Block, ...]:
    """The blocks of a PDF. Every way in which a file can be bad ends in a UserError of one sentence."""
    if not data.strip(b"\0 \t\r\n"):
        raise UserError("PDF 文件是空的")
    if b"%PDF-" not in data[:1024]:
        raise UserError("不是 PDF 文件，读不了")
    # Why here: pdfminer takes a while to load, and a caller that reads in a child process need not load it
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

    from goigen.reading.pdf.file import silence
    from goigen.reading.pdf.stream import TOO_LARGE

    try:
        with silence():
            return _read(data)
    except UserError:
        raise
    except PDFPasswordIncorrect:
        raise UserError(LOCKED) from None
    except PDFEncryptionError:
        raise UserError(CIPHER) from None
    except MemoryError:
        raise UserError(TOO_LARGE) from None
    except Exception:  # RecursionError among them; pdfminer raises whatever it stumbles over
        raise UserError(DAMAGED) from None


def _read(data: bytes) -> tuple[Block, ...]:
    from goigen.reading.pdf.file import open_pages
    from goigen.reading.pdf.page import see
    from goigen.reading.pdf.pen import Pen
    from goigen.reading.pdf.words import blocks

    pen, pages, inks = Pen(), [], []
    for number, page in enumerate(open_pages(data), 1):
        ink = pen.page(page)
        inks.append((ink.inked, ink.unknown, ink.is_picture))
        pages.append(see(number, ink))
    _refuse_unreadable(inks)
    return blocks(pages)


def _refuse_unreadable(pages: Sequence[tuple[int, int, bool]]) -> None:
    """Refuses a document of which hardly anything can be read. A few scanned pages among others pass: their tables will be missed."""
    inked, unknown, pictures = (sum(count) for count in zip(*pages, strict=True))
    if inked < _FEW * len(pages) and pictures * 2 >= len(pages):
        raise UserError(SCAN)
    if not inked:
        raise UserError(NO_TEXT)
    if unknown > 0.3 * inked:
        raise UserError(NO_CODES)
