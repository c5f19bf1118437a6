"""A message is sent on with its files, which come nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.model.mail import MailAttachment
from app.model.staff_texts import Draft, DraftKind
from app.workflows import tickets
from app.workflows.session import Session
from tests.ui.tickets.conftest import Hands
from tests.ui.tickets.held import held_reads
from tests.ui.tickets.with_files import show
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
