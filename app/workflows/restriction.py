"""The guard of restricted data (AVG, article 18): it is kept, shown as such, and left alone.

Also the purposes that a person objected to (AVG, article 21), and how both kinds of marks go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.errors import KnownError
from app.i18n import _
from app.model.changes import Changes
from app.store import audit, request_records, restrictions
from app.store.request_records import Mark
from app.store.rows import not_found
from app.workflows.session import Session

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


def is_restricted(session: Session, person_id: int) -> bool:
    """Whether a person's data is restricted, to show it as such."""
    with session.store.read() as connection:
        return restrictions.is_restricted(connection, person_id)


def marks(session: Session, person_id: int) -> tuple[Mark, ...]:
    """Return a person's restriction and objections, the restriction first."""
    with session.store.read() as connection:
        return request_records.marks(connection, person_id)


def objections(session: Session, person_id: int) -> tuple[str, ...]:
    """Return the codes of the purposes for which a person's data may not be used."""
    with session.store.read() as connection:
        return request_records.objections(connection, person_id)


def require_unrestricted(connection: Connection, table: str, *rows: int | None) -> None:
    """Refuse to change rows of which one is a restricted person's; None stands for no row.

    Raises ``KnownError("restricted")``.
    """
    if restrictions.among(connection, table, [row for row in rows if row is not None]):
        raise restricted()


def require_purpose(connection: Connection, person: int, purpose: str) -> None:
    """Refuse to use a person's data for a purpose they objected to, or at all while restricted.

    Raises ``KnownError``: ``restricted``, ``objected``.
    """
    require_unrestricted(connection, "person", person)
    if purpose in request_records.objections(connection, person):
        raise KnownError(
            "objected",
            _("The person objected to this use of their data."),
            _("Nothing was done. It may be used for this again once the objection is lifted."),
        )


def lift_restriction(session: Session, person_id: int, *, told: bool) -> Changes:
    """Take the restriction off a person; only a lead may, and ``told`` says the person knows.

    Raises ``KnownError``: ``lead_needed``, ``not_told``, ``not_found``.
    """
    session.require_lead()
    if not told:
        raise KnownError(
            "not_told",
            _("The person must hear of it before their restriction ends (AVG, article 18(3))."),
            _("Nothing was changed. Tell them first."),
        )
    _lift(session, person_id, request_records.RESTRICTED, "restriction_lifted")
    return Changes(everything=True)  # each of their tickets and devices showed it


def lift_objection(session: Session, person_id: int, purpose: str) -> Changes:
    """Let a purpose be used again: the objection was taken back, or weighed and overruled.

    Only a lead may. Raises ``KnownError``: ``lead_needed``, ``unknown_purpose``, ``not_found``.
    """
    session.require_lead()
    from app.policy import load_policy  # noqa: PLC0415 - as long as all else of a list's start

    if purpose not in load_policy().purposes:
        raise unknown_purpose()
    return _lift(session, person_id, request_records.OBJECTED, "objection_lifted", purpose)


def _lift(session: Session, person_id: int, kind: str, action: str, purpose: str = "") -> Changes:
    with session.store.write() as connection:
        if not request_records.lift(connection, person_id, kind, purpose):
            raise not_found(_("Objection") if purpose else _("Restriction"))
        detail = {"purpose": purpose} if purpose else {}
        audit.append(
            connection, session.member, action, table="person", row=person_id, detail=detail
        )
    return Changes(people=frozenset({person_id}), everything=True)


def unknown_purpose() -> KnownError:
    """Return the error for a purpose that the policy does not have."""
    return KnownError(
        "unknown_purpose",
        _("The policy knows no such purpose."),
        _("Nothing was recorded."),
    )


def restricted() -> KnownError:
    """Return the error for what is a restricted person's and was left alone."""
    return KnownError(
        "restricted",
        _("The data of this person is restricted at their request."),
        _("Nothing was changed. It may be changed again once the restriction is lifted."),
    )
