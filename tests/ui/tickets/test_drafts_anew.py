"""Whoever writes is not disturbed as half-written texts are taken from the store anew."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.model.changes import Changes
from app.model.staff_texts import Draft, DraftKind
from app.workflows import drafts
from app.workflows.session import Session
from tests.ui.tickets.conftest import Hands, at_work
from tests.ui.tickets.held import held_reads
from ui.tickets.page import TicketsPage

BLACKED_OUT = Draft(DraftKind.NOTE, "Ask █████")
DESTROYED = Changes(destroyed=True)


def keep(qtbot: QtBot, page: TicketsPage, number: int) -> Draft:
    """Let what is written be kept."""
    writing = page.reader.writing
    page.put_away()
    qtbot.waitUntil(lambda: drafts.get(page.context.session, number) == writing)
    return writing


def answered(qtbot: QtBot, page: TicketsPage) -> None:
    qtbot.waitUntil(lambda: not page.context.jobs.is_reading)
    qtbot.wait(20)  # an answer comes in a later turn


def test_an_address_is_typed_on_while_something_is_destroyed(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    number, composer = hands.read(1), page.pane.composer
    hands.press(Qt.Key.Key_F)
    hands.type("leverancier@")
    assert page.ticket is not None
    files = page.ticket.messages[-1].attachments
    qtbot.waitUntil(lambda: len(composer.attached) == len(files))
    begun = keep(qtbot, page, number)
    with held_reads(page.context.jobs):
        page.context.jobs.changed.emit(DESTROYED)
        assert at_work() is composer.to
        hands.type("example.")
        page.context.jobs.changed.emit(DESTROYED)  # in its next stage
        hands.type("com")
        page.put_away()
        assert at_work() is composer.to
    answered(qtbot, page)
    assert composer.to.text() == "leverancier@example.com"
    assert composer.text == begun.text
    whole = begun._replace(recipient="leverancier@example.com")
    qtbot.waitUntil(lambda: drafts.get(session, number) == whole)  # by itself


def test_what_is_as_it_was_keeps_its_cursor_and_can_be_undone(
    qtbot: QtBot, page: TicketsPage, hands: Hands
) -> None:
    number, editor = hands.read(0), page.pane.composer.editor
    hands.press(Qt.Key.Key_R)
    hands.type("Dat komt in orde")
    for _ in range(3):
        hands.press(Qt.Key.Key_Left)
    place = editor.textCursor().position()
    keep(qtbot, page, number)
    page.context.jobs.changed.emit(DESTROYED)
    answered(qtbot, page)
    assert editor.toPlainText() == "Dat komt in orde"
    assert editor.textCursor().position() == place
    assert editor.document().isUndoAvailable()


def note_blacked_out(qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands) -> int:
    """Write a note that a destruction elsewhere blacks out; return its ticket."""
    number = hands.read(0)
    hands.press(Qt.Key.Key_N)
    hands.type("Ask jan.weg@example.nl")
    keep(qtbot, page, number)
    drafts.save(session, number, BLACKED_OUT)
    return number


def test_what_was_blacked_out_is_not_put_back_by_who_goes_on_before_it_is_read(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    number = note_blacked_out(qtbot, page, session, hands)
    with held_reads(page.context.jobs):
        page.context.jobs.changed.emit(DESTROYED)
        page.put_away()
        page.view.setFocus()
        hands.press(Qt.Key.Key_J)
        page.put_away()
    qtbot.waitUntil(lambda: page.ticket is not None and page.ticket.row.id != number)
    assert page.reader.writing.is_empty
    page.put_away()
    hands.read(0)
    assert page.reader.writing == BLACKED_OUT
    assert drafts.get(session, number) == BLACKED_OUT


TYPED_ON = BLACKED_OUT._replace(text="Ask █████, please")


def test_what_was_typed_after_it_was_blacked_out_stays_and_does_not_bring_the_rest_back(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    number = note_blacked_out(qtbot, page, session, hands)
    with held_reads(page.context.jobs):
        page.context.jobs.changed.emit(DESTROYED)
        hands.type(", please")
    qtbot.waitUntil(lambda: page.reader.writing == TYPED_ON)
    page.put_away()
    qtbot.waitUntil(lambda: drafts.get(session, number) == TYPED_ON)


def test_what_was_typed_then_is_kept_before_it_is_read_as_at_a_lock(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    number = note_blacked_out(qtbot, page, session, hands)
    with held_reads(page.context.jobs):
        page.context.jobs.changed.emit(DESTROYED)
        hands.type(", ple")
        page.put_away()
        hands.type("ase")
        page.context.jobs.changed.emit(DESTROYED)  # in its next stage
        page.put_away()
        qtbot.waitUntil(lambda: drafts.get(session, number) == TYPED_ON)
    qtbot.waitUntil(lambda: page.reader.writing == TYPED_ON)
    answered(qtbot, page)
    assert (page.reader.writing, drafts.get(session, number)) == (TYPED_ON, TYPED_ON)


def test_what_was_typed_then_is_kept_though_the_next_ticket_is_read(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    number = note_blacked_out(qtbot, page, session, hands)
    with held_reads(page.context.jobs):
        page.context.jobs.changed.emit(DESTROYED)
        hands.type(", please")
        page.view.setFocus()
        hands.press(Qt.Key.Key_J)
    qtbot.waitUntil(lambda: page.ticket is not None and page.ticket.row.id != number)
    assert page.reader.writing.is_empty
    qtbot.waitUntil(lambda: drafts.get(session, number) == TYPED_ON)
    hands.read(0)
    assert page.reader.writing == TYPED_ON


def test_what_was_not_kept_yet_does_not_bring_back_what_was_blacked_out(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    number = note_blacked_out(qtbot, page, session, hands)
    hands.type(", please")  # and destroyed before that is kept
    page.context.jobs.changed.emit(DESTROYED)
    qtbot.waitUntil(lambda: page.reader.writing == TYPED_ON)
    page.put_away()
    qtbot.waitUntil(lambda: drafts.get(session, number) == TYPED_ON)
