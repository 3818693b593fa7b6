"""Document → bytes, one module a format. A writer is pure: Document and Look in, bytes out; wording belongs in the layout.

A format is imported when it is asked for, so that checking a form never loads a typesetter.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from goigen.document import Document
from goigen.errors import UserError
from goigen.writers.look import Look

FORMATS = ("docx", "pdf", "txt", "html", "json")
DEFAULT_FORMATS = ("docx", "pdf", "txt")
Write = Callable[[Document, Look], bytes]


def writer(name: str) -> Write:
    """The writer of a format. Raises UserError where a library of the system is missing."""
    try:
        module = import_module(f"goigen.writers.{'text' if name == 'txt' else name}")
    except OSError as error:
        raise UserError(f"生成 {name.upper()} 要用的系统库装不上：{error}。运行 goigen doctor 看缺什么、怎么装") from None
    write: Write = module.write
    return write
