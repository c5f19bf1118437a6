"""A view is kept by one member of staff, and seen, changed, renamed and removed by another."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from app.model.staff import Role
from app.model.ticket_list import TicketSort
from app.workflows import members, views
from app.workflows.session import Session
from tests.ui.tickets.conftest import Hands, at_work
from ui import prompts
from ui.main_window import MainWindow
from ui.tickets.page import TicketsPage
from ui.unlock import Unlock
from ui.widgets.choice_button import ChoiceButton
from ui.workspace import Workspace

# What the offscreen screen says of every menu that opens.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
CTRL = Qt.KeyboardModifier.ControlModifier
OTHER, PASSPHRASE = "Tess Tweede", "een heel andere wachtzin voor Tess"


def search(hands: Hands, text: str) -> None:
    hands.press(Qt.Key.Key_F, CTRL)
    line = at_work()
    assert isinstance(line, QLineEdit)
    line.selectAll()
    hands.type(text)


def do(qtbot: QtBot, hands: Hands, page: TicketsPage, words: str) -> None:
    """Do something by the palette, as one does who knows no key for it."""
    hands.press(Qt.Key.Key_K, CTRL)
    workspace = page.context.actions.parent()
    assert isinstance(workspace, Workspace)
    palette = workspace.palette_over
    hands.type(words)

    def is_first() -> bool:
        first = palette.lines.entry(0)
        return first is not None and words in first.title

    qtbot.waitUntil(is_first)
    hands.press(Qt.Key.Key_Return)


def keep(qtbot: QtBot, hands: Hands, page: TicketsPage, name: str) -> None:
    do(qtbot, hands, page, "Keep this list")
    hands.await_field()
    hands.type(name)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.list.views.current is not None)


def test_the_list_is_the_view_that_was_just_made_of_it(
    qtbot: QtBot, page: TicketsPage, hands: Hands
) -> None:
    search(hands, "status:open")
    keep(qtbot, hands, page, "Open <b>&</b>")
    assert page.list.views.text() == "Open <b>&&</b>"


def test_a_view_is_made_to_show_another_search(
    qtbot: QtBot, window: MainWindow, page: TicketsPage, session: Session, hands: Hands
) -> None:
    search(hands, "status:open")
    keep(qtbot, hands, page, "Mine")
    search(hands, "status:open assignee:me")
    assert page.list.views.current is None
    do(qtbot, hands, page, "Make the view show")
    qtbot.waitUntil(lambda: views.every(session)[0].query == "status:open assignee:me")
    qtbot.waitUntil(lambda: page.list.views.text() == "Mine")
    assert "“Mine”" in window.statusBar().currentMessage()
    search(hands, "")
    hands.press(Qt.Key.Key_Backspace)
    offered = {action.id for action in page.context.actions.available()}
    assert "tickets.view_renew" not in offered


def test_who_opens_another_view_before_one_is_changed_is_told_of_the_one_that_is_shown(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    for name, query in (("Later", "tag:vpn"), ("Mine", "status:open")):
        views.add(session, name, query, TicketSort.NEWEST, descending=True)
    page.list.views.look()
    qtbot.waitUntil(lambda: len(page.list.views.views) == 2)
    later, mine = page.list.views.views
    page.list.views.open_view(mine)
    search(hands, "printer")
    page.list.views.renew()
    page.list.views.open_view(later)
    qtbot.waitUntil(lambda: "printer" in {view.query for view in page.list.views.views})
    qtbot.wait(50)  # until all that follows the change has come
    assert page.list.views.query.text == "tag:vpn"
    assert page.list.views.text() == "Later"


def test_a_list_that_is_another_again_before_its_view_is_changed_is_not_that_view(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    search(hands, "status:open")
    keep(qtbot, hands, page, "Mine")
    search(hands, "printer")
    page.list.views.renew()
    search(hands, "vpn")
    qtbot.waitUntil(lambda: [view.query for view in page.list.views.views] == ["printer"])
    qtbot.wait(50)  # until all that follows the change has come
    assert [view.query for view in views.every(session)] == ["printer"]
    assert page.list.views.text() == "Views"


def test_another_list_of_the_navigation_changes_no_view(
    qtbot: QtBot, page: TicketsPage, hands: Hands
) -> None:
    search(hands, "status:open")
    keep(qtbot, hands, page, "Mine")
    page.list.open_query("assignee:none status:unfinished")
    page.list.views.menu().aboutToShow.emit()
    texts = [action.text() for action in page.list.views.menu().actions()]
    assert not [text for text in texts if "“" in text]


def test_another_member_of_staff_sees_renames_and_removes_it(
    qtbot: QtBot,
    window: MainWindow,
    page: TicketsPage,
    hands: Hands,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    members.add(page.context.session, OTHER, Role.TECHNICIAN, PASSPHRASE)
    search(hands, "status:open")
    keep(qtbot, hands, page, "Mine")
    hands.press(Qt.Key.Key_L, CTRL)
    qtbot.waitUntil(lambda: window.findChild(Unlock) is not None)
    gate = window.findChild(Unlock)
    assert gate is not None
    with qtbot.waitActive(window):
        window.activateWindow()
    qtbot.waitUntil(gate.name.isVisible)
    gate.secret.setFocus()
    qtbot.keyClick(gate.secret, Qt.Key.Key_Backtab)
    choice = QApplication.focusWidget()
    assert isinstance(choice, ChoiceButton)
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
    assert choice.text() == OTHER
    qtbot.keyClicks(gate.secret, PASSPHRASE)
    qtbot.keyClick(gate.secret, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.workspace is not None)
    again = window.findChildren(TicketsPage)[-1]
    theirs = Hands(qtbot, again)
    qtbot.waitUntil(lambda: again.list.views.views != () and again.model.rowCount() > 0)
    qtbot.waitUntil(lambda: not again.context.jobs.is_busy)
    do(qtbot, theirs, again, "Mine")
    qtbot.waitUntil(lambda: again.list.views.text() == "Mine")
    do(qtbot, theirs, again, "Rename this view")
    theirs.await_field()
    theirs.type("Ours")
    theirs.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: again.list.views.text() == "Ours")
    asked: list[str] = []

    def agree(_parent: object, _title: str, question: str, _yes: str) -> bool:
        asked.append(question)
        return True

    monkeypatch.setattr(prompts, "confirm", agree)
    do(qtbot, theirs, again, "Remove this view")
    qtbot.waitUntil(lambda: views.every(again.context.session) == ())
    assert "Ours" in asked[0]
    qtbot.waitUntil(lambda: again.list.views.text() == "Views")
