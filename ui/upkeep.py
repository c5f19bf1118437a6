"""What the store needs done beside the work, once it is unlocked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer

from app.errors import Cancelled, KnownError
from app.i18n import _
from app.model.changes import Progress
from app.workflows import session as sessions
from app.workflows.session import Session
from ui.jobs import Jobs

_AFTER = 15_000
"""Milliseconds after an unlock until it is looked whether the search index needs anything: who
unlocks wants to work first."""


class Upkeep(QObject):
    """Finishes what a cut-off purge left, and keeps the search index in few pieces."""

    def __init__(self, jobs: Jobs, bug: Callable[[Exception], None], parent: QObject) -> None:
        """``bug`` is told of an error that nobody can act on."""
        super().__init__(parent)
        self._jobs = jobs
        self._bug = bug
        self._session: Session | None = None
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
            title = _("Finishing the clean-up of a purge")
            work = partial(sessions.finish_cleanup, session)
            self._do(title, work, self._failed)
        else:
            self._later.start()

    def stop(self) -> None:
        """Begin nothing more: the store is locked."""
        self._session = None
        self._later.stop()

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
        title = _("Putting the search index in order")
        self._do(title, partial(upkeep.gather, session), self._left)

    def _do(
        self, title: str, work: Callable[[Progress], None], failed: Callable[[Exception], None]
    ) -> None:
        self._jobs.long(self, title, work, writes=True, in_turns=True, failed=failed)

    def _failed(self, error: Exception) -> None:
        """Leave what was stopped for the next unlock."""
        if not isinstance(error, Cancelled):
            self._bug(error)

    def _left(self, error: Exception) -> None:
        """Leave the order of an index for the next unlock, also where a full disk is in the way.

        Nothing is the worse for it, and whoever changes something is told of that disk.
        """
        if not isinstance(error, KnownError):
            self._failed(error)
