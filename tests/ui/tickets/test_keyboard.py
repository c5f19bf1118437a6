"""Triage without a mouse: from a new mail to a closed ticket, and many tickets as one."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.model.staff_texts import DraftKind
from app.model.ticket import CHANNEL_LABELS, Direction, Priority, Status
from app.model.ticket_edit import Edit
from app.workflows import tickets
from app.workflows.import_mail import import_mail
from app.workflows.session import Session
from tests.ui.example_store import LEAD
from tests.ui.tickets.conftest import Hands, at_work
from ui.main_window import MainWindow
from ui.text import long_moment
from ui.tickets.page import TicketsPage

# What the offscreen screen says of every menu that opens.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def test_a_new_mail_becomes_a_closed_ticket(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands, tmp_path: Path
) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"] = "Nina Nieuw <nina@example.org>", "support@example.com"
    mail["Subject"] = "Toetsenbord typt dubbel"
    mail.set_content("Elke letter komt twee keer.\n\n> Op maandag schreef Noor:\n> Probeer dit.")
    path = tmp_path / "mail.eml"
    path.write_bytes(mail.as_bytes())
    (result,) = import_mail(session, [path])
    assert result.action == "ticket"
    page.model.look_again()
    qtbot.waitUntil(lambda: page.model.rowCount() == 13)

    hands.press(Qt.Key.Key_F, CTRL)
    hands.type("status:new dubbel")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    hands.press(Qt.Key.Key_Return)
    assert at_work() is page.view
    qtbot.waitUntil(lambda: page.ticket is not None)
    assert page.ticket is not None
    number = page.ticket.row.id
    assert page.ticket.row.title == "Toetsenbord typt dubbel"

    hands.press(Qt.Key.Key_M)
    qtbot.waitUntil(lambda: page.ticket is not None and page.ticket.row.assignee == LEAD)
    hands.press(Qt.Key.Key_P)
    hands.choose("H")
    qtbot.waitUntil(lambda: page.pane.head.priority.value is Priority.HIGH)
    hands.press(Qt.Key.Key_T)
    hands.await_field()
    hands.type("toetsenbord, hardware")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.ticket is not None and len(page.ticket.tags) == 2)
    hands.press(Qt.Key.Key_N)
    hands.type("Garantie loopt nog.")
    hands.send()
    qtbot.waitUntil(lambda: len(tickets.get(session, number).messages) == 2)
    qtbot.waitUntil(lambda: at_work() is page.view)
    hands.press(Qt.Key.Key_R)
    hands.type("Er komt vandaag een nieuw toetsenbord.")
    hands.send()
    qtbot.waitUntil(lambda: len(tickets.get(session, number).messages) == 3)
    qtbot.waitUntil(lambda: at_work() is page.view)
    hands.press(Qt.Key.Key_C)
    qtbot.waitUntil(lambda: tickets.get(session, number).row.status is Status.CLOSED)

    done = tickets.get(session, number)
    assert (done.row.assignee, done.row.priority) == (LEAD, Priority.HIGH)
    assert done.tags == ("hardware", "toetsenbord")
    assert [m.direction for m in done.messages] == [Direction.IN, Direction.NOTE, Direction.OUT]


def test_resolving_goes_on_with_the_next_ticket(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    first = hands.read(1)
    following = page.model.id_at(2)
    hands.press(Qt.Key.Key_E)
    qtbot.waitUntil(lambda: tickets.get(session, first).row.status is Status.RESOLVED)
    qtbot.waitUntil(lambda: page.ticket is not None and page.ticket.row.id == following)


def test_a_ticket_that_its_assignee_takes_off_the_list_stays_at_work_until_it_is_finished(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    page.show_query("-assignee:me status:unfinished")
    qtbot.waitUntil(lambda: 2 < page.model.rowCount() < 12)
    first = hands.read(1)
    count, following = page.model.rowCount(), page.model.id_at(2)
    hands.press(Qt.Key.Key_M)
    qtbot.waitUntil(lambda: page.model.rowCount() == count - 1)
    hands.press(Qt.Key.Key_P)
    hands.choose("U")
    qtbot.waitUntil(lambda: page.ticket is not None and page.ticket.row.priority is Priority.URGENT)
    assert following is not None
    assert tickets.get(session, following).row.priority is not Priority.URGENT
    assert page.item == first
    assert page.view.selectionModel().selectedRows() == []
    hands.press(Qt.Key.Key_E)
    qtbot.waitUntil(lambda: tickets.get(session, first).row.status is Status.RESOLVED)
    qtbot.waitUntil(lambda: page.ticket is not None and page.ticket.row.id == following)
    assert page.view.chosen_id == following == page.model.id_at(1)


@pytest.mark.parametrize(("key", "place"), [(Qt.Key.Key_Down, 1), (Qt.Key.Key_Up, 0)])
def test_the_arrows_go_on_from_where_a_ticket_was_that_left_the_list(
    qtbot: QtBot, page: TicketsPage, hands: Hands, key: Qt.Key, place: int
) -> None:
    page.show_query("-assignee:me status:unfinished")
    qtbot.waitUntil(lambda: 2 < page.model.rowCount() < 12)
    hands.read(1)
    count = page.model.rowCount()
    hands.press(Qt.Key.Key_M)
    qtbot.waitUntil(lambda: page.model.rowCount() == count - 1)
    hands.press(key)
    assert page.view.chosen_id == page.model.id_at(place)


def test_j_and_k_walk_through_the_list(page: TicketsPage, hands: Hands) -> None:
    hands.read(2)
    hands.press(Qt.Key.Key_J)
    assert page.view.chosen_id == page.model.id_at(3)
    hands.press(Qt.Key.Key_K)
    hands.press(Qt.Key.Key_K)
    assert page.view.chosen_id == page.model.id_at(1)


def choose_three(page: TicketsPage, hands: Hands) -> list[int]:
    hands.read(0)
    hands.press(Qt.Key.Key_Down, SHIFT)
    hands.press(Qt.Key.Key_Down, SHIFT)
    return page.view.chosen_ids()


def test_several_tickets_are_changed_as_one_and_undone(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    chosen = choose_three(page, hands)
    assert len(chosen) == 3
    assert page.list.bulk.isVisible()
    assert page.list.bulk.count.text() == "3 tickets chosen"
    before = [tickets.get(session, t).row.priority for t in chosen]
    hands.press(Qt.Key.Key_P)
    hands.choose("U")
    qtbot.waitUntil(
        lambda: {tickets.get(session, t).row.priority for t in chosen} == {Priority.URGENT}
    )
    page.view.setFocus()
    qtbot.waitUntil(lambda: page.work.can_undo)
    hands.press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: [tickets.get(session, t).row.priority for t in chosen] == before)
    qtbot.waitUntil(lambda: not page.work.can_undo)


def test_a_ticket_that_is_finished_with_a_reply_unsent_says_so(
    qtbot: QtBot, window: MainWindow, page: TicketsPage, session: Session, hands: Hands
) -> None:
    number = hands.read(0)
    hands.press(Qt.Key.Key_R)
    hands.type("Half")
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_C)
    qtbot.waitUntil(lambda: tickets.get(session, number).row.status is Status.CLOSED)
    qtbot.waitUntil(lambda: "was not sent" in window.statusBar().currentMessage())


def test_a_tag_comes_behind_those_that_a_ticket_has(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    first = page.model.id_at(0)
    assert first is not None
    tickets.set_tags(session, first, ["oud"])
    number = hands.read(0)
    hands.press(Qt.Key.Key_T)
    hands.await_field()
    hands.type("nieuw")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tickets.get(session, number).tags == ("nieuw", "oud"))


def test_tags_are_added_to_and_taken_from_several(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    chosen = choose_three(page, hands)
    tickets.set_tags(session, chosen[0], ["oud", "blijft"])
    page.model.look_again()
    hands.press(Qt.Key.Key_T)
    hands.await_field()
    hands.type("storing")
    hands.press(Qt.Key.Key_Tab)
    hands.type("oud")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "storing" in tickets.get(session, chosen[2]).tags)
    assert tickets.get(session, chosen[1]).tags == ("storing",)


def test_what_somebody_else_changed_meanwhile_is_told(
    qtbot: QtBot, window: MainWindow, page: TicketsPage, session: Session, hands: Hands
) -> None:
    chosen = choose_three(page, hands)
    version = tickets.get(session, chosen[1]).row.version
    tickets.change(session, chosen[1], version, queue="Netwerk")  # unseen by the window
    hands.press(Qt.Key.Key_Q)
    hands.await_field()
    hands.type("Werkplek")
    hands.press(Qt.Key.Key_Return)
    workspace = window.workspace
    assert workspace is not None
    qtbot.waitUntil(workspace.messages.isVisible)
    assert "1 ticket" in workspace.messages.message.text()
    queues = [tickets.get(session, t).row.queue for t in chosen]
    assert queues == ["Werkplek", "Netwerk", "Werkplek"]


def nothing_is_told(qtbot: QtBot, window: MainWindow) -> bool:
    """Whether all answers came and none of them told anything."""
    workspace = window.workspace
    assert workspace is not None
    qtbot.waitUntil(lambda: not workspace.context.jobs.is_busy)
    qtbot.wait(1)
    return not workspace.messages.isVisible()


def test_changes_of_one_ticket_in_quick_succession_are_all_made(
    qtbot: QtBot, window: MainWindow, page: TicketsPage, session: Session, hands: Hands
) -> None:
    number = hands.read(0)
    seen = page.targets()
    for what in (Edit(priority=Priority.URGENT), Edit(queue="Netwerk"), Edit(tags=("klaar",))):
        page.work.edit(seen, what)  # none of those before is made, let alone shown
    qtbot.waitUntil(lambda: tickets.get(session, number).tags == ("klaar",))
    row = tickets.get(session, number).row
    assert (row.priority, row.queue) == (Priority.URGENT, "Netwerk")
    assert nothing_is_told(qtbot, window)


def test_undoing_takes_back_the_change_before_it_though_that_is_not_made_yet(
    qtbot: QtBot, window: MainWindow, page: TicketsPage, session: Session, hands: Hands
) -> None:
    number = hands.read(0)
    seen, before = page.targets(), tickets.get(session, number).row
    page.work.edit(seen, Edit(queue="Netwerk"))
    page.work.edit(seen, Edit(priority=Priority.URGENT))
    hands.press(Qt.Key.Key_Z, CTRL)
    page.work.edit(seen, Edit(tags=("klaar",)))
    qtbot.waitUntil(lambda: tickets.get(session, number).tags == ("klaar",))
    row = tickets.get(session, number).row
    assert (row.priority, row.queue) == (before.priority, "Netwerk")
    assert nothing_is_told(qtbot, window)


def test_between_two_quick_changes_what_somebody_else_changed_is_kept(
    qtbot: QtBot, window: MainWindow, page: TicketsPage, session: Session, hands: Hands
) -> None:
    number = hands.read(0)
    seen = page.targets()
    page.work.edit(seen, Edit(priority=Priority.URGENT))

    def theirs() -> None:  # by another program, unseen by this window
        version = tickets.get(session, number).row.version
        tickets.change(session, number, version, queue="Netwerk")

    page.context.jobs.write(page, theirs)
    page.work.edit(seen, Edit(queue="Werkplek"))
    workspace = window.workspace
    assert workspace is not None
    qtbot.waitUntil(workspace.messages.isVisible)
    assert "changed 1 ticket meanwhile" in workspace.messages.message.text()
    row = tickets.get(session, number).row
    assert (row.priority, row.queue) == (Priority.URGENT, "Netwerk")


def test_a_finished_ticket_says_why_it_cannot_wait(
    qtbot: QtBot, window: MainWindow, page: TicketsPage, session: Session, hands: Hands
) -> None:
    hands.press(Qt.Key.Key_F, CTRL)
    hands.type("status:closed")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    hands.read(0)
    hands.press(Qt.Key.Key_E)
    workspace = window.workspace
    assert workspace is not None
    qtbot.waitUntil(workspace.messages.isVisible)
    assert "Reopen" in workspace.messages.hint.text()
    hands.press(Qt.Key.Key_O)
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)


def test_letters_typed_into_a_field_do_nothing_else(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    number = hands.read(0)
    status = tickets.get(session, number).row.status
    hands.press(Qt.Key.Key_N)
    hands.type("mecrsp")
    assert page.pane.composer.text == "mecrsp"
    qtbot.wait(30)
    assert tickets.get(session, number).row.status is status
    hands.press(Qt.Key.Key_Escape)
    assert at_work() is page.view


def test_the_history_names_people_and_words_not_ids(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    number = hands.read(0)
    row = tickets.get(session, number).row
    tickets.change(session, number, row.version, queue="Netwerk", priority=Priority.URGENT)
    tickets.assign(session, number, LEAD, row.version + 1)
    page.show_item(number)
    qtbot.waitUntil(lambda: page.ticket is not None and page.ticket.row.queue == "Netwerk")
    hands.press(Qt.Key.Key_H)
    assert page.pane.middle.currentWidget() is page.pane.timeline
    said = page.pane.timeline.texts()
    assert any(text == "Queue: none → Netwerk" for text in said)
    assert any(text.startswith("Priority: ") and text.endswith("→ Urgent") for text in said)
    assert any(text.endswith(f"· {LEAD}") for text in said)
    origin, whence = said[-2:]  # the latest comes first
    assert origin == f"Came in: {CHANNEL_LABELS[row.channel]}"
    assert whence.startswith(long_moment(row.created_at))
    assert whence.endswith(f" · {row.requester}")
    hands.press(Qt.Key.Key_H)
    assert page.pane.middle.currentWidget() is page.pane.conversation
    assert QApplication.activePopupWidget() is None


def test_escape_leads_back_to_the_list_from_everywhere(
    qtbot: QtBot, window: MainWindow, page: TicketsPage, hands: Hands
) -> None:
    hands.read(0)
    pane = page.pane
    pane.composer.write(DraftKind.FORWARD)
    navigation = window.workspace.navigation if window.workspace else None
    assert navigation is not None
    for part in (
        pane.composer.to,
        pane.composer.editor,
        pane.composer.attach,
        pane.composer.kinds.buttons[DraftKind.FORWARD],
        pane.head.more,
        page.list.views,
        page.field.line,
        navigation.query_buttons[0],
    ):
        part.setFocus()
        assert at_work() is part
        hands.press(Qt.Key.Key_Escape)
        assert at_work() is page.view


def test_ctrl_enter_adds_a_forward_from_its_address_too(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    number = hands.read(0)
    before = len(tickets.get(session, number).messages)
    hands.press(Qt.Key.Key_F)
    assert at_work() is page.pane.composer.to
    hands.type("leverancier@example.org")
    qtbot.waitUntil(page.pane.composer.submit.isEnabled)  # its files are read
    hands.press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: len(tickets.get(session, number).messages) == before + 1)
