"""The device that is being looked at, with everything that is known of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.i18n import N_, _, ngettext
from app.model.device import KIND_LABELS, STATE_LABELS, Custody, Device
from app.model.identifiers import Identifier, IdentifierKind
from app.model.ticket import TicketRow
from ui.clipboard import copy_for_a_while
from ui.devices.columns import title
from ui.text import day, long_moment, one_line
from ui.theme import icons
from ui.theme.theme import Theme
from ui.widgets.icon_label import IconLabel
from ui.widgets.plain_label import PlainLabel

IDENTIFIER_LABELS = {
    IdentifierKind.IMEI: N_("IMEI"),
    IdentifierKind.IMEISV: N_("IMEISV"),
    IdentifierKind.MEID: N_("MEID"),
    IdentifierKind.MAC: N_("MAC address"),
    IdentifierKind.SERIAL: N_("Serial number"),
    IdentifierKind.ASSET_TAG: N_("Asset tag"),
}
SOFTWARE_AT_ONCE = 12
TICKETS_AT_ONCE = 10


class DetailPane(QScrollArea):
    """Shows one device. It asks for nothing and changes nothing: its page does."""

    ticket_asked = Signal(object)
    """A linked ticket was pressed: its id, which is too large for Qt's own integers."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.device: Device | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Device"))

    def show_device(self, device: Device, linked: Mapping[int, TicketRow]) -> None:
        """Show a device and the tickets it is linked with."""
        self.device = device
        inner = QWidget()
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        spacing = self._theme.spacing
        column.setContentsMargins(spacing.page, spacing.page, spacing.page, spacing.page)
        column.setSpacing(spacing.gap)
        column.addLayout(self._head(device))
        column.addWidget(self._facts(device))
        if device.identifiers:
            column.addWidget(self._section(_("Identifiers"), self._identifiers(device.identifiers)))
        if device.custody:
            column.addWidget(self._section(_("Who had it"), self._custody(device.custody)))
        if device.ticket_ids:
            column.addWidget(self._section(_("Tickets"), self._tickets(device, linked)))
        if device.licences:
            licences = [
                (one_line(f"{seat.vendor} {seat.product}"), day(seat.expires_on))
                for seat in device.licences
            ]
            column.addWidget(self._section(_("Licences"), _pairs(licences)))
        if device.software:
            column.addWidget(self._section(_("Software"), self._software(device)))
        column.addStretch(1)
        self.setWidget(inner)

    def _head(self, device: Device) -> QVBoxLayout:
        head = QVBoxLayout()
        head.setSpacing(4)
        head.addWidget(PlainLabel(_(KIND_LABELS[device.row.kind]), tone="muted"))
        head.addWidget(PlainLabel(title(device.row), role="title", wrap=True, selectable=True))
        return head

    def _facts(self, device: Device) -> QWidget:
        row = device.row
        return _pairs(
            [
                (_("State"), _(STATE_LABELS[row.state])),
                (_("Make and model"), one_line(f"{row.manufacturer} {row.model}")),
                (_("Owner"), one_line(row.owner)),
                (_("Organisation"), one_line(row.organisation)),
                (_("Location"), one_line(row.location)),
                (_("Bought on"), day(device.purchased_on)),
                (_("Warranty until"), day(row.warranty_until)),
            ]
        )

    def _identifiers(self, identifiers: Sequence[Identifier]) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(self._theme.spacing.gap)
        grid.setVerticalSpacing(2)
        for number, identifier in enumerate(identifiers):
            label = _(IDENTIFIER_LABELS[identifier.kind])
            value = one_line(identifier.canonical or identifier.as_given)
            grid.addWidget(PlainLabel(label, tone="muted"), number, 0)
            grid.addWidget(PlainLabel(value, selectable=True), number, 1)
            if not identifier.valid or identifier.warnings:
                mark = IconLabel(self._theme, "warning", "warning", 16)
                mark.setToolTip("\n".join(identifier.warnings) or _("Not a valid identifier"))
                grid.addWidget(mark, number, 2)
            copy = QToolButton()
            copy.setProperty("role", "icon")
            copy.setIcon(icons.icon("copy", self._theme.palette.muted, 14))
            copy.setAccessibleName(_("Copy {what}").format(what=label))
            copy.setToolTip(_("Copy; the clipboard is cleared after half a minute"))
            copy.clicked.connect(lambda _checked=False, v=value: copy_for_a_while(v, self))
            grid.addWidget(copy, number, 3)
        grid.setColumnStretch(1, 1)
        return box

    def _custody(self, custody: Sequence[Custody]) -> QWidget:
        return _pairs(
            [
                (
                    one_line(had.person) or _("Nobody"),
                    _("since {moment}").format(moment=long_moment(had.since))
                    if had.until is None
                    else _("{since} to {until}").format(
                        since=long_moment(had.since), until=long_moment(had.until)
                    ),
                )
                for had in custody
            ]
        )

    def _tickets(self, device: Device, linked: Mapping[int, TicketRow]) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for ticket in device.ticket_ids[:TICKETS_AT_ONCE]:
            if (row := linked.get(ticket)) is None:
                continue
            line = QHBoxLayout()
            link = QPushButton(row.number)
            link.setProperty("role", "link")
            link.clicked.connect(lambda _checked=False, t=ticket: self.ticket_asked.emit(t))
            line.addWidget(link)
            line.addWidget(PlainLabel(one_line(row.title, 90), wrap=True), 1)
            column.addLayout(line)
        return box

    def _software(self, device: Device) -> QWidget:
        shown = [
            (one_line(program.name), one_line(program.version))
            for program in device.software[:SOFTWARE_AT_ONCE]
        ]
        box = _pairs(shown, quiet_first=False)
        more = len(device.software) - len(shown)
        if more > 0:
            text = ngettext("and {count} more", "and {count} more", more).format(count=more)
            layout = box.layout()
            if isinstance(layout, QGridLayout):
                layout.addWidget(PlainLabel(text, tone="muted"), len(shown), 0)
        return box

    def _section(self, heading: str, content: QWidget) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.spacing.unit)
        column.addWidget(PlainLabel(heading, role="heading"))
        column.addWidget(content)
        return box


def _pairs(pairs: Sequence[tuple[str, str]], *, quiet_first: bool = True) -> QWidget:
    """Lay out pairs of texts; one whose second text is empty is left out."""
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    tones = ("muted", "") if quiet_first else ("", "muted")
    for number, (first, second) in enumerate(pair for pair in pairs if pair[1] or not quiet_first):
        for place, text in enumerate((first, second)):
            label = PlainLabel(text, tone=tones[place], wrap=place == 1, selectable=True)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label, number, place)
    grid.setColumnStretch(1, 1)
    return box
