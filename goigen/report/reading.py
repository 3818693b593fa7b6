"""What the parts of the loading share: the list of findings, the places, and how the keys of a mapping are recognised."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from goigen.finding import Finding, Place, Severity
from goigen.report.keys import nearest, normalise
from goigen.report.names import OPEN
from goigen.source import Mapping as MappingNode
from goigen.source import Node, Sequence, Text

GLUED = re.compile(r"[:：，]\s*\S")  # a key and its value that a full-width sign or a missing space made into one word
MOST_SUGGESTIONS = 50  # a file with more unknown keys is no form with slips; comparing each would take minutes


@dataclass
class Log:
    """Collects findings and remembers where each YAML path stands, while one file is loaded."""

    findings: list[Finding] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    strangers: int = 0  # keys that were not understood

    def error(self, check: str, place: Place, path: str, message: str, hint: str = "") -> None:
        self.findings.append(Finding(check, Severity.ERROR, place, path, message, hint))

    def keyed(self, node: MappingNode, path: str) -> list[tuple[str, Text, Node]]:
        """The entries of a mapping under their normalised keys; a key given twice is reported and its first value kept."""
        seen: dict[str, Text] = {}
        kept = []
        for key, child in node.entries:
            name = normalise(key.value)
            if name in seen:
                message = f"“{key.value.strip()}”写了两次，另一处在第 {seen[name].place.line} 行"
                self.error("R02", key.place, join(path, key.value.strip()), message, "只留一处。")
                continue
            seen[name] = key
            kept.append((name, key, child))
        return kept

    def known(self, node: MappingNode, path: str, names: Iterable[str]) -> dict[str, Node]:
        """The values under the known names; every other key is reported with the name it was probably meant to be."""
        by_key = {normalise(name): name for name in names}
        found: dict[str, Node] = {}
        for name, key, child in self.keyed(node, path):
            if name in by_key:
                self.places[join(path, by_key[name])] = key.place
                found[by_key[name]] = child
                continue
            typed = " ".join(key.value.split())
            self.strangers += 1
            typed_hint = ""
            meant = nearest(typed, by_key.values()) if self.strangers <= MOST_SUGGESTIONS else None
            if GLUED.search(typed):
                meant, typed_hint = None, "名称后面要用半角冒号加一个空格，如 {自然人: 5}；几项之间用半角逗号。"
            hint = f"是不是“{meant}”？" if meant else f"这里可以写：{'、'.join(by_key.values())[:120]}。"
            hint = typed_hint or hint
            self.error("R03", key.place, join(path, typed), f"不认识“{typed[:40]}”", hint)
        return found


def join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def is_unfilled(node: Node | None) -> bool:
    """Absent, empty, `~` or 待填; a mapping or list is unfilled when nothing stands in it."""
    match node:
        case None:
            return True
        case Text():
            return node.unfilled
        case MappingNode():
            return not node.entries
        case Sequence():
            return not node.items


def all_unfilled(node: Node | None) -> bool:
    """Like is_unfilled, but a mapping whose every value is unfilled counts too: a part of the blank form."""
    if isinstance(node, MappingNode):
        return all(all_unfilled(child) and not GLUED.search(key.value) for key, child in node.entries)
    if isinstance(node, Sequence):
        return all(all_unfilled(item) for item in node.items)
    return is_unfilled(node)


def says_open(node: Node | None) -> bool:
    """Whether 待填 itself stands there, and not merely nothing."""
    match node:
        case Text():
            return node.value.strip() == OPEN
        case MappingNode():
            return any(says_open(child) for _, child in node.entries)
        case Sequence():
            return any(says_open(item) for item in node.items)
    return False


def typed(nodes: Mapping[str, Node]) -> dict[str, Node]:
    """Only what somebody filled in."""
    return {name: node for name, node in nodes.items() if not is_unfilled(node)}
