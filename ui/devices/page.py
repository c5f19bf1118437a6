"""The devices page: it asks the store and shows what comes back."""

from __future__ import annotations

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget

from app.i18n import _, ngettext
from app.model.changes import Changes
from app.model.device import Device, DeviceRow
from app.model.ticket import TicketRow
from app.workflows import devices, tickets
from ui.devices.columns import COLUMNS
from ui.devices.detail_pane import TICKETS_AT_ONCE, DetailPane
from ui.devices.source import DeviceSource, FindQuery
from ui.models.id_table import IdTableModel
from ui.pages import Context, Page
from ui.tasks import Slot
from ui.widgets.empty_state import EmptyState
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
        self._wanted: int | None = None
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
        self.pane = DetailPane(theme)
        self._right = QStackedWidget()
        self._right.addWidget(
            EmptyState(
                theme,
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
        self.field.typed.connect(lambda text: self.model.ask(FindQuery(text)))
        self.model.answered.connect(self._on_answered)
        self.model.failed.connect(context.show_error)
        self.view.chosen.connect(self._on_chosen)
        self.view.sort_asked.connect(lambda _sort, _descending: self._show_order())
        self.pane.ticket_asked.connect(lambda ticket: context.go("tickets", ticket))
        jobs.changed.connect(self._on_changed)
        self._show_order()
        self.model.ask(FindQuery())

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

    def _show_order(self) -> None:
        self.view.show_sort(None, True)  # the last changed first, whatever header is pressed

    def _on_answered(self, _another_query: bool) -> None:
        query: FindQuery = self.model.query
        if query.text.strip():
            self.empty.say(
                _("No device found"), _("Try fewer digits, or empty the field with Esc.")
            )
        else:
            self.empty.say(
                _("No devices yet"), _("They appear here when an inventory file is imported.")
            )
        self.panel.show_rows(self.model.rowCount() > 0)
        session = self.context.session
        self.context.jobs.read(
            self,
            lambda: devices.count(session, query.text),
            self._show_count,
            slot=self._count_slot,
        )

    def _show_count(self, count: int) -> None:
        said = ngettext("{count} device", "{count} devices", count)
        self.panel.count.setText(said.format(count=QLocale().toString(count)))

    def _on_chosen(self, device: int | None) -> None:
        if device is not None:
            self._look(device)

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
