"""A change of the store key shuts out who left, and survives a crash at any moment."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import KnownError
from app.model.staff import Role
from app.vault import Unlocked, Vault
from tests.vault.conftest import LEAD, TECHNICIAN, Store
from tests.vault.memory_secrets import MemorySecrets

OTHER = "passphrase of chris"


def with_second_lead(store: Store) -> tuple[Vault, Unlocked, int]:
    vault, lead = store.as_lead()
    return vault, lead, vault.add_member(lead, "Chris", Role.LEAD, OTHER).id


def test_everyone_who_stays_opens_the_new_key_with_what_they_have(
    store: Store, device: MemorySecrets
) -> None:
    vault, lead, _chris = with_second_lead(store)
    vault.remember_device(lead, LEAD, device)
    after = vault.finish_rekey(vault.begin_rekey(lead, remove=store.technician.id))
    assert after.store_key != lead.store_key
    assert not after.rekey_pending
    again = store.open()
    for opened in (
        again.unlock(LEAD),
        again.unlock(OTHER),
        again.unlock_with_recovery(store.code),
        again.unlock_with_device(device),
    ):
        assert opened.store_key == after.store_key
        assert opened.signing_key is not None
        assert opened.pending_store_key is None


def test_who_was_removed_opens_nothing(store: Store) -> None:
    vault, lead = store.as_lead()
    vault.finish_rekey(vault.begin_rekey(lead, remove=store.technician.id))
    assert store.open().members() == (store.lead,)
    with pytest.raises(KnownError, match="wrong_passphrase"):
        store.open().unlock(TECHNICIAN)


def test_an_old_file_put_back_does_not_give_the_new_key(store: Store) -> None:
    before = store.path.read_bytes()
    vault, lead = store.as_lead()
    after = vault.finish_rekey(vault.begin_rekey(lead, remove=store.technician.id))
    store.path.write_bytes(before)
    assert store.open().unlock(TECHNICIAN).store_key != after.store_key


def test_a_rekey_removes_nobody_when_nobody_is_named(store: Store) -> None:
    vault, lead = store.as_lead()
    after = vault.finish_rekey(vault.begin_rekey(lead))
    assert store.open().unlock(TECHNICIAN).store_key == after.store_key
    assert len(store.open().signing_public_keys()) == 1


def test_the_removal_of_a_lead_changes_the_signing_key_and_keeps_the_old_public_one(
    store: Store,
) -> None:
    vault, lead, chris = with_second_lead(store)
    assert lead.signing_key is not None
    signature = lead.signing_key.sign(b"an older document")
    after = vault.finish_rekey(vault.begin_rekey(lead, remove=chris))
    assert after.signing_key is not None
    old, new = store.open().signing_public_keys()
    assert (old.until, new.until) == (new.since, None)
    assert old.public_key == lead.signing_key.public_key().public_bytes_raw()
    assert new.public_key == after.signing_key.public_key().public_bytes_raw() != old.public_key
    lead.signing_key.public_key().verify(signature, b"an older document")
    # Everyone who stays trusts the new key, whichever they began with.
    assert store.open().unlock(TECHNICIAN).store_key == after.store_key


def test_a_new_passphrase_trusts_the_signing_key_in_use_and_no_older_one(store: Store) -> None:
    vault, lead, chris = with_second_lead(store)
    lead = vault.finish_rekey(vault.begin_rekey(lead, remove=chris))
    vault.change_passphrase(lead, LEAD, "a fresh passphrase")
    slots = json.loads(store.path.read_bytes())["current"]["members"]
    old, new = (key.public_key.hex() for key in vault.signing_public_keys())
    assert [slot["anchor"] for slot in slots] == [new, old]
    assert store.open().unlock("a fresh passphrase").store_key == lead.store_key


def test_the_removal_of_a_technician_keeps_the_signing_key(store: Store) -> None:
    vault, lead = store.as_lead()
    vault.finish_rekey(vault.begin_rekey(lead, remove=store.technician.id))
    assert len(store.open().signing_public_keys()) == 1


def test_nobody_removes_themselves_or_the_last_lead(store: Store) -> None:
    vault, lead = store.as_lead()
    _, recovered = store.as_recovery()
    before = store.path.read_bytes()
    with pytest.raises(KnownError, match="own_slot"):
        vault.begin_rekey(lead, remove=store.lead.id)
    with pytest.raises(KnownError, match="last_lead"):
        vault.begin_rekey(recovered, remove=store.lead.id)
    assert store.path.read_bytes() == before


def test_while_a_rekey_is_unfinished_nothing_else_is_changed(
    store: Store, device: MemorySecrets
) -> None:
    vault, lead = store.as_lead()
    pending = vault.begin_rekey(lead)
    before = store.path.read_bytes()
    attempts: tuple[Callable[[], object], ...] = (
        lambda: vault.begin_rekey(pending),
        lambda: vault.add_member(pending, "Chris", Role.LEAD, OTHER),
        lambda: vault.change_passphrase(pending, LEAD, OTHER),
        lambda: vault.new_recovery_code(pending),
        lambda: vault.remember_device(pending, LEAD, device),
        lambda: vault.forget_device(pending, device),
        lambda: vault.reset_passphrase(pending, store.technician.id, OTHER),
    )
    for attempt in attempts:
        with pytest.raises(KnownError, match="rekey_pending"):
            attempt()
    assert store.path.read_bytes() == before


def test_what_was_not_begun_is_neither_finished_nor_abandoned(store: Store) -> None:
    vault, lead = store.as_lead()
    for settle in (vault.finish_rekey, vault.abandon_rekey):
        with pytest.raises(KnownError, match="no_rekey_pending"):
            settle(lead)


def test_only_the_pending_key_finishes_and_only_the_current_one_abandons(store: Store) -> None:
    vault, lead = store.as_lead()
    pending = vault.begin_rekey(lead)
    before = store.path.read_bytes()
    other, stranger, _code = Vault.create(store.folder / "other", "Anna", LEAD)
    for unlocked in (lead, other.begin_rekey(stranger)):  # no pending key, and another store's
        with pytest.raises(KnownError, match="unlock_again"):
            vault.finish_rekey(unlocked)
    with pytest.raises(KnownError, match="unlock_again"):
        vault.abandon_rekey(stranger)
    assert store.path.read_bytes() == before
    vault.finish_rekey(pending)


def test_an_abandoned_rekey_leaves_everything_as_it_was(store: Store) -> None:
    before = store.path.read_bytes()
    vault, lead, chris = with_second_lead(store)
    before = store.path.read_bytes()
    settled = vault.abandon_rekey(vault.begin_rekey(lead, remove=chris))
    assert store.path.read_bytes() == before
    assert settled.store_key == lead.store_key
    assert settled.pending_store_key is None
    assert store.open().unlock(OTHER).signing_key is not None


class Database:
    """A file that one key opens, in the place of the encrypted database."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self.path = folder / "helpdesk.db"
        self.path.write_bytes(key)

    def opens_with(self, key: bytes | None) -> bool:
        return self.path.read_bytes() == key


@pytest.mark.parametrize("steps_before_the_crash", [0, 1, 2, 3])
@pytest.mark.parametrize("who", ["lead", "technician", "recovery"])
def test_a_crash_between_any_two_steps_leaves_a_store_that_opens(
    store: Store, steps_before_the_crash: int, who: str
) -> None:
    vault, lead, chris = with_second_lead(store)
    database = Database(store.folder, lead.store_key)
    state = {"unlocked": lead}

    def begin() -> None:
        state["unlocked"] = vault.begin_rekey(lead, remove=chris)

    def swap() -> None:
        key = state["unlocked"].pending_store_key
        assert key is not None
        database.path.write_bytes(key)

    def finish() -> None:
        vault.finish_rekey(state["unlocked"])

    for step in (begin, swap, finish)[:steps_before_the_crash]:
        step()

    # The next day: whoever comes first settles it, and then everyone who should can get in.
    again, unlocked = getattr(store, f"as_{who}")()
    if unlocked.rekey_pending:
        if database.opens_with(unlocked.pending_store_key):
            unlocked = again.finish_rekey(unlocked)
        else:
            assert database.opens_with(unlocked.store_key)
            unlocked = again.abandon_rekey(unlocked)
    assert database.opens_with(unlocked.store_key)
    removed = steps_before_the_crash >= 2
    for passphrase in (LEAD, TECHNICIAN):
        assert database.opens_with(store.open().unlock(passphrase).store_key)
    if removed:
        with pytest.raises(KnownError, match="wrong_passphrase"):
            store.open().unlock(OTHER)
    else:
        assert database.opens_with(store.open().unlock(OTHER).store_key)
    # A rekey can be made again from here.
    again, lead = store.as_lead()
    again.finish_rekey(again.begin_rekey(lead))


def test_who_is_being_removed_learns_of_the_rekey_and_not_its_key(store: Store) -> None:
    vault, lead = store.as_lead()
    vault.begin_rekey(lead, remove=store.technician.id)
    opened = store.open().unlock(TECHNICIAN)
    assert opened.rekey_pending
    assert opened.pending_store_key is None
    with pytest.raises(KnownError, match="unlock_again"):
        store.open().finish_rekey(opened)
