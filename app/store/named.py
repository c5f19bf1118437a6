"""Rows that are little more than a name: queues, categories, tags, organisations, staff."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from app.model.moments import random_id
from app.model.staff import Member, Role
from app.store.rows import batches, insert, last_in_sequence, marks

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

    from app.model.vocabulary import Vocabulary  # a name for types alone


def name_key(name: str) -> str:
    """Return the form in which two spellings of one name are equal."""
    return " ".join(name.split()).casefold()


def word_id(connection: Connection, table: Vocabulary, name: str) -> int:
    """Return the id of a queue, category or tag, making it when new.

    Capitals alone make no other word of it.
    """
    name = " ".join(name.split())
    found = _id_of(connection, table, name)
    if found is None:
        found = _id_of(connection, table, known_word(connection, table, name))
    return _new_word(connection, table, name) if found is None else found


def _new_word(connection: Connection, table: Vocabulary, name: str) -> int:
    (last,) = connection.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()
    word = max(last, last_in_sequence(connection, sequence_of(table))) + 1
    return insert(connection, table, {"id": word, "name": name})


def sequence_of(table: Vocabulary) -> str:
    """Return the sequence that knows the last number of a word that was removed.

    None gets it again: the history of tickets has the numbers of queues and categories.
    """
    return f"{table}_sequence"


def has_word(connection: Connection, table: Vocabulary, word: int) -> bool:
    """Whether there is a queue, category or tag of this id."""
    sql = f"SELECT 1 FROM {table} WHERE id = ?"
    return connection.execute(sql, (word,)).fetchone() is not None


def known_word(connection: Connection, table: Vocabulary, name: str) -> str:
    """Return a name as it is written in its vocabulary; one that is new as it is, but tidy."""
    name = " ".join(name.split())
    if _id_of(connection, table, name) is not None:
        return name
    row = connection.execute(  # no index: only of what is written otherwise, or new
        f"SELECT name FROM {table} WHERE name = ? COLLATE NOCASE LIMIT 1", (name,)
    ).fetchone()
    return str(row[0]) if row else name


def _id_of(connection: Connection, table: Vocabulary, name: str) -> int | None:
    row = connection.execute(f"SELECT id FROM {table} WHERE name = ?", (name,)).fetchone()
    return int(row[0]) if row else None


def words(connection: Connection, table: Vocabulary) -> tuple[str, ...]:
    """Return every name of a vocabulary, in alphabetical order."""
    return tuple(row[0] for row in connection.execute(f"SELECT name FROM {table} ORDER BY name"))


def find_organisation(connection: Connection, name: str) -> int | None:
    """Return the id of the organisation of a name, if there is one."""
    row = connection.execute(
        "SELECT id FROM organisation WHERE name_key = ?", (name_key(name),)
    ).fetchone()
    return int(row[0]) if row else None


def has_organisation(connection: Connection, organisation: int) -> bool:
    """Whether there is an organisation of this id."""
    sql = "SELECT 1 FROM organisation WHERE id = ?"
    return connection.execute(sql, (organisation,)).fetchone() is not None


def organisation_id(connection: Connection, name: str) -> int:
    """Return the id of an organisation, making it when new."""
    found = find_organisation(connection, name)
    if found is not None:
        return found
    values = {"id": random_id(), "name": " ".join(name.split()), "name_key": name_key(name)}
    return insert(connection, "organisation", values)


def keep_staff(connection: Connection, members: tuple[Member, ...]) -> bool:
    """Make the staff table say what the key slots say; who left stays, inactive.

    Returns whether it said anything else before.
    """
    wanted = {(m.id, m.name, m.role.value, 1) for m in members}
    found = set(connection.execute("SELECT id, name, role, active FROM staff WHERE active = 1"))
    if wanted == found:
        return False
    connection.execute("UPDATE staff SET active = 0")
    connection.executemany(
        "INSERT INTO staff (id, name, role, active) VALUES (?, ?, ?, ?) ON CONFLICT (id)"
        " DO UPDATE SET name = excluded.name, role = excluded.role, active = 1",
        sorted(wanted),
    )
    return True


def staff_id(connection: Connection, name: str) -> int | None:
    """Return the id of an active member of staff by name, in any case."""
    key = name_key(name)
    rows = connection.execute("SELECT id, name FROM staff WHERE active = 1")
    return next((int(row[0]) for row in rows if name_key(row[1]) == key), None)


def staff_names(connection: Connection) -> dict[int, str]:
    """Return the name of everybody who is or was on the staff, by id."""
    return {int(row[0]): row[1] for row in connection.execute("SELECT id, name FROM staff")}


def members(connection: Connection, ids: Iterable[int]) -> tuple[Member, ...]:
    """Return these members of staff by id, those who left among them."""
    found = []
    for batch in batches(sorted(set(ids))):
        rows = connection.execute(
            f"SELECT id, name, role FROM staff WHERE id IN ({marks(batch)}) ORDER BY id", batch
        )
        found += [Member(int(row[0]), row[1], Role(row[2])) for row in rows]
    return tuple(found)


def staff_ids(connection: Connection, name: str) -> list[int]:
    """Return the ids of everybody who had a name, in any case, those who left among them."""
    key = name_key(name)
    rows = connection.execute("SELECT id, name FROM staff")
    return [int(row[0]) for row in rows if name_key(row[1]) == key]


def staff(connection: Connection) -> tuple[Member, ...]:
    """Return the active members of staff by name."""
    rows = connection.execute("SELECT id, name, role FROM staff WHERE active = 1 ORDER BY name")
    return tuple(Member(int(row[0]), row[1], Role(row[2])) for row in rows)
