"""The register in the window: filtered, counted, and written for an auditor without a name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.model.subject_request import RequestKind
from tests.ui.parts import pick
from tests.ui.requests.acting import LEFT, take_in
from ui.requests.page import RequestsPage
from ui.requests.register_dialog import RegisterDialog


def opened(qtbot: QtBot, page: RequestsPage) -> RegisterDialog:
    qtbot.mouseClick(page.register_button, LEFT)
    qtbot.waitUntil(lambda: page.register is not None and page.register.isVisible())
    assert page.register is not None
    return page.register


def test_what_fits_is_shown_counted_and_written(
    qtbot: QtBot, page: RequestsPage, saved: Callable[[str], Path]
) -> None:
    take_in(qtbot, page, RequestKind.ACCESS)
    take_in(qtbot, page, RequestKind.ERASE, "mees")
    register = opened(qtbot, page)
    qtbot.waitUntil(lambda: register.table.rowCount() == 2)
    assert register.figures.text().startswith("2 requests · closed: 0 · overdue: 0")
    pick(register.kind, "Erasure")
    qtbot.waitUntil(lambda: register.table.rowCount() == 1)
    pick(register.state, "Closed")
    qtbot.waitUntil(lambda: register.table.rowCount() == 0)
    assert not register.export.isEnabled()
    pick(register.state, "Open")
    qtbot.waitUntil(lambda: register.table.rowCount() == 1)
    register.start.setFocus()
    qtbot.keyClicks(register.start, "31-02-2026")
    qtbot.keyClick(register.start, Qt.Key.Key_Return)
    qtbot.waitUntil(register.messages.isVisible)
    register.start.clear()
    qtbot.keyClick(register.start, Qt.Key.Key_Return)
    qtbot.mouseClick(register.export, LEFT)
    qtbot.waitUntil(lambda: register.messages.message.text() == "The register is written.")
    written = saved("register.csv").read_text("utf-8-sig")
    assert written.startswith("number,kind,state,")
    assert "erase" in written
    assert "mees" not in written.casefold()
    qtbot.keyClick(register, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.register is None)
