"""Long work in a process of its own, in the store that this program has open.

Python lets one thread of a process run at a time, so that work which computes takes turns from the
window's thread however often it stands back. In a process of its own it takes none. It asks for the
right to write, so that its changes stand in one line with those of this program; what it needs of
the keys goes to it through a pipe, in memory alone. When this program is gone, it stops where it
next asks or reports something; what it did then stands as after a crash.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from app.errors import Cancelled, KnownError
from app.i18n import _, current_language
from app.model.changes import Progress
from app.workflows.guest import GoneError, Line, Says, Visit
from app.workflows.session import Session

P = ParamSpec("P")
T = TypeVar("T")
Told = Callable[[Any], None]
Work = Callable[Concatenate[Session, Progress, Told, P], T]
"""Work by its name in a module, which the other process imports."""

_BEGIN = """
import pickle, sys
sys.path = pickle.load(sys.stdin.buffer)
from app.workflows.guest import main
main()
"""
_GOING = 10.0
"""Seconds that a process whose work is over may take to leave."""


def run(
    session: Session,
    progress: Progress,
    told: Told,
    work: Work[P, T],
    *arguments: P.args,
    **named: P.kwargs,
) -> T:
    """Do ``work(session, progress, told, ...)`` in a process of its own and return its result.

    ``progress`` and ``told`` are called in this one, on this thread; ``progress`` may wait, or
    raise ``Cancelled``. What the work raises is raised here; ``KnownError("stopped_early")`` where
    its process died.
    """
    key = session.signing_key
    visit = Visit(
        session.folder.absolute(),
        session.unlocked.settled()._replace(signing_key=None),
        key.private_bytes_raw() if key else None,
        session.unfinished,
        current_language(),
        (work, arguments, named),
    )
    with session.store.hosting(), _process() as line:
        try:
            line.say(sys.path)
            line.say(visit)
            return cast("T", _Hosting(session, line, progress, told).until_done())
        except GoneError:
            raise _stopped_early() from None


@contextmanager
def _process() -> Iterator[Line]:
    """Begin another process of this program, which leaves when nobody speaks to it any more."""
    process = subprocess.Popen(  # noqa: S603 - this program
        [sys.executable, "-P", "-c", _BEGIN],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows has a console for each
    )
    hears, says = process.stdout, process.stdin
    if hears is None or says is None:
        raise RuntimeError("a process whose pipes were asked for has both")
    line = Line(hears, says)
    try:
        yield line
    finally:
        line.close()
        try:
            process.wait(_GOING)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class _Hosting:
    """Answers what a guest asks, one thing after the other."""

    def __init__(self, session: Session, line: Line, progress: Progress, told: Told) -> None:
        self._session = session
        self._line = line
        self._progress = progress
        self._told = told
        self._lent = frozenset(session.unfinished)

    def until_done(self) -> Any:
        """Return the result of its work, or raise what that raised."""
        said = self._until("done", "failed")
        result, unfinished = said.rest
        for digest in self._lent - unfinished.keys():
            self._session.unfinished.pop(digest, None)
        self._session.unfinished.update(unfinished)
        if said.about == "failed":
            raise result
        return result

    def _until(self, *endings: str) -> Says:
        while True:
            said: Says = self._line.hear()
            if said.about in endings:
                return said
            if said.about == "progress":
                self._line.say(self._goes_on(*said.rest))
            elif said.about == "told":
                self._told(said.rest)
            elif said.about == "write":
                self._grant(self._session.store.lent(), "written")
            elif said.about == "aside":
                self._grant(self._session.store.set_aside(), "in place")
            else:
                self._line.say(True)  # a greeting

    def _grant(self, wanted: AbstractContextManager[None], ending: str) -> None:
        """Let the guest have what it asked for until it says the ending, or tell it why not."""
        with ExitStack() as granted:
            try:
                granted.enter_context(wanted)
            except KnownError as error:
                self._line.say(error)
                return
            self._line.say(True)
            self._until(ending)

    def _goes_on(self, done: int, total: int | None) -> bool:
        try:
            self._progress(done, total)
        except Cancelled:
            return False
        return True


def _stopped_early() -> KnownError:
    return KnownError(
        "stopped_early",
        _("The part of the program that did this work stopped before its end."),
        _("What it finished stays done, and nothing is half done. Go on with it, or begin again."),
    )
