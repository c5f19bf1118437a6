"""Organisations: their list, their names and what belongs to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.errors import KnownError
from app.i18n import _
from app.model.person import OrganisationRow
from app.store.named import name_key
from app.store.rows import batches, marks, update_version

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


def page(
    connection: Connection, find: str, after: tuple[str, int] | None, limit: int
) -> list[tuple[str, int]]:
    """Return (key of the name, id) of organisations by name whose name holds ``find``."""
    found = connection.execute(
        "SELECT name_key, id FROM organisation WHERE (name_key, id) > (?, ?)"
        " AND instr(name_key, ?) > 0 ORDER BY name_key, id LIMIT ?",
        (*(after or ("", 0)), name_key(find), limit),
    )
    return found.fetchall()


def count(connection: Connection, find: str) -> int:
    """Return how many organisations ``page`` gives in all."""
    (found,) = connection.execute(
        "SELECT count(*) FROM organisation WHERE instr(name_key, ?) > 0", (name_key(find),)
    ).fetchone()
    return int(found)


def rows(connection: Connection, ids: Sequence[int]) -> dict[int, OrganisationRow]:
    """Return what a list shows of these organisations; ids that are gone are left out."""
    found = {}
    for batch in batches(ids):
        for row in connection.execute(
            "SELECT id, name,"
            " (SELECT count(*) FROM person WHERE organisation_id = organisation.id),"
            " (SELECT count(*) FROM device WHERE organisation_id = organisation.id),"
            f" version FROM organisation WHERE id IN ({marks(batch)})",
            batch,
        ):
            found[int(row[0])] = OrganisationRow(*row)
    return found


def ticket_count(connection: Connection, organisation: int) -> int:
    """Return how many tickets are an organisation's."""
    (found,) = connection.execute(
        "SELECT count(*) FROM ticket WHERE organisation_id = ?", (organisation,)
    ).fetchone()
    return int(found)


def people(connection: Connection, organisation: int, limit: int) -> tuple[int, ...]:
    """Return an organisation's people by name."""
    found = connection.execute(
        "SELECT id FROM person WHERE organisation_id = ? ORDER BY lower(display_name), id LIMIT ?",
        (organisation, limit),
    )
    return tuple(row[0] for row in found)


def rename(connection: Connection, organisation: int, name: str, version: int) -> None:
    """Give an organisation another name.

    Raises ``KnownError``: ``name_taken``, ``name_needed``, ``changed_meanwhile``.
    """
    key = name_key(name)
    if not key:
        raise KnownError(
            "name_needed",
            _("An organisation needs a name."),
            _("Nothing was changed. Type its name."),
        )
    other = connection.execute(
        "SELECT 1 FROM organisation WHERE name_key = ? AND id <> ?", (key, organisation)
    ).fetchone()
    if other is not None:
        raise KnownError(
            "name_taken",
            _("Another organisation has this name."),
            _("Nothing was changed. Choose another name."),
        )
    values = {"name": " ".join(name.split()), "name_key": key}
    update_version(connection, "organisation", organisation, version, values)
