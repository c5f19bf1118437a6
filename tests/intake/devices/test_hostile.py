"""Files made to hurt: bounded memory, a known error or a rejected row, and never a crash."""

from __future__ import annotations

import gzip
import json
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.errors import KnownError
from app.intake.devices import read_device_file
from app.model.device import DeviceRecord, RejectedRow
from tests.memory import MIB, at_most


def refused(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    with pytest.raises(KnownError) as caught:
        list(read_device_file(path))
    return caught.value.code


def test_a_line_of_a_gigabyte_is_rejected_and_reading_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "devices.csv"
    with path.open("wb") as file:
        file.write(b"serial,name\nSN-1001,one\n")
        file.seek(1024 * MIB, 1)  # a hole, which reads as NUL characters
        file.write(b"\nSN-1003,three\n")
    with at_most(40):
        first, long, last = read_device_file(path)
    assert isinstance(first, DeviceRecord)
    assert isinstance(long, RejectedRow)
    assert isinstance(last, DeviceRecord)
    assert (long.row, last.row) == ("3", "4")
    path.unlink()


def test_a_file_that_is_one_endless_line_is_no_list(tmp_path: Path) -> None:
    with at_most(40):
        code = refused(tmp_path / "devices.csv", b"serial," * (5 * MIB))
    assert code == "unknown_device_file"


def test_quotation_marks_that_never_close_cost_one_line_each(tmp_path: Path) -> None:
    path = tmp_path / "devices.csv"
    lines = [f'"SN-{place},name' for place in range(3000)]
    path.write_text("\n".join(["serial,name", *lines, "SN-9999,last"]))
    found = list(read_device_file(path))
    assert len(found) == 3001
    assert isinstance(found[-1], DeviceRecord)


def test_entities_in_xml_are_refused(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE x [<!ENTITY e0 "lol">{entities}]><REQUEST>&e11;</REQUEST>'
    outside = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><REQUEST>&f;</REQUEST>'
    for document in (bomb, outside, '<!DOCTYPE x SYSTEM "http://example.com/x"><REQUEST/>'):
        assert refused(tmp_path / "report.xml", document.encode()) == "unsafe_xml"


def test_xml_that_is_deep_or_has_a_million_elements_is_refused(tmp_path: Path) -> None:
    deep = b"<REQUEST>" + b"<A>" * 100_000
    assert refused(tmp_path / "report.xml", deep) == "device_file_too_large"
    wide = b"<REQUEST>" + b"<A/>" * 1_000_001 + b"</REQUEST>"
    assert refused(tmp_path / "report.xml", wide) == "device_file_too_large"


def test_xml_with_very_many_attributes_is_refused_before_it_is_built(tmp_path: Path) -> None:
    attributes = b" ".join(b"a%d = 'x'" % number for number in range(300_000))
    with at_most(80):  # a document may take 64 of them
        code = refused(tmp_path / "report.xml", b"<REQUEST " + attributes + b"/>")
    assert code == "device_file_too_large"


def test_half_a_character_in_json_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text('[{"serial": "SN-1\\ud800", "name": "\\ud83d\\ude00\\udc00 pc", "\\udfff": 1}]')
    (record,) = read_device_file(path)
    assert isinstance(record, DeviceRecord)
    assert record.name == "\U0001f600\ufffd pc"
    assert [one.as_given for one in record.identifiers] == ["SN-1\ufffd"]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (r"\ud83d\ude00", "\U0001f600"),
        (r"\uD83D\uDE00\uD83D", "\U0001f600\ufffd"),
        (r"\ude00\ud83d", "\ufffd\ufffd"),
        (r"\ud83d\ud83d\ude00\ude00", "\ufffd\U0001f600\ufffd"),
        (r"\\ud83d", r"\ud83d"),
        (r"\\ud83d\ude00", "\\ud83d\ufffd"),
        (r"\ud83d\\ude00", "\ufffd\\ude00"),
        (r"\\\ud83d\ude00", "\\\U0001f600"),
        (r"\\\ud83d \"x\"", '\\\ufffd "x"'),
    ],
)
def test_only_a_half_of_a_character_is_replaced(tmp_path: Path, written: str, name: str) -> None:
    path = tmp_path / "report.json"
    path.write_text(f'[{{"serial": "SN-1001", "name": "pc {written}"}}]')
    (record,) = read_device_file(path)
    assert isinstance(record, DeviceRecord)
    assert record.name == f"pc {name}"


def test_json_in_ascii_alone_takes_no_more_memory_for_its_whole_characters(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    rows = [{"serial": f"SN-{place}", "notes": "x" * 25_000} for place in range(1000)]
    path.write_text(json.dumps([*rows, {"serial": "SN-2001", "notes": "\U0001f600"}]))
    # To read any file takes 64; another copy of this one with its emoji would take 100 and more.
    with at_most(80):
        assert sum(1 for _record in read_device_file(path)) == 1001


@pytest.mark.parametrize("pair", [("[", "]"), ('{"content":', "}"), ('{"a":[', "]}")])
def test_deep_json_is_refused(tmp_path: Path, pair: tuple[str, str]) -> None:
    deep = pair[0] * 10_000 + "1" + pair[1] * 10_000
    assert refused(tmp_path / "report.json", deep.encode()) == "damaged_file"


def test_json_with_millions_of_values_is_refused_before_it_is_built(tmp_path: Path) -> None:
    content = b"[" + b"[]," * 3_000_001 + b"[]]"
    with at_most(100):  # a document may take 64 of them
        code = refused(tmp_path / "report.json", content)
    assert code == "device_file_too_large"


def test_a_number_of_a_million_digits_is_only_a_text(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text('[{"serial": ' + "9" * 1_000_000 + ', "name": "pc"}]')
    (record,) = read_device_file(path)
    assert isinstance(record, DeviceRecord)
    assert not any(one.matchable for one in record.identifiers)


@pytest.mark.parametrize("pack", [zlib.compress, gzip.compress])
def test_a_compressed_bomb_is_refused(tmp_path: Path, pack: Any) -> None:
    bomb = pack(b"<REQUEST>" + b" " * (300 * MIB))
    with at_most(140):
        assert refused(tmp_path / "report", bomb) == "device_file_too_large"


def test_a_document_larger_than_is_read_is_refused(tmp_path: Path) -> None:
    for head in (b"{", b"<REQUEST>"):
        path = tmp_path / "report"
        with path.open("wb") as file:
            file.write(head)
            file.truncate(65 * MIB)
        with pytest.raises(KnownError) as caught:
            list(read_device_file(path))
        assert caught.value.code == "device_file_too_large"


def survives(folder: Path, content: bytes) -> None:
    path = folder / "file"
    path.write_bytes(content)
    with suppress(KnownError):
        for found in read_device_file(path):
            assert isinstance(found, DeviceRecord | RejectedRow)
            _reaches_the_store(found)


def _reaches_the_store(found: DeviceRecord | RejectedRow) -> None:
    """Every text can be written as UTF-8: no broken surrogate is left."""
    texts = [found.row] if isinstance(found, RejectedRow) else [
        found.row, found.name, found.model, found.owner, found.external_id,
        *(one.canonical for one in found.identifiers),
        *(program.name for program in found.software or ()),
    ]  # fmt: skip
    for text in texts:
        (text or "").encode()


fuzz = settings(deadline=None, max_examples=200, database=None)
words = st.sampled_from(
    ["serial", "imei", "mac", "name", "type", "model", "aankoopdatum", '"', ";", ",", "\t", "\n",
     "\r", "\0", "é", "352099001761481", "00:1a:2b:3c:4d:5e", "31-12-2025", "99-99-9999", "sep=;"]
)  # fmt: skip
leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
keys = st.sampled_from(
    ["content", "deviceid", "itemtype", "partial", "hardware", "bios", "networks", "softwares",
     "network_device", "network_components", "devices", "general", "serial_number", "name", "mac",
     "location", "network", "imei", "software", "applications", "purchasing", "simcards", "serial",
     "device_family", "op_type", "versionclient", "type", "cursor", "profile_status", "users"]
)  # fmt: skip
trees = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=6),
    max_leaves=40,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


@fuzz
@given(content=st.binary(max_size=400))
@example(content=b"\xff\xfe\x00")
@example(content=b"x\x9c\x00")
def test_any_bytes_give_a_known_error_at_most(folder: Path, content: bytes) -> None:
    survives(folder, content)


@fuzz
@given(
    parts=st.lists(words | st.text(max_size=6), max_size=60),
    encoding=st.sampled_from(["utf-8", "utf-16", "cp1252"]),
)
def test_any_table_gives_a_known_error_at_most(
    folder: Path, parts: list[str], encoding: str
) -> None:
    survives(folder, ("serial;name\n" + "".join(parts)).encode(encoding, errors="ignore"))


@fuzz
@given(
    tree=trees
    | st.fixed_dictionaries({"content": trees, "deviceid": leaves})
    | st.fixed_dictionaries({"devices": trees, "cursor": leaves})
    | st.fixed_dictionaries(
        {"general": st.dictionaries(keys, trees).map(lambda d: d | {"serial_number": "A1B2C3"})}
    )
)
def test_any_json_gives_a_known_error_at_most(folder: Path, tree: object) -> None:
    survives(folder, json.dumps(tree).encode())


def _as_xml(tree: object) -> str:
    if isinstance(tree, dict):
        return "".join(f"<{key}>{_as_xml(value)}</{key}>" for key, value in tree.items())
    if isinstance(tree, list):
        return "".join(map(_as_xml, tree))
    return "".join(char for char in str(tree) if char.isalnum() and char.isascii())


@fuzz
@given(tree=trees, cut=st.integers(0, 30))
def test_any_xml_gives_a_known_error_at_most(folder: Path, tree: object, cut: int) -> None:
    text = f"<REQUEST><CONTENT><BIOS/>{_as_xml(tree)}</CONTENT></REQUEST>"
    survives(folder, (text[:-cut] if cut > 25 else text).encode())
