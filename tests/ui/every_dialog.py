"""Every dialog of the program, each made as its page makes it, on a store that has all kinds.

One list for what must hold of each of them and for their pictures. A dialog that is not on it
fails ``test_dialogs``.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import partial

from PySide6.QtWidgets import QWidget

import ui
from app.i18n import _
from app.model.letter import Letter, LetterKind
from app.model.subject_request import Decision, RequestKind
from app.model.ticket_list import TicketSort
from app.model.vocabulary import Word
from app.policy import load_policy
from app.workflows import (
    canned,
    devices,
    organisations,
    people,
    person_data,
    requests,
    retention,
    tickets,
    views,
)
from app.workflows.requests import carrying_out, guide, letters, third_parties
from app.workflows.session import Session
from ui.attached.preview import Preview
from ui.devices.device_dialog import DeviceDialog
from ui.devices.hand_over_dialog import HandOverDialog
from ui.devices.label_dialog import LabelDialog
from ui.devices.licence_dialog import LicenceDialog
from ui.errors import BugDialog
from ui.main_window import MainWindow
from ui.pages import Context
from ui.people.dialogs import AddressDialog, PersonDialog, RenameDialog
from ui.people.merge_dialog import MergeDialog
from ui.people.records_dialog import RecordsDialog
from ui.people.use_dialogs import ConsentDialog, DisclosureDialog, LiftDialog
from ui.policy_dialog import PolicyDialog
from ui.requests.decision import DecideAgainDialog
from ui.requests.dialogs import (
    ActForReasonDialog,
    CorrectionDialog,
    ExtensionDialog,
    NewRequestDialog,
    PurposesDialog,
    WithdrawalDialog,
)
from ui.requests.letter_dialog import LetterDialog, ReadDialog
from ui.requests.register_dialog import RegisterDialog
from ui.retention.hold_dialog import HoldDialog
from ui.retention.rule_dialog import RuleDialog
from ui.settings.dialogs import (
    AddMember,
    ChangePassphrase,
    NewRecoveryCode,
    RememberComputer,
    RemoveMember,
    ResetPassphrase,
)
from ui.settings.word_dialogs import RenameWord
from ui.shortcut_sheet import ShortcutSheet
from ui.tickets import view_dialogs
from ui.tickets.canned_menu import CannedDialog
from ui.tickets.devices_dialog import DevicesDialog
from ui.tickets.dialogs import OtherTicketDialog, SplitDialog, WordsDialog
from ui.tickets.new_ticket import NewTicketDialog
from ui.tickets.property_dialogs import DueDialog, RequesterDialog, TitleDialog
from ui.tickets.source import ListQuery
from ui.tickets.word_field import WordField
from ui.widgets.dialog import Dialog
from ui.widgets.form_dialog import FormDialog
from ui.widgets.question import Question
from ui.widgets.reason_dialog import ReasonDialog

_CODE = "-".join(["SB5K"] * 8)
_RECIPIENT = "Reparateur BV"
_FRAMES = {FormDialog, ReasonDialog, Dialog}
"""What dialogs are made of; the last of them is shown with a question of one of its users."""


def kinds() -> set[type[Dialog]]:
    """Return every dialog that the program has, whatever module it stands in."""
    for module in pkgutil.walk_packages(ui.__path__, "ui."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)

    def below(kind: type[Dialog]) -> Iterator[type[Dialog]]:
        for each in kind.__subclasses__():
            yield each
            yield from below(each)

    return {
        kind
        for kind in below(Dialog)
        if kind not in _FRAMES and not kind.__subclasses__() and kind.__module__.startswith("ui.")
    }


def of_devices(window: MainWindow, parent: QWidget, context: Context) -> Iterator[Dialog]:
    """Yield those of the devices page."""
    first = devices.page(context.session, "", limit=1).ids[0]
    device = devices.get(context.session, first)
    yield DeviceDialog(context, parent, prefill="356938035643801")
    yield DeviceDialog(context, parent, device=device)
    yield HandOverDialog(context, parent, device)
    yield LicenceDialog(context, parent, device)
    yield LabelDialog(context, parent, [first])


def of_tickets(window: MainWindow, parent: QWidget, context: Context) -> Iterator[Dialog]:
    """Yield those of the tickets page."""
    session = context.session
    canned.add(session, "Herstart", "Dag {name}")
    each = (tickets.get(session, number) for number in tickets.page(session, "").ids)
    ticket, file = next((t, f) for t in each for m in t.messages for f in m.attachments)
    new = NewTicketDialog(context, parent)
    yield new
    new = NewTicketDialog(context, parent)
    new.add_person.click()
    yield new
    yield CannedDialog(context, parent, None)
    yield CannedDialog(context, parent, canned.every(session)[0])
    yield DevicesDialog(context, parent, ticket)
    yield OtherTicketDialog(context, parent, ticket, merge=True)
    yield OtherTicketDialog(context, parent, ticket, merge=False)
    yield SplitDialog(context, parent, ticket)
    yield TitleDialog(context, parent, ticket, lambda _edit: None)
    yield RequesterDialog(context, parent, ticket, lambda _edit: None)
    yield DueDialog(context, parent, None, lambda _due: None)
    words = [WordField("Tags"), WordField("Tags")]
    yield WordsDialog(context, parent, "Tags", words, lambda: None)
    yield view_dialogs.NameDialog(context, parent, ListQuery(), ())
    views.add(session, "Storingen", "tag:storing", TicketSort.NEWEST, descending=True)
    yield view_dialogs.RenameDialog(context, parent, views.every(session)[0])
    page = window.workspace.page("tickets") if window.workspace else None
    yield Preview(context.theme, page.files, file, parent)  # type: ignore[union-attr] # it has


def of_people(window: MainWindow, parent: QWidget, context: Context) -> Iterator[Dialog]:
    """Yield those of people and organisations."""
    session = context.session
    person = people.get(session, people.page(session, "", limit=1).ids[0])
    row = person.row.id
    third_parties.consent(session, row, "licences", _RECIPIENT)
    number = _request(session, RequestKind.RESTRICT, row)
    requests.decide(session, number, Decision.GRANTED)
    carrying_out.restrict(session, number)
    standing = person_data.overview(session, row).privacy
    yield PersonDialog(context, parent)
    yield PersonDialog(context, parent, person)
    yield AddressDialog(context, parent, row)
    yield MergeDialog(context, parent, person.row)
    yield ConsentDialog(context, parent, row)
    yield DisclosureDialog(context, parent, row, standing)
    yield LiftDialog(context, parent, row, standing.marks[0])
    yield RecordsDialog(context.theme, parent, person_data.records(session, row, "ticket"), 900)
    first = organisations.page(session, "", limit=1).ids[0]
    yield RenameDialog(context, parent, organisations.get(session, first).row)


def _request(session: Session, kind: RequestKind, person: int) -> int:
    """Take a request in and check the identity; return its number."""
    number = requests.new(session, kind, person)[0].number
    requests.verify_identity(session, number, "callback")
    return number


def of_requests(window: MainWindow, parent: QWidget, context: Context) -> Iterator[Dialog]:
    """Yield those of requests."""
    session = context.session
    person = people.page(session, "", limit=1).ids[0]
    number = _request(session, RequestKind.RECTIFY, person)
    letter = letters.draft(session, number, LetterKind.ACKNOWLEDGEMENT)
    letters.file(session, number, letter)
    row = requests.get(session, number).id
    yield NewRequestDialog(context, parent)
    yield ExtensionDialog(context, parent, number)
    yield WithdrawalDialog(context, parent, number)
    yield PurposesDialog(context, parent, number)
    yield CorrectionDialog(context, parent, guide.of(session, row), lambda _result: None)
    yield DecideAgainDialog(context, parent, number, RequestKind.ERASE, Decision.REFUSED)
    yield LetterDialog(context, parent, number, letter, partial(_same, letter))
    yield ReadDialog(context, parent, letters.filed(session, number)[0])
    yield RegisterDialog(context, parent)
    yield ActForReasonDialog(
        context,
        parent,
        title="Why",
        question="Why? " * 30,
        action="Go on",
        work=lambda _why: None,  # type: ignore[arg-type,return-value] # it is not pressed
    )


def _same(letter: Letter, _language: str) -> Letter:
    return letter


def of_settings(window: MainWindow, parent: QWidget, context: Context) -> Iterator[Dialog]:
    """Yield those of settings, of retention and of what lies around every page."""
    me, workspace = context.session.member, window.workspace
    assert workspace is not None
    yield AddMember(context, parent, lambda: None)
    yield ChangePassphrase(context, parent, lambda: None)
    yield ResetPassphrase(context, me, parent, lambda: None)
    yield RemoveMember(context, me, parent, lambda: None)
    yield RememberComputer(context, parent, lambda: None)
    code = NewRecoveryCode(context, parent)
    yield code
    code = NewRecoveryCode(context, parent)
    code._show(_CODE)  # as the store would answer
    yield code
    yield RenameWord(context, parent, "queue", Word(1, "Werkplek " * 30))
    yield HoldDialog(context, parent)
    yield RuleDialog(context, parent, retention.rules(context.session)[0])
    yield PolicyDialog(context, parent, load_policy())
    workspace.show_keys()
    sheet = workspace.findChild(ShortcutSheet)
    assert sheet is not None
    yield sheet
    yield BugDialog(ZeroDivisionError(), parent)
    asked = _("Remove {name}?").format(name="Anouk " * 40)
    yield Question(parent, _("Remove"), asked, _("Remove"), _("Cancel"))


GROUPS = (of_devices, of_tickets, of_people, of_requests, of_settings)
