"""Errors a user can act on, kept apart from bugs.

A :class:`KnownError` says what happened, what was kept and what to do. Anything else that
escapes is a defect of the program and is shown as such.
"""

from __future__ import annotations


class KnownError(Exception):
    """Something the user can act on.

    ``code`` is stable and machine-readable (``wrong_passphrase``); ``message`` says in the
    user's language what happened; ``hint`` says what was kept and what to do now. None of the
    three may hold a secret or a personal value.
    """

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[type[KnownError], tuple[str, str, str]]:
        """Say how to make it again, where it goes from one process to another."""
        return KnownError, (self.code, self.message, self.hint)


class Cancelled(Exception):  # noqa: N818 - not an error: the user asked for it
    """The user stopped a long piece of work; what was finished before stays."""
