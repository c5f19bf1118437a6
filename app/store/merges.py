"""Two records of one person made one, by every reference on the data map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.store import search_index
from app.store.data_map import DATA_MAP, SUBJECT

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

_FILLED_FROM_BOTH = ("display_name", "user_name", "organisation_id", "language")


def merge_people(connection: Connection, person: int, into: int) -> None:
    """Give all that refers to ``person`` to ``into``, fill its gaps, and remove ``person``."""
    with search_index.changing(connection, "person_text", (person, into)):
        _put_addresses_last(connection, person)
        for table, reference in DATA_MAP.referring_to(SUBJECT):
            connection.execute(
                f"UPDATE {table.name} SET {reference.column} = ? WHERE {reference.column} = ?",
                (into, person),
            )
        for column in _FILLED_FROM_BOTH:
            connection.execute(
                f"UPDATE person SET {column} ="
                f" (SELECT {column} FROM person WHERE id = ?)"
                f" WHERE id = ? AND coalesce({column}, '') = ''",
                (person, into),
            )
        connection.execute(
            "UPDATE person SET version = version + 1, last_contact_at = nullif(max("
            "  coalesce(last_contact_at, 0),"
            "  coalesce((SELECT last_contact_at FROM person WHERE id = ?), 0)), 0) WHERE id = ?",
            (person, into),
        )
        connection.execute(
            "DELETE FROM import_row WHERE table_name = 'person' AND row_id = ?", (person,)
        )
        connection.execute("DELETE FROM person WHERE id = ?", (person,))


def _put_addresses_last(connection: Connection, person: int) -> None:
    """Let a person's addresses come after all others: who is kept is written to as before."""
    # The first that was recorded is the one that lists show and that codes are sent to.
    addresses = connection.execute(
        "SELECT id FROM person_email WHERE person_id = ? ORDER BY id", (person,)
    ).fetchall()
    for (address,) in addresses:
        connection.execute(
            "UPDATE person_email SET id = (SELECT max(id) + 1 FROM person_email) WHERE id = ?",
            (address,),
        )
