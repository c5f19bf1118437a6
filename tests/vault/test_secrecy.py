"""No secret is shown, logged, written or carried by an error."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import KnownError
from app.model.staff import Role
from app.vault import Unlocked, Vault
from tests.store_copies import CHEAP
from tests.vault.conftest import LEAD, TECHNICIAN, Store
from tests.vault.memory_secrets import MemorySecrets

PLANTED = "Xy7-planted-passphrase"


def spellings(secret: bytes) -> list[str]:
    return [secret.hex(), repr(secret), repr(secret)[2:-1], str(list(secret))[1:-1]]


def secrets_of(unlocked: Unlocked) -> list[str]:
    raw = [unlocked.store_key, unlocked.pending_store_key or b"?" * 32]
    for key in (unlocked.signing_key, unlocked.pending_signing_key):
        if key is not None:
            raw.append(key.private_bytes_raw())
    return [text for one in raw for text in spellings(one)]


def test_an_unlocked_slot_shows_no_key(store: Store) -> None:
    vault, lead = store.as_lead()
    chris = vault.add_member(lead, "Chris", Role.LEAD, PLANTED)
    unlocked = vault.begin_rekey(lead, remove=chris.id)
    assert unlocked.pending_store_key
    for shown in (repr(unlocked), str(unlocked), f"{unlocked}", repr([unlocked.keys()])):
        assert "Unlocked" in shown or "Keys" in shown
        for secret in secrets_of(unlocked):
            assert secret not in shown


def everything_raised(error: BaseException) -> str:
    """Return all that a careless log of an error could hold, contexts and causes included."""
    texts = ["".join(traceback.format_exception(error))]
    seen: list[BaseException] = []
    todo: list[BaseException | None] = [error]
    while todo:
        one = todo.pop()
        if one is None or one in seen:
            continue
        seen.append(one)
        texts += [repr(one), repr(one.args), repr(vars(one))]
        todo += [one.__cause__, one.__context__]
    return "\n".join(texts)


def test_no_error_carries_a_secret(
    store: Store,
    device: MemorySecrets,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    vault, lead = store.as_lead()
    technician = store.open().unlock(TECHNICIAN)
    other_code = Vault.create(store.folder / "other", "Anna", PLANTED, CHEAP)[2]
    mistyped = other_code[:-1] + ("0" if other_code[-1] != "0" else "2")

    def on_a_full_disk(change: Callable[[], object]) -> None:
        with monkeypatch.context() as patch:
            patch.setattr("os.fsync", fail)
            change()

    def fail(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    attempts: tuple[Callable[[], object], ...] = (
        lambda: vault.unlock(PLANTED),
        lambda: vault.unlock(PLANTED + "\udcff"),
        lambda: vault.unlock(PLANTED, "nobody"),
        lambda: vault.unlock_with_recovery(other_code),
        lambda: vault.unlock_with_recovery(mistyped),
        lambda: vault.unlock_with_recovery(PLANTED),
        lambda: vault.change_passphrase(lead, PLANTED, PLANTED),
        lambda: vault.change_passphrase(lead, LEAD, PLANTED + "\ud800"),
        lambda: vault.add_member(lead, "\x00", Role.LEAD, PLANTED),
        lambda: vault.add_member(technician, "Chris", Role.LEAD, PLANTED),
        lambda: on_a_full_disk(lambda: vault.add_member(lead, "Chris", Role.LEAD, PLANTED)),
        lambda: on_a_full_disk(lambda: vault.begin_rekey(lead)),
        lambda: vault.remember_device(lead, PLANTED, device),
        lambda: vault.unlock_with_device(device),
        lambda: vault.finish_rekey(lead),
    )
    forbidden = [PLANTED, LEAD, TECHNICIAN, other_code, mistyped, store.code, *secrets_of(lead)]
    forbidden += [code.replace("-", "") for code in (other_code, mistyped, store.code)]
    for attempt in attempts:
        with pytest.raises(KnownError) as caught:
            attempt()
        said = everything_raised(caught.value)
        for secret in forbidden:
            assert secret not in said
    captured = capfd.readouterr()
    for secret in forbidden:
        assert secret not in caplog.text + captured.out + captured.err


def test_nothing_written_holds_a_secret_in_the_clear(tmp_path: Path, device: MemorySecrets) -> None:
    vault, lead, code = Vault.create(tmp_path, "Anna", PLANTED, CHEAP)
    vault.remember_device(lead, PLANTED, device)
    chris = vault.add_member(lead, "Chris", Role.LEAD, PLANTED + " of chris")
    unlocked = vault.begin_rekey(lead, remove=chris.id)
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()).decode()
    hidden = [PLANTED, code, code.replace("-", ""), *secrets_of(unlocked)]
    hidden += [secret.hex() for secret in device.kept.values()]
    for secret in hidden:
        assert secret not in written


def test_every_wrong_passphrase_gets_the_same_answer(store: Store) -> None:
    said = set()
    for wrong in ("short", PLANTED, TECHNICIAN[:-1], LEAD + "!"):
        with pytest.raises(KnownError) as caught:
            store.open().unlock(wrong)
        said.add((caught.value.code, caught.value.message, caught.value.hint))
    assert len(said) == 1
