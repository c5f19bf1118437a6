"""Identifiers are recognised, checked and brought into one form, whatever their notation."""

from __future__ import annotations

import json
import string
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from app.model.identifiers import (
    Identifier,
    IdentifierKind,
    identify,
    make_identifier,
    normalise_fragment,
    search_form,
)

VECTORS = Path(__file__).resolve().parents[2] / "../shared/samples/identifiers/stdnum_vectors.json"
IMEI, IMEISV, MEID, MAC, SERIAL, TAG = IdentifierKind

PLACEHOLDERS = [
    "To be filled by O.E.M.",
    "TO BE FILLED BY O.E.M",
    "0123456789ABCDEF",
    "0123456789",
    "123456789",
    "00000000",
    "Default string",
    "System Serial Number",
    "None",
    "N/A",
    "n.v.t.",
    "N.V.T",
    "onbekend",
    "Unknown",
    "xxxxxxx",
    "XXXXXXXXXXXX",
    "Not Specified",
    "Not Applicable",
    "1234567890",
    "1111111",
    "0",
    "X",
    "SSN12345678901234567",
    "........",
    "To be filled\u00a0by\u200b O.E.M.",
]
quick = settings(deadline=None, max_examples=150, database=None)


def made(kind: IdentifierKind, raw: str) -> Identifier:
    found = make_identifier(kind, raw)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("value", "kind", "valid", "canonical", "warned"),
    [
        ("352099001761481", IMEI, True, "352099001761481", False),
        ("35-209900-176148-1", IMEI, True, "352099001761481", False),
        ("35/209900/176148/1", IMEI, True, "352099001761481", False),
        ("35 209900 176148 1", IMEI, True, "352099001761481", False),
        ("\u200b35\u00a0209900\u2013176148\u20111", IMEI, True, "352099001761481", False),
        ("３５２０９９００１７６１４８１", IMEI, True, "352099001761481", False),
        ("IMEI: 352099001761481", IMEI, True, "352099001761481", False),
        ("imei2 = 352099001761481", IMEI, True, "352099001761481", False),
        ("IMEI 35 209900 176148 1", IMEI, True, "352099001761481", False),
        ("IMEI 2\n352099001761481", IMEI, True, "352099001761481", False),
        ("IMEI 352099001761482", IMEI, False, "352099001761482", True),
        ("IMEI-nummer: 352099001761481", IMEI, True, "352099001761481", False),
        ("IMEI nr. 2 352099001761481", IMEI, True, "352099001761481", False),
        ("MEID AF0123450ABCDE", MEID, True, "AF0123450ABCDE", False),
        ("Wi-Fi MAC 00-1A-2B-3C-4D-5E", MAC, True, "00:1a:2b:3c:4d:5e", False),
        ("Wi-Fi-adres 00:1A:2B:3C:4D:5E", MAC, True, "00:1a:2b:3c:4d:5e", False),
        ("MAC address 001A2B3C4D5E", MAC, True, "00:1a:2b:3c:4d:5e", False),
        ("S/N PF3K1XQ7", SERIAL, True, "PF3K1XQ7", False),
        ("Serial No. PF3K1XQ7", SERIAL, True, "PF3K1XQ7", False),
        ("serienummer PF3K1XQ7", SERIAL, True, "PF3K1XQ7", False),
        ("Asset tag: CNE-A000041", TAG, True, "CNE-A000041", False),
        ("inventarisnummer CNE-A000041", TAG, True, "CNE-A000041", False),
        ("Mac 12", SERIAL, True, "MAC 12", False),
        ("45 718686 566485 3", IMEI, True, "457186865664853", False),
        ("49015420323751", IMEI, True, "490154203237518", True),
        ("35686800-004141-20", IMEISV, True, "3568680000414120", False),
        ("35-20-99-00-17-61-48-12", IMEISV, True, "3520990017614812", False),
        ("af0123450abcde", MEID, True, "AF0123450ABCDE", False),
        ("AF 01 23 45 0A BC DE C", MEID, True, "AF0123450ABCDE", False),
        ("AF 01 23 45 0A BC DE D", MEID, False, "AF0123450ABCDE", True),
        ("29360 87365 0070 3710", MEID, True, "AF0123450ABCDE", False),
        ("2936087365007037100", MEID, True, "AF0123450ABCDE", False),
        ("29360 87365 0070 3710 1", MEID, False, "AF0123450ABCDE", True),
        ("99000012345678", MEID, True, "99000012345678", False),
        ("00-1A-2b-3c-4d-5e", MAC, True, "00:1a:2b:3c:4d:5e", False),
        ("0:1a:2b:3c:4d:5e", MAC, True, "00:1a:2b:3c:4d:5e", False),
        ("001A2B3C4D5E", MAC, True, "00:1a:2b:3c:4d:5e", True),
        ("00:1a:2b:ff:fe:3c:4d:5e", MAC, True, "00:1a:2b:ff:fe:3c:4d:5e", False),
        ("001a.2bff.fe3c.4d5e", MAC, True, "00:1a:2b:ff:fe:3c:4d:5e", False),
        ("0011.2233.4455.6677", MAC, True, "00:11:22:33:44:55:66:77", False),
        ("3520.9900.1761.4812", IMEISV, True, "3520990017614812", False),
        ("0000.0000.1234.5678", IMEISV, False, "0000000012345678", True),
        ("d0:50:99:84:a2:a0:ff", MAC, False, "D0:50:99:84:A2:A0:FF", True),
        ("S/N: pf0 abc12", SERIAL, True, "PF0 ABC12", False),
        ("VMware-56 4d 8e 1c 2f", SERIAL, True, "VMWARE-56 4D 8E 1C 2F", False),
        ("C02T0HL0GGC0", SERIAL, True, "C02T0HL0GGC0", False),
        ("423456789012", SERIAL, True, "423456789012", False),
    ],
)
def test_a_value_is_recognised_in_any_usual_notation(
    value: str, kind: IdentifierKind, valid: bool, canonical: str, warned: bool
) -> None:
    found = identify(value)
    assert (found.kind, found.valid, found.canonical) == (kind, valid, canonical)
    assert bool(found.warnings) is warned
    assert found.value == value


@pytest.mark.parametrize(
    "value", ["", " ", "-", "hello", "jan@example.nl", "192.0.2.1", "x" * 9000]
)
def test_what_is_no_identifier_is_none(value: str) -> None:
    found = identify(value)
    assert (found.kind, found.valid, found.canonical) == (None, False, "")


def test_a_sim_cards_number_is_no_device() -> None:
    found = identify("8931 4404 1234 5678 901")
    assert found.kind is None
    assert "SIM" in found.warnings[0]


def test_a_wrong_check_digit_is_reported_and_never_corrected() -> None:
    found = identify("352099001761482")
    assert (found.kind, found.valid, found.matchable) == (IMEI, False, False)
    assert found.canonical == "352099001761482"
    assert "1 is expected" in found.warnings[0]


def test_fourteen_digits_that_may_have_lost_their_leading_zero_are_not_completed() -> None:
    whole = next(f"01326500123456{d}" for d in "0123456789" if identify(f"01326500123456{d}").valid)
    found = identify(whole[1:])
    assert (found.kind, found.valid, found.matchable) == (IMEI, False, False)
    assert found.canonical == whole[1:]


@pytest.mark.parametrize("value", PLACEHOLDERS)
def test_a_placeholder_names_no_device_and_is_never_matched(value: str) -> None:
    assert identify(value).kind is None
    serial = make_identifier(SERIAL, value)
    assert serial is None or (not serial.matchable and not serial.valid and serial.warnings)
    imei = make_identifier(IMEI, value)
    assert imei is None or not imei.matchable


@pytest.mark.parametrize("value", ["7", "12", "111", "12345", "0007", "A1"])
def test_short_codes_are_real_asset_tags(value: str) -> None:
    assert made(TAG, value).matchable


@pytest.mark.parametrize("value", ["0000000000", "release-keys", "No Asset Tag", "12345678"])
def test_placeholders_among_asset_tags_are_not(value: str) -> None:
    assert not made(TAG, value).matchable


@pytest.mark.parametrize("value", ["6.37702E+15", "3,5209E+14", "3.52099E14", "4e+11"])
@pytest.mark.parametrize("kind", list(IdentifierKind))
def test_a_number_ruined_by_a_spreadsheet_is_flagged_and_never_matched(
    kind: IdentifierKind, value: str
) -> None:
    assert identify(value).kind is None
    assert "spreadsheet" in identify(value).warnings[0]
    found = made(kind, value)
    assert not found.matchable
    assert not found.valid
    assert "spreadsheet" in found.warnings[0]
    assert found.as_given == value


@pytest.mark.parametrize(
    "value",
    [
        "352099001761481.0",
        "352099001761481,00",
        "'352099001761481",
        '="352099001761481"',
        "3.52099001761481E+14",
    ],
)
def test_a_number_that_a_spreadsheet_only_wrapped_is_read_and_flagged(value: str) -> None:
    for found in (identify(value), made(IMEI, value)):
        assert (found.canonical, found.valid, found.matchable) == ("352099001761481", True, True)
        assert found.warnings


@pytest.mark.parametrize(
    ("kind", "value"),
    [(IMEI, "352099000000000"), (IMEISV, "3520990000000000"), (SERIAL, "637702000000000")],
)
def test_a_number_that_ends_in_rounded_zeros_is_flagged(kind: IdentifierKind, value: str) -> None:
    found = made(kind, value)
    assert not found.matchable
    assert found.warnings


@pytest.mark.parametrize(
    "value",
    [
        "02:1a:2b:3c:4d:5e",
        "01:00:5e:00:00:fb",
        "ff:ff:ff:ff:ff:ff",
        "00:00:00:00:00:00",
        "00:50:56:c0:00:08",
        "03:00:00:ff:fe:00:00:01",
    ],
)
def test_a_mac_that_is_not_an_adapters_own_is_flagged_and_never_matched(value: str) -> None:
    found = made(MAC, value)
    assert found.valid
    assert not found.matchable
    assert found.warnings


def test_a_place_for_one_kind_keeps_what_does_not_fit_and_says_so() -> None:
    found = made(MAC, "gg:00")
    assert (found.kind, found.valid, found.matchable) == (MAC, False, False)
    assert made(IMEI, "hello 12").warnings
    assert made(IMEI, "AF0123450ABCDE").kind is MEID
    assert made(IMEI, "3568680000414120").kind is IMEISV
    assert made(MEID, "35-209900-176148-1").kind is IMEI
    assert made(MEID, "08913 28768 0153 2232").canonical == "352099001761481"
    assert made(IMEI, "IMEI 35-209900-176148-1").canonical == "352099001761481"
    assert made(SERIAL, "S/N PF3K1XQ7").canonical == "PF3K1XQ7"
    assert made(TAG, "S/N PF3K1XQ7").canonical == "S/N PF3K1XQ7"
    assert make_identifier(IMEI, "n.v.t.") is None
    assert make_identifier(SERIAL, " \u200b ") is None
    assert not made(SERIAL, "9" * 4000 + "x").matchable


@pytest.mark.parametrize(
    ("typed", "fragment"),
    [
        ("2B:3C", "2b3c"),
        ("2b-3c", "2b3c"),
        ("0:1a:2b:3c:4d:5e", "001a2b3c4d5e"),
        ("001a.2b3c", "001a2b3c"),
        ("35-2099", "352099"),
        ("IMEI: 35-209900", "35209900"),
        ("IMEI 35-209900-176148-1", "352099001761481"),
        ("S/N PF3K1XQ7", "pf3k1xq7"),
        ("Mac 12", "mac12"),
        ("29360 87365 0070 3710", "af0123450abcde"),
        ("PF0-abc", "pf0abc"),
        ("３５２０", "3520"),
        ("--", ""),
    ],
)
def test_a_fragment_in_any_notation_finds_the_canonical_form(typed: str, fragment: str) -> None:
    assert normalise_fragment(typed) == fragment


@quick
@given(st.binary(min_size=6, max_size=6) | st.binary(min_size=8, max_size=8), st.data())
def test_every_notation_of_a_mac_gives_one_canonical_form(
    octets: bytes, data: st.DataObject
) -> None:
    pairs = [f"{octet:02x}" for octet in octets]
    bare = "".join(pairs)
    fours = [bare[at : at + 4] for at in range(0, len(bare), 4)]
    notation = data.draw(
        st.sampled_from(
            [
                ":".join(pairs),
                "-".join(pairs),
                " ".join(pairs) if any(char.isalpha() for char in bare) else ":".join(pairs),
                ":".join(f"{octet:x}" for octet in octets),
                ".".join(fours),
                bare,
                f"{bare[:6]}-{bare[6:]}" if len(octets) == 6 else ":".join(pairs),
                f" MAC: {':'.join(pairs)}\u00a0",
            ]
        )
    )
    if bare.isdecimal() and len(bare) == 16:
        notation = ":".join(pairs)
    for spelling in (notation, notation.upper()):
        found = made(MAC, spelling)
        assert (found.canonical, found.valid) == (":".join(pairs), True)
        assert found.matchable <= (octets[0] & 3 == 0)
        assert normalise_fragment(":".join(pairs)) == search_form(found.canonical)


@quick
@given(st.text(string.digits, min_size=14, max_size=14))
def test_exactly_one_check_digit_makes_an_imei_valid(digits: str) -> None:
    assume(not digits.endswith("00000"))  # these are flagged as rounded, whatever their digit
    valid = [d for d in string.digits if made(IMEI, f"35{digits[2:]}{d}").valid]
    assert len(valid) == 1


texts = (
    st.text(max_size=60)
    | st.text(string.hexdigits + ":.- '\"=E+,xyz/", max_size=24)
    | st.from_regex(r"[0-9]{1,20}([.,][0-9]{1,16})?(E\+?[0-9]{1,3})?", fullmatch=True)
)


@settings(deadline=None, max_examples=500, database=None)
@given(texts)
@example("ŉΐ̈́\u0345ß")
@example("\ud800abc1")
@example("(" * 300)
@example("''0")
@example("'SN#1234")
@example("SN:SN:1234")
@example("SN SN 1234")
@example("SN: S/N 1234")
def test_nothing_raises_and_canonical_forms_stay_as_they_are(text: str) -> None:
    first = identify(text)
    if first.kind is not None and first.valid:
        again = identify(first.canonical)
        assert made(first.kind, first.canonical).canonical == first.canonical
        assert again.canonical == first.canonical
    normalise_fragment(text)
    for kind in IdentifierKind:
        found = make_identifier(kind, text)
        if found is not None:
            assert found.as_given == text
            assert found.valid or not found.matchable
            assert made(found.kind, found.canonical).canonical == found.canonical
            assert normalise_fragment(search_form(found.canonical)) == search_form(found.canonical)


def _vectors() -> list[dict[str, Any]]:
    if not VECTORS.exists():
        return []
    calls = json.loads(VECTORS.read_text(encoding="utf-8"))
    wanted = ("imei.validate", "meid.validate", "mac.validate", "mac.compact")
    return [call for call in calls if call["call"] in wanted]


@pytest.mark.skipif(not VECTORS.exists(), reason="the samples folder is not beside this checkout")
@pytest.mark.parametrize("call", _vectors(), ids=lambda call: f"{call['call']} {call['args']}")
def test_numbers_are_read_as_their_standard_says(call: dict[str, Any]) -> None:
    value = call["args"].split("'")[1]
    family = call["call"].partition(".")[0]
    found = identify(value)
    if call["raises"]:
        if call["raises"] == "InvalidComponent" and family == "mac":
            assert found.valid  # an unregistered maker: the form is right all the same
        else:
            assert not found.valid or found.kind is SERIAL
        return
    expected = call["returns"].strip("'")
    assert found.valid
    if len(expected) == 14 and expected.isdecimal():  # an IMEI without its check digit
        assert (found.kind, found.canonical[:14]) == (IMEI, expected)
    else:
        assert found.canonical == expected
