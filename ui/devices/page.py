"""The devices page: it asks the store and shows what comes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QStackedWidget

from app.i18n import N_, _, ngettext
from app.model.changes import Changes
from app.model.device import Device, DeviceRow
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
from ui.devices.source import DeviceSource, FindQuery
from ui.models.id_table import IdTableModel
from ui.pages import Context, Page
from ui.tasks import Slot
from ui.widgets.empty_state import EmptyState
from ui.widgets.form_dialog import FormDialog
from ui.widgets.id_table_view import IdTableView
from ui.widgets.list_panel import ListPanel
from ui.widgets.search_field import SearchField


class DevicesPage(Page):
    """The list on the left, the device that is being looked at on the right."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        theme, jobs = context.theme, context.jobs
        self._device_slot = Slot()
        self._count_slot = Slot()
        self._scan_slot = Slot()
        self._wanted: int | None = None
        self.dialog: FormDialog | None = None
        self.model: IdTableModel[DeviceRow] = IdTableModel(
            jobs, DeviceSource(context.session), COLUMNS, lambda changes: changes.devices, self
        )
        self.view = IdTableView(self.model, theme, _("Devices"))
        self.field = SearchField(
            theme,
            _("Find: a few digits of an IMEI, serial number or MAC, a name, an owner…"),
            _("Find devices"),
        )
        self.empty = EmptyState(theme, "device", "", "")
        self.panel = ListPanel(theme, _("Devices"), self.field, self.view, self.empty)
        self.add = QPushButton(_("New device…"))
        self.add.clicked.connect(lambda _checked=False: self.new_device())
        self.panel.add_button(self.add)
        self.pane = DetailPane(theme)
        self._lay_out()
        self._connect()
        self._add_actions()
        self._ask(FindQuery())

    def _lay_out(self) -> None:
        self._right = QStackedWidget()
        self._right.addWidget(
            EmptyState(
                self.context.theme,
                "device",
                _("No device chosen"),
                _("Choose one in the list, or find it by the last digits of its identifier."),
            )
        )
        self._right.addWidget(self.pane)
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.addWidget(self.panel)
        split.addWidget(self._right)
        split.setStretchFactor(0, 5)
        split.setStretchFactor(1, 4)
        split.setSizes([600, 420])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(split)

    def _connect(self) -> None:
        self.field.typed.connect(self._find)
        self.model.answered.connect(self._on_answered)
        self.model.failed.connect(self.context.show_error)
        self.view.chosen.connect(self._on_chosen)
        self.view.opened.connect(lambda _device: self.hand_over())
        self.view.sort_asked.connect(self._on_sort)
        self.pane.ticket_asked.connect(lambda ticket: self.context.go("tickets", ticket))
        self.pane.person_asked.connect(lambda person: self.context.go("people", person))
        self.pane.hand_over_asked.connect(self.hand_over)
        self.pane.edit_asked.connect(self.edit)
        self.pane.label_asked.connect(self.make_labels)
        self.pane.licence_asked.connect(self.give_licence)
        self.pane.seat_freed.connect(self._free_seat)
        self.context.jobs.changed.connect(self._on_changed)

    def _add_actions(self) -> None:
        def chosen() -> bool:
            return self.device is not None

        for name, title, run, key, icon in (
            ("hand_over", N_("Hand over or take back"), self.hand_over, "H", "user-assign"),
            ("edit", N_("Change device"), self.edit, "E", "settings"),
            ("licence", N_("Give a licence"), self.give_licence, "", "plus"),
            ("labels", N_("Print labels"), self.make_labels, "L", "tag"),
        ):
            keys = (key,) if key else ()
            self.context.actions.add(
                Action(
                    f"devices.{name}", title, run, keys, page="devices", icon=icon, enabled=chosen
                )
            )

    # The page as the window knows it

    def take_focus(self) -> None:
        """Put the keyboard into the field: on this page one mostly finds."""
        self.field.take_focus()

    def search(self) -> None:
        """Put the keyboard into the field."""
        self.field.take_focus()

    def show_query(self, text: str) -> None:
        """Show the devices that a fragment finds."""
        self.field.line.setText(text)

    def show_item(self, item: int) -> None:
        """Show a device, whether the list has it or not."""
        self.view.choose(item)
        self._look(item)

    @property
    def item(self) -> int | None:
        """The device that is shown."""
        return self._wanted

    @property
    def device(self) -> Device | None:
        """The device whose page is shown, once it is."""
        shown = self.pane.device
        return shown if shown is not None and shown.row.id == self._wanted else None

    def remember(self) -> dict[str, Any]:
        """Return the device, what is typed, and the list's order."""
        query: FindQuery = self.model.query
        return {
            "item": self._wanted,
            "query": query.text,
            "sort": query.sort.value,
            "descending": query.descending,
        }

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Show the page as it was."""
        now: FindQuery = self.model.query
        sort, text = kept.get("sort", now.sort.value), kept.get("query", now.text)
        if isinstance(text, str) and sort in set(DeviceSort):
            descending = bool(kept.get("descending", now.descending))
            self.field.line.blockSignals(True)
            self.field.line.setText(text)
            self.field.line.blockSignals(False)
            self._ask(FindQuery(text, DeviceSort(sort), descending))
        super().restore(kept)

    def take_identifier(self, text: str) -> bool:
        """Show the device that has a scanned identifier, or offer a new one with it filled in."""
        session = self.context.session

        def show(device: int | None) -> None:
            if device is None:
                self.new_device(text)
            else:
                self.show_item(device)

        self.context.jobs.read(
            self,
            lambda: devices.identified(session, text),
            show,
            failed=self.context.show_error,
            slot=self._scan_slot,
        )
        return True

    # The list

    def _ask(self, query: FindQuery) -> None:
        self.model.ask(query)
        self.view.show_sort(query.sort, query.descending)

    def _find(self, text: str) -> None:
        before: FindQuery = self.model.query
        self._ask(FindQuery(text, before.sort, before.descending))

    def _on_sort(self, sort: DeviceSort | None, descending: bool) -> None:
        before: FindQuery = self.model.query
        if sort is None:
            self.view.show_sort(before.sort, before.descending)
        else:
            self._ask(FindQuery(before.text, sort, descending))

    def _on_answered(self, _another_query: bool) -> None:
        query: FindQuery = self.model.query
        if query.text.strip():
            self.empty.say(
                _("No device found"), _("Try fewer digits, or empty the field with Esc.")
            )
        else:
            self.empty.say(
                _("No devices yet"),
                _("Add one with the button above, or import an inventory file."),
            )
        self.panel.show_rows(self.model.rowCount() > 0)
        session = self.context.session
        self.context.jobs.read(
            self,
            lambda: devices.count(session, query.text),
            self._show_count,
            failed=self.context.show_error,
            slot=self._count_slot,
        )

    def _show_count(self, count: int) -> None:
        said = ngettext("{count} device", "{count} devices", count)
        self.panel.count.setText(said.format(count=QLocale().toString(count)))

    # The device that is being looked at

    def _on_chosen(self, device: int | None) -> None:
        if device is not None:
            self._look(device)
            self.moved.emit()

    def _look(self, device: int) -> None:
        self._wanted = device
        session = self.context.session

        def look() -> tuple[Device, dict[int, TicketRow]]:
            found = devices.get(session, device)
            return found, tickets.rows(session, found.ticket_ids[:TICKETS_AT_ONCE])

        self.context.jobs.read(self, look, self._show, failed=self._on_gone, slot=self._device_slot)

    def _show(self, found: tuple[Device, dict[int, TicketRow]]) -> None:
        self.pane.show_device(*found)
        self._right.setCurrentWidget(self.pane)

    def _on_gone(self, error: Exception) -> None:
        self._wanted = None
        self._right.setCurrentIndex(0)
        self.context.show_error(error)

    def _on_changed(self, changes: Changes) -> None:
        if self._wanted is not None and (changes.everything or self._wanted in changes.devices):
            self._look(self._wanted)

    # What is done with it

    def new_device(self, prefill: str = "") -> None:
        """Open the dialog for a new device, with an identifier filled in if one is given."""
        dialog = DeviceDialog(self.context, self, prefill=prefill)
        dialog.made.connect(self._on_made)
        dialog.known_asked.connect(self.show_item)
        self._open(dialog)

    def edit(self) -> None:
        """Open the dialog that changes the device that is shown."""
        if (device := self.device) is not None:
            dialog = DeviceDialog(self.context, self, device=device)
            dialog.known_asked.connect(self.show_item)
            self._open(dialog)

    def hand_over(self) -> None:
        """Open the dialog that gives the device to somebody or takes it back."""
        if (device := self.device) is not None:
            self._open(HandOverDialog(self.context, self, device))

    def give_licence(self) -> None:
        """Open the dialog that gives the device a licence."""
        if (device := self.device) is not None:
            self._open(LicenceDialog(self.context, self, device))

    def make_labels(self) -> None:
        """Open the dialog with labels of the selected devices, or of the one that is shown."""
        selected = self.view.chosen_ids()
        shown = [] if self._wanted is None else [self._wanted]
        if wanted := selected if len(selected) > 1 else shown:
            self._open(LabelDialog(self.context, self, wanted))

    def _open(self, dialog: FormDialog) -> None:
        if self.dialog is not None:  # scanned while another is being filled in: that one stays
            dialog.deleteLater()
            return
        self.dialog = dialog
        dialog.finished.connect(self._on_closed)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _on_closed(self, _result: int) -> None:
        self.dialog = None

    def _on_made(self, device: int) -> None:
        self.context.tell(_("The device was added."))
        self.show_item(device)

    def _free_seat(self, seat: int) -> None:
        if (device := self.device) is None:
            return
        session, number = self.context.session, device.row.id
        self._write(
            lambda: devices.free_seat(session, number, seat), _("The licence was taken off.")
        )

    def _write(self, work: Callable[[], Changes], said: str) -> None:
        self.context.jobs.write(
            self,
            work,
            lambda _changes: self.context.tell(said),
            failed=self.context.show_error,
        )
