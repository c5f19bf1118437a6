"""Checking what this program signed, against the keys of the store at hand where there is one."""

from __future__ import annotations

from pathlib import Path

from app.documents.verify import Verification, verify_file
from app.model.changes import Progress, no_progress
from app.vault import Vault
from app.workflows.session import KEYSLOTS

__all__ = ["Verification"]


def verify(
    folder: Path,
    path: Path,
    *,
    passphrase: str | None = None,
    progress: Progress = no_progress,
) -> Verification:
    """Check a package, purge plan or report; the store's folder is only asked for its keys.

    The public keys stand in the key slots and need no unlocking. Without a store in ``folder``
    the check says that nothing was changed, and ``trusted`` is None. ``passphrase`` opens a
    sealed package. Raises ``KnownError`` as :func:`app.documents.verify.verify_file` does.
    """
    keys: tuple[bytes, ...] = ()
    if (folder / KEYSLOTS).exists():
        keys = tuple(key.public_key for key in Vault.open(folder).signing_public_keys())
    return verify_file(path, passphrase=passphrase, trusted=keys, progress=progress)
