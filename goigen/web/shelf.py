"""The forms that the server may touch: those below one folder, or one form and what is imported beside it. Names in, paths out.

A name is the path of a form below the folder, with `/` between its parts. Nothing outside the folder is ever read or written.
"""

from __future__ import annotations

from itertools import count
from pathlib import Path, PurePosixPath

from goigen.errors import UserError
from goigen.files import find_forms, reason, safe_name, write_all

ENDINGS = frozenset((".yaml", ".yml"))  # JSON forms have no comments and are written by programs
MOST = 500  # forms that a list shows


class NotHere(UserError):
    """There is no such form."""


class Shelf:
    """Where the forms are. With `only`, no other form can be reached but those made here."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            raise UserError(f"{path}：没有这个文件或文件夹；先运行 goigen new {path}，或写一个文件夹")
        if path.is_file() and path.suffix.lower() not in ENDINGS:
            raise UserError(f"{path} 不是 .yaml 的表；已发布的报告请先打开它所在的文件夹，再拖进网页")
        self.folder = (path if path.is_dir() else path.parent).resolve()
        self.only = None if path.is_dir() else {path.resolve()}

    def forms(self) -> list[str]:
        """The names of the forms, in order."""
        found = sorted(self.only) if self.only is not None else find_forms([self.folder])
        return [name for path in found if (name := self._name(path)) and self._path(name)][:MOST]

    def path(self, name: str) -> Path:
        """The file of this name, links followed. Raises NotHere for whatever is no form below the folder."""
        path = self._path(name)
        if path is None:
            raise NotHere("没有这份表；它可能已经移走或改名")
        return path

    def add(self, name: str, text: str) -> str:
        """A new form beside the others, under this name or the next free one; none is ever overwritten."""
        stem = safe_name(PurePosixPath(name.replace("\\", "/")).stem.lstrip("."), "")
        for number in count(1):
            path = self.folder / f"{stem}{f'（{number}）' if number > 1 else ''}.yaml"
            try:
                path.touch(exist_ok=False)  # Why: two uploads at once must not take the same name
                break
            except FileExistsError:
                continue
            except OSError as error:
                raise UserError(f"写不了 {path.name}：{reason(error)}") from None
        write_all(self.folder, {path.name: text.encode()})
        if self.only is not None:
            self.only.add(path)
        return path.name

    def _name(self, path: Path) -> str:
        try:
            return path.relative_to(self.folder).as_posix()
        except ValueError:
            return ""

    def _path(self, name: str) -> Path | None:
        parts = name.split("/")
        if "\x00" in name or "\\" in name or ":" in parts[0] or any(not part or part.startswith(".") for part in parts):
            return None
        path = self.folder.joinpath(*parts)
        try:
            real = path.resolve(strict=True)
            usable = real.is_file() and real.is_relative_to(self.folder)
        except (OSError, RuntimeError, ValueError):
            return None
        allowed = self.only is None or real in self.only
        return real if usable and allowed and {real.suffix.lower(), path.suffix.lower()} <= ENDINGS else None
