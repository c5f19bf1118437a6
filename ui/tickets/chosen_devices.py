"""The devices a ticket is to be about, in a dialog: scanned or chosen, and dropped again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.i18n import _
from app.model.conversation import LinkedDevice
from app.model.device import DeviceRow
from app.workflows import devices
from ui.devices.columns import title
from ui.widgets.form_dialog import FormDialog
from ui.widgets.removable_row import RemovableRow


class ChosenDevices(QWidget):
    """A line for each device, with a cross; nothing is seen of it while there is none."""

    unknown = Signal(str)
    """No device has this identifier, which was scanned."""
    changed = Signal()
    """A device was taken or dropped."""

    def __init__(self, dialog: FormDialog) -> None:
        super().__init__()
        self._dialog = dialog
        self._context = dialog.context
        self._rows: dict[int, QWidget] = {}
        self._looked_up = 0  # scans that are not answered yet
        self._is_waited_for = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.setAccessibleName(_("Devices of the ticket"))
        self.hide()

    @property
    def chosen(self) -> tuple[int, ...]:
        """The devices, in the order in which they were taken."""
        return tuple(self._rows)

    def hold_up(self) -> bool:
        """Whether a scan is still looked up; the dialog is sent once its device is found."""
        if self._looked_up:
            self._is_waited_for = True
            self._dialog.set_busy(True)
        return self._is_waited_for

    def take(self, code: str) -> None:
        """Take the device that an identifier means, or tell that there is none."""
        session = self._context.session
        self._looked_up += 1

        def look() -> Mapping[int, DeviceRow]:
            found = devices.identified(session, code)
            return {} if found is None else devices.rows(session, (found,))

        def show(rows: Mapping[int, DeviceRow]) -> None:
            self.show_devices(rows.values())
            if not rows:
                self.unknown.emit(code)
            self._on_looked_up(found=bool(rows))

        def failed(error: Exception) -> None:
            self._context.show_error(error)
            self._on_looked_up(found=False)

        self._context.jobs.read(self, look, show, failed=failed)

    def _on_looked_up(self, *, found: bool) -> None:
        self._looked_up -= 1
        if self._is_waited_for and not (found and self._looked_up):
            self._is_waited_for = False
            self._dialog.set_busy(False)
            if found:
                self._dialog.send()

    def take_all(self, ids: Sequence[int]) -> None:
        """Take devices that were taken before; those that are gone stay away."""
        session = self._context.session
        if ids:
            self._context.jobs.read(
                self,
                lambda: devices.rows(session, ids),
                lambda rows: self.show_devices(rows.values()),
                failed=self._context.show_error,
            )

    def show_devices(self, rows: Iterable[DeviceRow | LinkedDevice]) -> None:
        """Take devices that are known, each once."""
        for row in rows:
            if row.id not in self._rows:
                line = RemovableRow(self._context.theme, title(row), partial(self.drop, row.id))
                self._rows[row.id] = line
                self._column.addWidget(line)
        self._on_changed()

    def drop(self, device: int) -> None:
        """Take a device off."""
        line = self._rows.pop(device)
        self._column.removeWidget(line)
        line.deleteLater()
        self._on_changed()

    def _on_changed(self) -> None:
        self.setVisible(bool(self._rows))
        self.changed.emit()
