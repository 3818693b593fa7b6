"""Report → findings. Each module holds the checks of one subject; a module that lies here is part of the catalogue."""

from importlib import import_module
from pkgutil import iter_modules

from goigen.checks.registry import CHECKS, Check, Problem, Scope, Units
from goigen.checks.runner import Checked, answered, run_checks

for module in sorted(module.name for module in iter_modules(__path__)):
    import_module(f"{__name__}.{module}")

__all__ = ["CHECKS", "Check", "Checked", "Problem", "Scope", "Units", "answered", "run_checks"]
