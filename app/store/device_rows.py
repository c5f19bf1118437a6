"""Devices: what lists and pages show of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from app.i18n import _
from app.model.device import (
    Custody,
    Device,
    DeviceKind,
    DeviceRow,
    DeviceState,
    LicenceSeat,
    Software,
)
from app.model.identifiers import (
    Identifier,
    IdentifierKind,
    make_identifier,
)
from app.store import restrictions
from app.store.rows import batches, marks, not_found

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

_IDENTIFIER = (
    "coalesce((SELECT canonical FROM device_identifier"
    " WHERE device_id = device.id AND kind = '{kind}' ORDER BY id LIMIT 1), '')"
)
_ROW = f"""
SELECT device.id, device.kind, device.name, device.manufacturer, device.model, device.state,
    {_IDENTIFIER.format(kind="serial")}, {_IDENTIFIER.format(kind="asset_tag")},
    device.owner_id, coalesce(person.display_name, ''), coalesce(organisation.name, ''),
    device.location, device.warranty_until, device.updated_at, device.version
FROM device
LEFT JOIN person ON person.id = device.owner_id
LEFT JOIN organisation ON organisation.id = device.organisation_id
"""


def rows(connection: Connection, ids: Sequence[int]) -> dict[int, DeviceRow]:
    """Return what a list shows of these devices; ids that are gone are left out."""
    found = {}
    for batch in batches(ids):
        for values in connection.execute(f"{_ROW} WHERE device.id IN ({marks(batch)})", batch):
            found[values[0]] = _row(values)
    return found


def _row(values: Sequence[Any]) -> DeviceRow:
    device, kind, name, manufacturer, model, state, *rest = values
    return DeviceRow(device, DeviceKind(kind), name, manufacturer, model, DeviceState(state), *rest)


def identifiers(connection: Connection, device: int) -> tuple[Identifier, ...]:
    """Return a device's identifiers with what there is to say of each."""
    found = []
    for kind, canonical, as_given, valid, matchable in connection.execute(
        "SELECT kind, canonical, as_given, valid, matchable FROM device_identifier"
        " WHERE device_id = ? ORDER BY id",
        (device,),
    ):
        read = make_identifier(IdentifierKind(kind), as_given)
        warnings = read.warnings if read else ()
        found.append(
            Identifier(
                IdentifierKind(kind), canonical, as_given, bool(valid), bool(matchable), warnings
            )
        )
    return tuple(found)


def software(connection: Connection, device: int) -> tuple[Software, ...]:
    """Return a device's programs by name."""
    found = connection.execute(
        "SELECT name, version, publisher FROM device_software WHERE device_id = ?"
        " ORDER BY name, version, id",
        (device,),
    )
    return tuple(Software(*row) for row in found)


def custody(connection: Connection, device: int) -> tuple[Custody, ...]:
    """Return who had a device, the last first."""
    found = connection.execute(
        "SELECT person_id, coalesce(person.display_name, ''), since, until FROM device_custody"
        " LEFT JOIN person ON person.id = device_custody.person_id"
        " WHERE device_id = ? ORDER BY since DESC, device_custody.id DESC",
        (device,),
    )
    return tuple(Custody(*row) for row in found)


def licences(connection: Connection, device: int) -> tuple[LicenceSeat, ...]:
    """Return the licences that a device holds a seat of."""
    found = connection.execute(
        "SELECT licence.id, product, vendor, seats, expires_on,"
        " (SELECT count(*) FROM licence_seat AS other WHERE other.licence_id = licence.id),"
        " licence_seat.id FROM licence_seat JOIN licence ON licence.id = licence_seat.licence_id"
        " WHERE device_id = ? ORDER BY product, licence_seat.id",
        (device,),
    )
    return tuple(LicenceSeat(*row) for row in found)


def get(connection: Connection, device: int) -> Device:
    """Return a device, whole. Raises ``KnownError("not_found")``."""
    row = rows(connection, (device,)).get(device)
    if row is None:
        raise not_found(_("Device"))
    purchased_on, created_at, ownership = connection.execute(
        "SELECT purchased_on, created_at, ownership FROM device WHERE id = ?", (device,)
    ).fetchone()
    tickets = connection.execute(
        "SELECT ticket_id FROM ticket_device WHERE device_id = ? ORDER BY ticket_id DESC",
        (device,),
    )
    return Device(
        row=row,
        identifiers=identifiers(connection, device),
        software=software(connection, device),
        custody=custody(connection, device),
        licences=licences(connection, device),
        ticket_ids=tuple(ticket[0] for ticket in tickets),
        purchased_on=purchased_on,
        created_at=created_at,
        private=ownership == "private",
        restricted=bool(restrictions.among(connection, "device", (device,))),
    )
