"""How the cells of a workbook form look: one look a role. Colours say what may be filled in."""

from __future__ import annotations

from goigen.forms.workbook.book import BODY, HEADS, PLAIN, TITLES, style

OPEN_COLOUR, CARRIED_COLOUR, SUM_COLOUR, HEAD_COLOUR = "#FFF8DC", "#FFDFB0", "#E6EDF7", "#F0F0F0"
RED, RED_INK, GREEN_INK = "#FFC7CE", "#9C0006", "#2E6B34"

TITLE = style(font_name=TITLES, font_size=18, align="center", valign="vcenter")
PART = style(font_name=HEADS, font_size=14, align="center", valign="vcenter")
GUIDE = style(PLAIN, font_size=10, font_color="#555555")
LABEL = style(PLAIN, border=1, bg_color=HEAD_COLOUR)
HEAD = style(LABEL, align="center", font_name=HEADS, font_size=10.5)
STUB = style(LABEL, font_size=10.5, indent=1)
GROUP = style(LABEL, font_size=10.5, align="center")
FIELD = style(LABEL, indent=1)
SUM = style(PLAIN, border=1, bg_color=SUM_COLOUR, align="center", num_format="0")
FIGURE = style(PLAIN, border=1, bg_color=OPEN_COLOUR, align="center", locked=False)
AMOUNT = style(FIGURE, num_format="General")
CARRIED = style(FIGURE, bg_color=CARRIED_COLOUR)
TICK = style(FIGURE, font_size=14)
INPUT = style(PLAIN, border=1, bg_color=OPEN_COLOUR, locked=False, valign="top", align="left", indent=1)
WORD = style(INPUT, num_format="@", valign="vcenter")  # a short text that must stay as typed: postcodes, telephones
PROSE = style(INPUT, font_size=12)
TOPIC = style(INPUT, font_size=12, font_name=HEADS)
LEAD = style(LABEL, valign="top", indent=1, font_size=12)
STATE = style(PLAIN, font_size=10.5)
LINK = style(PLAIN, indent=1, font_color="#0B4F9E", underline=1)
LISTED = style(border=1)
LINE = style(PLAIN, indent=1)
NUMBER = style(PLAIN, align="center")
HELPER = style(font_name=BODY, font_size=9, font_color="#999999")

BROKEN = style(bg_color=RED, font_color=RED_INK, bold=True)
STATE_BROKEN = style(font_color=RED_INK, bold=True)
STATE_WELL = style(font_color=GREEN_INK)
UNFILLED = style(bg_color="#FFE9A8")


def decimals(places: int) -> str:
    """Shows at least as many decimals as were typed, and more where there are more."""
    return f"0.{'0' * places}{'#' * 8}" if places else "General"
