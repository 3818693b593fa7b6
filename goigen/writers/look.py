"""How a report looks, as values: the contents of a templates folder and the faces of this machine, handed to the writers."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from goigen.errors import UserError
from goigen.files import reason
from goigen.writers.faces import Faces


@dataclass(frozen=True)
class Look:
    """The files of a templates folder. An agency may replace any of them; what it leaves out is taken from goigen's own."""

    reference: bytes
    page: str
    page_css: str
    screen_css: str
    faces: Faces = field(default_factory=Faces)


def load_look(shipped: Path, own: Path | None = None) -> Look:
    """Read the look from goigen's folder, with the files of another folder in place of its own."""

    def read(name: str) -> bytes:
        chosen = own / name if own and (own / name).exists() else shipped / name
        try:
            return chosen.read_bytes()
        except OSError as error:
            raise UserError(f"读不出版式文件 {chosen}：{reason(error)}") from None

    def text(name: str) -> str:
        try:
            return read(name).decode()
        except UnicodeDecodeError:
            raise UserError(f"版式文件 {name} 不是 UTF-8 编码") from None

    if own and not own.is_dir():
        raise UserError(f"没有版式文件夹 {own}")
    return Look(read("reference.docx"), text("page.html.j2"), text("page.css"), text("screen.css"))
