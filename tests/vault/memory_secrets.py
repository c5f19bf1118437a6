"""A keyring in memory, for tests."""

from __future__ import annotations

from app.errors import KnownError


class MemorySecrets:
    """``DeviceSecrets`` of one made-up workstation; it can be made to fail or to forget."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, int], bytes] = {}
        self.available = True
        self.forgetful = False

    def get(self, store_id: str, slot_id: int) -> bytes | None:
        self._check()
        return self.kept.get((store_id, slot_id))

    def set(self, store_id: str, slot_id: int, secret: bytes) -> None:
        self._check()
        if not self.forgetful:
            self.kept[store_id, slot_id] = secret

    def delete(self, store_id: str, slot_id: int) -> None:
        self._check()
        self.kept.pop((store_id, slot_id), None)

    def _check(self) -> None:
        if not self.available:
            raise KnownError("keyring_unavailable", "No keyring.", "Use the passphrase.")
