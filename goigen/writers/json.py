"""Document → JSON under the keys of the form, for other programs and for reading back. Amounts keep the decimals as typed."""

from __future__ import annotations

import json
import re
from decimal import Decimal

from goigen.document import Document
from goigen.writers.look import Look

# Why a mark: json has no exact decimals; a control character cannot occur in a form, so the mark cannot be typed
MARK = "\x00"
MARKED = re.compile(r'"\\u0000(\d+(?:\.\d+)?)"')


def write(document: Document, look: Look) -> bytes:  # noqa: ARG001
    text = json.dumps(document.data, ensure_ascii=False, indent=2, default=_exact)
    return (MARKED.sub(r"\1", text) + "\n").encode()


def _exact(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{MARK}{value:f}"
    raise TypeError(f"not a value of a form: {value!r}")
