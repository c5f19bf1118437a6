"""A signed document is read back only as it was signed, and says whose signature it bears."""

from __future__ import annotations

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.signing import (
    canonical_json,
    public_key_pem,
    raw_public_key,
    read_public_key_pem,
    read_signed,
    sign_document,
    signature_holds,
)
from app.errors import KnownError

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
FORMAT = "cne-helpdesk/purge-report/1"
BODY: dict[str, Any] = {"z": 1, "a": {"zoë": ["€", None, True, 2.5]}, "counts": {"log": 12}}

JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=5) | st.dictionaries(st.text("abc\u202e\x00"), inner, max_size=5)
    ),
    max_leaves=20,
)


def test_what_was_signed_is_read_back() -> None:
    document = read_signed(sign_document(FORMAT, BODY, KEY))
    assert (document.format, document.body) == (FORMAT, BODY)
    assert document.public_key == raw_public_key(KEY)
    assert document.trusted is None


@settings(max_examples=100)
@given(st.dictionaries(st.text("abcé"), JSON_VALUES, max_size=5))
def test_any_body_of_json_survives(body: dict[str, Any]) -> None:
    assert read_signed(sign_document(FORMAT, body, KEY)).body == body


def test_it_says_whether_the_key_is_a_known_one() -> None:
    raw = sign_document(FORMAT, BODY, KEY)
    assert read_signed(raw, trusted=[raw_public_key(OTHER), raw_public_key(KEY)]).trusted
    assert read_signed(raw, trusted=[raw_public_key(OTHER)]).trusted is False
    assert read_signed(raw, trusted=[]).trusted is False


def test_each_changed_byte_is_found() -> None:
    raw = sign_document(FORMAT, BODY, KEY)
    for place in range(len(raw)):
        for flip in (0x01, 0x20, 0x80):
            changed = bytearray(raw)
            changed[place] ^= flip
            with pytest.raises(KnownError) as caught:
                read_signed(bytes(changed))
            assert caught.value.code in {"not_a_signed_document", "signature_wrong"}


def test_a_signature_does_not_serve_another_format() -> None:
    document = json.loads(sign_document(FORMAT, BODY, KEY))
    document["format"] = "cne-helpdesk/purge-plan/1"
    with pytest.raises(KnownError) as caught:
        read_signed(canonical_json(document) + b"\n")
    assert caught.value.code == "signature_wrong"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        b"9" * 10_000,
        b'{"format":"cne-helpdesk/x/1","body":{},"signature":{}}',
        b'{"format":"cne-helpdesk/x/1","body":{"a":NaN},"signature":{}}',
        b'{"format":"cne-helpdesk/x/1","body":{"a":"\\ud800"},"signature":{"algorithm":"Ed25519",'
        b'"public_key":"","value":""}}',
    ],
)
def test_anything_else_is_no_signed_document(raw: bytes) -> None:
    with pytest.raises(KnownError) as caught:
        read_signed(raw)
    assert caught.value.code in {"not_a_signed_document", "signature_wrong"}


def test_a_stranger_to_the_layout_is_refused() -> None:
    document = json.loads(sign_document(FORMAT, BODY, KEY))
    document["approved"] = True
    with pytest.raises(KnownError, match="not_a_signed_document"):
        read_signed(canonical_json(document) + b"\n")


def test_only_formats_of_ours_are_signed() -> None:
    with pytest.raises(ValueError, match="cne-helpdesk"):
        sign_document("x/1", BODY, KEY)


def test_a_body_that_json_cannot_hold_is_a_defect() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        sign_document(FORMAT, {"a": float("nan")}, KEY)


def test_the_public_key_survives_its_pem_form() -> None:
    raw = raw_public_key(KEY)
    assert read_public_key_pem(public_key_pem(raw)) == raw
    with pytest.raises(ValueError, match="PEM"):
        read_public_key_pem(b"no key")


def test_a_detached_signature_holds_for_its_bytes_and_key_only() -> None:
    signature = KEY.sign(b"manifest")
    assert signature_holds(raw_public_key(KEY), signature, b"manifest")
    assert not signature_holds(raw_public_key(OTHER), signature, b"manifest")
    assert not signature_holds(raw_public_key(KEY), signature, b"Manifest")
    assert not signature_holds(b"short", signature, b"manifest")
