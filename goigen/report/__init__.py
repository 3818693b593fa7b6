"""Source → typed report. `load` is the way in; `value` reads a figure by its path in the standard."""

from goigen.report.fields import Agency, Fees, Particulars
from goigen.report.load import load
from goigen.report.model import Answer, Paragraph, Report, Topic, value
from goigen.report.numbers import Number

__all__ = ["Agency", "Answer", "Fees", "Number", "Paragraph", "Particulars", "Report", "Topic", "load", "value"]
