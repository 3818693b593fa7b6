"""Which font files a chart's labels are drawn with, handed to matplotlib by path: its own choice of fonts would draw boxes for hanzi."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256

from goigen.errors import InternalError
from goigen.writers.faces import UNDRAWABLE, Face, Faces

ONLY_ITS_OWN = "MPL_IGNORE_SYSTEM_FONTS"  # an environment variable with which matplotlib would not see our files


def chain(faces: Faces) -> tuple[Face, ...]:
    """The faces in the order in which they are tried for a character.

    Why Noto Sans SC first: every installation has it, so that a chart has the same bytes on every desk.
    """
    return tuple(dict.fromkeys((*faces.stacks["heading"][-1:], *faces.used())))


def drawable(text: str, faces: tuple[Face, ...]) -> str:
    """The text with the printers' sign for a missing sort in place of every character that no face has."""
    return "".join(char if _covered(char, faces) else UNDRAWABLE for char in text)


def lacking(texts: Iterable[str], faces: tuple[Face, ...]) -> tuple[str, ...]:
    """The characters that no face has, each once."""
    return tuple(char for char in dict.fromkeys(char for text in texts for char in text) if not _covered(char, faces))


def _covered(char: str, faces: tuple[Face, ...]) -> bool:
    return any(face.covers(char) for face in faces)


@contextmanager
def known_to_matplotlib(faces: tuple[Face, ...]) -> Iterator[list[str]]:
    """The family names by which matplotlib finds exactly these files while the block runs."""
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # Why: it tells of its font cache, in English
    from matplotlib.font_manager import FontEntry, FontProperties, fontManager

    families = [f"goigen{sha256(str(face.path).encode()).hexdigest()[:16]}" for face in faces]
    entries = [FontEntry(str(face.path), name=family, size="scalable") for face, family in zip(faces, families, strict=True)]
    ignore = os.environ.pop(ONLY_ITS_OWN, None)
    fontManager.ttflist[:0] = entries
    try:
        for entry in entries:
            found = fontManager.findfont(FontProperties(family=[entry.name]), fallback_to_default=False)
            if os.path.realpath(found) != os.path.realpath(entry.fname):
                raise InternalError(f"matplotlib takes {found} for {entry.fname}")
        yield families
    finally:
        del fontManager.ttflist[: len(entries)]
        if ignore is not None:
            os.environ[ONLY_ITS_OWN] = ignore
