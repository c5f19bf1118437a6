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

if TYPE_CHECKING:
    from app.store.cleanup import Renewed

_AFTER = 15_000
"""Milliseconds after an unlock until it is looked whether the search index needs anything: who
unlocks wants to work first."""


class Upkeep(QObject):
    """Finishes what a destruction left to clean up, and keeps the search index in few pieces."""

    def __init__(self, jobs: Jobs, bug: Callable[[Exception], None], parent: QObject) -> None:
        """``bug`` is told of an error that nobody can act on."""
        super().__init__(parent)
        self._tell = bug
        self._jobs = jobs
        self._bug = bug
        self._session: Session | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_AFTER)
        self._later.timeout.connect(self._look)

    def begin(self, session: Session, tell: Callable[[Exception], None]) -> None:
        """Do what an unlocked store needs; begun once, it does not begin again.

        ``tell`` shows an error, of what was destroyed and is not all gone.
        """
        self._tell = tell
        if session is self._session:  # its pages were made again
            return
        self._session = session
        if session.cleanup_owed:
            self._jobs.long(
                self,
                _("Finishing the clean-up after what was destroyed"),
                partial(sessions.finish_cleanup, session),
                partial(self._cleaned_up, session),
                writes=True,
                in_turns=True,
                failed=partial(self._not_cleaned_up, session),
            )
        else:
            self._later.start()

    def _cleaned_up(self, session: Session, renewed: Renewed | None) -> None:
        from app.model.page_search import renewal_told  # noqa: PLC0415 - as a rule never

        if renewed and (not_renewed := renewal_told(renewed._asdict())):
            self._not_cleaned_up(session, KnownError("copy_owed", not_renewed))

    def _not_cleaned_up(self, session: Session, error: Exception) -> None:
        """Say what stands in the way; what was stopped goes on after the next unlock."""
        if session is self._session and not isinstance(error, Cancelled):
            self._tell(error)

    def stop(self) -> None:
        """Begin nothing more: the store is locked."""
        self._session, self._tell = None, self._bug  # it kept the pages, and their session
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
