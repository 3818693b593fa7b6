"""Published documents → Source: per format a reader to paragraphs and raw tables, one recogniser for all of them.

A figure is taken only where printed heads say whose it is; totals are those that are printed. What could not be read is a finding.
"""

from __future__ import annotations

from goigen.errors import UserError
from goigen.reading.formats import ENDINGS, blocks_of, is_published
from goigen.reading.raw import Block, Words
from goigen.source import Source

__all__ = ["ENDINGS", "is_published", "read_published"]


def read_published(name: str, data: bytes) -> Source:
    """A published report as the tree of a form. Raises UserError where the file cannot be read or is no such report."""
    # Why here: checking a form loads none of the recogniser
    from goigen.reading.recogniser.leftovers import leftovers
    from goigen.reading.recogniser.log import Log
    from goigen.reading.recogniser.parts import parts_of
    from goigen.reading.recogniser.tree import tree

    blocks = blocks_of(name, data)
    parts = parts_of(blocks)
    if len(parts.found) < 2 and not any(parts.lines.values()):
        raise UserError(_stranger(blocks))
    log = Log(name)
    leftovers(blocks, log)
    root = tree(parts, log)
    return Source(name, root, findings=tuple(log.findings))


def _stranger(blocks: tuple[Block, ...]) -> str:
    from goigen.reading.recogniser.variants import OTHER_REPORTS

    words = "".join(block.text for block in blocks if isinstance(block, Words))
    other = next((kind for kind in OTHER_REPORTS if kind in words), "")
    return "不是政府信息公开工作年度报告：六个部分和三张表都没有找到" + (f"，看起来是关于“{other}”的文件" if other else "")
