"""What lies around every page: the gates, the palette, the keys and the settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtWidgets import QScrollArea, QWidget

from app.model.changes import Changes
from app.model.ticket_edit import Edit
from app.workflows import bulk_edit, ticket_lists
from tests.ui.example_store import PASSPHRASE
from ui.first_run import FirstRun
from ui.main_window import MainWindow
from ui.settings.dialogs import AddMember
from ui.settings.page import SettingsPage
from ui.settings.word_dialogs import RenameWord
from ui.settings.words import WordsSection
from ui.shortcut_sheet import ShortcutSheet
from ui.unlock import Unlock

Settle = Callable[[Callable[[], bool]], None]


def first_run(window: MainWindow, settle: Settle) -> Iterator[tuple[str, QWidget]]:
    """Yield what makes a store; the window was started on an empty folder."""
    gate = window.findChild(FirstRun)
    assert gate is not None
    gate.name.setText("Noor Visser")
    gate.place.setText("~/CNE Helpdesk")  # not where the pictures happen to be made
    gate.secret.setText("karwij basalt")
    settle(lambda: True)
    yield "first-run", window
    gate.secret.setText(PASSPHRASE)
    gate.again.setText(PASSPHRASE)
    gate.button.click()
    settle(lambda: hasattr(gate, "code"))
    yield "recovery-code", window


def unlock(window: MainWindow, settle: Settle) -> Iterator[tuple[str, QWidget]]:
    """Yield what asks for the passphrase, then open the store; the window was started on one."""
    gate = window.findChild(Unlock)
    assert gate is not None
    settle(lambda: True)
    yield "unlock", window
    gate.secret.setText("wrong passphrase")
    gate.button.click()
    settle(gate.messages.isVisible)
    yield "unlock-wrong", window
    gate.secret.setText(PASSPHRASE)
    gate.button.click()
    settle(lambda: window.workspace is not None)


def pictures(window: MainWindow, settle: Settle) -> Iterator[tuple[str, QWidget]]:
    """Yield the palette, the keys and the settings by name."""
    workspace = window.workspace
    assert workspace is not None
    workspace.go("tickets")
    palette = workspace.palette_over
    palette.open()
    settle(lambda: True)
    yield "palette", window
    palette.line.setText("vpn")
    settle(lambda: palette.lines.rowCount() > 0)
    yield "palette-found", window
    palette.line.setText("pf3k")
    settle(lambda: palette.lines.rowCount() > 0)
    yield "palette-device", window
    palette.leave()
    workspace.show_keys()
    sheet = workspace.findChild(ShortcutSheet)
    assert sheet is not None
    settle(sheet.isVisible)
    yield "keys", sheet
    sheet.close()
    yield from _settings(window, settle)


def _settings(window: MainWindow, settle: Settle) -> Iterator[tuple[str, QWidget]]:
    assert window.workspace is not None
    window.workspace.go("settings")
    settle(lambda: True)
    yield "settings", window
    settings = window.workspace.page("settings")
    assert isinstance(settings, SettingsPage)
    area = settings.findChild(QScrollArea)
    assert area is not None
    area.verticalScrollBar().setValue(10_000)
    settle(lambda: True)
    yield "settings-end", window
    yield from _words(settings, area, settle)
    settings.add.click()
    adding = settings.findChild(AddMember)
    assert adding is not None
    settle(adding.isVisible)
    yield "settings-add", adding
    adding.reject()


def _words(
    settings: SettingsPage, area: QScrollArea, settle: Settle
) -> Iterator[tuple[str, QWidget]]:
    words, context = settings.words, settings.context
    assert isinstance(words, WordsSection)
    tickets = ticket_lists.page(context.session, limit=2).ids
    for ticket, queue in zip(tickets, ("Werkplek", "Werkplk"), strict=True):
        bulk_edit.edit(context.session, {ticket: None}, Edit(queue=queue))
    context.jobs.changed.emit(Changes(tickets=frozenset(tickets)))  # made behind its back
    settle(lambda: words.table.rowCount() > 1)
    area.ensureWidgetVisible(words)
    words.table.selectRow(words.table.rowCount() - 1)
    settle(words.remove.isEnabled)
    yield "settings-words", settings.window()
    words.rename.click()
    renaming = settings.findChild(RenameWord)
    assert renaming is not None
    settle(renaming.isVisible)
    yield "settings-words-rename", renaming
    renaming.reject()
