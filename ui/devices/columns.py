"""The columns of the device list."""

from __future__ import annotations

from app.i18n import N_, _
from app.model import device, moments
from app.model.conversation import LinkedDevice
from app.model.device import KIND_LABELS, STATE_LABELS, DeviceRow, DeviceState
from app.model.device_list import DeviceSort
from ui.models.column import Cell, Column
from ui.text import day, one_line, short_moment

STATE_TONES = {
    DeviceState.IN_STOCK: "accent",
    DeviceState.IN_USE: "success",
    DeviceState.IN_REPAIR: "warning",
    DeviceState.LOST: "danger",
    DeviceState.STOLEN: "danger",
    DeviceState.RETIRED: "field_border",
}


def title(row: DeviceRow | LinkedDevice) -> str:
    """Return what people call a device, on one line."""
    return one_line(device.title(row))


def _name(row: DeviceRow) -> Cell:
    return Cell(title(row))


def _kind(row: DeviceRow) -> Cell:
    return Cell(_(KIND_LABELS[row.kind]), quiet=True)


def _model(row: DeviceRow) -> Cell:
    return Cell(one_line(f"{row.manufacturer} {row.model}"))


def _serial(row: DeviceRow) -> Cell:
    return Cell(one_line(row.serial))


def _state(row: DeviceRow) -> Cell:
    return Cell(_(STATE_LABELS[row.state]), "dot", STATE_TONES[row.state])


def _owner(row: DeviceRow) -> Cell:
    return Cell(one_line(row.owner) or "–", quiet=not row.owner)


def _warranty(row: DeviceRow) -> Cell:
    return Cell(day(row.warranty_until) or "–", quiet=True)


def _updated(row: DeviceRow) -> Cell:
    return Cell(short_moment(row.updated_at, moments.now()), quiet=True)


COLUMNS: tuple[Column[DeviceRow], ...] = (
    Column("name", N_("Device"), _name, 20, stretch=True, sort=DeviceSort.NAME),
    Column("kind", N_("Kind"), _kind, 13, rank=4, sort=DeviceSort.KIND),
    Column("model", N_("Make and model"), _model, 22, rank=3),
    Column("serial", N_("Serial number"), _serial, 16, rank=2),
    Column("state", N_("State"), _state, 14, rank=1, sort=DeviceSort.STATE),
    Column("owner", N_("Owner"), _owner, 18, rank=5, sort=DeviceSort.OWNER),
    Column("warranty", N_("Warranty until"), _warranty, 14, rank=7, sort=DeviceSort.WARRANTY),
    Column("updated", N_("Updated"), _updated, 11, rank=6, sort=DeviceSort.UPDATED, falls=True),
)
