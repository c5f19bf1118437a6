"""The process in which :mod:`app.workflows.apart` has work done, a guest in its host's store."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app import i18n
from app.errors import Cancelled, KnownError
from app.store.store import Store
from app.store.tenancy import Guest
from app.vault import Unlocked, Vault
from app.workflows.session import Session

if TYPE_CHECKING:
    from app.store.residue_sample import Sample

_REPORT_EVERY = 0.01
"""Seconds between two reports: how long a stop may wait for the next."""


class GoneError(BaseException):
    """Nobody is at the other end of a line. No error that work could take care of."""


class Line:
    """What two processes tell each other, through two pipes."""

    def __init__(self, hears: IO[bytes], says: IO[bytes]) -> None:
        self._hears = hears
        self._says = says

    def hear(self) -> Any:
        """Wait for the next thing. Raises :class:`GoneError`."""
        try:
            return pickle.load(self._hears)  # noqa: S301 - from a process that one of the two began
        except (EOFError, OSError, pickle.UnpicklingError):  # the last: it died amid a word
            raise GoneError from None

    def say(self, what: Any) -> None:
        """Say something. Raises :class:`GoneError`."""
        try:
            pickle.dump(what, self._says)
            self._says.flush()
        except OSError:
            raise GoneError from None

    def close(self) -> None:
        """Hang up; the other end hears it."""
        for end in (self._says, self._hears):
            with suppress(OSError):  # what could not be said any more
                end.close()


class Says(NamedTuple):
    """What a guest says: what it is about, and the rest of it."""

    about: str
    rest: Any = None


@dataclass(frozen=True, slots=True)
class Visit:
    """What a guest comes for; it goes through a pipe and into no file, argument or variable."""

    folder: Path
    unlocked: Unlocked
    """Without the signing key, which no pickle holds."""
    signing_key: bytes | None
    unfinished: dict[str, Sample]
    """As :attr:`Session.unfinished`; what it is in the end goes back with the result."""
    language: str
    call: tuple[Any, tuple[Any, ...], dict[str, Any]]
    """The work, and what it is called with beside the session, its progress and who is told."""


def main() -> None:
    """Do what the process was begun for, as the program at its standard input says."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the host knows what a break means
    line = Line(sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb"))
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever is printed is no word of ours
    with suppress(GoneError):  # what was under way was taken back
        visit: Visit = line.hear()
        i18n.set_language(visit.language)
        unfinished = dict(visit.unfinished)
        try:
            result = _work(visit, _Host(line), unfinished)
        except Exception as error:
            line.say(Says("failed", (_sendable(error), unfinished)))
        else:
            line.say(Says("done", (result, unfinished)))


def _work(visit: Visit, host: _Host, unfinished: dict[str, Sample]) -> Any:
    key = visit.signing_key
    signing_key = Ed25519PrivateKey.from_private_bytes(key) if key else None
    unlocked = visit.unlocked._replace(signing_key=signing_key)
    store = Store(visit.folder, unlocked.store_key, tenancy=Guest(visit.folder, host))
    try:
        session = Session(visit.folder, Vault.open(visit.folder), unlocked, store)
        session.unfinished = unfinished
        work, arguments, named = visit.call
        return work(session, host.progress, host.told, *arguments, **named)
    finally:
        store.close()


def _sendable(error: Exception) -> Exception:
    """Return an error as it can go through a pipe; of a defect it says where it was."""
    if not isinstance(error, KnownError | Cancelled):
        error.add_note("".join(traceback.format_tb(error.__traceback__)))
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own, of this line
    except Exception:  # whatever the making of one may raise
        return RuntimeError(type(error).__name__, *getattr(error, "__notes__", ()))
    return error


class _Host:
    """The program that has the store open, as its guest speaks to it."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._reported_at = 0.0

    def _ask(self, about: str, rest: Any = None) -> Any:
        self._line.say(Says(about, rest))
        answer = self._line.hear()
        if isinstance(answer, KnownError):
            raise answer
        return answer

    def greet(self) -> None:
        """Make sure that it is there."""
        self._ask("here")

    def progress(self, done: int, total: int | None) -> None:
        """Report progress; raises ``Cancelled`` where the user stopped the work."""
        if time.monotonic() - self._reported_at < _REPORT_EVERY:
            return
        if not self._ask("progress", (done, total)):
            raise Cancelled
        self._reported_at = time.monotonic()

    def told(self, what: Any) -> None:
        """Tell what the work is at, whose next progress is reported at once."""
        self._line.say(Says("told", what))
        self._reported_at = 0.0

    @contextmanager
    def lending(self) -> Iterator[None]:
        """Have the right to write while the block lasts."""
        self._ask("write")
        yield
        self._line.say(Says("written"))

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Have the database alone while the block lasts."""
        self._ask("aside")
        try:
            yield
        finally:
            self._line.say(Says("in place"))
