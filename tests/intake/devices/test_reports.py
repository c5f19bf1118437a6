"""Reports of inventory agents and of device management, and other JSON, become devices."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.errors import KnownError
from app.intake.devices import read_device_file
from app.model.device import DeviceKind, DeviceRecord, RejectedRow, Software
from app.model.identifiers import IdentifierKind

COMPUTER: dict[str, Any] = {
    "deviceid": "pc-12-2026-01-05",
    "action": "inventory",
    "itemtype": "Computer",
    "content": {
        "bios": {
            "smanufacturer": "To be filled by O.E.M.",
            "mmanufacturer": "Lenovo",
            "smodel": "ThinkPad T14",
            "ssn": "PF0ABC12",
            "assettag": "No Asset Information",
        },
        "hardware": {
            "name": "PC-12",
            "chassis_type": "Notebook",
            "lastloggeduser": "sanne",
            "defaultgateway": "192.0.2.1",
        },
        "users": [{"login": "sanne"}],
        "networks": [
            {"description": "lo", "type": "loopback", "mac": "00:00:00:00:00:00"},
            {"description": "eth0", "type": "ethernet", "mac": "00:1a:2b:3c:4d:5e"},
            {"description": "eth0", "type": "ethernet", "mac": "00:1A:2B:3C:4D:5E"},
            {"description": "wlan0", "type": "wifi", "mac": "da:a1:19:00:00:01"},
            {"description": "docker0", "type": "ethernet", "mac": "00:1a:2b:00:00:01"},
            {"description": "VMware Virtual Ethernet Adapter", "mac": "00:50:56:c0:00:08"},
            {"description": "tun0", "virtualdev": True, "mac": "00:1a:2b:00:00:02"},
            {"description": "enp0s20u1", "driver": "r8152", "mac": "00:e0:4c:00:00:03"},
        ],
        "softwares": [
            {"name": "Editor", "version": "2.1", "publisher": "Example", "username": "sanne"},
            {"name": "Editor", "version": "2.1", "publisher": "Example"},
            {"name": "Browser"},
        ],
    },
}
XML = """<?xml version="1.0" encoding="UTF-8"?>
<REQUEST><CONTENT>
 <BIOS><SSN>PF0ABC12</SSN><SMANUFACTURER>Lenovo</SMANUFACTURER><SMODEL>ThinkPad T14</SMODEL>
  <TYPE>Notebook</TYPE></BIOS>
 <HARDWARE><NAME>PC-12é</NAME><IPADDR>192.0.2.7</IPADDR><USERID>sanne</USERID></HARDWARE>
 <NETWORKS><DESCRIPTION>eth0</DESCRIPTION><MACADDR>00:1A:2B:3C:4D:5E</MACADDR></NETWORKS>
 <NETWORKS><DESCRIPTION>vpn</DESCRIPTION><MACADDR>00:1A:2B:00:00:02</MACADDR>
  <VIRTUALDEV>1</VIRTUALDEV></NETWORKS>
 <SOFTWARES><NAME>Editor</NAME><VERSION>2.1</VERSION></SOFTWARES>
</CONTENT><DEVICEID>pc-12-2026</DEVICEID><QUERY>INVENTORY</QUERY></REQUEST>"""
SNMP = """<REQUEST><CONTENT>
 <DEVICE><INFO><TYPE>NETWORKING</TYPE><NAME>sw-1</NAME><SERIAL>FOC1243W0ED</SERIAL>
  <MAC>00:23:AC:6A:01:00</MAC><MANUFACTURER>Cisco</MANUFACTURER></INFO>
  <COMPONENTS><COMPONENT><TYPE>chassis</TYPE><SERIAL>FOC1127Z4LH</SERIAL></COMPONENT>
  </COMPONENTS></DEVICE>
 <DEVICE><INFO><TYPE>PRINTER</TYPE><NAME>pr-1</NAME><SERIAL>PHCVN191TG</SERIAL></INFO></DEVICE>
 <DEVICE><ERROR>timeout</ERROR></DEVICE>
</CONTENT><QUERY>SNMPQUERY</QUERY></REQUEST>"""


def read(tmp_path: Path, content: object) -> list[DeviceRecord | RejectedRow]:
    path = tmp_path / "file"
    if not isinstance(content, bytes):
        text = content if isinstance(content, str) else json.dumps(content)
        content = text.encode()
    path.write_bytes(content)
    return list(read_device_file(path))


def one(tmp_path: Path, content: object) -> DeviceRecord:
    (record,) = read(tmp_path, content)
    assert isinstance(record, DeviceRecord)
    return record


def given(record: DeviceRecord) -> list[tuple[str, str, bool]]:
    return [(found.kind.value, found.canonical, found.matchable) for found in record.identifiers]


def test_an_agents_report_is_one_device_with_its_own_addresses_alone(tmp_path: Path) -> None:
    record = one(tmp_path, COMPUTER)
    assert (record.name, record.kind) == ("PC-12", DeviceKind.LAPTOP)
    assert (record.manufacturer, record.model) == ("Lenovo", "ThinkPad T14")
    assert given(record) == [
        ("serial", "PF0ABC12", True),
        ("mac", "00:1a:2b:3c:4d:5e", True),
        ("mac", "00:e0:4c:00:00:03", False),
    ]
    assert record.software == (Software("Editor", "2.1", "Example"), Software("Browser"))
    assert record.external_id == "pc-12-2026-01-05"
    assert not record.partial
    assert len(record.warnings) == 3


def test_a_report_takes_nothing_that_the_policy_does_not_list(tmp_path: Path) -> None:
    record = one(tmp_path, COMPUTER)
    assert record.owner is None
    assert "sanne" not in repr(record)
    assert "192.0.2" not in repr(record)


def test_a_partial_report_says_nothing_of_what_it_leaves_out(tmp_path: Path) -> None:
    partial = {
        "deviceid": "pc-12-2026-01-05",
        "partial": True,
        "content": {"hardware": {"memory": 8000}, "versionclient": "x"},
    }
    record = one(tmp_path, partial)
    assert record.partial
    assert record.external_id == "pc-12-2026-01-05"
    assert (record.name, record.software, record.identifiers) == (None, None, ())


def test_a_partial_report_may_hold_nothing_but_what_changed(tmp_path: Path) -> None:
    file = tmp_path / "partial.xml"
    file.write_text(
        "<REQUEST><CONTENT><SOFTWARES><NAME>Editor</NAME><VERSION>2.2</VERSION></SOFTWARES>"
        "</CONTENT><DEVICEID>pc-12-2026-01-05</DEVICEID><PARTIAL>1</PARTIAL></REQUEST>",
        "utf-8",
    )
    (record,) = read_device_file(file)
    assert isinstance(record, DeviceRecord)
    assert record.partial
    assert record.external_id == "pc-12-2026-01-05"
    assert record.software == (Software("Editor", "2.2"),)


def test_a_stack_is_one_device_whose_members_find_it_and_never_match_it(tmp_path: Path) -> None:
    report = {
        "itemtype": "NetworkEquipment",
        "content": {
            "network_device": {
                "type": "Networking",
                "name": "core",
                "serial": "FOC1243W0ED",
                "mac": "00:23:ac:6a:01:00",
                "location": "MER 2",
                "ips": ["192.0.2.2"],
                "contact": "noc@example.nl",
            },
            "network_components": [
                {"type": "stack"},
                {"type": "chassis", "serial": "FOC1243W0ED"},
                {"type": "chassis", "serial": "FOC1127Z4LH"},
                {"type": "powerSupply", "serial": "AZS1239010B"},
                {"serial": "FCZ1951Z1NW", "mac": "00:fe:c8:e8:3e:70"},
            ],
        },
    }
    record = one(tmp_path, report)
    assert (record.kind, record.location) == (DeviceKind.NETWORK, "MER 2")
    assert given(record) == [
        ("serial", "FOC1243W0ED", True),
        ("mac", "00:23:ac:6a:01:00", True),
        ("serial", "FOC1127Z4LH", False),
    ]
    assert any("1 device that it manages is not" in warning for warning in record.warnings)
    assert "example.nl" not in repr(record)


@pytest.mark.parametrize("pack", [bytes, zlib.compress, gzip.compress])
def test_legacy_xml_reads_like_json_also_compressed(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    record = one(tmp_path, pack(XML.encode()))
    assert (record.name, record.kind) == ("PC-12é", DeviceKind.LAPTOP)
    assert given(record) == [("serial", "PF0ABC12", True), ("mac", "00:1a:2b:3c:4d:5e", True)]
    assert record.software == (Software("Editor", "2.1"),)
    assert record.external_id == "pc-12-2026"
    assert "sanne" not in repr(record)


def test_a_network_inventory_in_xml_gives_each_device(tmp_path: Path) -> None:
    switch, printer, failed = read(tmp_path, SNMP)
    assert isinstance(switch, DeviceRecord)
    assert isinstance(printer, DeviceRecord)
    assert isinstance(failed, RejectedRow)
    assert (switch.kind, printer.kind) == (DeviceKind.NETWORK, DeviceKind.PRINTER)
    assert [found[1:] for found in given(switch)] == [
        ("FOC1243W0ED", True),
        ("00:23:ac:6a:01:00", True),
        ("FOC1127Z4LH", False),
    ]


def test_enrolment_lists_give_devices_and_other_answers_say_so(tmp_path: Path) -> None:
    device = {"serial_number": "C02T0HL0GGC0", "model": "MacBook Pro", "device_family": "Mac"}
    record = one(tmp_path, {"devices": [device], "cursor": "x"})
    assert (record.kind, record.manufacturer) == (DeviceKind.LAPTOP, "Apple")
    details = {"devices": {"A": {**device, "response_status": "NOT_ACCESSIBLE"}, "B": device}}
    first, second = read(tmp_path, details)
    assert isinstance(first, RejectedRow)
    assert isinstance(second, DeviceRecord)
    assert read(tmp_path, {"devices": [], "cursor": "x", "more_to_follow": False}) == []
    with pytest.raises(KnownError) as caught:
        read(tmp_path, {"server_uuid": "1", "org_id": "2", "org_phone": "0612345678"})
    assert caught.value.code == "no_devices"


def test_managed_devices_are_read_with_their_owner(tmp_path: Path) -> None:
    document = {
        "mobile_device": {
            "general": {
                "name": "Pad 7",
                "serial_number": "F9FXJ1ABCD",
                "model": "iPad Pro",
                "phone_number": "0612345678",
                "ip_address": "192.0.2.9",
                "wifi_mac_address": "'00:1A:2B:3C:4D:5E",
            },
            "network": {"imei": "35 209900 176148 1", "iccid": "8931 4404 1234 5678 901"},
            "location": {
                "username": "sanne",
                "email_address": "sanne@example.nl",
                "realname": "Sanne de Boer",
                "department": "Verkoop",
                "building": "B",
                "room": "1.02",
            },
            "purchasing": {"po_date": "2025-02-01", "warranty_expires": ""},
            "applications": [{"application_name": "Browser", "application_version": "9"}],
        }
    }
    record = one(tmp_path, document)
    assert (record.kind, record.name, record.model) == (DeviceKind.TABLET, "Pad 7", "iPad Pro")
    assert [found[1] for found in given(record)] == [
        "F9FXJ1ABCD",
        "352099001761481",
        "00:1a:2b:3c:4d:5e",
    ]
    assert (record.owner, record.organisation) == ("sanne@example.nl", "Verkoop")
    assert (record.location, record.purchased_on) == ("B, 1.02", "2025-02-01")
    assert record.software == (Software("Browser", "9"),)
    for kept_out in ("0612345678", "192.0.2.9", "8931", "de Boer"):
        assert kept_out not in repr(record)


def test_a_list_of_flat_objects_is_a_table(tmp_path: Path) -> None:
    rows = [
        {"serialNumber": "SN-1001", "deviceName": "pc", "imei": 352099001761481},
        {"serialNumber": "SN-1002", "imei": 3.52099e14, "nested": {"x": 1}},
        7,
    ]
    for document in (rows, {"count": 3, "results": rows}):
        first, second, third = read(tmp_path, document)
        assert isinstance(first, DeviceRecord)
        assert isinstance(second, DeviceRecord)
        assert isinstance(third, RejectedRow)
        assert ("imei", "352099001761481", True) in given(first)
        assert all(
            not found.matchable for found in second.identifiers if found.kind is IdentifierKind.IMEI
        )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"colour": "red"}, "unknown_device_file"),
        ([1, 2], "unknown_device_file"),
        ({"$schema": "x", "properties": {}}, "unknown_device_file"),
        ('{"content": ', "damaged_file"),
        ("<html><body>x</body></html>", "unknown_device_file"),
        ("<REQUEST><CONTENT>", "damaged_file"),
        ("<REQUEST><CONTENT><ACCOUNTINFO/></CONTENT></REQUEST>", "unknown_device_file"),
        (zlib.compress(XML.encode())[:-20], "damaged_file"),
        (b"\x1f\x8bnot really", "damaged_file"),
        ([{"colour": "red"}], "no_device_columns"),
    ],
)
def test_anything_else_is_a_known_error(tmp_path: Path, content: object, code: str) -> None:
    with pytest.raises(KnownError) as caught:
        read(tmp_path, content)
    assert caught.value.code == code
    assert caught.value.hint
