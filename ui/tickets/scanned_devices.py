"""The devices that are scanned while a new ticket is filled in: it will be about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.i18n import _
from app.model.device import DeviceRow
from app.workflows import devices
from ui.devices.columns import title
from ui.pages import Context
from ui.widgets.removable_row import RemovableRow


class ScannedDevices(QWidget):
    """A line for each device, with a cross; nothing is seen of it before the first scan."""

    unknown = Signal()
    """No device has the identifier that was scanned."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._rows: dict[int, QWidget] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.setAccessibleName(_("Devices of the ticket"))
        self.hide()

    @property
    def chosen(self) -> tuple[int, ...]:
        """The devices, in the order in which they were scanned."""
        return tuple(self._rows)

    def take(self, code: str) -> None:
        """Take the device that an identifier means, or tell that there is none."""
        session = self._context.session

        def look() -> Mapping[int, DeviceRow]:
            found = devices.identified(session, code)
            return {} if found is None else devices.rows(session, (found,))

        def show(rows: Mapping[int, DeviceRow]) -> None:
            self._show(rows)
            if not rows:
                self.unknown.emit()

        self._context.jobs.read(self, look, show, failed=self._context.show_error)

    def take_all(self, ids: Sequence[int]) -> None:
        """Take devices that were taken before; those that are gone stay away."""
        session = self._context.session
        if ids:
            self._context.jobs.read(
                self,
                lambda: devices.rows(session, ids),
                self._show,
                failed=self._context.show_error,
            )

    def _show(self, rows: Mapping[int, DeviceRow]) -> None:
        for device, row in rows.items():
            if device not in self._rows:
                line = RemovableRow(self._context.theme, title(row), partial(self._drop, device))
                self._rows[device] = line
                self._column.addWidget(line)
        self.setVisible(bool(self._rows))

    def _drop(self, device: int) -> None:
        line = self._rows.pop(device)
        self._column.removeWidget(line)
        line.deleteLater()
        self.setVisible(bool(self._rows))
