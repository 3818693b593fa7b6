"""Our own form, filled in as a workbook → its tree; `form.py` is the way in."""
