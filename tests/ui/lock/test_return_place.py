"""Who unlocks comes back to their own tabs and place, where colleagues share a workstation too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.model.changes import Changes
from app.model.staff import Role
from app.store import places
from app.workflows import members, ticket_lists, tickets
from tests.ui.entering import enter
from tests.ui.example_store import LEAD, PASSPHRASE
from tests.ui.parts import pick
from ui.main_window import MainWindow
from ui.tickets.new_ticket import NewTicketDialog
from ui.tickets.page import TicketsPage
from ui.unlock import Unlock
from ui.workspace import Workspace

COLLEAGUE, OTHER = "Mees Jansen", "een ander zijn wachtzin"


def lock(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.findChild(Unlock) is not None)


def enter_as(qtbot: QtBot, window: MainWindow, name: str, secret: str) -> Workspace:
    gate = window.findChild(Unlock)
    assert gate is not None
    qtbot.waitUntil(gate.name.isVisible)
    gate.name.set_value(name)
    return enter(qtbot, window, secret)


def tabs_of(workspace: Workspace) -> list[int]:
    page = workspace.page("tickets")
    assert isinstance(page, TicketsPage)
    return list(page.tabs.tickets)


@pytest.fixture
def colleague(window: MainWindow, workspace: Workspace) -> str:
    members.add(workspace.context.session, COLLEAGUE, Role.TECHNICIAN, OTHER)
    return COLLEAGUE


def test_each_colleague_comes_back_to_their_own_tabs(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, colleague: str
) -> None:
    first, second, third, *_ = tickets.page(workspace.context.session, "").ids
    for ticket in (first, second):
        workspace.page("tickets").show_apart(ticket)
    lock(qtbot, window)
    theirs = enter_as(qtbot, window, colleague, OTHER)
    assert tabs_of(theirs) == []
    theirs.page("tickets").show_apart(third)
    theirs.go("devices")
    lock(qtbot, window)
    mine = enter_as(qtbot, window, LEAD, PASSPHRASE)
    assert mine.place is not None
    assert mine.place.page == "tickets"
    assert mine.place.kept["tab"] == second
    assert tabs_of(mine) == [first, second]
    lock(qtbot, window)
    again = enter_as(qtbot, window, colleague, OTHER)
    assert again.place is not None
    assert again.place.page == "devices"
    assert tabs_of(again) == [third]


def test_who_chose_their_name_types_the_passphrase(
    qtbot: QtBot, window: MainWindow, colleague: str
) -> None:
    lock(qtbot, window)
    gate = window.findChild(Unlock)
    assert gate is not None
    qtbot.waitUntil(gate.name.isVisible)
    gate.name.setFocus()
    pick(gate.name, colleague)
    assert gate.name.value == colleague
    assert gate.secret.hasFocus()


def test_the_tabs_are_there_when_the_program_is_started_anew(
    qtbot: QtBot,
    window: MainWindow,
    workspace: Workspace,
    store: Path,
    open_window: Callable[[Path], MainWindow],
) -> None:
    ticket = tickets.page(workspace.context.session, "").ids[3]
    workspace.page("tickets").show_apart(ticket)
    window.close()
    qtbot.waitUntil(lambda: window.is_shut)
    again = enter(qtbot, open_window(store))
    assert tabs_of(again) == [ticket]
    assert again.place is not None
    assert again.place.kept["tab"] == ticket


def test_what_was_typed_is_not_kept_once_something_was_destroyed(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, store: Path
) -> None:
    """It may name who is gone; the tabs are numbers, and their titles are asked for anew."""
    session = workspace.context.session
    found = tickets.page(session, "vpn").ids
    workspace.go_and_find("devices", "iphone")
    workspace.go_and_find("tickets", "vpn")
    workspace.page("tickets").show_apart(found[1])
    workspace.context.jobs.tell(Changes(destroyed=True))  # as a purge that is carried out does
    qtbot.waitUntil(lambda: workspace.has_destroyed)
    title = ticket_lists.rows(session, [found[1]])[found[1]].title
    lock(qtbot, window)
    again = enter(qtbot, window)
    with again.context.session.store.read() as connection:
        kept = places.find(connection, again.context.session.staff_id) or ""
    assert str(found[1]) in kept
    for typed in ("vpn", "iphone", title):
        assert typed not in kept
    page = again.page("tickets")
    assert isinstance(page, TicketsPage)
    assert page.field.line.text() == ""
    assert tabs_of(again) == [found[1]]
    qtbot.waitUntil(lambda: page.tabs.title(found[1]) == title)


@pytest.mark.parametrize("is_begun_before", [False, True])
def test_a_form_is_there_again_after_a_destruction_if_it_was_begun_after_that(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, is_begun_before: bool
) -> None:
    page = workspace.page("tickets")
    assert isinstance(page, TicketsPage)

    def begin() -> None:
        page.new_ticket()
        dialog = page.findChild(NewTicketDialog)
        assert dialog is not None
        qtbot.keyClicks(dialog.title, "Scherm knippert")

    if is_begun_before:
        begin()
    workspace.context.jobs.tell(Changes(destroyed=True))
    qtbot.waitUntil(lambda: workspace.has_destroyed)
    if not is_begun_before:
        begin()
    window.lock()  # by itself: the keys are the dialog's
    qtbot.waitUntil(lambda: window.findChild(Unlock) is not None)
    again = enter(qtbot, window)
    found = again.page("tickets").findChildren(NewTicketDialog)
    assert [dialog.title.text() for dialog in found] == (
        [] if is_begun_before else ["Scherm knippert"]
    )


def test_a_purge_that_ends_as_it_locks_leaves_one_where_one_was(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    session = workspace.context.session
    workspace.go("retention")
    workspace.context.jobs.tell(Changes(destroyed=True))
    qtbot.waitUntil(lambda: workspace.has_destroyed)
    window.lock()

    def destroy() -> None:
        with session.store.write() as connection:
            places.forget_all(connection)

    window.jobs.write(window, destroy)  # its last batch, written after the place was kept
    qtbot.waitUntil(lambda: window.findChild(Unlock) is not None)
    again = enter(qtbot, window)
    assert again.place is not None
    assert again.place.page == "retention"


def test_a_language_that_is_chosen_leaves_one_where_one_is(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    """And not where the window was last left."""
    first, second, *_ = tickets.page(workspace.context.session, "").ids
    workspace.page("tickets").show_apart(first)
    lock(qtbot, window)
    here = enter(qtbot, window)
    here.page("tickets").show_apart(second)
    preferences = here.context.preferences
    before, preferences.language = preferences.language, "nl"
    here.context.use_preferences()
    qtbot.waitUntil(lambda: window.workspace not in (None, here))
    assert window.workspace is not None
    assert tabs_of(window.workspace) == [first, second]
    preferences.language = before
    window.workspace.context.use_preferences()
    spoken = window.workspace
    qtbot.waitUntil(lambda: window.workspace not in (None, spoken))
