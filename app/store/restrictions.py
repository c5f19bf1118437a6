"""Which rows are those of people who had their data restricted (AVG, article 18)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from app.store.request_records import RESTRICTED
from app.store.rows import batches, marks

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

PEOPLE = f"(SELECT person_id FROM person_mark WHERE kind = '{RESTRICTED}')"
"""SQL of the ids of those whose data may only be kept."""


def any_(connection: Connection) -> bool:
    """Whether anybody's data is restricted."""
    return connection.execute(f"SELECT 1 WHERE EXISTS {PEOPLE}").fetchone() is not None


def among(connection: Connection, table: str, ids: Iterable[int]) -> set[int]:
    """Return those of these rows that are a restricted person's, by the data map's paths.

    A ticket is its requester's, a device that of whoever has it, a message its author's.
    """
    found: set[int] = set()
    if not any_(connection):
        return found
    # Loaded when somebody's data is restricted: a list of tickets asks too, and needs no data map.
    from app.store.data_map import DATA_MAP  # noqa: PLC0415 - see above
    from app.store.subject_data import belongs_to  # noqa: PLC0415 - see above

    shape = DATA_MAP[table]
    whose = belongs_to(shape, f"IN {PEOPLE}")
    for batch in batches(ids):
        rows = connection.execute(
            f"SELECT {table}.{shape.key} FROM {table}"
            f" WHERE {table}.{shape.key} IN ({marks(batch)}) AND {whose}",
            batch,
        )
        found.update(row[0] for row in rows)
    return found


def is_restricted(connection: Connection, person: int) -> bool:
    """Whether a person's data may only be kept."""
    return bool(among(connection, "person", (person,)))
