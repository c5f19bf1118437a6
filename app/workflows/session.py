"""The one place that makes, unlocks and locks a store."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.errors import KnownError
from app.files import make_folder
from app.i18n import _
from app.model import moments
from app.model.changes import Progress, no_progress
from app.model.staff import Member, Role
from app.store import cleanup, named, ticket_order
from app.store.store import DATABASE, Store
from app.vault import DeviceSecrets, KdfParameters, Unlocked, Vault

if TYPE_CHECKING:
    from app.store.cleanup import Renewed
    from app.store.residue_sample import Sample

KEYSLOTS = "keyslots.json"


class Session:
    """An unlocked store and the member of staff who unlocked it."""

    def __init__(self, folder: Path, vault: Vault, unlocked: Unlocked, store: Store) -> None:
        self.folder = folder
        self.vault = vault
        self.unlocked = unlocked
        self.store = store
        self.unfinished: dict[str, Sample] = {}
        """What was put by of a purge that was stopped, by its plan's digest: in memory alone, so
        that the search at its end also looks for what went before the stop."""
        self.cleanup_owed = False
        """Whether the search index is to be merged or a fresh copy to be made, after a destruction:
        see :func:`finish_cleanup`."""

    @property
    def member(self) -> Member:
        """Who is at work."""
        return self.unlocked.member

    @property
    def staff_id(self) -> int | None:
        """The member's row in the store; None for whoever came in by the recovery code."""
        return None if self.unlocked.by_recovery else self.member.id

    @property
    def signing_key(self) -> Ed25519PrivateKey | None:
        """The store's signing key; only a lead holds it."""
        return self.unlocked.signing_key

    @property
    def state(self) -> int | None:
        """What two reads of the store see alike, if it is the same after them.

        None while the store is changing.
        """
        return self.store.state

    def require_lead(self) -> Ed25519PrivateKey:
        """Return the signing key. Raises ``KnownError("lead_needed")`` for a technician."""
        if self.member.role is not Role.LEAD or self.signing_key is None:
            raise KnownError(
                "lead_needed",
                _("Only a team lead may do this."),
                _("Nothing was changed. Ask a team lead to do it on this store."),
            )
        return self.signing_key

    def trusted_keys(self) -> tuple[bytes, ...]:
        """Return the public keys that signed this store's documents, past ones included."""
        return tuple(key.public_key for key in self.vault.signing_public_keys())

    def close(self) -> None:
        """Lock the store: close the database and drop its key."""
        self.unfinished.clear()
        self.store.close()


def store_exists(folder: Path) -> bool:
    """Whether there is a store in a folder."""
    return (folder / KEYSLOTS).exists() or (folder / DATABASE).exists()


def refuse_existing(folder: Path) -> None:
    """Raise ``KnownError("store_exists")`` where there is a store already."""
    if store_exists(folder):
        raise KnownError(
            "store_exists",
            _("There is a store in this folder already."),
            _("It was left untouched. Open it, or choose another folder."),
        )


def create_store(
    folder: Path, lead_name: str, passphrase: str, *, kdf: KdfParameters | None = None
) -> tuple[Session, str]:
    """Make a store with its first lead; return it unlocked, with the recovery code to print.

    Raises ``KnownError`` when there is a store already, or the name or passphrase will not do;
    a store that could not be made whole leaves nothing behind.
    """
    refuse_existing(folder)
    was_there = folder.exists()
    try:
        make_folder(folder)
        vault, unlocked, code = Vault.create(folder, lead_name, passphrase, kdf)
        session = _open(folder, vault, unlocked, create=True)
    except BaseException:
        _discard(folder, whole=not was_there)
        raise
    try:
        _tell(session, session.member, "store_created")
    except BaseException:
        session.close()
        _discard(folder, whole=not was_there)
        raise
    return session, code


def _discard(folder: Path, *, whole: bool) -> None:
    """Remove what a failed creation left; a folder that was there before stays."""
    if whole:
        import shutil  # noqa: PLC0415 - as a rule never

        shutil.rmtree(folder, ignore_errors=True)
        return
    for name in (KEYSLOTS, DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", "lock"):
        with suppress(OSError):  # the first error is the one to tell
            (folder / name).unlink()


def unlock(folder: Path, passphrase: str, name: str | None = None) -> Session:
    """Open a store with a passphrase; without a name each key slot is tried.

    Raises ``KnownError`` for a wrong passphrase, no store, a store in use, a newer schema and
    all else that can stand in the way; nothing is changed then.
    """
    vault = Vault.open(folder)
    return _open(folder, vault, vault.unlock(passphrase, name))


def unlock_with_recovery(folder: Path, code: str) -> Session:
    """Open a store with its printed recovery code, with a lead's rights."""
    vault = Vault.open(folder)
    session = _open(folder, vault, vault.unlock_with_recovery(code))
    _tell(session, None, "unlocked_by_recovery_code")
    return session


def _tell(session: Session, member: Member | None, action: str) -> None:
    from app.store import audit  # noqa: PLC0415 - an unlock by passphrase is no event

    with session.store.write() as connection:
        audit.append(connection, member, action)


def unlock_with_device(folder: Path, secrets: DeviceSecrets, name: str | None = None) -> Session:
    """Open a store with the secret this workstation's keyring holds."""
    vault = Vault.open(folder)
    return _open(folder, vault, vault.unlock_with_device(secrets, name))


def finish_cleanup(session: Session, progress: Progress = no_progress) -> Renewed | None:
    """Clean up after a destruction: merge the search index, let a fresh copy take the place.

    Returns what came of the copy; None where none was owed. Where ``progress`` raises
    ``Cancelled``, and whatever is raised, it stays owed, and goes on after the next unlock; amid
    the copy it may not wait long.
    """
    session.cleanup_owed = False
    cleanup.settle(session.store, progress)
    if cleanup.owes_copy(session.store):
        return cleanup.renew(session.store, progress, copying=progress)
    return None


def owes_merge(session: Session) -> bool:
    """Whether the first part of :func:`finish_cleanup` takes long: the merge of an index."""
    return cleanup.owes_merge(session.store)


def finish_merge(session: Session, progress: Progress = no_progress) -> None:
    """Do the first part of :func:`finish_cleanup`, which writes between other people's changes."""
    cleanup.settle(session.store, progress)


def members_of(folder: Path) -> tuple[Member, ...]:
    """Return who can unlock a store, before it is unlocked."""
    return tuple(Vault.open(folder).members())


def _open(folder: Path, vault: Vault, unlocked: Unlocked, *, create: bool = False) -> Session:
    settle = vault.abandon_rekey
    try:
        store = Store(folder, unlocked.store_key, create=create)
    except KnownError as error:
        if error.code != "not_a_store" or unlocked.pending_store_key is None:
            raise
        # A rekey was cut off after the new database took its place.
        store = Store(folder, unlocked.pending_store_key)
        settle = vault.finish_rekey
    session = Session(folder, vault, unlocked, store)
    try:
        if unlocked.rekey_pending:
            session.unlocked = settle(unlocked)
        with store.write() as connection:
            if named.keep_staff(connection, vault.members()):  # a removal was cut off
                from app.store import left_staff  # noqa: PLC0415 - as a rule never

                left_staff.hand_over(connection, None, at=moments.now(), by=None)
            ticket_order.learn(connection)
        # A destruction that a crash cut off before its clean-up.
        owes_merge = cleanup.owes_merge(store)
        session.cleanup_owed = owes_merge or cleanup.owes_copy(store)
        if not owes_merge:
            cleanup.settle(store)
    except BaseException:
        session.close()
        raise
    return session
