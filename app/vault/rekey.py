"""The state of a vault under a new store key."""

from __future__ import annotations

import os

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.model.staff import Role
from app.vault import crypto, errors
from app.vault.document import Slot, State
from app.vault.endorsement import new_signing_public_key, signed
from app.vault.slots import Keys, reseal


def next_state(
    state: State, held: Ed25519PrivateKey, removed: Slot | None, moment: int
) -> tuple[State, Keys]:
    """Return the state after a rekey at ``moment``, without ``removed``, and its keys.

    ``held`` is the signing key in use until then. The removal of a lead, who has held it too,
    gives a new one; the public half of the old one stays known, with its end.

    Raises KnownError ``last_lead``.
    """
    members = tuple(slot for slot in state.members if slot is not removed)
    if all(slot.role is not Role.LEAD for slot in members):
        raise errors.last_lead()
    signing_key, public_keys = held, state.signing_keys
    if removed is not None and removed.role is Role.LEAD:
        signing_key = Ed25519PrivateKey.generate()
        public_keys = (
            *public_keys[:-1],
            public_keys[-1]._replace(until=moment),
            new_signing_public_key(state.store_id, signing_key, moment, by=held),
        )
    new = Keys(os.urandom(crypto.KEY_BYTES), signing_key)
    coming = State(
        state.store_id,
        tuple(reseal(state, slot, new) for slot in members),
        reseal(state, state.recovery, new),
        public_keys,
    )
    return signed(coming, new.store_key, signing_key), new
