"""How a run ends: exit codes, and the two exceptions that the command line turns into them. Imports nothing of goigen."""

from enum import IntEnum


class ExitCode(IntEnum):
    """Stable for scripts; printed in the manual."""

    FINE = 0
    FINDINGS = 1
    COULD_NOT_RUN = 2
    BUG = 3


class UserError(Exception):
    """The run cannot go on, and the person at the keyboard can mend it: a missing file, a full disk.

    The message is one Chinese sentence for that person. What is wrong *inside* a form is never raised: it is a Finding.
    """


class InternalError(Exception):
    """We made a mistake: two parts of the program disagree. Shown with a request to report it."""
