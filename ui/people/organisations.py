"""The organisations page."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.i18n import N_, _, ngettext
from app.workflows import organisations
from app.workflows.organisations import Organisation
from ui.actions import Action
from ui.pages import Context
from ui.people.columns import ORGANISATIONS, person_name
from ui.people.dialogs import RenameDialog
from ui.text import one_line
from ui.theme.theme import Theme
from ui.widgets.detail_area import DetailArea, sheet
from ui.widgets.facts import head, link, pairs, section
from ui.widgets.list_page import ListPage, ListTexts, TextSource
from ui.widgets.plain_label import PlainLabel


class OrganisationPane(DetailArea):
    """Shows one organisation. It asks for nothing and changes nothing: its page does."""

    person_asked = Signal(object)
    tickets_asked = Signal()
    devices_asked = Signal()
    rename_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(_("Organisation"))
        self._theme = theme
        self.organisation: Organisation | None = None

    def show_organisation(self, organisation: Organisation) -> None:
        """Show an organisation with its people."""
        self.organisation = organisation
        row = organisation.row
        inner, column = sheet(self._theme)
        rename = QPushButton(_("Rename…"))
        rename.clicked.connect(self.rename_asked)
        column.addWidget(head(self._theme, _("Organisation"), one_line(row.name), rename))
        count = QLocale().toString
        tickets = link(count(organisation.tickets), _("Tickets"))
        tickets.clicked.connect(self.tickets_asked)
        devices = link(count(row.devices), _("Devices"))
        devices.clicked.connect(self.devices_asked)
        column.addWidget(
            pairs(
                [
                    (_("Tickets"), tickets),
                    (_("Devices"), devices),
                    (_("People"), count(row.people)),
                ]
            )
        )
        if organisation.people:
            column.addWidget(section(self._theme, _("People"), self._people(organisation)))
        column.addStretch(1)
        self.setWidget(inner)

    def _people(self, organisation: Organisation) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for row in organisation.people:
            shown = link(person_name(row))
            shown.clicked.connect(lambda _checked=False, p=row.id: self.person_asked.emit(p))
            column.addWidget(shown, alignment=Qt.AlignmentFlag.AlignLeft)
        more = organisation.row.people - len(organisation.people)
        if more > 0:
            text = ngettext("and {count} more", "and {count} more", more)
            column.addWidget(PlainLabel(text.format(count=more), tone="muted"))
        return box


class OrganisationsPage(ListPage):
    """The list on the left, the organisation that is being looked at on the right."""

    def __init__(self, context: Context) -> None:
        session = context.session
        self.pane = OrganisationPane(context.theme)
        super().__init__(
            context,
            ListTexts(
                title=_("Organisations"),
                icon="organisation",
                hint=_("Find: a piece of the name"),
                find=_("Find organisations"),
                nothing_chosen=(
                    _("No organisation chosen"),
                    _("Choose one in the list to see its people."),
                ),
                nothing_found=(_("No organisation found"), _("Try a shorter piece, or press Esc.")),
                nothing_yet=(
                    _("No organisations yet"),
                    _("One appears here when a person or device gets it."),
                ),
            ),
            TextSource(
                lambda text, after, limit: organisations.page(
                    session, text, after=after, limit=limit
                ),
                lambda ids: organisations.rows(session, ids),
            ),
            ORGANISATIONS,
            touched=lambda _changes: frozenset(),
            pane=self.pane,
            name="organisations",
        )
        self.pane.person_asked.connect(lambda person: context.go("people", person))
        self.pane.tickets_asked.connect(lambda: self._show_its("tickets"))
        self.pane.devices_asked.connect(lambda: self._show_its("devices"))
        self.pane.rename_asked.connect(self.rename)
        context.actions.add(
            Action(
                "organisations.rename",
                N_("Rename organisation"),
                self.rename,
                ("F2",),
                page="organisations",
                icon="settings",
                enabled=lambda: self.organisation is not None,
            )
        )

    @property
    def organisation(self) -> Organisation | None:
        """The organisation whose page is shown, once it is."""
        shown = self.pane.organisation
        return shown if shown is not None and shown.row.id == self._wanted else None

    def look(self, item: int) -> Organisation:
        """Return an organisation with its people."""
        return organisations.get(self.context.session, item)

    def show_found(self, found: Any) -> None:
        """Show an organisation."""
        self.pane.show_organisation(found)

    def count(self, text: str) -> int:
        """Return how many organisations a text finds."""
        return organisations.count(self.context.session, text)

    def say_count(self, count: int) -> str:
        """Return a number of organisations in words."""
        return ngettext("{count} organisation", "{count} organisations", count)

    def rename(self) -> None:
        """Open the dialog that gives the organisation another name."""
        if (organisation := self.organisation) is not None:
            self.view.stay_with(organisation.row.id)  # though looked for by the name before
            self.open_dialog(RenameDialog(self.context, self, organisation.row))

    def _show_its(self, page: str) -> None:
        if (organisation := self.organisation) is not None:
            name = organisation.row.name.replace('"', "")
            self.context.find(page, f'organisation:"{name}"')
