"""A message is sent on with its files, which come nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.model.mail import MailAttachment
from app.model.staff_texts import Draft, DraftKind
from app.model.ticket import Direction
from app.workflows import tickets
from app.workflows.session import Session
from tests.ui.tickets.conftest import Hands, at_work
from tests.ui.tickets.held import held_reads
from tests.ui.tickets.with_files import await_files, show
from ui.attached import limit
from ui.main_window import MainWindow
from ui.tickets.page import TicketsPage

LEFT = Qt.MouseButton.LeftButton


def test_what_is_sent_on_waits_for_its_files(
    qtbot: QtBot, window: MainWindow, page: TicketsPage, session: Session, hands: Hands
) -> None:
    file = MailAttachment("geheim.txt", "text/plain", b"1")
    number, _card = show(qtbot, page, session, file)
    composer = page.pane.composer
    with held_reads(page.context.jobs):
        hands.press(Qt.Key.Key_F)
        hands.type("leverancier@example.com")
        hands.send()
        assert not composer.submit.isEnabled()
        assert "still being read" in window.statusBar().currentMessage()
    qtbot.waitUntil(composer.submit.isEnabled)
    hands.send()
    qtbot.waitUntil(lambda: composer.text == "")
    assert [one.filename for one in tickets.get(session, number).messages[-1].attachments] == [
        file.filename
    ]
    assert composer.attached == []


def test_files_that_are_sent_on_do_not_come_into_an_answer(
    qtbot: QtBot, window: MainWindow, page: TicketsPage, session: Session, hands: Hands
) -> None:
    file = MailAttachment("geheim.txt", "text/plain", b"1")
    show(qtbot, page, session, file)
    composer = page.pane.composer
    with held_reads(page.context.jobs):
        hands.press(Qt.Key.Key_F)
        composer.editor.selectAll()
        hands.press(Qt.Key.Key_Escape)
        composer.editor.setFocus()
        hands.press(Qt.Key.Key_Delete)
        qtbot.mouseClick(composer.kinds.buttons[DraftKind.REPLY], LEFT)
        hands.type("Komt in orde")
    told = window.statusBar()
    qtbot.waitUntil(lambda: told.currentMessage().startswith("Nothing was attached"))
    assert composer.attached == []
    assert composer.writing == Draft(DraftKind.REPLY, "Komt in orde")
    assert composer.submit.isEnabled()


def test_a_reply_that_is_only_a_file_so_far_is_not_thrown_away(
    qtbot: QtBot, page: TicketsPage, hands: Hands, tmp_path: Path
) -> None:
    hands.read(0)
    composer = page.pane.composer
    (tmp_path / "log.txt").write_text("1")
    hands.press(Qt.Key.Key_R)
    composer.attach_paths([tmp_path / "log.txt"])
    qtbot.waitUntil(lambda: bool(composer.attached))
    page.pane.forward_last()
    qtbot.waitUntil(lambda: not page.context.jobs.is_reading)
    assert [file.filename for file in composer.attached] == ["log.txt"]


def test_an_address_that_is_typed_already_stays(page: TicketsPage, hands: Hands) -> None:
    hands.read(0)
    composer = page.pane.composer
    composer.kinds.buttons[DraftKind.FORWARD].click()
    hands.type("leverancier@example.com")
    page.pane.forward_last()
    assert composer.to.text() == "leverancier@example.com"
    assert page.ticket is not None
    assert page.ticket.messages[-1].text in composer.text


def test_a_file_that_no_mail_carries_is_not_sent_on_and_that_is_told(  # noqa: PLR0917 - fixtures
    qtbot: QtBot,
    window: MainWindow,
    page: TicketsPage,
    session: Session,
    hands: Hands,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limit, "MAX_FILE", 1_000)
    show(qtbot, page, session, MailAttachment("film.bin", "video/mp4", b"x" * 1_001))
    hands.press(Qt.Key.Key_F)
    assert window.workspace is not None
    qtbot.waitUntil(window.workspace.messages.isVisible)
    assert window.workspace.messages.message.text().startswith("A file is larger than")
    assert page.pane.composer.attached == []
    hands.type("leverancier@example.com")
    assert page.pane.composer.submit.isEnabled()


def test_a_message_is_sent_on_with_its_text(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    number = hands.read(0)
    before = tickets.get(session, number)
    hands.press(Qt.Key.Key_F)
    composer = page.pane.composer
    assert composer.kind is DraftKind.FORWARD
    assert at_work() is composer.to
    assert before.messages[-1].text in composer.text
    hands.type("leverancier@example.com")
    await_files(qtbot, page)
    composer.editor.setFocus()
    hands.send()
    qtbot.waitUntil(lambda: composer.text == "")
    last = tickets.get(session, number).messages[-1]
    assert last.direction is Direction.OUT
    assert before.messages[-1].text in last.text


def test_a_message_s_files_are_sent_on_with_it_but_for_what_is_left_out(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    large = MailAttachment("foto.bin", "application/octet-stream", b"x" * 300_000)
    kept, left_out = (MailAttachment(name, "text/plain", b"1") for name in ("log.txt", "nee.txt"))
    number, _card = show(qtbot, page, session, large, kept, left_out)
    composer = page.pane.composer
    hands.press(Qt.Key.Key_F)
    qtbot.waitUntil(lambda: composer.attached == [large, kept, left_out])
    assert composer.kind is DraftKind.FORWARD
    hands.type("leverancier@example.com")
    (chip,) = (b for b in composer.findChildren(QPushButton) if "nee.txt" in b.accessibleName())
    qtbot.mouseClick(chip, LEFT)
    composer.editor.setFocus()
    hands.send()
    qtbot.waitUntil(lambda: composer.text == "")
    sent = tickets.get(session, number).messages[-1].attachments
    assert [(file.filename, file.size) for file in sent] == [("foto.bin", 300_000), ("log.txt", 1)]
    assert b"".join(tickets.attachment(session, sent[0].id)) == large.content


def test_forwarding_to_no_address_is_told_and_nothing_is_lost(
    qtbot: QtBot, window: MainWindow, page: TicketsPage, session: Session, hands: Hands
) -> None:
    number = hands.read(0)
    hands.press(Qt.Key.Key_F)
    hands.type("leverancier")
    await_files(qtbot, page)
    text = page.pane.composer.text
    qtbot.mouseClick(page.pane.composer.submit, LEFT)
    assert window.workspace is not None
    qtbot.waitUntil(window.workspace.messages.isVisible)
    assert page.pane.composer.text == text
    assert len(tickets.get(session, number).messages) == 3


def test_what_was_sent_on_says_to_whom_and_is_no_reply_to_look_at(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    number = hands.read(0)
    before = len(tickets.get(session, number).messages)
    hands.press(Qt.Key.Key_R)
    hands.type("An answer")
    hands.send()
    qtbot.waitUntil(lambda: page.ticket is not None and len(page.ticket.messages) == before + 1)
    hands.press(Qt.Key.Key_F)
    hands.type("leverancier@example.com")
    hands.send()

    def latest() -> list[str]:
        return [card.accessibleDescription() for card in page.pane.conversation.cards()[-2:]]

    qtbot.waitUntil(lambda: "leverancier@example.com" in latest()[-1])
    assert latest()[-1] == "Forwarded to leverancier@example.com"
    reply, forward = page.pane.conversation.cards()[-2:]
    assert reply.message.sent_to == ""
    sign = reply.head.rect().adjusted(0, 0, 16 - reply.head.width(), 0)
    assert reply.head.grab(sign).toImage() != forward.head.grab(sign).toImage()
