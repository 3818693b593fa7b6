"""How wide text is drawn: a Chinese character is two cells, a Latin letter or digit one. Imports nothing of goigen."""

import unicodedata


def cells(text: str) -> int:
    """The width in half-width cells. Characters of ambiguous width (“ ” — ·) count two, as a Chinese font draws them."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text if not unicodedata.combining(char))
