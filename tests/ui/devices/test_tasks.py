"""A technician at work on devices: handed over, taken back, added, changed, licensed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from app.model.device import DeviceKind
from app.model.device_list import DeviceSort
from app.model.identifiers import IdentifierKind, make_identifier
from app.workflows import devices, people
from app.workflows.session import Session
from tests.ui.devices.at_work import LEFT, line_named, open_device, press
from tests.ui.parts import texts
from ui import clipboard
from ui.devices.device_dialog import DeviceDialog
from ui.devices.label_dialog import LabelDialog
from ui.devices.licence_dialog import LicenceDialog
from ui.devices.page import DevicesPage
from ui.main_window import MainWindow
from ui.models.id_table import PAGE

CONTROL = Qt.KeyboardModifier.ControlModifier
IMEI = "356938035643809"


def test_labels_are_made_of_all_devices_that_the_list_finds(
    qtbot: QtBot, page: DevicesPage, session: Session
) -> None:
    many = PAGE + 30
    for number in range(many):
        tag = make_identifier(IdentifierKind.ASSET_TAG, f"CNE-{number:06}")
        assert tag is not None
        devices.create(session, kind=DeviceKind.PHONE, name=f"Rek {number}", identifiers=[tag])
    qtbot.keyClicks(page.field.line, "CNE-000")
    qtbot.waitUntil(lambda: page.panel.count.text() == f"{many} devices")
    qtbot.keyClick(page.field.line, Qt.Key.Key_Down)
    qtbot.keyClick(page.view, Qt.Key.Key_A, CONTROL)
    qtbot.waitUntil(lambda: page.panel.count.text() == f"{many} devices · {many} chosen")
    row = page.view.visualRect(page.model.index(1, page.view.columns.first)).center()
    qtbot.mouseClick(page.view.viewport(), LEFT, CONTROL, row)
    qtbot.waitUntil(lambda: page.panel.count.text() == f"{many} devices · {many - 1} chosen")
    qtbot.keyClick(page.view, Qt.Key.Key_L)
    qtbot.waitUntil(lambda: isinstance(page.dialog, LabelDialog) and bool(page.dialog.labels))
    dialog = page.dialog
    assert isinstance(dialog, LabelDialog)
    assert dialog.told.text() == f"{many - 1} labels"
    dialog.reject()


def test_a_scanned_identifier_that_is_known_opens_its_device(
    qtbot: QtBot, page: DevicesPage
) -> None:
    assert page.take_identifier("49-015420-323751-8")
    qtbot.waitUntil(lambda: page.device is not None and page.device.row.model == "5")
    assert page.dialog is None


def test_a_scanned_identifier_that_is_new_opens_the_dialog_with_it_filled_in(
    qtbot: QtBot, page: DevicesPage, session: Session
) -> None:
    page.take_identifier(IMEI)
    qtbot.waitUntil(lambda: page.dialog is not None)
    dialog = page.dialog
    assert isinstance(dialog, DeviceDialog)
    first = dialog.identifiers.fields[0]
    assert first.line.text() == IMEI
    assert first.verdict.text() == f"IMEI {IMEI}"
    assert dialog.kind.value is DeviceKind.PHONE
    qtbot.keyClicks(line_named(dialog, "Make"), "Nokia")
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(lambda: page.device is not None)
    assert page.device is not None
    made = devices.get(session, page.device.row.id)
    assert (made.row.manufacturer, made.row.kind) == ("Nokia", DeviceKind.PHONE)
    assert [(i.kind, i.canonical) for i in made.identifiers] == [(IdentifierKind.IMEI, IMEI)]


def test_both_identifiers_of_a_telephone_are_scanned_into_the_dialog(
    qtbot: QtBot, page: DevicesPage
) -> None:
    page.new_device()
    dialog = page.dialog
    assert isinstance(dialog, DeviceDialog)
    for identifier in (IMEI, "SN-20001"):  # a scanner ends each with Enter
        field = dialog.focusWidget()
        qtbot.keyClicks(field, identifier)
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert page.dialog is dialog
    assert [i.canonical for i in dialog.identifiers.identifiers()] == [IMEI, "SN-20001"]
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)  # behind nothing: all are there
    qtbot.waitUntil(lambda: page.device is not None)
    assert page.device is not None
    assert len(page.device.identifiers) == 2


def test_an_identifier_is_judged_while_it_is_typed(qtbot: QtBot, page: DevicesPage) -> None:
    page.new_device()
    dialog = page.dialog
    assert isinstance(dialog, DeviceDialog)
    field = dialog.identifiers.fields[0]
    qtbot.keyClicks(field.line, "356938035643801")
    assert "check digit is wrong" in field.verdict.text()
    assert field.verdict.property("tone") == "danger"
    assert len(dialog.identifiers.fields) == 2  # the next one waits
    field.line.setText("to be filled by o.e.m.")
    assert "placeholder" in field.verdict.text()
    qtbot.mouseClick(dialog.submit, LEFT)
    assert dialog.messages.isVisible()
    assert field.line.hasFocus() or dialog.focusWidget() is field.line
    dialog.reject()


def test_a_new_device_with_a_known_identifier_is_refused_before_it_is_made(
    qtbot: QtBot, page: DevicesPage
) -> None:
    page.new_device("490154203237518")
    dialog = page.dialog
    assert isinstance(dialog, DeviceDialog)
    qtbot.waitUntil(dialog.known.isVisible)
    assert "Fairphone 5" in dialog.known.text()
    qtbot.mouseClick(dialog.open_known, LEFT)
    qtbot.waitUntil(lambda: page.device is not None and page.device.row.model == "5")


def test_nothing_is_made_of_an_empty_form(
    qtbot: QtBot, page: DevicesPage, session: Session
) -> None:
    before = devices.count(session)
    page.new_device()
    dialog = page.dialog
    assert isinstance(dialog, DeviceDialog)
    qtbot.keyClick(dialog.identifiers.fields[0].line, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.messages.isVisible)
    assert "nothing yet to know this device by" in dialog.messages.message.text()
    assert devices.count(session) == before
    dialog.reject()


def test_a_new_device_waits_until_it_is_known_who_gets_it(
    qtbot: QtBot, page: DevicesPage, session: Session
) -> None:
    before = devices.count(session)
    page.new_device()
    dialog = page.dialog
    assert isinstance(dialog, DeviceDialog)
    assert dialog.owner is not None
    qtbot.keyClicks(line_named(dialog, "Name"), "Reserve")
    qtbot.keyClicks(dialog.owner.line, "nobody called this")
    qtbot.mouseClick(dialog.submit, LEFT)
    assert "has not been chosen" in dialog.messages.message.text()
    assert devices.count(session) == before
    dialog.owner.line.clear()
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(lambda: devices.count(session) == before + 1)


def test_a_device_is_changed_and_a_day_that_is_none_is_told(
    qtbot: QtBot, page: DevicesPage, session: Session
) -> None:
    device = open_device(qtbot, page, "237518")
    press(qtbot, page, "Change…")
    dialog = page.dialog
    assert isinstance(dialog, DeviceDialog)
    line = line_named(dialog, "Warranty until")
    line.setText("not a day")
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(dialog.messages.isVisible)
    line.setText("31-12-2031")
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(lambda: page.dialog is None)
    after = devices.get(session, device.row.id)
    assert after.row.warranty_until == "2031-12-31"
    assert after.identifiers == device.identifiers
    qtbot.waitUntil(lambda: "31 Dec 2031" in texts(page.pane))
    press(qtbot, page, "Change…")
    assert isinstance(page.dialog, DeviceDialog)
    assert line_named(page.dialog, "Warranty until").text() == "31-12-2031"
    page.dialog.reject()


def test_a_licence_is_given_and_its_last_seat_told(
    qtbot: QtBot, page: DevicesPage, session: Session
) -> None:
    device = open_device(qtbot, page, "237518")
    for again in (False, True):
        page.give_licence()
        dialog = page.dialog
        assert isinstance(dialog, LicenceDialog)
        if again:
            qtbot.waitUntil(lambda: dialog._known != ())  # noqa: B023 - waited for at once
        qtbot.keyClicks(dialog.product, "Tekenpakket")
        qtbot.mouseClick(dialog.submit, LEFT)
        if not again:
            qtbot.waitUntil(lambda: page.dialog is None)
            qtbot.waitUntil(lambda: "1 of 1 seats taken" in texts(page.pane))
        else:
            qtbot.waitUntil(dialog.messages.isVisible)
            dialog.seats.setText("3")  # they bought two more
            qtbot.mouseClick(dialog.submit, LEFT)
            qtbot.waitUntil(lambda: page.dialog is None)
            qtbot.waitUntil(lambda: "2 of 3 seats taken" in texts(page.pane))
    free = next(b for b in page.pane.findChildren(QToolButton) if "licence" in b.accessibleName())
    qtbot.mouseClick(free, LEFT)
    qtbot.waitUntil(lambda: len(devices.get(session, device.row.id).licences) == 1)
    assert [(one.seats, one.taken) for one in devices.listed_licences(session)] == [(3, 1)]


def test_a_copied_identifier_leaves_the_clipboard_after_a_while(
    qtbot: QtBot, window: MainWindow, page: DevicesPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert clipboard.CLEAR_AFTER == 30_000
    monkeypatch.setattr(clipboard, "CLEAR_AFTER", 50)
    open_device(qtbot, page, "237518")
    copy = next(b for b in page.pane.findChildren(QToolButton) if b.accessibleName() == "Copy IMEI")
    told: list[str] = []
    window.statusBar().messageChanged.connect(told.append)
    qtbot.mouseClick(copy, LEFT)
    assert "half a minute" in told[-1]
    assert QGuiApplication.clipboard().text() == "490154203237518"
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "")


@pytest.mark.parametrize("sort", list(DeviceSort))
def test_every_order_shows_every_device_once(session: Session, sort: DeviceSort) -> None:
    for descending in (True, False):
        seen: list[int] = []
        after = None
        while True:
            part = devices.page(session, sort=sort, descending=descending, after=after, limit=2)
            seen += part.ids
            after = part.next
            if after is None:
                break
        whole = devices.page(session, sort=sort, descending=descending).ids
        assert tuple(seen) == whole
        assert len(set(whole)) == 5


def test_the_field_narrows_by_kind_state_and_warranty(
    qtbot: QtBot, page: DevicesPage, session: Session
) -> None:
    device = open_device(qtbot, page, "237518")
    devices.change(session, device.row.id, device.row.version, warranty_until="2000-01-01")
    page.show_query("kind:phone")
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    page.show_query("kind:phone state:lost")
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    page.show_query("warranty:60")
    qtbot.waitUntil(lambda: page.panel.count.text() == "0 devices")


def test_hostile_text_in_every_field_breaks_nothing(
    qtbot: QtBot, page: DevicesPage, session: Session
) -> None:
    nasty = "<img src='file:///etc/passwd'>\u202e&x " + "W" * 10_000 + " שלום 😀"
    person, _changes = people.add(session, display_name=nasty, email="x@example.com")
    device, changes = devices.create(
        session,
        name=nasty,
        manufacturer=nasty,
        model=nasty,
        location=nasty,
        organisation=nasty,
        owner_id=person,
    )
    devices.assign_licence(session, nasty, vendor=nasty, device_id=device)
    page.context.jobs.changed.emit(changes)
    width = page.window().width()
    page.show_item(device)
    qtbot.waitUntil(lambda: page.device is not None)
    page.edit()
    qtbot.wait(20)
    inner = page.pane.widget()
    assert inner is not None
    assert inner.width() <= page.pane.width()
    assert page.window().width() == width
    assert page.dialog is not None
    assert page.dialog.width() <= page.screen().availableSize().width()
    for text in texts(page.pane):
        assert "\u202e" not in text
    page.dialog.reject()
