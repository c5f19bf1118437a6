"""Any office's CSV of devices is read; a bad line is named and the good ones land."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import KnownError
from app.intake.devices import read_device_file
from app.model.device import DeviceKind, DeviceRecord, DeviceState, RejectedRow
from app.model.identifiers import IdentifierKind

DUTCH = """\
Inventarisnummer;Merk;Type;Serienummer;In gebruik door;Afdeling;Locatie;Aankoopdatum;Garantie tot;\
MAC-adres;IMEI 1;IMEI 2;Status
CNE-0001;Lenovo;ThinkPad T14;PF0ABC12;sanne@example.nl;Financiën;Gebouw B;31-12-2024;2027-12-31;\
00-1A-2B-3C-4D-5E;;;in gebruik
CNE-0002;Samsung;Galaxy S24;R5CX12345;;Verkoop;;1 mrt 2025;;;\
352099001761481;490154203237518;voorraad
"""


def read(
    tmp_path: Path, content: str | bytes, mapping: Mapping[str, str] | None = None
) -> list[DeviceRecord | RejectedRow]:
    path = tmp_path / "list of devices.bin"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_device_file(path, column_map=mapping))


def devices(
    tmp_path: Path, content: str | bytes, mapping: Mapping[str, str] | None = None
) -> list[DeviceRecord]:
    found = read(tmp_path, content, mapping)
    assert all(isinstance(one, DeviceRecord) for one in found), found
    return [one for one in found if isinstance(one, DeviceRecord)]


def values(record: DeviceRecord, kind: IdentifierKind) -> list[str]:
    return [one.canonical for one in record.identifiers if one.kind is kind]


def test_a_dutch_list_is_read_by_its_headings(tmp_path: Path) -> None:
    laptop, phone = devices(tmp_path, DUTCH)
    assert laptop.row == "2"
    assert laptop.manufacturer == "Lenovo"
    assert laptop.model == "ThinkPad T14"
    assert laptop.owner == "sanne@example.nl"
    assert laptop.organisation == "Financiën"
    assert laptop.location == "Gebouw B"
    assert (laptop.purchased_on, laptop.warranty_until) == ("2024-12-31", "2027-12-31")
    assert laptop.state is DeviceState.IN_USE
    assert values(laptop, IdentifierKind.SERIAL) == ["PF0ABC12"]
    assert values(laptop, IdentifierKind.ASSET_TAG) == ["CNE-0001"]
    assert values(laptop, IdentifierKind.MAC) == ["00:1a:2b:3c:4d:5e"]
    assert laptop.warnings == ()
    assert values(phone, IdentifierKind.IMEI) == ["352099001761481", "490154203237518"]
    assert phone.purchased_on == "2025-03-01"
    assert phone.state is DeviceState.IN_STOCK
    assert (phone.owner, phone.warranty_until) == (None, None)


def test_an_english_list_is_read_by_its_headings(tmp_path: Path) -> None:
    (record,) = devices(
        tmp_path,
        "Device name,Device type,Make,Model,S/N,Asset Tag,Wi-Fi MAC,Assigned to,Warranty expires\n"
        'LT-01,Notebook,Dell,"Latitude, 7440",ABC1234,T-9,001A2B3C4D5E,j.doe,"Jan 5, 2028"\n',
    )
    assert (record.name, record.kind) == ("LT-01", DeviceKind.LAPTOP)
    assert (record.model, record.owner) == ("Latitude, 7440", "j.doe")
    assert record.warranty_until == "2028-01-05"
    assert values(record, IdentifierKind.MAC) == ["00:1a:2b:3c:4d:5e"]


def test_a_german_list_is_read_by_its_headings(tmp_path: Path) -> None:
    laptop, phone = devices(
        tmp_path,
        "Inventarnummer;Gerätetyp;Hersteller;Modell;Seriennummer;MAC-Adresse;IMEI-Nummer;Benutzer;"
        "Abteilung;Standort;Kaufdatum;Garantie bis;Zustand;Gerätename\n"
        "CNE-1;Rechner;Lenovo;ThinkPad T14;PF0ABC12;00-1A-2B-3C-4D-5E;;jörg@example.de;"
        "Einkauf;Büro 2;31.12.2024;1. März 2028;im Einsatz;pc-01\n"
        "CNE-2;Diensthandy;Samsung;Galaxy S24;R5CX12345;;352099001761481;;;;3 Dez 2024;;defekt;\n",
    )
    assert (laptop.kind, phone.kind) == (DeviceKind.DESKTOP, DeviceKind.PHONE)
    assert (laptop.manufacturer, laptop.model) == ("Lenovo", "ThinkPad T14")
    assert (laptop.name, laptop.owner) == ("pc-01", "jörg@example.de")
    assert (laptop.organisation, laptop.location) == ("Einkauf", "Büro 2")
    assert (laptop.purchased_on, laptop.warranty_until) == ("2024-12-31", "2028-03-01")
    assert (laptop.state, phone.state) == (DeviceState.IN_USE, DeviceState.IN_REPAIR)
    assert phone.purchased_on == "2024-12-03"
    assert values(laptop, IdentifierKind.SERIAL) == ["PF0ABC12"]
    assert values(laptop, IdentifierKind.ASSET_TAG) == ["CNE-1"]
    assert values(laptop, IdentifierKind.MAC) == ["00:1a:2b:3c:4d:5e"]
    assert values(phone, IdentifierKind.IMEI) == ["352099001761481"]
    assert laptop.warnings == phone.warnings == ()


def test_headings_of_an_office_that_keeps_its_own_list_are_read(tmp_path: Path) -> None:
    (record,) = devices(
        tmp_path,
        "Nr.;Omschrijving;Serienr.;Merk/Model;Gebruikt door;Garantie t/m;Telefoonnummer;IP-adres\n"
        "1;Laptops;PF0X1;Lenovo T14;jan;1-2-2027;0612345678;192.0.2.1\n",
    )
    assert (record.kind, record.model, record.owner) == (DeviceKind.LAPTOP, "Lenovo T14", "jan")
    assert record.warranty_until == "2027-02-01"
    assert "0612345678" not in repr(record)
    assert "192.0.2.1" not in repr(record)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_every_dialect_gives_the_same_devices(
    tmp_path: Path, delimiter: str, line_end: str, encoding: str
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=line_end)
    writer.writerow(["Naam", "Serienummer", "Locatie"])
    writer.writerow(["Café-pc", "SN-1001", f"Hal 1{delimiter}“noord”"])
    writer.writerow(["Pc 2", "SN-1002", 'het "oude" deel'])
    first, second = devices(tmp_path, out.getvalue().encode(encoding))
    assert (first.name, first.location) == (
        "Café-pc",
        f"Hal 1{delimiter}“noord”".replace("\t", " "),
    )
    assert (second.location, second.row) == ('het "oude" deel', "3")
    assert values(second, IdentifierKind.SERIAL) == ["SN-1002"]


def test_one_files_mixed_encodings_are_both_read(tmp_path: Path) -> None:
    content = "naam;serienummer\ncafé;SN-1001\n".encode() + "crème;SN-1002\n".encode("cp1252")
    assert [one.name for one in devices(tmp_path, content)] == ["café", "crème"]


def test_a_spreadsheets_separator_line_and_title_rows_are_passed_over(tmp_path: Path) -> None:
    content = "sep=;\nApparaten, per 1 januari\n\n;;\nSerienummer;Naam\nSN-1001;PC 1\n"
    (record,) = devices(tmp_path, content)
    assert (record.row, record.name) == ("6", "PC 1")


def test_bad_lines_are_rejected_with_their_number_and_the_good_ones_land(tmp_path: Path) -> None:
    content = (
        "serial,name,location\n"
        "SN-1001,one,a\n"
        "SN-1002,two\n"
        "SN-1003,three,b,c\n"
        "\n"
        ",,\n"
        "SN-\0004,four,d\n"
        f"{'x' * 1_100_000},five,e\n"
        f"SN-1006,{'y' * 2000},f\n"
        ",,Totaal 5\n"
        'SN-1008,"never closed,g\n'
        'SN-1009,"two\nlines",h\n'
        "SN-1010,ten,i,,\n"
        "serial,name,location\n"
        "SN-1011,eleven,j"
    )
    found = read(tmp_path, content)
    good = [one for one in found if isinstance(one, DeviceRecord)]
    bad = [one for one in found if isinstance(one, RejectedRow)]
    assert [(one.row, one.name) for one in good] == [
        ("2", "one"),
        ("12", "two lines"),
        ("14", "ten"),
        ("16", "eleven"),
    ]
    assert [one.row for one in bad] == ["3", "4", "7", "8", "9", "10", "11"]
    reasons = {one.row: one.reason for one in bad}
    assert reasons["3"] == "2 cells where 3 are expected."
    assert "NUL" in reasons["7"]
    assert "million" in reasons["8"]
    assert "“name”" in reasons["9"]
    assert "quotation mark" in reasons["11"]
    assert not any("SN-1" in reason or "Totaal" in reason for reason in reasons.values())


def test_repeated_headings_are_all_read(tmp_path: Path) -> None:
    (record,) = devices(
        tmp_path, "IMEI,IMEI,Model,Model\n352099001761481,490154203237518,,Pixel 9\n"
    )
    assert values(record, IdentifierKind.IMEI) == ["352099001761481", "490154203237518"]
    assert record.model == "Pixel 9"


def test_one_cell_may_hold_both_numbers_of_a_telephone(tmp_path: Path) -> None:
    (record,) = devices(tmp_path, "IMEI;Model\n352099001761481 / 490154203237518;Pixel 9\n")
    assert values(record, IdentifierKind.IMEI) == ["352099001761481", "490154203237518"]


def test_doubtful_values_are_flagged_by_column(tmp_path: Path) -> None:
    (record,) = devices(
        tmp_path,
        "Serienummer;IMEI;Aankoopdatum;Garantie;Soort\n"
        "To be filled by O.E.M.;3,52099E+14;03/04/2025;45000;broodrooster\n",
    )
    assert record.purchased_on == "2025-04-03"
    assert record.warranty_until == "2023-03-15"
    assert not any(one.matchable for one in record.identifiers)
    for column in ("Serienummer", "IMEI", "Aankoopdatum", "Garantie", "Soort"):
        assert any(warning.startswith(f"{column}: ") for warning in record.warnings), column


def test_a_mapping_says_what_guessing_cannot(tmp_path: Path) -> None:
    content = "Ref,Wie,Serial\nSN-1001,j.doe,nonsense\n"
    mapping = {"ref": "serial", "Wie": "owner"}
    (record,) = devices(tmp_path, content, mapping)
    assert values(record, IdentifierKind.SERIAL) == ["SN-1001"]
    assert record.owner == "j.doe"
    (ignored,) = devices(tmp_path, "serial,user\nSN-1001,j.doe\n", {"user": "ignore"})
    assert ignored.owner is None


@pytest.mark.parametrize(
    ("content", "mapping", "code", "named"),
    [
        ("id,name\n1,Depot\n", {}, "no_device_columns", "Columns found: id, name."),
        ("a,b\n1,2\n", {"c": "serial"}, "unknown_column", "Columns found: a, b."),
        ("a,b\n1,2\n", {"a": "colour"}, "unknown_field", "asset_tag"),
        ("serial," + "x," * 99_999 + "x\n1\n", {}, "too_many_columns", "1000"),
        ("Just a letter.\nWith lines.\n", {}, "unknown_device_file", "CSV"),
        ("", {}, "empty_device_file", "Nothing was imported"),
        (b"PK\x03\x04rest of a workbook", {}, "unknown_device_file", "CSV"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", {}, "unknown_device_file", "CSV"),
        (bytes(range(1, 32)) * 50, {}, "unknown_device_file", "CSV"),
    ],
)
def test_a_file_that_is_no_list_of_devices_says_what_to_do(
    tmp_path: Path, content: str | bytes, mapping: dict[str, str], code: str, named: str
) -> None:
    with pytest.raises(KnownError) as caught:
        read(tmp_path, content, mapping)
    assert caught.value.code == code
    assert named in f"{caught.value.message} {caught.value.hint}"


def test_a_list_without_headings_does_not_print_its_first_person(tmp_path: Path) -> None:
    with pytest.raises(KnownError) as caught:
        read(tmp_path, "Sanne de Boer,1234 AB,kast\nJan Smit,1234 AC,rek\n")
    assert "column 1, column 2, column 3" in caught.value.hint
    assert "anne" not in str(caught.value.args) + caught.value.message + caught.value.hint


@pytest.mark.parametrize(
    "row",
    [
        "352099001761481;Samsung;S24",
        "00-1A-2B-3C-4D-5E;Lenovo;T14",
        "PF0A;jan@example.nl;Lenovo",
        "PF0A1234;Lenovo;kantoor",  # a serial number, and a make that the next has too
    ],
)
def test_a_table_that_begins_with_a_device_asks_for_headings(tmp_path: Path, row: str) -> None:
    with pytest.raises(KnownError) as caught:
        read(tmp_path, f"{row}\nPF0B1234;Lenovo;magazijn\n")
    assert caught.value.code == "no_headings"
    assert "Put a row of headings above it" in caught.value.hint
    for value in row.split(";"):
        assert value not in f"{caught.value.message} {caught.value.hint}"


def test_a_first_device_that_stands_for_headings_is_not_lost_without_a_word(
    tmp_path: Path,
) -> None:
    mapping = {"PF0A1234": "serial", "Lenovo": "manufacturer"}
    first, second = read(tmp_path, "PF0A1234;Lenovo;T14\nPF0B1234;Lenovo;T15\n", mapping)
    assert isinstance(first, RejectedRow)
    assert (first.row, "Put a row of headings above it" in first.reason) == ("1", True)
    assert isinstance(second, DeviceRecord)
    assert values(second, IdentifierKind.SERIAL) == ["PF0B1234"]


def test_devices_above_what_reads_as_headings_are_not_lost_without_a_word(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "352099001761481;Samsung\nLijst van mei; zie beheer@example.nl\n"
        "IMEI;Merk\n490154203237518;Fairphone\n",
    )
    assert [(one.row, isinstance(one, RejectedRow)) for one in found] == [("1", True), ("4", False)]


@pytest.mark.parametrize(
    "headings",
    [
        "Serial number;Office365;Windows11",  # what a column below says again
        "IMEI 1;IMEI 2;MAC-adres 1",
        "S/N;2024;2025",
        "Kolom 1;Serienummer;Kolom 3\nKolom 1;Serienummer;Kolom 3",  # on each printed page
    ],
)
def test_headings_are_not_taken_for_a_device(tmp_path: Path, headings: str) -> None:
    found = read(tmp_path, f"{headings}\nPF0A1234;Office365;Windows11\n")
    assert not any(isinstance(one, RejectedRow) for one in found)


def test_a_file_that_is_not_there_is_a_known_error(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent.csv"):
        with pytest.raises(KnownError) as caught:
            list(read_device_file(path))
        assert caught.value.code == "unreadable_file"


# Where every tenth character controls something, it is no text at all and refused as such.
cells = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), max_size=12)


@settings(deadline=None, max_examples=100, database=None)
@given(st.lists(st.tuples(cells, cells), max_size=8), st.sampled_from(",;\t|"))
def test_a_proper_csv_never_loses_a_device(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], delimiter: str
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow(["serial", "name", "location"])
    for place, (name, location) in enumerate(rows):
        writer.writerow([f"SN-{place + 1000}", name, location])
    path = tmp_path_factory.mktemp("csv") / "devices.csv"
    path.write_bytes(out.getvalue().encode("utf-8", errors="replace"))
    found = [one for one in read_device_file(path) if isinstance(one, DeviceRecord)]
    serials = [values(one, IdentifierKind.SERIAL) for one in found]
    assert serials == [[f"SN-{place + 1000}"] for place in range(len(rows))]
