"""Licences and their seats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.model.device import LicenceSeat
from app.store.rows import insert

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


def find_or_add(connection: Connection, product: str, vendor: str, seats: int) -> int:
    """Return the licence of a product, making it with so many seats when new."""
    row = connection.execute(
        "SELECT id FROM licence WHERE product = ? AND vendor = ?", (product, vendor)
    ).fetchone()
    if row:
        return int(row[0])
    return insert(connection, "licence", {"product": product, "vendor": vendor, "seats": seats})


def set_seats(connection: Connection, licence: int, seats: int) -> None:
    """Say how many seats a licence has."""
    connection.execute("UPDATE licence SET seats = ? WHERE id = ?", (seats, licence))


def free_seats(connection: Connection, licence: int) -> int:
    """Return how many seats of a licence nobody holds."""
    row = connection.execute(
        "SELECT seats - (SELECT count(*) FROM licence_seat WHERE licence_id = licence.id)"
        " FROM licence WHERE id = ?",
        (licence,),
    ).fetchone()
    return int(row[0])


def take_seat(connection: Connection, licence: int, device: int, at: int) -> None:
    """Give a device a seat."""
    insert(
        connection,
        "licence_seat",
        {"licence_id": licence, "device_id": device, "assigned_at": at},
    )


def free_seat(connection: Connection, seat: int) -> None:
    """Take a seat back from whoever holds it."""
    connection.execute("DELETE FROM licence_seat WHERE id = ?", (seat,))


def listed(connection: Connection) -> tuple[LicenceSeat, ...]:
    """Return every licence by product, with how many of its seats are taken."""
    found = connection.execute(
        "SELECT licence.id, product, vendor, seats, expires_on,"
        " (SELECT count(*) FROM licence_seat WHERE licence_id = licence.id)"
        " FROM licence ORDER BY product, vendor, licence.id"
    )
    return tuple(LicenceSeat(*row) for row in found)
