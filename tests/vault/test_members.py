"""Who may change the staff and the passphrases, and to what."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.errors import KnownError
from app.model.staff import Role
from app.vault import Unlocked, Vault
from tests.vault.conftest import LEAD, TECHNICIAN, Store
from tests.vault.memory_secrets import MemorySecrets

NEW = "a passphrase of one's own"


def refused(caught: pytest.ExceptionInfo[KnownError], store: Store, before: bytes) -> str:
    assert caught.value.hint
    assert store.path.read_bytes() == before
    return caught.value.code


def test_a_new_member_opens_the_store(store: Store) -> None:
    vault, lead = store.as_lead()
    chris = vault.add_member(lead, "Chris", Role.LEAD, NEW)
    assert store.open().members() == (store.lead, store.technician, chris)
    opened = store.open().unlock(NEW)
    assert (opened.member, opened.store_key) == (chris, lead.store_key)
    assert opened.signing_key is not None


@pytest.mark.parametrize(
    "name", ["Bram Voorbeeld", "BRAM  voorbeeld", "Ｂｒａｍ Voorbeeld", "Recovery", "recovery"]
)
def test_a_name_that_is_taken_is_refused(store: Store, name: str) -> None:
    vault, lead = store.as_lead()
    before = store.path.read_bytes()
    with pytest.raises(KnownError) as caught:
        vault.add_member(lead, name, Role.TECHNICIAN, NEW)
    assert refused(caught, store, before) == "name_taken"


@pytest.mark.parametrize(
    "name",
    ["", "   ", "a\nb", "a\tb", "a\x00b", "a\u202eb", "a\u2028b", "a\u200bb", "\ud800", "x" * 101],
)
def test_a_name_that_is_not_one_visible_line_is_refused(store: Store, name: str) -> None:
    vault, lead = store.as_lead()
    before = store.path.read_bytes()
    with pytest.raises(KnownError) as caught:
        vault.add_member(lead, name, Role.TECHNICIAN, NEW)
    assert refused(caught, store, before) == "name_invalid"


@pytest.mark.parametrize("name", ["Ö", "Jürgen O'Brien-de Vries", "李小龍", "x" * 100, "محمد 😀"])
def test_names_of_all_the_world_are_kept(store: Store, name: str) -> None:
    vault, lead = store.as_lead()
    vault.add_member(lead, name, Role.TECHNICIAN, NEW)
    assert store.open().unlock(NEW, name).member.name == name


@pytest.mark.parametrize("short", ["", "123456789", "e\u0301" * 9])
def test_a_short_passphrase_is_refused_everywhere(store: Store, short: str) -> None:
    vault, lead = store.as_lead()
    _, recovered = store.as_recovery()
    before = store.path.read_bytes()
    attempts: tuple[Callable[[], object], ...] = (
        lambda: vault.add_member(lead, "Chris", Role.TECHNICIAN, short),
        lambda: vault.change_passphrase(lead, LEAD, short),
        lambda: vault.reset_passphrase(recovered, store.lead.id, short),
        lambda: Vault.create(store.folder / "new", "Chris", short),
    )
    for attempt in attempts:
        with pytest.raises(KnownError) as caught:
            attempt()
        assert refused(caught, store, before) == "passphrase_too_short"


def test_a_technician_may_change_nobody_else(store: Store) -> None:
    vault, technician = store.as_technician()
    before = store.path.read_bytes()
    attempts: tuple[Callable[[], object], ...] = (
        lambda: vault.add_member(technician, "Chris", Role.LEAD, NEW),
        lambda: vault.begin_rekey(technician),
        lambda: vault.begin_rekey(technician, remove=store.lead.id),
        lambda: vault.new_recovery_code(technician),
        lambda: vault.reset_passphrase(technician, store.lead.id, NEW),
    )
    for attempt in attempts:
        with pytest.raises(KnownError) as caught:
            attempt()
        assert refused(caught, store, before) == "not_a_lead"


def test_a_changed_passphrase_takes_the_place_of_the_old(store: Store) -> None:
    for passphrase, member in ((LEAD, store.lead), (TECHNICIAN, store.technician)):
        vault = store.open()
        unlocked = vault.unlock(passphrase)
        vault.change_passphrase(unlocked, passphrase, NEW + member.name)
        assert store.open().unlock(NEW + member.name).member == member
        with pytest.raises(KnownError, match="wrong_passphrase"):
            store.open().unlock(passphrase)


def test_a_lead_stays_a_lead_after_a_change(store: Store) -> None:
    vault, lead = store.as_lead()
    vault.change_passphrase(lead, LEAD, NEW)
    assert store.open().unlock(NEW).signing_key is not None
    assert vault.add_member(lead, "Chris", Role.TECHNICIAN, TECHNICIAN + "2")


def test_a_change_needs_the_old_passphrase(store: Store) -> None:
    vault, lead = store.as_lead()
    before = store.path.read_bytes()
    with pytest.raises(KnownError) as caught:
        vault.change_passphrase(lead, TECHNICIAN, NEW)
    assert refused(caught, store, before) == "wrong_passphrase"


def test_after_a_change_the_old_file_and_passphrase_do_not_reach_what_is_sealed_later(
    store: Store,
) -> None:
    old_file = store.path.read_bytes()
    vault, lead = store.as_lead()
    vault.change_passphrase(lead, LEAD, NEW)
    after = vault.finish_rekey(vault.begin_rekey(lead))
    new_slot = store.path.read_bytes()
    store.path.write_bytes(old_file)
    stale = store.open().unlock(LEAD)
    assert stale.store_key != after.store_key
    store.path.write_bytes(new_slot)
    with pytest.raises(KnownError, match="wrong_passphrase"):
        store.open().unlock(LEAD)


def test_a_lead_helps_a_technician_who_forgot(store: Store) -> None:
    vault, lead = store.as_lead()
    vault.reset_passphrase(lead, store.technician.id, NEW)
    assert store.open().unlock(NEW).member == store.technician
    assert store.open().unlock(NEW).signing_key is None


def test_a_lead_who_forgot_is_helped_by_recovery_alone(store: Store) -> None:
    vault, lead = store.as_lead()
    before = store.path.read_bytes()
    with pytest.raises(KnownError) as caught:
        vault.reset_passphrase(lead, store.lead.id, NEW)
    assert refused(caught, store, before) == "recovery_needed"
    vault, recovered = store.as_recovery()
    vault.reset_passphrase(recovered, store.lead.id, NEW)
    opened = store.open().unlock(NEW)
    assert opened.member == store.lead
    assert opened.signing_key is not None


def test_the_recovery_code_has_no_passphrase_of_its_own(
    store: Store, device: MemorySecrets
) -> None:
    vault, recovered = store.as_recovery()
    attempts: tuple[Callable[[], object], ...] = (
        lambda: vault.change_passphrase(recovered, LEAD, NEW),
        lambda: vault.remember_device(recovered, LEAD, device),
    )
    for attempt in attempts:
        with pytest.raises(KnownError, match="recovery_session"):
            attempt()


def test_a_stranger_to_the_store_is_told_nothing_more(store: Store) -> None:
    vault, lead = store.as_lead()
    attempts: tuple[Callable[[], object], ...] = (
        lambda: vault.reset_passphrase(lead, 12345, NEW),
        lambda: vault.begin_rekey(lead, remove=12345),
    )
    for attempt in attempts:
        with pytest.raises(KnownError, match="no_such_member"):
            attempt()


def test_an_unlock_of_another_store_changes_nothing_here(store: Store) -> None:
    other, stranger, _code = Vault.create(store.folder / "other", "Anna", LEAD)
    vault = store.open()
    before = store.path.read_bytes()
    forged = Unlocked(store.lead, stranger.store_key, stranger.signing_key)
    for unlocked in (stranger, forged):
        with pytest.raises(KnownError) as caught:
            vault.add_member(unlocked, "Chris", Role.LEAD, NEW)
        assert refused(caught, store, before) == "unlock_again"
    assert other.members() == (stranger.member,)


def test_a_change_by_another_program_is_not_written_over(store: Store) -> None:
    first, lead = store.as_lead()
    second, same_lead = store.as_lead()
    first.add_member(lead, "Chris", Role.TECHNICIAN, NEW)
    before = store.path.read_bytes()
    with pytest.raises(KnownError) as caught:
        second.add_member(same_lead, "Dora", Role.TECHNICIAN, NEW)
    assert refused(caught, store, before) == "keyslots_changed"
