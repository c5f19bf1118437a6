"""What a store needs done now and then, beside the work, so that it answers as fast as ever."""

from __future__ import annotations

from app.model.changes import Progress, no_progress
from app.store import fts5, index_merge
from app.workflows.session import Session


def scattered(session: Session) -> tuple[str, ...]:
    """Return the search indexes that came to lie in so many pieces that searches take long."""
    with session.store.read() as connection:
        return tuple(n for n in fts5.SEARCH_INDEXES if index_merge.is_scattered(connection, n))


def gather(session: Session, progress: Progress = no_progress) -> None:
    """Put each scattered search index in order, in turns with other work.

    Where ``progress`` raises ``Cancelled`` it is left for another time, and goes on from there.
    """
    for name in scattered(session):
        index_merge.gather(session.store, name, progress)
