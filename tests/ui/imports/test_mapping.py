"""What the columns of a file hold is said by choosing or dragging, and read so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.model.identifiers import IdentifierKind
from app.workflows import devices, imports
from app.workflows.import_files import Field
from app.workflows.session import Session
from tests.ui.imports.conftest import cells, looked, take_in
from tests.ui.parts import pick
from ui.imports.mapping import Mapping, dragged_field
from ui.imports.page import ImportsPage

LEFT = Qt.MouseButton.LeftButton


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
    take_in(qtbot, page)
    (found,) = devices.page(session, "CNE-7001").ids
    kinds = {i.kind for i in devices.get(session, found).identifiers}
    assert kinds == {IdentifierKind.SERIAL, IdentifierKind.ASSET_TAG}


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
    take_in(qtbot, page)
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
    take_in(qtbot, page)
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
