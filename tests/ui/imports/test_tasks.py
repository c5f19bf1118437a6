"""A technician imports files: looks at what they will do, imports them, takes them back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.model.identifiers import IdentifierKind
from app.workflows import devices, imports, tickets
from app.workflows.import_files import Field, ImportKind
from app.workflows.session import Session
from tests.ui.imports.conftest import looked
from tests.ui.parts import pick
from ui import prompts
from ui.imports.mapping import Mapping, dragged_field
from ui.imports.page import ImportsPage
from ui.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton
MAIL = (
    b"From: Sanne Bos <sanne.bos@example.nl>\r\nTo: helpdesk@example.nl\r\n"
    b"Subject: Scherm blijft zwart\r\nMessage-ID: <1@example.nl>\r\n\r\nHet blijft zwart.\r\n"
)


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def answer(*paths: Path) -> None:
        monkeypatch.setattr(prompts, "choose_files", lambda *_asked: list(paths))

    return answer


def cells(page: ImportsPage) -> list[list[str]]:
    model = page.preview.model
    return [
        [str(model.data(model.index(row, column))) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


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
    qtbot.mouseClick(page.preview.go, LEFT)
    qtbot.waitUntil(lambda: page.preview.back.text() == "Done")
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
    qtbot.mouseClick(page.preview.go, LEFT)
    qtbot.waitUntil(lambda: page.preview.back.text() == "Done")
    assert tickets.count(session) == before + 1


def test_a_column_is_read_as_the_user_says(
    qtbot: QtBot, page: ImportsPage, session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "lijst.csv"
    path.write_text("Serienummer,Code van het toestel\nABC12345,CNE-7001\n", encoding="utf-8")
    page.take([path])
    looked(qtbot, page)
    choices = page.preview.mapping.choices
    assert choices["Serienummer"].value is Field.SERIAL
    assert choices["Code van het toestel"].value is Field.IGNORE
    pick(choices["Code van het toestel"], "Asset tag")
    qtbot.waitUntil(lambda: not page.preview.outcome.rows)
    looked(qtbot, page)
    assert "CNE-7001" in cells(page)[0][3]
    qtbot.mouseClick(page.preview.go, LEFT)
    qtbot.waitUntil(lambda: page.preview.back.text() == "Done")
    (found,) = devices.page(session, "CNE-7001").ids
    kinds = {i.kind for i in devices.get(session, found).identifiers}
    assert kinds == {IdentifierKind.SERIAL, IdentifierKind.ASSET_TAG}


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


def test_who_must_say_what_the_columns_hold_is_led_there_and_told_how(
    qtbot: QtBot, page: ImportsPage, tmp_path: Path, choose: Callable[..., None]
) -> None:
    path, other = tmp_path / "liste.csv", tmp_path / "inventar.csv"
    path.write_text("Nummer;Wer\nQX-7781;Bos\n", encoding="utf-8")
    other.write_text("serial\nQX-7782\n", encoding="utf-8")
    choose(path)
    qtbot.mouseClick(page.drop.files, LEFT)
    looked(qtbot, page)
    assert QApplication.focusWidget() is page.preview.mapping.choices["Nummer"]
    assert "above the rows" in page.preview.remarks.text()
    page.take([other])  # what was said of the one is not said of the next
    assert not page.preview.remarks.text()
    looked(qtbot, page)
    assert QApplication.focusWidget() is page.preview.go


def test_a_list_without_headings_loses_its_first_device_in_no_silence(
    qtbot: QtBot, page: ImportsPage, tmp_path: Path
) -> None:
    path = tmp_path / "lijst.csv"
    path.write_text("QX-7781;Lenovo;T14\nQX-7782;Lenovo;T15\n", encoding="utf-8")
    page.take([path])
    looked(qtbot, page)
    assert "Put a row of headings above it" in page.preview.remarks.text()
    pick(page.preview.mapping.choices["QX-7781"], "Serial number")
    qtbot.waitUntil(lambda: not page.preview.outcome.rows)
    looked(qtbot, page)
    assert [row[2] for row in cells(page)] == ["Rejected", "New device"]
    assert "Put a row of headings above it" in cells(page)[0][-1]


def drag_onto(mapping: Mapping, data: QMimeData, heading: str) -> None:
    """Drag something onto a column's line, as the window system would."""
    place = QPoint(20, mapping.choices[heading].geometry().center().y())
    link, none = Qt.DropAction.LinkAction, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(place, link, data, LEFT, none)
    entering.setAccepted(False)
    QApplication.sendEvent(mapping.columns, entering)
    if not entering.isAccepted():
        return
    moving = QDragMoveEvent(place, link, data, LEFT, none)
    QApplication.sendEvent(mapping.columns, moving)
    if moving.isAccepted():
        dropped = QDropEvent(QPointF(place), link, data, LEFT, none)
        QApplication.sendEvent(mapping.columns, dropped)


def test_a_field_is_dragged_onto_the_column_that_holds_it(
    qtbot: QtBot, page: ImportsPage, session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "lijst.csv"
    path.write_text("Wat;Apparaatcode\nRouter;QX-7781\n", encoding="utf-8")
    page.take([path])
    looked(qtbot, page)
    mapping = page.preview.mapping
    chips = {chip.field: chip for chip in mapping.chips}
    before = mapping.choices["Apparaatcode"].value
    assert before is not Field.SERIAL
    assert chips[Field.SERIAL].property("on") == "true"
    drag_onto(mapping, dragged_field(Field.SERIAL), "Apparaatcode")
    assert mapping.choices["Apparaatcode"].value is Field.SERIAL
    assert mapping.column_map == {"Apparaatcode": "serial"}
    assert chips[Field.SERIAL].property("on") == "false"
    looked(qtbot, page)
    assert [row[2] for row in cells(page)] == ["New device"]
    qtbot.mouseClick(page.preview.go, LEFT)
    qtbot.waitUntil(lambda: page.preview.back.text() == "Done")
    assert devices.identified(session, "QX-7781") is not None


def test_each_of_two_columns_with_one_heading_is_chosen_by_itself(
    qtbot: QtBot, page: ImportsPage, session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "lijst.csv"
    path.write_text("Code;Code;Code (2)\nQX-7781;CNE-7781;niets\n", encoding="utf-8")
    page.take([path])
    looked(qtbot, page)
    mapping = page.preview.mapping
    assert list(mapping.choices) == ["Code", "Code (3)", "Code (2)"]
    drag_onto(mapping, dragged_field(Field.SERIAL), "Code")
    looked(qtbot, page)
    drag_onto(mapping, dragged_field(Field.ASSET_TAG), "Code (3)")
    looked(qtbot, page)
    assert [row[2] for row in cells(page)] == ["New device"]
    qtbot.mouseClick(page.preview.go, LEFT)
    qtbot.waitUntil(lambda: page.preview.back.text() == "Done")
    made = devices.identified(session, "QX-7781")
    assert made is not None
    assert devices.identified(session, "CNE-7781") == made
    (batch,) = imports.listed(session, limit=1)
    imports.undo(session, batch.id)
    assert devices.identified(session, "CNE-7781") is None


def test_columns_out_of_sight_come_while_a_field_is_dragged_to_the_edge(
    qtbot: QtBot, page: ImportsPage, tmp_path: Path
) -> None:
    names = [f"Kolom {number}" for number in range(20)]
    path = tmp_path / "lijst.csv"
    path.write_text(";".join(["Serienummer", *names]) + "\n" + "QX-7781;" * 21, encoding="utf-8")
    page.take([path])
    looked(qtbot, page)
    mapping = page.preview.mapping
    seen = list[str]()
    while names[-1] not in seen:
        seen_now = [name for name in names if in_sight(mapping.choices[name])]
        assert seen_now[-1] not in seen, f"no column comes below {seen_now[-1]}"
        seen += seen_now
        drag_onto(mapping, dragged_field(Field.IGNORE), seen_now[-1])


def in_sight(widget: QWidget) -> bool:
    return widget.visibleRegion().boundingRect().height() == widget.height()


def test_nothing_else_that_is_dragged_onto_a_column_changes_it(
    qtbot: QtBot, page: ImportsPage, inventory: Path
) -> None:
    page.take([inventory])
    looked(qtbot, page)
    mapping = page.preview.mapping
    text, forged = QMimeData(), QMimeData()
    text.setText("serial")
    forged.setData(dragged_field(Field.SERIAL).formats()[0], b"\xff nothing")
    for data in (text, forged):
        drag_onto(mapping, data, "Merk")
    assert mapping.column_map == {}


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
    qtbot.mouseClick(page.preview.go, LEFT)
    qtbot.waitUntil(lambda: page.preview.back.text() == "Done")
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
