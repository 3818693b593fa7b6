"""libyaml's English complaint → one Chinese sentence at the line that the filer must mend."""

from __future__ import annotations

import re

import yaml

from goigen.finding import Finding, Place
from goigen.source.nodes import error

SYNTAX_MESSAGES = {
    "found character '\\t' that cannot start any token": ("用了制表符（Tab）", "把行首的 Tab 换成空格，每层两个。"),
    "found a tab character that violates indentation": ("用了制表符（Tab）", "把行首的 Tab 换成空格，每层两个。"),
    "found unexpected end of stream": ("引号没有写完，一直到文件末尾都没有找到另一半", "补上右边的引号。"),
    "found undefined alias": ("以 * 开头的文字会被当成引用", "用引号括住这段文字。"),
    "found unknown escape character": ("双引号里的反斜杠 \\ 有特殊含义", "改用单引号，或者删掉反斜杠。"),
}
SYNTAX_CONTEXTS = {
    "while parsing a flow mapping": ("花括号 { } 没有写完整", "检查是否缺少逗号或右边的 }。"),
    "while parsing a flow sequence": ("方括号 [ ] 没有写完整", "检查是否缺少逗号或右边的 ]。"),
    "while parsing a block mapping": ("这一行的缩进和上面对不齐", "同一层的各行要从同一列开始，不要多也不要少空格。"),
    "while scanning a simple key": ("这一行缺少冒号", "名称后面要有半角冒号和一个空格，如“年度: 2023”。"),
    "while scanning a quoted scalar": ("引号没有写完", "补上右边的引号。"),
}
OPENED = ("while parsing a flow", "while scanning a quoted")


def syntax_finding(name: str, lines: tuple[str, ...], cause: yaml.YAMLError) -> Finding:
    """libyaml's English complaint → one Chinese sentence at the line that the filer must mend."""
    problem, context = str(getattr(cause, "problem", "") or ""), str(getattr(cause, "context", "") or "")
    opened = context.startswith(OPENED)  # Why: what was opened and never closed is mended where it begins
    mark = getattr(cause, "context_mark" if opened else "problem_mark", None) or getattr(cause, "problem_mark", None)
    number = min(mark.line, max(len(lines) - 1, 0)) if mark else 0
    place = Place(name, number + 1, mark.column + 1 if mark else 1)
    if filled := _already_filled(lines, number):
        return error(
            "R01", place, f"上一行“{filled}”已经写了内容，下面不能再有更深的行", "把下面这几行删掉；要逐行填，就删去上一行冒号后的内容。"
        )
    for candidate in (number, number - 1):  # Why: libyaml often notices at the line after the slip
        line = lines[candidate] if 0 <= candidate < len(lines) else ""
        if message := slip(line):
            return error("R01", Place(name, candidate + 1, len(line) - len(line.lstrip()) + 1), *message)
    message = SYNTAX_MESSAGES.get(problem) or SYNTAX_CONTEXTS.get(context)
    if message is None and "mapping values are not allowed" in problem:
        message = ("这一行多了一个冒号，或缩进不对", "正文里有冒号时，请把正文写在“|”下面；名称要和上一行对齐。")
    return error("R01", place, *(message or ("这里的写法 YAML 不认识", "检查这一行和上一行的缩进、冒号、引号、括号。")))


def _already_filled(lines: tuple[str, ...], number: int) -> str:
    """The line above, where it has a value of its own and the one at fault stands deeper: `不予公开: 0` over its old rows."""
    above = next((line for line in reversed(lines[:number]) if line.strip() and not line.strip().startswith("#")), "")
    deeper = number < len(lines) and len(lines[number]) - len(lines[number].lstrip()) > len(above) - len(above.lstrip())
    return above.partition("#")[0].strip() if deeper and re.match(r"\s*[^\s#:{\[][^#:]*: +[^\s|>#{\[]", above) else ""


def slip(line: str) -> tuple[str, str] | None:
    """The slips of people who type Chinese: a tab, a full-width colon, no space after the colon, a bare placeholder."""
    body = line.strip()
    if re.match(r"\s*\t", line):
        return "行首用了制表符（Tab）", "把 Tab 换成空格，每层两个。"
    if re.match(r"[\w“”、（）]+：", body) and not re.search(r":(\s|$)", body):
        return "冒号是全角的“：”", "名称后面要用半角冒号加一个空格，如“年度: 2023”。"
    if re.match(r"[^\W\d]+:[^\s/]", body):
        return "冒号后面少一个空格", "写成“年度: 2023”，冒号后空一格。"
    if re.search(r":\s+\{\{", body):
        return "以占位符开头的文字要换一种写法", "在冒号后写“|”，换行缩进后再写正文；或用引号括住整句。"
    if re.search(r":\s+[&*]", body):
        return "文字不能以 & 或 * 开头", "用引号括住这段文字。"
    if re.search(r":\s+[@`%]", body):
        return "文字不能以 @、` 或 % 开头", "用引号括住这段文字。"
    return None
