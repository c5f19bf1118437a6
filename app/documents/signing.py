"""Ed25519 signatures: over a JSON document within itself, and detached for other files.

A signed document is ``{"format": …, "body": {…}, "signature": {…}}``. What is signed is the
canonical JSON of ``{"body": …, "format": …}``: keys sorted, no spaces, UTF-8 without escapes. A
reader needs nothing of the store for it; whether the key is one we trust is asked apart.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.documents import long_json
from app.errors import KnownError
from app.i18n import _
from app.model.id_rows import IdRows

ALGORITHM = "Ed25519"
FORMAT_PREFIX = "cne-helpdesk/"
SIGNATURE_SIZE = 64
_PIECE = 2_000
"""Members of a long list that are written by one call."""


@dataclass(frozen=True, slots=True)
class SignedDocument:
    """A document whose signature was found right."""

    format: str
    """``cne-helpdesk/<what it is>/<version>``."""
    body: dict[str, Any]
    public_key: bytes
    """The 32 bytes of the key that signed it."""
    trusted: bool | None
    """Whether that key is one of those asked for; None where none were named."""


def canonical_json(value: object) -> bytes:
    """Write ``value`` in the one form that is signed and digested.

    Raises ``ValueError`` for what JSON has no form for (NaN, a lone surrogate).
    """
    return "".join(_pieces(value)).encode("utf-8")


def digest(value: object) -> str:
    """Return the SHA-256 of the canonical JSON of a value, in hexadecimal digits."""
    found = hashlib.sha256()
    for piece in _pieces(value):
        found.update(piece.encode("utf-8"))
    return found.hexdigest()


def _pieces(value: object) -> Iterator[str]:
    """Give canonical JSON piece by piece.

    One call for a plan of a hundred thousand rows would keep the interpreter from the window for
    half a second.
    """
    if isinstance(value, dict) and value and all(isinstance(key, str) for key in value):
        before = "{"
        for key in sorted(value):
            yield f"{before}{_dumped(key)}:"
            yield from _pieces(value[key])
            before = ","
        yield "}"
    elif isinstance(value, IdRows) or (isinstance(value, list) and len(value) > _PIECE):
        yield "["
        for start in range(0, len(value), _PIECE):
            yield "," if start else ""
            yield _dumped(list(value[start : start + _PIECE]))[1:-1]
        yield "]"
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
        before = "["
        for one in value:
            yield before
            yield from _pieces(one)
            before = ","
        yield "]"
    else:
        yield _dumped(value)


def _dumped(value: object) -> str:
    return json.dumps(
        value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )


def raw_public_key(key: Ed25519PrivateKey) -> bytes:
    """Return the 32 bytes of the public half of ``key``."""
    return key.public_key().public_bytes_raw()


def public_key_pem(public_key: bytes) -> bytes:
    """Write a raw public key as openssl reads it."""
    return Ed25519PublicKey.from_public_bytes(public_key).public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def read_public_key_pem(pem: bytes) -> bytes:
    """Return the raw public key of a PEM file; ``ValueError`` if it is no Ed25519 key."""
    try:
        key = serialization.load_pem_public_key(pem)
    except UnsupportedAlgorithm as error:
        raise ValueError("a key of an unknown kind") from error
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("not an Ed25519 key")
    return key.public_bytes_raw()


def signature_holds(public_key: bytes, signature: bytes, data: bytes) -> bool:
    """Say whether ``signature`` over ``data`` was made by the owner of ``public_key``."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def sign_document(format_: str, body: dict[str, Any], key: Ed25519PrivateKey) -> bytes:
    """Return ``body`` as a signed JSON document of the given format, ready to be written.

    Raises ``ValueError`` for a format that is not ours or a body that JSON cannot hold.
    """
    if not format_.startswith(FORMAT_PREFIX):
        raise ValueError(f"a format is named {FORMAT_PREFIX}…: {format_!r}")
    signature = key.sign(canonical_json({"body": body, "format": format_}))
    document = {
        "format": format_,
        "body": body,
        "signature": {
            "algorithm": ALGORITHM,
            "public_key": base64.b64encode(raw_public_key(key)).decode("ascii"),
            "value": base64.b64encode(signature).decode("ascii"),
        },
    }
    return canonical_json(document) + b"\n"


def read_signed(raw: bytes, *, trusted: Iterable[bytes] | None = None) -> SignedDocument:
    """Read a signed document and check its signature.

    ``trusted`` are the raw public keys to compare the signer's with; without any, the signature
    alone is checked. A signature by a key that is not among them is still read: ask ``trusted`` of
    the answer. Raises KnownError ``not_a_signed_document`` for anything that is none, or
    ``signature_wrong`` where the signature does not fit the contents.
    """
    document = _load(raw)
    format_, body, public_key, signature = _parts(document)
    # The whole file must stand as it was written, so that no changed byte goes unnoticed.
    signed = canonical_json({"body": body, "format": format_})
    as_written = raw == canonical_json(document) + b"\n"
    if not (as_written and signature_holds(public_key, signature, signed)):
        raise KnownError(
            "signature_wrong",
            _("The signature does not fit the contents: the file was changed after signing."),
            _("Do not rely on this file. Ask for the original."),
        )
    keys = None if trusted is None else frozenset(trusted)
    return SignedDocument(format_, body, public_key, None if keys is None else public_key in keys)


def _load(raw: bytes) -> object:
    try:
        loaded = long_json.loads(raw.decode("utf-8"))
        canonical_json(loaded)  # refuses NaN and lone surrogates, which JSON readers let through
    except (ValueError, RecursionError):
        raise _no_document() from None
    return loaded


def _parts(document: object) -> tuple[str, dict[str, Any], bytes, bytes]:
    match document:
        case {
            "format": str(format_),
            "body": dict(body),
            "signature": {
                "algorithm": str(algorithm),
                "public_key": str(public_key),
                "value": str(value),
                **further_signature,
            },
            **further,
        } if (
            algorithm == ALGORITHM
            and format_.startswith(FORMAT_PREFIX)
            and not (further or further_signature)
        ):
            return format_, body, _from_base64(public_key), _from_base64(value)
        case _:
            raise _no_document()


def _from_base64(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise _no_document() from None
    if base64.b64encode(data).decode("ascii") != text:  # a second spelling of the same bytes
        raise _no_document()
    return data


def _no_document() -> KnownError:
    return KnownError(
        "not_a_signed_document",
        _("This is not a signed document of this program, or it is damaged."),
        _("Choose a package, plan or report that this program wrote."),
    )
