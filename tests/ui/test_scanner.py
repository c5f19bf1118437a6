"""A scanner is told from a hand by its speed, and nobody's typing is ever lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.workflows import tickets
from ui.actions import Action, Actions
from ui.main_window import MainWindow
from ui.scanner import Burst, Scanner
from ui.tickets.page import TicketsPage
from ui.widgets.id_table_view import IdTableView
from ui.workspace import Workspace

IMEI = "490154203237518"
SERIAL = "R58N40ABC1X"
SCANNER = (3, 8, 12, 20)
"""Milliseconds from key to key: wired, wireless, slow and slowest scanners."""
HANDS = (
    (95, 110, 140, 180, 120),  # an ordinary typist
    (60, 75, 62, 90, 66),  # a very fast one
    (18, 130, 22, 160, 20),  # rolling over pairs of keys
)


End = tuple[Qt.Key, str, Qt.KeyboardModifier]
ENTER: End = (Qt.Key.Key_Return, "\r", Qt.KeyboardModifier.NoModifier)
ENDS: dict[str, End] = {
    "enter": ENTER,
    "keypad": (Qt.Key.Key_Enter, "\r", Qt.KeyboardModifier.KeypadModifier),
    "tab": (Qt.Key.Key_Tab, "\t", Qt.KeyboardModifier.NoModifier),
    "line feed": (Qt.Key(0x0A), "\n", Qt.KeyboardModifier.NoModifier),
    "control and J": (Qt.Key.Key_J, "\n", Qt.KeyboardModifier.ControlModifier),
}
"""What scanners send behind a code, as the window system tells it."""


class Bench(QWidget):
    """A text field, a long text, a passphrase, and a thing that is none of these."""

    def __init__(self) -> None:
        super().__init__()
        self.line, self.text, self.secret = QLineEdit(), QPlainTextEdit(), QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.other = Plain()
        column = QVBoxLayout(self)
        for widget in (self.line, self.text, self.secret, self.other):
            column.addWidget(widget)
        self.done: list[str] = []
        self.registry = Actions(self)
        self.registry.add(Action("reply", "Reply", lambda: self.done.append("reply"), ("R",)))
        self.registry.add(Action("close", "Close", lambda: self.done.append("close"), ("Shift+C",)))
        self.scanner = Scanner(self, self.registry.press)
        self.scanned: list[str] = []
        self.scanner.scanned.connect(self.scanned.append)
        self.clock = 1_000

    def type(self, text: str, gaps: Sequence[int], *, enter: bool = True, end: End = ENTER) -> None:
        """Type with these gaps, over and over, as the window system sends keys."""
        for number, char in enumerate(text):
            self.clock += gaps[number % len(gaps)]
            shift = char.isupper()
            self._send(
                Qt.Key(ord(char.upper())),
                char,
                Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier,
            )
        if enter:
            self.clock += gaps[0]
            self._send(*end)

    def _send(self, key: Qt.Key, text: str, modifiers: Qt.KeyboardModifier) -> None:
        focus = QApplication.activePopupWidget() or QApplication.focusWidget()
        assert focus is not None
        override = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifiers, text)
        override.setTimestamp(self.clock)
        override.ignore()
        QApplication.sendEvent(focus, override)
        if not override.isAccepted() and self.registry.press(
            f"Shift+{text}" if text.isupper() else text.upper()
        ):
            return
        press = QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text)
        press.setTimestamp(self.clock)
        QApplication.sendEvent(focus, press)


class Plain(QWidget):
    """Takes the keyboard and notes what it hears."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.heard = ""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        self.heard += event.text()


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    bench = Bench()
    qtbot.addWidget(bench)
    with qtbot.waitActive(bench):
        bench.show()
        bench.activateWindow()
    yield bench
    bench.close()


@pytest.mark.parametrize("gap", SCANNER)
@pytest.mark.parametrize("code", [IMEI, SERIAL, "CNE-1041", "001B63844501"])
def test_a_scan_is_heard_outside_text_fields(bench: Bench, gap: int, code: str) -> None:
    bench.other.setFocus()
    bench.type(code, [gap])
    assert bench.scanned == [code]
    assert bench.done == []
    assert bench.other.heard == ""


@pytest.mark.parametrize("gap", SCANNER)
def test_a_scan_in_a_text_field_is_taken_out_of_it_again(bench: Bench, gap: int) -> None:
    bench.line.setFocus()
    bench.line.setText("vpn")
    bench.type(IMEI, [gap])
    assert bench.scanned == [IMEI]
    assert bench.line.text() == "vpn"
    bench.line.selectAll()
    bench.type(IMEI, [gap])
    assert bench.line.text() == "vpn"
    bench.text.setFocus()
    bench.text.setPlainText("Beste Joost,\n")
    bench.text.moveCursor(bench.text.textCursor().MoveOperation.End)
    bench.type(SERIAL, [gap])
    assert bench.scanned == [IMEI, IMEI, SERIAL]
    assert bench.text.toPlainText() == "Beste Joost,\n"


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_a_scan_is_heard_however_the_scanner_ends_it(bench: Bench, end: End) -> None:
    bench.other.setFocus()
    bench.type("r" + SERIAL, [8], end=end)
    assert bench.scanned == ["r" + SERIAL]
    assert (bench.done, bench.other.heard) == ([], "")
    bench.text.setFocus()
    bench.text.setPlainText("Beste Joost,")
    bench.text.moveCursor(bench.text.textCursor().MoveOperation.End)
    bench.type(IMEI, [8], end=end)
    assert bench.scanned == ["r" + SERIAL, IMEI]
    assert bench.text.toPlainText() == "Beste Joost,"
    assert QApplication.focusWidget() is bench.text


@pytest.mark.parametrize("gaps", HANDS)
def test_a_hand_is_never_taken_for_a_scanner(
    qtbot: QtBot, bench: Bench, gaps: Sequence[int]
) -> None:
    bench.line.setFocus()
    bench.type(IMEI, gaps)
    assert bench.line.text() == IMEI
    bench.text.setFocus()
    bench.type(SERIAL, gaps)
    assert bench.text.toPlainText() == f"{SERIAL}\n"
    bench.other.setFocus()
    bench.type("abz", gaps)
    qtbot.waitUntil(lambda: bench.other.heard == "abz\r")
    assert bench.scanned == []


def test_a_shortcut_s_key_still_works_a_blink_later(qtbot: QtBot, bench: Bench) -> None:
    bench.other.setFocus()
    bench.type("r", [100], enter=False)
    qtbot.waitUntil(lambda: bench.done == ["reply"])
    bench.type("C", [100], enter=False)
    qtbot.waitUntil(lambda: bench.done == ["reply", "close"])
    assert bench.other.heard == ""


def test_keys_that_the_window_system_sends_are_held_for_that_blink(
    qtbot: QtBot, bench: Bench
) -> None:
    bench.other.setFocus()
    QTest.keyClick(bench.windowHandle(), Qt.Key.Key_R)
    assert bench.done == []
    qtbot.waitUntil(lambda: bench.done == ["reply"])
    for char in IMEI:
        QTest.keyClick(bench.windowHandle(), Qt.Key(ord(char)))
    QTest.keyClick(bench.windowHandle(), Qt.Key.Key_Return)
    assert bench.scanned == [IMEI]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
@pytest.mark.parametrize("field", [False, True])
def test_a_scan_into_a_menu_chooses_nothing_and_closes_it(
    qtbot: QtBot, bench: Bench, field: bool
) -> None:
    at_work = bench.line if field else bench.other
    at_work.setFocus()
    menu = QMenu(bench)
    menu.addAction("&R", lambda: bench.done.append("chosen"))
    below = menu.addMenu("More")
    below.addAction("&N", lambda: bench.done.append("chosen below"))
    for opened in ((menu,), (menu, below)):
        for each in opened:
            each.popup(bench.mapToGlobal(bench.rect().center()))
        bench.type(SERIAL, [8])
        assert bench.done == []
        assert not any(each.isVisible() for each in opened)
    assert bench.scanned == [SERIAL, SERIAL]
    assert (bench.line.text(), bench.other.heard) == ("", "")
    menu.popup(bench.mapToGlobal(bench.rect().center()))
    bench.type("r", [100], enter=False)  # by hand
    qtbot.waitUntil(lambda: bench.done == ["chosen"])
    assert at_work.hasFocus()
    bench.type(IMEI, [8])
    assert bench.scanned == [SERIAL, SERIAL, IMEI]


def test_words_typed_fast_and_ended_by_enter_stay(bench: Bench) -> None:
    bench.line.setFocus()
    bench.type("gebruikers", [12])  # no identifier: it holds no digit
    assert bench.line.text() == "gebruikers"
    bench.line.clear()
    bench.type("Met vriendelijke groet team 2", [12])  # no label holds words
    assert bench.line.text() == "Met vriendelijke groet team 2"
    bench.line.clear()
    bench.type("a1b2", [12])  # too short for one
    assert bench.line.text() == "a1b2"
    assert bench.scanned == []


def test_a_password_manager_is_no_scanner(bench: Bench) -> None:
    bench.secret.setFocus()
    bench.type("k4rw1jb4s4lt", [4])
    assert bench.secret.text() == "k4rw1jb4s4lt"
    assert bench.scanned == []


def test_a_fast_code_without_enter_is_what_was_typed(qtbot: QtBot, bench: Bench) -> None:
    bench.other.setFocus()
    bench.type("490154", [5], enter=False)
    qtbot.waitUntil(lambda: bench.other.heard == "490154")
    bench.type("", [500])
    assert bench.other.heard == "490154\r"
    assert bench.scanned == []


@given(st.lists(st.integers(36, 400), min_size=6, max_size=20))
@settings(max_examples=50)
def test_no_gap_of_a_hand_makes_a_scan(gaps: list[int]) -> None:
    burst, at = Burst(), 0
    for number, gap in enumerate(gaps):
        at += gap
        burst.add(IMEI[number % 15], at)
    assert burst.end(at + gaps[0]) == ""


@pytest.fixture
def workspace(window: MainWindow) -> Workspace:
    assert window.workspace is not None
    return window.workspace


@pytest.mark.parametrize(
    "pasted", ["490154203237518", "IMEI: 49-015420-323751-8", " 49 015420 323751 8\n"]
)
def test_a_pasted_identifier_opens_its_device_in_any_notation(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, pasted: str
) -> None:
    QGuiApplication.clipboard().setText(pasted)
    qtbot.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: workspace.place is not None and workspace.place.page == "devices")


def test_pasting_something_else_says_that_it_is_none(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    QGuiApplication.clipboard().setText("Beste Joost")
    qtbot.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert "no identifier" in window.statusBar().currentMessage()
    QGuiApplication.clipboard().setText("3,52099E+14")
    qtbot.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert "spreadsheet" in window.statusBar().currentMessage()
    assert workspace.place is not None
    assert workspace.place.page == "tickets"


def test_a_scan_into_the_palette_goes_to_the_device_and_links_it_with_no_ticket(
    qtbot: QtBot, workspace: Workspace
) -> None:
    page = workspace.page_at_work
    assert isinstance(page, TicketsPage)
    page.view.choose_row(0)
    qtbot.waitUntil(lambda: page.ticket is not None)
    assert page.ticket is not None
    number, devices = page.ticket.row.id, page.ticket.devices
    workspace.open_palette()
    workspace.scanner.scanned.emit(IMEI)
    assert not workspace.palette_over.isVisible()
    qtbot.waitUntil(lambda: workspace.place is not None and workspace.place.page == "devices")
    assert tickets.get(workspace.context.session, number).devices == devices


def test_a_scan_on_another_page_opens_the_device(qtbot: QtBot, workspace: Workspace) -> None:
    workspace.scanner.scanned.emit(IMEI)
    qtbot.waitUntil(lambda: workspace.place is not None and workspace.place.page == "devices")
    qtbot.waitUntil(
        lambda: workspace.place is not None and workspace.place.kept.get("item") is not None
    )
    # Enter hands it over, and letters act on it: the keyboard is not in the search field.
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), IdTableView))
