"""What belongs to a request or was left by one: letters, marks on people, who was told."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.store.rows import insert

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

    from app.model.subject_request import SubjectRequest

RESTRICTED, OBJECTED = "restricted", "objected"


class FiledLetter(NamedTuple):
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


def letter_kinds(connection: Connection, request: int, since: int = 0) -> set[str]:
    """Return which kinds of letters were filed with a request, from a moment on."""
    rows = connection.execute(
        "SELECT DISTINCT kind FROM request_letter WHERE request_id = ? AND at >= ?",
        (request, since),
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


class Mark(NamedTuple):
    """A restriction of a person's data, or an objection to a use of it."""

    kind: str
    """``RESTRICTED`` or ``OBJECTED``."""
    purpose: str
    """Code of the purpose objected to; empty for a restriction, which is of every use."""
    since: int
    request: int | None
    """Number of the request that set it; None once its record is gone."""


def marks(connection: Connection, person: int) -> tuple[Mark, ...]:
    """Return the marks on a person, the restriction first."""
    rows = connection.execute(
        "SELECT person_mark.kind, purpose, since, subject_request.number FROM person_mark"
        " LEFT JOIN subject_request ON subject_request.id = person_mark.request_id"
        " WHERE person_mark.person_id = ? ORDER BY person_mark.kind <> ?, since, purpose",
        (person, RESTRICTED),
    )
    return tuple(Mark(*row) for row in rows)


def lift(connection: Connection, person: int, kind: str, purpose: str = "") -> bool:
    """Take a mark off a person; False when there was none."""
    cursor = connection.execute(
        "DELETE FROM person_mark WHERE person_id = ? AND kind = ? AND purpose = ?",
        (person, kind, purpose),
    )
    return cursor.rowcount > 0


def objections(connection: Connection, person: int) -> tuple[str, ...]:
    """Return the codes of the purposes a person objected to."""
    rows = connection.execute(
        "SELECT purpose FROM person_mark WHERE person_id = ? AND kind = ? ORDER BY purpose",
        (person, OBJECTED),
    )
    return tuple(row[0] for row in rows)


class Consent(NamedTuple):
    """That a person agreed to a use, or to passing data on."""

    id: int
    recipient: str
    """Empty for a use of our own."""
    purpose: str
    given_at: int
    withdrawn_at: int | None


class Disclosure(NamedTuple):
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


def consent(connection: Connection, consent_id: int) -> tuple[int, Consent] | None:
    """Return a consent with whose it is; None when there is none of this id."""
    row = connection.execute(
        "SELECT person_id, id, recipient, purpose, given_at, withdrawn_at FROM consent"
        " WHERE id = ?",
        (consent_id,),
    ).fetchone()
    return (int(row[0]), Consent(*row[1:])) if row else None


def consents_to(connection: Connection, person: int, recipient: str) -> tuple[Consent, ...]:
    """Return the standing consents of a person to passing data on to a recipient, oldest first."""
    standing = [c for c in consents(connection, person) if c.withdrawn_at is None]
    wanted = recipient.casefold()
    return tuple(c for c in reversed(standing) if c.recipient and c.recipient.casefold() == wanted)


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


def told(connection: Connection, person: int) -> dict[int, tuple[int, ...]]:
    """Return of which requests, by number, the recipient of each disclosure was told."""
    rows = connection.execute(
        "SELECT disclosure_id, subject_request.number FROM disclosure_notice"
        " JOIN disclosure ON disclosure.id = disclosure_id"
        " JOIN subject_request ON subject_request.id = disclosure_notice.request_id"
        " WHERE disclosure.person_id = ? ORDER BY subject_request.number",
        (person,),
    )
    found: dict[int, tuple[int, ...]] = {}
    for disclosure, number in rows:
        found[disclosure] = (*found.get(disclosure, ()), number)
    return found


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
