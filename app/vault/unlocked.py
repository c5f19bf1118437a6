"""What opening a slot gives."""

from __future__ import annotations

from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.model.staff import Member
from app.vault.slots import Keys


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
