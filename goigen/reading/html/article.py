"""Everything on a page → the stretch of it that is the published text, and its title. What surrounds the text is left out.

The text is the smallest element that holds all large tables and all headings 一、二、三、, with the prose around them; on a page
that has neither, the smallest that holds nearly all that is no link.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from goigen.reading.html.flow import Page, Piece
from goigen.reading.html.words import han
from goigen.reading.raw import RawTable, Words

NUMBERED = re.compile(r"[一二三四五六七八九]、")
TABLE_CELLS = 20  # those of the form have more, those with the data of a page fewer
NEARLY_ALL = 0.9
NEAR = 6  # so many pieces may stand between the text and more of it
A_SENTENCE = re.compile(r"[，。；].*[，。；：]", re.S)
SENTENCE_HAN = 25
FRAME = re.compile(r"版权所有|网站标识码|ICP备|公网安备|主办单位|承办单位|技术支持|网站地图|建议使用.{0,20}浏览|分辨率|Copyright|©", re.I)
CONTROLS = re.compile(
    r"您?(?:现在|当前)(?:所在)?的?位置|上一[篇条页]|下一[篇条页]|(?:打印|关闭|收藏|返回)(?:本页|此页|页面|窗口|顶部|列表)|字[号体][：:]?.{0,4}[大小]"
    r"|^[【\[［（(]?\s*(?:打印|关闭|收藏|返回|分享|大|中|小)\s*[】\]］）)]?$|分享到|扫一扫|浏览(?:次数|量)|阅读(?:次数|量)|点击(?:次数|量|率|数)"
    r"|责任编辑|^编辑[：:]|信息来源[：:]|^来源[：:]|(?:发布|公开|更新|成文)(?:时间|日期)[：:]|^首页\s*[>＞»/]|^相关(?:链接|文档|附件|阅读|信息|文件|新闻)[：:]?$"
)
CONTROL_LENGTH = 100
ATTACHED = re.compile(r"^附件[\d：:]|\.(?:docx?|wps|pdf|xlsx?|et|ofd|zip|rar)\s*(?:[（(].*)?$", re.I)
TITLE_HAN = 8
OF_A_YEAR = re.compile(r"20\d\d|二[〇○零Ｏ0][一二三四五六七八九〇○零]{2}")
OPENING = 8  # pieces among which the title stands if it is in the text
SITE = re.compile(r"\s*[_|｜—–]+\s*|\s+-+\s+|-(?=[^\d])")


def find_article(page: Page, said: tuple[str, ...]) -> list[Piece]:
    """The pieces of the published text, its title first. `said` is how the page itself calls it: its metadata, then its <title>."""
    pieces = page.pieces
    anchors = [number for number, piece in enumerate(pieces) if _is_anchor(piece)]
    if anchors:
        first, last = anchors[0], anchors[-1] + 1
        core = _smallest(page, first, last)
    else:
        core = _heaviest(page)
        first, last = _prose_range(pieces, *core)
    start, end = _grown(page, *core)
    kept = [
        (number, piece)
        for number, piece in enumerate(pieces[start:end], start)
        if first <= number < last or not (_is_surrounding(piece) or (_is_links(piece) and not core[0] <= number < core[1]))
    ]
    kept = _without_attachments(kept, last)
    opening = [piece for number, piece in kept if number <= first][:OPENING]
    article = [piece for number, (_, piece) in enumerate(kept) if number >= OPENING or not _comes_again(piece, opening[number + 1 :])]
    title = _title(pieces[:start], opening, said)
    return [Piece(Words(title), heading=True), *article] if title else article


def _text(piece: Piece) -> str:
    return piece.block.text if isinstance(piece.block, Words) else "".join(cell.text for cell in piece.block.cells)


def _is_links(piece: Piece) -> bool:
    return piece.linked * 2 > han(_text(piece))


def _is_anchor(piece: Piece) -> bool:
    if isinstance(piece.block, RawTable):
        return len(piece.block.cells) >= TABLE_CELLS and han(_text(piece)) >= TABLE_CELLS and not _is_links(piece)
    return bool(NUMBERED.match(piece.block.text)) and not _is_links(piece)


def _is_prose(piece: Piece) -> bool:
    text = piece.block.text if isinstance(piece.block, Words) else ""
    return han(text) >= SENTENCE_HAN and bool(A_SENTENCE.search(text)) and not _is_links(piece) and not FRAME.search(text)


def _is_surrounding(piece: Piece) -> bool:
    if not isinstance(piece.block, Words):
        return False
    text = piece.block.text
    return len(text) <= CONTROL_LENGTH and bool(CONTROLS.search(text) or FRAME.search(text)) and not _is_prose(piece)


def _smallest(page: Page, first: int, last: int) -> tuple[int, int]:
    """The smallest element that holds a stretch."""
    whole = (0, len(page.pieces))
    return min(
        (found for found in page.stretches if found[0] <= first and found[1] >= last), key=lambda found: found[1] - found[0], default=whole
    )


def _grown(page: Page, start: int, end: int) -> tuple[int, int]:
    """An element, or the ones around it as long as they add nothing of a site; and beyond, as far as prose follows on prose."""
    clean = [not (_is_links(piece) or _is_surrounding(piece)) for piece in page.pieces]
    around = sorted((found for found in page.stretches if found[0] <= start and found[1] >= end), key=lambda found: found[1] - found[0])
    for first, last in around:
        if not all(clean[first:start]) or not all(clean[end:last]):
            break
        start, end = first, last
    for number in range(start - 1, -1, -1):
        if start - number > NEAR:
            break
        start = number if _is_prose(page.pieces[number]) else start
    for number in range(end, len(page.pieces)):
        if number - end >= NEAR:
            break
        end = number + 1 if _is_prose(page.pieces[number]) else end
    return start, end


def _prose_range(pieces: tuple[Piece, ...], start: int, end: int) -> tuple[int, int]:
    found = [number for number in range(start, end) if _is_prose(pieces[number])]
    return (found[0], found[-1] + 1) if found else (start, start)


def _heaviest(page: Page) -> tuple[int, int]:
    """The smallest element with nearly all the text of the page that is no link and not the frame of a site."""
    sums = [0]
    for piece in page.pieces:
        counts = not (_is_links(piece) or _is_surrounding(piece))
        sums.append(sums[-1] + (han(_text(piece)) if counts else 0))
    weigh: Callable[[tuple[int, int]], int] = lambda found: sums[found[1]] - sums[found[0]]  # noqa: E731
    enough = [found for found in page.stretches if weigh(found) >= NEARLY_ALL * sums[-1]]
    return min(enough, key=lambda found: found[1] - found[0], default=(0, len(page.pieces)))


def _without_attachments(kept: list[tuple[int, Piece]], last: int) -> list[tuple[int, Piece]]:
    """Files that are offered after the text are no part of it."""
    end = len(kept)
    while end and kept[end - 1][0] >= last and (_is_links(kept[end - 1][1]) or ATTACHED.search(_text(kept[end - 1][1]))):
        end -= 1
    return kept[:end]


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def _is_title(text: str) -> bool:
    return han(text) >= TITLE_HAN and bool(OF_A_YEAR.search(text))


def _title(before: tuple[Piece, ...], opening: list[Piece], said: tuple[str, ...]) -> str:
    """The title of the article if it does not stand in its opening; "" if it does."""
    names = [name.strip() for text in said for name in (SITE.split(text)[0], text) if han(name) >= TITLE_HAN]
    called = _bare("|".join(said))
    here = [piece for piece in opening if isinstance(piece.block, Words) and not (_is_anchor(piece) or _is_prose(piece))]
    if any(_is_title(_text(piece)) and (piece.heading or _is_called(_text(piece), names, called)) for piece in here):
        return ""
    headings = [piece for piece in reversed(before) if isinstance(piece.block, Words) and han(_text(piece)) >= TITLE_HAN]
    same = [_text(piece) for piece in headings if _bare(_text(piece)) in called]
    marked = [_text(piece) for piece in headings if piece.heading and not _is_links(piece)]
    found = [*same, *marked, *names]
    return next((text for text in found if _is_title(text)), "" if any(piece.heading for piece in here) or not found else found[0])


def _comes_again(piece: Piece, later: list[Piece]) -> bool:
    """Whether this is the title of the page, and the same title stands in the article."""
    return piece.heading and any(_bare(_text(piece)) == _bare(_text(other)) for other in later)


def _is_called(text: str, names: list[str], called: str) -> bool:
    return _bare(text) in called or any(_bare(name) in _bare(text) for name in names)
