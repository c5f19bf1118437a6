"""Devices: recognising, making and changing them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from app.model.device import Software
from app.model.identifiers import Identifier, IdentifierKind, former_canonical, search_form
from app.model.makes import make_key
from app.store import search_index
from app.store.rows import insert, insert_all, marks, update_version

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

INDEX = "device_text"
_TELLING = (IdentifierKind.IMEI, IdentifierKind.IMEISV, IdentifierKind.MEID, IdentifierKind.MAC)
"""Kinds that name one device in the world; a serial does so for its make alone."""
IDENTIFIER = (
    "device_id",
    "kind",
    "canonical",
    "as_given",
    "search_form",
    "valid",
    "matchable",
)
"""The columns of an identifier's row."""


def holders(connection: Connection, identifier: Identifier) -> list[int]:
    """Return the devices that have an identifier which may tell devices apart."""
    rows = connection.execute(
        "SELECT device_id FROM device_identifier"
        " WHERE kind = ? AND canonical IN (?, ?) AND matchable = 1",
        (identifier.kind.value, identifier.canonical, former_canonical(identifier)),
    )
    return list(dict.fromkeys(row[0] for row in rows))


def called(connection: Connection, name: str) -> list[int]:
    """Return devices of exactly this name, capitals aside: two at most, which are too many."""
    rows = connection.execute(  # as the index has it
        "SELECT id FROM device WHERE lower(CASE name WHEN '' THEN manufacturer || ' ' || model"
        " ELSE name END) = lower(?) AND name <> '' LIMIT 2",
        (name,),
    )
    return [row[0] for row in rows]


def recognise(
    connection: Connection, identifiers: Iterable[Identifier], manufacturer: str | None
) -> list[int]:
    """Return the known devices that these identifiers name: none, one, or a contradiction.

    IMEI, IMEISV, MEID and permanent MAC name a device by themselves, a serial together with its
    make (a make that is not given contradicts none), and an asset tag only where nothing
    stronger is known of the device or the row.
    """
    usable = [identifier for identifier in identifiers if identifier.matchable]
    found: dict[int, None] = {}
    for identifier in usable:
        if identifier.kind in _TELLING:
            found.update(dict.fromkeys(holders(connection, identifier)))
        elif identifier.kind is IdentifierKind.SERIAL:
            found.update(
                dict.fromkeys(
                    device
                    for device in holders(connection, identifier)
                    if _same_make(connection, device, manufacturer)
                )
            )
    if found:
        return list(found)
    for identifier in usable:
        if identifier.kind is IdentifierKind.ASSET_TAG:
            found.update(
                dict.fromkeys(
                    device
                    for device in holders(connection, identifier)
                    if not _contradicts(connection, device, usable)
                )
            )
    return list(found)


def _same_make(connection: Connection, device: int, manufacturer: str | None) -> bool:
    (known,) = connection.execute(
        "SELECT manufacturer FROM device WHERE id = ?", (device,)
    ).fetchone()
    ours, theirs = make_key(known), make_key(manufacturer or "")
    return not ours or not theirs or ours == theirs


def _contradicts(connection: Connection, device: int, given: Sequence[Identifier]) -> bool:
    """Whether a device has another serial or IMEI than the row with the same asset tag."""
    stronger = {
        (row[0], row[1])
        for row in connection.execute(
            "SELECT kind, canonical FROM device_identifier"
            " WHERE device_id = ? AND matchable = 1 AND kind IN ('serial', 'imei', 'meid')",
            (device,),
        )
    }
    kinds = {kind for kind, _canonical in stronger}
    return any(
        identifier.kind.value in kinds
        and (identifier.kind.value, identifier.canonical) not in stronger
        and (identifier.kind.value, former_canonical(identifier)) not in stronger
        for identifier in given
    )


def by_external_id(connection: Connection, external_id: str) -> list[int]:
    """Return the devices that an inventory agent's own id names."""
    rows = connection.execute(
        "SELECT id FROM device WHERE external_id = ? AND external_id <> ''", (external_id,)
    )
    return [row[0] for row in rows]


def image(
    connection: Connection, device: int, columns: Sequence[str]
) -> tuple[int, dict[str, Any]]:
    """Return a device's version and some of its columns as they are now."""
    names = "".join(f", {name}" for name in columns)
    version, *values = connection.execute(
        f"SELECT version{names} FROM device WHERE id = ?", (device,)
    ).fetchone()
    return int(version), dict(zip(columns, values, strict=True))


def add_all(
    connection: Connection, added: Iterable[tuple[int, Mapping[str, Any]]], at: int
) -> None:
    """Add devices with these columns under these ids.

    Index them with ``index`` once their identifiers are in.
    """
    rows = [
        {**values, "id": device, "created_at": at, "updated_at": at} for device, values in added
    ]
    for _columns, alike in groupby(rows, key=tuple):
        insert_all(connection, "device", list(alike))
    for row in rows:
        if row.get("owner_id") is not None:
            _take(connection, row["id"], row["owner_id"], at)


def change(
    connection: Connection, device: int, version: int, values: Mapping[str, Any], at: int
) -> None:
    """Change columns of a device inside ``search_index.changing``; custody follows the owner.

    Raises ``KnownError("changed_meanwhile")``.
    """
    (owner,) = connection.execute(
        "SELECT owner_id FROM device WHERE id = ?", (device,)
    ).fetchone() or (None,)
    update_version(connection, "device", device, version, {**values, "updated_at": at})
    if "owner_id" in values and values["owner_id"] != owner:
        connection.execute(
            "UPDATE device_custody SET until = ? WHERE device_id = ? AND until IS NULL",
            (at, device),
        )
        if values["owner_id"] is not None:
            _take(connection, device, values["owner_id"], at)


def custody_image(connection: Connection, device: int) -> list[list[int | None]]:
    """Return who had a device and when, to put it back."""
    rows = connection.execute(
        "SELECT id, person_id, since, until FROM device_custody WHERE device_id = ?", (device,)
    )
    return [list(row) for row in rows]


def restore(connection: Connection, device: int, version: int, before: Mapping[str, Any]) -> None:
    """Put a device back to its image, inside ``search_index.changing``."""
    values = {**before["columns"], "updated_at": before["updated_at"]}
    update_version(connection, "device", device, version, values)
    if "custody" in before:
        connection.execute("DELETE FROM device_custody WHERE device_id = ?", (device,))
        connection.executemany(
            "INSERT INTO device_custody (id, person_id, since, until, device_id)"
            " VALUES (?, ?, ?, ?, ?)",
            [(*row, device) for row in before["custody"]],
        )


def put_owner_back(
    connection: Connection, device: int, version: int, before: Mapping[str, Any]
) -> bool:
    """Undo the latest change of a device, which was one of its owner or state alone.

    ``before`` holds ``owner_id``, ``state`` and ``updated_at`` of then. The entry of whoever got
    it by mistake goes, and the one that the change ended is open again. Inside
    ``search_index.changing``. Returns whether that one is still kept.
    Raises ``KnownError("changed_meanwhile")``.
    """
    _version, columns = image(connection, device, ("owner_id", "updated_at"))
    update_version(connection, "device", device, version, before)
    owner = before["owner_id"]
    if columns["owner_id"] == owner:
        return True
    connection.execute(
        "DELETE FROM device_custody WHERE device_id = ? AND until IS NULL", (device,)
    )
    if owner is None:
        return True
    opened = connection.execute(
        "UPDATE device_custody SET until = NULL WHERE id = (SELECT max(id) FROM device_custody"
        " WHERE device_id = ? AND person_id = ? AND until = ?)",
        (device, owner, columns["updated_at"]),
    )
    return opened.rowcount == 1


def _take(connection: Connection, device: int, person: int, at: int) -> None:
    values = {"device_id": device, "person_id": person, "since": at}
    insert(connection, "device_custody", values)


def add_identifiers(
    connection: Connection, added: Iterable[tuple[int, Iterable[Identifier]]]
) -> None:
    """Give devices identifiers that they do not have yet."""
    connection.executemany(
        f"INSERT INTO device_identifier ({', '.join(IDENTIFIER)})"
        f" VALUES ({marks(IDENTIFIER)}) ON CONFLICT DO NOTHING",
        [
            identifier_row(device, identifier)
            for device, identifiers in added
            for identifier in identifiers
        ],
    )


def identifier_row(device: int, found: Identifier) -> tuple[Any, ...]:
    """Return the row of a device's identifier, in the order of ``IDENTIFIER``."""
    return (
        device,
        found.kind.value,
        found.canonical,
        found.as_given,
        search_form(found.canonical),
        int(found.valid),
        int(found.matchable),
    )


def set_identifiers(connection: Connection, device: int, identifiers: Iterable[Identifier]) -> None:
    """Make a device's identifiers these and no others."""
    connection.execute("DELETE FROM device_identifier WHERE device_id = ?", (device,))
    add_identifiers(connection, ((device, identifiers),))


def set_software(connection: Connection, device: int, software: Iterable[Software]) -> None:
    """Make a device's software these programs and no others."""
    connection.execute("DELETE FROM device_software WHERE device_id = ?", (device,))
    add_software(connection, ((device, software),))


def add_software(connection: Connection, added: Iterable[tuple[int, Iterable[Software]]]) -> None:
    """Give devices programs that they do not have yet."""
    connection.executemany(
        "INSERT INTO device_software (device_id, name, version, publisher) VALUES (?, ?, ?, ?)",
        [(device, s.name, s.version, s.publisher) for device, programs in added for s in programs],
    )


def index(connection: Connection, devices: Iterable[int]) -> None:
    """Put new devices into the search index."""
    search_index.add(connection, INDEX, devices)
