"""The window's only threads: work goes out from here and every answer comes back here.

Whoever asks gives an ``owner``; once that object is gone its answers are dropped, so a page may
be closed at any moment.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QAbstractEventDispatcher, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QWindow

from app.errors import Cancelled, KnownError
from app.model.changes import Changes, Progress
from ui.lanes import Lane
from ui.right_of_way import RightOfWay
from ui.runner import Inbox, Runner
from ui.tasks import Slot, Task
from ui.turns import BehindPicture

T = TypeVar("T")
_GAVE_WAY = {"interrupted", "store_locked"}
_READ_AGAIN = 2


class Jobs(QObject):
    """Runs work off the window's thread and tells views what it changed."""

    changed = Signal(object)
    """A write ended and this is its :class:`Changes`."""
    failed = Signal(object)
    """An error that nobody who asked took care of."""
    task_moved = Signal(object)
    """A titled :class:`~ui.tasks.Task` waits its turn, started or progressed."""
    task_ended = Signal(object)
    """A titled task is over, whichever way."""
    held_up = Signal(object)
    """Somebody waits for a change to the store, and that waits for this titled task."""

    _wake = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asked: list[Task] = []
        self._behind_picture = BehindPicture(self._ask, self)
        self._way = RightOfWay()
        self._turns = _Turns(self, self._way)
        self._shown: set[Task] = set()  # titled tasks that run
        self._inbox = Inbox(self._ask_for_turn)
        self._wake.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._runner = Runner(
            self._inbox.put, observe=self._observe, unhandled=self.failed.emit, way=self._way
        )

    def read(
        self,
        owner: QObject,
        work: Callable[[], T],
        done: Callable[[T], None],
        *,
        failed: Callable[[Exception], None] | None = None,
        slot: Slot | None = None,
        at_once: bool = False,
    ) -> Task:
        """Ask the store something; a later question in the same ``slot`` makes this one void.

        It is asked once the window has done and painted what it is at: beside that, each would hold
        the other up. ``at_once`` is for the answer to a key that changes little until it comes.
        What goes wrong after ``owner`` is gone is told to nobody: nothing was to be kept.
        """
        told = _while(owner, failed or self._tell)
        task = Task(lambda _progress: _read(work), _while(owner, done), told)
        if slot is not None:
            slot.take(task)
        if at_once:
            return self._runner.submit(task, Lane.READ)
        self._asked.append(task)
        self._behind_picture.ask()
        return task

    def _tell(self, error: Exception) -> None:
        if not isinstance(error, Cancelled):
            self.failed.emit(error)

    def _ask(self) -> None:
        """Ask what was put off."""
        asked, self._asked = self._asked, []
        for task in asked:
            self._runner.submit(task, Lane.READ)

    def write(
        self,
        owner: QObject,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        *,
        failed: Callable[[Exception], None] | None = None,
    ) -> Task:
        """Change the store, after the changes asked for before; ``changed`` tells all views.

        What goes wrong after ``owner`` is gone is told by ``failed``: nobody is left to see that
        the change was not made.
        """
        task = Task(
            lambda _progress: work(),
            self._announce(owner, done),
            None if failed is None else self._complain(owner, failed),
        )
        self._make_way()
        if done is not None:
            for running in self._shown:
                if running.holds_up_changes:
                    self.held_up.emit(running)
        return self._runner.submit(task, Lane.WRITE)

    def long(
        self,
        owner: QObject,
        title: str,
        work: Callable[[Progress], T],
        done: Callable[[T], None] | None = None,
        *,
        writes: bool,
        in_turns: bool = False,
        gives_way: bool = False,
        keeps_nothing: bool = False,
        failed: Callable[[Exception], None] | None = None,
    ) -> Task:
        """Do work that takes its time, shown by ``title`` with its progress and a way to stop.

        With ``in_turns`` it writes in many short transactions, and other changes to the store are
        made between them. What ``gives_way`` is stopped for each change and other long work that
        is asked for. A lock does not wait for what ``keeps_nothing``, as all is taken back.
        """
        self._make_way()
        task = Task(work, self._announce(owner, done), _while(owner, failed), title=title)
        task.writes, task.keeps_nothing, task.gives_way = writes, keeps_nothing, gives_way
        lane = Lane.WRITE if writes and not in_turns else Lane.LONG
        task.holds_up_changes = lane is Lane.WRITE
        self._runner.submit(task, lane)
        if not task.is_refused:
            self._observe(task, False)  # it may have to wait for what was asked for before
        return task

    def _make_way(self) -> None:
        for running in self._shown:
            if running.gives_way:
                running.give_way()

    def tell(self, changes: Changes) -> None:
        """Tell all views what work that is under way changed so far; called from its thread."""
        self._inbox.put(lambda: self.changed.emit(changes))

    def alone(
        self,
        owner: QObject,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        *,
        failed: Callable[[Exception], None] | None = None,
    ) -> Task:
        """Do work that must meet no other, such as closing the store; other work is stopped."""
        task = Task(lambda _progress: work(), _while(owner, done), _while(owner, failed))
        self._ask()  # what was asked before it is stopped by it
        return self._runner.alone(task)

    @property
    def is_writing(self) -> bool:
        """Whether a change to the store waits or runs."""
        return self._runner.is_writing

    @property
    def is_reading(self) -> bool:
        """Whether a question to the store waits or is answered."""
        return bool(self._asked) or self._runner.is_reading

    @property
    def is_busy(self) -> bool:
        """Whether any work waits or runs."""
        return bool(self._asked) or self._runner.is_busy

    def close(self) -> None:
        """Finish short writes, stop all else, wait for the threads; no answer comes any more."""
        self._inbox.close()
        self._asked.clear()
        if self._shown:
            self._shown.clear()
            self._turns.end()
        self._runner.close()

    def _ask_for_turn(self) -> None:
        self._way.begin_turn()  # until it is shown; it would take a moment until the loop turns
        self._wake.emit()

    def _deliver(self) -> None:
        # A method of this object, so that Qt calls it on this object's thread.
        self._inbox.empty()

    def _observe(self, task: Task, ended: bool) -> None:
        before = bool(self._shown)
        (self._shown.discard if ended else self._shown.add)(task)
        if self._shown and not before:
            self._turns.begin()
        elif before and not self._shown:
            self._turns.end()
        (self.task_ended if ended else self.task_moved).emit(task)

    def _complain(
        self, owner: QObject, failed: Callable[[Exception], None]
    ) -> Callable[[Exception], None]:
        def complain(error: Exception) -> None:
            if shiboken6.isValid(owner):
                failed(error)
            else:
                self.failed.emit(error)

        return complain

    def _announce(self, owner: QObject, done: Callable[[T], None] | None) -> Callable[[T], None]:
        """Tell ``changed`` what a result says it changed, then the one who asked."""
        finish = _while(owner, done)

        def announce(result: T) -> None:
            if (changes := changes_in(result)) is not None:
                self.changed.emit(changes)
            if finish is not None:
                finish(result)

        return announce


class _Turns(QObject):
    """Tells while long work runs when a window has something to do: a key, or to paint.

    It sees what comes to the windows of the window system. A filter of the application would see
    every part's repaint too, and that its loop awakes Qt tells only after what it did.
    """

    def __init__(self, parent: QObject, way: RightOfWay) -> None:
        super().__init__(parent)
        self._way = way
        self._windows: list[QWindow] = []
        self._loop: QAbstractEventDispatcher | None = None

    def begin(self) -> None:
        """Watch from now on."""
        app = QGuiApplication.instance()
        if not isinstance(app, QGuiApplication):
            return
        self._loop = QAbstractEventDispatcher.instance()
        self._loop.aboutToBlock.connect(self._rest)
        app.focusWindowChanged.connect(self._watch)  # one that opens gets the keyboard
        for window in QGuiApplication.topLevelWindows():
            self._watch(window)

    def end(self) -> None:
        """Watch no more."""
        app = QGuiApplication.instance()
        if self._loop is None or not isinstance(app, QGuiApplication):
            return
        self._loop.aboutToBlock.disconnect(self._rest)
        app.focusWindowChanged.disconnect(self._watch)
        for window in self._windows:
            if shiboken6.isValid(window):
                window.removeEventFilter(self)
        self._windows.clear()
        self._loop = None

    def _watch(self, window: QWindow | None) -> None:
        if window is not None and window not in self._windows:
            window.installEventFilter(self)
            self._windows.append(window)

    def eventFilter(self, _watched: QObject, _event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        """Note that there is something to do, and let the event go on."""
        self._way.begin_turn()
        return False

    def _rest(self) -> None:
        self._way.end_turn()


def _read(work: Callable[[], T]) -> T:
    """Read again where a read had to give way, as it does when the store is made smaller."""
    for _attempt in range(_READ_AGAIN):
        try:
            return work()
        except KnownError as error:
            if error.code not in _GAVE_WAY:
                raise
    return work()


def changes_in(result: object) -> Changes | None:
    """Return the changes a workflow reported: its result, or one member of it."""
    if isinstance(result, Changes):
        return result
    if isinstance(result, tuple):
        return next((part for part in result if isinstance(part, Changes)), None)
    return None


def _while(owner: QObject, callback: Callable[[Any], None] | None) -> Callable[[Any], None] | None:
    """Call ``callback`` only while ``owner`` is alive."""
    if callback is None:
        return None

    def alive(value: Any) -> None:
        if shiboken6.isValid(owner):
            callback(value)

    return alive
