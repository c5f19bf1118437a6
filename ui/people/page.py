"""The people page: it asks the store and shows what comes back."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from app.i18n import N_, _, ngettext
from app.model.person import Person
from app.model.staff import Role
from app.workflows import people, person_data
from app.workflows.person_data import Overview, Records
from app.workflows.requests import third_parties
from app.workflows.requests.of_person import Consent, Mark
from ui import prompts
from ui.actions import Action
from ui.latest_undo import LatestUndo
from ui.pages import Context
from ui.people.columns import PEOPLE
from ui.people.dialogs import AddressDialog, PersonDialog
from ui.people.merge_dialog import MergeDialog
from ui.people.person_pane import PersonPane
from ui.people.records_dialog import RecordsDialog
from ui.people.use_dialogs import ConsentDialog, DisclosureDialog, LiftDialog
from ui.people.use_of_data import UseOfData, say_consent
from ui.widgets.list_page import ListPage, ListTexts, TextSource


class PeoplePage(ListPage):
    """The list on the left, the person that is being looked at on the right."""

    def __init__(self, context: Context) -> None:
        session = context.session
        self.pane = PersonPane(context.theme, is_lead=session.member.role is Role.LEAD)
        super().__init__(
            context,
            ListTexts(
                title=_("People"),
                icon="person",
                hint=_("Find: a piece of a name, user name or e-mail address"),
                find=_("Find people"),
                nothing_chosen=(
                    _("Nobody chosen"),
                    _("Choose somebody in the list to see everything that is kept about them."),
                ),
                nothing_found=(_("Nobody found"), _("Try a shorter piece, or press Esc.")),
                nothing_yet=(
                    _("Nobody yet"),
                    _("People appear here when mail is imported or one is added."),
                ),
            ),
            TextSource(
                lambda text, after, limit: people.page(session, text, after=after, limit=limit),
                lambda ids: people.rows(session, ids),
            ),
            PEOPLE,
            touched=lambda changes: changes.people,
            pane=self.pane,
            name="people",
        )
        self.records: RecordsDialog | None = None
        self.undoing = LatestUndo(
            context, "people", lambda changes: changes.people, shown=self.show_item, parent=self
        )
        self.add = QPushButton(_("New person…"))
        self.add.clicked.connect(self.new_person)
        self.panel.add_button(self.add)
        self.pane.ticket_asked.connect(lambda ticket: context.go("tickets", ticket))
        self.pane.device_asked.connect(lambda device: context.go("devices", device))
        self.pane.organisation_asked.connect(lambda row: context.go("organisations", row))
        self.pane.kind_asked.connect(self.show_kind)
        self.pane.edit_asked.connect(self.edit)
        self.pane.copied.connect(context.tell)
        self.pane.address_asked.connect(self.add_address)
        self.pane.merge_asked.connect(self.merge)
        self.pane.package_asked.connect(self.make_package)
        self.pane.use_shown.connect(self._connect_use)
        for name, title, run, key, icon in (
            ("edit", N_("Change person"), self.edit, "E", "settings"),
            ("address", N_("Add an address"), self.add_address, "A", "mail"),
            ("merge", N_("Merge two records of one person"), self.merge, "M", "merge"),
            ("request", N_("New request of this person"), self.new_request, "R", "request"),
            ("package", N_("Make a package of this person"), self.make_package, "P", "export"),
        ):
            context.actions.add(
                Action(
                    f"people.{name}",
                    title,
                    run,
                    (key,),
                    page="people",
                    icon=icon,
                    enabled=lambda: self.overview is not None,
                )
            )

    @property
    def overview(self) -> Overview | None:
        """The person whose page is shown, once it is."""
        shown = self.pane.overview
        return shown if shown is not None and shown.person.row.id == self._wanted else None

    def look(self, item: int) -> Overview:
        """Return everything about a person."""
        return person_data.overview(self.context.session, item)

    def show_found(self, found: Any) -> None:
        """Show everything about a person."""
        self.pane.show_person(found)

    def count(self, text: str) -> int:
        """Return how many people a text finds."""
        return people.count(self.context.session, text)

    def say_count(self, count: int) -> str:
        """Return a number of people in words."""
        return ngettext("{count} person", "{count} people", count)

    # What is done

    def new_person(self) -> None:
        """Open the dialog for a new person."""
        dialog = PersonDialog(self.context, self)
        dialog.made.connect(self.show_item)
        self.open_dialog(dialog)

    def edit(self) -> None:
        """Open the dialog that changes the person that is shown."""
        if (overview := self.overview) is not None:
            self.view.stay_with(overview.person.row.id)  # though looked for by another name
            dialog = PersonDialog(self.context, self, overview.person)
            dialog.changed.connect(self._on_edited)
            self.open_dialog(dialog)

    def _on_edited(self, before: Person) -> None:
        session = self.context.session
        self.undoing.note(
            before.row.id,
            lambda: people.put_back(session, before),
            done=_("The person was changed. Ctrl+Z undoes it."),
            undone=_("The person is as before."),
        )

    def add_address(self) -> None:
        """Open the dialog that gives the person one more address."""
        if (overview := self.overview) is not None:
            self.open_dialog(AddressDialog(self.context, self, overview.person.row.id))

    def merge(self) -> None:
        """Open the dialog that merges another record of this person."""
        if (overview := self.overview) is not None:
            dialog = MergeDialog(self.context, self, overview.person.row)
            dialog.merged.connect(self.show_item)
            self.open_dialog(dialog)

    # How the person stands to the use of their data

    def _connect_use(self, shown: UseOfData) -> None:
        shown.request_asked.connect(lambda row: self.context.go("requests", row))
        shown.new_request_asked.connect(self.new_request)
        shown.lift_asked.connect(self.lift)
        shown.consent_asked.connect(self.record_consent)
        shown.withdraw_asked.connect(self.withdraw)
        shown.disclosure_asked.connect(self.record_disclosure)

    def new_request(self) -> None:
        """Take a request of this person in."""
        if (overview := self.overview) is not None:
            self.context.begin("requests", {"person": overview.person.row.id})

    def lift(self, mark: Mark) -> None:
        """Open the dialog that takes a mark off."""
        if (overview := self.overview) is not None:
            self.open_dialog(LiftDialog(self.context, self, overview.person.row.id, mark))

    def record_consent(self) -> None:
        """Open the dialog that records a consent."""
        if (overview := self.overview) is not None:
            self.open_dialog(ConsentDialog(self.context, self, overview.person.row.id))

    def record_disclosure(self) -> None:
        """Open the dialog that records what was passed on."""
        if (overview := self.overview) is not None:
            person, standing = overview.person.row.id, overview.privacy
            self.open_dialog(DisclosureDialog(self.context, self, person, standing))

    def withdraw(self, consent: Consent) -> None:
        """Note that the person took a consent back."""
        question = _("Did the person withdraw this consent? {consent}").format(
            consent=say_consent(consent)
        )
        if not prompts.confirm(self, _("Withdraw the consent"), question, _("Withdraw")):
            return
        session = self.context.session
        self.write(
            lambda: third_parties.withdraw(session, consent.id), _("The consent is withdrawn.")
        )

    def make_package(self) -> None:
        """Begin a package of what is kept about the person that is shown."""
        if (overview := self.overview) is not None:
            self.context.begin("packages", {"person": overview.person.row.id})

    def show_kind(self, table: str) -> None:
        """Show all rows of one kind: in its own list where there is one, else as a table."""
        if (overview := self.overview) is None:
            return
        row = overview.person.row
        if table == "ticket" and row.email:
            self.context.find("tickets", f"requester:{row.email}")
            return
        if table == "device" and row.email:
            self.context.find("devices", row.email)
            return
        session, total = self.context.session, overview.count(table)

        def show(records: Records) -> None:
            self.records = RecordsDialog(self.context.theme, self, records, total)
            self.records.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.records.open()

        self.context.jobs.read(
            self,
            lambda: person_data.records(session, row.id, table),
            show,
            failed=self.context.show_error,
        )
