"""The list narrowed by chips, completed queries and shared views, in columns of one's own."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.model.ticket import Channel
from app.model.ticket_list import TicketSort
from app.store import search_words
from app.workflows import tickets, views
from app.workflows.session import Session
from tests.ui.entering import enter
from tests.ui.tickets.conftest import Hands, at_work
from ui import prompts
from ui.main_window import MainWindow
from ui.tickets.page import TicketsPage
from ui.unlock import Unlock

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
LEFT = Qt.MouseButton.LeftButton


def entry(menu: QMenu, text: str) -> QAction:
    menu.aboutToShow.emit()
    return next(action for action in menu.actions() if action.text() == text)


def below(menu: QMenu, *texts: str) -> QAction:
    action = entry(menu, texts[0])
    if len(texts) == 1:
        return action
    inner = action.menu()
    assert isinstance(inner, QMenu)
    return below(inner, *texts[1:])


def chip_texts(page: TicketsPage) -> list[str]:
    return [chip.text() for chip in page.list.filters.chips]


def wait_for_chips(qtbot: QtBot, page: TicketsPage, *expected: str) -> None:
    """Chips come behind the rows that they find."""
    qtbot.waitUntil(lambda: chip_texts(page) == [*expected])


def test_a_filter_from_the_menu_is_a_chip_and_stands_in_the_query(
    qtbot: QtBot, page: TicketsPage
) -> None:
    below(page.list.filters.menu, "Status", "Closed").trigger()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert page.field.line.text() == "status:closed"
    wait_for_chips(qtbot, page, "Status: closed")
    below(page.list.filters.menu, "Status", "Open").trigger()
    assert page.field.line.text() == "status:open"
    below(page.list.filters.menu, "Assignee", "Nobody").trigger()
    wait_for_chips(qtbot, page, "Status: open", "Assignee: none")
    qtbot.mouseClick(page.list.filters.chips[0], LEFT)
    assert page.field.line.text() == "assignee:none"
    wait_for_chips(qtbot, page, "Assignee: none")
    qtbot.mouseClick(page.list.filters.chips[0], LEFT)
    qtbot.waitUntil(lambda: page.model.rowCount() == 12)
    wait_for_chips(qtbot, page)


def test_the_rows_are_painted_before_the_chips_that_find_them(
    qtbot: QtBot, page: TicketsPage
) -> None:
    painted: list[list[str]] = []

    class Paints(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
            if event.type() is QEvent.Type.Paint and page.model.rowCount() == 1:
                painted.append(chip_texts(page))
            return False

    paints = Paints()
    page.view.viewport().installEventFilter(paints)
    qtbot.keyClicks(page.field.line, "status:closed")
    wait_for_chips(qtbot, page, "Status: closed")
    assert painted[0] == []


def test_a_chip_that_is_pressed_while_one_types_on_takes_off_itself_alone(
    qtbot: QtBot, page: TicketsPage
) -> None:
    qtbot.keyClicks(page.field.line, "status:open ")
    wait_for_chips(qtbot, page, "Status: open")
    qtbot.keyClicks(page.field.line, "vpn")
    qtbot.mouseClick(page.list.filters.chips[0], LEFT)
    assert page.field.line.text() == "vpn"


def test_what_is_typed_becomes_chips_and_words_stay_words(qtbot: QtBot, page: TicketsPage) -> None:
    qtbot.keyClicks(page.field.line, "vpn -tag:oud status:open,new after:7d")
    wait_for_chips(qtbot, page, "Tags: not oud", "Status: open, new", "after:7d")


def test_chips_speak_dutch(qtbot: QtBot, page: TicketsPage, dutch: None) -> None:
    qtbot.keyClicks(page.field.line, "assignee:me")
    wait_for_chips(qtbot, page, "Behandelaar: ik")
    below(page.list.filters.menu, "Status", "Opgelost").trigger()
    assert page.field.line.text() == "assignee:me status:opgelost"


def test_a_query_is_completed_while_it_is_typed(
    qtbot: QtBot, page: TicketsPage, hands: Hands
) -> None:
    hands.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    hands.type("stat")
    suggestions = page.list.completion.suggestions
    assert suggestions.isVisible()
    hands.press(Qt.Key.Key_Tab)
    assert page.field.line.text() == "status:"
    assert suggestions.isVisible()
    hands.type("clo")
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Return)
    assert page.field.line.text() == "status:closed "
    assert at_work() is page.field.line
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    hands.press(Qt.Key.Key_Return)
    assert at_work() is page.view


def test_a_query_is_completed_behind_and_before_an_emoji(
    qtbot: QtBot, page: TicketsPage, hands: Hands
) -> None:
    hands.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    line = page.field.line
    line.setText("😀😀  vpn")
    line.setCursorPosition(len("😀😀") * 2 + 1)
    hands.type("stat")
    hands.press(Qt.Key.Key_Tab)
    hands.type("clo")
    hands.press(Qt.Key.Key_Tab)
    hands.type(" x")
    assert line.text() == "😀😀 status:closed x vpn"


def test_what_the_next_letter_asks_for_is_looked_up_before_it_is_typed(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    tickets.create(session, title="Laptoptas", channel=Channel.COUNTER, text="x")
    hands.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    answered: list[str] = []
    page.model.answered.connect(lambda _another: answered.append(page.model.query.text))
    hands.type("lap")
    # It is asked for with the answer, and not before.
    qtbot.waitUntil(lambda: answered[-1:] == ["lap"] and not page.context.jobs.is_busy)
    read: list[str] = []
    with session.store.read() as connection:
        connection.set_trace_callback(read.append)
        found = search_words.known(connection, "lapt", 100, session.store.remembered)
        connection.set_trace_callback(None)
    assert "laptoptas" in found
    assert read == []


def test_names_in_use_are_offered_and_escape_only_closes_what_is_offered(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    number = page.model.id_at(0)
    assert number is not None
    changes = tickets.set_tags(session, number, ["tweede lijn"])
    page.context.jobs.changed.emit(changes)
    qtbot.waitUntil(lambda: "tweede lijn" in page.list.known.get("tag", ()))
    hands.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    hands.type("tag:twe")
    hands.press(Qt.Key.Key_Tab)
    assert page.field.line.text() == 'tag:"tweede lijn" '
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    hands.type("st")
    assert page.list.completion.suggestions.isVisible()
    hands.press(Qt.Key.Key_Escape)
    assert not page.list.completion.suggestions.isVisible()
    assert page.field.line.text() == 'tag:"tweede lijn" st'


def test_a_list_is_kept_as_a_view_and_opened_by_whoever_comes_next(
    qtbot: QtBot,
    page: TicketsPage,
    session: Session,
    hands: Hands,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hands.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    hands.type("status:open vpn")
    hands.press(Qt.Key.Key_Return)
    page.view.sorting.asked.emit(TicketSort.PRIORITY, True)
    page.list.views.ask_name()
    hands.await_field()
    hands.type("VPN open")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(page.list.views.views) == 1)
    (kept,) = views.every(session)
    assert (kept.name, kept.query, kept.sort) == (
        "VPN open",
        "status:open vpn",
        TicketSort.PRIORITY,
    )
    page.field.line.clear()
    qtbot.waitUntil(lambda: page.model.rowCount() == 12)
    button = page.list.views
    below(button.menu(), "VPN open").trigger()
    assert page.field.line.text() == "status:open vpn"
    assert page.model.query.sort is TicketSort.PRIORITY
    assert button.text() == "VPN open"
    qtbot.waitUntil(lambda: page.model.rowCount() < 12)
    qtbot.keyClicks(page.field.line, " x")
    assert button.text() == "Views"
    page.list.views.open_view(kept)
    below(button.menu(), "Rename “VPN open”…").trigger()
    hands.await_field()
    hands.type("Storingen")  # in place of the name that stands there
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [view.name for view in views.every(session)] == ["Storingen"])
    assert views.every(session)[0].query == "status:open vpn"
    qtbot.waitUntil(lambda: button.text() == "Storingen")
    monkeypatch.setattr(prompts, "confirm", lambda *_asked: False)
    below(button.menu(), "Remove “Storingen”…").trigger()
    qtbot.wait(50)
    assert views.every(session)
    monkeypatch.setattr(prompts, "confirm", lambda *_asked: True)
    below(button.menu(), "Remove “Storingen”…").trigger()
    qtbot.waitUntil(lambda: views.every(session) == ())
    qtbot.waitUntil(lambda: button.text() == "Views")


def test_a_view_brings_its_columns(qtbot: QtBot, page: TicketsPage, session: Session) -> None:
    views.add(
        session,
        "Kort",
        "",
        TicketSort.NEWEST,
        descending=True,
        columns=("title", "queue", "number"),
    )
    page.list.views.look()
    qtbot.waitUntil(lambda: len(page.list.views.views) == 1)
    page.list.views.open_view(page.list.views.views[0])
    assert page.view.columns.shown() == ("title", "queue", "number")


def test_a_column_that_has_no_room_is_told_as_one_chooses(qtbot: QtBot, page: TicketsPage) -> None:
    page.view.columns.show(("title", "status", "queue", "category", "assignee", "requester"))
    page.view.resize(300, 300)
    texts = [action.text() for action in page.view.columns.menu().actions()]
    assert "Queue: no room now" in texts
    assert "Number" in texts  # nobody wants to see it


def test_columns_are_chosen_moved_and_sized(qtbot: QtBot, page: TicketsPage) -> None:
    header = page.view.horizontalHeader()
    assert "queue" not in page.view.columns.shown()
    menu = page.view.columns.menu()
    with qtbot.waitSignal(page.view.columns.arranged):
        entry(menu, "Queue").trigger()
    assert "queue" in page.view.columns.shown()
    menu.close()
    with qtbot.waitSignal(page.view.columns.arranged):
        header.moveSection(header.visualIndex(3), 0)
    with qtbot.waitSignal(page.view.columns.arranged):
        header.resizeSection(3, 200)
    kept = page.view.columns.kept
    assert kept["order"][0] == "status"
    assert kept["widths"] == {"status": 200}
    other = {"order": ["updated"], "hidden": ["queue", "title"], "widths": {"status": 90}}
    page.view.columns.arrange(other)
    assert page.view.columns.shown()[:2] == ("updated", "status")
    assert "title" in page.view.columns.shown()  # it is what the list is about
    page.view.columns.arrange(kept)
    assert page.view.columns.kept == kept
    page.view.columns.arrange(
        {"order": "x", "hidden": 7, "widths": {"number": "wide", "nothing": 5}}
    )
    assert page.view.columns.kept["order"] == kept["order"]


def test_a_border_between_columns_goes_where_the_mouse_drags_it(
    qtbot: QtBot, page: TicketsPage
) -> None:
    """On both sides of the title, which takes up what there is, and at its own border."""
    header, columns = page.view.horizontalHeader(), page.view.columns
    order = [header.logicalIndex(place) for place in range(header.count())]
    shown = [n for n in order if not header.isSectionHidden(n)]
    columns.show([page.model.columns[n].id for n in (shown[2], *shown[:2], *shown[3:])])
    order = [header.logicalIndex(place) for place in range(header.count())]
    shown = [n for n in order if not header.isSectionHidden(n)]
    assert [page.model.columns[n].stretch for n in shown[:3]] == [False, True, False]
    middle = header.height() // 2
    window = page.window().windowHandle()
    for point in (QPoint(0, 0), header.mapTo(page.window(), QPoint(9, middle))):
        QTest.mouseMove(window, point)  # as it comes to the headings
        QApplication.processEvents()
    for left, right in itertools.pairwise(shown):
        border = header.sectionViewportPosition(right)
        for by in (-24, 24):
            start = header.sectionViewportPosition(right)
            qtbot.mousePress(
                header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(start, middle)
            )
            move = QMouseEvent(
                QEvent.Type.MouseMove,
                QPointF(start + by, middle),
                header.viewport().mapToGlobal(QPointF(start + by, middle)),
                Qt.MouseButton.NoButton,
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
            )
            QApplication.sendEvent(header.viewport(), move)
            qtbot.mouseRelease(
                header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(start + by, middle)
            )
            assert header.sectionViewportPosition(right) == start + by, page.model.columns[left].id
        assert header.sectionViewportPosition(right) == border
    assert set(columns.kept["widths"]) == {
        page.model.columns[n].id for n in shown if not page.model.columns[n].stretch
    }


def test_the_columns_are_as_they_were_left(
    qtbot: QtBot, window: MainWindow, page: TicketsPage
) -> None:
    menu = page.view.columns.menu()
    entry(menu, "Queue").trigger()
    menu.close()
    page.view.horizontalHeader().resizeSection(3, 200)
    preferences = page.context.preferences
    qtbot.waitUntil(lambda: "tickets" in preferences.lists)
    window.lock()
    qtbot.waitUntil(lambda: window.findChild(Unlock) is not None)
    enter(qtbot, window)
    again = window.findChildren(TicketsPage)[-1]
    assert "queue" in again.view.columns.shown()
    assert again.view.columns.kept["widths"] == {"status": 200}
