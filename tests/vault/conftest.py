"""A small vault with a lead and a technician, cheap to open."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from app.model.staff import Member, Role
from app.vault import Unlocked, Vault
from tests.store_copies import CHEAP
from tests.vault.memory_secrets import MemorySecrets

LEAD = "correct horse battery"
TECHNICIAN = "staple wagon onion"


@dataclass
class Store:
    """An example store's folder, and everything that opens it."""

    folder: Path
    code: str
    lead: Member
    technician: Member

    @property
    def path(self) -> Path:
        return self.folder / "keyslots.json"

    def open(self) -> Vault:
        return Vault.open(self.folder, CHEAP)

    def as_lead(self) -> tuple[Vault, Unlocked]:
        vault = self.open()
        return vault, vault.unlock(LEAD, self.lead.name)

    def as_technician(self) -> tuple[Vault, Unlocked]:
        vault = self.open()
        return vault, vault.unlock(TECHNICIAN, self.technician.name)

    def as_recovery(self) -> tuple[Vault, Unlocked]:
        vault = self.open()
        return vault, vault.unlock_with_recovery(self.code)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    folder = tmp_path / "store"
    vault, lead, code = Vault.create(folder, "Anna Voorbeeld", LEAD, CHEAP)
    technician = vault.add_member(lead, "Bram Voorbeeld", Role.TECHNICIAN, TECHNICIAN)
    return Store(folder, code, lead.member, technician)


@pytest.fixture
def device() -> MemorySecrets:
    return MemorySecrets()
