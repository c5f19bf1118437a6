"""A scan while a dialog is open does no harm in any, and is used where it means something."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.workflows import devices, tickets
from tests.ui.every_dialog import GROUPS
from tests.ui.scanning import scan
from tests.ui.test_dialogs import Group, shown, wrong
from ui.devices.device_dialog import DeviceDialog
from ui.devices.licence_dialog import LicenceDialog
from ui.main_window import MainWindow
from ui.pages import Context
from ui.retention.hold_dialog import HoldDialog
from ui.scanner import TAKES_SCANS
from ui.tickets.devices_dialog import DevicesDialog
from ui.tickets.dialogs import OtherTicketDialog
from ui.tickets.new_ticket import NewTicketDialog
from ui.widgets.dialog import Dialog

IMEI = "490154203237518"
"""Of a device that is in the inventory."""
UNKNOWN = "356938035643809"
NOTED = ["of no use here"]
TAKEN: dict[type[Dialog], list[str]] = {
    DeviceDialog: ["identifier"],
    NewTicketDialog: ["device"],
    DevicesDialog: ["device"],
    HoldDialog: ["which"],
}
"""The dialogs that have a place for an identifier; the others say that they have none."""


@pytest.fixture
def context(window: MainWindow) -> Context:
    assert window.workspace is not None
    return window.workspace.context


def stops(dialog: QDialog) -> Iterator[QWidget | None]:
    """Yield where the keyboard is at first, each field in which one types, and a button."""
    if not is_secret(at_first := dialog.focusWidget()):
        yield at_first
    for field in dialog.findChildren(QWidget):
        if not isinstance(field, QLineEdit | QPlainTextEdit) or field.isReadOnly():
            continue
        if field.isVisible() and field.isEnabled() and not is_secret(field):
            yield field
    buttons = dialog.findChildren(QPushButton)
    yield next(b for b in buttons if b.isVisible() and b.isEnabled())


def is_secret(field: QWidget | None) -> bool:
    return isinstance(field, QLineEdit) and field.echoMode() is not QLineEdit.EchoMode.Normal


def texts(dialog: QDialog) -> list[tuple[str, bool]]:
    """Return what stands in each field, and whether somebody typed there."""
    lines = [(e.text(), e.isModified()) for e in dialog.findChildren(QLineEdit)]
    plain = dialog.findChildren(QPlainTextEdit)
    return [*lines, *((text.toPlainText(), text.document().isModified()) for text in plain)]


def is_right(dialog: Dialog) -> bool:
    assert wrong(dialog) == {}
    return True


def use(dialog: Dialog) -> list[str]:
    """What a dialog did with a scan."""
    did = []
    if dialog.scan_note is not None and dialog.scan_note.isVisible():
        assert IMEI in dialog.scan_note.text()
        assert dialog.scan_note.window() is dialog
        did.append("of no use here")
    if isinstance(dialog, DeviceDialog) and dialog.identifiers.identifiers()[-1].canonical == IMEI:
        did.append("identifier")
    if isinstance(dialog, NewTicketDialog | DevicesDialog) and dialog.devices.chosen:
        did.append("device")
    if isinstance(dialog, HoldDialog) and dialog.which.text() == IMEI:
        did.append("which")
    return did


@pytest.mark.parametrize("make", GROUPS)
def test_a_scan_in_any_dialog_presses_nothing_and_leaves_nothing_in_a_field(
    qtbot: QtBot, window: MainWindow, context: Context, make: Group
) -> None:
    assert window.workspace is not None
    clock = 0
    for dialog in make(window, window.workspace, context):
        shown(qtbot, window, dialog)
        wanted = TAKEN.get(type(dialog), NOTED)
        before = texts(dialog)
        for stop in stops(dialog):
            if stop is not None and not stop.property(TAKES_SCANS):
                stop.setFocus()
            scan(IMEI, clock := clock + 10_000)
            assert dialog.isVisible(), type(dialog)
            if wanted == NOTED:
                assert texts(dialog) == before, type(dialog)
        qtbot.waitUntil(lambda: use(dialog) == wanted)  # noqa: B023 - asked at once
        qtbot.waitUntil(lambda: is_right(dialog))  # noqa: B023 - asked at once
        assert not context.jobs.is_writing
        dialog.done(0)
        dialog.deleteLater()


def test_a_field_too_short_for_a_scan_holds_what_it_held(
    qtbot: QtBot, window: MainWindow, context: Context
) -> None:
    device = devices.get(context.session, devices.page(context.session, "", limit=1).ids[0])
    dialog = LicenceDialog(context, window, device)
    shown(qtbot, window, dialog)
    dialog.product.setText("Office")
    dialog.seats.setText("12")
    dialog.seats.setFocus()
    scan(IMEI, 10_000)
    assert (dialog.seats.text(), dialog.seats.isModified()) == ("12", False)
    assert dialog.isVisible()
    assert devices.get(context.session, device.row.id).licences == device.licences
    dialog.reject()


def test_a_scan_while_another_field_has_the_keyboard_is_a_device_s_identifier(
    qtbot: QtBot, window: MainWindow, context: Context
) -> None:
    dialog = DeviceDialog(context, window)
    shown(qtbot, window, dialog)
    make = next(e for e in dialog.findChildren(QLineEdit) if e.accessibleName() == "Make")
    make.setFocus()
    scan(UNKNOWN, 10_000)
    scan(UNKNOWN, 20_000)  # twice by mistake
    scan("SN20001", 30_000)
    assert make.text() == ""
    assert [i.canonical for i in dialog.identifiers.identifiers()] == [UNKNOWN, "SN20001"]
    dialog.identifiers.fields[0].line.setFocus()
    dialog.identifiers.fields[0].line.selectAll()
    scan(IMEI, 40_000)  # over the one that is selected there
    assert [i.canonical for i in dialog.identifiers.identifiers()] == [IMEI, "SN20001"]
    assert dialog.isVisible()
    dialog.done(0)


def test_the_number_of_a_ticket_that_is_scanned_is_the_other_ticket(
    qtbot: QtBot, window: MainWindow, context: Context
) -> None:
    ids = tickets.page(context.session, "").ids
    own, other = (tickets.get(context.session, number) for number in ids[:2])
    dialog = OtherTicketDialog(context, window, own, merge=False)
    shown(qtbot, window, dialog)
    dialog.cancel.setFocus()
    scan(other.row.number, 10_000)
    qtbot.waitUntil(dialog.suggestions.isVisible)
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    assert dialog.other is not None
    assert dialog.other.id == other.row.id
    dialog.reject()


def test_a_hold_is_on_what_was_scanned_unless_something_else_is_named(
    qtbot: QtBot, window: MainWindow, context: Context
) -> None:
    dialog = HoldDialog(context, window)
    shown(qtbot, window, dialog)
    dialog.ground.setFocus()
    scan(IMEI, 10_000)
    qtbot.waitUntil(lambda: dialog.meant is not None and dialog.meant.table == "device")
    dialog.kind.set_value("search")
    dialog.which.setText("tag:claim")
    dialog.ground.setFocus()
    scan(UNKNOWN, 20_000)
    assert (dialog.kind.value, dialog.which.text()) == ("search", "tag:claim")
    qtbot.waitUntil(lambda: dialog.scan_note is not None and dialog.scan_note.isVisible())
    dialog.done(0)
