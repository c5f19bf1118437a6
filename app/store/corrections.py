"""Correcting a person's values wherever the store keeps them, so that no old one stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.i18n import _
from app.model.person import email_key
from app.store import cleanup, people, places, search_index
from app.store.data_map import UNDO_OF
from app.store.doom import Doom
from app.store.rows import not_found

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


def corrected(connection: Connection, person: int) -> Doom:
    """Return the rows whose values a correction may overwrite."""
    found: dict[str, set[int]] = {"person": {person}}
    for name in ("person_email", "message_party"):
        rows = connection.execute(f"SELECT id FROM {name} WHERE person_id = ?", (person,))
        found[name] = {row for (row,) in rows}
    return Doom(destroyed=found)


def correct(
    connection: Connection,
    person: int,
    values: Mapping[str, str],
    addresses: Mapping[str, str],
    at: int,
) -> dict[str, int]:
    """Put right values in the place of wrong ones; return rows changed, by table.

    ``values`` are columns of the person, ``addresses`` each wrong address with the right one.
    Raises ``KnownError("not_found")`` for a wrong address that is none of the person's.
    """
    cleanup.owe(connection, merge=False)
    cleanup.owe_copy(connection)
    places.forget_all(connection)
    version = people.get(connection, person).row.version
    counts = {"person": 0, "person_email": 0, "message_party": 0}
    with search_index.changing(connection, "person_text", (person,)):
        assignments = "".join(f"{name} = ?, " for name in values)
        counts["person"] = connection.execute(
            f"UPDATE person SET {assignments}updated_at = ?, version = ? WHERE id = ?",
            (*values.values(), at, version + 1, person),
        ).rowcount
        for wrong, right in addresses.items():
            counts["person_email"] += _address(connection, person, wrong, right)
    for wrong, right in addresses.items():
        counts["message_party"] += connection.execute(
            "UPDATE message_party SET address = ?, address_key = ? WHERE address_key = ?"
            " AND person_id = ?",
            (right.strip(), email_key(right), email_key(wrong), person),
        ).rowcount
    if "display_name" in values:
        counts["message_party"] += connection.execute(
            "UPDATE message_party SET name = ? WHERE person_id = ? AND name NOT IN ('', ?)",
            (values["display_name"], person, values["display_name"]),
        ).rowcount
    _forget_images(connection, person)
    return counts


def _address(connection: Connection, person: int, wrong: str, right: str) -> int:
    known = connection.execute(
        "SELECT 1 FROM person_email WHERE address_key = ? AND person_id = ?",
        (email_key(right), person),
    ).fetchone()
    if known and email_key(right) != email_key(wrong):
        sql, values = "DELETE FROM person_email", tuple[str, ...]()
    else:
        sql = "UPDATE person_email SET address = ?, address_key = ?"
        values = (right.strip(), email_key(right))
    changed = connection.execute(
        f"{sql} WHERE address_key = ? AND person_id = ?", (*values, email_key(wrong), person)
    ).rowcount
    if not changed:
        raise not_found(_("Address"))
    return int(changed)


def _forget_images(connection: Connection, person: int) -> None:
    """Drop the images of the person's rows, which hold the values from before."""
    undo, table, row = UNDO_OF
    connection.execute(f"DELETE FROM {undo} WHERE {table} = 'person' AND {row} = ?", (person,))
    for name in ("person_email", "message_party"):
        connection.execute(
            f"DELETE FROM {undo} WHERE {table} = ?"
            f" AND {row} IN (SELECT id FROM {name} WHERE person_id = ?)",
            (name, person),
        )
