"""The settings, as somebody changes them: each is used at once and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot

from app import i18n
from app.errors import KnownError
from app.model.staff import Role
from app.model.ticket_edit import Edit
from app.workflows import bulk_edit, members, tickets
from app.workflows import session as sessions
from tests.ui.example_store import LEAD, PASSPHRASE
from tests.ui.parts import pick
from ui.main_window import MainWindow
from ui.preferences import Preferences, load
from ui.settings.dialogs import (
    AddMember,
    ChangePassphrase,
    NewRecoveryCode,
    RememberComputer,
    RemoveMember,
    ResetPassphrase,
)
from ui.settings.page import SettingsPage
from ui.theme.theme import Theme
from ui.theme.tokens import Density, Scheme
from ui.unlock import Unlock
from ui.widgets.plain_label import PlainLabel

OTHER = "basalt hamster karwij"


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow, theme: Theme) -> Iterator[SettingsPage]:
    qtbot.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    yield settings(window)
    theme.choose(Scheme.SYSTEM, Density.COMFORTABLE)


def settings(window: MainWindow) -> SettingsPage:
    page = window.findChild(SettingsPage)
    assert page is not None
    return page


def opened(qtbot: QtBot, page: SettingsPage, kind: type[Any]) -> Any:
    dialog = page.findChild(kind)
    assert isinstance(dialog, QDialog)
    qtbot.waitUntil(dialog.isVisible)
    return dialog


def test_looks_change_at_once_and_are_kept(
    qtbot: QtBot, page: SettingsPage, theme: Theme, tmp_path: Path
) -> None:
    pick(page.scheme, "Dark")
    assert theme.palette.dark
    pick(page.density, "Compact")
    assert theme.density is Density.COMPACT
    pick(page.idle, "15 minutes")
    kept = load(tmp_path / "preferences")
    assert (kept.scheme, kept.density, kept.idle_minutes) == (Scheme.DARK, Density.COMPACT, 15)


def test_another_language_is_spoken_at_once_at_the_same_place(
    qtbot: QtBot, window: MainWindow, page: SettingsPage
) -> None:
    page.language.setFocus()
    pick(page.language, "Nederlands")
    before = window.workspace
    qtbot.waitUntil(lambda: window.workspace not in (None, before))
    assert i18n.current_language() == "nl"
    assert window.workspace is not None
    assert window.workspace.place is not None
    assert window.workspace.place.page == "settings"
    assert "Vergrendelen" in {a.title for a in _entries(window)}
    qtbot.waitUntil(lambda: len(window.findChildren(SettingsPage)) == 1)
    assert window.focusWidget() is settings(window).language
    before = window.workspace
    pick(settings(window).language, "English")
    qtbot.waitUntil(lambda: window.workspace not in (None, before))
    assert i18n.current_language() == "en"


def _entries(window: MainWindow) -> list[Any]:
    assert window.workspace is not None
    palette = window.workspace.palette_over
    palette.open()
    found = [palette.lines.entry(row) for row in range(palette.lines.rowCount())]
    palette.leave()
    return [entry for entry in found if entry is not None]


def test_a_lead_adds_a_member_and_removes_them_again(
    qtbot: QtBot, window: MainWindow, page: SettingsPage, store: Path
) -> None:
    qtbot.mouseClick(page.add, Qt.MouseButton.LeftButton)
    dialog = opened(qtbot, page, AddMember)
    qtbot.keyClicks(dialog.name, "Mees Jansen")
    qtbot.keyClicks(dialog.new.line, OTHER)
    assert not dialog.submit.isEnabled()
    qtbot.keyClicks(dialog.new.again, OTHER)
    qtbot.keyClick(dialog.new.again, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Mees Jansen" in page.removers, timeout=15_000)
    session = page.context.session
    assert [m.role for m in members.members(session)] == [Role.LEAD, Role.TECHNICIAN]
    qtbot.mouseClick(page.removers["Mees Jansen"], Qt.MouseButton.LeftButton)
    question = opened(qtbot, page, RemoveMember)
    qtbot.mouseClick(question.submit, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.removers == {}, timeout=15_000)
    assert [m.name for m in members.members(session)] == [LEAD]


def test_who_is_removed_leaves_their_tickets_to_whom_the_lead_chooses(
    qtbot: QtBot, page: SettingsPage, store: Path
) -> None:
    session = page.context.session
    members.add(session, "Mees Jansen", Role.TECHNICIAN, OTHER)
    theirs = tickets.page(session, "status:unfinished", limit=2).ids
    bulk_edit.edit(session, dict.fromkeys(theirs), Edit(assignee="Mees Jansen"))
    page._ask_members()
    qtbot.waitUntil(lambda: "Mees Jansen" in page.removers, timeout=15_000)
    qtbot.mouseClick(page.removers["Mees Jansen"], Qt.MouseButton.LeftButton)
    question = opened(qtbot, page, RemoveMember)
    qtbot.waitUntil(question.heir.isVisible)
    assert "2 unfinished tickets" in question.tickets.text()
    assert question.heir.text().startswith("Nobody")
    pick(question.heir, LEAD)
    qtbot.mouseClick(question.submit, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.removers == {}, timeout=15_000)
    assert {tickets.get(session, ticket).row.assignee for ticket in theirs} == {LEAD}


def test_a_lead_gives_somebody_who_forgot_theirs_a_new_passphrase(
    qtbot: QtBot, page: SettingsPage, store: Path
) -> None:
    session, new = page.context.session, "vier losse woorden hier"
    members.add(session, "Mees Jansen", Role.TECHNICIAN, OTHER)
    page._ask_members()
    qtbot.waitUntil(lambda: "Mees Jansen" in page.resetters, timeout=15_000)
    assert list(page.resetters) == ["Mees Jansen"]
    qtbot.mouseClick(page.resetters["Mees Jansen"], Qt.MouseButton.LeftButton)
    dialog = opened(qtbot, page, ResetPassphrase)
    qtbot.keyClicks(dialog.new.line, new)
    qtbot.keyClicks(dialog.new.again, new)
    with qtbot.waitSignal(dialog.accepted, timeout=15_000):
        qtbot.keyClick(dialog.new.again, Qt.Key.Key_Return)
    assert session.vault.unlock(new).member.name == "Mees Jansen"


def test_a_name_that_is_taken_is_said_in_the_dialog_and_nothing_is_lost(
    qtbot: QtBot, page: SettingsPage
) -> None:
    qtbot.mouseClick(page.add, Qt.MouseButton.LeftButton)
    dialog = opened(qtbot, page, AddMember)
    qtbot.keyClicks(dialog.name, LEAD)
    for line in (dialog.new.line, dialog.new.again):
        qtbot.keyClicks(line, OTHER)
    qtbot.mouseClick(dialog.submit, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dialog.messages.isVisible)
    assert dialog.name.text() == LEAD
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_the_passphrase_changes(
    qtbot: QtBot, window: MainWindow, page: SettingsPage, store: Path
) -> None:
    qtbot.mouseClick(page.passphrase, Qt.MouseButton.LeftButton)
    dialog = opened(qtbot, page, ChangePassphrase)
    qtbot.keyClicks(dialog.old, PASSPHRASE)
    qtbot.keyClicks(dialog.new.line, OTHER)
    qtbot.keyClicks(dialog.new.again, OTHER)
    qtbot.mouseClick(dialog.submit, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.findChild(ChangePassphrase) is None, timeout=15_000)
    window.close()
    qtbot.waitUntil(lambda: window.is_shut)
    with pytest.raises(KnownError):
        sessions.unlock(store, PASSPHRASE)
    sessions.unlock(store, OTHER).close()


def test_a_new_recovery_code_is_shown_until_it_is_written_down(
    qtbot: QtBot, window: MainWindow, page: SettingsPage, store: Path
) -> None:
    qtbot.mouseClick(page.code, Qt.MouseButton.LeftButton)
    dialog = opened(qtbot, page, NewRecoveryCode)
    qtbot.mouseClick(dialog.submit, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: hasattr(dialog, "kept"), timeout=15_000)
    code = dialog.code.text().replace("\u200b", "")
    copy = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Copy")
    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert "half a minute" in dialog.messages.message.text()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert not dialog.submit.isEnabled()
    dialog.kept.click()
    qtbot.mouseClick(dialog.submit, Qt.MouseButton.LeftButton)
    window.close()
    qtbot.waitUntil(lambda: window.is_shut)
    sessions.unlock_with_recovery(store, code).close()


def test_a_remembered_computer_opens_at_the_start_but_not_after_a_lock(
    qtbot: QtBot, window: MainWindow, page: SettingsPage, theme: Theme, tmp_path: Path
) -> None:
    store = page.context.session.folder
    qtbot.mouseClick(page.remember_here, Qt.MouseButton.LeftButton)
    dialog = opened(qtbot, page, RememberComputer)
    qtbot.keyClicks(dialog.secret, PASSPHRASE)
    qtbot.mouseClick(dialog.submit, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.forget.isVisible, timeout=15_000)
    window.close()
    qtbot.waitUntil(lambda: window.is_shut)
    again = MainWindow(
        store,
        theme,
        window.pages,
        preferences=load(tmp_path / "preferences"),
        preferences_folder=tmp_path / "preferences",
    )
    again.start()
    qtbot.waitUntil(lambda: again.workspace is not None, timeout=15_000)
    again.lock()
    qtbot.waitUntil(lambda: again.findChild(Unlock) is not None)
    qtbot.wait(100)
    assert again.workspace is None
    again.close()
    qtbot.waitUntil(lambda: again.is_shut)
    again.deleteLater()


def test_a_technician_is_offered_nothing_that_only_a_lead_may(
    qtbot: QtBot, store: Path, open_window: Callable[[Path], MainWindow]
) -> None:
    session = sessions.unlock(store, PASSPHRASE)
    members.add(session, "Mees Jansen", Role.TECHNICIAN, OTHER)
    session.close()
    window = open_window(store)
    gate = window.findChild(Unlock)
    assert gate is not None
    qtbot.waitUntil(lambda: gate.name.count() == 2)
    pick(gate.name, "Mees Jansen")
    qtbot.keyClicks(gate.secret, OTHER)
    qtbot.keyClick(gate.secret, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=15_000)
    assert window.workspace is not None
    window.workspace.go("settings")
    page = settings(window)
    assert not page.code.isVisible()
    assert not page.add.isVisible()
    assert page.passphrase.isVisible()
    told = [label.text() for label in page.words.findChildren(PlainLabel)]
    assert "A team lead can rename, merge and remove them." in told
    assert page.words.findChildren(QPushButton) == []
    qtbot.wait(50)
    assert page.removers == {}


def test_what_makes_no_sense_in_the_file_is_as_on_the_first_day(tmp_path: Path) -> None:
    (tmp_path / "window.json").write_text('{"idle_minutes": 0, "remembered": "yes"}')
    assert vars(load(tmp_path)) == vars(Preferences())
