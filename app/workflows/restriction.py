"""The guard of restricted data (AVG, article 18): it is kept, shown as such, and left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.errors import KnownError
from app.i18n import _
from app.store import request_records
from app.workflows.session import Session

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


def is_restricted(session: Session, person_id: int) -> bool:
    """Whether a person's data is restricted, to show it as such."""
    with session.store.read() as connection:
        return request_records.is_restricted(connection, person_id)


def objections(session: Session, person_id: int) -> tuple[str, ...]:
    """Return the codes of the purposes for which a person's data may not be used."""
    with session.store.read() as connection:
        return request_records.objections(connection, person_id)


def require_unrestricted(connection: Connection, person: int | None) -> None:
    """Refuse to change what is a restricted person's. Raises ``KnownError("restricted")``."""
    if person is not None and request_records.is_restricted(connection, person):
        raise restricted()


def require_unrestricted_ticket(connection: Connection, ticket: int) -> None:
    """Refuse to change a ticket of a restricted person. Raises ``KnownError("restricted")``."""
    if request_records.is_restricted_ticket(connection, ticket):
        raise restricted()


def restricted() -> KnownError:
    """Return the error for what is a restricted person's and was left alone."""
    return KnownError(
        "restricted",
        _("The data of this person is restricted at their request."),
        _("Nothing was changed. It may be changed again once the restriction is lifted."),
    )
