"""Where a label may be broken into lines: between words, never inside one while the column allows it.

Widths are in ems of the type size: a Chinese character is 1, a Latin letter, digit or stop is 0.5.
"""

from __future__ import annotations

import re
from functools import lru_cache

from goigen.width import cells

# The vocabulary of the official labels. Why a list: a general segmenter is a large dependency for sixty words.
WORDS = (
    "三安全一稳定 法律行政法规 政府信息公开 行政事业性收费 行政规范性文件 本年处理决定 未经复议 "
    "不再处理 无正当理由 申请人情况 勾稽关系 出版物 申请人 本机关 行政机关 行政执法 行政查询 行政复议 行政诉讼 行政许可 行政处罚 行政强制 "
    "政府信息 自然人 第三方 过程性 投诉类 下年度 不补正 不明确 不掌握 现成信息 公开出版物 信息内容 收费金额 单位：万元 "
    "本年 上年 新收 结转 办理 结果 数量 申请 公开 继续 予以 部分 区分 处理的 只计 这一 情形 不计 其他 不予 无法 提供 处理 属于 国家 秘密 "
    "法律 法规 禁止 危及 保护 合法 权益 三类 四类 内部 事务 信息 案卷 事项 相关 没有 需要 另行 制作 补正后 内容 信访 举报 重复 要求 "
    "大量 反复 确认 重新 出具 已获取 逾期 未按 收费 通知 缴纳 费用 总计 商业 企业 科研 机构 社会 公益 组织 法律 服务 法人 或其他 "
    "本列 数据 第一项 第二项 第三项 第四项 之和 等于 规章 制发 废止 件数 现行 有效 直接 起诉 复议后 维持 纠正 尚未 审结"
).split()
WORD = re.compile("|".join(sorted(WORDS, key=len, reverse=True)) + r"|[0-9A-Za-z.,%]+|.")
OPENING = frozenset("（《“‘〈〔「")
CLOSING = frozenset("，。、；：！？）》”’〉〕」.")


def em_width(text: str) -> float:
    """The width of a text in ems."""
    return cells(text) / 2


@lru_cache(maxsize=4096)
def units(text: str) -> tuple[str, ...]:
    """The pieces of a text that stay whole: words, with the punctuation that clings to them."""
    pieces: list[str] = []
    for piece in WORD.findall(text):
        clings = piece[0] in CLOSING or (pieces and (pieces[-1][-1] in OPENING or re.fullmatch(r"\d+\.", pieces[-1])))
        if clings and pieces:
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return tuple(pieces)


@lru_cache(maxsize=4096)
def break_lines(text: str, width: float) -> tuple[str, ...]:
    """The text in lines of at most `width` ems, broken between units; inside one only where it alone is too wide."""
    lines = [""]
    for unit in units(text):
        for piece in (unit,) if em_width(unit) <= width else _split(unit, width):
            if lines[-1] and em_width(lines[-1]) + em_width(piece) > width:
                lines.append("")
            lines[-1] += piece
    return tuple(lines)


def _split(unit: str, width: float) -> tuple[str, ...]:
    """A unit that is wider than the column, in characters; its punctuation still clings to one."""
    pieces: list[str] = []
    for char in unit:
        if pieces and (char in CLOSING or pieces[-1][-1] in OPENING) and em_width(pieces[-1]) + em_width(char) <= max(width, 2):
            pieces[-1] += char
        else:
            pieces.append(char)
    return tuple(pieces)
