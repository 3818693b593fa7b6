"""What a quantity in prose counts of table two: rules, normative documents, decisions. When not sure: nothing.

Not a check: `subjects` asks. Comes in: words beside a number. Goes out: a subject.
"""

from __future__ import annotations

import re

from goigen.checks.vocabulary import DECISIONS, DEEDS, DOCUMENTS, FILLER, Reading, Subject
from goigen.prose import Quantity
from goigen.standard import FORM


def document(text: str) -> Subject | None:
    kind = next((key for key, words in DOCUMENTS.items() if re.search(words, text)), None)
    deed = next((key for words, key in DEEDS if re.search(words, text)), None)
    if kind is None or deed is None or re.search(r"年初|上年[末底]|去年底|原有|制度|规章制度|草案|意见|解读|继续", text):
        return None
    return Subject("N11", (Reading(f"{_name(kind)}·{_name(deed)}", (f"disclosure.{kind}.{deed}",)),))


def _name(key: str) -> str:
    heads = (head for block in FORM.tables[0].blocks for head in (*block.rows, *block.columns))
    return next(head.called for head in heads if head.key == key)


def decision(text: str) -> Subject | None:
    found = [key for key, words in DECISIONS.items() if re.search(rf"{words}(?:决定|事项|案件|措施)?(?:信息)?$", text)]
    if "类" in text or len(found) != 1 or len([words for words in DECISIONS.values() if words in text]) != 1:
        return None
    return Subject("N12", (Reading(DECISIONS[found[0]], (f"disclosure.{found[0]}",)),))


def document_in_turn(quantity: Quantity, before: str) -> Subject | None:
    """`制发行政规范性文件50件，废止227件`: the second deed is about the same documents."""
    kinds = [key for found in re.finditer("|".join(DOCUMENTS.values()), before) for key, words in DOCUMENTS.items() if words == found[0]]
    deed = re.fullmatch(r"(?:新)?(?:制发|制定|废止|失效|现行有效)", FILLER.sub("", quantity.near))
    if re.search(r"本级|各[县区]|县（|市直|部门", before):
        return None  # 市本级制发18件，各县（区）制发32件
    return document(deed[0] + DOCUMENTS[kinds[-1]]) if kinds and deed and quantity.unit in ("件", "部") else None
