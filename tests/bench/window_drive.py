"""Drives the program's window as a person at the keyboard, and waits for what is painted."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.bench.secret import PASSPHRASE
from ui.main_window import MainWindow
from ui.tickets.page import TicketsPage
from ui.unlock import Unlock

_PATIENCE = 60_000  # milliseconds after which something that does not come is a failure
_LONG_PATIENCE = 1_800_000  # the same for work on a whole store
_PAINT_PATIENCE = 2_000  # milliseconds; a picture that never comes counts as one that took so long
_BEAT = 2  # milliseconds between two beats of a loop that nothing holds up


class LateError(AssertionError):
    """What was waited for never came."""

    def __init__(self, patience: int) -> None:
        super().__init__(f"waited {patience // 1000} seconds for what never came")


class Painted(QObject):
    """Notes when a widget was painted while it shows what is waited for.

    The moment is that at which the window has brought the first such picture to the screen. What
    it does after that, such as asking for further rows or reading a ticket once the list has
    moved, is no part of it, even where a key press that is simulated returns only then.
    """

    def __init__(self, widget: QWidget, ready: Callable[[], bool]) -> None:
        super().__init__()
        self._widget = widget
        self._window = widget.window()
        self._ready = ready
        self._loop: QEventLoop | None = None
        self._is_updating = False
        self.seen = False
        self.at = 0.0
        """When the picture was there, by ``time.perf_counter``."""
        widget.installEventFilter(self)
        self._window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        """Look at each paint before it is made, and let the window bring it to the screen."""
        if event.type() is QEvent.Type.UpdateRequest and watched is self._window:
            if self._is_updating:
                return False
            self._is_updating = True
            QCoreApplication.sendEvent(watched, event)  # lets the interpreter go, as Qt's loop does
            self._is_updating = False
            if self.seen:
                self._note()
            return True
        if event.type() is QEvent.Type.Paint and watched is self._widget and not self.seen:
            self.seen = self._ready()
            if self.seen:  # a picture that no update of the window made is over with this
                behind = QEvent(QEvent.Type.User)
                QCoreApplication.postEvent(self, behind, Qt.EventPriority.HighEventPriority.value)
        return False

    def customEvent(self, _event: QEvent) -> None:  # noqa: N802 - Qt's own name
        """The picture was made."""
        self._note()

    def _note(self) -> None:
        self.at = self.at or time.perf_counter()
        if self._loop is not None:
            self._loop.quit()

    def wait(self) -> None:
        """Turn the event loop until it was painted, or patience is at its end."""
        if not self.at:
            self._loop = QEventLoop()
            QTimer.singleShot(_PAINT_PATIENCE, self._loop, self._loop.quit)
            self._loop.exec()
        for watched in (self._widget, self._window):
            watched.removeEventFilter(self)
        self.at = self.at or time.perf_counter()


class Pauses:
    """While the block lasts, the longest time in which the event loop did not turn."""

    def __init__(self) -> None:
        self.longest = 0.0
        """Milliseconds."""
        self._last = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def __enter__(self) -> Pauses:
        self._last = time.perf_counter()
        self._timer.start(_BEAT)
        return self

    def __exit__(self, *error: object) -> None:
        self._beat()
        self._timer.stop()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, (now - self._last) * 1000 - _BEAT)
        self._last = now


def turn(milliseconds: int) -> None:
    """Let the event loop turn for so long."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop, loop.quit)
    loop.exec()


def settle(window: MainWindow, milliseconds: int = 45) -> None:
    """Wait until nothing is under way, and long enough that keys are no scanner's."""
    turn(milliseconds)
    wait_until(lambda: not window.jobs.is_busy, every=5, patience=_LONG_PATIENCE)
    turn(5)  # what they brought is shown


def main_window() -> MainWindow:
    """Return the program's window."""
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))


def shortcut(window: MainWindow, what: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    """Press a key that means the same anywhere in the window."""
    QTest.keyClick(window.windowHandle(), what, modifiers)


def key(window: MainWindow, what: Qt.Key, text: str = "") -> None:
    """Press a key, as the window system tells the window of it.

    Qt's own means for tests keeps the interpreter until the window has painted, so that no answer
    of the store could come meanwhile; the loop of the program lets it go. With the moment of the
    press, as a keyboard's has it, whatever listens for a scanner looks at the key too.
    """
    none, pressed = Qt.KeyboardModifier.NoModifier, time.perf_counter_ns() // 1_000_000
    for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        at = window.focusWidget() if kind is QEvent.Type.ShortcutOverride else window.windowHandle()
        event = QKeyEvent(kind, what, none, text)
        event.setTimestamp(pressed)
        event.ignore()
        QCoreApplication.sendEvent(at or window, event)


def text(window: MainWindow, typed: str) -> None:
    """Type a text, key by key."""
    for char in typed:
        key(window, Qt.Key(ord(char.upper())), char)


def list_is_shown(page: TicketsPage) -> bool:
    """Whether the list answers what was asked last, and each row in view is known."""
    shown = page.view.visible_rows()
    return page.model.is_current and all(page.model.known(row) is not None for row in shown)


def unlock(window: MainWindow) -> TicketsPage:
    """Type the passphrase and wait until the list of tickets is painted."""
    gate = window.findChild(Unlock)
    assert gate is not None
    wait_until(gate.secret.hasFocus)
    text(window, PASSPHRASE)
    key(window, Qt.Key.Key_Return)
    wait_until(lambda: window.findChild(TicketsPage) is not None)
    page = window.findChild(TicketsPage)
    assert page is not None
    Painted(page.view.viewport(), lambda: page.model.rowCount() > 0 and list_is_shown(page)).wait()
    return page


def wait_until(reached: Callable[[], bool], *, every: int = 1, patience: int = _PATIENCE) -> None:
    """Turn the event loop until something is so, looking every few milliseconds.

    Raises :class:`LateError` when ``patience``, in milliseconds, is at its end.
    """
    deadline = time.perf_counter() + patience / 1000
    while not reached():
        turn(every)
        if time.perf_counter() > deadline:
            raise LateError(patience)
