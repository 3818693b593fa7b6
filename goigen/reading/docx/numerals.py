"""A number as Word prints it in a list: 一、壹、甲、①、iv.

Comes in: a number and the name of a format (`w:numFmt`). Goes out: its text. Which number a paragraph has is not decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

DIGITS = "〇一二三四五六七八九"
LEGAL = "零壹贰叁肆伍陆柒捌玖"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"))
ROMAN_ONES = ((9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
LARGEST_ROMAN = 3999
LARGEST_LETTERS = 780  # Word's own end: thirty times Z


def spoken(number: int, digits: str, units: Sequence[str]) -> str:
    """As it is read out, up to 9999: 一百零五."""
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + digits[digit] + units[place]
        gap = not digit
    return text


def chinese_thousand(number: int) -> str:
    if not 0 < number < 10000:
        return one_by_one(number)
    text = spoken(number, DIGITS, ("", "十", "百", "千"))
    return text[1:] if 10 <= number < 20 else text


def chinese(number: int) -> str:
    """Word reads out numbers below a hundred and spells the others digit by digit."""
    return chinese_thousand(number) if number < 100 else one_by_one(number)


def legal(number: int) -> str:
    return spoken(number, LEGAL, ("", "拾", "佰", "仟")) if 0 < number < 10000 else one_by_one(number)


def one_by_one(number: int) -> str:
    return "".join(DIGITS[int(digit)] for digit in str(number))


def roman(number: int) -> str:
    if not 0 < number <= LARGEST_ROMAN:
        return str(number)
    text = ""
    for worth, letters in (*ROMAN, *ROMAN_ONES):
        text += letters * (number // worth)
        number %= worth
    return text


def letters(number: int) -> str:
    """A … Z, AA, BB …"""
    if not 0 < number <= LARGEST_LETTERS:
        return str(number)
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def glyphs(first: str, count: int) -> Callable[[int], str]:
    """A row of ready-made characters, such as ① to ⑳; plain digits beyond."""
    return lambda number: chr(ord(first) + number - 1) if 0 < number <= count else str(number)


def cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else str(number)


def full_width(number: int) -> str:
    return "".join(chr(ord("０") + int(digit)) for digit in str(number))


FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese_thousand,
    "chineseLegalSimplified": legal,
    "ideographDigital": one_by_one,
    "ideographTraditional": cycle(STEMS),
    "ideographZodiac": cycle(BRANCHES),
    "ideographEnclosedCircle": glyphs("㊀", 10),
    "japaneseCounting": chinese_thousand,  # what Word and WPS write for 一、二、三 on many Chinese computers
    "japaneseDigitalTenThousand": one_by_one,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese_thousand,
    "taiwaneseDigital": one_by_one,
    "upperLetter": letters,
    "lowerLetter": lambda number: letters(number).lower(),
    "upperRoman": roman,
    "lowerRoman": lambda number: roman(number).lower(),
    "decimalEnclosedCircle": glyphs("①", 20),
    "decimalEnclosedCircleChinese": glyphs("①", 20),
    "decimalEnclosedParen": glyphs("⑴", 20),
    "decimalEnclosedFullstop": glyphs("⒈", 20),
    "decimalFullWidth": full_width,
    "decimalFullWidth2": full_width,
    "decimalZero": lambda number: f"{number:02}",
    "numberInDash": lambda number: f"- {number} -",
    "none": lambda _: "",
    "bullet": lambda _: "",
}


def numeral(number: int, form: str) -> str:
    """The number in that format; in plain digits where the format is `decimal` or unknown."""
    return FORMATS.get(form, str)(number)
