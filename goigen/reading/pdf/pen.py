"""The pages of a PDF → what is drawn on each: pdfminer runs through their content, and the device keeps what it draws."""

from __future__ import annotations

from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager, PDFStackT
from pdfminer.pdfpage import PDFPage
from pdfminer.utils import Matrix

from goigen.errors import UserError
from goigen.reading.pdf.ink import Device, Ink
from goigen.reading.pdf.shapes import Box
from goigen.reading.pdf.stream import TOO_LARGE

_MOST_FORMS = 20_000


class Pen:
    """Reads page after page of one document, whose fonts it keeps."""

    def __init__(self) -> None:
        resources = PDFResourceManager()
        self._device = Device(resources)
        self._interpreter = _Interpreter(resources, self._device)

    def page(self, page: PDFPage) -> Ink:
        self._interpreter.process_page(page)
        return self._device.ink()


class _Interpreter(PDFPageInterpreter):
    """pdfminer's, which forgets clipping, and loses its place after a form."""

    device: Device

    def init_state(self, ctm: Matrix) -> None:
        super().init_state(ctm)
        self._clips: list[Box | None] = []

    def do_q(self) -> None:
        self._clips.append(self.device.clip)
        super().do_q()

    def do_Q(self) -> None:  # noqa: N802
        if self._clips:
            self.device.clip = self._clips.pop()
        super().do_Q()

    def do_W(self) -> None:  # noqa: N802
        self.device.clip_to(self.curpath)

    def do_W_a(self) -> None:  # noqa: N802
        self.device.clip_to(self.curpath)

    def do_sh(self, name: object) -> None:  # noqa: ARG002
        self.device.shade()

    def do_Do(self, xobjid_arg: PDFStackT) -> None:  # noqa: N802
        self.device.forms += 1
        if self.device.forms > _MOST_FORMS:
            raise UserError(TOO_LARGE)
        clip = self.device.clip
        super().do_Do(xobjid_arg)
        self.device.clip = clip
        self.device.set_ctm(self.ctm)
