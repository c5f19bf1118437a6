"""Where the device list gets its ids and rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.model.device import DeviceRow
from app.model.device_list import DeviceSort
from app.model.ticket_list import IdPage, Key
from app.workflows import devices
from app.workflows.session import Session
from ui.widgets.list_page import TextQuery


class DeviceSource:
    """Answers the device list from a session; called on the workers' threads."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def page(self, query: TextQuery, after: Key | None, limit: int) -> IdPage:
        """Return the ids of the devices that a fragment finds."""
        return devices.page(
            self._session,
            query.text,
            sort=DeviceSort(query.sort or DeviceSort.UPDATED),
            descending=query.descending,
            after=after,
            limit=limit,
        )

    def rows(self, ids: Sequence[int]) -> Mapping[int, DeviceRow]:
        """Return what the list shows of these devices."""
        return devices.rows(self._session, ids) if ids else {}
