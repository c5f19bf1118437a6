"""The overview: what waits, and how the work goes; each number leads to its list."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.model import moments
from app.model.ticket import Channel, Status
from app.workflows import devices, start_page, tickets
from app.workflows.session import Session
from tests.ui.entering import go_to
from ui.devices.page import DevicesPage
from ui.main_window import MainWindow
from ui.start.lines import Lines
from ui.start.page import StartPage
from ui.theme.theme import Theme
from ui.tickets.page import TicketsPage
from ui.widgets.plain_label import PlainLabel

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> StartPage:
    page = go_to(window, "start", StartPage)
    qtbot.waitUntil(lambda: page.tiles["my_work"].number.text() != "…" and page.ages.can_open)
    return page


@pytest.fixture
def session(page: StartPage) -> Session:
    return page.context.session


@pytest.mark.parametrize("tile", ["my_work", "overdue", "unassigned"])
def test_each_number_of_tickets_leads_to_its_list(
    qtbot: QtBot, window: MainWindow, page: StartPage, tile: str
) -> None:
    count = int(page.tiles[tile].number.text())
    qtbot.mouseClick(page.tiles[tile], LEFT)
    other = window.findChild(TicketsPage)
    assert other is not None
    qtbot.waitUntil(lambda: other.isVisible() and other.model.rowCount() == count)


def test_a_warranty_that_ends_soon_is_counted_and_listed(
    qtbot: QtBot, window: MainWindow, page: StartPage, session: Session
) -> None:
    assert page.tiles["warranty"].number.text() == "0"
    first, second, third = devices.page(session).ids[:3]
    today = moments.office_day(moments.now())
    for device, days in ((first, 30), (second, 61), (third, -1)):
        until = (today + timedelta(days=days)).isoformat()
        version = devices.get(session, device).row.version
        changes = devices.change(session, device, version, warranty_until=until)
        page.context.jobs.changed.emit(changes)
    qtbot.waitUntil(lambda: page.tiles["warranty"].number.text() == "1")
    assert len(page.warranty.findChildren(QPushButton)) == 1
    qtbot.mouseClick(page.tiles["warranty"], LEFT)
    other = window.findChild(DevicesPage)
    assert other is not None
    qtbot.waitUntil(lambda: other.isVisible() and other.model.rowCount() == 1)
    assert other.model.id_at(0) == first


def test_a_line_opens_its_ticket(qtbot: QtBot, window: MainWindow, page: StartPage) -> None:
    line = page.next.findChildren(QPushButton)[0]
    qtbot.mouseClick(line, LEFT)
    other = window.findChild(TicketsPage)
    assert other is not None
    qtbot.waitUntil(lambda: other.isVisible() and other.pane.isVisible())


def test_the_figures_are_what_their_lists_show(session: Session) -> None:
    ids = tickets.page(session).ids
    version = tickets.get(session, ids[0]).row.version
    if tickets.get(session, ids[0]).row.status is not Status.CLOSED:
        tickets.set_status(session, ids[0], Status.CLOSED, version)
    figures = start_page.measure(session)
    assert len(figures.days) == start_page.DAYS
    assert sum(one.count for one in figures.created) == 12
    for one in (*figures.created, *figures.closed, *figures.ages, *figures.responses):
        assert tickets.count(session, one.query) == one.count
    assert sum(one.count for one in figures.ages) == tickets.count(session, "status:unfinished")
    assert figures.closed[-1].count >= 1
    assert sum(one.count for one in figures.responses) == 12


def test_first_answers_are_counted_and_listed_by_how_soon_they_came(session: Session) -> None:
    hour, day = 3_600, 86_400
    created = moments.now() - 20 * day
    taken = (0, hour, hour + 1, 4 * hour, 4 * hour + 1, day, day + 1, 3 * day, 3 * day + 1, None)
    ids = tickets.page(session).ids
    with session.store.write() as connection:
        connection.execute("UPDATE ticket SET first_response_at = NULL")
        connection.executemany(
            "UPDATE ticket SET created_at = ?, first_response_at = ? WHERE id = ?",
            [
                (created, None if seconds is None else created + seconds, ticket)
                for seconds, ticket in zip(taken, ids, strict=False)
            ],
        )
    responses = start_page.measure(session).responses
    assert [one.count for one in responses] == [2, 2, 2, 2, 1, 1 + len(ids) - len(taken)]
    for one in responses:
        assert tickets.count(session, one.query) == one.count
    assert tickets.count(session, "answered:4h") == tickets.count(session, "beantwoord:4u") == 4
    assert tickets.count(session, "-answered:4h") == len(ids) - 4


def test_a_first_answer_leads_to_its_tickets(
    qtbot: QtBot, window: MainWindow, page: StartPage
) -> None:
    figures = start_page.measure(page.context.session)
    place = max(range(6), key=lambda place: figures.responses[place].count)
    qtbot.waitUntil(lambda: page.responses.can_open)
    qtbot.mouseClick(page.responses, LEFT, pos=page.responses.bar(place, 0).center().toPoint())
    other = window.findChild(TicketsPage)
    assert other is not None
    qtbot.waitUntil(lambda: other.model.rowCount() == figures.responses[place].count)
    assert "answered" in other.field.line.text()


def test_ages_put_a_ticket_on_the_right_side_of_each_edge(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [one.count for one in start_page.measure(session).ages]
    now = moments.now()
    monkeypatch.setattr(moments, "now", lambda: now + 40 * 86_400)
    after = start_page.measure(session)
    assert [one.count for one in after.ages] == [0, 0, 0, sum(before), 0]
    for one in after.ages:
        assert tickets.count(session, one.query) == one.count


def test_a_bar_opens_the_tickets_of_its_day_with_pointer_and_keyboard(
    qtbot: QtBot, window: MainWindow, page: StartPage
) -> None:
    figures = start_page.measure(page.context.session)
    place = max(range(start_page.DAYS), key=lambda day: figures.created[day].count)
    other = window.findChild(TicketsPage)
    assert other is not None
    qtbot.mouseClick(page.flow, LEFT, pos=page.flow.bar(place, 0).center().toPoint())
    qtbot.waitUntil(lambda: other.model.rowCount() == figures.created[place].count)
    assert window.workspace is not None
    window.workspace.go("start")
    page.ages.setFocus()
    qtbot.keyClick(page.ages, Qt.Key.Key_Right)
    assert page.ages.accessibleName().endswith(f": {figures.ages[0].count}")
    qtbot.keyClick(page.ages, Qt.Key.Key_Return)
    qtbot.waitUntil(other.isVisible)
    assert other.model.query is not None


def test_charts_are_told_to_screen_readers_and_painted_in_every_width(
    qtbot: QtBot, page: StartPage
) -> None:
    assert "Created" in page.flow.accessibleDescription()
    for chart in (page.flow, page.ages, page.responses):
        told = QAccessible.queryAccessibleInterface(chart)
        assert told.role() == QAccessible.Role.Graphic
        assert told.text(QAccessible.Text.Name) == chart.accessibleName() != ""
    for width in (120, 300, 1_200):
        page.flow.resize(width, page.flow.height())
        assert not page.flow.grab().isNull()
    qtbot.mouseMove(page.flow, QPoint(60, 40))


def test_hostile_titles_break_nothing(qtbot: QtBot, page: StartPage, session: Session) -> None:
    nasty = "<img src='file:///etc/passwd'>\u202e" + "W" * 400
    _ticket, changes = tickets.create(
        session,
        title=nasty,
        channel=Channel.EMAIL,
        assignee=session.member.name,
        due_at=moments.now() + 60,
    )
    width = page.window().width()
    page.context.jobs.changed.emit(changes)
    qtbot.waitUntil(
        lambda: any("<img" in label.text() for label in page.next.findChildren(PlainLabel))
    )
    assert page.window().width() == width
    for label in page.findChildren(PlainLabel):
        assert "\u202e" not in label.text()


def test_lines_that_are_shown_anew_stand_where_those_before_stood(
    qtbot: QtBot, theme: Theme
) -> None:
    lines = Lines(theme, "Mine, due first")
    qtbot.addWidget(lines)
    lines.resize(400, 300)  # more than they need: what is beside them is higher
    lines.show()

    def top() -> int:
        (body,) = (one for one in lines.findChildren(QWidget) if type(one) is QWidget)
        return body.y() if body.isVisible() else -1

    tops = []
    for _time in range(3):
        lines.show_lines([], "Nothing is assigned to you.")
        qtbot.waitUntil(lambda: len(lines.findChildren(PlainLabel)) == 2)
        qtbot.waitUntil(lambda: top() > 0)
        tops.append(top())
    assert len(set(tops)) == 1
