"""A form leads to the field that keeps its work from being done, and says there what is wrong."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.model.device import DeviceKind
from app.workflows import devices, people
from tests.ui.parts import pick
from ui.devices.device_dialog import DeviceDialog
from ui.devices.licence_dialog import LicenceDialog
from ui.main_window import MainWindow
from ui.pages import Context
from ui.people.dialogs import AddressDialog, PersonDialog
from ui.tickets.new_ticket import NewTicketDialog
from ui.widgets.form_dialog import FormDialog
from ui.workspace import Workspace

Open = Callable[[Context, Workspace], FormDialog]


def _device(context: Context, parent: Workspace) -> FormDialog:
    return DeviceDialog(context, parent)


def _licence(context: Context, parent: Workspace) -> FormDialog:
    session = context.session
    first = devices.get(session, devices.page(session).ids[0])
    dialog = LicenceDialog(context, parent, first)
    dialog.product.setText("Office")
    return dialog


def _address(context: Context, parent: Workspace) -> FormDialog:
    return AddressDialog(context, parent, people.page(context.session).ids[0])


def _nobody(context: Context, parent: Workspace) -> FormDialog:
    session = context.session
    return PersonDialog(context, parent, people.get(session, people.page(session).ids[0]))


@pytest.mark.parametrize(
    ("open_dialog", "typed", "at_fault"),
    [
        (NewTicketDialog, {"Description": ""}, "What is it about?"),
        (PersonDialog, {"Name": "Noor", "E-mail address": "noor at home"}, "E-mail address"),
        (PersonDialog, {"Name": "Noor", "E-mail address": "pieter@example.org"}, "E-mail address"),
        (_address, {"E-mail address": "noor@"}, "E-mail address"),
        (_nobody, {"Name": " "}, "Name"),
        (_device, {"Bought on": "31-12-2025", "Warranty until": "31-02-2027"}, "Warranty until"),
        (_device, {"Bought on": "soon", "Warranty until": ""}, "Bought on"),
        (_device, {"Given to": "nobody called so"}, "Given to"),
        (_licence, {"Number of seats": "none"}, "Number of seats"),
    ],
)
def test_a_form_leads_to_the_field_that_is_wrong(
    qtbot: QtBot, window: MainWindow, open_dialog: Open, typed: dict[str, str], at_fault: str
) -> None:
    workspace = window.workspace
    assert workspace is not None
    dialog = open_dialog(workspace.context, workspace)
    dialog.open()
    lines = {line.accessibleName(): line for line in dialog.findChildren(QLineEdit)}
    for name, text in typed.items():
        if name in lines:
            lines[name].setText(text)
    if open_dialog is _device:
        lines["Name"].setText("Reserve")
    dialog.cancel.setFocus()
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(dialog.messages.isVisible)

    wrong = [name for name, line in lines.items() if line.property("wrong")]
    assert wrong == [at_fault]
    line = lines[at_fault]
    assert dialog.focusWidget() is line
    assert line.accessibleDescription() == dialog.messages.message.text() != ""
    qtbot.keyClicks(line, "x")
    assert not line.property("wrong")
    assert line.accessibleDescription() == ""
    dialog.done(0)


def test_a_field_that_is_needed_says_so_while_it_is_empty(qtbot: QtBot, window: MainWindow) -> None:
    workspace = window.workspace
    assert workspace is not None
    for dialog, needed in (
        (NewTicketDialog(workspace.context, workspace), ["What is it about?"]),
        (PersonDialog(workspace.context, workspace), ["Name"]),
    ):
        lines = dialog.findChildren(QLineEdit)
        assert [n.accessibleName() for n in lines if n.placeholderText() == "Needed"] == needed
        dialog.deleteLater()


def test_what_has_an_imei_is_taken_for_a_telephone_until_somebody_says_what_it_is(
    qtbot: QtBot, window: MainWindow
) -> None:
    workspace = window.workspace
    assert workspace is not None
    dialog = DeviceDialog(workspace.context, workspace)
    dialog.open()
    kinds = []
    for number, typed in enumerate(("PF3K1XQ9", "352099001761481", "352099001761499")):
        if number == 2:
            pick(dialog.kind, "Tablet")
        qtbot.keyClicks(dialog.identifiers.fields[number].line, typed)
        kinds.append(dialog.kind.value)
    assert kinds == [DeviceKind.LAPTOP, DeviceKind.PHONE, DeviceKind.TABLET]
    dialog.done(0)
