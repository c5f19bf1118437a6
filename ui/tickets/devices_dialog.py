"""Which devices a ticket is about: taken off, and found by any piece of what is known of them."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.i18n import _
from app.model.changes import Changes
from app.model.conversation import Ticket
from app.model.device import DeviceRow
from app.workflows import devices, ticket_links
from ui.devices.columns import title
from ui.pages import Context
from ui.tasks import Slot
from ui.text import one_line
from ui.tickets.chosen_devices import ChosenDevices
from ui.widgets.announce import announce
from ui.widgets.form_dialog import FormDialog
from ui.widgets.gate_card import field
from ui.widgets.plain_label import PlainLabel
from ui.widgets.suggestions import Suggestions

_OFFERED = 8  # devices


class DevicesDialog(FormDialog):
    """Holds a ticket's devices until they are right; nothing is written before that."""

    def __init__(self, context: Context, parent: QWidget, ticket: Ticket) -> None:
        super().__init__(context, _("Devices of the ticket"), _("Change"), parent)
        self._ticket = ticket
        self._slot = Slot()
        self.devices = ChosenDevices(self)
        box, self.line = field(_("Add a device"))
        self.line.setPlaceholderText(_("A few digits of an identifier, a name, its owner"))
        self.line.setMaxLength(200)
        self.suggestions = Suggestions(self.line, preselect=True)
        self.suggestions.chosen.connect(self.add)
        self.line.textEdited.connect(self._look)
        self._none = PlainLabel(_("No device yet."), tone="muted")
        self.form.addWidget(self._none)
        self.form.addWidget(self.devices)
        said = _("No device found. Type another piece.")
        self.none_found = PlainLabel(said, role="small", tone="muted")
        self.none_found.hide()
        self.form.addWidget(box)
        self.form.addWidget(self.none_found)
        self.form.addSpacing(9 * self.fontMetrics().height())  # room for what is offered
        self.form.addStretch(1)
        self.devices.show_devices(ticket.devices)
        self._none.setVisible(not ticket.devices)
        self.devices.changed.connect(self._on_changed)
        self.devices.unknown.connect(self._on_unknown)
        self.line.setFocus()

    def _look(self, text: str) -> None:
        if not text.strip():
            self._slot.clear()
            self._offer([], typed=False)
            return
        session, linked = self.context.session, set(self.devices.chosen)

        def look() -> list[DeviceRow]:
            ids = devices.page(session, text, limit=_OFFERED + len(linked)).ids
            found = devices.rows(session, ids)
            return [found[i] for i in ids if i in found and i not in linked][:_OFFERED]

        self.context.jobs.read(
            self, look, self._offer, failed=self.context.show_error, slot=self._slot
        )

    def take_identifier(self, text: str) -> None:
        """Take the device that has an identifier; leave in the field what is not known."""
        self.line.clear()
        self._look("")  # what was looked for before is so no more
        self.devices.take(text)

    def _on_unknown(self, code: str) -> None:
        self.line.setText(code)
        self._look(code)

    def _offer(self, rows: list[DeviceRow], *, typed: bool = True) -> None:
        self.none_found.setVisible(typed and not rows)
        if typed and not rows:
            announce(self.line, self.none_found.text())
        self.suggestions.offer([(row, _say(row)) for row in rows])

    def add(self, row: DeviceRow) -> None:
        """Take one more device; it is written with the others."""
        self.line.clear()
        self.devices.show_devices([row])

    def _on_changed(self) -> None:
        self._none.setVisible(not self.devices.chosen)
        self.line.setFocus()

    def send(self) -> None:
        """Write which devices they are; what is typed and not chosen yet is offered again."""
        if self.devices.hold_up():
            return
        if typed := self.line.text().strip():
            self.line.setFocus()
            self._look(typed)
            return
        session, ticket, wanted = self.context.session, self._ticket.row.id, self.devices.chosen
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
