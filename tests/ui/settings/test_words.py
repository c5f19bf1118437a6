"""A team lead tidies queues, categories and tags in the settings."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from app.model.changes import Changes
from app.model.ticket_edit import Edit
from app.model.ticket_list import TicketSort
from app.workflows import bulk_edit, ticket_lists, views, vocabularies
from app.workflows.session import Session
from tests.ui.parts import pick
from ui import prompts
from ui.main_window import MainWindow
from ui.settings.page import SettingsPage
from ui.settings.word_dialogs import RenameWord
from ui.settings.words import WordsSection


@pytest.fixture
def words(qtbot: QtBot, window: MainWindow) -> WordsSection:
    """The section, in a store with queues of which one is a mistake."""
    assert window.workspace is not None
    session = window.workspace.context.session
    ids = ticket_lists.page(session, limit=6).ids
    for ticket, queue in zip(ids, ["Werkplek"] * 3 + ["Wifi", "Werkplk", "Werkplk"], strict=True):
        bulk_edit.edit(session, {ticket: None}, Edit(queue=queue, add_tags=("vpn",)))
    views.add(session, "Mistake", "queue:Werkplk", TicketSort.NEWEST, descending=True)
    qtbot.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    page = page_of(window)
    section = page.words
    assert isinstance(section, WordsSection)
    area_of(page).ensureWidgetVisible(section)
    qtbot.waitUntil(lambda: shown(section) == ["Werkplek 3", "Werkplk 2", "Wifi 1"])
    return section


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every question that was asked; each is answered with yes."""
    texts: list[str] = []

    def confirm(_parent: object, title: str, question: str, _yes: str) -> bool:
        texts.append(f"{title} {question}")
        return True

    monkeypatch.setattr(prompts, "confirm", confirm)
    return texts


def page_of(window: QWidget) -> SettingsPage:
    page = window.findChild(SettingsPage)
    assert page is not None
    return page


def area_of(page: SettingsPage) -> QScrollArea:
    """Return what scrolls the page."""
    area = page.findChild(QScrollArea)
    assert area is not None
    return area


def session_of(words: WordsSection) -> Session:
    return words._context.session


def shown(words: WordsSection) -> list[str]:
    rows = range(words.table.rowCount())
    items = [[words.table.item(row, place) for place in (0, 1)] for row in rows]
    return [" ".join(item.text() for item in row if item is not None) for row in items]


def rename(qtbot: QtBot, words: WordsSection, old: str, new: str) -> None:
    """Find a name by typing, go to it by keys and give it another one."""
    qtbot.keyClicks(words.search.line, old)
    qtbot.waitUntil(lambda: words.table.rowCount() == 1)
    qtbot.keyClick(words.search.line, Qt.Key.Key_Down)
    qtbot.keyClick(words.table, Qt.Key.Key_Return)
    dialog = words.findChild(RenameWord)
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    qtbot.keyClicks(dialog.name, new)
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: words.findChild(RenameWord) is None)
    words.search.line.clear()


def test_a_name_is_found_by_typing_and_changed_by_keys(
    qtbot: QtBot, words: WordsSection, asked: list[str]
) -> None:
    rename(qtbot, words, "wIf", "Draadloos")
    qtbot.waitUntil(lambda: shown(words) == ["Draadloos 1", "Werkplek 3", "Werkplk 2"])
    assert asked == []


def test_what_is_found_by_typing_comes_into_view(qtbot: QtBot, words: WordsSection) -> None:
    words.window().resize(900, 600)
    area = area_of(page_of(words.window()))
    area.verticalScrollBar().setValue(0)
    qtbot.waitUntil(lambda: words.rename.visibleRegion().isEmpty())
    qtbot.keyClicks(words.search.line, "werk")
    qtbot.waitUntil(lambda: words.table.rowCount() == 2)
    for part in (words.search.line, words.table, words.rename):
        assert part.visibleRegion().boundingRect().height() == part.height()


def test_a_name_that_is_there_is_merged_into_once_the_question_is_answered(
    qtbot: QtBot, words: WordsSection, asked: list[str]
) -> None:
    rename(qtbot, words, "werkplk", "werkplek")
    qtbot.waitUntil(lambda: shown(words) == ["Werkplek 5", "Wifi 1"])
    assert asked == [
        "Merge “Werkplk” into “Werkplek”? “Werkplek” is there already. 2 tickets move there, and"
        " “Werkplk” goes. 1 saved view that asks for it asks for the other one then. This cannot"
        " be undone."
    ]
    assert [view.query for view in views.every(session_of(words))] == ["queue:Werkplek"]


def test_who_says_no_to_the_question_may_type_another_name(
    qtbot: QtBot, words: WordsSection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prompts, "confirm", lambda *_asked: False)
    words.table.selectRow(1)
    qtbot.mouseClick(words.rename, Qt.MouseButton.LeftButton)
    dialog = words.findChild(RenameWord)
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    qtbot.keyClicks(dialog.name, "wifi")
    qtbot.mouseClick(dialog.submit, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dialog.submit.isEnabled)
    assert (dialog.isVisible(), dialog.name.text()) == (True, "wifi")
    assert vocabularies.find(session_of(words), "queue").total == 3
    dialog.name.clear()
    qtbot.mouseClick(dialog.submit, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dialog.messages.isVisible)
    dialog.reject()


def test_a_mistake_is_removed_and_the_question_says_what_becomes_of_its_tickets(
    qtbot: QtBot, words: WordsSection, asked: list[str]
) -> None:
    words.table.selectRow(1)
    assert words.remove.accessibleName() == "Remove Werkplk"
    qtbot.mouseClick(words.remove, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown(words) == ["Werkplek 3", "Wifi 1"])
    assert asked == [
        "Remove “Werkplk”? 2 tickets are in this queue and are in none then. 1 saved view still"
        " asks for it: change or remove that view. This cannot be undone."
    ]
    assert words._chosen() is not None  # what stood below it: one may go on by keys


def test_each_list_is_counted_once_it_is_looked_at(
    qtbot: QtBot, words: WordsSection, monkeypatch: pytest.MonkeyPatch
) -> None:
    pick(words.kind, "Tags")
    qtbot.waitUntil(lambda: shown(words) == ["vpn 6"])
    pick(words.kind, "Categories")
    qtbot.waitUntil(lambda: shown(words) == [])
    assert words.more.text() == "There is none."
    assert not words.rename.isEnabled()
    window = words.window()
    assert isinstance(window, MainWindow)
    assert window.workspace is not None
    window.workspace.go("tickets")
    looked: list[str] = []
    monkeypatch.setattr(vocabularies, "find", lambda *_asked: looked.append("found"))
    words._context.jobs.changed.emit(Changes(everything=True))
    qtbot.wait(20)
    assert looked == []


def test_of_very_many_the_first_are_shown_and_the_rest_is_found_by_typing(
    qtbot: QtBot, words: WordsSection, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = vocabularies.find
    monkeypatch.setattr(
        vocabularies, "find", lambda session, table, text: every(session, table, text, limit=2)
    )
    words._look_anew()
    qtbot.waitUntil(lambda: shown(words) == ["Werkplek 3", "Werkplk 2"])
    assert words.more.text() == "1 more: type a part of its name."
