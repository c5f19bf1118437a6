"""What belongs to a request or was left by one: letters, marks on people, who was told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.model.subject_request import SubjectRequest
from app.store.rows import insert

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

RESTRICTED, OBJECTED = "restricted", "objected"


@dataclass(frozen=True, slots=True)
class FiledLetter:
    """A letter as it was filed with its request."""

    id: int
    kind: str
    language: str
    subject: str
    text: str
    at: int


def file_letter(
    connection: Connection,
    request: int,
    *,
    kind: str,
    language: str,
    subject: str,
    text: str,
    staff_id: int | None,
    at: int,
) -> int:
    """File a letter with its request and return its id."""
    return insert(
        connection,
        "request_letter",
        {
            "request_id": request,
            "kind": kind,
            "language": language,
            "subject": subject,
            "text": text,
            "staff_id": staff_id,
            "at": at,
        },
    )


def letters(connection: Connection, request: int) -> tuple[FiledLetter, ...]:
    """Return the letters of a request, oldest first."""
    rows = connection.execute(
        "SELECT id, kind, language, subject, text, at FROM request_letter"
        " WHERE request_id = ? ORDER BY id",
        (request,),
    )
    return tuple(FiledLetter(*row) for row in rows)


def letter_kinds(connection: Connection, request: int) -> set[str]:
    """Return which kinds of letters were filed with a request."""
    rows = connection.execute(
        "SELECT DISTINCT kind FROM request_letter WHERE request_id = ?", (request,)
    )
    return {row[0] for row in rows}


def mark(
    connection: Connection, person: int, kind: str, *, purpose: str = "", request: int, at: int
) -> bool:
    """Set a mark on a person; False when it was there."""
    known = connection.execute(
        "SELECT 1 FROM person_mark WHERE person_id = ? AND kind = ? AND purpose = ?",
        (person, kind, purpose),
    ).fetchone()
    if known:
        return False
    insert(
        connection,
        "person_mark",
        {
            "person_id": person,
            "kind": kind,
            "purpose": purpose,
            "request_id": request,
            "since": at,
        },
    )
    return True


def lift_restriction(connection: Connection, person: int) -> bool:
    """Take the restriction off a person; False when there was none."""
    cursor = connection.execute(
        "DELETE FROM person_mark WHERE person_id = ? AND kind = ?", (person, RESTRICTED)
    )
    return cursor.rowcount > 0


def is_restricted(connection: Connection, person: int) -> bool:
    """Whether a person's data may only be kept."""
    sql = "SELECT 1 FROM person_mark WHERE person_id = ? AND kind = ? LIMIT 1"
    return connection.execute(sql, (person, RESTRICTED)).fetchone() is not None


def is_restricted_ticket(connection: Connection, ticket: int) -> bool:
    """Whether a ticket's requester is restricted."""
    row = connection.execute(
        "SELECT 1 FROM ticket JOIN person_mark ON person_mark.person_id = ticket.requester_id"
        " WHERE ticket.id = ? AND person_mark.kind = ? LIMIT 1",
        (ticket, RESTRICTED),
    ).fetchone()
    return row is not None


def objections(connection: Connection, person: int) -> tuple[str, ...]:
    """Return the codes of the purposes a person objected to."""
    rows = connection.execute(
        "SELECT purpose FROM person_mark WHERE person_id = ? AND kind = ? ORDER BY purpose",
        (person, OBJECTED),
    )
    return tuple(row[0] for row in rows)


@dataclass(frozen=True, slots=True)
class Consent:
    """That a person agreed to a use, or to passing data on."""

    id: int
    recipient: str
    """Empty for a use of our own."""
    purpose: str
    given_at: int
    withdrawn_at: int | None


@dataclass(frozen=True, slots=True)
class Disclosure:
    """That data of a person was given to somebody."""

    id: int
    recipient: str
    category: str
    at: int


def add_consent(
    connection: Connection, person: int, *, recipient: str, purpose: str, at: int
) -> int:
    """Record a consent and return its id."""
    values = {"person_id": person, "recipient": recipient, "purpose": purpose, "given_at": at}
    return insert(connection, "consent", values)


def withdraw_consent(connection: Connection, consent: int, at: int) -> bool:
    """Note that a consent was withdrawn; False when there is none that stands."""
    cursor = connection.execute(
        "UPDATE consent SET withdrawn_at = ? WHERE id = ? AND withdrawn_at IS NULL", (at, consent)
    )
    return cursor.rowcount == 1


def consents(connection: Connection, person: int) -> tuple[Consent, ...]:
    """Return a person's consents, the newest first."""
    rows = connection.execute(
        "SELECT id, recipient, purpose, given_at, withdrawn_at FROM consent"
        " WHERE person_id = ? ORDER BY given_at DESC, id DESC",
        (person,),
    )
    return tuple(Consent(*row) for row in rows)


def consent_to(connection: Connection, person: int, recipient: str) -> int | None:
    """Return the standing consent of a person to passing data on to a recipient."""
    row = connection.execute(
        "SELECT id FROM consent WHERE person_id = ? AND recipient = ? AND withdrawn_at IS NULL"
        " ORDER BY id LIMIT 1",
        (person, recipient),
    ).fetchone()
    return int(row[0]) if row else None


def add_disclosure(
    connection: Connection,
    person: int,
    *,
    consent: int,
    recipient: str,
    category: str,
    staff_id: int | None,
    at: int,
) -> int:
    """Record a disclosure and return its id."""
    return insert(
        connection,
        "disclosure",
        {
            "person_id": person,
            "consent_id": consent,
            "recipient": recipient,
            "category": category,
            "staff_id": staff_id,
            "at": at,
        },
    )


def disclosures(connection: Connection, person: int) -> tuple[Disclosure, ...]:
    """Return to whom a person's data was given, the newest first."""
    rows = connection.execute(
        "SELECT id, recipient, category, at FROM disclosure WHERE person_id = ?"
        " ORDER BY at DESC, id DESC",
        (person,),
    )
    return tuple(Disclosure(*row) for row in rows)


def untold(connection: Connection, request: SubjectRequest) -> tuple[Disclosure, ...]:
    """Return the disclosures whose recipients were not told of this request yet."""
    rows = connection.execute(
        "SELECT id, recipient, category, at FROM disclosure WHERE person_id = ? AND NOT EXISTS"
        " (SELECT 1 FROM disclosure_notice WHERE disclosure_id = disclosure.id"
        "   AND request_id = ?) ORDER BY recipient, id",
        (request.person_id, request.id),
    )
    return tuple(Disclosure(*row) for row in rows)


def note_told(
    connection: Connection, disclosure: int, request: int, *, staff_id: int | None, at: int
) -> None:
    """Note that the recipient of a disclosure was told of a request."""
    values = {
        "disclosure_id": disclosure,
        "request_id": request,
        "staff_id": staff_id,
        "at": at,
    }
    insert(connection, "disclosure_notice", values)
