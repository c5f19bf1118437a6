"""Real files that other programs wrote come out as an administrator would read them."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import KnownError
from app.intake.devices import read_device_file
from app.model.device import DeviceKind, DeviceRecord

SAMPLES = Path(__file__).resolve().parents[3] / "../shared/samples/devices"
pytestmark = pytest.mark.skipif(
    not SAMPLES.exists(), reason="the samples folder is not beside this checkout"
)

NETWORK = DeviceKind.NETWORK
DEVICES = [
    ("glpi/computer_1.json", DeviceKind.LAPTOP, "glpixps", "640HP72", 6),
    ("glpi/computer_2.json", DeviceKind.LAPTOP, "COMP1", "2FAGP34", None),
    ("glpi/computer_3.json", DeviceKind.LAPTOP, "LF014", "8C554721F", 3005),
    ("glpi/computer_3_updated.json", DeviceKind.LAPTOP, "LF014", "8C554721F", 3155),
    ("glpi/networkequipment_1.json", NETWORK, "ucs6248up-cluster-pa3-B", "SSI1912014B", None),
    ("glpi/networkequipment_2.json", NETWORK, "3k-1-pa3.glpi-project.infra", "FOC1243W0ED", None),
    ("glpi/networkequipment_3.json", NETWORK, "HP-2530-48G", "CN5BFP62CP", None),
    ("glpi/networkequipment_4.json", NETWORK, "CH-GV1-DSI-WLC-INSID-1", "FCH1946V219", None),
    ("glpi/networkequipment_5.json", NETWORK, "DGS-3420-52T", "R3843D1000001", None),
    ("glpi/phone_1.json", DeviceKind.PHONE, "Mi9TPro-TéléphoneM", "AF8D8FCFA6FA4794", 3),
    ("glpi/printer_1.json", DeviceKind.PRINTER, "NPIF2BE10", "PHCVN191TG", None),
    ("glpi/printer_2.json", DeviceKind.PRINTER, "MX5970", "SDFSDF9874", None),
    ("glpi/printer_3.json", DeviceKind.PRINTER, "MX5970", "SDFSDF9874", None),
    ("apple-dep/device_response.json", DeviceKind.LAPTOP, None, "C02T0HL0GGC0", None),
    ("apple-dep/device_details_response.json", DeviceKind.LAPTOP, None, "C02T0HL0GGC0", None),
    ("ralph/management_ip_blank.csv", None, "EMC1-3", "M000000015L", None),
    ("ralph/management_ip_existing.csv", None, "EMC1-3", "M000000015L", None),
]  # fmt: skip


def records(name: str) -> list[DeviceRecord]:
    found = list(read_device_file(SAMPLES / name))
    assert all(isinstance(one, DeviceRecord) for one in found)
    return [one for one in found if isinstance(one, DeviceRecord)]


@pytest.mark.parametrize(("name", "kind", "device", "serial", "programs"), DEVICES)
def test_a_file_of_one_device(
    name: str, kind: DeviceKind | None, device: str | None, serial: str, programs: int | None
) -> None:
    (record,) = records(name)
    assert (record.kind, record.name) == (kind, device)
    matching = [one.canonical for one in record.identifiers if one.matchable]
    assert matching[0] == serial
    assert (None if record.software is None else len(record.software)) == programs
    assert not record.partial
    assert record.owner is None


def test_partial_reports_name_the_device_that_they_update() -> None:
    names = sorted(path.name for path in (SAMPLES / "glpi").glob("*_partial_*.json"))
    assert len(names) == 7
    for name in names:
        (record,) = records(f"glpi/{name}")
        (whole,) = records(f"glpi/{name.partition('_partial_')[0]}.json")
        assert record.partial
        assert record.external_id == whole.external_id
        assert (record.software is not None) is ("softs" in name)


def test_managed_devices_of_one_answer() -> None:
    computer, tablet = records("jamf/jamf_devices.json")
    assert (computer.kind, tablet.kind) == (DeviceKind.LAPTOP, DeviceKind.TABLET)
    matching = [
        [one.canonical for one in it.identifiers if one.matchable] for it in (computer, tablet)
    ]
    assert matching == [["C094B14CDCD2"], ["3EC0CCE031CC", "457186865664853"]]
    assert tablet.owner
    assert "8934" not in repr(tablet)


def test_a_list_with_another_systems_keys_leaves_them_out() -> None:
    first, second = records("ralph/back_office_assets.csv")
    assert [one.canonical for one in first.identifiers] == ["BO_ASSET_SN"]
    assert [one.canonical for one in second.identifiers] == ["BO_ASSET_SN2"]
    assert (first.model, first.location) == (None, None)
    (storage,) = records("ralph/management_ip_existing.csv")
    assert storage.model == "[Storage] EMC"
    assert "10.0.0.103" not in repr(storage)


@pytest.mark.parametrize(
    "name",
    ["1_Warehouse", "2_Warehouse", "rack", "regions", "server_room", "warehouses",
     "warehouses_semicolon", "warehouses_skipid", "warehouses_tab"],
)  # fmt: skip
def test_lists_of_other_things_say_that_no_column_holds_a_device(name: str) -> None:
    with pytest.raises(KnownError) as caught:
        records(f"ralph/{name}.csv")
    assert caught.value.code == "no_device_columns"
    assert "id, " in caught.value.hint


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("apple-dep/account_response.json", "no_devices"),
        ("apple-dep/fetch_profile_response.json", "no_devices"),
        ("glpi/inventory.schema.json", "unknown_device_file"),
    ],
)
def test_files_without_devices_say_so(name: str, code: str) -> None:
    with pytest.raises(KnownError) as caught:
        records(name)
    assert caught.value.code == code


def test_a_sync_without_changes_has_no_devices() -> None:
    assert records("apple-dep/empty_sync_response.json") == []
