"""Tickets are dragged from the list onto views and queues in the navigation."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.model.ticket import TicketRow
from app.model.ticket_edit import Edit
from app.model.ticket_list import TicketSort
from app.workflows import tickets, views
from app.workflows.session import Session
from tests.ui.example_store import LEAD
from tests.ui.tickets.conftest import Hands
from ui.main_window import MainWindow
from ui.navigation import Navigation
from ui.navigation_button import NavButton
from ui.tickets.page import TicketsPage
from ui.tickets.targets import Targets
from ui.widgets.dragged_rows import dragged_rows

LINK, LEFT = Qt.DropAction.LinkAction, Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


def entry(window: MainWindow, title: str) -> NavButton:
    navigation = window.findChild(Navigation)
    assert navigation is not None
    found = [button for button in navigation.query_buttons if button.text() == title]
    assert found, [button.text() for button in navigation.query_buttons]
    return found[0]


def drop(data: QMimeData, button: NavButton) -> bool:
    """Drag something onto a button, as the window system would; say whether it was taken."""
    entering = QDragEnterEvent(QPoint(5, 5), LINK, data, LEFT, NONE)
    entering.setAccepted(False)
    QApplication.sendEvent(button, entering)
    if not (button.acceptDrops() and entering.isAccepted()):
        return False
    QApplication.sendEvent(button, QDropEvent(QPointF(5, 5), LINK, data, LEFT, NONE))
    return True


def choose_three(page: TicketsPage, hands: Hands) -> list[int]:
    hands.read(1)
    hands.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    hands.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    return page.view.chosen_ids()


def shown(page: TicketsPage, chosen: list[int]) -> list[TicketRow]:
    """What the list says of tickets by now."""
    rows = [page.model.row_of(ticket) for ticket in chosen]
    known = [page.model.known(row) for row in rows if row is not None]
    return [row for row in known if row is not None]


def test_three_tickets_dragged_onto_a_queue_are_in_it_until_that_is_undone(
    qtbot: QtBot, window: MainWindow, page: TicketsPage, session: Session, hands: Hands
) -> None:
    other = page.model.id_at(9)
    assert other is not None
    page.work.edit(Targets({other: None}), Edit(queue="Gebouw"))
    navigation = window.findChild(Navigation)
    assert navigation is not None
    qtbot.waitUntil(lambda: "Gebouw" in [button.text() for button in navigation.query_buttons])
    chosen = choose_three(page, hands)
    before = {t: tickets.get(session, t).row.queue for t in chosen}
    assert drop(dragged_rows(), entry(window, "Gebouw"))
    qtbot.waitUntil(lambda: all(tickets.get(session, t).row.queue == "Gebouw" for t in chosen))
    qtbot.waitUntil(lambda: all(r.queue == "Gebouw" for r in shown(page, chosen)))
    hands.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: {t: tickets.get(session, t).row.queue for t in chosen} == before)


def test_a_ticket_dragged_onto_my_work_is_mine(
    qtbot: QtBot, window: MainWindow, page: TicketsPage, session: Session, hands: Hands
) -> None:
    row = next(
        r
        for r in range(page.model.rowCount())
        if (known := page.model.known(r)) is not None and known.assignee != LEAD
    )
    chosen = hands.read(row)
    assert drop(dragged_rows(), entry(window, "My work"))
    qtbot.waitUntil(lambda: tickets.get(session, chosen).row.assignee == LEAD)


def test_a_view_of_the_staff_stands_in_the_navigation_counts_and_takes_tickets(
    qtbot: QtBot, window: MainWindow, page: TicketsPage, session: Session, hands: Hands
) -> None:
    query = "tag:spoed"
    page.context.jobs.write(
        page,
        lambda: views.add(
            session, "Spoed & <b>nu</b>", query, TicketSort.PRIORITY, descending=True
        )[1],
    )
    navigation = window.findChild(Navigation)
    assert navigation is not None
    name = "Spoed && <b>nu</b>"
    qtbot.waitUntil(lambda: name in [button.text() for button in navigation.query_buttons])
    chosen = choose_three(page, hands)
    assert len(chosen) == 3
    assert drop(dragged_rows(), entry(window, name))
    qtbot.waitUntil(lambda: all("spoed" in tickets.get(session, t).tags for t in chosen))
    qtbot.waitUntil(lambda: entry(window, name).accessibleName().endswith(" 3"))
    qtbot.mouseClick(entry(window, name), LEFT)
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)
    assert page.model.query.sort is TicketSort.PRIORITY
    assert entry(window, name).is_here
    (view,) = views.every(session)
    page.context.jobs.write(page, lambda: views.remove(session, view.id))
    qtbot.waitUntil(lambda: name not in [button.text() for button in navigation.query_buttons])


def test_what_nothing_can_be_made_to_belong_to_takes_no_ticket(
    window: MainWindow, hands: Hands
) -> None:
    hands.read(1)
    assert not drop(dragged_rows(), entry(window, "Overdue"))


def test_nothing_else_is_taken(window: MainWindow, hands: Hands) -> None:
    hands.read(1)
    text = QMimeData()
    text.setText("file:///etc/passwd")
    assert not drop(text, entry(window, "My work"))
