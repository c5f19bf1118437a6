"""What the store's signing key vouches for: who may open the store, in which role, and its key.

Whoever holds a store key can make a file that is genuine under it: an outsider for a store key
of their own, a technician for the real one. So a lead's signing key signs the roster together
with the store key, each signing key is signed by the one before it, and each slot keeps, bound
to its passphrase, the signing key that it was made under.
"""

from __future__ import annotations

from itertools import pairwise

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from app.vault import crypto
from app.vault.document import SigningPublicKey, Slot, State


def new_signing_public_key(
    store_id: str, new: Ed25519PrivateKey, since: int, by: Ed25519PrivateKey | None
) -> SigningPublicKey:
    """Return the public half of ``new``, signed by the key before it (None for the first)."""
    public_key = crypto.signing_public_key(new)
    endorsement = by.sign(_succession(store_id, public_key, since)) if by else None
    return SigningPublicKey(public_key, since, None, endorsement)


def signed(state: State, store_key: bytes, signing_key: Ed25519PrivateKey) -> State:
    """Return the state signed by a lead and authenticated: staff, roles and store key."""
    signature = signing_key.sign(_roster(state, store_key))
    return state._replace(signature=signature).authenticated(store_key)


def is_endorsed(state: State, slot: Slot, store_key: bytes) -> bool:
    """Say whether the signing key that ``slot`` trusts vouches for the state."""
    keys = state.signing_keys
    start = next((i for i, key in enumerate(keys) if key.public_key == slot.anchor), None)
    if start is None:
        return False
    try:
        for older, newer in pairwise(keys[start:]):
            _verify(
                older.public_key,
                newer.endorsement or b"",
                _succession(state.store_id, newer.public_key, newer.since),
            )
        _verify(keys[-1].public_key, state.signature, _roster(state, store_key))
    except InvalidSignature:
        return False
    return True


def _verify(public_key: bytes, signature: bytes, message: bytes) -> None:
    Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)


def _succession(store_id: str, public_key: bytes, since: int) -> bytes:
    return crypto.canonical(
        [crypto.FORMAT, crypto.VERSION, "succession", store_id, public_key.hex(), since]
    )


def _roster(state: State, store_key: bytes) -> bytes:
    members = [[slot.id, slot.name, slot.role] for slot in state.members]
    commitment = crypto.commitment(store_key).hex()
    return crypto.canonical(
        [
            crypto.FORMAT,
            crypto.VERSION,
            "roster",
            state.store_id,
            commitment,
            members,
            state.recovery.id,
        ]
    )
