"""The official form, declared once, as frozen data. Imports nothing of goigen but itself."""

from goigen.standard.form2021 import FORM
from goigen.standard.heads import (
    Axis,
    Balance,
    Block,
    Equation,
    Figure,
    Form,
    Head,
    Kind,
    Section,
    Table,
    Trail,
    keys,
    names,
    trails,
)

__all__ = [
    "FORM",
    "Axis",
    "Balance",
    "Block",
    "Equation",
    "Figure",
    "Form",
    "Head",
    "Kind",
    "Section",
    "Table",
    "Trail",
    "keys",
    "names",
    "trails",
]
