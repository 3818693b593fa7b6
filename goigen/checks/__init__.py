"""Report → findings. Each module holds the checks of one subject; importing it registers them, in the order of the manual."""

from goigen.checks import reading, structure, figures, balances, dates, parts, privacy, typography  # noqa: F401, I001
from goigen.checks.registry import CHECKS, Check, Problem, Scope
from goigen.checks.runner import Checked, answered, run_checks

__all__ = ["CHECKS", "Check", "Checked", "Problem", "Scope", "answered", "run_checks"]
