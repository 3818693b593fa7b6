"""The blank form as YAML: every key of the form in its order, with the official label or an explanation behind it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Protocol

from goigen.report.fields import Agency, Fees, FormModel, Particulars, alias_of
from goigen.report.names import AGENCY, ANSWERS, BODY, FEES, LEAD, NOTE, PREAMBLE
from goigen.report.shape import TABLES, Shape
from goigen.standard import FORM, Section
from goigen.width import cells

SCHEMA = "report.schema.json"
INTRODUCTION = """\
# 政府信息公开工作年度报告 填报表
# 每一项写在冒号和空格后面；“#”后面是说明，可以不管。填好后运行：goigen render 这个文件
# 没有填不等于零：空着的项会提醒；一行、一组、整张表都是零，就在它的冒号后写 0。
"""
HOW_TO_WRITE_ROWS = """\
# 一行数的写法，三选一：0（全是零）　{自然人: 3, 其他: 1}（没写的列是零）　[3, 0, 0, 0, 0, 1]（按表上的次序）
# 总计由程序计算，不用填。"""
HOW_TO_WRITE_PROSE = (
    "  # 正文写在“|”下面一行，行首多缩进两格，可以分段。写 {{ 新收 }} 会换成表里的数，全部名称见 goigen explain 占位符\n"
    "  # 小标题可以改名、增减，序号由程序编"
)
COMMENT_COLUMN = 36
RISKY = re.compile(r"^[!&*?|>@`%\"'#{}\[\],:-]|: | #|:$")  # what YAML would take for something else than text
PARTICULAR_COMMENTS = {PREAMBLE: "可不填。默认导语由程序写；不要导语就写：无", ANSWERS: "可不填。按编号说明核实项，如 T03: 金额精确到元"}


class Known(Protocol):
    """What is known before the filer begins: last year's report, or the sum of the units below."""

    @property
    def year(self) -> int | None: ...
    def agency(self) -> dict[str, str]: ...
    def headings(self, section: str) -> tuple[str, ...]: ...
    def row(self, shape: Shape) -> tuple[str, str]:
        """What to write behind a row's key, and a remark for its comment. A row of totals stands only where something is written."""
        ...


def blank_form(*, year: int | None = None, agency: str = "", last: Known | None = None, lead: str = "") -> str:
    """The text of a blank form; with `last` it begins with what is known. `lead` is a paragraph for the head of part one."""
    year = year or (last.year if last else None)
    return INTRODUCTION + "\n".join(_lines(year, agency, last, lead)) + "\n"


def _lines(year: int | None, agency: str, last: Known | None, lead: str) -> Iterator[str]:
    yield from _field(Particulars, "code", FORM.code)
    yield from _field(Particulars, "year", str(year or ""))
    yield f"{AGENCY}:"
    known = {**(last.agency() if last else {}), **({alias_of(Agency, "name"): agency} if agency else {})}
    for field in Agency.model_fields:
        yield from _field(Agency, field, known.get(alias_of(Agency, field), ""), "  ")
    yield from _field(Particulars, "title", "")
    yield _key(PREAMBLE, "", PARTICULAR_COMMENTS[PREAMBLE])
    yield from _field(Particulars, "issued_on", "")
    for section in FORM.sections:
        yield ""
        yield f"# ———— {section.title} ————"
        yield from _table(section, last) if section.table else _prose(section, last, lead)
    yield ""
    yield _key(ANSWERS, "", PARTICULAR_COMMENTS[ANSWERS])


def _field(model: type[FormModel], field: str, value: str, indent: str = "") -> Iterator[str]:
    yield _key(indent + alias_of(model, field), quoted(value), model.model_fields[field].description or "")


def _key(key: str, value: str, comment: str = "") -> str:
    line = f"{key}: {value}" if value else f"{key}:"
    return f"{line}{' ' * max(2, COMMENT_COLUMN - cells(line))}# {comment}" if comment else line


def quoted(value: str) -> str:
    """A text as one YAML scalar: bare where that is safe, else in double quotes."""
    risky = value.strip() != value or bool(RISKY.search(value))
    return json.dumps(value, ensure_ascii=False) if value and (risky or not value.isprintable()) else value


def _table(section: Section, last: Known | None) -> Iterator[str]:
    shape = TABLES[section.name]
    if any(not child.is_leaf for child in shape.children) and section.key == "applications":
        yield HOW_TO_WRITE_ROWS
    yield f"{shape.name}:"
    for child in shape.children:
        yield from _rows(child, "  ", last)
    yield _key(f"  {NOTE}", "", "可不填。印在表下面")


def _rows(shape: Shape, indent: str, last: Known | None) -> Iterator[str]:
    value, remark = last.row(shape) if last and (shape.is_leaf or shape.is_row) else ("", "")
    if shape.optional and not value:
        return
    label = shape.heads[-1].label
    if shape.is_leaf or shape.is_row:
        columns = "、".join(child.name for child in shape.children if not child.is_sum) if shape.table.key != "applications" else ""
        comments = [label if label != shape.name else "", columns, _unit(shape), remark]
        yield _key(indent + shape.name, value, "；".join(filter(None, comments)))
        return
    yield _key(indent + shape.name, "", label if label != shape.name else "")
    for child in shape.children:
        yield from _rows(child, indent + "  ", last)


def _unit(shape: Shape) -> str:
    return shape.figures[0].kind.value if shape.is_leaf else ""


def _prose(section: Section, last: Known | None, lead: str) -> Iterator[str]:
    yield f"{section.name}:"
    if section.key == "overview":
        yield HOW_TO_WRITE_PROSE
        yield _key(f"  {LEAD}", "|", "印在最前面，没有小标题；可不填")
        yield f"    {lead}" if lead else ""
    for heading in (last.headings(section.key) if last else ()) or section.topics:
        yield f"  {quoted(heading)}: |"
        yield ""
    if section.key == "other_matters":
        yield _key(f"  {FEES}", "", "印成一句话；没有收取就写 0")
        for field in Fees.model_fields:
            yield from _field(Fees, field, "", "    ")
        yield _key(f"  {BODY}", "|", "其他事项；可不填")
