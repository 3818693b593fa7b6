"""One form that is being filled in: its bytes on disk, changed value by value, with a version that tells when somebody else changed it.

The file is the only storage. Undo is kept in memory: it ends with the server, what was written does not.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from time import monotonic

from goigen.errors import UserError
from goigen.files import read_bytes, write_all

KEPT = 300  # versions to go back to
PAUSE = 5.0  # seconds after which typing on in the same place is a step of its own

MARK = b"\xef\xbb\xbf"  # of UTF-8

Change = Callable[[str], str]  # text → text


class Conflict(UserError):
    """The file is not what the page knows; nothing was written."""


class NotSaved(UserError):
    """The disk did not take it; trying again may help."""


@dataclass(frozen=True)
class Version:
    """The file as it is now. `text` is None where it is not UTF-8, and can only be opened as a whole."""

    data: bytes
    text: str | None
    digest: str


@dataclass(frozen=True)
class Known:
    """What a page knows: a version, and which request of which page this is. Of a page that does not say so only the version counts."""

    version: str
    page: str = ""
    turn: int = 0


@dataclass
class Desk:
    """Reads and writes one file. Safe to call from several threads."""

    path: Path
    undone: deque[bytes] = field(default_factory=lambda: deque(maxlen=KEPT))
    past: deque[bytes] = field(default_factory=lambda: deque(maxlen=KEPT))
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _last: tuple[object, float, str] = (None, 0.0, "")  # where, when and what was written last
    _trail: deque[tuple[str, str, str]] = field(default_factory=lambda: deque(maxlen=KEPT))  # which page made which version of which
    _turns: dict[str, int] = field(default_factory=dict)  # the last request of each page

    def read(self) -> Version:
        data = read_bytes(self.path)
        try:
            text: str | None = data.decode()
        except UnicodeDecodeError:
            text = None
        return Version(data, text, digest(data))

    def change(self, known: Known, changes: Iterable[Change], where: object = None) -> Version:
        """Make the changes in the version that the page knows. Those in one place in quick succession are undone together."""
        with self._lock:
            now = self._known(known)
            if now.text is None:
                raise UserError("这份表不是 UTF-8 编码，先在“原文”里保存一次，会转成 UTF-8")
            text = now.text
            for change in changes:
                text = change(text)
            return self._write(now, text.encode(), where, known)

    def replace(self, known: Known, text: str) -> Version:
        """Another whole text for the version that the page knows."""
        with self._lock:
            now = self._known(known)
            lines = "\r\n" if b"\r\n" in now.data else "\n"
            mark = MARK if now.data.startswith(MARK) else b""
            return self._write(now, mark + text.replace("\r\n", "\n").replace("\n", lines).encode(), None, known)

    def undo(self, known: Known) -> Version:
        return self._step(known, self.past, self.undone, "没有可以撤销的了")

    def redo(self, known: Known) -> Version:
        return self._step(known, self.undone, self.past, "没有可以重做的了")

    def _step(self, known: Known, source: deque[bytes], target: deque[bytes], nothing: str) -> Version:
        with self._lock:
            now = self._known(known)
            if not source:
                raise UserError(nothing)
            if now.digest != self._last[2]:
                self._forget()
                raise UserError("文件在别处改过，以前的步骤不能再撤销")
            self._save(source[-1])
            target.append(now.data)
            self._last = (None, 0.0, digest(source[-1]))
            source.pop()
            self._note(now.digest, self._last[2], known)
            return self.read()

    def _write(self, now: Version, data: bytes, where: object, known: Known) -> Version:
        if data == now.data:
            return now
        if now.digest != self._last[2]:
            self._forget()
        self._save(data)
        place, when, _ = self._last
        if where is None or place != where or monotonic() - when > PAUSE or not self.past:
            self.past.append(now.data)
        self.undone.clear()
        self._last = (where, monotonic(), digest(data))
        self._note(now.digest, digest(data), known)
        return Version(data, data.decode(), digest(data))

    def _known(self, known: Known) -> Version:
        """The file as it is, if all that was written since the version known was written by the page that asks.

        Why: an answer may not have arrived, and a page that is being closed does not wait for the last one.
        """
        now = self.read()
        overtaken = known.turn < self._turns.get(known.page, 0)  # a later request of this page came first: it said all this one says
        if overtaken or not self._made_by(known, now.digest):
            raise Conflict("这份表刚刚在别处（另一个窗口或编辑器）改过")
        if known.page:
            self._turns[known.page] = known.turn
        return now

    def _made_by(self, known: Known, version: str) -> bool:
        """Whether this version came from the known one by nothing but what this page wrote."""
        for page, before, after in reversed(self._trail):
            if version == known.version or not page or page != known.page or after != version:
                break
            version = before
        return version == known.version

    def _note(self, before: str, after: str, known: Known) -> None:
        self._trail.append((known.page, before, after))

    def _forget(self) -> None:
        """Somebody else has written: going back would undo their work too."""
        self.past.clear()
        self.undone.clear()

    def _save(self, data: bytes) -> None:
        try:
            write_all(self.path.parent, {self.path.name: data})
        except UserError as error:
            raise NotSaved(str(error)) from None


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()
