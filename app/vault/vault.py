"""The vault: who may open the store, and with what.

``Vault`` is one ``keyslots.json``. Reading it needs no secret; ``unlock`` gives an ``Unlocked``,
and everything that changes the file asks for one. Each change is written atomically, so that the
old file is whole when it fails.
"""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.model.moments import now, random_id
from app.model.staff import Member, Role
from app.vault import crypto, errors
from app.vault.crypto import ForgedError, KdfParameters, Owner, Purpose, Wrap, WrongSecretError
from app.vault.device_secrets import DeviceSecrets
from app.vault.document import (
    MAX_MEMBERS,
    RECOVERY_NAME,
    Document,
    SigningPublicKey,
    Slot,
    State,
)
from app.vault.endorsement import new_signing_public_key, signed
from app.vault.keyslot_file import KeyslotFile
from app.vault.recovery_code import read_code
from app.vault.rekey import next_state
from app.vault.rules import check_new_passphrase, clean_name, name_key
from app.vault.slots import (
    Keys,
    member_slot,
    private_key_of,
    recovery_slot,
)
from app.vault.unlocked import Unlocked, member_of, unlocked_by


class Vault:
    """The key slots of one store."""

    def __init__(self, file: KeyslotFile, kdf: KdfParameters | None) -> None:
        self._file = file
        self._kdf = kdf or crypto.DEFAULT_KDF

    @classmethod
    def create(
        cls, folder: Path, lead_name: str, passphrase: str, kdf: KdfParameters | None = None
    ) -> tuple[Vault, Unlocked, str]:
        """Make the key slots of a new store in ``folder``, made if need be, with its first lead.

        Returns the vault, opened for that lead, and the recovery code, which nothing keeps.
        ``kdf`` is the cost of a passphrase (``DEFAULT_KDF`` when None).

        Raises KnownError ``store_exists``, ``name_invalid``, ``passphrase_too_short``,
        ``passphrase_unreadable``, or what ``write_atomically`` raises.
        """
        KeyslotFile.check_absent(folder)
        check_new_passphrase(passphrase)
        name = _free_name(lead_name, ())
        store_id = os.urandom(16).hex()
        signing_key = Ed25519PrivateKey.generate()
        public = new_signing_public_key(store_id, signing_key, now(), by=None)
        keys = Keys(os.urandom(crypto.KEY_BYTES), signing_key)
        owner = Owner(store_id, random_id(), name, Role.LEAD, public.public_key)
        lead = member_slot(owner, keys, passphrase, kdf or crypto.DEFAULT_KDF)
        code, recovery = recovery_slot(store_id, random_id(), public.public_key, keys)
        state = signed(State(store_id, (lead,), recovery, (public,)), keys.store_key, signing_key)
        file = KeyslotFile.create(folder, Document(state))
        unlocked = Unlocked(member_of(lead), keys.store_key, keys.signing_key)
        return cls(file, kdf), unlocked, code

    @classmethod
    def open(cls, folder: Path, kdf: KdfParameters | None = None) -> Vault:
        """Read the key slots of the store in ``folder``, without opening one.

        ``kdf`` is the cost of passphrases set from now on (``DEFAULT_KDF`` when None).

        Raises KnownError ``no_store``, ``keyslots_damaged``, ``keyslots_newer`` or
        ``keyslots_unreadable``.
        """
        return cls(KeyslotFile.open(folder), kdf)

    @property
    def store_id(self) -> str:
        """Thirty-two hexadecimal digits that name this store, and stay through every rekey."""
        return self._state.store_id

    def members(self) -> tuple[Member, ...]:
        """Return the staff, oldest first; known to be genuine only after an unlock."""
        return tuple(member_of(slot) for slot in self._state.members)

    def signing_public_keys(self) -> tuple[SigningPublicKey, ...]:
        """Return the keys that verify this store's documents, oldest first.

        The last one is in use; they are known to be genuine only after an unlock.
        """
        return self._state.signing_keys

    def device_remembered(self, member_id: int) -> bool:
        """Say whether a member's slot can be opened by a workstation's keyring."""
        slot = self._state.slot(member_id)
        return slot is not None and slot.device is not None

    def unlock(self, passphrase: str, name: str | None = None) -> Unlocked:
        """Open the slot of ``name``; without a name, the one slot that the passphrase opens.

        Each slot tried costs one key derivation, about 0.1 s; without a name all are tried.

        Raises KnownError ``wrong_passphrase``, ``no_such_member``, ``passphrase_unreadable``,
        ``passphrase_ambiguous`` (two members chose the same one) or ``keyslots_damaged``.
        """
        secret = crypto.passphrase_bytes(passphrase)
        slots = self._state.members if name is None else (self._slot_named(name),)
        opened = [
            (slot, private_key)
            for slot in slots
            if (private_key := self._try(slot, slot.unlock, secret, Purpose.PASSPHRASE))
        ]
        if not opened:
            raise errors.wrong_passphrase()
        if len(opened) > 1:
            raise errors.passphrase_ambiguous()
        return unlocked_by(self._file.document, *opened[0])

    def unlock_with_recovery(self, code: str) -> Unlocked:
        """Open the store with the printed recovery code, with a lead's rights.

        Raises KnownError ``recovery_code_mistyped``, ``recovery_code_wrong`` or
        ``keyslots_damaged``.
        """
        secret = read_code(code)
        slot = self._state.recovery
        private_key = self._try(slot, slot.unlock, secret, Purpose.RECOVERY)
        if private_key is None:
            raise errors.recovery_code_wrong()
        return unlocked_by(self._file.document, slot, private_key)

    def unlock_with_device(self, device: DeviceSecrets, name: str | None = None) -> Unlocked:
        """Open the slot of ``name``, or the first that can be, with this workstation's keyring.

        Raises KnownError ``device_not_remembered`` (the passphrase still works),
        ``keyring_unavailable``, ``no_such_member`` or ``keyslots_damaged``.
        """
        for slot in self._state.members if name is None else (self._slot_named(name),):
            if slot.device is None:
                continue
            secret = device.get(self.store_id, slot.id)
            if secret is None:
                continue
            private_key = self._try(slot, slot.device, secret, Purpose.DEVICE)
            if private_key is not None:
                return unlocked_by(self._file.document, slot, private_key)
        raise errors.device_not_remembered()

    def confirm(self, unlocked: Unlocked, secret: str) -> None:
        """Check that whoever is at work knows the passphrase of their slot, or its recovery code.

        Raises KnownError ``wrong_passphrase`` or, for the recovery slot, as
        ``unlock_with_recovery`` does.
        """
        self._authorised(unlocked)
        if unlocked.by_recovery:
            self.unlock_with_recovery(secret)
            return
        slot = self._own_slot(unlocked)
        known = crypto.passphrase_bytes(secret)
        if self._try(slot, slot.unlock, known, Purpose.PASSPHRASE) is None:
            raise errors.not_own_passphrase()

    def remember_device(self, unlocked: Unlocked, passphrase: str, device: DeviceSecrets) -> None:
        """Let this workstation's keyring open the member's slot; it replaces any other's.

        Raises KnownError ``wrong_passphrase``, ``keyring_unavailable`` or as
        ``KeyslotFile.save`` does.
        """
        state = self._authorised(unlocked)
        slot = self._own_slot(unlocked)
        private_key = self._try(
            slot, slot.unlock, crypto.passphrase_bytes(passphrase), Purpose.PASSPHRASE
        )
        if private_key is None:
            raise errors.not_own_passphrase()
        secret = os.urandom(crypto.KEY_BYTES)
        wrapped = crypto.wrap(secret, private_key, state.owner(slot), Purpose.DEVICE, None)
        device.set(state.store_id, slot.id, secret)
        if device.get(state.store_id, slot.id) != secret:  # some backends quietly keep nothing
            raise errors.keyring_forgets()
        self._save_slot(unlocked, slot._replace(device=wrapped))

    def forget_device(self, unlocked: Unlocked, device: DeviceSecrets) -> None:
        """Open the member's slot by passphrase alone again, and clear the keyring.

        Raises KnownError ``keyring_unavailable`` when only the keyring could not be cleared:
        what it still holds opens nothing any more.
        """
        self._authorised(unlocked)
        slot = self._own_slot(unlocked)
        if slot.device is not None:
            self._save_slot(unlocked, slot._replace(device=None))
        device.delete(self.store_id, slot.id)

    def change_passphrase(self, unlocked: Unlocked, old: str, new: str) -> None:
        """Give the member's slot a new passphrase and a new key pair; the keyring's way in ends.

        The store key stays: whoever has an older ``keyslots.json`` and the old passphrase can
        still get it. After a leak, follow this with a rekey.

        Raises KnownError ``wrong_passphrase``, ``passphrase_too_short``,
        ``passphrase_unreadable`` or as ``KeyslotFile.save`` does.
        """
        self._authorised(unlocked)
        slot = self._own_slot(unlocked)
        secret = crypto.passphrase_bytes(old)
        if self._try(slot, slot.unlock, secret, Purpose.PASSPHRASE) is None:
            raise errors.wrong_passphrase()
        self._set_passphrase(unlocked, slot, new)

    def reset_passphrase(self, unlocked: Unlocked, member_id: int, new: str) -> None:
        """Give a member who forgot theirs a new passphrase; a lead's only by recovery.

        Raises KnownError ``not_a_lead``, ``recovery_needed``, ``no_such_member``,
        ``passphrase_too_short``, ``passphrase_unreadable`` or as ``KeyslotFile.save`` does.
        """
        self._led(unlocked)
        slot = self._member_slot(member_id)
        if slot.role is Role.LEAD and not unlocked.by_recovery:
            raise errors.recovery_needed()
        self._set_passphrase(unlocked, slot, new)

    def add_member(self, unlocked: Unlocked, name: str, role: Role, passphrase: str) -> Member:
        """Give a new member of staff a slot; only a lead may.

        Raises KnownError ``not_a_lead``, ``name_invalid``, ``name_taken``,
        ``passphrase_too_short``, ``passphrase_unreadable``, ``too_many_members`` or as
        ``KeyslotFile.save`` does.
        """
        state, signing_key = self._led(unlocked)
        if len(state.members) >= MAX_MEMBERS:
            raise errors.too_many_members(MAX_MEMBERS)
        check_new_passphrase(passphrase)
        clean = _free_name(name, state.members)
        owner = Owner(state.store_id, random_id(), clean, role, state.anchor)
        slot = member_slot(owner, unlocked.keys(), passphrase, self._kdf)
        grown = state._replace(members=(*state.members, slot))
        self._file.save(Document(signed(grown, unlocked.store_key, signing_key)))
        return member_of(slot)

    def new_recovery_code(self, unlocked: Unlocked) -> str:
        """Make a new recovery code, which nothing keeps, and end the old one; only a lead may.

        The store key stays: whoever has an older ``keyslots.json`` and the old code can still
        get it. After a loss, or before the removal of a lead who knew it, follow with a rekey.

        Raises KnownError ``not_a_lead`` or as ``KeyslotFile.save`` does.
        """
        state, _signing_key = self._led(unlocked)
        code, slot = recovery_slot(state.store_id, state.recovery.id, state.anchor, unlocked.keys())
        self._save_slot(unlocked, slot)
        return code

    def begin_rekey(self, unlocked: Unlocked, remove: int | None = None) -> Unlocked:
        """Prepare a new store key, and the removal of the member ``remove``; only a lead may.

        The file then holds both the state in force and the one to come. Re-encrypt a copy of
        the database with the returned ``pending_store_key``, put it in the place of the old one,
        then call ``finish_rekey``; to give up before that, ``abandon_rekey``. After a crash an
        unlock gives both keys: the one that opens the database says which of the two to call.
        The removal of a lead also makes a new signing key.

        Raises KnownError ``not_a_lead``, ``no_such_member``, ``last_lead``, ``own_slot`` or as
        ``KeyslotFile.save`` does.
        """
        state, signing_key = self._led(unlocked)
        if remove == unlocked.member.id:
            raise errors.own_slot()
        removed = None if remove is None else self._member_slot(remove)
        pending, keys = next_state(state, signing_key, removed, now())
        self._file.save(Document(state, pending))
        return unlocked._replace(
            rekey_pending=True,
            pending_store_key=keys.store_key,
            pending_signing_key=keys.signing_key,
        )

    def finish_rekey(self, unlocked: Unlocked) -> Unlocked:
        """Keep only the new state. Call this once the database opens with the pending key.

        Any member whose slot is in the new state may: the lead's decision was taken at its
        begin. Returns the ``unlocked`` to go on with.

        Raises KnownError ``no_rekey_pending``, ``unlock_again`` or as ``KeyslotFile.save`` does.
        """
        pending, store_key = self._file.document.pending, unlocked.pending_store_key
        if pending is None:
            raise errors.no_rekey_pending()
        if store_key is None or not pending.is_genuine(store_key):
            raise errors.unlock_again()
        self._file.save(Document(pending))
        return unlocked.settled()._replace(
            store_key=store_key, signing_key=unlocked.pending_signing_key
        )

    def abandon_rekey(self, unlocked: Unlocked) -> Unlocked:
        """Keep only the old state. Call this only while the database opens with the old key.

        Returns the ``unlocked`` to go on with.

        Raises KnownError ``no_rekey_pending``, ``unlock_again`` or as ``KeyslotFile.save`` does.
        """
        if self._file.document.pending is None:
            raise errors.no_rekey_pending()
        if not self._state.is_genuine(unlocked.store_key):
            raise errors.unlock_again()
        self._file.save(Document(self._state))
        return unlocked.settled()

    @property
    def _state(self) -> State:
        return self._file.document.current

    def _slot_named(self, name: str) -> Slot:
        key = name_key(name)
        for slot in self._state.members:
            if name_key(slot.name) == key:
                return slot
        raise errors.no_such_member()

    def _member_slot(self, member_id: int) -> Slot:
        for slot in self._state.members:
            if slot.id == member_id:
                return slot
        raise errors.no_such_member()

    def _own_slot(self, unlocked: Unlocked) -> Slot:
        if unlocked.by_recovery:
            raise errors.recovery_has_no_passphrase()
        return self._member_slot(unlocked.member.id)

    def _try(self, slot: Slot, wrapped: Wrap, secret: bytes, purpose: Purpose) -> bytes | None:
        """Return a slot's private key, or None when the secret is not its own."""
        try:
            return private_key_of(self._state, slot, wrapped, secret, purpose)
        except WrongSecretError:
            return None
        except ForgedError:
            raise errors.damaged() from None

    def _authorised(self, unlocked: Unlocked) -> State:
        """Return the state in force, once ``unlocked`` is known to belong to it."""
        if self._file.document.pending is not None:
            raise errors.rekey_pending()
        slot = self._state.slot(unlocked.member.id)
        if slot is None or not self._state.is_genuine(unlocked.store_key):
            raise errors.unlock_again()
        return self._state

    def _led(self, unlocked: Unlocked) -> tuple[State, Ed25519PrivateKey]:
        """Return the state in force and the signing key that only a lead holds."""
        state = self._authorised(unlocked)
        if unlocked.signing_key is None:
            raise errors.not_a_lead()
        return state, unlocked.signing_key

    def _set_passphrase(self, unlocked: Unlocked, slot: Slot, passphrase: str) -> None:
        check_new_passphrase(passphrase)
        owner = self._state.owner(slot)._replace(anchor=self._state.anchor)
        self._save_slot(unlocked, member_slot(owner, unlocked.keys(), passphrase, self._kdf))

    def _save_slot(self, unlocked: Unlocked, slot: Slot) -> None:
        state = self._state.with_slot(slot)
        self._file.save(Document(state.authenticated(unlocked.store_key)))


def _free_name(name: str, members: tuple[Slot, ...]) -> str:
    clean = clean_name(name)
    if name_key(clean) in {RECOVERY_NAME, *(name_key(slot.name) for slot in members)}:
        raise errors.name_taken()
    return clean
