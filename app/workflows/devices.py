"""What staff do with devices. Every function may be called from any thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.errors import KnownError
from app.i18n import _
from app.model import moments
from app.model.changes import Changes
from app.model.device import Device, DeviceKind, DeviceRow, DeviceState, LicenceSeat
from app.model.device_list import DeviceSort
from app.model.identifiers import Identifier, IdentifierKind, identify, make_identifier
from app.model.ticket_list import IdPage, Key
from app.store import (
    audit,
    device_pages,
    device_rows,
    devices,
    licences,
    named,
    people,
    search_index,
)
from app.store.new_devices import NewDevices
from app.workflows import planned_pages
from app.workflows.restriction import require_unrestricted
from app.workflows.session import Session

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


def page(
    session: Session,
    find: str = "",
    *,
    sort: DeviceSort = DeviceSort.UPDATED,
    descending: bool = True,
    after: Key | None = None,
    limit: int = 200,
) -> IdPage:
    """Return the next ids of devices, unless asked otherwise the last changed first.

    ``find`` is any fragment of an identifier in any notation, or of the name, make, model,
    location or owner; ``kind:laptop``, ``state:in_stock`` and ``warranty:60`` (days) narrow it.
    """
    return planned_pages.page(
        session,
        ("devices", find, sort, descending),
        lambda connection, behind, limit: device_pages.paged(
            connection, find, behind=behind, limit=limit, sort=sort, descending=descending
        ),
        after,
        limit,
    )


def rows(session: Session, ids: Sequence[int]) -> dict[int, DeviceRow]:
    """Return what a list shows of these devices; ids that are gone are left out."""
    with session.store.read() as connection:
        return device_rows.rows(connection, ids)


def count(session: Session, find: str = "") -> int:
    """Return how many devices ``page`` gives in all."""
    with session.store.read() as connection:
        return device_pages.count(connection, find)


def get(session: Session, device_id: int) -> Device:
    """Return a device, whole. Raises ``KnownError("not_found")``."""
    with session.store.read() as connection:
        return device_rows.get(connection, device_id)


def identified(session: Session, text: str) -> int | None:
    """Return the device that a whole identifier, in any notation, names; None for none or many."""
    found = all_identified(session, text)
    return found[0] if len(found) == 1 else None


def all_identified(session: Session, text: str) -> tuple[int, ...]:
    """Return the devices that a whole identifier, in any notation, names: mostly one or none.

    Where nothing has it as an identifier, the sticker with the device's own name may be meant.
    """
    found = identify(text)
    kinds = [IdentifierKind.ASSET_TAG] if found.kind is None else [found.kind]
    if found.kind is IdentifierKind.SERIAL:
        kinds.append(IdentifierKind.ASSET_TAG)  # a tag has no form of its own
    named_so: dict[int, None] = {}
    with session.store.read() as connection:
        for kind in kinds:
            identifier = make_identifier(kind, text)
            if identifier is not None:
                named_so.update(dict.fromkeys(devices.holders(connection, identifier)))
        if not named_so and IdentifierKind.ASSET_TAG in kinds:
            named_so.update(dict.fromkeys(devices.called(connection, text.strip())))
    return tuple(named_so)


def with_identifier(
    session: Session, identifiers: Sequence[Identifier], manufacturer: str = ""
) -> DeviceRow | None:
    """Return the device that identifiers name already, None when it would be a new one."""
    with session.store.read() as connection:
        found = devices.recognise(connection, identifiers, manufacturer)
        return device_rows.rows(connection, found[:1]).get(found[0]) if found else None


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
    location: str = "",
    organisation: str = "",
    purchased_on: str = "",
    warranty_until: str = "",
) -> tuple[int, Changes]:
    """Add a device by hand.

    Raises ``KnownError``: ``device_known`` for a known identifier, ``device_blank`` for one that
    nobody could tell from another, ``restricted`` for an owner whose data is.
    """
    if not identifiers and not any(text.strip() for text in (name, manufacturer, model)):
        raise KnownError(
            "device_blank",
            _("There is nothing yet to know this device by."),
            _("Nothing was kept yet. Give an identifier, a name, a make or a model."),
        )
    at = moments.now()
    with session.store.write() as connection:
        require_unrestricted(connection, "person", owner_id)
        if devices.recognise(connection, identifiers, manufacturer):
            raise _device_known()
        added = NewDevices(connection, at)
        device = added.add(
            {
                "kind": kind.value,
                "name": name,
                "manufacturer": manufacturer,
                "model": model,
                "owner_id": owner_id,
                "organisation_id": named.organisation_id(connection, organisation)
                if organisation.strip()
                else None,
                "location": location,
                "purchased_on": purchased_on,
                "warranty_until": warranty_until,
                "state": (DeviceState.IN_STOCK if owner_id is None else DeviceState.IN_USE).value,
                "ownership": "private" if private else "managed",
            },
            identifiers,
            (),
        )
        added.write()
    return device, Changes(devices=frozenset({device}))


def _device_known() -> KnownError:
    return KnownError(
        "device_known",
        _("A device with this identifier is in the inventory already."),
        _("Nothing was made or changed. Find it by the identifier and change it there."),
    )


def hand_over(
    session: Session,
    device_id: int,
    person_id: int | None,
    version: int,
    *,
    state: DeviceState = DeviceState.IN_STOCK,
) -> Changes:
    """Give a device to a person, or take it back with None; ``state`` is where it goes then.

    Raises ``KnownError``: ``changed_meanwhile``, ``restricted``.
    """
    becomes = state if person_id is None else DeviceState.IN_USE
    values: dict[str, object] = {"owner_id": person_id, "state": becomes.value}
    with session.store.write() as connection:
        require_unrestricted(connection, "person", person_id)
        return _change(session, device_id, version, values)


def hand_over_to_new(
    session: Session, device_id: int, version: int, *, name: str, email: str = ""
) -> Changes:
    """Put somebody on record and give them a device, both or neither.

    Raises ``KnownError``: ``address_taken``, ``address_needed``, ``changed_meanwhile``.
    """
    from app.workflows import people as records  # noqa: PLC0415 - for it alone

    email = email.strip()
    with session.store.write():
        display_name = " ".join(name.split()) or email
        person, added = records.add(session, display_name=display_name, email=email)
        return added | hand_over(session, device_id, person, version)


def undo_hand_over(
    session: Session,
    device_id: int,
    version: int,
    *,
    owner_id: int | None,
    state: DeviceState,
    updated_at: int,
) -> Changes:
    """Undo the hand-over or return that made a device's ``version``; the rest is from before it.

    Who has it, its state and who had it are as they were; a licence or ticket that it was given
    since stays. Raises ``KnownError``: ``changed_meanwhile`` when somebody changed the device
    since, ``restricted``, and ``owner_gone`` where whoever had it is not known any more.
    """
    before = {"owner_id": owner_id, "state": state.value, "updated_at": updated_at}
    with session.store.write() as connection:
        require_unrestricted(connection, "device", device_id)
        require_unrestricted(connection, "person", owner_id)
        if owner_id is not None and not people.rows(connection, (owner_id,)):
            raise _owner_gone()
        with search_index.changing(connection, devices.INDEX, (device_id,)):
            if not devices.put_owner_back(connection, device_id, version, before):
                raise _owner_gone()
        audit.append(connection, session.member, "hand_over_undone", table="device", row=device_id)
    return Changes(devices=frozenset({device_id}))


def _owner_gone() -> KnownError:
    return KnownError(
        "owner_gone",
        _("Whoever had this device before is not known any more."),
        _("Nothing was changed. Take it back, or hand it over to somebody else."),
    )


def set_state(session: Session, device_id: int, state: DeviceState, version: int) -> Changes:
    """Say where a device is in its life."""
    return _change(session, device_id, version, {"state": state.value})


def change(
    session: Session,
    device_id: int,
    version: int,
    *,
    kind: DeviceKind | None = None,
    state: DeviceState | None = None,
    name: str | None = None,
    manufacturer: str | None = None,
    model: str | None = None,
    location: str | None = None,
    organisation: str | None = None,
    purchased_on: str | None = None,
    warranty_until: str | None = None,
    private: bool | None = None,
    identifiers: Sequence[Identifier] | None = None,
) -> Changes:
    """Change a device; None leaves a property as it is and an empty text clears it.

    Raises ``KnownError``: ``changed_meanwhile``; ``restricted`` when whoever has it is;
    ``device_known`` when an identifier that is new to this device names another one.
    """
    given = {
        "kind": kind.value if kind else None,
        "state": state.value if state else None,
        "name": name,
        "manufacturer": manufacturer,
        "model": model,
        "location": location,
        "purchased_on": purchased_on,
        "warranty_until": warranty_until,
        "ownership": None if private is None else "private" if private else "managed",
    }
    values: dict[str, object] = {key: value for key, value in given.items() if value is not None}
    with session.store.write() as connection:
        if organisation is not None:
            values["organisation_id"] = (
                named.organisation_id(connection, organisation) if organisation.strip() else None
            )
        changes = _change(session, device_id, version, values)
        if identifiers is not None:
            _set_identifiers(connection, device_id, identifiers)
    return changes


def _set_identifiers(
    connection: Connection, device_id: int, identifiers: Sequence[Identifier]
) -> None:
    have = {(i.kind, i.canonical) for i in device_rows.identifiers(connection, device_id)}
    new = [i for i in identifiers if (i.kind, i.canonical) not in have]
    manufacturer = device_rows.rows(connection, (device_id,))[device_id].manufacturer
    if any(found != device_id for found in devices.recognise(connection, new, manufacturer)):
        raise _device_known()
    with search_index.changing(connection, devices.INDEX, (device_id,)):
        devices.set_identifiers(connection, device_id, identifiers)


def _change(session: Session, device_id: int, version: int, values: dict[str, object]) -> Changes:
    with session.store.write() as connection:
        require_unrestricted(connection, "device", device_id)
        with search_index.changing(connection, devices.INDEX, (device_id,)):
            devices.change(connection, device_id, version, values, moments.now())
    return Changes(devices=frozenset({device_id}))


def assign_licence(
    session: Session,
    product: str,
    *,
    vendor: str = "",
    seats: int | None = None,
    device_id: int,
) -> Changes:
    """Give a device a seat of a licence, which has so many ``seats`` from now on.

    None leaves them as they are; one that is new has one then.
    Raises ``KnownError``: ``no_seat_left`` when every seat is taken, ``restricted``.
    """
    with session.store.write() as connection:
        require_unrestricted(connection, "device", device_id)
        licence = licences.find_or_add(connection, product, vendor, seats or 1)
        if seats is not None:
            licences.set_seats(connection, licence, seats)
        if licences.free_seats(connection, licence) < 1:
            raise KnownError(
                "no_seat_left",
                _("Every seat of this licence is taken."),
                _("Nothing was changed. Free a seat, or raise the number of seats."),
            )
        licences.take_seat(connection, licence, device_id, moments.now())
    return Changes(devices=frozenset({device_id}))


def free_seat(session: Session, device_id: int, seat_id: int) -> Changes:
    """Take a licence's seat back from a device. Raises ``KnownError("restricted")``."""
    with session.store.write() as connection:
        require_unrestricted(connection, "device", device_id)
        licences.free_seat(connection, seat_id)
    return Changes(devices=frozenset({device_id}))


def listed_licences(session: Session) -> tuple[LicenceSeat, ...]:
    """Return every licence with its seats and how many are taken."""
    with session.store.read() as connection:
        return licences.listed(connection)
