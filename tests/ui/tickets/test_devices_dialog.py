"""Devices are put beside a ticket and taken off it, by keys and by a scanner."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.workflows import devices, ticket_links, tickets
from app.workflows.session import Session
from tests.ui.scanning import scan
from tests.ui.tickets.conftest import Hands
from ui.tickets.devices_dialog import DevicesDialog
from ui.tickets.page import TicketsPage


def test_a_ticket_s_devices_are_shown_added_and_taken_off(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    hands.read(0)
    ticket = page.ticket
    assert ticket is not None
    before = {device.id for device in ticket.devices}
    hands.press(Qt.Key.Key_V)
    dialog = page.findChild(DevicesDialog)
    assert dialog is not None
    hands.await_field()
    for device in before:
        dialog.devices.drop(device)
    hands.type("PF3K2")
    qtbot.waitUntil(dialog.suggestions.isVisible)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(dialog.devices.chosen) == 1)
    (device,) = dialog.devices.chosen
    assert device not in before
    dialog.submit.click()

    def is_shown() -> bool:
        return page.ticket is not None and [d.id for d in page.ticket.devices] == [device]

    qtbot.waitUntil(is_shown)
    told = tickets.get(session, ticket.row.id).changes[-1]
    assert (told.field, told.old, told.new) == ("devices", "", "")
    chip = next(mark for mark in page.pane.head.marks.buttons if "ThinkPad" in mark.text())
    with qtbot.waitSignal(page.pane.head.device_asked) as asked:
        chip.click()
    assert asked.args == [device]


def test_a_scan_adds_its_device_to_the_ticket_s(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    number = hands.read(0)
    ticket_links.set_devices(session, number, ())
    wanted = devices.identified(session, "490154203237518")
    hands.press(Qt.Key.Key_V)
    dialog = page.findChild(DevicesDialog)
    assert dialog is not None
    hands.await_field()
    for device in tuple(dialog.devices.chosen):
        dialog.devices.drop(device)
    scan("490154203237518", 100_000)
    qtbot.waitUntil(lambda: set(dialog.devices.chosen) == {wanted})
    assert dialog.line.text() == ""
    scan("356938035643809", 200_000)  # nobody has it
    qtbot.waitUntil(dialog.none_found.isVisible)
    assert dialog.line.text() == "356938035643809"
    hands.press(Qt.Key.Key_Return)
    assert dialog.isVisible()
    dialog.line.clear()
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [d.id for d in tickets.get(session, number).devices] == [wanted])


def test_a_scan_counts_though_the_button_is_pressed_at_once(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    number = hands.read(0)
    ticket_links.set_devices(session, number, ())
    wanted = devices.identified(session, "490154203237518")
    page.show_item(number)
    qtbot.waitUntil(lambda: page.ticket is not None and not page.ticket.devices)
    hands.press(Qt.Key.Key_V)
    dialog = page.findChild(DevicesDialog)
    assert dialog is not None
    hands.await_field()
    scan("356938035643809", 100_000)  # nobody has it, which is told first
    dialog.submit.click()
    qtbot.waitUntil(dialog.none_found.isVisible)
    assert dialog.submit.isEnabled()
    scan("490154203237518", 200_000)
    assert not dialog.none_found.isVisible()  # it was said of the scan before
    dialog.submit.click()
    qtbot.waitUntil(lambda: [d.id for d in tickets.get(session, number).devices] == [wanted])
    qtbot.waitUntil(lambda: page.findChild(DevicesDialog) is None)


def test_a_device_that_is_not_found_is_told(qtbot: QtBot, page: TicketsPage, hands: Hands) -> None:
    hands.read(0)
    hands.press(Qt.Key.Key_V)
    dialog = page.findChild(DevicesDialog)
    assert dialog is not None
    hands.await_field()
    hands.type("qzqz")
    qtbot.waitUntil(dialog.none_found.isVisible)
    dialog.line.clear()
    hands.type("PF3K2")
    qtbot.waitUntil(dialog.suggestions.isVisible)
    assert not dialog.none_found.isVisible()
