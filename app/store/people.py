"""People: their addresses, their rows and their search."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from app.i18n import _
from app.model.moments import random_id
from app.model.person import AccountState, Person, PersonRow, email_key
from app.store import search_index
from app.store.rows import batches, insert_all, marks, not_found, update_version

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

_INDEX = "person_text"
_OF_A_NAME = 3
"""Letters before the @ from which on few people have an address that holds them."""
_IN_AN_ADDRESS = (
    "EXISTS (SELECT 1 FROM person_email WHERE person_id = person.id AND instr(lower(address), ?))"
)
_NAME = "lower(display_name)"
_LAST_LETTER = "\U0010ffff"
"""Sorts behind every letter."""
NOTHING_ELSE = (
    "NOT EXISTS (SELECT 1 FROM ticket WHERE requester_id = person.id)"
    " AND NOT EXISTS (SELECT 1 FROM message WHERE author_id = person.id)"
    " AND NOT EXISTS (SELECT 1 FROM device WHERE owner_id = person.id)"
    " AND NOT EXISTS (SELECT 1 FROM subject_request"
    "   WHERE person_id = person.id AND state <> 'closed')"
)
"""SQL condition that nothing but the account itself is left of a person."""

_ROW = """
SELECT person.id, person.display_name, person.user_name,
    coalesce((SELECT address FROM person_email WHERE person_id = person.id
        ORDER BY id LIMIT 1), ''),
    coalesce(organisation.name, ''), person.account_state, person.last_contact_at, person.version
FROM person LEFT JOIN organisation ON organisation.id = person.organisation_id
"""


class NewPerson(NamedTuple):
    """A person to be kept, with one address if it is known and a first contact."""

    display_name: str
    at: int
    email: str = ""
    user_name: str = ""
    organisation_id: int | None = None
    language: str = ""
    contact_at: int | None = None


def add(connection: Connection, new: NewPerson) -> int:
    """Add a person; return the id."""
    person = random_id()
    add_all(connection, ((person, new),))
    return person


def add_all(connection: Connection, added: Sequence[tuple[int, NewPerson]]) -> None:
    """Add people under these ids, and index them."""
    rows = [
        {
            "id": person,
            "display_name": new.display_name,
            "user_name": new.user_name,
            "organisation_id": new.organisation_id,
            "language": new.language,
            "last_contact_at": new.contact_at,
            "created_at": new.at,
            "updated_at": new.at,
        }
        for person, new in added
    ]
    insert_all(connection, "person", rows)
    _insert_emails(connection, [(person, new.email) for person, new in added if new.email])
    search_index.add(connection, _INDEX, [person for person, _new in added])


def _insert_emails(connection: Connection, added: Iterable[tuple[int, str]]) -> None:
    rows = [
        {"person_id": person, "address": address.strip(), "address_key": email_key(address)}
        for person, address in added
    ]
    insert_all(connection, "person_email", rows)
    connection.executemany(
        "UPDATE message_party SET person_id = ? WHERE address_key = ? AND person_id IS NULL",
        [(row["person_id"], row["address_key"]) for row in rows],
    )


def let_recipients_be(connection: Connection, people: Iterable[int]) -> None:
    """Leave people's addresses in the mails they were sent to, as those of nobody who is known."""
    connection.executemany(
        "UPDATE message_party SET person_id = NULL WHERE person_id = ?",
        [(person,) for person in people],
    )


def add_email(connection: Connection, person: int, address: str) -> None:
    """Give a person one more address."""
    with search_index.changing(connection, _INDEX, (person,)):
        _insert_emails(connection, ((person, address),))


def by_email(connection: Connection, address: str) -> int | None:
    """Return whose address this is."""
    row = connection.execute(
        "SELECT person_id FROM person_email WHERE address_key = ?", (email_key(address),)
    ).fetchone()
    return int(row[0]) if row else None


class Sender(NamedTuple):
    """What an import asks of somebody who writes."""

    person: int
    last_contact_at: int | None
    organisation_id: int | None


def senders(connection: Connection, addresses: Iterable[str]) -> dict[str, Sender]:
    """Return who has each of these addresses that is known, by its key."""
    found: dict[str, Sender] = {}
    for batch in batches({email_key(address) for address in addresses}):
        for key, *values in connection.execute(
            "SELECT address_key, person.id, last_contact_at, organisation_id FROM person_email"
            f" JOIN person ON person.id = person_id WHERE address_key IN ({marks(batch)})",
            batch,
        ):
            found[key] = Sender(*values)
    return found


def by_user_name(connection: Connection, user_name: str) -> int | None:
    """Return whose user name this is, when exactly one person has it."""
    found = connection.execute(
        "SELECT id FROM person WHERE user_name = ? AND user_name <> '' LIMIT 2", (user_name,)
    ).fetchall()
    return int(found[0][0]) if len(found) == 1 else None


def is_alone(connection: Connection, person: int) -> bool:
    """Whether no ticket, message, device or request is the person's."""
    sql = f"SELECT 1 FROM person WHERE id = ? AND {NOTHING_ELSE}"
    return connection.execute(sql, (person,)).fetchone() is not None


def organisation_of(connection: Connection, person: int) -> int | None:
    """Return the organisation a person belongs to. Raises ``KnownError("not_found")``."""
    row: tuple[int | None] | None = connection.execute(
        "SELECT organisation_id FROM person WHERE id = ?", (person,)
    ).fetchone()
    if row is None:
        raise not_found(_("Person"))
    return row[0]


def take_back_contact(
    connection: Connection, person: int, noted: int | None, before: int | None
) -> None:
    """Put the last contact back to ``before`` where it is still the one that was ``noted``."""
    connection.execute(
        "UPDATE person SET last_contact_at = ? WHERE id = ? AND last_contact_at IS ?",
        (before, person, noted),
    )


def touch(connection: Connection, person: int, at: int) -> None:
    """Note a contact with the person."""
    touch_all(connection, ((person, at),))


def touch_all(connection: Connection, contacts: Iterable[tuple[int, int]]) -> None:
    """Note contacts with people, (person, moment)."""
    connection.executemany(
        "UPDATE person SET last_contact_at = ? WHERE id = ?"
        " AND (last_contact_at IS NULL OR last_contact_at < ?)",
        [(at, person, at) for person, at in contacts],
    )


def change(
    connection: Connection, person: int, version: int, values: dict[str, object], at: int
) -> None:
    """Change columns of a person; the index follows."""
    with search_index.changing(connection, _INDEX, (person,)):
        update_version(connection, "person", person, version, {**values, "updated_at": at})


def paged(
    connection: Connection, find: str, *, behind: bool, limit: int
) -> tuple[str, tuple[str, ...]]:
    """Return the statement for (name in small letters, id) of people by it, and its parameters.

    They are those whose name, user name or address holds ``find``. With ``behind`` it is that for
    a later page, and the key's name and id come first.
    """
    find = find.strip()
    condition, hint = "1", ""
    given: tuple[str, ...] = ()
    if search_index.is_fragment(find):
        found, given = _holding(find)
        condition = f"id IN ({found})"
        held = None
        if search_index.words(find):
            if search_index.many(connection, found, given):
                hint = " INDEXED BY person_name"
        elif not _is_of_a_name(find):
            held = search_index.held_by_many(
                connection, "person.id", _INDEX, _anywhere(find), _IN_AN_ADDRESS
            )
        if held:
            condition, given = held
            hint = " INDEXED BY person_name"
    elif find:
        found, given = _beginning_so(find)
        condition = f"id IN ({found})"
        if search_index.many(connection, found, given):
            hint = " INDEXED BY person_name"
    bound = f"({_NAME}, id) > (?, ?) AND " if behind else ""
    sql = (
        f"SELECT {_NAME}, id FROM person{hint} WHERE {bound}{condition}"
        f" ORDER BY {_NAME}, id LIMIT {limit}"
    )
    return sql, given


def _holding(find: str) -> tuple[str, tuple[str, ...]]:
    """Return SQL for the people whose name, user name or address holds a text.

    Of several words each may stand in another of them, and in any order: a surname before a name.
    """
    if words := search_index.words(find):
        sought = " AND ".join(map(search_index.a_word, words))
        return f"SELECT rowid AS id FROM {_INDEX} WHERE {_INDEX} MATCH ?", (sought,)
    return search_index.holding(_INDEX, _anywhere(find), rare=_is_of_a_name(find))


def _beginning_so(find: str) -> tuple[str, tuple[str, ...]]:
    """Return SQL for the people whose name or user name begins with one or two letters.

    A user name in each way to write them in capitals, since its index tells capitals apart.
    Somebody may come twice.
    """
    written = {""}
    for letter in find:
        both = {letter.lower(), letter.upper()} if letter.isascii() else {letter}
        written = {start + one for start in written for one in both}
    by_name = (
        f"SELECT id FROM person INDEXED BY person_name"
        f" WHERE {_NAME} >= lower(?) AND {_NAME} < lower(?)"
    )
    by_user_name = (
        "SELECT id FROM person INDEXED BY person_user_name"
        " WHERE user_name <> '' AND user_name >= ? AND user_name < ?"
    )
    bounds = [
        bound for start in (find, *sorted(written)) for bound in (start, start + _LAST_LETTER)
    ]
    return " UNION ALL ".join((by_name, *[by_user_name] * len(written))), tuple(bounds)


def _is_of_a_name(find: str) -> bool:
    """Whether a text is more of an address than its domain, which many share."""
    return "@" in find[_OF_A_NAME:]


def _anywhere(find: str) -> dict[str, str]:
    return {"names": find, "addresses": find}


def count(connection: Connection, find: str) -> int:
    """Return how many people ``page`` gives in all."""
    find = find.strip()
    if search_index.is_fragment(find):
        found, given = _holding(find)
        row = connection.execute(f"SELECT count(*) FROM ({found})", given).fetchone()
    elif find:
        found, given = _beginning_so(find)
        row = connection.execute(f"SELECT count(DISTINCT id) FROM ({found})", given).fetchone()
    else:
        row = connection.execute("SELECT count(*) FROM person").fetchone()
    return int(row[0])


def _row(values: Sequence[Any]) -> PersonRow:
    person, name, user_name, email, organisation, state, contact, version = values
    return PersonRow(
        person, name, user_name, email, organisation, AccountState(state), contact, version
    )


def rows(connection: Connection, ids: Sequence[int]) -> dict[int, PersonRow]:
    """Return what a list shows of these people; ids that are gone are left out."""
    found = {}
    for batch in batches(ids):
        for values in connection.execute(f"{_ROW} WHERE person.id IN ({marks(batch)})", batch):
            found[int(values[0])] = _row(values)
    return found


def get(connection: Connection, person: int) -> Person:
    """Return a person, whole. Raises ``KnownError("not_found")``."""
    row = rows(connection, (person,)).get(person)
    if row is None:
        raise not_found(_("Person"))
    rest = connection.execute(
        "SELECT organisation_id, language, account_closed_at, created_at, updated_at"
        " FROM person WHERE id = ?",
        (person,),
    ).fetchone()
    emails = connection.execute(
        "SELECT address FROM person_email WHERE person_id = ? ORDER BY id", (person,)
    )
    return Person(row, tuple(email[0] for email in emails), *rest)


def known_values(connection: Connection, person: int) -> tuple[str, ...]:
    """Return what others may call the person by: addresses, full name, user name."""
    name, user_name = connection.execute(
        "SELECT display_name, user_name FROM person WHERE id = ?", (person,)
    ).fetchone() or ("", "")
    emails = [
        row[0]
        for row in connection.execute(
            "SELECT address FROM person_email WHERE person_id = ?", (person,)
        )
    ]
    return tuple(dict.fromkeys(value for value in (*emails, name, user_name) if value))
