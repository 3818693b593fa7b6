"""The secrets of one run of the server: what opens the page, and what the browser then shows with every request."""

from __future__ import annotations

import hmac
import secrets


class Keys:
    """The secrets of one run. The address shown in the terminal can be used again; the one handed to the browser only once.

    Why: other people on this machine can see the arguments with which a browser is started.
    """

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(24)
        self.cookie = secrets.token_urlsafe(32)
        self._once = {secrets.token_urlsafe(24)}

    @property
    def once(self) -> str:
        return next(iter(self._once), self.token)

    def opens(self, typed: str) -> bool:
        if typed.isascii() and any(hmac.compare_digest(typed, token) for token in self._once):
            self._once.clear()
            return True
        return typed.isascii() and hmac.compare_digest(typed, self.token)

    def admits(self, cookie: str) -> bool:
        return cookie.isascii() and hmac.compare_digest(cookie, self.cookie)
