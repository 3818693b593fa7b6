"""What a PDF font says a glyph is → the character that people type: radicals and compatibility ideographs become plain hanzi."""

from __future__ import annotations

import unicodedata

# Why by hand: Unicode gives these radicals no compatibility mapping, yet fonts map ordinary characters to them
_SUPPLEMENT = dict(
    pair.split("=")
    for pair in (
        "⺁=厂 ⺃=乚 ⺄=乙 ⺅=亻 ⺆=冂 ⺇=几 ⺈=刀 ⺉=刂 ⺊=卜 ⺋=卩 ⺌=小 ⺍=小 ⺎=兀 ⺏=尣 ⺐=尢 ⺑=尢 ⺒=巳 ⺓=幺 ⺔=彑 ⺕=彐 ⺖=忄 "
        "⺗=心 ⺘=扌 ⺙=攵 ⺛=旡 ⺜=日 ⺝=月 ⺞=歹 ⺠=民 ⺡=氵 ⺢=水 ⺣=灬 ⺤=爪 ⺥=爪 ⺦=丬 ⺧=牛 ⺨=犭 ⺩=王 ⺪=疋 ⺫=目 ⺬=示 ⺭=礻 "
        "⺮=竹 ⺯=糹 ⺰=纟 ⺱=网 ⺲=罒 ⺳=网 ⺴=网 ⺵=网 ⺶=羊 ⺷=羊 ⺸=羊 ⺹=耂 ⺺=肀 ⺻=聿 ⺼=月 ⺽=臼 ⺾=艹 ⺿=艹 ⻀=艹 ⻁=虎 ⻂=衤 "
        "⻃=覀 ⻄=西 ⻅=见 ⻆=角 ⻇=角 ⻈=讠 ⻉=贝 ⻊=足 ⻋=车 ⻌=辶 ⻍=辶 ⻎=辶 ⻏=阝 ⻐=钅 ⻑=長 ⻒=镸 ⻓=长 ⻔=门 ⻕=阜 ⻖=阝 ⻗=雨 "
        "⻘=青 ⻙=韦 ⻚=页 ⻛=风 ⻜=飞 ⻝=食 ⻞=食 ⻟=飠 ⻠=饣 ⻡=首 ⻢=马 ⻣=骨 ⻤=鬼 ⻥=鱼 ⻦=鸟 ⻧=卤 ⻨=麦 ⻩=黄 ⻪=黾 ⻫=斉 ⻬=齐 "
        "⻭=歯 ⻮=齿 ⻯=竜 ⻰=龙 ⻱=龜 ⻲=亀"
    ).split()
)
_BLOCKS = ((0x2E80, 0x2FDF), (0xF900, 0xFAFF))  # radicals of both kinds; compatibility ideographs
_COMPATIBLE = {code: unicodedata.normalize("NFKC", chr(code)) for first, last in _BLOCKS for code in range(first, last + 1)}
_HANZI = _COMPATIBLE | {ord(radical): plain for radical, plain in _SUPPLEMENT.items()}
_SPACES = dict.fromkeys((0x09, 0x0A, 0x0D, 0xA0, 0x3000, *range(0x2000, 0x200B)), " ")
# Why dropped: they print nothing, and a figure with one in it is no number any more
_NOTHING = dict.fromkeys((*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, 0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF))
_TABLE = _HANZI | _SPACES | _NOTHING


def plain(text: str) -> str:
    """The text in plain hanzi, every blank a space, nothing that does not print."""
    return text if text.isascii() and text.isprintable() else text.translate(_TABLE)
