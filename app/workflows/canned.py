"""Canned replies that the staff of a store share."""

from __future__ import annotations

from app.errors import KnownError
from app.i18n import _
from app.model import moments
from app.model.changes import Changes
from app.model.staff_texts import CannedReply
from app.store import canned
from app.workflows.session import Session


def every(session: Session) -> tuple[CannedReply, ...]:
    """Return all by name."""
    with session.store.read() as connection:
        return canned.every(connection)


def _checked(name: str, text: str) -> tuple[str, str]:
    name = " ".join(name.split())
    if not name or not text.strip():
        raise KnownError(
            "canned_incomplete",
            _("A canned reply needs a name and a text."),
            _("Nothing was saved. Fill in both."),
        )
    return name, text.strip()


def add(session: Session, name: str, text: str) -> tuple[int, Changes]:
    """Keep a new one. Raises ``KnownError("canned_incomplete")``."""
    checked = _checked(name, text)
    with session.store.write() as connection:
        reply = canned.add(connection, *checked, moments.now())
    return reply, Changes(settings=True)


def change(session: Session, reply_id: int, version: int, name: str, text: str) -> Changes:
    """Change one. Raises ``KnownError``: ``canned_incomplete``, ``changed_meanwhile``."""
    name, text = _checked(name, text)
    with session.store.write() as connection:
        canned.change(connection, reply_id, version, name=name, text=text, at=moments.now())
    return Changes(settings=True)


def remove(session: Session, reply_id: int) -> Changes:
    """Remove one."""
    with session.store.write() as connection:
        canned.remove(connection, reply_id)
    return Changes(settings=True)
