"""Who can open the store, with what, and what each gets."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest

from app.errors import KnownError
from app.model.staff import Role
from app.vault import DEFAULT_KDF, Vault
from tests.store_copies import CHEAP
from tests.vault.conftest import LEAD, TECHNICIAN, Store


def code_of(caught: pytest.ExceptionInfo[KnownError]) -> str:
    assert caught.value.hint
    return caught.value.code


def test_a_new_store_is_open_for_its_lead(tmp_path: Path) -> None:
    vault, lead, _code = Vault.create(tmp_path / "a" / "b", "  Anna   Voorbeeld ", LEAD, CHEAP)
    assert (lead.member.name, lead.member.role) == ("Anna Voorbeeld", Role.LEAD)
    assert len(lead.store_key) == 32
    assert lead.signing_key is not None
    assert vault.members() == (lead.member,)
    assert not lead.by_recovery
    assert not lead.rekey_pending


def test_two_stores_share_nothing(tmp_path: Path) -> None:
    one, first, code_one = Vault.create(tmp_path / "1", "Anna", LEAD, CHEAP)
    two, second, code_two = Vault.create(tmp_path / "2", "Anna", LEAD, CHEAP)
    assert one.store_id != two.store_id
    assert first.store_key != second.store_key
    assert code_one != code_two


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_only_the_owner_may_read_the_file_and_its_folder(store: Store) -> None:
    assert stat.S_IMODE(store.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(store.folder.stat().st_mode) == 0o700


def test_each_member_opens_the_same_store_with_their_own_passphrase(store: Store) -> None:
    lead, technician = store.open().unlock(LEAD), store.open().unlock(TECHNICIAN)
    assert (lead.member, technician.member) == (store.lead, store.technician)
    assert lead.store_key == technician.store_key
    assert lead.signing_key is not None
    assert technician.signing_key is None


def test_a_name_picks_the_slot_whatever_its_case_and_spaces(store: Store) -> None:
    assert store.open().unlock(LEAD, "  anna  VOORBEELD ").member == store.lead
    with pytest.raises(KnownError) as caught:
        store.open().unlock(LEAD, store.technician.name)
    assert code_of(caught) == "wrong_passphrase"


def test_a_name_that_is_not_there_is_told(store: Store) -> None:
    for name in ("Chris", "recovery", ""):
        with pytest.raises(KnownError) as caught:
            store.open().unlock(LEAD, name)
        assert code_of(caught) == "no_such_member"


@pytest.mark.parametrize("wrong", ["", "correct horse batter", LEAD + " ", LEAD.upper()])
def test_a_wrong_passphrase_opens_nothing(store: Store, wrong: str) -> None:
    before = store.path.read_bytes()
    with pytest.raises(KnownError) as caught:
        store.open().unlock(wrong)
    assert code_of(caught) == "wrong_passphrase"
    assert store.path.read_bytes() == before


def test_a_passphrase_of_two_members_needs_a_name(store: Store) -> None:
    vault, lead = store.as_lead()
    chris = vault.add_member(lead, "Chris", Role.TECHNICIAN, LEAD)
    with pytest.raises(KnownError) as caught:
        store.open().unlock(LEAD)
    assert code_of(caught) == "passphrase_ambiguous"
    assert store.open().unlock(LEAD, "Chris").member == chris


def test_composed_and_decomposed_letters_are_the_same_passphrase(tmp_path: Path) -> None:
    Vault.create(tmp_path, "Anna", "crème brûlée", CHEAP)
    assert Vault.open(tmp_path).unlock("cre\u0300me bru\u0302le\u0301e")


def test_bytes_that_are_no_text_are_no_passphrase(store: Store) -> None:
    for attempt in ("correct horse \udcff", "\ud800" * 12):
        with pytest.raises(KnownError) as caught:
            store.open().unlock(attempt)
        assert code_of(caught) == "passphrase_unreadable"


def test_the_recovery_code_gives_a_leads_rights(store: Store) -> None:
    vault, recovered = store.as_recovery()
    assert recovered.by_recovery
    assert recovered.member.role is Role.LEAD
    assert recovered.signing_key is not None
    assert recovered.store_key == store.as_lead()[1].store_key
    assert vault.add_member(recovered, "Chris", Role.LEAD, "passphrase of chris")


def test_the_code_of_another_store_opens_nothing(store: Store, tmp_path: Path) -> None:
    _vault, _lead, other_code = Vault.create(tmp_path / "other", "Anna", LEAD, CHEAP)
    with pytest.raises(KnownError) as caught:
        store.open().unlock_with_recovery(other_code)
    assert code_of(caught) == "recovery_code_wrong"


def test_a_new_recovery_code_ends_the_old_one(store: Store) -> None:
    vault, lead = store.as_lead()
    code = vault.new_recovery_code(lead)
    assert store.open().unlock_with_recovery(code).store_key == lead.store_key
    with pytest.raises(KnownError) as caught:
        store.open().unlock_with_recovery(store.code)
    assert code_of(caught) == "recovery_code_wrong"


def test_there_is_no_store_where_there_is_none(tmp_path: Path, store: Store) -> None:
    for folder in (tmp_path / "absent", tmp_path, store.path):
        with pytest.raises(KnownError) as caught:
            Vault.open(folder)
        assert code_of(caught) == "no_store"


def test_a_store_is_never_made_over_another(store: Store) -> None:
    before = store.path.read_bytes()
    with pytest.raises(KnownError) as caught:
        Vault.create(store.folder, "Anna", LEAD, CHEAP)
    assert code_of(caught) == "store_exists"
    assert store.path.read_bytes() == before


def test_the_default_cost_is_the_second_choice_of_rfc_9106_and_takes_under_a_second(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.vault.crypto.DEFAULT_KDF", DEFAULT_KDF)  # as outside the tests
    assert (DEFAULT_KDF.memory_kib, DEFAULT_KDF.passes, DEFAULT_KDF.lanes) == (64 * 1024, 3, 4)
    vault, _lead, _code = Vault.create(tmp_path, "Anna", LEAD)
    assert b'"memory_kib": 65536' in (tmp_path / "keyslots.json").read_bytes()
    start = time.process_time()
    vault.unlock(LEAD)
    assert time.process_time() - start < 1.0
