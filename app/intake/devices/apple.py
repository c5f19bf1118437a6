"""Devices from Apple's device enrolment (DEP) and from Jamf's device management (MDM).

Taken is what the model of a device holds: no telephone numbers, addresses on the network,
certificates, accounts of other users or who enrolled the device.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.i18n import _
from app.intake.devices.columns import Field
from app.intake.devices.record import RecordBuilder
from app.intake.devices.values import kind_of_model, plain
from app.model.device import DeviceKind, DeviceRecord, RejectedRow, Software

_APPLE = "Apple"
_DEP_MARKS = frozenset({"profile_status", "device_family", "device_assigned_date", "op_type"})
_DEP_PAGE = frozenset({"cursor", "fetched_until", "more_to_follow"})
_OTHER_ANSWERS = (frozenset({"server_uuid", "org_id"}), frozenset({"profile_uuid", "org_magic"}))
_KIND_OF_FAMILY = {
    "ipad": DeviceKind.TABLET,
    "iphone": DeviceKind.PHONE,
    "mac": DeviceKind.DESKTOP,  # where the model does not say that it is a MacBook
}


def is_dep(document: Mapping[str, Any]) -> bool:
    """Say whether a document is an answer of DEP that lists devices, perhaps none."""
    devices = document.get("devices")
    if isinstance(devices, Mapping):
        devices = list(devices.values())
    if not isinstance(devices, list):
        return False
    if not devices:
        return bool(_DEP_PAGE & document.keys())
    return any(
        isinstance(device, Mapping) and bool(_DEP_MARKS & device.keys()) for device in devices
    )


def is_other_dep_answer(document: Mapping[str, Any]) -> bool:
    """Say whether a document is DEP's answer about an account or profile, without devices."""
    return any(marks <= document.keys() for marks in _OTHER_ANSWERS)


def read_dep(document: Mapping[str, Any]) -> Iterator[DeviceRecord | RejectedRow]:
    """Read a list of devices, a page of a sync or details by serial number."""
    devices = document["devices"]
    entries = devices.values() if isinstance(devices, Mapping) else devices
    for place, device in enumerate(entries):
        row = f"devices[{place}]"
        if not isinstance(device, Mapping):
            yield RejectedRow(row, _("Not a device."))
        elif plain(device.get("response_status")) not in ("", "SUCCESS"):
            yield RejectedRow(row, _("Apple gave no details of this device."))
        else:
            yield _dep_device(device, row)


def _dep_device(device: Mapping[str, Any], row: str) -> DeviceRecord | RejectedRow:
    builder = RecordBuilder(row)
    builder.add(Field.SERIAL, device.get("serial_number"))
    builder.add(Field.ASSET_TAG, device.get("asset_tag"))
    builder.add(Field.MODEL, device.get("model"))
    builder.add(Field.MODEL, device.get("description"))
    builder.add(Field.MANUFACTURER, _APPLE)
    for key in ("imei", "meid"):
        builder.add(Field(key), device.get(key))
    builder.set_kind(kind_of_model(plain(device.get("model"))))
    family = plain(device.get("device_family")).lower()
    builder.set_kind(_KIND_OF_FAMILY.get(family, DeviceKind.OTHER if family else None))
    if plain(device.get("op_type")) == "deleted":
        builder.warn(_("No longer assigned to this server in Apple's enrolment."))
    return builder.build()


def is_jamf(document: object) -> bool:
    """Say whether a document is one device of Jamf's."""
    return (
        isinstance(document, Mapping)
        and isinstance(document.get("general"), Mapping)
        and "serial_number" in document["general"]
    )


def read_jamf(document: Mapping[str, Any], row: str) -> DeviceRecord | RejectedRow:
    """Read one computer or mobile device."""
    general = _section(document, "general")
    hardware = _section(document, "hardware")
    network = _section(document, "network")
    location = _section(document, "location")
    purchasing = _section(document, "purchasing")
    builder = RecordBuilder(row)
    for field, values in (
        (Field.NAME, (general.get("name"), general.get("device_name"))),
        (Field.SERIAL, (general.get("serial_number"),)),
        (Field.IMEI, (network.get("imei"), network.get("imei2"))),
        (Field.MEID, (network.get("meid"),)),
        (Field.MAC, tuple(general.get(key) for key in _JAMF_MACS)),
        (Field.ASSET_TAG, (general.get("asset_tag"),)),
        (Field.MANUFACTURER, (hardware.get("make"), _APPLE)),
        (Field.MODEL, (hardware.get("model"), general.get("model_display"), general.get("model"))),
        (Field.OWNER, (location.get("email_address"), location.get("username"))),
        (Field.ORGANISATION, (location.get("department"),)),
        (Field.LOCATION, (_place(location),)),
        (Field.PURCHASED_ON, (purchasing.get("po_date"),)),
        (Field.WARRANTY_UNTIL, (purchasing.get("warranty_expires"),)),
    ):
        for value in values:
            builder.add(field, value)
    model = plain(hardware.get("model")) or plain(general.get("model"))
    builder.set_kind(kind_of_model(model))
    if plain(general.get("platform")).lower() == "mac":
        builder.set_kind(DeviceKind.DESKTOP)
    applications = document.get("applications")
    if not isinstance(applications, list):
        applications = _section(document, "software").get("applications")
    if isinstance(applications, list):
        builder.set_software(_programs(applications))
    return builder.build()


_JAMF_MACS = ("mac_address", "alt_mac_address", "wifi_mac_address", "bluetooth_mac_address")


def _programs(applications: list[object]) -> Iterator[Software]:
    for entry in applications:
        if isinstance(entry, Mapping):
            name = plain(entry.get("name")) or plain(entry.get("application_name"))
            short = plain(entry.get("application_short_version"))
            version = plain(entry.get("version")) or plain(entry.get("application_version"))
            yield Software(name.removesuffix(".app"), version or short)


def _place(location: Mapping[str, Any]) -> str:
    return ", ".join(filter(None, (plain(location.get("building")), plain(location.get("room")))))


def _section(document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    section = document.get(name)
    return section if isinstance(section, Mapping) else {}
