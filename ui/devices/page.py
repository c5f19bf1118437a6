"""The devices page: it asks the store and shows what comes back."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QPushButton

from app.i18n import N_, _, ngettext
from app.model.device import Device
from app.model.device_list import DeviceSort
from app.model.ticket import TicketRow
from app.workflows import devices, tickets
from ui.actions import Action
from ui.devices.columns import COLUMNS
from ui.devices.detail_pane import TICKETS_AT_ONCE, DetailPane
from ui.devices.device_dialog import DeviceDialog
from ui.devices.hand_over_dialog import HandOverDialog
from ui.devices.label_dialog import LabelDialog
from ui.devices.licence_dialog import LicenceDialog
from ui.devices.source import DeviceSource
from ui.latest_undo import LatestUndo
from ui.pages import Context
from ui.tasks import Slot
from ui.widgets.form_dialog import FormDialog
from ui.widgets.list_page import ListPage, ListTexts, TextQuery

Found = tuple[Device, dict[int, TicketRow]]


class DevicesPage(ListPage):
    """The list on the left, the device that is being looked at on the right."""

    def __init__(self, context: Context) -> None:
        self.pane = DetailPane(context.theme)
        super().__init__(
            context,
            ListTexts(
                title=_("Devices"),
                icon="device",
                hint=_("Find: a few digits of an IMEI, serial number or MAC, a name, an owner…"),
                find=_("Find devices"),
                nothing_chosen=(
                    _("No device chosen"),
                    _("Choose one in the list, or find it by the last digits of its identifier."),
                ),
                nothing_found=(
                    _("No device found"),
                    _("Try fewer digits or words, or empty the field with Esc."),
                ),
                nothing_yet=(
                    _("No devices yet"),
                    _("Add one with the button above, or import an inventory file."),
                ),
            ),
            DeviceSource(context.session),
            COLUMNS,
            touched=lambda changes: changes.devices,
            pane=self.pane,
            name="devices",
            query=TextQuery(sort=DeviceSort.UPDATED),
        )
        self._scan_slot = Slot()
        self.undoing = LatestUndo(
            context, "devices", lambda changes: changes.devices, shown=self.show_item, parent=self
        )
        self.add = QPushButton(_("New device…"))
        self.add.clicked.connect(lambda _checked=False: self.new_device())
        self.panel.add_button(self.add)
        self.view.opened.connect(lambda _device: self.hand_over())
        self.pane.ticket_asked.connect(lambda ticket: context.go("tickets", ticket))
        self.pane.person_asked.connect(lambda person: context.go("people", person))
        self.pane.hand_over_asked.connect(self.hand_over)
        self.pane.edit_asked.connect(self.edit)
        self.pane.copied.connect(context.tell)
        self.pane.label_asked.connect(self.make_labels)
        self.pane.licence_asked.connect(self.give_licence)
        self.pane.seat_freed.connect(self._free_seat)
        self._add_actions()

    def _add_actions(self) -> None:
        def shown() -> bool:
            return self.device is not None

        def any_chosen() -> bool:
            return shown() or bool(self.view.chosen_ids())

        for name, title, run, key, icon, enabled in (
            ("hand_over", N_("Hand over or take back"), self.hand_over, "H", "user-assign", shown),
            ("edit", N_("Change device"), self.edit, "E", "settings", shown),
            ("licence", N_("Give a licence"), self.give_licence, "", "plus", shown),
            ("labels", N_("Print labels"), self.make_labels, "L", "tag", any_chosen),
        ):
            keys = (key,) if key else ()
            self.context.actions.add(
                Action(
                    f"devices.{name}", title, run, keys, page="devices", icon=icon, enabled=enabled
                )
            )

    @property
    def device(self) -> Device | None:
        """The device whose page is shown, once it is."""
        shown = self.pane.device
        return shown if shown is not None and shown.row.id == self._wanted else None

    def look(self, item: int) -> Found:
        """Return a device and its latest tickets."""
        found = devices.get(self.context.session, item)
        return found, tickets.rows(self.context.session, found.ticket_ids[:TICKETS_AT_ONCE])

    def show_found(self, found: Any) -> None:
        """Show a device."""
        self.pane.show_device(*found)

    def count(self, text: str) -> int:
        """Return how many devices a fragment finds."""
        return devices.count(self.context.session, text)

    def say_count(self, count: int) -> str:
        """Return a number of devices in words."""
        return ngettext("{count} device", "{count} devices", count)

    def take_identifier(self, text: str) -> bool:
        """Show the device that has a scanned identifier, or offer a new one with it filled in.

        Of several that have it somebody chooses.
        """
        session = self.context.session

        def show(found: tuple[int, ...]) -> None:
            if not found:
                self.new_device(text)
            elif len(found) == 1:
                self.show_item(found[0])
                self.view.setFocus()  # it is found: Enter hands it over, and letters act
            else:
                self.show_query(text.strip())
                self.context.tell(_("Several devices have what was scanned. Choose one."))

        self.context.jobs.read(
            self,
            lambda: devices.all_identified(session, text),
            show,
            failed=self.context.show_error,
            slot=self._scan_slot,
        )
        return True

    # What is done with it

    def open_dialog(self, dialog: FormDialog) -> None:
        """Open a dialog; one that is being filled in stays, whatever is scanned meanwhile."""
        if self.dialog is None:
            super().open_dialog(dialog)
        else:
            dialog.deleteLater()

    def new_device(self, prefill: str = "") -> None:
        """Open the dialog for a new device, with an identifier filled in if one is given."""
        dialog = DeviceDialog(self.context, self, prefill=prefill)
        dialog.made.connect(self._on_made)
        dialog.known_asked.connect(self.show_item)
        self.open_dialog(dialog)

    def edit(self) -> None:
        """Open the dialog that changes the device that is shown."""
        if (device := self.device) is not None:
            self.view.stay_with(device.row.id)  # though it may not be what is looked for any more
            dialog = DeviceDialog(self.context, self, device=device)
            dialog.known_asked.connect(self.show_item)
            self.open_dialog(dialog)

    def hand_over(self) -> None:
        """Open the dialog that gives the device to somebody or takes it back."""
        if (device := self.device) is not None:
            self.view.stay_with(device.row.id)  # though it was looked for by who had it
            dialog = HandOverDialog(self.context, self, device)
            dialog.handed_over.connect(self._on_handed_over)
            self.open_dialog(dialog)

    def _on_handed_over(self, before: Device, said: str) -> None:
        row = before.row
        put_back = partial(  # by ids: who may be erased meanwhile is named by nothing in memory
            devices.undo_hand_over,
            self.context.session,
            row.id,
            row.version + 1,
            owner_id=row.owner_id,
            state=row.state,
            updated_at=row.updated_at,
        )
        self.undoing.note(row.id, put_back, done=said, undone=_("The device is as before."))

    def give_licence(self) -> None:
        """Open the dialog that gives the device a licence."""
        if (device := self.device) is not None:
            self.open_dialog(LicenceDialog(self.context, self, device))

    def make_labels(self) -> None:
        """Open the dialog with labels of the selected devices, or of the one that is shown."""

        def make(selected: list[int]) -> None:
            shown = [] if self._wanted is None else [self._wanted]
            if wanted := selected if len(selected) > 1 else shown:
                self.open_dialog(LabelDialog(self.context, self, wanted))

        self.view.give_chosen(make)

    def _on_made(self, device: int) -> None:
        self.context.tell(_("The device was added."))
        self.show_item(device)

    def _free_seat(self, seat: int) -> None:
        if (device := self.device) is None:
            return
        session, number = self.context.session, device.row.id
        self.write(
            lambda: devices.free_seat(session, number, seat), _("The licence was taken off.")
        )
