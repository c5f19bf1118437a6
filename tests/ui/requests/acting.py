"""What a person does on the requests page: presses what is offered, once it is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.model.subject_request import KIND_LABELS, RequestKind
from tests.ui.parts import pick
from ui.requests.dialogs import NewRequestDialog
from ui.requests.letter_dialog import LetterDialog
from ui.requests.page import RequestsPage

LEFT = Qt.MouseButton.LeftButton
PATIENCE = 20_000
"""Milliseconds: a package is sealed with a slow key."""


def button(widget: QWidget, text: str) -> QPushButton:
    return next(b for b in widget.findChildren(QPushButton) if b.text() == text)


def has(page: RequestsPage, text: str) -> bool:
    return any(b.text() == text and b.isEnabled() for b in page.pane.findChildren(QPushButton))


def press(qtbot: QtBot, page: RequestsPage, text: str) -> None:
    """Press a button of the step at hand, once it is offered."""
    qtbot.waitUntil(lambda: has(page, text))
    qtbot.mouseClick(button(page.pane, text), LEFT)


def dialog_of(qtbot: QtBot, page: RequestsPage, kind: type[QWidget]) -> QWidget:
    qtbot.waitUntil(
        lambda: isinstance(page.dialog, kind) and page.dialog.isVisible(), timeout=PATIENCE
    )
    assert page.dialog is not None
    return page.dialog


def take_in(qtbot: QtBot, page: RequestsPage, kind: RequestKind, piece: str = "fatima") -> int:
    """Take a request in by the dialog; return its number."""
    qtbot.mouseClick(page.add, LEFT)
    dialog = dialog_of(qtbot, page, NewRequestDialog)
    assert isinstance(dialog, NewRequestDialog)
    qtbot.keyClicks(dialog.person.line, piece)
    qtbot.waitUntil(lambda: dialog.person.found.count() == 1)
    qtbot.keyClick(dialog.person.line, Qt.Key.Key_Return)
    pick(dialog.kind, KIND_LABELS[kind])
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(lambda: page.guide is not None and page.dialog is None)
    assert page.guide is not None
    return page.guide.standing.request.number


def go_to_decision(qtbot: QtBot, page: RequestsPage) -> None:
    press(qtbot, page, "Look for more records")
    press(qtbot, page, "These are all: go on")
    press(qtbot, page, "I have looked at it: go on")
    press(qtbot, page, "Decide")


def write_letter(qtbot: QtBot, page: RequestsPage) -> None:
    press(qtbot, page, "Write the letter…")
    dialog = dialog_of(qtbot, page, LetterDialog)
    assert isinstance(dialog, LetterDialog)
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(lambda: page.dialog is None)
