"""Devices on their way into the store: asked about and written many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from app.model.device import DeviceRecord, RejectedRow, Software
from app.model.identifiers import Identifier, former_canonical
from app.model.moments import random_id
from app.store import devices
from app.store.rows import BATCH, batches

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

_TOGETHER = 100
"""Devices at most that wait to be written."""
_Name = tuple[str, str]
"""An identifier's kind and canonical form; of an agent's own id no kind."""


class NewDevices:
    """What an import makes of its rows, within one transaction in which nobody else writes."""

    def __init__(self, connection: Connection, at: int) -> None:
        """Begin an import of this moment."""
        self._connection = connection
        self._at = at
        self._devices: list[tuple[int, Mapping[str, Any]]] = []
        self._identifiers: list[tuple[int, Sequence[Identifier]]] = []
        self._software: list[tuple[int, Sequence[Software]]] = []
        self._waiting: set[_Name] = set()
        self._unknown: set[_Name] = set()

    def expect(self, rows: Iterable[DeviceRecord | RejectedRow]) -> None:
        """Look up, for rows about to come, which of their names no device has."""
        self._unknown.clear()
        for row in rows:
            if isinstance(row, DeviceRecord):
                self._unknown.update(_names(row.identifiers, row.external_id))
        self._unknown -= self._waiting
        for batch in batches(list(self._unknown), BATCH // 2):
            pairs = ", ".join(["(?, ?)"] * len(batch))
            self._unknown.difference_update(
                self._connection.execute(
                    "SELECT kind, canonical FROM device_identifier"
                    f" WHERE (kind, canonical) IN (VALUES {pairs})"
                    " UNION ALL SELECT '', external_id FROM device"
                    f" WHERE external_id <> '' AND ('', external_id) IN (VALUES {pairs})",
                    [part for name in batch for part in name] * 2,
                )
            )

    def is_unknown(self, identifiers: Iterable[Identifier], external_id: str | None) -> bool:
        """Whether no device has any of these names.

        One that has is in the store then, and may be asked for there.
        """
        names = _names(identifiers, external_id)
        if self._unknown.issuperset(names):
            return True
        if not self._waiting.isdisjoint(names):
            self.write()
        return False

    def note(self, identifiers: Iterable[Identifier], external_id: str | None) -> None:
        """Note that a device has these names from now on."""
        self._unknown.difference_update(_names(identifiers, external_id))

    def add(
        self,
        values: Mapping[str, Any],
        identifiers: Sequence[Identifier],
        software: Sequence[Software],
    ) -> int:
        """Make a device with these columns, identifiers and programs; return its id."""
        device = random_id()
        self._devices.append((device, values))
        self._identifiers.append((device, identifiers))
        if software:
            self._software.append((device, software))
        names = _names(identifiers, values.get("external_id"))
        self._waiting.update(names)
        self._unknown.difference_update(names)
        if len(self._devices) >= _TOGETHER:
            self.write()
        return device

    def write(self) -> None:
        """Write what was not written yet."""
        devices.add_all(self._connection, self._devices, self._at)
        devices.add_identifiers(self._connection, self._identifiers)
        devices.add_software(self._connection, self._software)
        devices.index(self._connection, [device for device, _values in self._devices])
        for waiting in (self._devices, self._identifiers, self._software, self._waiting):
            waiting.clear()


def _names(identifiers: Iterable[Identifier], external_id: str | None) -> list[_Name]:
    names = [
        (identifier.kind.value, form)
        for identifier in identifiers
        for form in (identifier.canonical, former_canonical(identifier))
        if form is not None
    ]
    return [*names, ("", external_id)] if external_id else names
