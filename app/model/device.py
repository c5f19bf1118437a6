"""Devices: their words, and what an inventory file says about one."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from app.i18n import N_, _
from app.model.conversation import LinkedDevice
from app.model.identifiers import Identifier


class DeviceKind(StrEnum):
    """What sort of thing a device is."""

    LAPTOP = "laptop"
    DESKTOP = "desktop"
    SERVER = "server"
    PHONE = "phone"
    TABLET = "tablet"
    PRINTER = "printer"
    MONITOR = "monitor"
    NETWORK = "network"
    PERIPHERAL = "peripheral"
    OTHER = "other"


class DeviceState(StrEnum):
    """Where a device is in its life."""

    IN_STOCK = "in_stock"
    IN_USE = "in_use"
    IN_REPAIR = "in_repair"
    LOST = "lost"
    STOLEN = "stolen"
    RETIRED = "retired"


KIND_LABELS = {
    DeviceKind.LAPTOP: N_("Laptop"),
    DeviceKind.DESKTOP: N_("Desktop"),
    DeviceKind.SERVER: N_("Server"),
    DeviceKind.PHONE: N_("Telephone"),
    DeviceKind.TABLET: N_("Tablet"),
    DeviceKind.PRINTER: N_("Printer"),
    DeviceKind.MONITOR: N_("Monitor"),
    DeviceKind.NETWORK: N_("Network equipment"),
    DeviceKind.PERIPHERAL: N_("Peripheral"),
    DeviceKind.OTHER: N_("Other"),
}
STATE_LABELS = {
    DeviceState.IN_STOCK: N_("In stock"),
    DeviceState.IN_USE: N_("In use"),
    DeviceState.IN_REPAIR: N_("In repair"),
    DeviceState.LOST: N_("Lost"),
    DeviceState.STOLEN: N_("Stolen"),
    DeviceState.RETIRED: N_("Retired"),
}


@dataclass(frozen=True, slots=True, order=True)
class Software:
    """A program found on a device."""

    name: str
    version: str = ""
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class DeviceRecord:
    """What one row of an inventory file says about one device.

    None means the file says nothing about it, so that an update leaves it as it is; an empty
    text or tuple means the file says there is none.
    """

    row: str
    """Where it stands: the line of a CSV file, a JSON path or a device's place in a list."""
    kind: DeviceKind | None = None
    name: str | None = None
    manufacturer: str | None = None
    model: str | None = None
    state: DeviceState | None = None
    identifiers: tuple[Identifier, ...] = ()
    """Serial, IMEI, IMEISV, MEID, MAC and asset tag, in the order of the file."""
    owner: str | None = None
    """An e-mail address or user name, as the file gives it."""
    organisation: str | None = None
    location: str | None = None
    purchased_on: str | None = None
    """ISO day."""
    warranty_until: str | None = None
    """ISO day."""
    software: tuple[Software, ...] | None = None
    partial: bool = False
    """An agent's partial report: it updates a known device and never makes one."""
    external_id: str = ""
    """The agent's own id of the device (``deviceid``), which its partial reports repeat."""
    warnings: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that could not be read, and why, in the user's language."""

    row: str
    reason: str


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """What a list shows of a device."""

    id: int
    kind: DeviceKind
    name: str
    manufacturer: str
    model: str
    state: DeviceState
    serial: str
    asset_tag: str
    owner_id: int | None
    owner: str
    organisation: str
    location: str
    warranty_until: str
    updated_at: int
    version: int


def title(device: DeviceRow | LinkedDevice) -> str:
    """Return what people call a device: its name, else its make and model, else its kind."""
    made = f"{device.manufacturer} {device.model}".strip()
    return device.name or made or _(KIND_LABELS[DeviceKind(device.kind)])


@dataclass(frozen=True, slots=True)
class Custody:
    """Who had a device, from when until when (None: still has it)."""

    person_id: int | None
    person: str
    since: int
    until: int | None


@dataclass(frozen=True, slots=True)
class LicenceSeat:
    """A licence that a device or person holds a seat of."""

    licence_id: int
    product: str
    vendor: str
    seats: int
    expires_on: str
    taken: int = 0
    """Seats that somebody holds."""
    seat_id: int | None = None
    """The seat held; None where the licence itself is meant."""


@dataclass(frozen=True, slots=True)
class Device:
    """A device, whole."""

    row: DeviceRow
    identifiers: tuple[Identifier, ...]
    software: tuple[Software, ...]
    custody: tuple[Custody, ...]
    licences: tuple[LicenceSeat, ...]
    ticket_ids: tuple[int, ...]
    purchased_on: str
    created_at: int
    private: bool = False
    """Its owner's own; it goes when the owner is erased."""
    restricted: bool = False
    """Whoever has it had their data restricted: it is kept and not changed."""
