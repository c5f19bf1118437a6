"""What staff do with devices. Every function may be called from any thread."""

from __future__ import annotations

from collections.abc import Sequence

from app.errors import KnownError
from app.i18n import _
from app.model import moments
from app.model.changes import Changes
from app.model.device import Device, DeviceKind, DeviceRow, DeviceState
from app.model.identifiers import Identifier
from app.model.ticket_list import IdPage, Key
from app.store import device_rows, devices, licences, named, search_index
from app.workflows.session import Session


def page(session: Session, find: str = "", *, after: Key | None = None, limit: int = 200) -> IdPage:
    """Return the next ids of devices, the last changed first.

    ``find`` is any fragment of an identifier in any notation, or of the name, make, model,
    location or owner.
    """
    with session.store.read() as connection:
        found = device_rows.page(connection, find, after, limit + 1)
    ids = tuple(row[1] for row in found[:limit])
    return IdPage(ids, Key(*found[limit - 1]) if len(found) > limit else None)


def rows(session: Session, ids: Sequence[int]) -> dict[int, DeviceRow]:
    """Return what a list shows of these devices; ids that are gone are left out."""
    with session.store.read() as connection:
        return device_rows.rows(connection, ids)


def count(session: Session, find: str = "") -> int:
    """Return how many devices ``page`` gives in all."""
    with session.store.read() as connection:
        return device_rows.count(connection, find)


def get(session: Session, device_id: int) -> Device:
    """Return a device, whole. Raises ``KnownError("not_found")``."""
    with session.store.read() as connection:
        return device_rows.get(connection, device_id)


def create(
    session: Session,
    *,
    kind: DeviceKind = DeviceKind.OTHER,
    name: str = "",
    manufacturer: str = "",
    model: str = "",
    identifiers: Sequence[Identifier] = (),
    owner_id: int | None = None,
    private: bool = False,
) -> tuple[int, Changes]:
    """Add a device by hand. Raises ``KnownError("device_known")`` for a known identifier."""
    at = moments.now()
    with session.store.write() as connection:
        if devices.recognise(connection, identifiers, manufacturer):
            raise KnownError(
                "device_known",
                _("A device with this identifier is in the inventory already."),
                _("Nothing was made. Find it by the identifier and change it there."),
            )
        device = devices.add(
            connection,
            {
                "kind": kind.value,
                "name": name,
                "manufacturer": manufacturer,
                "model": model,
                "owner_id": owner_id,
                "state": (DeviceState.IN_STOCK if owner_id is None else DeviceState.IN_USE).value,
                "ownership": "private" if private else "managed",
            },
            at,
        )
        devices.add_identifiers(connection, device, identifiers)
        devices.index(connection, (device,))
    return device, Changes(devices=frozenset({device}))


def hand_over(session: Session, device_id: int, person_id: int | None, version: int) -> Changes:
    """Give a device to a person, or take it back into stock with None."""
    state = DeviceState.IN_STOCK if person_id is None else DeviceState.IN_USE
    return _change(session, device_id, version, {"owner_id": person_id, "state": state.value})


def set_state(session: Session, device_id: int, state: DeviceState, version: int) -> Changes:
    """Say where a device is in its life."""
    return _change(session, device_id, version, {"state": state.value})


def change(
    session: Session,
    device_id: int,
    version: int,
    *,
    name: str | None = None,
    manufacturer: str | None = None,
    model: str | None = None,
    location: str | None = None,
    organisation: str | None = None,
    warranty_until: str | None = None,
) -> Changes:
    """Change a device; None leaves a property as it is and an empty text clears it."""
    given = {
        "name": name,
        "manufacturer": manufacturer,
        "model": model,
        "location": location,
        "warranty_until": warranty_until,
    }
    values: dict[str, object] = {key: value for key, value in given.items() if value is not None}
    if organisation is not None:
        with session.store.write() as connection:
            values["organisation_id"] = (
                named.organisation_id(connection, organisation) if organisation.strip() else None
            )
    return _change(session, device_id, version, values)


def _change(session: Session, device_id: int, version: int, values: dict[str, object]) -> Changes:
    with (
        session.store.write() as connection,
        search_index.changing(connection, devices.INDEX, (device_id,)),
    ):
        devices.change(connection, device_id, version, values, moments.now())
    return Changes(devices=frozenset({device_id}))


def assign_licence(
    session: Session, product: str, *, vendor: str = "", seats: int = 1, device_id: int
) -> Changes:
    """Give a device a seat of a licence, which is made when new.

    Raises ``KnownError("no_seat_left")`` when every seat is taken.
    """
    with session.store.write() as connection:
        licence = licences.find_or_add(connection, product, vendor, seats)
        if licences.free_seats(connection, licence) < 1:
            raise KnownError(
                "no_seat_left",
                _("Every seat of this licence is taken."),
                _("Nothing was changed. Free a seat, or raise the number of seats."),
            )
        licences.take_seat(connection, licence, device_id, moments.now())
    return Changes(devices=frozenset({device_id}))
