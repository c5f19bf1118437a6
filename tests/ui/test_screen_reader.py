"""What a screen reader tells beyond the names: the order, and what only the eye would see."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.model.identifiers import IdentifierKind, make_identifier
from app.workflows import devices
from tests.ui.accessible import told
from tests.ui.entering import go_to
from tests.ui.example_store import LEAD
from ui.devices.detail_pane import DetailPane
from ui.devices.page import DevicesPage
from ui.main_window import MainWindow
from ui.pages import Page
from ui.people.page import PeoplePage
from ui.settings.page import SettingsPage
from ui.start.page import StartPage
from ui.tickets.canned_menu import CannedDialog
from ui.tickets.message_card import MessageCard
from ui.tickets.page import TicketsPage
from ui.widgets.facts import LinkButton
from ui.widgets.id_table_view import IdTableView
from ui.widgets.splitter import Splitter

KINDS: dict[str, type[Page]] = {
    "devices": DevicesPage,
    "people": PeoplePage,
    "start": StartPage,
    "tickets": TicketsPage,
}


def said(part: QWidget, kind: QAccessible.Text = QAccessible.Text.Name) -> str:
    return QAccessible.queryAccessibleInterface(part).text(kind)


def links(page: QWidget, text: str) -> list[str]:
    """Return what is said of the links that begin with a text."""
    shown = [each for each in page.findChildren(LinkButton) if each.isVisible()]
    return [said(each) for each in shown if each.text().startswith(text)]


def choose_first(qtbot: QtBot, page: QWidget) -> IdTableView:
    view = page.findChild(IdTableView)
    assert view is not None
    qtbot.waitUntil(lambda: view.model().rowCount() > 0)
    view.choose_row(0)
    return view


@pytest.mark.parametrize("name", ["devices", "people", "tickets"])
def test_the_list_is_told_before_what_was_chosen_in_it(
    qtbot: QtBot, window: MainWindow, name: str
) -> None:
    page = go_to(window, name, KINDS[name])
    view = choose_first(qtbot, page)
    split = page.findChild(Splitter)
    assert split is not None
    beside = split.widget(1)
    assert beside is not None
    order = [part.object() for part in told(page)]
    assert order.index(view) < order.index(beside)


def test_what_is_done_to_several_tickets_says_to_how_many(qtbot: QtBot, window: MainWindow) -> None:
    page = go_to(window, "tickets", TicketsPage)
    choose_first(qtbot, page).selectAll()
    bulk = page.list.bulk
    qtbot.waitUntil(bulk.isVisible)
    for button in bulk.buttons.values():
        told = said(button, QAccessible.Text.Description)
        assert told.startswith(bulk.count.text())
        assert told.endswith(button.toolTip())


def test_what_is_needed_and_what_cannot_be_read_is_told_of_the_field_itself(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = go_to(window, "tickets", TicketsPage)
    reply = CannedDialog(page.context, window, None)
    for field in (reply.name, reply.text):
        assert said(field, QAccessible.Text.Description) == "Needed"
    reply.deleteLater()
    line, complaint = page.field.line, page.field.complaint
    line.setText("vpn status:opne")
    line.returnPressed.emit()
    qtbot.waitUntil(complaint.isVisible)
    assert said(line, QAccessible.Text.Description) == complaint.text()
    line.setText("vpn")
    qtbot.waitUntil(lambda: said(line, QAccessible.Text.Description) == line.placeholderText())


def test_an_internal_note_is_told_from_a_reply(qtbot: QtBot, window: MainWindow) -> None:
    page = go_to(window, "tickets", TicketsPage)
    choose_first(qtbot, page)  # somebody wrote, and was answered; a note is behind it

    def names() -> list[str]:
        cards = [card for card in page.findChildren(MessageCard) if card.isVisible()]
        return sorted(said(card) for card in cards)

    qtbot.waitUntil(lambda: len(names()) == 3)
    of_staff = [name for name in names() if LEAD in name]
    assert [name.startswith("Internal note: ") for name in of_staff] == [True, False]


@pytest.mark.parametrize("name", ["start", "people", "devices"])
def test_a_link_to_a_ticket_says_what_it_is_about(
    qtbot: QtBot, window: MainWindow, name: str
) -> None:
    page = go_to(window, name, KINDS[name])
    if name != "start":
        choose_first(qtbot, page)
    qtbot.waitUntil(lambda: bool(links(page, "CNE-2")))
    assert all(" · " in link for link in links(page, "CNE-2"))


def test_a_button_of_the_settings_says_what_it_is_about(qtbot: QtBot, window: MainWindow) -> None:
    page = go_to(window, "settings", SettingsPage)
    qtbot.waitUntil(page.add.isVisible)
    buttons = [each for each in page.findChildren(QPushButton) if each.isVisible()]
    bare = [each for each in buttons if said(each) == each.text()]  # no more than is shown
    assert bare
    about = {said(each, QAccessible.Text.Description) for each in bare}
    assert len(about) == len(bare)
    assert "Members of staff: Who can open the store." in about


def test_what_is_wrong_with_an_identifier_is_told_too(qtbot: QtBot, window: MainWindow) -> None:
    page = go_to(window, "devices", DevicesPage)
    wrong = make_identifier(IdentifierKind.IMEI, "356938035643801")
    assert wrong is not None
    assert wrong.warnings
    device, changes = devices.create(page.context.session, identifiers=[wrong], name="Toestel")
    page.context.jobs.changed.emit(changes)
    page.context.go("devices", device)
    pane = page.findChild(DetailPane)
    assert pane is not None
    qtbot.waitUntil(lambda: pane.device is not None and pane.device.row.id == device)
    texts = [part.text(QAccessible.Text.Name) for part in told(pane)]
    assert "\n".join(wrong.warnings) in texts
    told_by_tab = [part.text(QAccessible.Text.Description) for part in told(pane)]
    assert any(text.startswith(wrong.warnings[0]) for text in told_by_tab)
