"""Devices from an inventory agent's report, of the GLPI, FusionInventory and OCS family.

Taken is what the model of a device holds, and nothing else: no addresses on the network, keys,
telephone numbers, or who logged on. A log-on says who used a device, not whose it is, so a
report never sets an owner.

One report is one device. A stack of switches is one: its own serial number comes first, those
of its members find it too but never match it, because a member may move to another stack. The
access points that a wireless controller lists are not taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from app.i18n import _, ngettext
from app.intake.devices.columns import Field
from app.intake.devices.record import RecordBuilder, with_warning
from app.intake.devices.values import kind_of, plain
from app.model.device import DeviceKind, DeviceRecord, RejectedRow, Software
from app.model.identifiers import Identifier, IdentifierKind, make_identifier
from app.model.placeholders import is_placeholder

_KIND_OF_ITEM = {
    "phone": DeviceKind.PHONE,
    "printer": DeviceKind.PRINTER,
    "networkequipment": DeviceKind.NETWORK,
}
_KIND_OF_NETWORK_TYPE = {
    "networking": DeviceKind.NETWORK,
    "printer": DeviceKind.PRINTER,
    "phone": DeviceKind.PHONE,
    "computer": None,
    "unmanaged": None,
}
_VIRTUAL_TYPES = frozenset({"loopback", "bridge", "alias", "aggregate", "dialup", "bluetooth"})
_VIRTUAL = re.compile(
    r"^(lo\d*$|docker|veth|br-|virbr|vmnet|vboxnet|vnet|tun|tap|utun|awdl|llw|zt|wg\d|bond|team"
    r"|dummy|sit\d|ppp|vlan)|virtual|vmware|hyper-v|vpn|tap-|wan miniport|loopback|npcap|teredo"
    r"|anyconnect|fortinet|wintun|wireguard|zerotier|personal area network|pseudo",
    re.IGNORECASE,
)
_USB = re.compile(r"^en[a-z0-9]*u\d|\busb\b", re.IGNORECASE)
_USB_DRIVERS = frozenset({"r8152", "ax88179_178a", "asix", "cdc_ether", "cdc_ncm", "smsc95xx"})


def is_agent_report(document: object) -> bool:
    """Say whether a document is one device's report."""
    if not isinstance(document, Mapping) or not isinstance(document.get("content"), Mapping):
        return False
    content = document["content"]
    whole = bool({"hardware", "bios", "network_device", "versionclient"} & content.keys())
    return whole or (_is_partial(document) and bool(plain(document.get("deviceid"))))


def _is_partial(document: Mapping[str, Any]) -> bool:
    return document.get("partial") in (True, "1", "true")


def read_report(document: Mapping[str, Any], row: str) -> DeviceRecord | RejectedRow:
    """Read one report; a partial one says so and names the device by the agent's own id."""
    content: Mapping[str, Any] = document["content"]
    builder = RecordBuilder(row)
    network_device = _mapping(content.get("network_device"))
    builder.set_kind(_KIND_OF_ITEM.get(plain(document.get("itemtype")).lower()))
    if network_device:
        _network_device(builder, network_device, content)
    else:
        _computer(builder, content)
    if "softwares" in content:
        builder.set_software(_programs(content["softwares"]))
    partial = _is_partial(document)
    return builder.build(partial=partial, external_id=plain(document.get("deviceid")))


def _computer(builder: RecordBuilder, content: Mapping[str, Any]) -> None:
    bios = _mapping(content.get("bios"))
    hardware = _mapping(content.get("hardware"))
    chassis = plain(hardware.get("chassis_type")) or plain(bios.get("type"))
    builder.set_kind(kind_of(chassis))
    builder.add(Field.NAME, hardware.get("name"))
    for key in ("smanufacturer", "mmanufacturer"):
        builder.add(Field.MANUFACTURER, bios.get(key))
    for key in ("smodel", "mmodel"):
        builder.add(Field.MODEL, bios.get(key))
    serial = plain(bios.get("ssn"))
    if not serial or is_placeholder(serial):
        serial = plain(bios.get("enclosureserial")) or serial
    builder.add(Field.SERIAL, serial)
    builder.add(Field.ASSET_TAG, bios.get("assettag"))
    for part in (hardware, bios, *_list(content.get("simcards")), *_list(content.get("modems"))):
        builder.add(Field.IMEI, part.get("imei"))
        builder.add(Field.MEID, part.get("meid"))
    left_out = 0
    for adapter in _list(content.get("networks")):
        identifier = _permanent_mac(adapter)
        if identifier is None:
            left_out += bool(_mac_of(adapter)) and not _virtual(adapter)
        else:
            builder.add_identifier(identifier)
    if left_out:
        builder.warn(_("A network address that is not the adapter's own was left out."))


def _network_device(
    builder: RecordBuilder, device: Mapping[str, Any], content: Mapping[str, Any]
) -> None:
    kind = plain(device.get("type")).lower()
    builder.set_kind(_KIND_OF_NETWORK_TYPE.get(kind, DeviceKind.OTHER))
    for field, key in (
        (Field.NAME, "name"),
        (Field.MANUFACTURER, "manufacturer"),
        (Field.MODEL, "model"),
        (Field.SERIAL, "serial"),
        (Field.ASSET_TAG, "assettag"),
        (Field.MAC, "mac"),
        (Field.LOCATION, "location"),
    ):
        builder.add(field, device.get(key))
    own = make_identifier(IdentifierKind.SERIAL, plain(device.get("serial")))
    managed = 0
    for part in _list(content.get("network_components")):
        member = make_identifier(IdentifierKind.SERIAL, plain(part.get("serial")))
        if member is None or (own and member.canonical == own.canonical):
            continue
        if "type" not in part:
            managed += 1
        elif plain(part["type"]).lower() == "chassis":
            builder.add_identifier(
                with_warning(member, _("Of a member of the stack; never matched."))
            )
    if managed:
        text = ngettext(
            "{count} device that it manages is not taken.",
            "{count} devices that it manages are not taken.",
            managed,
        )
        builder.warn(text.format(count=managed))


def _permanent_mac(adapter: Mapping[str, Any]) -> Identifier | None:
    if _virtual(adapter):
        return None
    identifier = make_identifier(IdentifierKind.MAC, _mac_of(adapter))
    if identifier is None or not identifier.matchable:
        return None
    on_usb = (
        _USB.search(plain(adapter.get("description")))
        or plain(adapter.get("driver")).lower() in _USB_DRIVERS
        or plain(adapter.get("pnpdeviceid")).upper().startswith("USB\\")
    )
    if on_usb:
        return with_warning(identifier, _("Of a USB adapter, which moves between devices."))
    return identifier


def _virtual(adapter: Mapping[str, Any]) -> bool:
    return bool(
        adapter.get("virtualdev") in (True, "1", "yes", "true")
        or plain(adapter.get("type")).lower() in _VIRTUAL_TYPES
        or _VIRTUAL.search(plain(adapter.get("description")))
    )


def _mac_of(adapter: Mapping[str, Any]) -> str:
    return plain(adapter.get("mac")) or plain(adapter.get("macaddr"))


def _programs(entries: object) -> Iterator[Software]:
    for entry in _list(entries):
        yield Software(
            plain(entry.get("name")), plain(entry.get("version")), plain(entry.get("publisher"))
        )


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> list[Mapping[str, Any]]:
    """Return the objects of a list; XML gives one alone where JSON gives a list of one."""
    entries = value if isinstance(value, list) else [value]
    return [entry for entry in entries if isinstance(entry, Mapping)]
