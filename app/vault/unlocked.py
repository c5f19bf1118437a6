"""What opening a slot gives."""

from __future__ import annotations

from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.model.staff import Member
from app.vault import errors
from app.vault.crypto import ForgedError
from app.vault.document import Document, Slot
from app.vault.slots import Keys, open_slot


class Unlocked(NamedTuple):
    """An opened slot: who opened it and the keys it gives. Its repr shows no key."""

    member: Member
    store_key: bytes
    """32 bytes; SQLCipher's raw key."""
    signing_key: Ed25519PrivateKey | None
    """Signs approvals, reports and packages; None in a technician's hands."""
    by_recovery: bool = False
    """Opened with the recovery code: ``member`` is the recovery slot, with a lead's rights."""
    rekey_pending: bool = False
    """A change of the store key was begun and not finished. See ``Vault.begin_rekey``."""
    pending_store_key: bytes | None = None
    """The key to come; None when none is pending, or when it is not meant for this member."""
    pending_signing_key: Ed25519PrivateKey | None = None

    def __repr__(self) -> str:
        return f"Unlocked({self.member!r})"

    def keys(self) -> Keys:
        """Return the keys in force, to seal them to a slot."""
        return Keys(self.store_key, self.signing_key)

    def settled(self) -> Unlocked:
        """Return the same without the keys of a rekey that is over."""
        return self._replace(rekey_pending=False, pending_store_key=None, pending_signing_key=None)


def unlocked_by(document: Document, slot: Slot, private_key: bytes) -> Unlocked:
    """Return what a slot's private key opens. Raises KnownError ``keyslots_damaged``."""
    current, pending = document
    coming = pending and pending.slot(slot.id)  # None for a member who is being removed
    try:
        keys = open_slot(current, slot, private_key)
        to_come = open_slot(pending, coming, private_key) if pending and coming else None
    except ForgedError:
        raise errors.damaged() from None
    return Unlocked(
        member=member_of(slot),
        store_key=keys.store_key,
        signing_key=keys.signing_key,
        by_recovery=slot.id == current.recovery.id,
        rekey_pending=pending is not None,
        pending_store_key=to_come.store_key if to_come else None,
        pending_signing_key=to_come.signing_key if to_come else None,
    )


def member_of(slot: Slot) -> Member:
    """Return whose slot it is."""
    return Member(slot.id, slot.name, slot.role)
