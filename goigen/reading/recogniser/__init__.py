"""Paragraphs and raw tables of any format → the tree of a form, by printed heads alone: `parts.py` finds the parts, `tree.py` joins all."""
