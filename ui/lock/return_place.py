"""Where each member of staff left the window: kept as it locks or closes, found after an unlock."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QObject

from app.errors import KnownError
from app.workflows.session import Session
from ui.history import Place
from ui.jobs import Jobs
from ui.workspace import Workspace


class ReturnPlace:
    """Keeps in the store where whoever is at work is, for them alone."""

    def __init__(self, jobs: Jobs, window: QObject) -> None:
        self._jobs = jobs
        self._window = window
        self._last: Place | None = None

    def keep(self, session: Session, workspace: Workspace) -> None:
        """Keep where the user is by a job, before the store closes; nowhere leaves what is kept."""
        if (place := workspace.place_to_return_to) is None:
            return
        from app.workflows import places  # noqa: PLC0415 - no start has a place to keep

        self._jobs.write(self._window, lambda: places.keep(session, place._asdict()))
        if workspace.has_destroyed:
            self._last = workspace.bare_place

    def close(self, session: Session) -> None:
        """Close the store, after all other work.

        A purge that goes on until then takes along what was kept meanwhile: the place is kept once
        more, without what was typed before the purge ended.
        """
        from app.workflows import places  # noqa: PLC0415 - loaded when it was kept

        place, self._last = self._last, None
        try:
            if place is not None:
                with suppress(KnownError):  # the changes before it told what is wrong
                    if places.find(session) is None:
                        places.keep(session, place._asdict())
        finally:
            session.close()

    def find(
        self, session: Session, workspace: Workspace, found: Callable[[Place | None], None]
    ) -> None:
        """Tell where whoever unlocked was; None where that is nowhere, or is no page any more."""

        def tell(kept: Place | None) -> None:
            found(kept if kept is not None and workspace.has_page(kept.page) else None)

        def failed(error: Exception) -> None:
            found(None)
            workspace.show_error(error)

        self._jobs.read(workspace, lambda: _find(session), tell, failed=failed, at_once=True)


def _find(session: Session) -> Place | None:
    from app.workflows import places  # noqa: PLC0415 - not while the passphrase is typed

    kept = places.find(session)
    return None if kept is None else Place(kept["page"], kept["kept"])
