"""A technician imports files: looks at what they will do, imports them, takes them back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.workflows import devices, imports, tickets
from app.workflows.import_files import ImportKind
from app.workflows.session import Session
from tests.ui.imports.conftest import cells, looked, take_in
from tests.ui.parts import pick
from ui import prompts
from ui.imports.page import ImportsPage
from ui.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton
MAIL = (
    b"From: Sanne Bos <sanne.bos@example.nl>\r\nTo: helpdesk@example.nl\r\n"
    b"Subject: Scherm blijft zwart\r\nMessage-ID: <1@example.nl>\r\n\r\nHet blijft zwart.\r\n"
)


def undone_at(page: ImportsPage) -> str:
    item = page.past.table.item(0, 6)
    return item.text() if item is not None else ""


def test_a_file_with_three_bad_rows_is_imported_and_taken_back(  # noqa: PLR0917 - fixtures
    qtbot: QtBot,
    page: ImportsPage,
    session: Session,
    inventory: Path,
    choose: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = {row.serial: row for row in devices.rows(session, devices.page(session).ids).values()}
    choose(inventory)
    qtbot.mouseClick(page.drop.files, LEFT)
    looked(qtbot, page)
    # What each row will do, before anything is kept.
    shown = cells(page)
    assert [(row[1], row[2]) for row in shown] == [
        ("2", "New device"),
        ("3", "Rejected"),
        ("4", "Update"),
        ("5", "Rejected"),
        ("6", "Rejected"),
        ("7", "New device"),
    ]
    assert all(row[4] for row in shown if row[2] == "Rejected")
    assert page.preview.summary.text() == "New device: 2 · Update: 1 · Rejected: 3"
    assert page.preview.go.text() == "Import 3 rows"
    assert devices.count(session) == 5
    pick(page.preview.filter, "Rejected")
    assert page.preview.model.rowCount() == 3
    take_in(qtbot, page)
    assert devices.count(session) == 7
    assert page.messages.message.text() == "3 rows were imported."
    assert page.messages.hint.text().startswith("3 were rejected.")
    changed = devices.get(session, before["PF3K0XQ7"].id)
    assert changed.row.model == "ThinkPad T14 Gen 3"
    qtbot.mouseClick(page.preview.back, LEFT)
    # The import stands at the head of the earlier ones, and is taken back.
    qtbot.waitUntil(lambda: page.past.table.rowCount() == 1)
    page.past.table.selectRow(0)
    monkeypatch.setattr(prompts, "confirm", lambda *_asked: False)
    qtbot.mouseClick(page.past.undo, LEFT)
    assert devices.count(session) == 7
    monkeypatch.setattr(prompts, "confirm", lambda *_asked: True)
    qtbot.mouseClick(page.past.undo, LEFT)
    qtbot.waitUntil(lambda: page.messages.message.text().startswith("Taken back: 2 removed, 1"))
    assert devices.count(session) == 5
    assert devices.get(session, before["PF3K0XQ7"].id).row.model == "ThinkPad T14"
    qtbot.waitUntil(lambda: undone_at(page) != "")
    page.past.table.selectRow(0)
    assert not page.past.undo.isEnabled()


def test_mail_that_is_dropped_becomes_tickets(
    qtbot: QtBot, page: ImportsPage, session: Session, tmp_path: Path
) -> None:
    mail = tmp_path / "bericht.eml"
    mail.write_bytes(MAIL)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(mail))])
    event = QDropEvent(
        QPoint(5, 5),
        Qt.DropAction.CopyAction,
        data,
        LEFT,
        Qt.KeyboardModifier.NoModifier,
    )
    page.dropEvent(event)
    looked(qtbot, page)
    assert page.preview.kind is ImportKind.MAIL
    assert not page.preview.mapping.isVisible()
    before = tickets.count(session)
    assert "Scherm blijft zwart" in cells(page)[0][3]
    take_in(qtbot, page)
    assert tickets.count(session) == before + 1


def test_the_keyboard_goes_down_the_page_and_a_chosen_row_tells_all_its_remarks(
    qtbot: QtBot, page: ImportsPage, inventory: Path, choose: Callable[..., None]
) -> None:
    choose(inventory)
    qtbot.mouseClick(page.drop.files, LEFT)
    looked(qtbot, page)
    preview = page.preview
    assert QApplication.focusWidget() is preview.go
    preview.kind_choice.setFocus()
    for wanted in (*preview.mapping.choices.values(), preview.filter, preview.view):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is wanted
    for row in (0, 1):
        qtbot.keyClick(preview.view, Qt.Key.Key_Down)
        assert preview.view.currentIndex().row() == row
    assert preview.remarks.text() == " ".join(preview.model.row(1).notes)
    assert preview.remarks.text()
    pick(preview.filter, "Rejected")
    assert not preview.remarks.text()


def test_looking_keeps_nothing_and_one_may_walk_away(
    qtbot: QtBot, page: ImportsPage, session: Session, inventory: Path
) -> None:
    page.take([inventory])
    looked(qtbot, page)
    qtbot.mouseClick(page.preview.back, LEFT)
    assert page.drop.files.isVisible()
    assert devices.count(session) == 5
    assert imports.listed(session) == ()


def test_a_file_that_is_none_of_those_says_so(
    qtbot: QtBot, page: ImportsPage, tmp_path: Path
) -> None:
    path = tmp_path / "plaatje.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))
    page.take([path])
    looked(qtbot, page)
    assert cells(page)[0][2] == "Rejected"
    assert not page.preview.go.isEnabled()


def test_hostile_values_break_nothing(qtbot: QtBot, page: ImportsPage, tmp_path: Path) -> None:
    nasty = "<img src='file:///etc/passwd'>\u202egnp" + "W" * 900
    path = tmp_path / "raar.csv"
    head = "serial,name,<b>kop</b>\u202ex" + "y" * 400
    path.write_text(f"{head}\nABC12345,{nasty},{nasty}\n", encoding="utf-8")
    width = page.window().width()
    page.take([path])
    looked(qtbot, page)
    assert page.window().width() == width
    for row in cells(page):
        for text in row:
            assert "\u202e" not in text
            assert len(text) <= 300


def test_why_nothing_of_a_file_can_be_taken_in_is_said_whole(
    qtbot: QtBot, page: ImportsPage, tmp_path: Path
) -> None:
    path = tmp_path / "brief.csv"
    path.write_text("Beste collega, hierbij het verslag.\n", encoding="utf-8")
    page.take([path])
    looked(qtbot, page)
    (row,) = cells(page)
    assert row[2] == "Rejected"
    said = page.preview.remarks.text()
    assert said.startswith("No column holds a serial number")
    assert said.startswith(" ".join(page.preview.model.row(0).notes)[:250])


def test_a_folder_of_mail_is_one_entry_that_is_taken_back_whole_or_file_by_file(
    qtbot: QtBot,
    page: ImportsPage,
    session: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = tickets.count(session)
    folder = tmp_path / "mails"
    folder.mkdir()
    for number in range(5):
        mail = MAIL.replace(b"<1@", f"<{number}@folder.".encode())
        (folder / f"{number}.eml").write_bytes(mail)
    page.take([folder])
    looked(qtbot, page)
    take_in(qtbot, page)
    assert tickets.count(session) == before + 5
    qtbot.mouseClick(page.preview.back, LEFT)
    past = page.past
    qtbot.waitUntil(lambda: past.table.rowCount() == 1)
    past.table.selectRow(0)
    qtbot.mouseClick(past.each, LEFT)
    assert past.table.rowCount() == 6
    monkeypatch.setattr(prompts, "confirm", lambda *_asked: True)
    past.table.selectRow(3)
    qtbot.mouseClick(past.undo, LEFT)
    qtbot.waitUntil(lambda: tickets.count(session) == before + 4)
    qtbot.waitUntil(lambda: undone_at(page) == "1 of 5 files")
    past.table.selectRow(5)
    assert not past.undo.isEnabled()
    past.table.selectRow(0)
    qtbot.mouseClick(past.undo, LEFT)
    qtbot.waitUntil(lambda: tickets.count(session) == before)
    past.table.selectRow(0)
    qtbot.waitUntil(lambda: not past.undo.isEnabled())


def test_rows_of_a_file_that_was_rejected_whole_are_told_of_the_import(
    qtbot: QtBot, page: ImportsPage, inventory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = inventory.with_name("slecht.csv")
    bad.write_text("Serienummer;Merk\n" + "PF3K0XQ7;Dell;te veel\n" * 12, encoding="utf-8")
    page.take([inventory, bad])
    looked(qtbot, page)
    take_in(qtbot, page)
    assert page.messages.hint.text().startswith("15 were rejected.")
    qtbot.mouseClick(page.preview.back, LEFT)
    past = page.past
    qtbot.waitUntil(lambda: past.table.rowCount() == 1)
    rejected = past.table.item(0, 5)
    assert rejected is not None
    assert rejected.text() == "15"
    past.table.selectRow(0)
    monkeypatch.setattr(prompts, "confirm", lambda *_asked: True)
    qtbot.mouseClick(past.undo, LEFT)
    qtbot.waitUntil(lambda: bool(undone_at(page)))
    assert "files" not in undone_at(page)  # all that can be


def test_an_import_that_ends_takes_the_keyboard_from_nobody(
    qtbot: QtBot, page: ImportsPage, window: MainWindow, inventory: Path
) -> None:
    assert window.workspace is not None
    page.take([inventory])
    looked(qtbot, page)
    page.import_now()
    window.workspace.go("tickets")
    window.workspace.page("tickets").take_focus()
    typing = window.focusWidget()
    qtbot.waitUntil(lambda: page.preview.back.text() == "Done", timeout=20_000)
    assert window.focusWidget() is typing


def test_who_types_elsewhere_when_the_look_is_done_stays_there_and_imports_nothing(
    qtbot: QtBot, window: MainWindow, page: ImportsPage, inventory: Path
) -> None:
    assert window.workspace is not None
    page.take([inventory])
    window.workspace.open_palette()
    palette = window.workspace.palette_over
    line = palette.focusWidget()
    assert line is not None
    qtbot.waitUntil(line.hasFocus)
    looked(qtbot, page)
    qtbot.wait(50)
    assert palette.isVisible()
    assert line.hasFocus()
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert not palette.isVisible()
