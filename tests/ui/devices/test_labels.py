"""Labels: the code on them leads back to the device, on the screen, on paper and in a PDF."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from app.documents.labels import LAYOUTS, Label, Sheet, label_of, pages, qr_modules
from app.model.device import DeviceKind, DeviceRow, DeviceState
from app.model.identifiers import Identifier, IdentifierKind, make_identifier
from app.workflows import devices, labels
from ui import prompts
from ui.devices.label_dialog import LabelDialog
from ui.devices.labels import draw_label, write_pdf
from ui.devices.page import DevicesPage

NASTY = "<b>W</b>\u202e" + "W" * 500
ROW = DeviceRow(
    1,
    DeviceKind.PHONE,
    "",
    "Fairphone",
    "5",
    DeviceState.IN_USE,
    "",
    "",
    7,
    "Fatima El Amrani",
    "Gemeente Westerkogge",
    "Kamer 2",
    "",
    0,
    1,
)


def made(kind: IdentifierKind, text: str) -> Identifier:
    identifier = make_identifier(kind, text)
    assert identifier is not None
    return identifier


def test_a_label_leads_back_by_the_asset_tag_and_names_nobody() -> None:
    given_ = [
        made(IdentifierKind.IMEI, "490154203237518"),
        made(IdentifierKind.SERIAL, "PF3K1XQ7"),
        made(IdentifierKind.ASSET_TAG, "CNE-1041"),
    ]
    label = label_of(ROW, given_)
    assert label is not None
    assert label.code == label.title == "CNE-1041"
    assert label.lines == ("Fairphone 5", "S/N PF3K1XQ7", "IMEI 490154203237518")
    assert not any("Fatima" in line or "Gemeente" in line for line in label.lines)


def test_a_device_that_nothing_leads_back_to_has_no_label() -> None:
    assert label_of(ROW, []) is None
    assert label_of(ROW, [made(IdentifierKind.SERIAL, "To be filled by O.E.M.")]) is None


def test_the_code_is_a_square_with_its_three_finders() -> None:
    modules = qr_modules("CNE-1041")
    size = len(modules)
    assert all(len(row) == size for row in modules)
    finder = [True] * 7
    for row, column in ((0, 0), (0, size - 7), (size - 7, 0)):
        assert list(modules[row][column : column + 7]) == finder


@settings(deadline=None, max_examples=50, database=None)
@given(count=st.integers(0, 80), skip=st.integers(0, 23))
def test_every_label_has_a_place_of_its_own_inside_the_page(count: int, skip: int) -> None:
    for layout in LAYOUTS.values():
        label = Label("X1", "X1", ())
        seen = set()
        for number, page in enumerate(pages([label] * count, layout, skip)):
            for place, _label in page:
                left, top = layout.place(place)
                assert 0 <= left <= layout.page_width - layout.label_width
                assert 0 <= top <= layout.page_height - layout.label_height
                seen.add((number, place))
        assert len(seen) == count


def test_hostile_text_stays_within_the_label(qtbot: QtBot) -> None:
    image = QImage(620, 290, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    label = Label("CNE-1", NASTY, (NASTY, NASTY, NASTY))
    draw_label(painter, label, QRectF(100, 50, 420, 190), 420 / 62)
    painter.end()
    outside = [image.pixelColor(x, y).name() for x in range(0, 620, 7) for y in (5, 45, 245, 285)]
    outside += [image.pixelColor(x, y).name() for y in range(0, 290, 5) for x in (5, 95, 525, 615)]
    assert set(outside) == {"#ffffff"}


def test_a_pdf_has_a_page_for_every_twenty_four_labels(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "labels.pdf"
    label = Label("CNE-1041", "CNE-1041", ("Fairphone 5",))
    write_pdf(path, [label] * 25, LAYOUTS[Sheet.A4])
    content = path.read_bytes()
    assert content.startswith(b"%PDF")
    assert content.count(b"/Type /Page\n") == 2


def test_labels_of_the_selected_devices_are_kept_as_pdf(
    qtbot: QtBot, page: DevicesPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = page.context.session
    path = tmp_path / "labels.pdf"
    page.view.choose_row(0)
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    page.make_labels()
    dialog = page.dialog
    assert isinstance(dialog, LabelDialog)
    qtbot.waitUntil(dialog.save.isEnabled)
    assert dialog.told.text() == "5 labels"
    assert not dialog.sample.grab().isNull()
    for label in dialog.labels:  # each code finds its own device
        assert devices.identified(session, label.code) is not None
    monkeypatch.setattr(prompts, "choose_save", lambda *_asked: tmp_path / "none" / "x.pdf")
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert dialog.messages.isVisible()
    monkeypatch.setattr(prompts, "choose_save", lambda *_asked: path)
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.dialog is None)
    qtbot.waitUntil(lambda: path.read_bytes().endswith(b"%%EOF\n"))
    assert path.read_bytes().startswith(b"%PDF")


def test_many_labels_are_saved_beside_other_work_and_stopped_they_leave_no_file(
    qtbot: QtBot, page: DevicesPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "labels.pdf"
    dialog = LabelDialog(page.context, page, devices.page(page.context.session).ids)
    dialog.open()
    qtbot.waitUntil(dialog.save.isEnabled)
    dialog.labels *= 200  # a thousand: seconds of work
    monkeypatch.setattr(prompts, "choose_save", lambda *_asked: path)
    jobs = page.context.jobs
    with qtbot.waitSignal(jobs.task_moved) as begun:
        qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    (task,) = begun.args
    assert not dialog.isVisible()
    qtbot.waitUntil(lambda: task.report.done > 0)
    assert task.report.total == 1_000
    with qtbot.waitSignal(jobs.task_ended):
        task.cancel()
    assert not path.exists()


def test_a_device_without_an_identifier_is_told(qtbot: QtBot, page: DevicesPage) -> None:
    session = page.context.session
    device, _changes = devices.create(session, name="Oud ding")
    assert labels.labels(session, [device]) == ()
    page.show_item(device)
    qtbot.waitUntil(lambda: page.device is not None)
    page.make_labels()
    dialog = page.dialog
    assert isinstance(dialog, LabelDialog)
    qtbot.waitUntil(lambda: "no identifier" in dialog.told.text())
    assert not dialog.submit.isEnabled()
    dialog.reject()
