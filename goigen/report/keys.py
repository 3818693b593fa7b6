"""How a typed name is recognised: width, quotation marks, spaces and an ordinal typed before it do not count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

NUMBERED = re.compile(r"^(?:\([一二三四五六七八九十\d]+\)|[一二三四五六七八九十]+、|\d+[.、)](?!\d))")
QUOTES = str.maketrans(dict.fromkeys("“”‘’「」『』\"'", '"'))


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """The text as it is compared: half width, one kind of quotation mark, no spaces."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text).translate(QUOTES))


@lru_cache(maxsize=4096)
def normalise(key: str) -> str:
    """A key as it is compared: plain, without an ordinal before it and a colon after it."""
    return NUMBERED.sub("", plain(key)).rstrip(":.")


def clean_heading(heading: str) -> str:
    """A sub-heading without the order number that somebody typed: the program numbers them."""
    typed = heading.strip().rstrip("：:。")
    bare = re.sub(r"^(?:[（(][一二三四五六七八九十\d]+[)）]|[一二三四五六七八九十]+、|\d+[.．、](?!\d))\s*", "", typed)
    return bare or typed


def nearest(key: str, known: Iterable[str]) -> str | None:
    """The known name that the key was probably meant to be."""
    from difflib import get_close_matches  # Why: only a form with a wrong key pays for loading it

    names = {normalise(name): name for name in known}
    found = get_close_matches(normalise(key), names, n=1, cutoff=0.5)
    return names[found[0]] if found else None
