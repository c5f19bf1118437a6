"""Locking hides and forgets, in dialogs too; unlocking returns to what was typed and where."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from app.model.staff import Role
from app.model.ticket import Priority
from app.workflows import members, tickets
from tests.ui.entering import enter
from tests.ui.example_store import LEAD, PASSPHRASE
from ui import clipboard, prompts
from ui.application import PAGES
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.theme.theme import Theme
from ui.tickets.new_ticket import NewTicketDialog
from ui.tickets.page import TicketsPage
from ui.unlock import Unlock
from ui.widgets.plain_label import PlainLabel
from ui.widgets.question import Question
from ui.workspace import Workspace

CONTROL = Qt.KeyboardModifier.ControlModifier


def lock(qtbot: QtBot, window: MainWindow) -> Unlock:
    qtbot.keyClick(window, Qt.Key.Key_L, CONTROL)
    assert window.workspace is None
    qtbot.waitUntil(lambda: window.findChild(Unlock) is not None)
    gate = window.findChild(Unlock)
    assert gate is not None
    return gate


def test_locking_hides_at_once_and_forgets_the_session_and_its_key(
    qtbot: QtBot, window: MainWindow
) -> None:
    assert window.workspace is not None
    session = weakref.ref(window.workspace.context.session)
    page = window.findChild(TicketsPage)
    assert page is not None
    qtbot.keyClick(window, Qt.Key.Key_L, CONTROL)
    assert not page.isVisible()
    qtbot.waitUntil(lambda: window.findChild(Unlock) is not None)
    del page
    qtbot.wait(50)
    gc.collect()
    assert session() is None


def test_a_fault_while_the_place_is_kept_does_not_leave_it_open(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> dict[str, object]:
        raise ZeroDivisionError

    monkeypatch.setattr(workspace.page("tickets"), "remember", fail)
    with pytest.raises(ZeroDivisionError):  # reported as a fault of the program
        window.lock()
    assert window.workspace is None
    assert not workspace.isVisible()
    qtbot.waitUntil(lambda: window.findChild(Unlock) is not None)


def test_a_dialog_is_hidden_with_the_rest(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    dialog = QDialog(workspace)
    dialog.open()
    window.lock()  # by itself: the keys are the dialog's
    assert not dialog.isVisible()
    qtbot.waitUntil(lambda: window.findChild(Unlock) is not None)
    assert not [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not window]


def test_unlocking_returns_to_the_page_the_query_and_the_row(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    found = tickets.page(workspace.context.session, "vpn").ids
    workspace.go_and_find("tickets", "vpn")
    workspace.go("tickets", found[1])
    lock(qtbot, window)
    again = enter(qtbot, window)
    page = again.page("tickets")
    assert isinstance(page, TicketsPage)
    assert page.field.line.text() == "vpn"
    qtbot.waitUntil(lambda: page.model.rowCount() == len(found))
    assert page.item == found[1]
    qtbot.waitUntil(lambda: page.view.chosen_ids() == [found[1]])


def test_a_word_that_is_half_typed_finds_the_same_after_a_lock(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    page = workspace.page("tickets")
    assert isinstance(page, TicketsPage)
    qtbot.keyClicks(page.field.line, "tekenprog")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    lock(qtbot, window)
    again = enter(qtbot, window).page("tickets")
    assert isinstance(again, TicketsPage)
    qtbot.waitUntil(lambda: again.field.line.text() == "tekenprog")
    qtbot.waitUntil(lambda: again.model.rowCount() == 1)


def test_who_unlocked_last_is_offered_first(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    other = "een ander zijn wachtzin"
    members.add(workspace.context.session, "Mees Jansen", Role.TECHNICIAN, other)
    gate = lock(qtbot, window)
    qtbot.waitUntil(gate.name.isVisible)
    assert gate.name.value == LEAD
    gate.name.set_value("Mees Jansen")
    qtbot.keyClicks(gate.secret, other)
    qtbot.keyClick(gate.secret, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.workspace is not None)
    gate = lock(qtbot, window)
    qtbot.waitUntil(gate.name.isVisible)
    assert gate.name.value == "Mees Jansen"


def test_unlocking_returns_to_another_page(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    workspace.go("devices")
    lock(qtbot, window)
    again = enter(qtbot, window)
    assert again.place is not None
    assert again.place.page == "devices"


def test_of_example_data_the_gate_tells_the_passphrase(
    qtbot: QtBot, theme: Theme, tmp_path: Path, store: Path
) -> None:
    window = MainWindow(
        store,
        theme,
        PAGES,
        preferences=Preferences(),
        preferences_folder=tmp_path / "preferences",
        passphrase=PASSPHRASE,
    )
    window.start()
    assert PASSPHRASE in window.windowTitle()
    gate = window.findChild(Unlock)
    assert gate is not None
    assert any(PASSPHRASE in label.text() for label in gate.findChildren(PlainLabel))
    window.close()
    qtbot.waitUntil(lambda: window.is_shut)
    window.deleteLater()


def test_after_the_idle_minutes_it_locks(qtbot: QtBot, window: MainWindow) -> None:
    window.idle.start(0.001)
    qtbot.waitUntil(lambda: window.findChild(Unlock) is not None)
    assert window.workspace is None


def test_what_was_copied_leaves_the_clipboard_after_half_a_minute(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert clipboard.CLEAR_AFTER == 30_000
    monkeypatch.setattr(clipboard, "CLEAR_AFTER", 40)
    board = QGuiApplication.clipboard()
    told: list[str] = []
    clipboard.copy_for_a_while("490154203237518", window, told.append)
    assert board.text() == "490154203237518"
    assert told == ["Copied. The clipboard is cleared after half a minute."]
    qtbot.waitUntil(lambda: board.text() == "")
    clipboard.copy_for_a_while("490154203237518", window, told.append)
    board.setText("something of the user's own")
    qtbot.wait(80)
    assert board.text() == "something of the user's own"


def test_locking_clears_what_was_copied_at_once(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    clipboard.copy_for_a_while("490154203237518", workspace, workspace.context.tell)
    lock(qtbot, window)
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "")


def new_ticket_of(qtbot: QtBot, workspace: Workspace) -> NewTicketDialog:
    page = workspace.page("tickets")
    qtbot.waitUntil(lambda: page.findChild(NewTicketDialog) is not None)
    dialog = page.findChild(NewTicketDialog)
    assert dialog is not None
    return dialog


def begin_ticket(qtbot: QtBot, workspace: Workspace) -> NewTicketDialog:
    workspace.go("tickets")
    workspace.registry.run("tickets.new")
    return new_ticket_of(qtbot, workspace)


def test_a_lock_takes_the_question_about_what_was_typed_for_no(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    dialog = begin_ticket(qtbot, workspace)
    qtbot.keyClicks(dialog.title, "Scherm knippert al de hele week")
    QTimer.singleShot(100, window, window.lock)
    qtbot.keyClick(dialog.title, Qt.Key.Key_Escape)  # asks until the lock
    qtbot.waitUntil(lambda: window.findChild(Unlock) is not None)
    assert not [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not window]
    gate = window.findChild(Unlock)
    assert gate is not None
    found = new_ticket_of(qtbot, enter(qtbot, window))
    assert found.title.text() == "Scherm knippert al de hele week"


@pytest.mark.parametrize("asks", [False, True])
def test_the_key_locks_in_a_dialog_too_and_in_a_question_over_it(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, asks: bool
) -> None:
    def press() -> None:
        at_work = QApplication.activeWindow()
        assert isinstance(at_work, Question if asks else NewTicketDialog)
        qtbot.keyClick(at_work, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)

    dialog = begin_ticket(qtbot, workspace)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    qtbot.keyClicks(dialog.title, "Scherm knippert al de hele week")
    if asks:
        QTimer.singleShot(200, dialog, press)
        qtbot.keyClick(dialog.title, Qt.Key.Key_Escape)  # asks until the lock
    else:
        press()
    qtbot.waitUntil(lambda: window.findChild(Unlock) is not None)
    assert not [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not window]


def test_a_half_filled_new_ticket_comes_back_and_goes_nowhere_else(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = begin_ticket(qtbot, workspace)
    qtbot.keyClicks(dialog.requester.line, "amrani")
    qtbot.waitUntil(dialog.requester.found.isVisible)
    qtbot.keyClick(dialog.requester.line, Qt.Key.Key_Return)
    qtbot.keyClicks(dialog.title, "Scherm knippert")
    qtbot.keyClicks(dialog.text, "Sinds van")
    qtbot.keyClicks(dialog.tags.line, "scherm, ")
    dialog.priority.set_value(Priority.HIGH)
    dialog.devices.take("490154203237518")
    qtbot.waitUntil(dialog.devices.isVisible)
    device = dialog.devices.chosen
    window.lock()  # by itself: the keys are the dialog's
    qtbot.waitUntil(lambda: window.findChild(Unlock) is not None)
    gate = window.findChild(Unlock)
    assert gate is not None
    again = enter(qtbot, window)
    found = new_ticket_of(qtbot, again)
    qtbot.waitUntil(lambda: found.requester.person is not None)
    assert found.isVisible()
    assert (found.title.text(), found.text.toPlainText()) == ("Scherm knippert", "Sinds van")
    assert found.tags.line.text() == "scherm, "
    assert found.priority.value is Priority.HIGH
    qtbot.waitUntil(lambda: found.devices.chosen == device)
    assert again.place is not None
    assert "new" not in again.place.kept
    monkeypatch.setattr(prompts, "confirm", lambda *_asked: True)
    found.reject()
    window.lock()
    qtbot.waitUntil(lambda: window.findChild(Unlock) is not None)
    gate = window.findChild(Unlock)
    assert gate is not None
    once_more = enter(qtbot, window)
    assert once_more.page("tickets").findChild(NewTicketDialog) is None


def test_a_half_written_reply_comes_back_and_lies_nowhere_in_the_open(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, store: Path
) -> None:
    wanted = tickets.page(workspace.context.session, "vpn").ids[0]
    workspace.go("tickets", wanted)
    page = workspace.page("tickets")
    assert isinstance(page, TicketsPage)
    qtbot.waitUntil(lambda: page.ticket is not None and page.ticket.row.id == wanted)
    page.pane.composer.editor.setFocus()
    qtbot.keyClicks(page.pane.composer.editor, "Half geschreven zin")
    scan = store.parent / "scan.txt"
    scan.write_text("Wat erbij gaat")
    page.pane.composer.attach_paths([scan])
    qtbot.waitUntil(lambda: len(page.pane.composer.attached) == 1)
    scan.unlink()
    lock(qtbot, window)
    for file in [*store.rglob("*"), *store.parent.joinpath("preferences").rglob("*")]:
        plain = file.read_bytes() if file.is_file() else b""
        assert b"Half geschreven" not in plain, file.name
        assert b"Wat erbij gaat" not in plain, file.name
    again = enter(qtbot, window).page("tickets")
    assert isinstance(again, TicketsPage)
    qtbot.waitUntil(lambda: again.pane.composer.text == "Half geschreven zin")
    (kept,) = again.pane.composer.attached
    assert (kept.filename, kept.content) == ("scan.txt", b"Wat erbij gaat")
