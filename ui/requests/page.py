"""The requests page: it asks the store and shows what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from app.i18n import _, ngettext
from app.model.person import PersonRow
from app.workflows import people
from app.workflows.requests import guide, standing, steps
from app.workflows.requests.guide import Guide
from ui.pages import Context
from ui.requests.acts import Acts
from ui.requests.columns import COLUMNS
from ui.requests.dialogs import NewRequestDialog
from ui.requests.pane import RequestPane
from ui.requests.register_dialog import RegisterDialog
from ui.widgets.list_page import ListPage, ListTexts, TextSource


class RequestsPage(ListPage):
    """The list with its due dates on the left, the guided request on the right."""

    def __init__(self, context: Context) -> None:
        session = context.session
        self.acts = Acts(context, self, self.open_dialog)
        self.pane = RequestPane(context.theme, self.acts)
        super().__init__(
            context,
            ListTexts(
                title=_("Requests"),
                icon="request",
                hint=_("Find: a number, a kind, a name, overdue…"),
                find=_("Find requests"),
                nothing_chosen=(
                    _("No request chosen"),
                    _("Choose one in the list to see where it stands and what it needs."),
                ),
                nothing_found=(_("No request found"), _("Try another word, or press Esc.")),
                nothing_yet=(
                    _("No requests yet"),
                    _("When somebody asks to see, change or remove their data, note it here."),
                ),
            ),
            TextSource(
                lambda text, after, limit: standing.page(session, text, after=after, limit=limit),
                lambda ids: standing.rows(session, ids),
            ),
            COLUMNS,
            touched=lambda changes: changes.requests,
            pane=self.pane,
            name="requests",
        )
        self.add = QPushButton(_("New request…"))
        self.add.clicked.connect(lambda _checked=False: self.new_request())
        self.register_button = QPushButton(_("Register…"))
        self.register_button.clicked.connect(lambda _checked=False: self.show_register())
        self.panel.add_button(self.register_button)
        self.panel.add_button(self.add)
        self.register: RegisterDialog | None = None
        self._taken_in: int | None = None

    @property
    def guide(self) -> Guide | None:
        """The request that is shown, once it is."""
        shown = self.acts.guide
        return shown if shown is not None and shown.standing.request.id == self._wanted else None

    def look(self, item: int) -> Guide:
        """Return a request with what its next step needs."""
        return guide.of(self.context.session, item)

    def show_found(self, found: Any) -> None:
        """Show where a request stands and its next step."""
        self.pane.show_request(found)
        if self._taken_in == found.standing.request.id:
            self._taken_in = None
            self._right.setCurrentWidget(self.pane)  # what is not seen takes no keyboard
            self.pane.take_keyboard()

    def count(self, text: str) -> int:
        """Return how many requests a text finds."""
        return standing.count(self.context.session, text)

    def say_count(self, count: int) -> str:
        """Return a number of requests in words."""
        return ngettext("{count} request", "{count} requests", count)

    def new_request(self, person: PersonRow | None = None, received: date | None = None) -> None:
        """Open the dialog that takes a request in, of a person and day where they are given."""
        dialog = NewRequestDialog(self.context, self, person, received)
        dialog.made.connect(self._on_made)
        self.open_dialog(dialog)

    def _on_made(self, item: int) -> None:
        """Show what was taken in, with the keyboard on its first step."""
        self._taken_in = item
        self.show_item(item)

    def show_register(self) -> None:
        """Show the register with its figures."""
        self.register = RegisterDialog(self.context, self)
        self.register.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.register.finished.connect(self._on_register_closed)
        self.register.open()

    def _on_register_closed(self, _result: int) -> None:
        self.register = None

    def begin(self, about: Mapping[str, int]) -> None:
        """Take a request in of the person that another page showed, by the ticket it came in."""
        session, person, ticket = self.context.session, about["person"], about.get("ticket")

        def look() -> tuple[PersonRow, date | None]:
            received = None if ticket is None else steps.asked_on(session, ticket)
            return people.get(session, person).row, received

        self.context.jobs.read(
            self,
            look,
            lambda found: self.new_request(*found),
            failed=self.context.show_error,
        )
