"""Prose → sentences with their quantities: what a text says in numbers, where, and about what. No figures of the form are known here."""

from goigen.prose.sentences import Quantity, Sentence, sentences
from goigen.prose.tidy import Tidied, tidy

__all__ = ["Quantity", "Sentence", "Tidied", "sentences", "tidy"]
