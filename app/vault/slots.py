"""Making, opening and re-sealing one slot."""

from __future__ import annotations

from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.model.staff import Role
from app.vault import crypto
from app.vault.crypto import ForgedError, KdfParameters, Owner, Purpose, Wrap
from app.vault.document import RECOVERY_NAME, Slot, State
from app.vault.endorsement import is_endorsed
from app.vault.recovery_code import new_code, read_code


class Keys(NamedTuple):
    """What a slot gives; its repr shows none of it."""

    store_key: bytes
    signing_key: Ed25519PrivateKey | None
    """None in a technician's hands."""

    def __repr__(self) -> str:
        return "Keys()"


def member_slot(owner: Owner, keys: Keys, passphrase: str, kdf: KdfParameters) -> Slot:
    """Return a slot that opens with a passphrase and gives ``keys``."""
    secret = crypto.passphrase_bytes(passphrase)
    return _make_slot(owner, keys, secret, Purpose.PASSPHRASE, kdf)


def recovery_slot(store_id: str, slot_id: int, anchor: bytes, keys: Keys) -> tuple[str, Slot]:
    """Return a new recovery code and the slot that opens with it."""
    code = new_code()
    owner = Owner(store_id, slot_id, RECOVERY_NAME, Role.LEAD, anchor)
    return code, _make_slot(owner, keys, read_code(code), Purpose.RECOVERY, None)


def reseal(state: State, slot: Slot, keys: Keys) -> Slot:
    """Return the slot with other keys in it; what opens it stays the same."""
    store_key, signing_key = _sealed_keys(slot.public_key, state.owner(slot), keys)
    return slot._replace(store_key=store_key, signing_key=signing_key)


def private_key_of(
    state: State, slot: Slot, wrapped: Wrap, secret: bytes, purpose: Purpose
) -> bytes:
    """Return a slot's private key; raise WrongSecretError or ForgedError."""
    return crypto.unwrap(secret, wrapped, state.owner(slot), purpose)


def open_slot(state: State, slot: Slot, private_key: bytes) -> Keys:
    """Return what a slot gives, once the whole state is found genuine; raise ForgedError."""
    owner = state.owner(slot)
    store_key = crypto.unseal(private_key, slot.store_key, owner, Purpose.STORE_KEY)
    if not state.is_genuine(store_key) or not is_endorsed(state, slot, store_key):
        raise ForgedError
    if slot.signing_key is None:
        return Keys(store_key, None)
    signing_key = Ed25519PrivateKey.from_private_bytes(
        crypto.unseal(private_key, slot.signing_key, owner, Purpose.SIGNING_KEY)
    )
    if crypto.signing_public_key(signing_key) != state.anchor:
        raise ForgedError
    return Keys(store_key, signing_key)


def _make_slot(
    owner: Owner, keys: Keys, secret: bytes, purpose: Purpose, kdf: KdfParameters | None
) -> Slot:
    """Return a slot with a new key pair, to be opened with ``secret``, that gives ``keys``."""
    private_key, public_key = crypto.new_exchange_key()
    store_key, signing_key = _sealed_keys(public_key, owner, keys)
    return Slot(
        id=owner.slot_id,
        name=owner.name,
        role=owner.role,
        anchor=owner.anchor,
        public_key=public_key,
        unlock=crypto.wrap(secret, private_key, owner, purpose, kdf),
        device=None,
        store_key=store_key,
        signing_key=signing_key,
    )


def _sealed_keys(
    public_key: bytes, owner: Owner, keys: Keys
) -> tuple[crypto.Sealed, crypto.Sealed | None]:
    store_key = crypto.seal(keys.store_key, public_key, owner, Purpose.STORE_KEY)
    if owner.role is not Role.LEAD:
        return store_key, None
    if keys.signing_key is None:
        raise ValueError("a lead's slot needs the signing key")  # the callers check for it
    raw = keys.signing_key.private_bytes_raw()
    return store_key, crypto.seal(raw, public_key, owner, Purpose.SIGNING_KEY)
