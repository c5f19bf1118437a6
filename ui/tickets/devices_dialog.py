"""Which devices a ticket is about: taken off, and found by any piece of what is known of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.i18n import _
from app.model.changes import Changes
from app.model.conversation import Ticket
from app.model.device import DeviceRow
from app.workflows import devices, ticket_links
from ui.devices.columns import title
from ui.pages import Context
from ui.scanner import Scanner
from ui.tasks import Slot
from ui.text import one_line
from ui.widgets.form_dialog import FormDialog
from ui.widgets.gate_card import field
from ui.widgets.plain_label import PlainLabel
from ui.widgets.removable_row import RemovableRow
from ui.widgets.suggestions import Suggestions

_OFFERED = 8  # devices


class DevicesDialog(FormDialog):
    """Holds a ticket's devices until they are right; nothing is written before that."""

    def __init__(self, context: Context, parent: QWidget, ticket: Ticket) -> None:
        super().__init__(context, _("Devices of the ticket"), _("Change"), parent)
        self._ticket = ticket
        self._slot = Slot()
        self.chosen = {device.id: title(device) for device in ticket.devices}
        box, self.line = field(_("Add a device"))
        self.line.setPlaceholderText(_("A few digits of an identifier, a name, its owner"))
        self.line.setMaxLength(200)
        self.suggestions = Suggestions(self.line, preselect=True)
        self.suggestions.chosen.connect(self.add)
        self.line.textEdited.connect(self._look)
        # A scan would else be words of the field, and its Enter would close the dialog.
        self.scanner = Scanner(self, lambda _key: False)
        self.scanner.scanned.connect(self._on_scanned)
        self._none = PlainLabel(_("No device yet."), tone="muted")
        self._column = QVBoxLayout()
        self.form.addLayout(self._column)
        said = _("No device found. Type another piece.")
        self.none_found = PlainLabel(said, role="small", tone="muted")
        self.none_found.hide()
        self.form.addWidget(box)
        self.form.addWidget(self.none_found)
        self.form.addSpacing(9 * self.fontMetrics().height())  # room for what is offered
        self.form.addStretch(1)
        self._column.addWidget(self._none)
        self._rows: dict[int, QWidget] = {}
        for device, name in self.chosen.items():
            self._show_row(device, name)
        self.line.setFocus()

    def _look(self, text: str) -> None:
        if not text.strip():
            self._slot.clear()
            self._offer([], typed=False)
            return
        session, linked = self.context.session, set(self.chosen)

        def look() -> list[DeviceRow]:
            ids = devices.page(session, text, limit=_OFFERED + len(linked)).ids
            found = devices.rows(session, ids)
            return [found[i] for i in ids if i in found and i not in linked][:_OFFERED]

        self.context.jobs.read(
            self, look, self._offer, failed=self.context.show_error, slot=self._slot
        )

    def _on_scanned(self, code: str) -> None:
        """Take the device that has an identifier; leave in the field what is not known."""
        session = self.context.session
        self._look("")  # what the first letters of the scan may have found

        def look() -> Mapping[int, DeviceRow]:
            found = devices.identified(session, code)
            return {} if found is None else devices.rows(session, (found,))

        def take(rows: Mapping[int, DeviceRow]) -> None:
            for row in rows.values():
                self.add(row)
            if not rows:
                self.line.setText(code)
                self._look(code)

        self.context.jobs.read(self, look, take, failed=self.context.show_error)

    def _offer(self, rows: list[DeviceRow], *, typed: bool = True) -> None:
        self.none_found.setVisible(typed and not rows)
        self.suggestions.offer([(row, _say(row)) for row in rows])

    def add(self, row: DeviceRow) -> None:
        """Take one more device; it is written with the others."""
        self.line.clear()
        if row.id not in self.chosen:
            self.chosen[row.id] = title(row)
            self._show_row(row.id, title(row))
            self.fit()

    def remove(self, device: int) -> None:
        """Take a device off; it is written with the others."""
        del self.chosen[device]
        row = self._rows.pop(device)
        self._column.removeWidget(row)
        row.deleteLater()
        self._none.setVisible(not self.chosen)
        self.line.setFocus()

    def _show_row(self, device: int, name: str) -> None:
        row = RemovableRow(self.context.theme, name, partial(self.remove, device))
        self._rows[device] = row
        self._column.addWidget(row)
        self._none.hide()

    def send(self) -> None:
        """Write which devices they are; what is typed and not chosen yet is offered again."""
        if typed := self.line.text().strip():
            self.line.setFocus()
            self._look(typed)
            return
        session, ticket, wanted = self.context.session, self._ticket.row.id, tuple(self.chosen)
        self.set_busy(True)
        self.context.jobs.write(
            self,
            lambda: ticket_links.set_devices(session, ticket, wanted),
            self._on_done,
            failed=self.refused,
        )

    def _on_done(self, _changes: Changes) -> None:
        self.accept()


def _say(row: DeviceRow) -> str:
    parts = (title(row), row.serial, row.asset_tag, row.owner)
    return " · ".join(dict.fromkeys(one_line(part, 60) for part in parts if part))
