"""Whatever fails while the key file is written, the old one stays good."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import KnownError
from app.model.staff import Role
from app.vault import Unlocked, Vault
from tests.store_copies import CHEAP
from tests.vault.conftest import LEAD, TECHNICIAN, Store
from tests.vault.memory_secrets import MemorySecrets

NEW = "a passphrase of one's own"
POSIX_ONLY = pytest.mark.skipif(os.name == "nt", reason="POSIX permissions and limits")


def settle(finish: bool) -> Callable[[Vault, Unlocked, Store], object]:
    def change(vault: Vault, lead: Unlocked, _store: Store) -> object:
        return vault.finish_rekey(lead) if finish else vault.abandon_rekey(lead)

    return change


CHANGES: dict[str, Callable[[Vault, Unlocked, Store], object]] = {
    "add": lambda vault, lead, _store: vault.add_member(lead, "Chris", Role.LEAD, NEW),
    "change": lambda vault, lead, _store: vault.change_passphrase(lead, LEAD, NEW),
    "reset": lambda vault, lead, store: vault.reset_passphrase(lead, store.technician.id, NEW),
    "recovery": lambda vault, lead, _store: vault.new_recovery_code(lead),
    "begin": lambda vault, lead, store: vault.begin_rekey(lead, remove=store.technician.id),
    "remember": lambda vault, lead, _store: vault.remember_device(lead, LEAD, MemorySecrets()),
    "finish": settle(finish=True),
    "abandon": settle(finish=False),
}


def fails_with(number: int) -> Callable[..., None]:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize(
    "failure",
    [
        ("os.fsync", errno.ENOSPC, "disk_full"),
        ("os.fsync", errno.EIO, "write_failed"),
        ("os.replace", errno.EACCES, "read_only"),
        ("tempfile.mkstemp", errno.EROFS, "read_only"),
        ("tempfile.mkstemp", errno.ENOSPC, "disk_full"),
    ],
)
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_that_cannot_be_written_changes_nothing_and_can_be_made_again(
    store: Store, monkeypatch: pytest.MonkeyPatch, change: str, failure: tuple[str, int, str]
) -> None:
    call, number, code = failure
    vault, lead = store.as_lead()
    if change in {"finish", "abandon"}:
        lead = vault.begin_rekey(lead)
    before, staff = store.path.read_bytes(), vault.members()
    with monkeypatch.context() as patch:
        patch.setattr(call, fails_with(number))
        with pytest.raises(KnownError) as caught:
            CHANGES[change](vault, lead, store)
    assert (caught.value.code, store.path.read_bytes()) == (code, before)
    assert caught.value.hint
    assert list(store.folder.iterdir()) == [store.path]
    assert vault.members() == staff
    for passphrase in (LEAD, TECHNICIAN):
        assert store.open().unlock(passphrase).store_key == lead.store_key
    assert store.open().unlock_with_recovery(store.code)
    CHANGES[change](vault, lead, store)
    assert store.path.read_bytes() != before


@POSIX_ONLY
def test_a_change_that_the_disk_did_not_confirm_is_there_and_the_next_one_builds_on_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault, lead = store.as_lead()
    real = os.fsync

    def fsync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(descriptor)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fsync)
        with pytest.raises(KnownError, match="not_durable"):
            vault.add_member(lead, "Chris", Role.LEAD, NEW)
    vault.add_member(lead, "Dora", Role.LEAD, NEW + " of Dora")
    assert [member.name for member in store.open().members()][2:] == ["Chris", "Dora"]


@pytest.mark.parametrize("call", ["os.fsync", "os.replace", "tempfile.mkstemp"])
def test_a_new_store_that_cannot_be_written_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(call, fails_with(errno.ENOSPC))
        with pytest.raises(KnownError, match="disk_full"):
            Vault.create(tmp_path / "store", "Anna", LEAD, CHEAP)
    assert not list((tmp_path / "store").iterdir())
    assert Vault.create(tmp_path / "store", "Anna", LEAD, CHEAP)


@POSIX_ONLY
def test_a_new_store_that_the_disk_did_not_confirm_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.files.sync_folder", fails_with(errno.EIO))
    with pytest.raises(KnownError, match="not_durable"):
        Vault.create(tmp_path / "store", "Anna", LEAD, CHEAP)
    assert not list((tmp_path / "store").iterdir())  # nobody saw its recovery code


def test_a_file_that_cannot_be_read_is_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.open", fails_with(errno.EACCES))
        with pytest.raises(KnownError, match="keyslots_unreadable"):
            store.open()
    assert store.open()


@POSIX_ONLY
@pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write in a read-only folder"
)
def test_a_read_only_folder_still_opens_and_refuses_changes(store: Store) -> None:
    vault, lead = store.as_lead()
    before = store.path.read_bytes()
    store.folder.chmod(0o500)
    try:
        assert store.open().unlock(LEAD)
        with pytest.raises(KnownError, match="read_only"):
            vault.new_recovery_code(lead)
    finally:
        store.folder.chmod(0o700)
    assert store.path.read_bytes() == before


@POSIX_ONLY
def test_a_disk_that_really_is_full_keeps_the_old_file(store: Store) -> None:
    script = """
import resource, signal, sys
from pathlib import Path
from app.errors import KnownError
from app.model.staff import Role
from app.vault import Vault
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
vault = Vault.open(Path(sys.argv[1]))
lead = vault.unlock(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024))
try:
    vault.begin_rekey(lead)
except KnownError as error:
    print(error.code)
"""
    before = store.path.read_bytes()
    done = subprocess.run(  # noqa: S603 - our own script, to limit only that process
        [sys.executable, "-c", script, str(store.folder), LEAD],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert done.stdout.strip() == "disk_full"
    assert store.path.read_bytes() == before
    assert list(store.folder.iterdir()) == [store.path]


@POSIX_ONLY
def test_a_killed_program_leaves_the_old_or_the_new_file(store: Store) -> None:
    script = """
import os, signal, sys
from pathlib import Path
from app.vault import Vault
vault = Vault.open(Path(sys.argv[1]))
lead = vault.unlock(sys.argv[2])
calls = 0
def count(real):
    def call(*args, **kwargs):
        global calls
        calls += 1
        if calls == int(sys.argv[3]):
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **kwargs)
    return call
os.fsync, os.replace = count(os.fsync), count(os.replace)
vault.finish_rekey(vault.begin_rekey(lead))
"""
    for fatal in range(1, 8):
        done = subprocess.run(  # noqa: S603 - our own script, which ends itself
            [sys.executable, "-c", script, str(store.folder), LEAD, str(fatal)],
            check=False,
            cwd=Path(__file__).resolve().parents[2],
        )
        vault, lead = store.as_lead()
        assert store.open().unlock(TECHNICIAN).store_key == lead.store_key
        if lead.rekey_pending:
            vault.abandon_rekey(lead)
        if done.returncode == 0:
            assert fatal == 7  # two writes of three calls each: every moment was tried
            return
    pytest.fail("the script never came to its end")
