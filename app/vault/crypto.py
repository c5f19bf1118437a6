"""The cryptography of key slots, and nothing else; ``docs/store-format.md`` writes it down.

Every function takes and gives raw bytes; only the names of purposes and owners are text.
"""

# No annotations of the future here: a named tuple compiles each of them that is a text.

import hashlib
import hmac
import json
import os
import unicodedata
from enum import StrEnum
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.errors import KnownError
from app.i18n import _
from app.model.staff import Role

FORMAT = "cne-helpdesk-keyslots"
VERSION = 1

KEY_BYTES = 32
SALT_BYTES = 16
NONCE_BYTES = 12
CHECK_BYTES = 16
TAG_BYTES = 16
MAC_BYTES = 32
SIGNATURE_BYTES = 64

_LABEL = b"cne-helpdesk "


class Purpose(StrEnum):
    """What a ciphertext is for; part of its associated data."""

    PASSPHRASE = "passphrase"  # noqa: S105 - the name of a purpose
    RECOVERY = "recovery"
    DEVICE = "device"
    STORE_KEY = "store_key"
    SIGNING_KEY = "signing_key"


class KdfParameters(NamedTuple):
    """The cost of trying one passphrase with Argon2id."""

    memory_kib: int
    passes: int
    lanes: int


DEFAULT_KDF = KdfParameters(memory_kib=65_536, passes=3, lanes=4)
"""The second recommended choice of RFC 9106: 64 MiB, three passes, four lanes."""


class Owner(NamedTuple):
    """Whose slot a ciphertext belongs to; part of its associated data."""

    store_id: str
    slot_id: int
    name: str
    role: Role
    anchor: bytes
    """The signing public key that the slot was made under, and trusts."""


class Wrap(NamedTuple):
    """A slot's private key under a key that comes from a passphrase, code or device secret."""

    kdf: KdfParameters | None
    """Argon2id for a passphrase; None is HKDF, for a secret that cannot be guessed."""
    salt: bytes
    check: bytes
    """Tells a wrong passphrase from a damaged slot."""
    nonce: bytes
    ciphertext: bytes


class Sealed(NamedTuple):
    """A key that only the holder of a slot's private key can read."""

    ephemeral: bytes
    nonce: bytes
    ciphertext: bytes


class WrongSecretError(Exception):
    """The passphrase, code or device secret does not belong to the slot."""


class ForgedError(Exception):
    """The secret is right, and still what is stored with it was changed."""


def canonical(value: object) -> bytes:
    """Return the one JSON text of a value: sorted names, no spaces, ASCII only."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def passphrase_bytes(passphrase: str) -> bytes:
    """Return a passphrase as the key derivation takes it: Unicode NFC, UTF-8.

    Raises KnownError ``passphrase_unreadable`` for what is no Unicode text.
    """
    normal = unicodedata.normalize("NFC", passphrase)
    if any("\ud800" <= character <= "\udfff" for character in normal):
        # Raised apart from any codec error, which would carry the passphrase along.
        raise KnownError(
            "passphrase_unreadable",
            _("The passphrase holds bytes that are no readable characters."),
            _("Nothing was changed. Give the passphrase in UTF-8."),
        )
    return normal.encode()


def wrap(
    secret: bytes, private_key: bytes, owner: Owner, purpose: Purpose, kdf: KdfParameters | None
) -> Wrap:
    """Encrypt a slot's private key under a secret."""
    salt = os.urandom(SALT_BYTES)
    nonce = os.urandom(NONCE_BYTES)
    key = _wrapping_key(secret, salt, purpose, kdf)
    ciphertext = AESGCM(key).encrypt(nonce, private_key, _associated_data(owner, purpose))
    return Wrap(kdf, salt, _check(key), nonce, ciphertext)


def unwrap(secret: bytes, wrapped: Wrap, owner: Owner, purpose: Purpose) -> bytes:
    """Decrypt a slot's private key; raise WrongSecretError or ForgedError."""
    key = _wrapping_key(secret, wrapped.salt, purpose, wrapped.kdf)
    if not hmac.compare_digest(_check(key), wrapped.check):
        raise WrongSecretError
    return _decrypt(key, wrapped.nonce, wrapped.ciphertext, _associated_data(owner, purpose))


def seal(plaintext: bytes, public_key: bytes, owner: Owner, purpose: Purpose) -> Sealed:
    """Encrypt a key so that only the holder of the slot's private key can read it."""
    ephemeral = X25519PrivateKey.generate()
    ephemeral_public = ephemeral.public_key().public_bytes_raw()
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(public_key))
    nonce = os.urandom(NONCE_BYTES)
    key = _sealing_key(shared, ephemeral_public, public_key)
    ciphertext = AESGCM(key).encrypt(nonce, plaintext, _associated_data(owner, purpose))
    return Sealed(ephemeral_public, nonce, ciphertext)


def unseal(private_key: bytes, sealed: Sealed, owner: Owner, purpose: Purpose) -> bytes:
    """Decrypt what was sealed to a slot; raise ForgedError."""
    private = X25519PrivateKey.from_private_bytes(private_key)
    public_key = private.public_key().public_bytes_raw()
    try:
        shared = private.exchange(X25519PublicKey.from_public_bytes(sealed.ephemeral))
    except ValueError:  # a point of low order: never made by this program
        raise ForgedError from None
    key = _sealing_key(shared, sealed.ephemeral, public_key)
    return _decrypt(key, sealed.nonce, sealed.ciphertext, _associated_data(owner, purpose))


def authentication_code(store_key: bytes, message: bytes) -> bytes:
    """Return the HMAC-SHA256 of ``message`` under a key that only the store key gives."""
    key = _hkdf(store_key, b"", b"authenticate v1")
    return hmac.digest(key, message, hashlib.sha256)


def commitment(store_key: bytes) -> bytes:
    """Return a value that stands for a store key and does not give it away."""
    return _hkdf(store_key, b"", b"commit v1")


def new_exchange_key() -> tuple[bytes, bytes]:
    """Return a new X25519 pair: the private and the public key."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def signing_public_key(signing_key: Ed25519PrivateKey) -> bytes:
    """Return the Ed25519 public key of a signing key, raw."""
    return signing_key.public_key().public_bytes_raw()


def _wrapping_key(secret: bytes, salt: bytes, purpose: Purpose, kdf: KdfParameters | None) -> bytes:
    if kdf is None:
        return _hkdf(secret, salt, purpose.encode() + b" v1")
    return Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=kdf.passes,
        lanes=kdf.lanes,
        memory_cost=kdf.memory_kib,
    ).derive(secret)


def _check(key: bytes) -> bytes:
    return hmac.digest(key, _LABEL + b"check v1", hashlib.sha256)[:CHECK_BYTES]


def _sealing_key(shared: bytes, ephemeral: bytes, recipient: bytes) -> bytes:
    return _hkdf(shared, ephemeral + recipient, b"seal v1")


def _hkdf(secret: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=_LABEL + info).derive(secret)


def _decrypt(key: bytes, nonce: bytes, ciphertext: bytes, associated_data: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, associated_data)
    except InvalidTag:
        raise ForgedError from None


def _associated_data(owner: Owner, purpose: Purpose) -> bytes:
    return canonical(
        [
            FORMAT,
            VERSION,
            purpose,
            owner.store_id,
            owner.slot_id,
            owner.name,
            owner.role,
            owner.anchor.hex(),
        ]
    )
