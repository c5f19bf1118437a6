"""A slot opens without typing where the keyring remembers it, and nowhere else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.backends.null import Keyring as NullKeyring

from app.errors import KnownError
from app.vault import KeyringSecrets
from app.vault.device_secrets import DeviceSecrets
from tests.isolation import MemoryKeyring
from tests.vault.conftest import LEAD, TECHNICIAN, Store
from tests.vault.memory_secrets import MemorySecrets


class PlainTextKeyring(MemoryKeyring):
    """One that keeps its secrets where others can read them."""

    priority = 0.5


class TalkativeKeyring(MemoryKeyring):
    """One that fails with everything it was given in its error."""

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError(f"{service} {username} {self.kept}")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError(f"could not write {password}")


def code(caught: pytest.ExceptionInfo[KnownError]) -> str:
    assert caught.value.hint
    return caught.value.code


@pytest.fixture(params=["memory", "keyring"])
def secrets(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> DeviceSecrets:
    if request.param == "memory":
        return MemorySecrets()
    monkeypatch.setattr("keyring.core._keyring_backend", MemoryKeyring())
    return KeyringSecrets()


def test_every_keyring_keeps_gives_and_forgets(secrets: DeviceSecrets) -> None:
    assert secrets.get("store", 1) is None
    secrets.delete("store", 1)
    secrets.set("store", 1, b"a" * 32)
    secrets.set("store", 1, b"b" * 32)
    secrets.set("store", 2, b"c" * 32)
    assert secrets.get("store", 1) == b"b" * 32
    assert secrets.get("other", 1) is None
    secrets.delete("store", 1)
    assert secrets.get("store", 1) is None
    assert secrets.get("store", 2) == b"c" * 32


def test_a_remembered_slot_opens_without_typing(store: Store, secrets: DeviceSecrets) -> None:
    vault, lead = store.as_lead()
    vault.remember_device(lead, LEAD, secrets)
    again = store.open()
    assert again.device_remembered(store.lead.id)
    assert not again.device_remembered(store.technician.id)
    for name in (None, store.lead.name):
        opened = again.unlock_with_device(secrets, name)
        assert (opened.member, opened.store_key) == (store.lead, lead.store_key)
    with pytest.raises(KnownError) as caught:
        again.unlock_with_device(secrets, store.technician.name)
    assert code(caught) == "device_not_remembered"


def test_remembering_asks_for_the_passphrase(store: Store, device: MemorySecrets) -> None:
    vault, lead = store.as_lead()
    before = store.path.read_bytes()
    with pytest.raises(KnownError) as caught:
        vault.remember_device(lead, TECHNICIAN, device)
    assert code(caught) == "wrong_passphrase"
    assert store.path.read_bytes() == before
    assert not device.kept


def test_a_forgotten_computer_opens_nothing(store: Store, device: MemorySecrets) -> None:
    vault, lead = store.as_lead()
    vault.remember_device(lead, LEAD, device)
    kept = dict(device.kept)
    vault.forget_device(lead, device)
    vault.forget_device(lead, device)
    assert not device.kept
    device.kept = kept  # even where the keyring's own backup brings the secret back
    with pytest.raises(KnownError) as caught:
        store.open().unlock_with_device(device)
    assert code(caught) == "device_not_remembered"
    assert store.open().unlock(LEAD)


def test_a_secret_that_is_gone_or_wrong_falls_back_to_the_passphrase(
    store: Store, device: MemorySecrets
) -> None:
    vault, lead = store.as_lead()
    vault.remember_device(lead, LEAD, device)
    entry = (vault.store_id, store.lead.id)
    for wrong in (None, b"", b"w" * 32):
        if wrong is None:
            del device.kept[entry]
        else:
            device.kept[entry] = wrong
        with pytest.raises(KnownError) as caught:
            store.open().unlock_with_device(device)
        assert code(caught) == "device_not_remembered"
    assert store.open().unlock(LEAD)


def test_a_change_of_passphrase_ends_the_keyrings_way_in(
    store: Store, device: MemorySecrets
) -> None:
    vault, lead = store.as_lead()
    vault.remember_device(lead, LEAD, device)
    vault.change_passphrase(lead, LEAD, "another passphrase")
    with pytest.raises(KnownError, match="device_not_remembered"):
        store.open().unlock_with_device(device)


def test_a_keyring_that_keeps_nothing_is_found_out(store: Store, device: MemorySecrets) -> None:
    vault, lead = store.as_lead()
    before = store.path.read_bytes()
    device.forgetful = True
    with pytest.raises(KnownError) as caught:
        vault.remember_device(lead, LEAD, device)
    assert code(caught) == "keyring_unavailable"
    assert store.path.read_bytes() == before


def test_without_a_keyring_the_passphrase_still_opens(store: Store, device: MemorySecrets) -> None:
    vault, lead = store.as_lead()
    vault.remember_device(lead, LEAD, device)
    device.available = False
    with pytest.raises(KnownError) as caught:
        store.open().unlock_with_device(device)
    assert code(caught) == "keyring_unavailable"
    with pytest.raises(KnownError, match="keyring_unavailable"):
        vault.forget_device(lead, device)
    assert not store.open().device_remembered(store.lead.id)  # that much was done
    assert store.open().unlock(LEAD)


@pytest.mark.parametrize("backend", [NoKeyring, NullKeyring, PlainTextKeyring, TalkativeKeyring])
def test_an_unfit_keyring_of_the_system_is_refused_without_a_word_of_the_secret(
    backend: type[KeyringBackend], monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = backend()
    monkeypatch.setattr("keyring.core._keyring_backend", chosen)
    secret = b"\xabQ" * 16
    with pytest.raises(KnownError) as caught:
        KeyringSecrets().set("store", 1, secret)
    error = caught.value
    assert code(caught) == "keyring_unavailable"
    assert error.__context__ is None
    assert error.__cause__ is None
    assert secret.hex() not in f"{error} {error.message} {error.hint}"
    assert not getattr(chosen, "kept", {})


def test_a_chain_with_one_unfit_backend_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Chain(MemoryKeyring):
        backends = (MemoryKeyring(), PlainTextKeyring())

    monkeypatch.setattr("keyring.core._keyring_backend", Chain())
    with pytest.raises(KnownError, match="keyring_unavailable"):
        KeyringSecrets().set("store", 1, b"s" * 32)


def test_a_spoilt_entry_in_the_keyring_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    backend = MemoryKeyring()
    monkeypatch.setattr("keyring.core._keyring_backend", backend)
    backend.kept["CNE Helpdesk", "store/1"] = "not hexadecimal"
    with pytest.raises(KnownError, match="keyring_unavailable"):
        KeyringSecrets().get("store", 1)


def test_the_keyring_is_not_loaded_before_it_is_used() -> None:
    script = "import sys, app.vault; sys.exit('keyring' in sys.modules)"
    root = Path(__file__).resolve().parents[2]
    assert subprocess.run([sys.executable, "-c", script], cwd=root, check=False).returncode == 0  # noqa: S603 - our own script
