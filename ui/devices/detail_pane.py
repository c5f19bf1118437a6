"""One device: what it is, its identifiers, who had it, its tickets, licences and software."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _, ngettext
from app.model import moments
from app.model.device import KIND_LABELS, STATE_LABELS, Custody, Device, LicenceSeat
from app.model.identifiers import Identifier
from app.model.ticket import TicketRow
from ui.devices.columns import title
from ui.devices.identifier_fields import IDENTIFIER_LABELS
from ui.text import day, long_moment, one_line
from ui.theme.theme import Theme
from ui.widgets.detail_area import DetailArea, sheet
from ui.widgets.facts import head, lines, link, pairs, section
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.icon_button import copy_button, icon_button
from ui.widgets.icon_label import IconLabel
from ui.widgets.plain_label import PlainLabel
from ui.widgets.ticket_lines import ticket_lines

SOFTWARE_AT_ONCE = 12
TICKETS_AT_ONCE = 10
_NUMBER = 24  # digits of a number that is not parted, however narrow the pane
_SOON = 60  # days: a warranty that ends within them is worth a mark


class DetailPane(DetailArea):
    """Shows one device. It asks for nothing and changes nothing: its page does."""

    ticket_asked = Signal(object)
    """A linked ticket was pressed: its id, which is too large for Qt's own integers."""
    person_asked = Signal(object)
    """Somebody who has or had it was pressed: the person's id."""
    copied = Signal(str)
    """Something was copied: what is to be said of that."""
    hand_over_asked = Signal()
    edit_asked = Signal()
    label_asked = Signal()
    licence_asked = Signal()
    seat_freed = Signal(object)
    """A licence is to be taken off: the id of its seat."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(_("Device"))
        self._theme = theme
        self._all_software = False
        self.device: Device | None = None
        self._linked: Mapping[int, TicketRow] = {}

    def show_device(self, device: Device, linked: Mapping[int, TicketRow]) -> None:
        """Show a device and the tickets it is linked with."""
        same = self.device is not None and self.device.row.id == device.row.id
        self._all_software = self._all_software and same
        self.device, self._linked = device, linked
        inner, column = sheet(self._theme)
        column.addWidget(self._head(device))
        if device.restricted:
            text = _("The data of whoever has it is restricted: it is kept and not changed.")
            column.addWidget(PlainLabel(text, tone="warning", wrap=True))
        column.addWidget(self._facts(device))
        self._fill(column, device, linked)
        column.addStretch(1)
        (self.show_again if same else self.setWidget)(inner)

    def _fill(self, column: QVBoxLayout, device: Device, linked: Mapping[int, TicketRow]) -> None:
        theme = self._theme
        if device.identifiers:
            content = self._identifiers(device.identifiers)
            column.addWidget(section(theme, _("Identifiers"), content))
        if device.custody:
            column.addWidget(section(theme, _("Who had it"), self._custody(device.custody)))
        if device.ticket_ids:
            tickets = [linked[one] for one in device.ticket_ids[:TICKETS_AT_ONCE] if one in linked]
            content = ticket_lines(tickets, self.ticket_asked.emit)
            column.addWidget(section(theme, _("Tickets"), content))
        assign = link(_("Give a licence…"))
        assign.clicked.connect(self.licence_asked)
        licences = self._licences(device.licences)
        column.addWidget(section(theme, _("Licences"), licences, assign))
        if device.software:
            column.addWidget(section(theme, _("Software"), self._software(device)))

    def _head(self, device: Device) -> QWidget:
        buttons = []
        hand_over = _("Take back or hand over…") if device.row.owner else _("Hand over…")
        for text, asked in (
            (hand_over, self.hand_over_asked),
            (_("Change…"), self.edit_asked),
            (_("Label…"), self.label_asked),
        ):
            button = QPushButton(text)
            button.clicked.connect(asked)
            buttons.append(button)
        kind = _(KIND_LABELS[device.row.kind])
        return head(self._theme, kind, title(device.row), *buttons, selectable=True)

    def _facts(self, device: Device) -> QWidget:
        row = device.row
        owner: str | QWidget = ""
        if row.owner_id is not None:
            owner = self._person(row.owner_id, row.owner)
        return pairs(
            [
                (_("State"), _(STATE_LABELS[row.state])),
                (_("Make and model"), one_line(f"{row.manufacturer} {row.model}")),
                (_("Owner"), owner),
                (_("Ownership"), _("The owner's own, not managed by us") if device.private else ""),
                (_("Organisation"), one_line(row.organisation)),
                (_("Location"), one_line(row.location)),
                (_("Bought on"), day(device.purchased_on)),
                (_("Warranty until"), self._warranty(row.warranty_until)),
            ]
        )

    def _person(self, person: int, name: str) -> QPushButton:
        shown = link(name or _("(no name)"))
        shown.clicked.connect(lambda: self.person_asked.emit(person))
        return shown

    def _warranty(self, until: str) -> str | QWidget:
        if not until:
            return ""
        left = (date.fromisoformat(until) - moments.office_day(moments.now())).days
        if left < 0:
            return PlainLabel(_("{day} (ended)").format(day=day(until)), tone="muted", wrap=True)
        if left <= _SOON:
            text = ngettext("{day} (in {count} day)", "{day} (in {count} days)", left)
            return PlainLabel(text.format(day=day(until), count=left), tone="warning", wrap=True)
        return day(until)

    def _identifiers(self, identifiers: Sequence[Identifier]) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        labels, values = [], []
        for identifier in identifiers:
            value = one_line(identifier.canonical or identifier.as_given)
            labels.append(PlainLabel(_(IDENTIFIER_LABELS[identifier.kind]), tone="muted"))
            values.append(PlainLabel(value, selectable=True, wrap=True))
            # As grid columns would stand, but where they do not fit, each value below its label.
            row = FlowLayout(spacing=self._theme.spacing.gap, between=0)
            row.addWidget(labels[-1])
            row.keep_together()
            row.addWidget(values[-1])
            row.push()
            for part in self._beside(identifier, labels[-1].text(), value):
                row.addWidget(part)
            column.addLayout(row)
        whole = self.fontMetrics().horizontalAdvance("0") * _NUMBER
        for parts in (labels, values):
            widest = max(
                max(part.minimumSizeHint().width(), min(_on_one_line(part), whole))
                for part in parts
            )
            for part in parts:
                part.setMinimumWidth(widest)
        return box

    def _beside(self, identifier: Identifier, label: str, value: str) -> list[QWidget]:
        """Return what stands behind an identifier: a mark where it is wrong, and a button."""
        copy = copy_button(self._theme, label, value, self, self.copied.emit)
        if identifier.valid and not identifier.warnings:
            return [copy]
        wrong = "\n".join(identifier.warnings) or _("Not a valid identifier")
        mark = IconLabel(self._theme, "warning", "warning", 16)
        mark.setToolTip(wrong)
        mark.setAccessibleName(wrong)
        copy.setAccessibleDescription(f"{wrong} {copy.toolTip()}")  # for who goes by Tab
        return [mark, copy]

    def _custody(self, custody: Sequence[Custody]) -> QWidget:
        box, grid = lines(1)
        for number, had in enumerate(custody):
            text = (
                _("since {moment}").format(moment=long_moment(had.since))
                if had.until is None
                else _("{since} to {until}").format(
                    since=long_moment(had.since), until=long_moment(had.until)
                )
            )
            who: QWidget = (
                PlainLabel(_("Nobody"), tone="muted")
                if had.person_id is None
                else self._person(had.person_id, had.person)
            )
            grid.addWidget(who, number, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(PlainLabel(text, tone="muted", wrap=True), number, 1)
        return box

    def _licences(self, licences: Sequence[LicenceSeat]) -> QWidget:
        if not licences:
            return PlainLabel(_("None known."), tone="muted")
        box, grid = lines(0, 1)
        for number, seat in enumerate(licences):
            name = one_line(f"{seat.vendor} {seat.product}", 120)
            parts = [_("{taken} of {seats} seats taken").format(taken=seat.taken, seats=seat.seats)]
            if seat.expires_on:
                parts.append(_("until {day}").format(day=day(seat.expires_on)))
            grid.addWidget(PlainLabel(name, wrap=True), number, 0)
            grid.addWidget(PlainLabel(" · ".join(parts), tone="muted", wrap=True), number, 1)
            tip = _("Take this licence off the device")
            free = icon_button(self._theme, "close", f"{tip}: {name}", tip, size=14)
            free.clicked.connect(lambda _checked=False, s=seat.seat_id: self.seat_freed.emit(s))
            grid.addWidget(free, number, 2)
        return box

    def _software(self, device: Device) -> QWidget:
        programs = device.software
        shown = programs if self._all_software else programs[:SOFTWARE_AT_ONCE]
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        texts = [(one_line(p.name), one_line(p.version)) for p in shown]
        column.addWidget(pairs(texts, quiet_first=False))
        if (more := len(programs) - len(shown)) > 0:
            text = ngettext("Show {count} more", "Show {count} more", more).format(count=more)
            button = link(text)
            button.clicked.connect(self._again(device))
            column.addWidget(button, alignment=Qt.AlignmentFlag.AlignLeft)
        return box

    def _again(self, device: Device) -> Callable[[], None]:
        def show_all() -> None:
            self._all_software = True
            self.show_device(device, self._linked)

        return show_all


def _on_one_line(label: PlainLabel) -> int:
    """Return the width of a label's whole text; at a hyphen it might be parted."""
    return label.fontMetrics().horizontalAdvance(label.text()) + 1
