"""Which typeface each role of the page gets on this machine, and which characters it can draw.

A stack per role: what a government desk has, then the free Fandol faces, then Noto Serif/Sans SC, which a dependency always brings.
Faces are found by file name in the folders where systems keep them, so that no scan of all fonts is needed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Literal

Role = Literal["title", "heading", "topic", "body", "number", "latin"]
ROLES: dict[Role, str] = {
    "title": "标题（小标宋）",
    "heading": "一级标题（黑体）",
    "topic": "二级标题（楷体）",
    "body": "正文、表格（仿宋）",
    "number": "页码（宋体）",
    "latin": "数字、字母（Times New Roman）",
}
NOTO = "pylopdf_fonts_zh_cn"
# (name shown, file names without ending), best first
STACKS: dict[Role, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "title": (
        ("方正小标宋", ("fzxbsjw", "fzxbsk", "方正小标宋简体", "方正小标宋_gbk", "fzxiaobiaosong-b05s", "fzxiaobiaosong-b05")),
        ("Fandol 宋体 粗", ("fandolsong-bold",)),
        ("Noto Serif SC", ("notoserifsc-regular",)),
    ),
    "heading": (
        ("黑体", ("simhei", "黑体", "fzhtk", "方正黑体_gbk")),
        ("Fandol 黑体", ("fandolhei-regular",)),
        ("Noto Sans SC", ("notosanssc-regular",)),
    ),
    "topic": (
        ("楷体_GB2312", ("simkai_gb2312", "楷体_gb2312", "gb2312kai")),
        ("楷体", ("simkai", "kaiti", "楷体", "fzktk", "方正楷体_gbk")),
        ("Fandol 楷体", ("fandolkai-regular",)),
        ("Noto Serif SC", ("notoserifsc-regular",)),
    ),
    "body": (
        ("仿宋_GB2312", ("simfang_gb2312", "仿宋_gb2312", "gb2312fang")),
        ("仿宋", ("simfang", "fangsong", "仿宋", "fzfsk", "方正仿宋_gbk")),
        ("Fandol 仿宋", ("fandolfang-regular",)),
        ("Noto Serif SC", ("notoserifsc-regular",)),
    ),
    "number": (
        ("宋体", ("simsun", "宋体", "fzssk", "方正书宋_gbk")),
        ("Fandol 宋体", ("fandolsong-regular",)),
        ("Noto Serif SC", ("notoserifsc-regular",)),
    ),
    "latin": (
        ("Times New Roman", ("times", "times new roman", "times_new_roman", "timesnewroman")),
        ("Liberation Serif", ("liberationserif-regular",)),
        ("Noto Serif SC", ("notoserifsc-regular",)),
    ),
}
UNDRAWABLE = "〓"  # the printers' sign for a missing sort; a finding names the character
LATIN_IN: frozenset[Role] = frozenset(("body", "topic"))  # where digits and letters are set in the Latin face
ENDINGS = frozenset((".ttf", ".otf", ".ttc"))


@dataclass(frozen=True)
class Face:
    """One font file. `covers` says whether it can draw a character."""

    name: str
    path: Path

    @cached_property
    def family(self) -> str:
        """Its name in our stylesheet: one family a file, so that nothing is looked up by the system."""
        return f"goigen-{self.path.stem.lower().replace(' ', '-')}"

    @cached_property
    def _characters(self) -> frozenset[int]:
        from fontTools.ttLib import TTFont  # Why here: only a PDF pays for it

        with TTFont(self.path, lazy=True, fontNumber=0) as font:
            return frozenset(font.getBestCmap())

    def covers(self, char: str) -> bool:
        return ord(char) in self._characters


@dataclass(frozen=True)
class Faces:
    """The faces of every role on this machine, found when first asked for."""

    folders: tuple[Path, ...] = field(default_factory=lambda: tuple(font_folders()))

    @cached_property
    def stacks(self) -> dict[Role, tuple[Face, ...]]:
        found = _font_files(self.folders)
        return {
            role: tuple(Face(name, found[stem]) for name, stems in stack if (stem := next(filter(found.get, stems), None)))
            for role, stack in STACKS.items()
        }

    def used(self) -> tuple[Face, ...]:
        """Every face that any role may draw with, each once."""
        return tuple({face.path: face for stack in self.stacks.values() for face in stack}.values())

    def runs(self, text: str, role: Role) -> Iterator[tuple[Face, str]]:
        """The text in runs of one face: ASCII in the Latin face, the rest in the first face of the role that can draw it.

        Why: left to itself, the typesetter may encode a face that lacks a character so that no reader gets the text back.
        """
        start, current = 0, None
        for at, char in enumerate(text):
            face = self.face(char, role)
            if current is not None and face != current:
                yield current, text[start:at]
                start = at
            current = face
        if current is not None:
            yield current, text[start:]

    @cached_property
    def _found(self) -> dict[Role, dict[str, Face]]:
        return {role: {} for role in STACKS}

    def face(self, char: str, role: Role) -> Face:
        found = self._found[role]  # Why not @cache: hashing the folders for every character takes longer than the search
        if char not in found:
            found[char] = _face(self, char, role)
        return found[char]

    def draws(self, char: str, role: Role) -> bool:
        return self.face(char, role).covers(char)

    def substitutes(self, texts: Iterable[str], role: Role = "body") -> dict[str, Face | None]:
        """The characters that the role's own face lacks, with the face that draws them; None where no face can."""
        chars = dict.fromkeys(char for text in texts for char in text if not char.isspace() and not char.isascii())
        first = self.stacks[role][0]
        lacking = (char for char in chars if not first.covers(char))
        return {char: self.face(char, role) if self.draws(char, role) else None for char in lacking}


def _face(faces: Faces, char: str, role: Role) -> Face:
    latin = role in LATIN_IN and char.isascii() and not char.isspace()
    stack = faces.stacks["latin"] * latin + faces.stacks[role]
    return next((face for face in stack if face.covers(char)), stack[-1])


@cache
def _font_files(folders: tuple[Path, ...]) -> dict[str, Path]:
    """The wanted font files by lower-case name without ending; the first folder that has one wins."""
    wanted = {stem for stack in STACKS.values() for _, stems in stack for stem in stems}
    found: dict[str, Path] = {}
    for folder in folders:
        for directory, below, names in os.walk(folder):
            below.sort()
            for path in (Path(directory, name) for name in sorted(names)):
                if path.suffix.lower() in ENDINGS and path.stem.lower() in wanted:
                    found.setdefault(path.stem.lower(), path)
    return found


def font_folders() -> Iterator[Path]:
    """Where faces are looked for, in order: this environment, the person's, the system's, and the package with Noto."""
    home = Path.home()
    yield Path(sys.prefix, "share", "goigen", "fonts")
    if sys.platform == "win32":
        yield Path(os.environ.get("LOCALAPPDATA", home), "Microsoft", "Windows", "Fonts")
        yield Path(os.environ.get("WINDIR", "C:/Windows"), "Fonts")
    elif sys.platform == "darwin":
        yield from (home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts"))
    else:
        yield from (home / ".local/share/fonts", home / ".fonts", Path("/usr/local/share/fonts"), Path("/usr/share/fonts"))
        yield Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol")
    yield Path(str(files(NOTO)))
