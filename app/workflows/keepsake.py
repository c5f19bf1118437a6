"""Where somebody was when the store was locked, kept in memory so that only its key reads it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.workflows.session import Session

_NONCE_BYTES = 12
_INFO = b"cne-helpdesk keepsake"


@dataclass(frozen=True, slots=True, repr=False)
class Keepsake:
    """A sealed value; without the store's key it says nothing."""

    nonce: bytes
    ciphertext: bytes


def seal(session: Session, value: Mapping[str, Any]) -> Keepsake:
    """Seal values that JSON knows, for the member of staff at work alone."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    text = json.dumps(value).encode()
    return Keepsake(nonce, AESGCM(_key(session)).encrypt(nonce, text, _whose(session)))


def unseal(session: Session, kept: Keepsake) -> dict[str, Any] | None:
    """Return what was sealed; None for somebody else, or once the store has another key."""
    try:
        text = AESGCM(_key(session)).decrypt(kept.nonce, kept.ciphertext, _whose(session))
    except InvalidTag:
        return None
    value: dict[str, Any] = json.loads(text)
    return value


def _key(session: Session) -> bytes:
    hkdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=_INFO)
    return hkdf.derive(session.unlocked.store_key)


def _whose(session: Session) -> bytes:
    return f"{session.staff_id}".encode()
