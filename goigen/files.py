"""Paths in, bytes out: finding the forms of a folder, reading them, and writing files whole or not at all. Knows nothing of reports."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from goigen.errors import UserError

STDIN = Path("-")
TEMPORARY = ".goigen-"  # how the names of unfinished files begin
WORKBOOKS = frozenset((".xlsx", ".xlsm"))  # a form only where its content says so: reports are published as workbooks too
FORM_ENDINGS = frozenset((".yaml", ".yml", ".json")) | WORKBOOKS
# How a workbook form is told from other workbooks: a hidden name, or, where a program has dropped it, words that only it prints
WORKBOOK_NAME = "goigen_form"
WORKBOOK_WORDS = ("政府信息公开工作年度报告填报表", "本表全部为零", "收费全部为零")
# What goigen itself writes into such folders: a report as JSON, the schema
NOT_FORMS = re.compile(r"年政府信息公开工作年度报告(（草稿）)?\.json$|\.schema\.json$")
PAPERS = ("政府信息公开工作年度报告审核单", "政府信息公开工作年度报告审核表", 'content="goigen stats"')
RESERVED = re.compile(r'[\x00-\x1f<>:"/\\|?*]')
LONGEST_NAME = 200  # bytes; systems allow 255, and a temporary name is longer
LIMIT_BYTES = 64 * 1024 * 1024  # of one input file, whatever it is; a form has a much lower one of its own
LIMIT_HEAD = 4096  # bytes in which a document says what it is
MOST_UNPACKED = 4 * LIMIT_BYTES  # of a workbook, while its marks are looked for
REASONS = {
    errno.ENOENT: "没有这个文件",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "磁盘配额用完了",
    errno.EFBIG: "文件超过了允许的大小",
    errno.EROFS: "磁盘是只读的",
    errno.EISDIR: "这是一个文件夹",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ELOOP: "链接绕成了圈",
    errno.EEXIST: "已经有这个文件",
}


def reason(error: Exception) -> str:
    """Why the system refused, in Chinese where the error is a common one."""
    number = error.errno if isinstance(error, OSError) else None
    return REASONS.get(number or 0, str(error))


def find_forms(paths: Iterable[Path], also: frozenset[str] = frozenset()) -> Iterator[Path]:
    """The files named, and all forms below the folders named, each once; `also` are further endings to look for in folders.

    What cannot be listed, and a folder without forms, comes out as it is: reading it says why.
    """
    seen: set[Path] = set()
    for path in paths:
        for form in _forms(path, FORM_ENDINGS | also, WORKBOOKS - also):
            if (real := _real(form)) not in seen:
                seen.add(real)
                yield form


def is_form_file(path: Path) -> bool:
    """Whether a file is a form by its ending, a workbook by its content."""
    ending = path.suffix.lower()
    if ending not in WORKBOOKS:
        return ending in FORM_ENDINGS
    try:
        return is_workbook_form(path.read_bytes()) if path.stat().st_size <= LIMIT_BYTES else False
    except OSError:
        return False


def is_workbook_form(data: bytes) -> bool:
    """Whether these bytes are a workbook that `goigen new` has made, however it was saved since."""
    if not data.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            sizes = {part.filename: part.file_size for part in package.infolist() if part.file_size < LIMIT_BYTES}
            if "xl/workbook.xml" not in sizes or sum(sizes.values()) > MOST_UNPACKED:
                return False
            named = (part for part in ("xl/workbook.xml", "docProps/custom.xml") if part in sizes)
            if any(WORKBOOK_NAME.encode() in package.read(part) for part in named):
                return True
            marks = [mark for text in WORKBOOK_WORDS for mark in _written(text)]
            told = (part for part in sizes if part == "xl/sharedStrings.xml" or part.startswith("xl/worksheets/sheet"))
            return any(mark in content for content in map(package.read, told) for mark in marks)
    except Exception:  # Why all: a damaged package raises whatever its parts make of it; the reader says what is wrong
        return False


def is_paper(path: Path) -> bool:
    """Whether goigen made this document about reports: a check sheet, the office's workbook, a page of charts."""
    try:
        data = path.read_bytes() if path.stat().st_size <= LIMIT_BYTES else b""
        if data.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                data = package.read("docProps/core.xml") if package.getinfo("docProps/core.xml").file_size < LIMIT_HEAD else b""
    except Exception:  # Why all: a damaged package raises whatever its parts make of it; the reader says what is wrong
        return False
    head = data if data.startswith(b"%PDF") else b"".join(data[:LIMIT_HEAD].split())
    return any("".join(mark.split()).encode() in head for mark in PAPERS)


def _written(text: str) -> Iterator[bytes]:
    """A whole text of an XML part, in the ways in which programs write Chinese."""
    for written in (text, "".join(f"&#{ord(char)};" for char in text), "".join(f"&#x{ord(char):X};" for char in text)):
        yield f">{written}<".encode()


def _forms(path: Path, endings: frozenset[str], doubtful: frozenset[str]) -> list[Path]:
    try:
        if path == STDIN or not path.is_dir():
            return [path]
        return sorted(form for form in _below(path, endings) if form.suffix.lower() not in doubtful or is_form_file(form)) or [path]
    except OSError:
        return [path]


def _real(path: Path) -> Path:
    try:
        return path if path == STDIN else path.resolve()
    except (OSError, RuntimeError):  # a path that is too long, a loop of links
        return path


def _below(folder: Path, endings: frozenset[str]) -> Iterator[Path]:
    unlisted: list[Path] = []
    for directory, folders, names in os.walk(folder, onerror=lambda error: unlisted.append(Path(error.filename))):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for path in (Path(directory, name) for name in names if not name.startswith(".") and not NOT_FORMS.search(name)):
            # Why not only files: a link that leads nowhere is said; a pipe would wait for ever
            if path.suffix.lower() in endings and (path.is_file() or path.is_symlink()):
                yield path
    yield from unlisted


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, or of standard input for `-`. Raises UserError."""
    if path == STDIN and sys.stdin is None:
        raise UserError("没有标准输入可读")
    try:
        with contextlib.nullcontext(sys.stdin.buffer) if path == STDIN else path.open("rb") as stream:
            data = stream.read(LIMIT_BYTES + 1)
    except (OSError, ValueError) as error:
        folder = isinstance(error, IsADirectoryError)
        raise UserError(f"{path}：{'这个文件夹里没有表（.yaml、.xlsx、.json）' if folder else reason(error)}") from None
    if len(data) > LIMIT_BYTES:
        raise UserError(f"{path}：文件超过 {LIMIT_BYTES // 1024 // 1024} MiB，不会是一份报告")
    return data


def write_all(folder: Path, contents: Mapping[str, bytes]) -> list[Path]:
    """Write several files of one folder: each whole or not at all, and none replaced before all are written out.

    Raises UserError; what stood there before is then untouched.
    """
    waiting: list[tuple[Path, Path]] = []
    target = folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in contents.items():
            target = folder / name
            if target.is_dir():  # Why now: nothing may be replaced if one of the files cannot be
                raise IsADirectoryError(errno.EISDIR, "", str(target))
            waiting.append((_temporary(folder, data), target))
        for temporary, target in waiting:
            temporary.replace(target)
    except OSError as error:
        raise UserError(f"写不了 {target}：{reason(error)}；原有的文件没有改动") from None
    except UnicodeEncodeError:
        raise UserError("这个系统的编码写不了中文文件名；设置环境变量 PYTHONUTF8=1 再试") from None
    finally:
        for temporary, _ in waiting:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
    return [target for _, target in waiting]


def _temporary(folder: Path, data: bytes) -> Path:
    """A new file with these bytes, safely on the disk, with the permissions of an ordinary file."""
    import tempfile  # Why here: a check writes nothing, and this costs it a thirtieth of its time

    handle, name = tempfile.mkstemp(prefix=TEMPORARY, dir=folder)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        umask = os.umask(0)
        os.umask(umask)
        path.chmod(0o666 & ~umask)
    except BaseException:
        path.unlink()
        raise
    return path


def safe_name(name: str, rest: str) -> str:
    """A file name of these two texts on every system: no separators or reserved signs; a long name is cut, never the rest."""
    bare = RESERVED.sub("_", name).strip(" .") or "_"
    while len((bare + rest).encode()) > LONGEST_NAME:
        bare = bare[:-1]
    return bare + rest
