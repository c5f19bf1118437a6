"""What the store needs done beside the work, once it is unlocked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.errors import Cancelled, KnownError
from app.i18n import _
from app.workflows import session as sessions
from app.workflows.session import Session
from ui.jobs import Jobs
from ui.lock.idle import IdleWatch
from ui.tasks import Task

if TYPE_CHECKING:
    from app.store.cleanup import Renewed

_AFTER = 15_000
"""Milliseconds after an unlock until it is looked whether the search index needs anything: who
unlocks wants to work first."""
_QUIET = 30_000
"""Milliseconds that nobody touches the window before a fresh copy of the store is begun: while it
is made all changes wait, so it is stopped for the first that comes."""


class Upkeep(QObject):
    """Finishes what a destruction left to clean up, and keeps the search index in few pieces."""

    def __init__(
        self, jobs: Jobs, idle: IdleWatch, bug: Callable[[Exception], None], parent: QObject
    ) -> None:
        """``bug`` is told of an error that nobody can act on."""
        super().__init__(parent)
        self._jobs = jobs
        self._idle = idle
        self._bug = bug
        self._session: Session | None = None
        self._copying: Task | None = None
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.timeout.connect(self._copy_when_quiet)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_AFTER)
        self._later.timeout.connect(self._look)

    def begin(self, session: Session) -> None:
        """Do what an unlocked store needs; begun once, it does not begin again."""
        if session is self._session:  # its pages were made again
            return
        self._session = session
        if session.cleanup_owed:
            self._jobs.read(
                self,
                partial(sessions.owes_merge, session),
                partial(self._clean_up, session),
                failed=partial(self._not_cleaned_up, session),
            )
        else:
            self._later.start()

    def _clean_up(self, session: Session, owes_merge: bool) -> None:
        """Merge the search index first, which lets others write meanwhile, and then copy."""
        if session is not self._session:
            return
        if not owes_merge:
            self._await_quiet()
            return
        self._jobs.long(
            self,
            _("Finishing the clean-up after what was destroyed"),
            partial(sessions.finish_merge, session),
            lambda _done: self._await_quiet(),
            writes=True,
            in_turns=True,
            failed=partial(self._not_cleaned_up, session),
        )

    def _await_quiet(self) -> None:
        if self._session is not None:
            self._quiet.start(_QUIET)

    def _copy_when_quiet(self) -> None:
        """Begin the copy if nobody touched the window for a while, else look again when it may be.

        Other long work goes first: a purge ends with a copy of its own.
        """
        session = self._session
        if session is None:
            return
        left = _QUIET - round(self._idle.untouched * 1_000)
        if self._jobs.is_busy:
            left = max(left, _QUIET)
        if left > 0:
            self._quiet.start(left)
            return
        self._copying = self._jobs.long(
            self,
            _("Finishing the clean-up after what was destroyed"),
            partial(sessions.finish_cleanup, session),
            partial(self._cleaned_up, session),
            writes=True,
            in_turns=True,
            gives_way=True,
            failed=partial(self._not_cleaned_up, session),
        )

    def _gave_way(self, session: Session) -> bool:
        """Whether the copy was stopped for a change; it is then begun at the next quiet moment."""
        if session is not self._session or self._copying is None or not self._copying.gave_way:
            return False
        self._await_quiet()
        return True

    def _cleaned_up(self, session: Session, renewed: Renewed | None) -> None:
        from app.model.page_search import renewal_told  # noqa: PLC0415 - as a rule never

        if renewed and renewed.left == "stopped" and self._gave_way(session):
            return
        if renewed and (not_renewed := renewal_told(renewed._asdict())):
            self._not_cleaned_up(session, KnownError("copy_owed", not_renewed))

    def _not_cleaned_up(self, session: Session, error: Exception) -> None:
        """Say what stands in the way; what was stopped goes on after the next unlock."""
        if isinstance(error, Cancelled):
            self._gave_way(session)
        elif session is self._session:
            self._jobs.failed.emit(error)  # the pages of then may be made anew by now

    def stop(self) -> None:
        """Begin nothing more: the store is locked."""
        self._session = None
        self._copying = None
        self._later.stop()
        self._quiet.stop()

    def _look(self) -> None:
        from app.workflows import upkeep  # noqa: PLC0415 - no start needs it

        session = self._session
        if session is not None:
            self._jobs.read(
                self, lambda: upkeep.scattered(session), self._gather, failed=self._left
            )

    def _gather(self, scattered: tuple[str, ...]) -> None:
        from app.workflows import upkeep  # noqa: PLC0415 - no start needs it

        session = self._session
        if session is None or not scattered:
            return
        self._jobs.long(
            self,
            _("Putting the search index in order"),
            partial(upkeep.gather, session),
            writes=True,
            in_turns=True,
            failed=self._left,
        )

    def _left(self, error: Exception) -> None:
        """Leave the order of an index for the next unlock, also where a full disk is in the way.

        Nothing is the worse for it, and whoever changes something is told of that disk.
        """
        if not isinstance(error, KnownError | Cancelled):
            self._bug(error)
