"""Files that goigen ships (`templates/`, `forms/`): beside the package in a checkout, inside it in a wheel."""

from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


@cache
def shipped(folder: str) -> Path:
    """The folder of that name; a wheel carries it inside the package, a checkout beside it."""
    inside = PACKAGE / folder
    return inside if (inside / "README.md").exists() else PACKAGE.parent / folder
