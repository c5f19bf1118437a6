"""What is pressed and looked at on the page of devices."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.model.device import Device
from ui.devices.page import DevicesPage

LEFT = Qt.MouseButton.LeftButton


def open_device(qtbot: QtBot, page: DevicesPage, fragment: str) -> Device:
    page.field.line.clear()
    qtbot.keyClicks(page.field.line, fragment)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    page.view.choose_row(0)
    wanted = page.model.id_at(0)
    qtbot.waitUntil(lambda: page.device is not None and page.device.row.id == wanted)
    assert page.device is not None
    return page.device


def press(qtbot: QtBot, page: DevicesPage, text: str) -> None:
    button = next(b for b in page.pane.findChildren(QPushButton) if b.text() == text)
    qtbot.mouseClick(button, LEFT)


def line_named(dialog: QWidget, name: str) -> QLineEdit:
    return next(n for n in dialog.findChildren(QLineEdit) if n.accessibleName() == name)
