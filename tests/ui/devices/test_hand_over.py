"""A device is handed over, taken back, and stays before whoever handed it over."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.model.device import DeviceState
from app.model.identifiers import IdentifierKind, make_identifier
from app.workflows import devices, people
from app.workflows.session import Session
from tests.ui.devices.at_work import LEFT, open_device, press
from tests.ui.parts import pick
from ui.devices.hand_over_dialog import HandOverDialog
from ui.devices.page import DevicesPage

CONTROL = Qt.KeyboardModifier.ControlModifier
IMEI = "356938035643809"


def test_a_telephone_found_by_its_last_six_digits_is_handed_over_with_the_keyboard(
    qtbot: QtBot, page: DevicesPage, session: Session
) -> None:
    before = open_device(qtbot, page, "237518")
    assert before.row.owner == "Fatima El Amrani"
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    dialog = page.dialog
    assert isinstance(dialog, HandOverDialog)
    assert not dialog.submit.isEnabled()
    qtbot.keyClicks(dialog.person.line, "anouk")
    qtbot.waitUntil(dialog.person.found.isVisible)
    qtbot.keyClick(dialog.person.line, Qt.Key.Key_Return)
    assert dialog.submit.isEnabled()
    qtbot.keyClick(dialog.person.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.dialog is None)
    qtbot.waitUntil(lambda: page.device is not None and page.device.row.owner == "Anouk de Wit")
    after = devices.get(session, before.row.id)
    assert after.row.state is DeviceState.IN_USE
    assert [had.person for had in after.custody] == ["Anouk de Wit", "Fatima El Amrani"]
    assert [had.until is None for had in after.custody] == [True, False]


def test_a_device_that_was_looked_for_by_who_had_it_stays_after_the_hand_over(
    qtbot: QtBot, page: DevicesPage, session: Session
) -> None:
    """Else the next key would be about another device."""
    device = open_device(qtbot, page, "237518")
    _other, changes = devices.create(session, name="Second", owner_id=device.row.owner_id)
    page.context.jobs.changed.emit(changes)
    page.field.line.clear()
    qtbot.keyClicks(page.field.line, "fatima")
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    page.show_item(device.row.id)
    page.hand_over()
    dialog = page.dialog
    assert isinstance(dialog, HandOverDialog)
    qtbot.keyClicks(dialog.person.line, "anouk")
    qtbot.waitUntil(dialog.person.found.isVisible)
    qtbot.keyClick(dialog.person.line, Qt.Key.Key_Return)
    qtbot.keyClick(dialog.person.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    qtbot.waitUntil(lambda: page.device is not None and page.device.row.owner == "Anouk de Wit")
    assert page.item == device.row.id


def test_a_device_is_handed_over_to_somebody_who_is_not_on_record_yet(
    qtbot: QtBot, page: DevicesPage, session: Session
) -> None:
    device = open_device(qtbot, page, "237518")
    page.hand_over()
    dialog = page.dialog
    assert isinstance(dialog, HandOverDialog)
    qtbot.keyClicks(dialog.person.line, "Noor Visser")
    qtbot.waitUntil(dialog.person.nobody.isVisible)
    qtbot.mouseClick(dialog.unknown, LEFT)
    assert dialog.new_name.text() == "Noor Visser"
    qtbot.keyClicks(dialog.new_email, "pieter@example.org")
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(dialog.messages.isVisible)  # it is somebody else's
    assert dialog.new_email.property("wrong")
    assert people.count(session, "Noor Visser") == 0
    dialog.new_email.clear()
    qtbot.keyClicks(dialog.new_email, "noor@example.org")
    qtbot.keyClick(dialog.new_email, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.device is not None and page.device.row.owner == "Noor Visser")
    page.context.actions.run("devices.undo")
    qtbot.waitUntil(lambda: page.device is not None and page.device.row.owner == device.row.owner)


def test_whoever_is_typed_beside_somebody_new_has_to_be_chosen_first(
    qtbot: QtBot, page: DevicesPage, session: Session
) -> None:
    """Else the device would go to the one, and the other was meant."""
    device = open_device(qtbot, page, "237518")
    page.hand_over()
    dialog = page.dialog
    assert isinstance(dialog, HandOverDialog)
    qtbot.mouseClick(dialog.unknown, LEFT)
    qtbot.keyClicks(dialog.new_name, "Noor Visser")
    qtbot.keyClicks(dialog.person.line, "anouk")
    qtbot.waitUntil(dialog.person.found.isVisible)
    qtbot.mouseClick(dialog.submit, LEFT)
    assert dialog.messages.isVisible()
    assert dialog.person.line.property("wrong")
    qtbot.keyClick(dialog.person.line, Qt.Key.Key_Return)
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(lambda: page.device is not None and page.device.row.owner == "Anouk de Wit")
    assert devices.get(session, device.row.id).row.owner == "Anouk de Wit"
    assert people.count(session, "Noor Visser") == 0


def test_a_scan_of_what_several_devices_have_lets_one_be_chosen(
    qtbot: QtBot, page: DevicesPage, session: Session
) -> None:
    serial = make_identifier(IdentifierKind.SERIAL, "TWICE-0042")
    assert serial is not None
    for make in ("Samsung", "Nokia"):
        devices.create(session, manufacturer=make, model="XR", identifiers=[serial])
    page.take_identifier("TWICE-0042")
    qtbot.waitUntil(lambda: page.panel.count.text() == "2 devices")
    assert page.dialog is None


def test_a_device_is_taken_back_into_repair(
    qtbot: QtBot, page: DevicesPage, session: Session
) -> None:
    before = open_device(qtbot, page, "237518")
    press(qtbot, page, "Take back or hand over…")
    dialog = page.dialog
    assert isinstance(dialog, HandOverDialog)
    pick(dialog.way, "Take back")
    pick(dialog.state, "In repair")
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(lambda: page.dialog is None)
    after = devices.get(session, before.row.id)
    assert (after.row.owner_id, after.row.state) == (None, DeviceState.IN_REPAIR)


def test_somebody_elses_change_meanwhile_is_kept_and_told(
    qtbot: QtBot, page: DevicesPage, session: Session
) -> None:
    device = open_device(qtbot, page, "237518")
    page.hand_over()
    dialog = page.dialog
    assert isinstance(dialog, HandOverDialog)
    devices.set_state(session, device.row.id, DeviceState.LOST, device.row.version)
    pick(dialog.way, "Take back")
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(dialog.messages.isVisible)
    assert devices.get(session, device.row.id).row.state is DeviceState.LOST
    dialog.reject()
