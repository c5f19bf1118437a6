"""``keyslots.json`` as data: strict reading, one way of writing."""

# No annotations of the future here: a named tuple compiles each of them that is a text.

import hmac
import json
import re
from typing import NamedTuple, NoReturn, TypeVar

from app.model.staff import Role
from app.vault import errors
from app.vault.crypto import (
    CHECK_BYTES,
    FORMAT,
    KEY_BYTES,
    MAC_BYTES,
    NONCE_BYTES,
    SALT_BYTES,
    SIGNATURE_BYTES,
    TAG_BYTES,
    VERSION,
    KdfParameters,
    Owner,
    Sealed,
    Wrap,
    authentication_code,
    canonical,
)
from app.vault.rules import is_clean_name, name_key

MAX_MEMBERS = 500  # their slots fit the file's limit twice, as a rekey needs
# What a file may ask of this computer before anything in it is known to be genuine.
MAX_MEMORY_KIB = 1024 * 1024
MAX_PASSES = 10
MAX_LANES = 16
_MAX_ID = 2**52
_MAX_MOMENT = 2**40
_HEX = re.compile(r"[0-9a-f]*")

RECOVERY_NAME = "recovery"

T = TypeVar("T")


class Slot(NamedTuple):
    """One way in: a key pair, its private key wrapped, and the keys sealed to it."""

    id: int
    name: str
    role: Role
    anchor: bytes
    """The signing public key that this slot was made under, and trusts."""
    public_key: bytes
    unlock: Wrap
    device: Wrap | None
    store_key: Sealed
    signing_key: Sealed | None
    """Sealed for a lead and for recovery only."""


class SigningPublicKey(NamedTuple):
    """An Ed25519 public key of the store, raw, and the moments between which it signed."""

    public_key: bytes
    since: int
    until: int | None
    """None for the one in use."""
    endorsement: bytes | None
    """The signature of the key before it; None for the first."""


class State(NamedTuple):
    """Everything that belongs to one store key, authenticated under it."""

    store_id: str
    members: tuple[Slot, ...]
    recovery: Slot
    signing_keys: tuple[SigningPublicKey, ...]
    """Oldest first; the last one is in use."""
    signature: bytes = b""
    """Of the staff, their roles and the store key, by the signing key in use."""
    mac: bytes = b""

    @property
    def anchor(self) -> bytes:
        """The signing public key in use, which a slot made now trusts."""
        return self.signing_keys[-1].public_key

    def owner(self, slot: Slot) -> Owner:
        """Return who a slot's ciphertexts are bound to."""
        return Owner(self.store_id, slot.id, slot.name, slot.role, slot.anchor)

    def slot(self, slot_id: int) -> Slot | None:
        """Return a slot by its id, the recovery slot included."""
        slots = (*self.members, self.recovery)
        return next((slot for slot in slots if slot.id == slot_id), None)

    def with_slot(self, slot: Slot) -> "State":
        """Return the state with ``slot`` in the place of the one with its id."""
        if slot.id == self.recovery.id:
            return self._replace(recovery=slot)
        members = tuple(slot if old.id == slot.id else old for old in self.members)
        return self._replace(members=members)

    def authenticated(self, store_key: bytes) -> "State":
        """Return the state with its authentication code under ``store_key``."""
        return self._replace(mac=self._code(store_key))

    def is_genuine(self, store_key: bytes) -> bool:
        """Say whether every part of the state is as it was written under ``store_key``."""
        return hmac.compare_digest(self.mac, self._code(store_key))

    def _code(self, store_key: bytes) -> bytes:
        return authentication_code(store_key, canonical(_write_state(self)))


class Document(NamedTuple):
    """The whole file: the state in force and, during a rekey, the one to come."""

    current: State
    pending: State | None = None


def write_document(document: Document) -> bytes:
    """Return the bytes of ``keyslots.json``."""
    value: dict[str, object] = {
        "format": FORMAT,
        "version": VERSION,
        "current": _write_authenticated(document.current),
        "pending": document.pending and _write_authenticated(document.pending),
    }
    return json.dumps(value, indent=1).encode() + b"\n"


def read_document(data: bytes) -> Document:
    """Read ``keyslots.json``; what it says is genuine only once a slot has been opened.

    Raises KnownError ``keyslots_damaged`` or ``keyslots_newer``.
    """
    try:
        value = json.loads(data.decode(), object_pairs_hook=_no_name_twice)
        version = value.get("version") if isinstance(value, dict) else None
        if value["format"] == FORMAT and type(version) is int and version > VERSION:
            raise errors.newer()
        _names(value, "format", "version", "current", "pending")
        _same(value["format"], FORMAT)
        _same(value["version"], VERSION)
        pending = value["pending"]
        document = Document(
            _read_state(value["current"]), None if pending is None else _read_state(pending)
        )
        if document.pending:
            _same(document.pending.store_id, document.current.store_id)
    except (ValueError, TypeError, KeyError, RecursionError):
        pass
    else:
        return document
    raise errors.damaged()


def _write_authenticated(state: State) -> dict[str, object]:
    return _write_state(state) | {"mac": state.mac.hex()}


def _write_state(state: State) -> dict[str, object]:
    return {
        "store_id": state.store_id,
        "members": [_write_slot(slot) for slot in state.members],
        "recovery": _write_slot(state.recovery),
        "signing_keys": [
            {
                "public_key": key.public_key.hex(),
                "since": key.since,
                "until": key.until,
                "endorsement": key.endorsement and key.endorsement.hex(),
            }
            for key in state.signing_keys
        ],
        "signature": state.signature.hex(),
    }


def _write_slot(slot: Slot) -> dict[str, object]:
    return {
        "id": slot.id,
        "name": slot.name,
        "role": slot.role.value,
        "anchor": slot.anchor.hex(),
        "public_key": slot.public_key.hex(),
        "unlock": _write_wrap(slot.unlock),
        "device": slot.device and _write_wrap(slot.device),
        "store_key": _write_sealed(slot.store_key),
        "signing_key": slot.signing_key and _write_sealed(slot.signing_key),
    }


def _write_wrap(wrap: Wrap) -> dict[str, object]:
    kdf = wrap.kdf and {
        "memory_kib": wrap.kdf.memory_kib,
        "passes": wrap.kdf.passes,
        "lanes": wrap.kdf.lanes,
    }
    return {
        "argon2id": kdf,
        "salt": wrap.salt.hex(),
        "check": wrap.check.hex(),
        "nonce": wrap.nonce.hex(),
        "ciphertext": wrap.ciphertext.hex(),
    }


def _write_sealed(sealed: Sealed) -> dict[str, object]:
    return {
        "ephemeral": sealed.ephemeral.hex(),
        "nonce": sealed.nonce.hex(),
        "ciphertext": sealed.ciphertext.hex(),
    }


def _read_state(value: object) -> State:
    fields = _names(value, "store_id", "members", "recovery", "signing_keys", "signature", "mac")
    members = tuple(_read_slot(one, recovery=False) for one in _list(fields["members"]))
    recovery = _read_slot(fields["recovery"], recovery=True)
    ids = [slot.id for slot in (*members, recovery)]
    names = [name_key(slot.name) for slot in members]
    if len(set(ids)) < len(ids) or len(set(names)) < len(names):
        _refuse()
    if all(slot.role is not Role.LEAD for slot in members):
        _refuse()
    keys = tuple(_read_signing_key(one) for one in _list(fields["signing_keys"]))
    if not keys or [key.until is None for key in keys].index(True) != len(keys) - 1:
        _refuse()
    store_id = _hex(fields["store_id"], 16).hex()
    signature, mac = _hex(fields["signature"], SIGNATURE_BYTES), _hex(fields["mac"], MAC_BYTES)
    return State(store_id, members, recovery, keys, signature, mac)


def _read_signing_key(value: object) -> SigningPublicKey:
    fields = _names(value, "public_key", "since", "until", "endorsement")
    until, endorsement = fields["until"], fields["endorsement"]
    return SigningPublicKey(
        _hex(fields["public_key"], KEY_BYTES),
        _integer(fields["since"], 0, _MAX_MOMENT),
        None if until is None else _integer(until, 0, _MAX_MOMENT),
        None if endorsement is None else _hex(endorsement, SIGNATURE_BYTES),
    )


def _read_slot(value: object, *, recovery: bool) -> Slot:
    fields = _names(
        value,
        "id",
        "name",
        "role",
        "anchor",
        "public_key",
        "unlock",
        "device",
        "store_key",
        "signing_key",
    )
    name, role = fields["name"], fields["role"]
    if not isinstance(name, str) or not is_clean_name(name) or not isinstance(role, str):
        _refuse()
    if (name == RECOVERY_NAME) is not recovery:
        _refuse()
    device, signing_key = fields["device"], fields["signing_key"]
    slot = Slot(
        id=_integer(fields["id"], 1, _MAX_ID),
        name=name,
        role=Role(role),
        anchor=_hex(fields["anchor"], KEY_BYTES),
        public_key=_hex(fields["public_key"], KEY_BYTES),
        unlock=_read_wrap(fields["unlock"]),
        device=None if device is None else _read_wrap(device),
        store_key=_read_sealed(fields["store_key"]),
        signing_key=None if signing_key is None else _read_sealed(signing_key),
    )
    if (slot.unlock.kdf is None) is not recovery or (slot.device and slot.device.kdf):
        _refuse()
    if (slot.signing_key is not None) is not (slot.role is Role.LEAD):
        _refuse()
    if recovery and (slot.role is not Role.LEAD or slot.device):
        _refuse()
    return slot


def _read_wrap(value: object) -> Wrap:
    fields = _names(value, "argon2id", "salt", "check", "nonce", "ciphertext")
    kdf = None
    if fields["argon2id"] is not None:
        numbers = _names(fields["argon2id"], "memory_kib", "passes", "lanes")
        lanes = _integer(numbers["lanes"], 1, MAX_LANES)
        memory = _integer(numbers["memory_kib"], 8 * lanes, MAX_MEMORY_KIB)
        kdf = KdfParameters(memory, _integer(numbers["passes"], 1, MAX_PASSES), lanes)
    return Wrap(
        kdf,
        salt=_hex(fields["salt"], SALT_BYTES),
        check=_hex(fields["check"], CHECK_BYTES),
        nonce=_hex(fields["nonce"], NONCE_BYTES),
        ciphertext=_hex(fields["ciphertext"], KEY_BYTES + TAG_BYTES),
    )


def _read_sealed(value: object) -> Sealed:
    fields = _names(value, "ephemeral", "nonce", "ciphertext")
    return Sealed(
        _hex(fields["ephemeral"], KEY_BYTES),
        _hex(fields["nonce"], NONCE_BYTES),
        _hex(fields["ciphertext"], KEY_BYTES + TAG_BYTES),
    )


def _refuse() -> NoReturn:
    raise ValueError


def _no_name_twice(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) < len(pairs):
        _refuse()
    return value


def _names(value: object, *names: str) -> dict[str, object]:
    if not isinstance(value, dict) or value.keys() != set(names):
        _refuse()
    return value


def _same(value: object, expected: T) -> None:
    if type(value) is not type(expected) or value != expected:
        _refuse()


def _list(value: object) -> list[object]:
    if not isinstance(value, list) or len(value) > MAX_MEMBERS:
        _refuse()
    return value


def _integer(value: object, low: int, high: int) -> int:
    if type(value) is not int or not low <= value <= high:
        _refuse()
    return value


def _hex(value: object, length: int) -> bytes:
    if not isinstance(value, str) or len(value) != 2 * length or not _HEX.fullmatch(value):
        _refuse()
    return bytes.fromhex(value)
