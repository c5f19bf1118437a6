"""Secrets that this workstation keeps, so that a slot opens without typing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from app.errors import KnownError
from app.i18n import _

SERVICE = "CNE Helpdesk"
_SAFE_PRIORITY = 1  # keyring's own line: a backend below it keeps secrets in plain text, or not

T = TypeVar("T")


class DeviceSecrets(Protocol):
    """Where a workstation keeps a 32-byte secret for each slot.

    Each method raises KnownError ``keyring_unavailable``, never with a secret in it.
    """

    def get(self, store_id: str, slot_id: int) -> bytes | None:
        """Return the secret, or None when there is none."""

    def set(self, store_id: str, slot_id: int, secret: bytes) -> None:
        """Keep the secret in place of an older one."""

    def delete(self, store_id: str, slot_id: int) -> None:
        """Forget the secret; one that is not there is no error."""


class KeyringSecrets:
    """The secrets in the operating system's keyring."""

    def get(self, store_id: str, slot_id: int) -> bytes | None:
        """Return the secret, or None when there is none; see ``DeviceSecrets``."""

        def read() -> bytes | None:
            import keyring  # noqa: PLC0415 - costs 0.13 s, off the path to the first window

            _refuse_unsafe_backend()
            text = keyring.get_password(SERVICE, _entry(store_id, slot_id))
            return None if text is None else bytes.fromhex(text)

        return _guarded(read)

    def set(self, store_id: str, slot_id: int, secret: bytes) -> None:
        """Keep the secret in place of an older one; see ``DeviceSecrets``."""

        def write() -> None:
            import keyring  # noqa: PLC0415 - as above

            _refuse_unsafe_backend()
            keyring.set_password(SERVICE, _entry(store_id, slot_id), secret.hex())

        _guarded(write)

    def delete(self, store_id: str, slot_id: int) -> None:
        """Forget the secret; see ``DeviceSecrets``."""

        def forget() -> None:
            import keyring  # noqa: PLC0415 - as above

            entry = _entry(store_id, slot_id)
            if keyring.get_password(SERVICE, entry) is not None:
                keyring.delete_password(SERVICE, entry)

        _guarded(forget)


def _entry(store_id: str, slot_id: int) -> str:
    return f"{store_id}/{slot_id}"


def _refuse_unsafe_backend() -> None:
    """Raise when any backend in use could write the secret where others can read it."""
    import keyring  # noqa: PLC0415 - as above

    backend = keyring.get_keyring()
    for one in getattr(backend, "backends", (backend,)):
        if one.priority < _SAFE_PRIORITY:
            raise LookupError


def _guarded(action: Callable[[], T]) -> T:
    """Run ``action``; whatever a backend raises becomes a KnownError without its words."""
    try:
        return action()
    except Exception:  # noqa: S110 - backends raise errors of their own systems, of any type
        pass
    # Raised here and not in the handler, so that no backend's error, which may quote the secret,
    # hangs on to it as its context.
    raise KnownError(
        "keyring_unavailable",
        _("The keyring of this computer cannot be used."),
        _("Nothing was lost. Unlock with the passphrase."),
    )
