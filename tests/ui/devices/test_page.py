"""A device is found by the last digits of whatever stands on it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from app.i18n import _, set_language
from app.model.device import STATE_LABELS
from app.model.identifiers import IdentifierKind, make_identifier
from app.model.subject_request import Decision, RequestKind
from app.workflows import devices, people, requests
from app.workflows.requests import carrying_out
from ui.devices.page import DevicesPage
from ui.main_window import MainWindow
from ui.theme import icons
from ui.tickets.page import TicketsPage
from ui.widgets.plain_label import PlainLabel


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> DevicesPage:
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    page = window.findChild(DevicesPage)
    assert page is not None
    qtbot.waitUntil(lambda: page.model.rowCount() == 5)
    return page


def find(qtbot: QtBot, page: DevicesPage, text: str) -> None:
    qtbot.keyClicks(page.field.line, text)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    qtbot.keyClick(page.field.line, Qt.Key.Key_Return)
    qtbot.waitUntil(page.pane.isVisible)


def texts(page: DevicesPage) -> list[str]:
    shown: list[PlainLabel | QPushButton] = [
        *page.pane.findChildren(PlainLabel),
        *page.pane.findChildren(QPushButton),
    ]
    return [widget.text() for widget in shown]


@pytest.mark.parametrize("fragment", ["237518", "PF3K1X", "1041"])
def test_a_device_is_found_by_a_piece_of_an_identifier(
    qtbot: QtBot, page: DevicesPage, fragment: str
) -> None:
    find(qtbot, page, fragment)
    assert "Fairphone 5" in texts(page)
    assert "490154203237518" in texts(page)
    assert "Fatima El Amrani" in texts(page)


def test_an_asset_tag_is_not_parted_at_its_hyphen(qtbot: QtBot, page: DevicesPage) -> None:
    session = page.context.session
    tag = make_identifier(IdentifierKind.ASSET_TAG, "CNE-A00045")
    assert tag is not None
    device, changes = devices.create(session, name="Beamer", identifiers=[tag])
    page.context.jobs.changed.emit(changes)
    page.show_item(device)
    qtbot.waitUntil(lambda: "CNE-A00045" in texts(page))
    shown = next(n for n in page.pane.findChildren(PlainLabel) if n.text() == "CNE-A00045")
    qtbot.waitUntil(lambda: shown.width() > 0)
    assert shown.width() >= shown.fontMetrics().horizontalAdvance("CNE-A00045")


def test_a_device_of_whoever_had_their_data_restricted_says_so(
    qtbot: QtBot, page: DevicesPage
) -> None:
    session = page.context.session
    find(qtbot, page, "237518")
    assert not any("restricted" in text for text in texts(page))
    person = people.resolve(session, "f.elamrani@example.nl")
    request, _ = requests.new(session, RequestKind.RESTRICT, person)
    requests.verify_identity(session, request.number, "in_person")
    requests.decide(session, request.number, Decision.GRANTED)
    page.context.jobs.write(page, lambda: carrying_out.restrict(session, request.number))
    qtbot.waitUntil(lambda: any("restricted" in text for text in texts(page)))


def test_nothing_of_a_device_is_cut_in_a_window_of_the_first_size(
    qtbot: QtBot, window: MainWindow, page: DevicesPage
) -> None:
    window.resize(1240, 800)
    find(qtbot, page, "237518")
    set_language("nl")  # its words are longer
    assert page.device is not None
    page.pane.show_device(page.device, {})
    inner = page.pane.widget()
    assert inner is not None
    qtbot.waitUntil(lambda: inner.width() <= page.pane.viewport().width())
    for button in page.pane.findChildren(QPushButton):
        assert button.mapTo(inner, button.rect().topRight()).x() < page.pane.viewport().width()


def test_each_state_of_a_device_is_read_whole_in_the_list(qtbot: QtBot, page: DevicesPage) -> None:
    set_language("nl")
    qtbot.waitUntil(lambda: page.model.rowCount() > 1)
    view, number = page.view, [column.id for column in page.model.columns].index("state")
    view.columns.take_sizes()
    longest = max((_(text) for text in STATE_LABELS.values()), key=len)
    mark, sides = icons.scaled(16), 3 * page.context.theme.spacing.unit
    needed = view.fontMetrics().horizontalAdvance(longest) + mark + sides
    assert view.columnWidth(number) >= needed


def test_an_identifier_is_copied(qtbot: QtBot, page: DevicesPage) -> None:
    find(qtbot, page, "237518")
    copy = next(b for b in page.pane.findChildren(QToolButton) if b.accessibleName() == "Copy IMEI")
    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "490154203237518"


def test_a_linked_ticket_opens_and_one_comes_back(
    qtbot: QtBot, window: MainWindow, page: DevicesPage
) -> None:
    find(qtbot, page, "237518")
    link = next(b for b in page.pane.findChildren(QPushButton) if b.text().startswith("CNE-"))
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    tickets_page = window.findChild(TicketsPage)
    assert tickets_page is not None
    qtbot.waitUntil(tickets_page.pane.isVisible)
    assert tickets_page.pane.head.number.text() == link.text()
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert page.isVisible()
    assert page.item is not None
