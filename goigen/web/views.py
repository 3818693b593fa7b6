"""One version of one form, checked: what pages and answers are made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Any

from goigen.document import Grid
from goigen.finding import Finding
from goigen.forms.edit_keys import shape
from goigen.forms.edit_said import parsed
from goigen.layout import lay_out
from goigen.pipeline import Checked, check
from goigen.previous import Previous
from goigen.report import Report
from goigen.report.names import PROSE
from goigen.source import Node
from goigen.web.steps import FINISH, STEPS, UNTITLED, Field, State, fields_of, identity, marks, states, step_of


@lru_cache(maxsize=64)
def checked(name: str, data: bytes, previous: Previous) -> Checked:
    """The findings of a form; what was checked a moment ago is not checked again."""
    return check(name, data, previous)


def on_the_page(finding: Finding) -> Finding:
    """A finding as one says it to somebody who sees cells and not the text of the form."""
    part = shape(tuple(finding.path.split(".")))
    if finding.check != "S06" or part is None or part.is_leaf:
        return finding
    hint = "这一行全是零，在其中一格填 0 就够了。" if part.is_row else "没有填的行全是零，就按表上面的“没有填的行都是 0”。"
    return replace(finding, hint=hint)


@dataclass(frozen=True)
class View:
    """A form as the page shows it at one step."""

    name: str
    data: bytes
    digest: str
    previous: Previous
    step: str

    @cached_property
    def checked(self) -> Checked:
        return checked(self.name, self.data, self.previous)

    @property
    def report(self) -> Report | None:
        return self.checked.report

    @cached_property
    def root(self) -> Node | None:
        try:
            return parsed(self.data.decode()).root
        except UnicodeDecodeError:
            return None

    @cached_property
    def last(self) -> Report | None:
        return self.previous.of(self.report) if self.report else None

    @cached_property
    def fields(self) -> list[Field]:
        return fields_of(self.step, self.root, self.report, self.last) if self.report else []

    @property
    def states(self) -> list[State]:
        return states(self.checked.findings)

    @property
    def findings(self) -> list[Finding]:
        """Those of this step, and all of them at the end."""
        return [on_the_page(f) for f in self.checked.findings if self.step in (FINISH, step_of(f.path))]

    @cached_property
    def headings(self) -> list[str]:
        """The ids of the texts whose heading can be renamed and moved."""
        prose = self.step in [section.key for section in PROSE]
        return [f.id for f in self.fields if prose and f.kind == "text" and len(f.path) == 2 and f.path[1] not in UNTITLED]

    def shows(self, finding: Finding) -> bool:
        """Whether this step has a field that the finding is about; what no field holds is mended in the raw text."""
        mine = identity(finding.path)
        return finding.path != "" and any(f"{field.id}.".startswith(f"{mine}.") for field in self.fields)

    @property
    def next_step(self) -> str:
        keys = [*STEPS, ""]
        return keys[keys.index(self.step) + 1]

    @cached_property
    def grid(self) -> Grid | None:
        """The table of this step as it is printed; None if it has none."""
        if self.report is None:
            return None
        return next((grid for grid in lay_out(self.report, draft=True).grids() if grid.key == self.step), None)

    @property
    def shape(self) -> str:
        """Changes when the page has to be built anew: a field came, went or became a sum."""
        built_of = self.checked.stopped if self.step == FINISH else [(field.path, field.kind) for field in self.fields]
        return sha256(repr(built_of).encode()).hexdigest()[:16]

    @property
    def marks(self) -> dict[str, str]:
        return marks(self.step, self.fields, self.checked.findings)

    def answer(self) -> dict[str, Any]:
        """What a page has to know after a change."""
        return {
            "version": self.digest,
            "shape": self.shape,
            "fields": {field.id: [field.text, field.shadow] for field in self.fields},
            "marks": self.marks,
        }
