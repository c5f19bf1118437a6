"""No dialog scrolls sideways, in the largest font, in Dutch, on a small screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from app.policy import load_policy
from app.workflows import canned, devices, people, tickets
from ui.devices.device_dialog import DeviceDialog
from ui.devices.hand_over_dialog import HandOverDialog
from ui.devices.label_dialog import LabelDialog
from ui.devices.licence_dialog import LicenceDialog
from ui.main_window import MainWindow
from ui.pages import Context
from ui.people.dialogs import AddressDialog, PersonDialog
from ui.people.merge_dialog import MergeDialog
from ui.people.use_dialogs import ConsentDialog
from ui.policy_dialog import PolicyDialog
from ui.requests.dialogs import ExtensionDialog, NewRequestDialog, PurposesDialog, WithdrawalDialog
from ui.retention.hold_dialog import HoldDialog
from ui.settings.dialogs import AddMember, ChangePassphrase, NewRecoveryCode, RemoveMember
from ui.tickets.canned_menu import CannedDialog
from ui.tickets.devices_dialog import DevicesDialog
from ui.tickets.dialogs import OtherTicketDialog, SplitDialog
from ui.tickets.new_ticket import NewTicketDialog
from ui.tickets.property_dialogs import DueDialog
from ui.widgets.form_dialog import FormDialog

_ANSWER = 300  # milliseconds in which a dialog has what it asks the store for
_CODE = "-".join(["SB5K"] * 8)


def _of_devices(context: Context, parent: QWidget) -> Iterator[FormDialog]:
    first = devices.page(context.session, "", limit=1).ids[0]
    device = devices.get(context.session, first)
    yield DeviceDialog(context, parent, prefill="356938035643801")
    yield DeviceDialog(context, parent, device=device)
    yield HandOverDialog(context, parent, device)
    yield LicenceDialog(context, parent, device)
    yield LabelDialog(context, parent, [first])


def _of_tickets(context: Context, parent: QWidget) -> Iterator[FormDialog]:
    canned.add(context.session, "Herstart", "Dag {name}")
    ticket = tickets.get(context.session, tickets.page(context.session, "").ids[0])
    new = NewTicketDialog(context, parent)
    new.add_person.click()
    yield new
    yield CannedDialog(context, parent, canned.every(context.session)[0])
    yield DevicesDialog(context, parent, ticket)
    yield OtherTicketDialog(context, parent, ticket, merge=True)
    yield SplitDialog(context, parent, ticket)
    yield DueDialog(context, parent, None, lambda _due: None)


def _of_people(context: Context, parent: QWidget) -> Iterator[FormDialog]:
    person = people.get(context.session, people.page(context.session, "", limit=1).ids[0])
    yield PersonDialog(context, parent, person)
    yield AddressDialog(context, parent, person.row.id)
    yield MergeDialog(context, parent, person.row)
    yield ConsentDialog(context, parent, person.row.id)


def _of_privacy(context: Context, parent: QWidget) -> Iterator[FormDialog]:
    yield PolicyDialog(context, parent, load_policy())
    yield NewRequestDialog(context, parent)
    yield ExtensionDialog(context, parent, 1)
    yield WithdrawalDialog(context, parent, 1)
    yield PurposesDialog(context, parent, 1)
    yield HoldDialog(context, parent)


def _of_settings(context: Context, parent: QWidget) -> Iterator[FormDialog]:
    yield AddMember(context, parent, lambda: None)
    yield ChangePassphrase(context, parent, lambda: None)
    yield RemoveMember(context, context.session.member, parent, lambda: None)
    code = NewRecoveryCode(context, parent)
    code._show(_CODE)  # as the store would answer
    yield code


@pytest.mark.usefixtures("eighteen_points")
@pytest.mark.parametrize("eighteen_points", ["nl"], indirect=True)
@pytest.mark.parametrize("make", [_of_devices, _of_tickets, _of_people, _of_privacy, _of_settings])
def test_no_dialog_scrolls_sideways(
    qtbot: QtBot, window: MainWindow, make: Callable[[Context, QWidget], Iterator[FormDialog]]
) -> None:
    assert window.workspace is not None
    for dialog in make(window.workspace.context, window.workspace):
        dialog.open()
        qtbot.wait(_ANSWER)
        for area in dialog.findChildren(QScrollArea):
            assert area.horizontalScrollBar().maximum() == 0, type(dialog).__name__
        dialog.done(0)
        dialog.deleteLater()
