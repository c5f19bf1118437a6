"""Where the device list gets its ids and rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.model.device import DeviceRow
from app.model.device_list import DeviceSort
from app.model.ticket_list import IdPage, Key
from app.workflows import devices
from app.workflows.session import Session


@dataclass(frozen=True, slots=True)
class FindQuery:
    """A fragment of an identifier, name, make, model, place or owner, and the list's order."""

    text: str = ""
    sort: DeviceSort = DeviceSort.UPDATED
    descending: bool = True


class DeviceSource:
    """Answers the device list from a session; called on the workers' threads."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def page(self, query: FindQuery, after: Key | None, limit: int) -> IdPage:
        """Return the ids of the devices that a fragment finds."""
        return devices.page(
            self._session,
            query.text,
            sort=query.sort,
            descending=query.descending,
            after=after,
            limit=limit,
        )

    def rows(self, ids: Sequence[int]) -> Mapping[int, DeviceRow]:
        """Return what the list shows of these devices."""
        return devices.rows(self._session, ids) if ids else {}
