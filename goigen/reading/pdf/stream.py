"""The unpacking of one stream of a PDF, within bounds: a hostile one must not grow, and a damaged one must not pass for an empty one."""

from __future__ import annotations

import zlib

from pdfminer.pdfexceptions import PDFException
from pdfminer.pdftypes import LITERALS_FLATE_DECODE, PDFStream, int_value
from pdfminer.utils import apply_png_predictor, apply_tiff_predictor

from goigen.errors import UserError

TOO_LARGE = "PDF 的内容展开后太大，读不了"
_MOST_BYTES = 64_000_000  # of one stream, unpacked; the fonts of a report have some ten million


class BoundedStream(PDFStream):
    """A stream that is unpacked within bounds, and that is damaged rather than empty when it does not unpack."""

    def decode(self) -> None:
        data = self.rawdata or b""
        if self.decipher:
            data = self.decipher(self.objid or 0, self.genno or 0, data, self.attrs)
        for name, parameters in self.get_filters():
            if name in LITERALS_FLATE_DECODE:
                data = _predicted(_inflate(data), parameters)
            else:
                data = PDFStream({"Filter": name, "DecodeParms": parameters or {}}, data).get_data()
            if len(data) > _MOST_BYTES:
                raise UserError(TOO_LARGE)
        self.data, self.rawdata = data, None


def _inflate(data: bytes) -> bytes:
    """Why not zlib.decompress: a kilobyte may unpack to a gigabyte. A missing checksum passes; with a wrong one a figure may be wrong."""
    if not data.strip():
        return b""
    unpacking = zlib.decompressobj()
    unpacked = unpacking.decompress(data, _MOST_BYTES + 1)
    if unpacking.eof or len(unpacked) > _MOST_BYTES:
        return unpacked
    headless = zlib.decompressobj(-zlib.MAX_WBITS)
    unpacked = headless.decompress(data[2:], _MOST_BYTES + 1)
    if not headless.eof:
        raise PDFException("half a stream")
    return unpacked


def _predicted(data: bytes, parameters: object) -> bytes:
    if not isinstance(parameters, dict):
        return data
    predictor = int_value(parameters.get("Predictor", 1))
    if predictor == 1:
        return data
    usual = (("Colors", 1), ("Columns", 1), ("BitsPerComponent", 8))
    colors, columns, bits = (int_value(parameters.get(key, value)) for key, value in usual)
    if predictor == 2:
        return apply_tiff_predictor(colors, columns, bits, data)
    return apply_png_predictor(predictor, colors, columns, bits, data)
