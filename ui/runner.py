"""Work away from the window's thread, done on lanes, with its progress and its outcome.

There is no Qt here. A :class:`Runner` does work on threads of its own and hands every outcome to
``deliver``, which carries it to the thread that owns the window; nothing else crosses over.
"""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

from app.errors import Cancelled
from app.model.changes import Progress
from ui.lanes import Lane, Queue
from ui.right_of_way import RightOfWay
from ui.tasks import ProgressReport, Slot, Task

Deliver = Callable[[Callable[[], None]], None]
"""Runs a callable later on the window's thread; may be called from any thread."""

REPORT_EVERY = 0.1
"""Seconds between two progress reports to the window; more would only cost it frames."""
_ESTIMATE_AFTER = 1.0  # seconds of work before a guess at the rest is worth showing


class Runner:
    """Does work on its lanes and delivers each outcome, once, to the window's thread.

    ``observe`` is called there with each titled task as it starts, progresses and ends (True),
    or once it cannot start any more (True);
    ``unhandled`` with the error of a task that gave no ``failed`` of its own. A task stopped by
    :meth:`Task.cancel` fails with ``Cancelled``, which only its own ``failed`` hears of.
    """

    def __init__(
        self,
        deliver: Deliver,
        *,
        observe: Callable[[Task, bool], None],
        unhandled: Callable[[Exception], None],
        now: Callable[[], float] = time.monotonic,
        way: RightOfWay | None = None,
    ) -> None:
        """``way`` is what long work asks whether the window goes first; None lets it go on."""
        self._way = way or RightOfWay()
        self._deliver = deliver
        self._observe = observe
        self._unhandled = unhandled
        self._now = now
        self._queues = {
            lane: Queue(lane, self._answer if lane is Lane.READ else self._run) for lane in Lane
        }

    def submit(self, task: Task, lane: Lane, slot: Slot | None = None) -> Task:
        """Do ``task`` on ``lane``; with a slot, whatever was asked there before is void."""
        if slot is not None:
            slot.take(task)
        if lane is Lane.READ:
            self._way.begin_read()
        if not self._queues[lane].add(task) and lane is Lane.READ:
            self._way.end_read()
        return task

    def alone(self, task: Task) -> Task:
        """Do ``task`` when the writes before it are done and all other work has stopped.

        Reads, trials and long work are cancelled; those asked for while it runs are void.
        """
        self._queues[Lane.WRITE].drop_trials()
        work = task._work

        def undisturbed(progress: Progress) -> Any:
            others = (self._queues[Lane.READ], self._queues[Lane.LONG])
            for queue in others:
                queue.hold()
            try:
                return work(progress)
            finally:
                for queue in others:
                    queue.go_on()

        task._work = undisturbed
        return self.submit(task, Lane.WRITE)

    @property
    def is_writing(self) -> bool:
        """Whether a change to the store waits or runs."""
        return self._queues[Lane.WRITE].busy or self._queues[Lane.LONG].writing

    @property
    def is_reading(self) -> bool:
        """Whether a question waits or is answered."""
        return self._queues[Lane.READ].busy

    @property
    def is_busy(self) -> bool:
        """Whether any work waits or runs."""
        return any(queue.busy for queue in self._queues.values())

    def close(self) -> None:
        """Finish the short writes, cancel the rest, and wait until every thread has ended."""
        for queue in self._queues.values():
            queue.close()
        for queue in self._queues.values():
            queue.join()

    def _answer(self, task: Task) -> None:
        try:
            self._run(task)
        finally:
            self._way.end_read()

    def _run(self, task: Task) -> None:
        if task._cancelled:
            if task.title:
                self._deliver(partial(self._fail, task, Cancelled()))
                self._deliver(lambda: self._observe(task, True))
            return
        task.has_begun = True
        task._started_at = task._reported_at = self._now()
        if task.title:
            self._deliver(lambda: self._observe(task, False))
        try:
            result = task._work(lambda done, total: self._progress(task, done, total))
        except Exception as error:
            self._deliver(partial(self._fail, task, error))
        else:
            self._deliver(partial(self._succeed, task, result))
        if task.title:
            self._deliver(lambda: self._observe(task, True))

    def _progress(self, task: Task, done: int, total: int | None) -> None:
        if task.title and not task._cancelled:
            self._way.stand_back()
        if task._cancelled:
            raise Cancelled
        task._done_before = min(task._done_before, done)
        now = self._now()
        if not task.title or now - task._reported_at < REPORT_EVERY:
            return
        if task.is_paused():  # that says nothing of how long the rest takes
            task._started_at += now - task._reported_at
        task._reported_at = now
        before = task._done_before
        left = _seconds_left(now - task._started_at, done - before, total and total - before)
        self._deliver(partial(self._show, task, ProgressReport(done, total, left)))

    def _show(self, task: Task, report: ProgressReport) -> None:
        task.report = report
        self._observe(task, False)

    @staticmethod
    def _succeed(task: Task, result: Any) -> None:
        task.has_succeeded = not task._void
        if not task._void and task._done is not None:
            task._done(result)

    def _fail(self, task: Task, error: Exception) -> None:
        if task._void:
            return
        if task._failed is not None:
            task._failed(error)
        elif not isinstance(error, Cancelled):
            self._unhandled(error)


def _seconds_left(elapsed: float, done: int, total: int | None) -> float | None:
    if not total or done <= 0 or elapsed < _ESTIMATE_AFTER:
        return None
    return elapsed * max(0, total - done) / done


class Inbox:
    """Deliveries that wait for the window's thread; ``wake`` asks it to call ``empty``."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._waiting: deque[Callable[[], None]] = deque()
        self._closed = False

    def put(self, delivery: Callable[[], None]) -> None:
        """Take a delivery in, from any thread."""
        if not self._closed:
            self._waiting.append(delivery)
            self._wake()

    def empty(self) -> None:
        """Do all that was delivered so far; one that fails does not hold up the others."""
        for _ in range(len(self._waiting)):
            if not self._waiting:
                return  # a delivery that turned the event loop emptied the box meanwhile
            delivery = self._waiting.popleft()
            try:
                delivery()
            except Exception:  # shown as the bug it is, in the usual way
                sys.excepthook(*sys.exc_info())

    def close(self) -> None:
        """Throw away what waits and what still comes."""
        self._closed = True
        self._waiting.clear()
