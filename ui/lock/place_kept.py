"""Where one was when the window was locked, for whoever unlocks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.workflows.session import Session
from ui.history import Place

if TYPE_CHECKING:  # loaded when it locks
    from app.workflows.keepsake import Keepsake


class PlaceKept:
    """Keeps one place, encrypted for the member of staff who was there."""

    def __init__(self) -> None:
        self._sealed: Keepsake | None = None

    def keep(self, session: Session, place: Place | None) -> None:
        """Keep a place while the store is still open; None leaves what is kept."""
        if place is not None:
            from app.workflows import keepsake  # noqa: PLC0415 - no start has a place

            self._sealed = keepsake.seal(session, place._asdict())

    def take(self, session: Session) -> Place | None:
        """Return the place, once, and to the one who was there alone."""
        sealed, self._sealed = self._sealed, None
        if sealed is None:
            return None
        from app.workflows import keepsake  # noqa: PLC0415 - loaded when it was kept

        found = keepsake.unseal(session, sealed)
        return None if found is None else Place(found["page"], found["kept"])
