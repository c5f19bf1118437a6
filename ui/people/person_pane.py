"""One person: who they are, what they have, and everything that is kept, by kind."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.i18n import N_, _
from app.model.device import DeviceRow
from app.model.person import ACCOUNT_LABELS, AccountState, Person
from app.workflows.person_data import KindCount, Overview
from ui.people.columns import person_name
from ui.people.use_of_data import UseOfData
from ui.text import long_moment, one_line
from ui.theme.theme import Theme
from ui.widgets.detail_area import DetailArea, sheet
from ui.widgets.facts import head, lines, link, pairs, section
from ui.widgets.icon_button import copy_button
from ui.widgets.plain_label import PlainLabel
from ui.widgets.ticket_lines import ticket_lines

_KIND = 36  # digits of what is counted
_FIRST = 1_000  # times the room that a column of 1 is given
LANGUAGE_LABELS = {"nl": N_("Dutch"), "en": N_("English")}


class PersonPane(DetailArea):
    """Shows one person. It asks for nothing and changes nothing: its page does."""

    ticket_asked = Signal(object)
    device_asked = Signal(object)
    organisation_asked = Signal(object)
    kind_asked = Signal(str)
    """All rows of one kind, by the table's name."""
    copied = Signal(str)
    """Something was copied: what is to be said of that."""
    edit_asked = Signal()
    address_asked = Signal()
    merge_asked = Signal()
    package_asked = Signal()
    use_shown = Signal(object)
    """The section of requests, marks and consents, for the page to connect."""

    def __init__(self, theme: Theme, *, is_lead: bool) -> None:
        super().__init__(_("Person"))
        self._theme = theme
        self._is_lead = is_lead
        self.overview: Overview | None = None

    def show_person(self, overview: Overview) -> None:
        """Show a person with everything about them."""
        theme, person, before = self._theme, overview.person, self.overview
        same = before is not None and before.person.row.id == person.row.id
        self.overview = overview
        inner, column = sheet(theme)
        column.addWidget(self._head(person))
        if overview.privacy.restricted:
            text = _("The data of this person is restricted: it is kept and not changed.")
            column.addWidget(PlainLabel(text, tone="warning", wrap=True))
        column.addWidget(self._facts(person))
        add = link(_("Add an address…"))
        add.clicked.connect(self.address_asked)
        addresses = self._addresses(person.emails)
        column.addWidget(section(theme, _("E-mail addresses"), addresses, add))
        if overview.tickets:
            content = ticket_lines(overview.tickets, self.ticket_asked.emit)
            more = self._all_link(_("Tickets"), "ticket", overview.count("ticket"))
            column.addWidget(section(theme, _("Tickets"), content, more))
        if overview.devices:
            content = self._devices(overview.devices)
            more = self._all_link(_("Devices"), "device", overview.count("device"))
            column.addWidget(section(theme, _("Devices"), content, more))
        use = UseOfData(theme, overview.privacy, is_lead=self._is_lead)
        self.use_shown.emit(use)
        column.addWidget(use)
        kinds = self._kinds(overview.kinds)
        column.addWidget(section(theme, _("Everything that is kept"), kinds))
        column.addStretch(1)
        (self.show_again if same else self.setWidget)(inner)

    def _head(self, person: Person) -> QWidget:
        buttons = []
        for text, asked in (
            (_("Change…"), self.edit_asked),
            (_("Merge…"), self.merge_asked),
            (_("Make a package…"), self.package_asked),
        ):
            button = QPushButton(text)
            button.clicked.connect(asked)
            buttons.append(button)
        return head(self._theme, _("Person"), person_name(person.row), *buttons)

    def _facts(self, person: Person) -> QWidget:
        row = person.row
        organisation: str | QWidget = ""
        if person.organisation_id is not None:
            shown = link(row.organisation)
            number = person.organisation_id
            shown.clicked.connect(lambda: self.organisation_asked.emit(number))
            organisation = shown
        account = _(ACCOUNT_LABELS[row.account_state])
        if row.account_state is AccountState.CLOSED and person.account_closed_at is not None:
            account = _("{state} since {moment}").format(
                state=account, moment=long_moment(person.account_closed_at)
            )
        contact = "" if row.last_contact_at is None else long_moment(row.last_contact_at)
        return pairs(
            [
                (_("User name"), one_line(row.user_name)),
                (_("Organisation"), organisation),
                (_("Language"), _(LANGUAGE_LABELS[person.language]) if person.language else ""),
                (_("Account"), account),
                (_("Last contact"), contact),
                (_("Recorded"), long_moment(person.created_at)),
            ]
        )

    def _addresses(self, addresses: Sequence[str]) -> QWidget:
        if not addresses:
            return PlainLabel(_("None known."), tone="muted")
        box, grid = lines(0, between=2)
        for number, address in enumerate(addresses):
            grid.addWidget(PlainLabel(one_line(address), wrap=True, selectable=True), number, 0)
            what = one_line(address, 80)
            copy = copy_button(self._theme, what, address, self, self.copied.emit)
            grid.addWidget(copy, number, 1)
        return box

    def _all_link(self, heading: str, table: str, count: int) -> QPushButton:
        text = _("All {count}").format(count=QLocale().toString(count))
        shown = link(text, f"{heading}: {text}")
        shown.clicked.connect(lambda: self.kind_asked.emit(table))
        return shown

    def _devices(self, devices: Sequence[DeviceRow]) -> QWidget:
        box, grid = lines(1, between=2)
        for number, row in enumerate(devices):
            made = one_line(f"{row.manufacturer} {row.model}", 80)
            shown = link(row.name or made or row.serial or _("(no name)"))
            shown.clicked.connect(lambda _checked=False, d=row.id: self.device_asked.emit(d))
            grid.addWidget(shown, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(PlainLabel(one_line(row.serial, 80), tone="muted", wrap=True), number, 1)
        return box

    def _kinds(self, kinds: Sequence[KindCount]) -> QWidget:
        box, grid = lines(2, between=2)
        grid.setColumnStretch(0, _FIRST)  # on one line, before anything is left over
        widest = box.fontMetrics().horizontalAdvance("0") * _KIND
        for number, kind in enumerate(kinds):
            count = QLocale().toString(kind.count)
            label = PlainLabel(kind.label, tone="muted", wrap=True)
            label.setMaximumWidth(widest)
            grid.addWidget(label, number, 0)
            if not kind.count:
                grid.addWidget(PlainLabel(count, tone="muted"), number, 1)
                continue
            shown = link(count, f"{kind.label}: {count}")
            shown.clicked.connect(lambda _checked=False, k=kind.table: self.kind_asked.emit(k))
            grid.addWidget(shown, number, 1, Qt.AlignmentFlag.AlignLeft)
        return box
