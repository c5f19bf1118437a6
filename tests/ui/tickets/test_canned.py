"""Canned replies: kept, put in with what they leave open filled in, and removed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from app.workflows import canned, tickets
from app.workflows.session import Session
from tests.ui.tickets.conftest import Hands, at_work
from ui import prompts
from ui.tickets.canned_menu import CannedDialog
from ui.tickets.page import TicketsPage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
LEFT = Qt.MouseButton.LeftButton


def test_a_canned_reply_is_put_in_with_its_placeholders_filled(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    number = hands.read(0)
    menu = page.pane.composer.canned
    menu.ask(None)
    hands.await_field()
    hands.type("Herstart")
    hands.press(Qt.Key.Key_Tab)
    hands.type("Dag {name}, over {number}. {me}")
    hands.press(Qt.Key.Key_Tab)
    dialog = at_work().window()
    assert isinstance(dialog, CannedDialog)
    dialog.send()
    qtbot.waitUntil(lambda: len(menu.replies) == 1)
    hands.press(Qt.Key.Key_R)
    below = menu.menu()
    assert isinstance(below, QMenu)
    below.aboutToShow.emit()
    below.actions()[0].trigger()
    row = tickets.get(session, number).row
    said = f"Dag {row.requester}, over {row.number}. Noor Visser"
    assert page.pane.composer.text == said
    assert len(canned.every(session)) == 1
    page.pane.composer.editor.clear()
    hands.press(
        Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    qtbot.waitUntil(below.isVisible)
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Return)
    assert page.pane.composer.text == said
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: tickets.get(session, number).messages[-1].text == said)


def test_a_placeholder_that_is_none_is_told(page: TicketsPage, qtbot: QtBot) -> None:
    page.pane.composer.canned.ask(None)
    dialog = page.window().findChild(CannedDialog)
    assert dialog is not None
    assert not dialog.unknown.isVisible()
    qtbot.keyClicks(dialog.text, "Dag {naam}, {name}")
    assert dialog.unknown.isVisible()
    assert "{naam}" in dialog.unknown.text()
    assert "{name}" not in dialog.unknown.text()
    assert "it stays in the reply as it is" in dialog.unknown.text()
    qtbot.keyClicks(dialog.text, " van {mij}")
    assert "they stay in the reply as they are" in dialog.unknown.text()
    dialog.text.clear()
    assert not dialog.unknown.isVisible()
    dialog.done(0)


def test_ctrl_enter_keeps_a_canned_reply_from_its_text(
    qtbot: QtBot, page: TicketsPage, session: Session
) -> None:
    page.pane.composer.canned.ask(None)
    dialog = page.window().findChild(CannedDialog)
    assert dialog is not None
    qtbot.keyClicks(dialog.name, "Herstart")
    qtbot.keyClicks(dialog.text, "Dag {name},")
    qtbot.keyClick(dialog.text, Qt.Key.Key_Return)
    qtbot.keyClicks(dialog.text, "zet hem uit en aan.")
    qtbot.keyClick(dialog.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(canned.every(session)) == 1)
    assert canned.every(session)[0].text == "Dag {name},\nzet hem uit en aan."


def test_a_canned_reply_is_removed_after_a_question(
    qtbot: QtBot, page: TicketsPage, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    canned.add(session, "Herstart", "Dag {name}")
    menu = page.pane.composer.canned
    for answer in (False, True):
        monkeypatch.setattr(prompts, "confirm", lambda *_asked, said=answer: said)
        menu.ask(canned.every(session)[0])
        dialog = page.window().findChild(CannedDialog)
        assert dialog is not None
        qtbot.mouseClick(dialog.remove, LEFT)
        if answer:
            qtbot.waitUntil(lambda: canned.every(session) == ())
        else:
            qtbot.wait(50)
            assert len(canned.every(session)) == 1
            dialog.done(0)
            qtbot.waitUntil(lambda: page.window().findChild(CannedDialog) is None)
